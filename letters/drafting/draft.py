"""Scenario and figures become a letter in Markdown."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2

from letters.base.errors import (
    DraftError,
    LettersError,
    Message,
    Problem,
    UnborneStatement,
    UnknownName,
    UnsuitableKind,
    borrowed,
)
from letters.base.free_value import FreeValue
from letters.drafting.kinds.unsuited import unsuited
from letters.drafting.proofread.borne import Proofreader
from letters.drafting.ranges import settled
from letters.drafting.sandbox.allowance import PAGE
from letters.drafting.template_names import context
from letters.drafting.templates import environment, front_matter
from letters.drafting.tidy import close_up, tidy
from letters.drafting.voice.capitals import with_capitals
from letters.drafting.wording import Blank, Page
from letters.figures.figures import Figures
from letters.reference_data.languages import Language, read_language
from letters.reference_data.law import read_law
from letters.reference_data.letter_kinds import EXTRA, Role, read_letter_kind, role_of
from letters.reference_data.template_library import Library, check_language
from letters.scenario.load import Case
from letters.situation.cautions import refused_as_admitting
from letters.situation.law import rules_of

OWN_PAGE = "_parts/yours.md.j2"
FOR_YOU = "for-you."
"""Stands in the name of the file of a page for the borrower alone."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as Markdown, as it is sent, its title, the blanks it shows and the laws it cites (names of files)."""

    kind: str
    language: str
    title: str
    markdown: str
    blanks: tuple[Blank, ...]
    citations: tuple[str, ...]
    for_you: str
    """The page of advice for the borrower alone, as Markdown; empty if the letter has none."""
    private: bool
    """Whether all of it is for the borrower alone."""
    role: Role | None
    """What it does, if its front matter says so."""
    asks_by: date | None
    """The day for an answer, if what is sent states it."""

    @property
    def page_for_you(self) -> Draft:
        """The page for the borrower alone as a draft of its own; its Markdown is empty if there is none."""
        title = self.for_you.partition("\n")[0].lstrip("# ")
        return replace(self, markdown=self.for_you, for_you="", title=title, private=True)


def draft(case: Case, figures: Figures, kind: str, spoken: str) -> Draft:
    """Returns one letter, in the language `spoken`. Raises what `Drafter` and `Drafter.draft` raise."""
    return Drafter(case, figures, spoken).draft(kind)


def old_citations(drafts: Iterable[Draft], day: date) -> tuple[Problem, ...]:
    """Returns a warning for each law cited that had to be read again before the day of the letters."""
    laws = {name: read_law(name) for drafted in drafts for name in drafted.citations}
    return tuple(
        Problem(
            Message(
                "a letter cites {law}, which was to be read again by {day}: compare it with the law in force"
                " (`letters law` has the source)",
                law=law.full_title,
                day=law.review_by,
            )
        )
        for law in laws.values()
        if law.is_old(day)
    )


def overview(case: Case, figures: Figures, what: str = "_figures") -> Draft:
    """Returns the tables that `letters figures` or `letters log` prints, in the scenario's language."""
    return Drafter(case, figures, case.scenario.language).fill(what)


def comparison(case: Case, figures: Figures) -> Draft:
    """Returns the tables that `letters reconcile` prints, in the scenario's language, for a case with a claim."""
    return Drafter(case, figures, case.scenario.language).fill("_reconcile")


class Drafter:
    """Drafts the letters of one case in one language; what they all speak of is gathered once.

    Raises UnknownName for the language.
    """

    def __init__(self, case: Case, figures: Figures, spoken: str) -> None:
        check_language(case.library, spoken)
        self.case, self.figures, self.spoken = case, figures, spoken
        self.words = read_language(case.library, spoken)
        self.templates = environment(case.library, spoken)
        self.of_another = case.scenario.writer is not None or case.scenario.borrower.died is not None

    def draft(self, kind: str) -> Draft:
        """Returns one letter.

        Raises UnknownName for the kind, UnsuitableKind with the template's reason, because no situation that it is for
        is borne, or because the letter admits a debt that is too old for that, and DraftError for a template that
        cannot be filled.
        """
        if why := self.why_not(kind):
            raise UnsuitableKind(why)
        return self.fill(kind)

    def why_not(self, kind: str) -> Message | None:
        """Returns why the front matter of a letter rules it out for this case; None if it does not.

        Raises UnknownName for the kind, DraftError for a situation that does not exist.
        """
        known = self.case.library.kinds(self.spoken)
        if kind not in known:
            raise UnknownName(Message("letter kind"), kind, known)
        head = read_letter_kind(self.case.library, self.spoken, kind)
        old = refused_as_admitting(self.figures) if head.admits else None
        return old or unsuited(head, kind, self.bears)

    def bears(self, situation: str) -> bool:
        """Returns whether the case bears a situation, which has to be one of `situation_names`."""
        return bool(self._facts[situation].value)

    @cached_property
    def _facts(self) -> dict[str, Any]:
        hardship = front_matter(self.templates, f"hardship/{self.case.scenario.hardship.kind}/reasons.md.j2")
        return context(self.case, self.figures, self.words, hardship)

    @cached_property
    def _proofreader(self) -> Proofreader:
        return Proofreader(self.case, self.figures, self.spoken)

    def _mistaken(self, kind: str, unborne: str) -> LettersError:
        """Returns the error for a letter that states what its case does not bear: the user's own template or ours."""
        shelf = self.case.library
        own = [path for root in shelf.roots[:-1] for path in root.glob(f"{self.spoken}/**/*.j2")]
        named = [path for path in own if unborne in shelf.text(path)]
        if named:
            line = shelf.text(named[0]).partition(unborne)[0].count("\n") + 1
            return DraftError(
                Message(
                    "{template}:{line}: {stated} stands in the template itself and is neither of the case nor of the"
                    " law: take it from the case, or write it under `extra` in the scenario",
                    template=shelf.shown(named[0]),
                    line=line,
                    stated=unborne,
                )
            )
        return UnborneStatement(
            Message(
                "{kind} would state {stated}, which nothing in the case bears out; this is our mistake, not yours, and"
                " nothing was written: please report it",
                kind=kind,
                stated=unborne,
            )
        )

    def _read_by(self, kind: str) -> jinja2.Environment:
        """Returns the environment of a letter: the borrower's own words, or those of whoever writes for him or her.

        The authority of somebody else is signed by the borrower.
        """
        another = self.of_another and role_of(self.case.library, kind) is not Role.AUTHORITY
        return environment(self.case.library, self.spoken, True) if another else self.templates

    def fill(self, kind: str) -> Draft:
        """Returns a letter, or a page that is none, like the overview of the figures. Raises as `draft` does."""
        case, name = self.case, f"{kind}.md.j2"
        page = Page(self.words, case.date, case.lender.type, rules_of(self.figures))
        try:
            template = self._read_by(kind).get_template(name)
            head = read_letter_kind(case.library, self.spoken, kind)
            own = _own_facts(case.scenario.extra.values, head.labels)
            text = template.render(self._facts, **{PAGE: page, "extra": own})
            own_page = _own_page(case.library, self.spoken, page.lender_type, page.profile)
        except (DraftError, UnsuitableKind):
            raise
        except jinja2.TemplateNotFound as error:
            raise DraftError(Message("there is no template '{name}' for this letter", name=error.name)) from error
        except jinja2.TemplateSyntaxError as error:
            path = case.library.find(self.spoken, error.name or name)
            raise _broken(case.library.shown(path) if path else name, error.lineno, error.message or "") from error
        except Exception as error:  # whatever a template can do wrong, the user learns where
            raise _broken(*_where(error, case, name), _said(error)) from error
        blanks, citations = tuple(page.blanks.values()), tuple(page.citations)
        whole = with_capitals(_as_typed(settled(text, self.words), self.words))
        if unborne := self._proofreader.find_unborne(whole, page.stated):
            raise self._mistaken(kind, unborne)
        sent, heading, page_for_you = whole.partition(own_page) if own_page else (whole, "", "")
        asks_by = (
            self.figures.reply_by
            if any(_as_typed(day, self.words).strip() in sent for day in page.answer_days)
            else None
        )
        return Draft(
            kind,
            self.spoken,
            head.title,
            sent.rstrip() + "\n",
            blanks,
            citations,
            f"{heading}{page_for_you.rstrip()}\n" if heading else "",
            head.private,
            role_of(case.library, kind),
            asks_by,
        )


def _own_facts(values: dict[str, FreeValue], labels: Mapping[str, str]) -> SimpleNamespace:
    """Returns the user's own facts as a letter names them, `extra.union_name`.

    There is a Blank for each that it has a label for (by path) and the scenario no value.
    """
    blanks = {path.removeprefix(EXTRA): Blank(path, label) for path, label in labels.items()}
    return SimpleNamespace(**(blanks | values))


@lru_cache(maxsize=64)
def _own_page(shelf: Library, spoken: str, lender_type: str, profile: str) -> str:
    """Returns how the page for the borrower alone begins, which no case changes; empty for a language without one."""
    if shelf.find(spoken, OWN_PAGE) is None:
        return ""
    words = read_language(shelf, spoken)
    page = Page(words, date.min, lender_type, profile)
    return _as_typed(environment(shelf, spoken).get_template(OWN_PAGE).render(**{PAGE: page}), words).strip()


def _as_typed(text: str, words: Language) -> str:
    """Returns what a template has made, as a person would have typed it in that language."""
    return close_up(tidy(text)) if words.numerals == "han" else tidy(text)


def _where(error: Exception, case: Case, template: str) -> tuple[str, int]:
    """Returns the template and line in which an error arose: the innermost frame that is a template's."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    if not frames:
        return template, 1
    return case.library.shown(Path(frames[-1].filename)), frames[-1].lineno or 1


def _said(error: Exception) -> str:
    """Returns what an error says; a Message if it is one of ours."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Message) else str(error)


def _broken(template: str, line: int, reason: str) -> DraftError:
    return DraftError(
        Message(
            "{template}:{line}: the template cannot be filled: {reason}",
            template=template,
            line=line,
            reason=reason if isinstance(reason, Message) else borrowed("".join(reason.splitlines()[:1])),
        )
    )
