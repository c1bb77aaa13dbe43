"""The whole program in one screen: a scenario's bytes become a case, figures, drafts, and files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters.base.errors import Problem, UnsuitableKind
from letters.case.library import Library
from letters.case.load import Beside, Case, load
from letters.drafting.draft import Desk, Draft
from letters.figures.reckon import Figures, reckon
from letters.writers.folder import write
from letters.writers.formats import write_as

MAIN_KINDS = ("waiver-email", "call-script", "petition", "ledger")
DEFAULT_FORMATS = ("md", "docx")


@dataclass(frozen=True, slots=True)
class Letters:
    """A case with its figures and its letters, none of them written yet."""

    case: Case
    figures: Figures
    drafts: tuple[Draft, ...]
    left_out: tuple[tuple[str, str], ...]
    """Kinds that do not suit the case, each with the reason."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the user should know, of the scenario and of its figures."""
        return self.case.warnings + self.figures.warnings

    @property
    def blanks(self) -> dict[str, str]:
        """Every fact that some letter shows as a blank: scenario path → what it is called."""
        return {blank.path: blank.label for drafted in self.drafts for blank in drafted.blanks}

    def files(self, formats: Iterable[str]) -> dict[str, bytes]:
        """The letters as files: name → content."""
        return {
            _file_name(self.case, drafted, extension): write_as(
                extension, drafted.markdown, drafted.title, drafted.language
            )
            for drafted in self.drafts
            for extension in formats
        }


def write_letters(  # noqa: PLR0913 - the inputs of a render, all by name
    raw: bytes,
    name: str,
    *,
    today: date,
    as_of: date | None = None,
    kinds: Iterable[str] = MAIN_KINDS,
    language: str | None = None,
    shelf: Library | None = None,
    beside: Beside | None = None,
) -> Letters:
    """A scenario's bytes as letters. `all` among the kinds leaves out those that do not suit the case.

    Raises ScenarioError, UnknownName for a kind or language, UnsuitableKind, DraftError.
    """
    case = load(raw, name, today=today, as_of=as_of, shelf=shelf, beside=beside)
    return letters_of(case, kinds=kinds, language=language)


def letters_of(case: Case, *, kinds: Iterable[str] = MAIN_KINDS, language: str | None = None) -> Letters:
    """A case's letters; raises as `write_letters` does, once the case is loaded."""
    figures = reckon(case)
    spoken = language or case.scenario.language
    asked = list(dict.fromkeys(kinds))
    desk = Desk(case, figures, spoken)
    drafts: list[Draft] = []
    left_out: list[tuple[str, str]] = []
    for kind in case.library.kinds(spoken) if "all" in asked else asked:
        try:
            drafts.append(desk.draft(kind))
        except UnsuitableKind as error:
            if kind in asked:
                raise
            left_out.append((kind, error.message))
    return Letters(case, figures, tuple(drafts), tuple(left_out))


def save(letters: Letters, folder: Path, formats: Iterable[str], *, force: bool = False) -> list[Path]:
    """Writes all of a case's letters or none. Raises OutputError."""
    return write(folder, letters.files(list(formats)), force=force)


def _file_name(case: Case, drafted: Draft, extension: str) -> str:
    own = drafted.language == case.scenario.language
    return f"{drafted.kind}.{extension}" if own else f"{drafted.kind}.{drafted.language}.{extension}"
