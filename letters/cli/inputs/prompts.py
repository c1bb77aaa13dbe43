"""How one thing is asked in the terminal: by arrow keys where questionary is there, else line by line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, Protocol

from letters.base.errors import InputError, Message
from letters.cli.error_messages import visible
from letters.cli.options import library_here
from letters.cli.speech import told
from letters.cli.tables import aside
from letters.reference_data.catalogue import spoken_names
from letters.scenario.asking.answer_data import NO, YES
from letters.scenario.questions import Choice

MOST_TYPED = 200_000
"""Characters of all answers from a pipe or a file."""
MOST_LINES = 5_000
BACK, STOP, OPEN = "<", ">", "-"
"""Instead of an answer: to the question before; write down what there is; leave open what is suggested."""
YES_SAID, NO_SAID = Message("yes"), Message("no")
_BACK = Message("back to the question before")
_STOP = Message("stop here, and write down what there is")


class Asker(Protocol):
    """How one thing is asked: returns what was typed, BACK or STOP. `edits`: a suggestion can be changed."""

    edits: bool

    def text(self, title: str, about: str, suggested: str) -> str:
        """Returns a line of text, empty to leave it open."""

    def choice(self, title: str, about: str, options: Sequence[Choice], suggested: str) -> str:
        """Returns the value of one of the options."""

    def agrees(self, title: str) -> bool:
        """Returns whether a yes is answered to what is offered, as it is where nothing is typed."""


def find_asker() -> Asker:
    """Returns how things are asked here."""
    moves = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if moves and find_spec("questionary"):
        return Prompts()
    if not sys.stdin.isatty():
        aside(Message("there is no terminal here: each line of the input is one answer"))
    return Lines()


class TypedLines:
    """What is typed or piped in, line by line, up to an end: a device never comes to one by itself."""

    def __init__(self) -> None:
        self._characters, self._lines = MOST_TYPED, MOST_LINES

    def next(self) -> str:
        """Returns the next line of stdin, empty at its end. Raises InputError after too much, and UnicodeError."""
        line = sys.stdin.readline(self._characters + 1)
        self._characters -= len(line)
        self._lines -= 1
        if self._characters < 0 or self._lines < 0:
            raise InputError(Message("the answers go on and on; nothing was written"))
        line.encode()  # in the locale C.UTF-8 Python lets every byte through, as half a character
        return line


class Lines:
    """Asks on stderr, reads a line of stdin: any terminal, and a pipe."""

    edits = False

    def __init__(self) -> None:
        self._typed = TypedLines()

    def text(self, title: str, about: str, suggested: str) -> str:
        said = self._line([f"{title} ({about})" if about else title], suggested, title)
        return "" if said == OPEN else said

    def choice(self, title: str, about: str, options: Sequence[Choice], suggested: str) -> str:
        named = [f"  {number}. {_shown(option)}" for number, option in enumerate(options, 1)]
        if not any(option.value not in {YES, NO} for option in options):
            named = ["".join(named)]
        while True:
            said = self._line([f"{title} ({about})" if about else title, *named], suggested, title)
            found = _chosen(said, options)
            if found is not None:
                return found
            aside(Message("  ! write one of the numbers, 1 to {most}", most=len(options)))

    def agrees(self, title: str) -> bool:
        options = [Choice(YES, told(YES_SAID)), Choice(NO, told(NO_SAID))]
        return self.choice(title, "", options, YES) == YES

    def _line(self, lines: Sequence[str], suggested: str, title: str) -> str:
        print("", *map(visible, lines), sep="\n", file=sys.stderr)
        print(f"[{visible(suggested)}] " if suggested else "", "> ", sep="", end="", file=sys.stderr, flush=True)
        try:
            line = self._typed.next()
        except UnicodeError:
            raise InputError(Message("the answers are not UTF-8; nothing was written")) from None
        if not line:
            print(file=sys.stderr)
            raise InputError(
                Message(
                    "the answers end before '{title}'; nothing was written. A line with {stop} ends them early; without"
                    " --ask, a file to fill in is written",
                    title=title,
                    stop=STOP,
                )
            )
        return line.strip() or suggested


def _shown(option: Choice) -> str:
    return option.title if option.value in {YES, NO, ""} else f"{option.value} – {option.title}"


def _chosen(said: str, options: Sequence[Choice]) -> str | None:
    """Returns what a line stands for: a number, a value, a title, what people call one (花呗, 生病), the first
    letter of yes or no, or the way back.
    """
    if said in {BACK, STOP}:
        return said
    if said.isdecimal() and 1 <= int(said) <= len(options):
        return options[int(said) - 1].value
    if {option.value for option in options} == {YES, NO} and said.lower() in {"y", "n"}:
        return YES if said.lower() == "y" else NO
    named = {said, *(known[said.lower()] for known in spoken_names(library_here()).values() if said.lower() in known)}
    return next((option.value for option in options if option.value in named or option.title == said), None)


class Prompts:
    """Asks with questionary: lists to move in by arrow keys, lines that can be edited."""

    edits = True

    def text(self, title: str, about: str, suggested: str) -> str:
        import questionary

        if about:
            aside(f"  {about}")
        with _ended(title):
            said: str = questionary.text(title, default=suggested, qmark="·").unsafe_ask()
        return said

    def choice(self, title: str, about: str, options: Sequence[Choice], suggested: str) -> str:
        import questionary

        offered: list[Any] = [questionary.Choice(_shown(option), option.value) for option in options]
        offered += [
            questionary.Separator(),
            questionary.Choice(told(_BACK), BACK),
            questionary.Choice(told(_STOP), STOP),
        ]
        if about:
            aside(f"  {about}")
        default = next((one for one in offered if one.value == suggested), offered[0])
        with _ended(title):
            said: str = questionary.select(title, offered, default, qmark="·", instruction=" ").unsafe_ask()
        return said

    def agrees(self, title: str) -> bool:
        import questionary

        offered = [questionary.Choice(told(YES_SAID), YES), questionary.Choice(told(NO_SAID), NO)]
        with _ended(title):
            said: str = questionary.select(title, offered, qmark="·", instruction=" ").unsafe_ask()
        return said == YES


@contextmanager
def _ended(title: str) -> Iterator[None]:
    """Ctrl-D is an end of the answers, as in a pipe."""
    try:
        yield
    except EOFError:
        raise InputError(Message("the answers end before '{title}'; nothing was written", title=title)) from None
