"""Laws: one file each in `reference_data/law/`, with the articles that a letter may cite."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from letters.base.errors import Message, UnknownName
from letters.base.field_types import Date, Text, one_of, whole
from letters.base.record import Field, Record
from letters.reference_data.dated_fact import DatedFact, HowRead, load_fact
from letters.reference_data.lenders import LenderType

USES = {"letters": "a letter may cite it", "guide": "for the guide alone"}


class ReadText(Record):
    """What is said of an article as it was read: on which day, and the SHA-256 of it (`tests/law_texts.py`)."""

    read_on: Date
    sha256: Text


class Law(DatedFact):
    """A file of `reference_data/law/`.

    `profiles` narrows `applies_to` to lender profiles, for rules on bank cards alone. A law that applies
    to no lender is for the docs; no letter cites it.
    """

    full_title: Text
    rank: Text
    """What it is: 法律, 行政法规, 部门规章, 规范性文件, 司法解释, 司法文件, 推荐性国家标准, 行业自律文件."""
    used: Annotated[str, one_of(*USES, says=USES)]
    """Where it is used: in letters, which may cite it, or in the guide and in `letters law` alone."""
    status: HowRead
    version: Date | None = None
    """The day of the version that was read: passed or published; if that was not read, in force; else of the copy."""
    in_force: Date | None = None
    """The first day on which it was in force, or None if that day was not read."""
    applies_to: tuple[LenderType, ...]
    profiles: tuple[Text, ...] = ()
    articles: tuple[Text, ...]
    """The numbers of the articles that were read; what they say stands in `words.yaml` of each language."""
    unnumbered: Annotated[int, whole(0, 99, 1)] = 0
    """How many sentences of it were read of which the number of the article was not."""
    texts: dict[Text, ReadText] = Field(default_factory=dict)
    """What was read of each article, by its number; of a sentence without one, by `unnumbered 1`."""

    def suits(self, lender_type: str, profile: str) -> bool:
        """Returns whether a letter to such a lender may cite it."""
        return lender_type in self.applies_to and (not self.profiles or profile in self.profiles)

    def check_article(self, number: str) -> None:
        """Raises UnknownName for an article that the reference does not hold."""
        if number not in self.articles:
            raise UnknownName(Message("article"), number, list(self.articles))


@cache
def read_law(name: str) -> Law:
    """Returns a law by the name of its file. Raises UnknownName."""
    return load_fact("law", Message("law"), name, Law)
