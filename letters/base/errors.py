"""The error tree. Modules raise; `letters.cli` alone prints and exits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

FieldPath = tuple[str | int, ...]
"""Where a value stands in a scenario: ("bills", 0, "amount")."""


class Message(str):
    """A sentence for the user that remembers how it was made, so that `cli` can say it in another language."""

    template: str
    params: dict[str, object]

    def __new__(cls, template: str, /, **params: object) -> Self:
        self = super().__new__(cls, template.format(**params) if params else template)
        self.template, self.params = template, params
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, object]]:
        """Returns the arguments that make it again in another process, for pickle."""
        return (self.template,), self.params


class Counted(Message):
    """A sentence about a number of things: `template` where `count` is one, `plural` for any other."""

    plural: str

    def __new__(cls, template: str, plural: str, /, *, count: int, **params: object) -> Self:
        self = super().__new__(cls, template if count == 1 else plural, count=count, **params)
        self.template, self.plural = template, plural
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, object]]:
        return (self.template, self.plural), self.params


class Cited(Message):
    """Articles of a law inside a message: `law` is the file of `reference_data/law/`.

    `cli` says it as the letters of the language cite the law; by itself it reads `civil-code 195`.
    """

    law: str
    articles: tuple[int, ...]

    def __new__(cls, law: str, *articles: int) -> Self:
        self = super().__new__(cls, " ".join([law, *map(str, articles)]))
        self.law, self.articles = law, articles
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, object]]:
        """Returns the arguments that make it again in another process, for pickle."""
        return (self.law, *self.articles), {}


def borrowed(text: str) -> Message:
    """Returns what the system or a library said as a Message; `cli` translates what its list of such words has."""
    return Message(text)


class Mark(NamedTuple):
    """A place in a file: line and column, both counted from 1, the column in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, or to know, in a scenario.

    `message` says what is wrong and what to write instead; `source` is the text of the line that it stands on.
    """

    message: str
    path: FieldPath = ()
    mark: Mark | None = None
    source: str = ""


_INDEX = re.compile(r"\[[0-9]+\]")


def dotted(path: FieldPath) -> str:
    """Returns a field path as people read it: ("bills", 0, "amount") is "bills[0].amount"."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def unnumbered(path: str) -> str:
    """Returns a dotted path as it is for every entry of its lists: `bills[0].amount` is `bills[].amount`."""
    return _INDEX.sub("[]", path)


class LettersError(Exception):
    """Something that the user can act on: the message says what happened and what to do."""

    @property
    def message(self) -> str:
        """What to tell the user; a Message if the wording can be translated."""
        return self.args[0]  # type: ignore[no-any-return]


class ScenarioError(LettersError):
    """A scenario file that cannot be used as it stands, with every problem found in it."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = sorted(problems, key=lambda p: (p.mark.line, p.mark.column) if p.mark else (1 << 31, 0))
        first = self.problems[0]
        path, what = dotted(first.path), first.message
        super().__init__(
            Message("{name}: {path}: {what}", name=name, path=path, what=what)
            if path
            else Message("{name}: {what}", name=name, what=what)
        )


class UnknownName(LettersError):
    """A kind, lender, language, hardship or bundled example that does not exist."""

    def __init__(self, what: Message, name: str, known: list[str]) -> None:
        self.what, self.name, self.known = what, name, known
        super().__init__(
            Message(
                "no {what} is called '{name}'{suggestion}",
                what=what,
                name=name,
                suggestion=suggestion(name, known),
            )
        )


class UnsuitableKind(LettersError):
    """A letter kind that does not suit this case; the message gives the reason."""


class DraftError(LettersError):
    """A template that cannot be filled; the message names the template and the line."""


class UnborneStatement(LettersError):
    """A letter that would state what its case does not bear out: a mistake of this program. Nothing is written."""


class InputError(LettersError):
    """A file that cannot be read."""


class OutputError(LettersError):
    """A file that cannot be written, or that would overwrite the user's own work."""


class UnfinishedLetter(OutputError):
    """An edited letter in which something is left to decide or to fill in: nothing is sent of it."""


def nearest(name: str, known: list[str]) -> str | None:
    """Returns the known name that the typed one most likely meant, or None if none is near."""
    from difflib import get_close_matches  # only needed once something is wrong

    found = get_close_matches(name[:80].lower(), known, n=1, cutoff=0.5)
    return found[0] if found else None


def suggestion(name: str, known: list[str]) -> Message:
    """Returns the end of a message: what exists, and the name nearest to what was typed."""
    close, names = nearest(name, known), ", ".join(known)
    if close:
        return Message("; did you mean {close!r}? ({names})", close=close, names=names)
    return Message(" ({names})", names=names) if known else borrowed("")
