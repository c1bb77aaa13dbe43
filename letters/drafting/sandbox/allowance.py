"""What a template of the user's own may cost: it comes from a stranger, and must end soon in little memory.

Work is counted in steps: one for each turn of a loop and for each value inside a list that is made or handed on, some
for each call, and one for each 64 characters of a text. The bundled templates alone are compiled without any of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2.exceptions import SecurityError

from letters.base.errors import Message

PAGE = "page"
"""The name under which a template's context holds its Page, which has the allowance of its letter."""
MOST_STEPS = 600_000
MOST_TEXT = 200_000
"""Characters of one text that a template makes."""
MOST_PRINTED = 500_000
"""Characters of all that a template prints."""
MOST_SOURCE = 64 * 1024
"""Bytes of one file of templates."""
A_STEP = 64
"""Characters of a text that count as one step."""
A_CALL = 20
"""Steps of a call, beside what it is given."""
A_PART = 200
"""Steps that another template costs where it is placed or imported."""


class Allowance:
    """What one letter may still cost. Each method raises SecurityError for more than is left."""

    def __init__(self) -> None:
        self.steps, self.printed = MOST_STEPS, MOST_PRINTED

    def spend(self, steps: int) -> None:
        """Counts steps."""
        self.steps -= steps
        if self.steps < 0:
            raise SecurityError(
                Message("it takes more than {most} steps; make its loops shorter", most=f"{MOST_STEPS:,}")
            )

    def show(self, characters: int) -> None:
        """Counts what is printed."""
        self.spend(1 + characters // A_STEP)
        self.printed -= characters
        if self.printed < 0:
            raise SecurityError(Message("it prints more than {most} characters", most=f"{MOST_PRINTED:,}"))

    def weigh(self, value: Any) -> None:
        """Counts a value with all that is in it, at any depth."""
        if isinstance(value, str):
            self.spend(1 + len(value) // A_STEP)
        elif isinstance(value, list | tuple | set | frozenset):
            self.spend(1 + len(value))
            for one in value:
                if isinstance(one, str | list | tuple | dict | set | frozenset):
                    self.weigh(one)
        elif isinstance(value, dict):
            self.spend(1 + len(value))
            for key, one in value.items():
                self.weigh(key)
                self.weigh(one)
        else:
            self.spend(1)

    def make_text(self, length: int) -> None:
        """Counts a text before it is made."""
        self.spend(1 + length // A_STEP)
        if length > MOST_TEXT:
            raise SecurityError(Message("it makes a text of more than {most} characters", most=f"{MOST_TEXT:,}"))


def length_of(value: Any) -> int:
    """Returns how many characters a value has as a text, at most; of what is inside a list, all together."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list | tuple | set | frozenset):
        return 2 + sum(2 + length_of(one) for one in value)
    if isinstance(value, dict):
        return 2 + sum(4 + length_of(key) + length_of(one) for key, one in value.items())
    return len(str(value)) if isinstance(value, int) else 64


def check_filter(allowance: Allowance, name: str, value: Any, args: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    """Counts what a filter will do, and returns its value: a list if it was to be made one by one.

    Raises SecurityError.
    """
    if isinstance(value, Iterator):
        value = list(counted(allowance, value))
    for one in (value, *args, *named.values()):
        allowance.weigh(one)
    if name == "replace":
        given = [*args, *named.values()]
        longest = max((length_of(one) for one in given), default=0)
        old = length_of(args[0] if args else named.get("old", named.get("s", "")))
        allowance.make_text((length_of(value) // max(old, 1) + 1) * longest + length_of(value))
    elif name == "join":
        between = max((length_of(one) for one in (*args, *named.values())), default=0)
        many = len(value) if isinstance(value, list | tuple | dict | str | set) else 1
        allowance.make_text(length_of(value) + between * many)
    elif name == "batch":
        # A row that is not full may be filled up.
        allowance.spend(sum(abs(one) for one in (*args, *named.values()) if isinstance(one, int)))
    return value


def counted(allowance: Allowance, values: Iterable[Any], each: int = 1) -> Iterator[Any]:
    """Yields values and counts a step, or as many as `each` says, for every one. Raises SecurityError."""
    for one in values:
        allowance.spend(each)
        yield one
