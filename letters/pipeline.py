"""The whole program in one screen: a scenario's bytes become a case, figures, drafts, and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from letters.base.errors import Message, Problem, UnknownName, UnsuitableKind
from letters.documents.edited_letter import EditedLetter, check_finished, edited_letters
from letters.documents.formats import DEFAULT_FORMATS, Written, find_format
from letters.documents.kept_letterhead import kept_letterhead
from letters.documents.mailing import attached_name
from letters.drafting.draft import FOR_YOU, Draft, Drafter, old_citations
from letters.drafting.envelope.mailing import ledger_beside, mailing_of, with_names_in
from letters.drafting.kinds.chosen import draft_chosen
from letters.figures.figures import Figures, compute_figures
from letters.files.letter_folder import write
from letters.reference_data.languages import read_language
from letters.reference_data.letter_kinds import MAIN_ROLES, Role, kinds_of
from letters.reference_data.template_library import Library
from letters.scenario.attachments import Beside
from letters.scenario.defaults import Defaults
from letters.scenario.load import Case, load
from letters.situation.cautions import cautions, language_caution, limitation_caution

if TYPE_CHECKING:
    from letters.documents.docx.letterhead import Letterhead
    from letters.drafting.redaction.redact import Redacted


@dataclass(frozen=True, slots=True)
class Letters:
    """A case with its figures and its drafted letters; `save` writes them as files.

    `letters[kind]` is the draft of that kind, and iterating gives the kinds in the order in which they were asked for.
    """

    case: Case
    figures: Figures
    drafts: tuple[Draft, ...]
    left_out: tuple[tuple[str, str], ...]
    """Kinds that do not suit the case, each with the reason."""
    is_redacted: bool = False
    hidden: Redacted | None = None
    """What hides in a name or a letterhead what the letters hide, or None if they hide nothing."""
    stale: tuple[Problem, ...] = ()
    """The warning that the file's own day is long past, where that is asked for."""
    letterhead: Letterhead | None = None
    """The user's document that the letters are written over: of a command, of the case, or kept in their folder."""
    edits: Mapping[str, EditedLetter] = field(default_factory=dict)
    """The letters that somebody edited, by the name of their files without the ending."""
    office: Callable[[bytes, str], bytes] | None = None
    """What makes PDF and OpenDocument (the extension) of the Word file instead, an office program say."""

    def __getitem__(self, kind: str) -> Draft:
        """Returns the draft of a kind.

        Raises UnsuitableKind with the reason if the kind was left out, UnknownName if it was not asked for.
        """
        for drafted in self.drafts:
            if drafted.kind == kind:
                return drafted
        if reason := dict(self.left_out).get(kind):
            raise UnsuitableKind(reason)
        raise UnknownName(Message("letter kind"), kind, list(self))

    def __iter__(self) -> Iterator[str]:
        return (drafted.kind for drafted in self.drafts)

    def __contains__(self, kind: object) -> bool:
        return kind in tuple(self)

    def __len__(self) -> int:
        return len(self.drafts)

    def __bool__(self) -> bool:
        return True  # a case of which no letter suits is a result, too

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the user should know about the scenario, its figures and the laws that its letters cite."""
        return (
            self.first_warnings
            + self.case.warnings
            + cautions(self.figures)
            + language_caution(self.case, [drafted.language for drafted in self.drafts])
            + old_citations(self.drafts, self.case.date)
        )

    @property
    def first_warnings(self) -> tuple[Problem, ...]:
        """Those of the warnings that have to be read before anything else: that the debt, or the file, is old."""
        return limitation_caution(self.figures) + self.stale

    @property
    def blanks(self) -> dict[str, str]:
        """The facts that some letter shows as a blank: field path (`borrower.phone`) → what it is called."""
        return {blank.path: blank.label for drafted in self.drafts for blank in drafted.blanks}

    def with_edits(self, folder: str | PathLike[str], formats: Iterable[str] | None = None) -> Letters:
        """Returns the letters as they are sent: those that somebody edited in a folder, as their files say there; as
        they are, for `formats` that people edit themselves. Raises what `edited_letters` does.
        """
        letters = self.on_paper_of(folder)
        if formats is not None and all(find_format(name).editable for name in formats):
            return letters
        spoken = self.drafts[0].language if self.drafts else self.case.scenario.language
        also = {self._stem(kind, spoken): "" for kind in kinds_of(self.case.library, spoken, [Role.LEDGER])[:1]}
        known = {self._stem(one.kind, one.language): one.markdown for one in self.drafts}
        return replace(letters, edits=edited_letters(Path(folder), also | known, self.case.names))

    def on_paper_of(self, folder: str | PathLike[str]) -> Letters:
        """Returns the letters on the letterhead that their folder keeps, if they have none. Raises InputError."""
        return self if self.letterhead else self.on(kept_letterhead(Path(folder)))

    def on(self, letterhead: Letterhead | None) -> Letters:
        """Returns the letters on a letterhead; of redacted ones its header and footer are left out."""
        if letterhead and self.hidden:
            letterhead = letterhead.nameless(self.hidden.screen.is_named_in)
        return replace(self, letterhead=letterhead)

    def check_finished(self, formats: Iterable[str]) -> None:
        """Raises UnfinishedLetter where these formats would be made from an edited file with something left open."""
        chosen = list(formats)
        follow = [one for one in self.drafts if any(self.follows_edit(one, name, chosen) for name in chosen)]
        edits = self.edits.values() if any(find_format(name).is_sent for name in chosen) else map(self.edit_of, follow)
        if follow:
            words = read_language(self.case.library, follow[0].language)
            check_finished(edits, [words.blank, words.your_change])

    def edit_of(self, drafted: Draft) -> EditedLetter | None:
        """Returns the edited file that a letter is sent from, or None if nobody edited it."""
        return self.edits.get(self._stem(drafted.kind, drafted.language))

    def files(self, formats: Iterable[str]) -> dict[str, bytes]:
        """Returns the letters as files: name → content. The pages for the borrower alone are `pages`.

        A letter that is for the borrower alone gets no e-mail file. Raises UnsuitableKind if e-mails are asked for and
        no letter gets one, OutputError if a format cannot hold a letter.
        """
        return {self._file_name(one, name): self._as(one, name) for one, name in self._asked(formats)}

    def check_something_to_send(self) -> None:
        """Raises UnsuitableKind if all letters are for the borrower alone."""
        if all(drafted.private for drafted in self.drafts):
            names = ", ".join(self)
            raise UnsuitableKind(Message("{kinds}: for yourself alone, there is nothing to send", kinds=names))

    def _asked(self, formats: Iterable[str]) -> list[tuple[Draft, str]]:
        """Returns each letter with each format that it is to be written in."""
        chosen = list(formats)
        if any(find_format(name).is_sent for name in chosen):
            self.check_something_to_send()
        both = [(one, name) for one in self.drafts for name in chosen]
        return [(one, name) for one, name in both if not (find_format(name).is_sent and one.private)]

    def _as(self, drafted: Draft, extension: str) -> bytes:
        form = find_format(extension)
        if (edit := self.edit_of(drafted)) and extension == edit.extension:
            return edit.content
        if self.office and form.by_office:
            return self.office(self._as(drafted, "docx"), extension)
        letter = Written(edit.markdown if edit else drafted.markdown, drafted.title, drafted.language, self.letterhead)
        if form.is_sent:
            attached = self._attached(drafted)
            letter = letter._replace(mailing=mailing_of(self.case, drafted.title, drafted.language, attached))
        return form.write(letter)

    def _attached(self, drafted: Draft) -> list[tuple[str, bytes]]:
        """Returns what goes with an e-mail: the letter and the calculation as Word, and every file of evidence."""
        enclosed = [drafted, *ledger_beside(drafted, self.case, self.figures)]
        words = [(attached_name(one.title, "docx"), self._as(one, "docx")) for one in enclosed]
        return [*words, *((one.name, one.content) for one in self.case.attachments)]

    def sources(self, formats: Iterable[str]) -> dict[str, str]:
        """Returns the Markdown that each of these files is made from, the pages for the borrower alone, too."""
        every = [(one, one.markdown, "") for one in self.drafts]
        every += [(one, one.for_you, FOR_YOU) for one in self.drafts if one.for_you]
        return {self._file_name(one, part + name): text for one, text, part in every for name in formats}

    def pages(self, formats: Iterable[str]) -> dict[str, bytes]:
        """Returns the pages of advice for the borrower alone as files: <kind>.for-you.docx → content."""
        plain = replace(self, edits={}, letterhead=None)
        return {file: plain._as(page, name) for file, (page, name) in self.page_files(formats).items()}

    def page_files(self, formats: Iterable[str]) -> dict[str, tuple[Draft, str]]:
        """Returns what the files of `pages` are made of: the name of each → its page and its format."""
        forms = [name for name in formats if not find_format(name).is_sent]
        pages = [one.page_for_you for one in self.drafts if one.for_you]
        return {self._file_name(one, FOR_YOU + name): (one, name) for one in pages for name in forms}

    def save(
        self,
        folder: str | PathLike[str],
        formats: Iterable[str] = DEFAULT_FORMATS,
        *,
        force: bool = False,
        from_scenario: bool = False,
        anyway: bool = False,
    ) -> list[Path]:
        """Writes all of the letters into a folder, or none, and returns the paths, those of `pages` last.

        A file there that the user has edited stops it, unless `force`, which first keeps such a file as
        `name.N.bak.ext`. PDF, e-mail and whatever else nobody edits are made from the edited file, unless
        `from_scenario`; one with something left to decide or to fill in stops that, unless `anyway`. Raises
        OutputError, UnfinishedLetter, and what `with_edits` and `files` raise.
        """
        chosen = [formats] if isinstance(formats, str) else list(formats)
        here = self.on_paper_of(folder)
        sent = here if from_scenario or self.edits else here.with_edits(folder, chosen)
        if not anyway:
            sent.check_finished(chosen)
        files = sent.in_folder(chosen) | sent.pages(chosen)
        return write(Path(folder), files, force=force, drafts=self.sources(chosen))

    def in_folder(self, formats: Iterable[str]) -> dict[str, bytes]:
        """Returns the letters as the files that `save` writes, without `pages`. Raises what `files` raises."""
        chosen, plain = list(formats), replace(self, edits={})
        return {
            self._file_name(one, name): (self if self.follows_edit(one, name, chosen) else plain)._as(one, name)
            for one, name in self._asked(chosen)
        }

    def follows_edit(self, drafted: Draft, extension: str, formats: Iterable[str]) -> bool:
        """Returns whether a file is made from an edited one: nobody edits that format, and the edited file stays."""
        edit = self.edit_of(drafted)
        return edit is not None and not find_format(extension).editable and edit.extension not in formats

    def shown_name(self, name: str) -> str:
        """Returns the name of a folder or a file as it may be shown with the letters: redacted as they are."""
        return self.hidden.file_name(name) if self.hidden else name

    def _file_name(self, drafted: Draft, extension: str) -> str:
        """Returns the name of a file, with a language that is not the case's own: petition.en.redacted.docx."""
        return f"{self._stem(drafted.kind, drafted.language)}.{extension}"

    def _stem(self, kind: str, language: str) -> str:
        own = language == self.case.scenario.language
        return ".".join([kind, *([] if own else [language]), *(["redacted"] if self.is_redacted else [])])


def write_letters(  # noqa: PLR0913 - the inputs of a render, all by name
    raw: bytes,
    name: str,
    *,
    today: date,
    as_of: date | None = None,
    kinds: Iterable[str | Role] = MAIN_ROLES,
    language: str | None = None,
    shelf: Library | None = None,
    beside: Beside | None = None,
    redact: bool = False,
    withheld: Iterable[str] = (),
    dated: bool = True,
    defaults: Defaults | None = None,
) -> Letters:
    """Loads a scenario's bytes (as `load` does) and drafts its letters (as `letters_of` does).

    Raises ScenarioError, UnknownName for a kind or language, UnsuitableKind, DraftError.
    """
    case = load(raw, name, today=today, as_of=as_of, shelf=shelf, beside=beside, dated=dated, defaults=defaults)
    return letters_of(case, kinds=kinds, language=language, redact=redact, withheld=withheld)


def letters_of(
    case: Case,
    *,
    kinds: Iterable[str | Role] = MAIN_ROLES,
    language: str | None = None,
    redact: bool = False,
    withheld: Iterable[str] = (),
) -> Letters:
    """Computes a case's figures and drafts its letters.

    `kinds` are names and roles: a role stands for every kind that has it, `all` for every kind of the language. Kinds
    that do not suit the case are left out, with the reason, if they come from `all` or are the main ones; one that was
    asked for by name raises UnsuitableKind. The main ones begin with those that the case asks for, such as the request
    for proof if the debt is so old that no letter may admit it.

    `redact` hides who everybody is, in the case as in the letters; `withheld` names what alone is to be hidden.

    Raises UnknownName for a kind or language, UnsuitableKind, DraftError, and ScenarioError if the request asks for
    more than there is.
    """
    spoken = language or case.scenario.language
    case = with_names_in(case, spoken)
    hidden: Redacted | None = None
    if redact or withheld:
        from letters.drafting.redaction.redact import redacted
        from letters.drafting.redaction.screen import EVERYTHING

        hidden = redacted(case, read_language(case.library, spoken), EVERYTHING if redact else tuple(withheld))
        case = hidden.case
    figures = compute_figures(case)
    drafts, left_out = draft_chosen(Drafter(case, figures, spoken), kinds)
    return Letters(case, figures, drafts, left_out, redact, hidden).on(case.letterhead)
