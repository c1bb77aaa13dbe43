"""The words of the facts in one language: `templates/<language>/words.yaml`, keyed by the files of `reference_data/`.

The facts themselves (`lenders/huabei.yaml`) hold numbers, names, sources and dates; what is said of them stands under
`lenders/huabei` here. A folder of the user's own may hold a `words.yaml` as well: its entries go before ours.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TypeVar

from letters.base.errors import DraftError, Message, dotted
from letters.base.field_types import Text
from letters.base.record import Field, Record
from letters.base.record_reading import Unreadable, read_record
from letters.files.yaml_reader import Data
from letters.reference_data.template_library import Library

FILE = "words.yaml"
TABLE = "table.yaml"
"""The words of people's own tables."""


class LenderWords(Record):
    """What is said of a lender profile."""

    about: Text
    """What it is a profile of."""
    product: Text
    """What the loan is called: 花呗."""
    customer: Text
    """What its borrowers are called: 花呗用户."""
    account_name: Text | None = None
    """What an account is called if not by the usual word: 卡号."""
    brand: Text | None = None
    """The name on the app, if it is not the lender's own."""
    also: tuple[Text, ...] = ()
    """Other names that people know it by, understood as the name of the profile."""
    apps: tuple[Text, ...] = ()
    """Apps in which it is found, whose names are neither its own nor the lender's: 支付宝."""


class ChannelWords(Record):
    """What is said of a hotline or body to turn to."""

    name: Text
    hours: Text | None = None
    does: Text
    """What it is for, in one sentence."""


class LawWords(Record):
    """The title of a law, and each article that a letter may cite in one sentence."""

    title: Text
    articles: dict[Text, Text] = Field(default_factory=dict)
    """What each article says, by its number."""
    unnumbered: tuple[Text, ...] = ()
    """What it says in the sentences of which the number of the article was not read."""


class PaperWords(Record):
    """What is said of a paper that shows a hardship."""

    document: Text
    issuer: Text
    form: Text
    """Whether a copy will do."""
    tip: Text | None = None


class StepWords(Record):
    """What is said of a step of the escalation."""

    title: Text
    """What to do, as a heading of a few words."""
    does: Text
    """Where the case stands and what to do, in one or two sentences."""


Kind = TypeVar("Kind", bound=Record)
Told = TypeVar("Told")


class FactWords:
    """The words of one language. Every method raises DraftError, with file and key, if the words are missing."""

    def __init__(self, shelf: Library, language: str) -> None:
        self.shelf, self.language = shelf, language

    def lender(self, profile: str) -> LenderWords:
        """Returns what a lender profile is called and what its customers are called."""
        return self._words(LenderWords, f"lenders/{profile}")

    def lenders(self) -> list[LenderWords]:
        """Returns what is said of each lender profile that the language has words of."""
        found = (key.partition("/") for key in _entries(self.shelf, self.language))
        return [self.lender(name) for folder, _, name in found if folder == "lenders"]

    def channel(self, name: str) -> ChannelWords:
        """Returns what a channel is called and what it is for."""
        return self._words(ChannelWords, f"channels/{name}")

    def law(self, name: str) -> LawWords:
        """Returns the title and the sentences of a law."""
        return self._words(LawWords, f"law/{name}")

    def paper(self, hardship: str, name: str) -> PaperWords:
        """Returns what is said of a paper of the evidence guide of a hardship."""
        return self._words(PaperWords, f"evidence/{hardship}", name)

    def step(self, name: str) -> StepWords:
        """Returns what to do at a step of the escalation."""
        return self._words(StepWords, "escalation", name)

    def _words(self, kind: type[Kind], *path: str) -> Kind:
        found: Kind = _made(self.shelf, self.language, kind, path)  # type: ignore[arg-type]  # a class is hashable
        return found


def told_first(shelf: Library, language: str, ask: Callable[[FactWords], Told]) -> Told:
    """Returns what `ask` finds in a language, or else in the first other one that has the words. Raises DraftError."""
    for name in dict.fromkeys((language, *shelf.languages())):
        with suppress(DraftError):
            return ask(FactWords(shelf, name))
    return ask(FactWords(shelf, language))


@cache
def _made(shelf: Library, language: str, kind: type[Kind], path: tuple[str, ...]) -> Kind:
    """Returns the words at a path of the file as a record of `kind`. Raises DraftError."""
    try:
        return read_record(kind, _at(shelf, language, path) or {})
    except Unreadable as error:
        raise _missing(shelf, language, (*path, *map(str, error.mistakes[0].path))) from None


def _at(shelf: Library, language: str, path: tuple[str, ...]) -> Data:
    found: Data = _entries(shelf, language)
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found


@cache
def _entries(shelf: Library, language: str) -> dict[str, Data]:
    """Returns all entries of a language: ours, and before them those of the user's own folders."""
    found: dict[str, Data] = {}
    for path in reversed(shelf.every(language, FILE)):
        data = shelf.data(path)
        found |= data if isinstance(data, dict) else {}
    return found


def _missing(shelf: Library, language: str, path: tuple[str, ...]) -> DraftError:
    files = shelf.every(language, FILE)
    name = shelf.shown(files[0]) if files and shelf.is_own(files[0]) else f"templates/{language}/{FILE}"
    return DraftError(
        Message(
            "{file}: the words of '{key}' are missing; write them there in this language",
            file=name,
            key=": ".join(path),
        )
    )


class TableWords(Record):
    """A file `templates/<language>/table.yaml`, which a language may lack."""

    heads: dict[Text, Text] = Field(default_factory=dict)
    """A head that people write → the field path without indices, or `output`."""
    passed: tuple[Text, ...] = ()
    """Titles of fields that mean something else in a table, so that such a column is passed over."""
    cells: dict[Text, dict[Text, Text]] = Field(default_factory=dict)
    """Of a field path: what people write → what the field expects."""
    empty: tuple[Text, ...] = ()
    """What people write where there is nothing to write."""
    totals: tuple[Text, ...] = ()
    """What a row of sums begins with."""


@cache
def table_words(shelf: Library, language: str) -> TableWords:
    """Returns the words of a language; without any if it has no such file. Raises DraftError for a file in a wrong
    form.
    """
    path = shelf.find(language, TABLE)
    if path is None:
        return TableWords()
    try:
        return read_record(TableWords, shelf.data(path) or {})
    except Unreadable as error:
        key = dotted(error.mistakes[0].path)
        raise DraftError(
            Message("{path}: '{key}' is missing, or is not what belongs there", path=shelf.shown(path), key=key)
        ) from None
