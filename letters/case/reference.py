"""The bundled facts of `reference/`: lenders, laws, channels, evidence. Each is dated and says its source."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict

from letters.base.errors import Message, UnknownName
from letters.base.resources import bundled
from letters.case.fields import Date, Text, one_of, whole
from letters.case.lender import LenderProfile, LenderType
from letters.case.source import read

Words = dict[Text, Text]
"""The same words by language."""

HowRead = Annotated[str, one_of("VT", "VP")]
"""How a fact was read: VT in the text itself, VP on a secondary page. What was not read is in no file."""

Days = Annotated[int, whole(1, 366, 15)]


def _empty_number(value: object) -> object:
    """An empty text in YAML is a missing one."""
    return "" if value is None else value


Kind = TypeVar("Kind", bound=BaseModel)


class _Fact(BaseModel):
    """Where something was read, when, and when it has to be read again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Text
    verified_on: Date
    review_by: Date
    note: Text | None = None

    def is_old(self, day: date) -> bool:
        """Whether the day to read it again has passed."""
        return day > self.review_by


class Article(BaseModel):
    """One article, in one sentence of each language. `number` is empty where the text gave none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Annotated[Text, BeforeValidator(_empty_number)]
    says: Words


class Law(_Fact):
    """A file of `reference/law/`.

    `profiles` narrows `applies_to` to lender profiles, for rules on bank cards alone. A law that applies
    to no lender is for the docs; no letter cites it.
    """

    title: Words
    full_title: Text
    rank: Text
    """What it is: 法律, 行政法规, 部门规章, 规范性文件, 司法解释, 司法文件, 推荐性国家标准, 行业自律文件."""
    status: HowRead
    in_force: Date | None = None
    """None where the day itself was not read."""
    applies_to: tuple[LenderType, ...]
    profiles: tuple[Text, ...] = ()
    limits: tuple[Days, ...] = ()
    """Days within which it has something decided, shortest first, each counted from the same day."""
    articles: tuple[Article, ...]

    def suits(self, lender_type: str, profile: str) -> bool:
        """Whether a letter to such a lender may cite it."""
        return lender_type in self.applies_to and (not self.profiles or profile in self.profiles)

    def article(self, number: str) -> Article:
        """Raises UnknownName for an article that the reference does not hold."""
        known = {article.number: article for article in self.articles}
        if number not in known:
            raise UnknownName(Message("article"), number, list(known))
        return known[number]


class Channel(_Fact):
    """A file of `reference/channels/`: a hotline or body to turn to. `order` is the order to try them in."""

    order: Text
    name: Words
    number: Text | None = None
    hours: Words = {}
    applies_to: tuple[LenderType, ...]
    does: Words
    """What it is for, in one sentence."""


class Document(BaseModel):
    """A paper that shows a hardship, who issues it, and whether a copy will do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: Words
    issuer: Words
    form: Words
    tip: Words = {}


class EvidenceGuide(_Fact):
    """A file of `reference/evidence/`, by hardship; `general` holds what every case needs."""

    documents: tuple[Document, ...]


@cache
def names(folder: str) -> list[str]:
    """The files of a reference folder, by name."""
    files = (bundled("reference") / folder).iterdir()
    return sorted(path.stem for path in files if path.suffix == ".yaml")


def _load(folder: str, what: Message, name: str, kind: type[Kind]) -> Kind:
    if name not in names(folder):
        raise UnknownName(what, name, names(folder))
    path = bundled("reference") / folder / f"{name}.yaml"
    return kind.model_validate(read(path.read_bytes(), path.name).data)


@cache
def lender_profile(name: str) -> LenderProfile:
    """A lender profile. Raises UnknownName."""
    return _load("lenders", Message("lender profile"), name, LenderProfile)


@cache
def law(name: str) -> Law:
    """A law by the name of its file. Raises UnknownName."""
    return _load("law", Message("law"), name, Law)


@cache
def channel(name: str) -> Channel:
    """A channel by the name of its file. Raises UnknownName."""
    return _load("channels", Message("channel"), name, Channel)


@cache
def evidence(hardship: str) -> EvidenceGuide | None:
    """The papers that show a hardship, or None where the reference has none (a hardship of the user's own)."""
    return (
        _load("evidence", Message("evidence guide"), hardship, EvidenceGuide) if hardship in names("evidence") else None
    )


def channels_for(lender_type: str) -> list[Channel]:
    """The channels that take a complaint about such a lender, in the order to try them."""
    found = [channel(name) for name in names("channels")]
    return sorted((one for one in found if lender_type in one.applies_to), key=lambda one: int(one.order))
