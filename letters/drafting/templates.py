"""The templates as Jinja sees them: sandboxed, strict, without arithmetic, looked up part by part."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

import jinja2
from jinja2.runtime import Context

from letters.base.errors import DraftError, Message, UnsuitableKind
from letters.base.free_value import FreeValue
from letters.drafting import dates_said, wording
from letters.drafting.call.spoken_filters import SPOKEN
from letters.drafting.letter_views import called
from letters.drafting.sandbox.allowance import MOST_SOURCE, length_of
from letters.drafting.sandbox.page_filters import in_its_language, page_of
from letters.drafting.sandbox.plain import Sandbox
from letters.drafting.template_cache import CompiledTemplates
from letters.drafting.wording import Blank, Md
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import FENCE, Library, parted

_ANSWER_DAY = "reply_by"
"""The name, in templates, of the day by which an answer is asked for."""


class Loader(jinja2.BaseLoader):
    """The templates of one language, without their front matter but with their line numbers."""

    def __init__(self, shelf: Library, language: str, compiled: CompiledTemplates | None = None) -> None:
        self.shelf, self.language, self.compiled = shelf, language, compiled
        self._heads: dict[str, dict[str, Any]] = {}
        self._absent: set[str] = set()  # includes that may be missing are asked for in every letter

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str | None, None]:
        path = self._find(template)
        if self.shelf.is_own(path) and path.stat().st_size > MOST_SOURCE:
            raise DraftError(Message("{path} is larger than 64 KiB; a letter is a few kilobytes", path=path))
        text = self.shelf.text(path)
        if text.startswith(FENCE):
            head, body = parted(text, self.shelf.shown(path))
            text = "\n" * (head.count("\n") + 2) + body
        return text, str(path), None

    def _find(self, template: str) -> Path:
        """Returns the file of a template. Raises TemplateNotFound."""
        path = None
        if template not in self._absent:
            path = self.shelf.find(self.language, "/".join(jinja2.loaders.split_template_path(template)))
        if path is None:
            self._absent.add(template)
            raise jinja2.TemplateNotFound(template)
        return path

    def load(
        self, environment: jinja2.Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """Jinja's own, but for compiled templates that are kept, whose source need not be read."""
        if self.compiled is None:
            return super().load(environment, name, globals)
        return self.compiled.template(environment, name, self._find(name), dict(globals or {}))

    def head(self, template: str) -> dict[str, Any]:
        """Returns the front matter of a template that was loaded. Raises DraftError.

        It is read only when a letter asks for it.
        """
        if template not in self._heads:
            self._heads[template] = self.shelf.front_matter(self.language, template)
        return self._heads[template]


@cache
def environment(shelf: Library, language: str, of_another: bool = False) -> jinja2.Environment:
    """Returns the environment of a language, which keeps its compiled templates.

    If the library has a folder of the user's own, the environment counts what templates do. With `of_another` the
    templates speak of the borrower in the third person.
    """
    own = shelf.has_own
    made: Any = (_bounded() if own else Sandbox)(
        loader=Loader(shelf, language, None if own else _compiled(shelf, language, of_another)),
        undefined=jinja2.StrictUndefined,
        finalize=_counted_page if own else _finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    if of_another:
        made.extend(of_another=dict(read_language(shelf, language).of_another))  # where the sandbox looks for it
    # `default` hides gaps; the others make markup that is not ours to trust, or change from run to run.
    for name in ("default", "d", "safe", "escape", "e", "forceescape", "random", "xmlattr", "urlize"):
        del made.filters[name]
    made.globals = {"cite": _cite, "may_cite": _may_cite, "unsuitable": _unsuitable}
    made.tests["one"] = lambda value: (len(value) if isinstance(value, list | tuple) else value) == 1
    made.tests["two"] = lambda value: value == 2
    made.tests["given"] = lambda value: value is not None and not isinstance(value, Blank)
    made.filters |= {
        "money": _of_amount(wording.money),
        "cell": _of_amount(wording.cell),
        "rounded": _of_amount(wording.rounded),
        "exact": _of_amount(wording.exact),
        "signed": wording.signed,
        "sign": wording.sign,
        "capital": _of_amount(wording.in_capitals),
        "rate": wording.rate,
        "iso": _iso,
        "month": _month,
        "tail": wording.tail,
        "paragraphs": wording.paragraphs,
        "date": _date,
        "day": _day,
        "in_month": _in_month,
        "short": _short,
        "beside": _beside,
        "year_month": in_its_language(dates_said.year_month),
        "as_sentence": in_its_language(wording.as_sentence),
        "at_rate": in_its_language(wording.at_rate),
        "counted": in_its_language(wording.counted),
        "times": in_its_language(wording.times),
        "marks": _marks,
        "called": called,
        "in_yuan": _of_amount(wording.in_yuan),
        **SPOKEN,
    }
    if own:
        made.bind()
    return cast("jinja2.Environment", made)


def _bounded() -> type[Any]:
    """Returns the sandbox of a folder of the user's own, which most people have none of."""
    from letters.drafting.sandbox.bounded import Bounded

    return Bounded


def _compiled(shelf: Library, language: str, of_another: bool) -> CompiledTemplates:
    here = Path(__file__).parent
    made_by = [Path(__file__), here / "short_form.py"]
    if not of_another:
        return CompiledTemplates(language, made_by)
    words = shelf.find(language, "language.yaml") or here
    return CompiledTemplates(f"{language}-another", [*made_by, here / "voice" / "third_person.py", words])


@cache
def drawing_board(shelf: Library, language: str) -> jinja2.Environment:
    """Returns the environment for pictures: what is printed is escaped as XML, not as Markdown."""
    made = environment(shelf, language)
    return made.overlay(autoescape=True, finalize=_counted_value if shelf.has_own else _as_it_is)


def _as_it_is(value: object) -> object:
    return value


def front_matter(made: jinja2.Environment, name: str) -> dict[str, Any]:
    """Returns what a template says of itself. Raises DraftError if it says nothing."""
    loader = made.loader
    assert isinstance(loader, Loader)
    made.get_template(name)
    return loader.head(name)


@jinja2.pass_context
def _finalize(ctx: Context, value: object) -> str:
    """Returns what is printed of a value; a day in full."""
    if isinstance(value, Md) and not isinstance(value, wording.Stated):
        return value
    return page_of(ctx).finalize(_date(ctx, value) if isinstance(value, date) else value)


@jinja2.pass_context
def _counted_page(ctx: Context, value: object) -> str:
    """Returns what is printed of a value by a template of the user's own, and counts it."""
    page_of(ctx).allowance.weigh(value)
    printed: str = _finalize(ctx, value)
    page_of(ctx).allowance.show(len(printed))
    return printed


@jinja2.pass_context
def _counted_value(ctx: Context, value: object) -> object:
    """Returns a value that a picture of the user's own prints, and counts it."""
    page_of(ctx).allowance.weigh(value)
    page_of(ctx).allowance.show(length_of(value))
    return value


def _of_amount(filtered: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Returns a filter of amounts that also takes a fact of the user's own that has the form of one."""
    return lambda value: filtered(value.amount or value if isinstance(value, FreeValue) else value)


def _day_in(value: Any) -> Any:
    """Returns a day, also of a fact of the user's own that has the form of one; anything else as it is."""
    return value.day or value if isinstance(value, FreeValue) else value


def _month(value: Any) -> Any:
    return wording.month(_day_in(value))


def _noted(ctx: Context, value: Any, printed: Any) -> Any:
    """Returns what is printed of a day, and notes it if it is the day for the answer.

    Another day that happens to be the same is not noted.
    """
    if value is ctx.parent.get(_ANSWER_DAY) and isinstance(value, date):
        page_of(ctx).answer_days.add(printed)
    return printed


@jinja2.pass_context
def _date(ctx: Context, value: Any) -> Any:
    return _noted(ctx, value, dates_said.long_date(_day_in(value), page_of(ctx).language))


@jinja2.pass_context
def _iso(ctx: Context, value: Any) -> Any:
    return _noted(ctx, value, wording.iso(_day_in(value)))


@jinja2.pass_context
def _in_month(ctx: Context, value: Any) -> Any:
    return dates_said.in_month(_day_in(value), page_of(ctx).language)


@jinja2.pass_context
def _day(ctx: Context, value: Any) -> Any:
    return _noted(ctx, value, dates_said.near_date(_day_in(value), page_of(ctx).language, page_of(ctx).today))


@jinja2.pass_context
def _short(ctx: Context, value: Any) -> Any:
    return _noted(ctx, value, dates_said.short_date(_day_in(value), page_of(ctx).language, page_of(ctx).today))


@jinja2.pass_context
def _beside(ctx: Context, value: Any, other: Any) -> Any:
    return _noted(ctx, value, dates_said.beside(_day_in(value), other, page_of(ctx).language))


@jinja2.pass_context
def _marks(ctx: Context, contact: Any, *facts: str) -> str:
    return wording.marks(contact, facts, page_of(ctx).language)


@jinja2.pass_context
def _cite(ctx: Context, name: str, *numbers: int) -> wording.Md:
    return page_of(ctx).cite(name, *numbers)


@jinja2.pass_context
def _may_cite(ctx: Context, name: str) -> bool:
    """Returns whether a law applies to the lender of this letter."""
    return page_of(ctx).may_cite(name)


def _unsuitable(reason: str) -> str:
    """Says, in the letter's language, that its letter does not suit the case."""
    raise UnsuitableKind(reason)
