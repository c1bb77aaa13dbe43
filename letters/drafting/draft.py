"""Scenario and figures become a letter in Markdown."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jinja2

from letters.base.errors import DraftError, Message, Problem, UnknownName, UnsuitableKind, borrowed
from letters.case import reference
from letters.case.language import language
from letters.case.library import check_language
from letters.case.load import Case
from letters.drafting.facts import context
from letters.drafting.ranges import settled
from letters.drafting.templates import PAGE, environment, front_matter
from letters.drafting.tidy import tidy
from letters.drafting.wording import Blank, Page
from letters.figures.reckon import Figures

Facts = dict[str, Any]
OWN_PAGE = "_parts/yours.md.j2"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as Markdown, with its title, the blanks it shows and the laws it cites (names of files)."""

    kind: str
    language: str
    title: str
    markdown: str
    blanks: tuple[Blank, ...]
    citations: tuple[str, ...]
    to_send: str
    """The Markdown without the page that is for the borrower alone."""
    private: bool
    """Whether all of it is for the borrower alone."""


def draft(case: Case, figures: Figures, kind: str, spoken: str, facts: Facts | None = None) -> Draft:
    """One letter, in the language `spoken`. `facts` are `facts_of` these, for who drafts many letters at once.

    Raises UnknownName for a kind or language, UnsuitableKind with the template's reason, DraftError for a
    template that cannot be filled.
    """
    check_language(case.library, spoken)
    if kind not in case.library.kinds(spoken):
        raise UnknownName(Message("letter kind"), kind, case.library.kinds(spoken))
    return _fill(case, figures, kind, spoken, facts)


def old_citations(drafts: Iterable[Draft], day: date) -> tuple[Problem, ...]:
    """A warning for each law cited that had to be read again before the day on the letters."""
    laws = {name: reference.law(name) for drafted in drafts for name in drafted.citations}
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
    """The tables that `letters figures` or `letters log` prints, in the scenario's language."""
    return _fill(case, figures, what, case.scenario.language)


def comparison(case: Case, figures: Figures) -> Draft:
    """The tables that `letters reconcile` prints, in the scenario's language, for a case with a claim."""
    return _fill(case, figures, "_reconcile", case.scenario.language)


def facts_of(case: Case, figures: Figures, spoken: str) -> Facts:
    """Every name that the templates of a language know: the same for all letters of a case, which change none."""
    hardship = front_matter(environment(case.library, spoken), f"hardship/{case.scenario.hardship.kind}/reasons.md.j2")
    return context(case, figures, language(case.library, spoken), hardship)


def _fill(case: Case, figures: Figures, kind: str, spoken: str, facts: Facts | None = None) -> Draft:
    words = language(case.library, spoken)
    page = Page(words, case.date, case.lender.type, case.scenario.lender.profile)
    templates = environment(case.library, spoken)
    name = f"{kind}.md.j2"
    try:
        facts = facts_of(case, figures, spoken) if facts is None else facts
        text = templates.get_template(name).render(facts, **{PAGE: page})
        head = front_matter(templates, name)
        title, private = str(head["title"]), head.get("for") == "yourself"
        own_page = _own_page(templates, case, spoken, page)
    except (DraftError, UnsuitableKind):
        raise
    except jinja2.TemplateNotFound as error:
        raise DraftError(Message("there is no template '{name}' for this letter", name=error.name)) from error
    except jinja2.TemplateSyntaxError as error:
        path = case.library.find(spoken, error.name or name)
        raise _broken(case.library.shown(path) if path else name, error.lineno, error.message or "") from error
    except Exception as error:  # whatever a template can do wrong, the user learns where
        raise _broken(*_where(error, case, name), _said(error)) from error
    blanks, citations = tuple(page.blanks.values()), tuple(page.citations)
    whole = tidy(settled(text, words))
    to_send = whole.partition(own_page)[0].rstrip() + "\n" if own_page else whole
    return Draft(kind, spoken, title, whole, blanks, citations, to_send, private)


def _own_page(templates: jinja2.Environment, case: Case, spoken: str, page: Page) -> str:
    """How the page for the borrower alone begins; empty for a language without one."""
    if case.library.find(spoken, OWN_PAGE) is None:
        return ""
    return tidy(templates.get_template(OWN_PAGE).render(**{PAGE: page})).strip()


def _where(error: Exception, case: Case, template: str) -> tuple[str, int]:
    """The template and line in which an error arose: the innermost frame that is a template's."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    if not frames:
        return template, 1
    return case.library.shown(Path(frames[-1].filename)), frames[-1].lineno or 1


def _said(error: Exception) -> str:
    """What it says; a Message where it is one of ours."""
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
