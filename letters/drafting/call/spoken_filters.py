"""The filters by which templates say amounts, counts and days aloud."""

from __future__ import annotations

from typing import Any

import jinja2
from jinja2.runtime import Context

from letters.drafting.call import spoken
from letters.drafting.sandbox.allowance import PAGE
from letters.drafting.wording import Page


def _page(ctx: Context) -> Page:
    page: Page = ctx.parent[PAGE]
    return page


@jinja2.pass_context
def _said(ctx: Context, value: Any) -> Any:
    return spoken.said(value, _page(ctx).language)


@jinja2.pass_context
def _said_near(ctx: Context, value: Any) -> Any:
    return spoken.said_near(value, _page(ctx).language)


@jinja2.pass_context
def _said_day(ctx: Context, value: Any) -> Any:
    return spoken.said_day(value, _page(ctx).language, _page(ctx).today)


@jinja2.pass_context
def _said_month(ctx: Context, value: Any) -> Any:
    return spoken.said_month(value, _page(ctx).language, _page(ctx).today)


@jinja2.pass_context
def _said_count(ctx: Context, value: Any) -> Any:
    return spoken.said_count(value, _page(ctx).language)


@jinja2.pass_context
def _said_digits(ctx: Context, value: Any) -> Any:
    return spoken.said_digits(value, _page(ctx).language)


SPOKEN = {
    "said": _said,
    "said_near": _said_near,
    "said_day": _said_day,
    "said_month": _said_month,
    "said_count": _said_count,
    "said_digits": _said_digits,
}
