"""Scenario and figures become a letter in Markdown. The only `import jinja2`."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from letters.base.errors import DraftError, Message, UnknownName
from letters.base.resources import bundled
from letters.case import catalogue
from letters.case.language import language
from letters.case.load import Case
from letters.drafting import wording
from letters.drafting.facts import context
from letters.drafting.tidy import tidy
from letters.drafting.wording import Blank, Page
from letters.figures.reckon import Figures

PAGE = "page"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as Markdown, with its title and the blanks it shows."""

    kind: str
    language: str
    title: str
    markdown: str
    blanks: tuple[Blank, ...]


def draft(case: Case, figures: Figures, kind: str, language_name: str) -> Draft:
    """One letter. Raises UnknownName for a kind or language, DraftError for a template that cannot be filled."""
    language(language_name)
    if kind not in catalogue.kinds(language_name):
        raise UnknownName("letter kind", kind, catalogue.kinds(language_name))
    return _fill(case, figures, kind, language_name)


def overview(case: Case, figures: Figures) -> Draft:
    """The tables that `letters figures` prints, in the scenario's language."""
    return _fill(case, figures, "_figures", case.scenario.language)


def _fill(case: Case, figures: Figures, kind: str, language_name: str) -> Draft:
    words = language(language_name)
    page = Page(words, case.date, case.lender.type)
    environment = _environment(language_name)
    name = f"{kind}.md.j2"
    try:
        cause = str(_head(environment, f"hardship/{case.scenario.hardship.kind}/reasons.md.j2")["cause"])
        facts = context(case, figures, words, cause)
        text = environment.get_template(name).render(facts, **{PAGE: page})
        title = str(_head(environment, name)["title"])
    except jinja2.TemplateNotFound as error:
        raise DraftError(Message("there is no template '{name}' for this letter", name=error.name)) from error
    except jinja2.TemplateSyntaxError as error:
        raise _broken(error.name or name, error.lineno, error.message) from error
    except DraftError:
        raise
    except Exception as error:  # whatever a template can do wrong, the user learns where
        raise _broken(*_where(error, name), str(error)) from error
    return Draft(kind, language_name, title, tidy(text), tuple(page.blanks.values()))


class _Templates(jinja2.BaseLoader):
    """The templates of one language, without their front matter but with their line numbers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heads: dict[str, dict[str, Any]] = {}

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str | None, None]:
        path = self.folder.joinpath(*jinja2.loaders.split_template_path(template))
        try:
            text = path.read_text("utf-8")
        except OSError:
            raise jinja2.TemplateNotFound(template) from None
        if text.startswith(catalogue.FENCE):
            self.heads[template], body = catalogue.split_front_matter(text, template)
            text = "\n" * (text.count("\n") - body.count("\n")) + body
        return text, str(path), None


@cache
def _environment(language_name: str) -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Templates(bundled("templates") / language_name),
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # `default` hides gaps; the others make markup that is not ours to trust.
    for name in ("default", "d", "safe", "escape", "e", "forceescape", "random", "xmlattr", "urlize"):
        del environment.filters[name]
    environment.globals = {"cite": _cite}
    environment.tests["given"] = lambda value: value is not None and not isinstance(value, Blank)
    environment.filters |= {
        "money": wording.money,
        "rounded": wording.rounded,
        "exact": wording.exact,
        "signed": wording.signed,
        "capital": wording.in_capitals,
        "rate": wording.rate,
        "iso": wording.iso,
        "tail": wording.tail,
        "paragraphs": wording.paragraphs,
        "date": _date,
        "day": _day,
        "counted": _counted,
    }
    return environment


def _head(environment: jinja2.Environment, name: str) -> dict[str, Any]:
    """A template's front matter."""
    loader = environment.loader
    assert isinstance(loader, _Templates)
    if name not in loader.heads:
        environment.get_template(name)
    return loader.heads[name]


def _page(ctx: Context) -> Page:
    page = ctx.resolve(PAGE)
    assert isinstance(page, Page)
    return page


@jinja2.pass_context
def _finalize(ctx: Context, value: object) -> str:
    return _page(ctx).finalize(value)


@jinja2.pass_context
def _date(ctx: Context, value: Any) -> Any:
    return wording.long_date(value, _page(ctx).language)


@jinja2.pass_context
def _day(ctx: Context, value: Any) -> Any:
    return wording.near_date(value, _page(ctx).language, _page(ctx).today)


@jinja2.pass_context
def _counted(ctx: Context, value: Any) -> Any:
    return wording.counted(value, _page(ctx).language)


@jinja2.pass_context
def _cite(ctx: Context, name: str, *numbers: int) -> wording.Md:
    return wording.cite(_page(ctx), name, *numbers)


def _where(error: Exception, template: str) -> tuple[str, int]:
    """The template and line in which an error arose: the innermost frame that is a template's."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    if not frames:
        return template, 1
    path = Path(frames[-1].filename)
    folder = bundled("templates")
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return name, frames[-1].lineno or 1


def _broken(template: str, line: int, reason: str | None) -> DraftError:
    return DraftError(
        Message(
            "{template}:{line}: the template cannot be filled: {reason}",
            template=template,
            line=line,
            reason=(reason or "").splitlines()[0] if reason else "",
        )
    )
