"""The whole program in one screen: a scenario's bytes become a case, figures, drafts, and files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters.base.errors import Message, Problem, UnsuitableKind
from letters.case.attachments import Beside
from letters.case.library import Library
from letters.case.load import Case, load
from letters.drafting.draft import Draft, draft
from letters.figures.reckon import Figures, reckon
from letters.writers.folder import write
from letters.writers.formats import write_as
from letters.writers.mail import to_mail

MAIN_KINDS = ("waiver-email", "call-script", "petition", "ledger")
DEFAULT_FORMATS = ("md", "docx")
MAIL, LEDGER = "eml", "ledger"


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

    def files(self, formats: Iterable[str], *, sendable: bool = False) -> dict[str, bytes]:
        """The letters as files: name → content; as `sendable`, without the pages for the borrower alone.

        A letter that is for the borrower alone has no e-mail. Raises UnsuitableKind where none has.
        """
        formats = list(formats)
        found = {
            _file_name(self.case, drafted, extension): self._as(drafted, extension, sendable)
            for drafted in self.drafts
            for extension in formats
            if extension != MAIL or not drafted.private
        }
        if MAIL in formats and not any(not drafted.private for drafted in self.drafts):
            names = ", ".join(drafted.kind for drafted in self.drafts)
            raise UnsuitableKind(Message("{kinds}: for yourself alone, there is nothing to send", kinds=names))
        return found

    def _as(self, drafted: Draft, extension: str, sendable: bool) -> bytes:
        if extension == MAIL:
            return to_mail(drafted.to_send, drafted.title, self.case.lender.email, self._attached(drafted))
        text = drafted.to_send if sendable else drafted.markdown
        return write_as(extension, text, drafted.title, drafted.language)

    def _attached(self, drafted: Draft) -> list[tuple[str, bytes]]:
        """What goes with an e-mail: the letter and the calculation as Word, and every file of evidence."""
        ledger = [] if drafted.kind == LEDGER else [draft(self.case, self.figures, LEDGER, drafted.language)]
        words = [
            (_file_name(self.case, one, "docx"), write_as("docx", one.to_send, one.title, one.language))
            for one in [drafted, *ledger]
        ]
        return [*words, *((one.name, one.content) for one in self.case.attachments)]


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
    withheld: Iterable[str] = (),
) -> Letters:
    """A scenario's bytes as letters. `all` among the kinds leaves out those that do not suit the case.

    `withheld` names what of the borrower the letters hide.

    Raises ScenarioError, UnknownName for a kind or language, UnsuitableKind, DraftError.
    """
    case = load(raw, name, today=today, as_of=as_of, shelf=shelf, beside=beside)
    case = case.withholding(withheld) if withheld else case
    figures = reckon(case)
    spoken = language or case.scenario.language
    asked = list(dict.fromkeys(kinds))
    drafts: list[Draft] = []
    left_out: list[tuple[str, str]] = []
    for kind in case.library.kinds(spoken) if "all" in asked else asked:
        try:
            drafts.append(draft(case, figures, kind, spoken))
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
