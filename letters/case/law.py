"""Laws that a letter may cite: dated, sourced, and each with the lenders it applies to."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from letters.base.errors import UnknownName
from letters.base.resources import bundled
from letters.case.fields import Date, Text
from letters.case.lender import LenderType
from letters.case.source import read


class Article(BaseModel):
    """One article, in one sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Text
    says: Text


class Law(BaseModel):
    """A file of `reference/law/`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    full_title: Text
    in_force: Date
    source: Text
    verified_on: Date
    applies_to: tuple[LenderType, ...]
    articles: tuple[Article, ...]


def laws() -> list[str]:
    """The names of the laws that there are."""
    return sorted(path.stem for path in (bundled("reference") / "law").glob("*.yaml"))


@cache
def law(name: str) -> Law:
    """A law by the name of its file. Raises UnknownName."""
    if name not in laws():
        raise UnknownName("law", name, laws())
    path = bundled("reference") / "law" / f"{name}.yaml"
    return Law.model_validate(read(path.read_bytes(), path.name).data)


def article(name: str, number: int) -> Article:
    """An article that the reference holds. Raises UnknownName."""
    known = {item.number: item for item in law(name).articles}
    if str(number) not in known:
        raise UnknownName(f"article of {name}", str(number), list(known))
    return known[str(number)]
