"""Filters that need the letter being written: its page, and what is said of a value in its language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.runtime import Context

from letters.drafting.sandbox.allowance import PAGE
from letters.reference_data.languages import Language

if TYPE_CHECKING:
    from letters.drafting.wording import Page


def page_of(ctx: Context) -> Page:
    """Returns the letter that a template writes."""
    page: Page = ctx.parent[PAGE]  # where render() puts what it is given, and each include gets it from there
    return page


def in_its_language(say: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a filter that says a value in the language of the letter, with what the template gives beside it."""

    @jinja2.pass_context
    def filtered(ctx: Context, value: Any, *given: str, **named: str) -> Any:
        return say(value, page_of(ctx).language, *given, **named)

    return filtered


def on_its_day(say: Callable[[Any, Language, date], Any]) -> Callable[[Context, Any], Any]:
    """Returns a filter that says a value in the language of the letter, as on the letter's day."""

    @jinja2.pass_context
    def filtered(ctx: Context, value: Any) -> Any:
        return say(value, page_of(ctx).language, page_of(ctx).today)

    return filtered
