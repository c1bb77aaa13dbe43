"""The whole program in one screen: a scenario's bytes become a case, figures, drafts, and files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from letters.base.errors import Message, Problem, UnknownName, UnsuitableKind
from letters.documents.formats import write_as
from letters.drafting.draft import Desk, Draft, old_citations
from letters.figures.figures import Figures, compute_figures
from letters.files.letter_folder import write
from letters.reference_data.languages import language as words_of
from letters.reference_data.template_library import MAIN_KINDS, Library
from letters.scenario.attachments import Beside
from letters.scenario.load import Case, load
from letters.situation.cautions import cautions

if TYPE_CHECKING:
    from letters.documents.docx.letterhead import Letterhead

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
    is_redacted: bool = False

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the user should know, of the scenario, its figures and the laws that its letters cite."""
        return self.case.warnings + cautions(self.figures) + old_citations(self.drafts, self.case.date)

    @property
    def blanks(self) -> dict[str, str]:
        """Every fact that some letter shows as a blank: scenario path → what it is called."""
        return {blank.path: blank.label for drafted in self.drafts for blank in drafted.blanks}

    def files(
        self, formats: Iterable[str], letterhead: Letterhead | None = None, *, sendable: bool = False
    ) -> dict[str, bytes]:
        """The letters as files: name → content; as `sendable`, without the pages for the borrower alone.

        A letter that is for the borrower alone has no e-mail. Raises UnsuitableKind where none has, OutputError
        where a format cannot hold a letter.
        """
        formats = list(formats)
        found = {
            self._file_name(drafted, extension): self._as(drafted, extension, letterhead, sendable)
            for drafted in self.drafts
            for extension in formats
            if extension != MAIL or not drafted.private
        }
        if MAIL in formats and not any(not drafted.private for drafted in self.drafts):
            names = ", ".join(drafted.kind for drafted in self.drafts)
            raise UnsuitableKind(Message("{kinds}: for yourself alone, there is nothing to send", kinds=names))
        return found

    def _as(self, drafted: Draft, extension: str, letterhead: Letterhead | None, sendable: bool) -> bytes:
        if extension == MAIL:
            from letters.documents.mail import to_mail  # the standard library's e-mail: most runs write none

            return to_mail(drafted.to_send, drafted.title, self.case.lender.email, self._attached(drafted, letterhead))
        text = drafted.to_send if sendable else drafted.markdown
        return write_as(extension, text, drafted.title, drafted.language, letterhead)

    def _attached(self, drafted: Draft, letterhead: Letterhead | None) -> list[tuple[str, bytes]]:
        """What goes with an e-mail: the letter and the calculation as Word, and every file of evidence."""
        ledger = [] if drafted.kind == LEDGER else [Desk(self.case, self.figures, drafted.language).draft(LEDGER)]
        words = [
            (self._file_name(one, "docx"), write_as("docx", one.to_send, one.title, one.language, letterhead))
            for one in [drafted, *ledger]
        ]
        return [*words, *((one.name, one.content) for one in self.case.attachments)]

    def sources(self, formats: Iterable[str]) -> dict[str, str]:
        """The Markdown that each of these files is made from."""
        return {self._file_name(one, extension): one.markdown for one in self.drafts for extension in formats}

    def _file_name(self, drafted: Draft, extension: str) -> str:
        """waiver-email.en.redacted.docx: the language where it is not the scenario's own."""
        own = drafted.language == self.case.scenario.language
        parts = [drafted.kind, *([] if own else [drafted.language]), *(["redacted"] if self.is_redacted else [])]
        return ".".join([*parts, extension])


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
    redact: bool = False,
    withheld: Iterable[str] = (),
    dated: bool = True,
) -> Letters:
    """A scenario's bytes as letters. `all` among the kinds, and where none is asked for, leaves out those that do not
    suit the case.

    `redact` hides who everybody is, in the case as in the letters, `withheld` only what it names of that.
    Without `dated`, a plan that should have begun is no problem, as `load` says.

    Raises ScenarioError, UnknownName for a kind or language, UnsuitableKind, DraftError.
    """
    case = load(raw, name, today=today, as_of=as_of, shelf=shelf, beside=beside, dated=dated)
    return letters_of(case, kinds=kinds, language=language, redact=redact, withheld=withheld)


def letters_of(
    case: Case,
    *,
    kinds: Iterable[str] = MAIN_KINDS,
    language: str | None = None,
    redact: bool = False,
    withheld: Iterable[str] = (),
) -> Letters:
    """A case's letters; raises as `write_letters` does, once the case is loaded."""
    spoken = language or case.scenario.language
    if redact or withheld:
        from letters.drafting.redact import EVERYTHING, redacted

        case = redacted(case, words_of(case.library, spoken), EVERYTHING if redact else tuple(withheld))
    figures = compute_figures(case)
    asked = list(dict.fromkeys(kinds))
    desk = Desk(case, figures, spoken)
    drafts: list[Draft] = []
    left_out: list[tuple[str, str]] = []
    known = case.library.kinds(spoken)
    if "all" in asked:
        for kind in asked:
            if kind not in {"all", *known}:
                raise UnknownName(Message("letter kind"), kind, known)
    for kind in known if "all" in asked else asked:
        try:
            drafts.append(desk.draft(kind))
        except UnsuitableKind as error:
            if kind in asked and set(asked) != set(MAIN_KINDS):
                raise
            left_out.append((kind, error.message))
    return Letters(case, figures, tuple(drafts), tuple(left_out), redact)


def save(
    letters: Letters,
    folder: Path,
    formats: Iterable[str],
    *,
    force: bool = False,
    letterhead: Letterhead | None = None,
) -> list[Path]:
    """Writes all of a case's letters or none. Raises OutputError."""
    chosen = list(formats)
    return write(folder, letters.files(chosen, letterhead), force=force, drafts=letters.sources(chosen))
