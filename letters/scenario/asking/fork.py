"""A question that decides which others are asked, and what each of its options asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from letters.base.errors import Message
from letters.scenario.questions import Choice, Question, Say

FORK = "?"
"""What the key of a fork ends in, where the answers are kept: it is no key of the file."""


@dataclass(frozen=True, slots=True)
class ForkOption:
    """One answer to a fork.

    `asks` are the paths that are asked for at once, of them `needs` those that cannot be left open and `last` those
    that are asked after what stands beside them; `also` those that may be told later. `suggests` are answers that are
    likely then, by their paths. An open option leaves everything as it is.
    """

    value: str
    title: Message
    asks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    suggests: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = False

    def has(self, path: str) -> bool:
        """Says whether it has a path that the fork sets apart."""
        return self.is_open or path in self.asks or path in self.also


class Fork(NamedTuple):
    """A question that decides which others are asked."""

    name: str
    before: str
    """The path of the question that it is asked before; "" if it is asked before all of them."""
    title: Message
    help: Message
    options: tuple[ForkOption, ...]
    usual: str
    """The option that a form shows before one was chosen."""
    apart: frozenset[str]
    """What only some options have; a group or a list of these that is asked for has no yes or no before it."""

    @property
    def key(self) -> str:
        """Where its answer is kept."""
        return f"{self.name}{FORK}"

    def option(self, value: str) -> ForkOption:
        """Returns the option of a value; the one that leaves everything open where there is none."""
        return next((one for one in self.options if one.value == value), ForkOption(value, Message(""), is_open=True))

    def question(self, say: Say) -> Question:
        """Returns the fork as a form asks it, in the reader's language."""
        choices = tuple(Choice(one.value, say(one.title)) for one in self.options)
        return Question(
            path=self.key,
            title=say(self.title),
            help=say(self.help),
            example="",
            kind="choice",
            choices=choices,
            required=True,
            default=self.usual,
            first=True,
            rule=False,
        )

    def asked_of(self, asked: Iterable[Question], option: ForkOption) -> Iterator[Question]:
        """Yields the questions that an option asks for, those among them that it has asked last after those beside
        them.
        """
        left_out = [path for path in self.apart if not option.has(path)]
        later: list[Question] = []
        for question in asked:
            if any(is_in(question.path, path) for path in left_out):
                continue
            one = self._told(question, option)
            if one.path in option.last:
                later.append(one)
                continue
            if later and not one.path.startswith(later[0].parent):
                yield from later
                later = []
            yield one
        yield from later

    def _told(self, question: Question, option: ForkOption) -> Question:
        """Returns a question as an option has it asked: at once, or later, and with what is likely then."""
        question = question._replace(default=option.suggests.get(question.path, question.default))
        if question.path in option.asks:
            required = question.required or question.path in option.needs
            opened = question.holds and question.path in self.apart
            return question._replace(first=True, required=required, opened=opened)
        by_others = any(question.path in other.asks for other in self.options)
        return question._replace(first=False) if by_others else question


def is_in(path: str, group: str) -> bool:
    """Says whether a path is a group's or stands inside it."""
    return path == group or path.startswith((f"{group}.", f"{group}[]"))
