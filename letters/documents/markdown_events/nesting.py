"""How deep lists and quotations of a Markdown text may stand in each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

DEEPEST = 20
"""No letter has more than three; what walks the blocks calls itself once for each."""


_MAY_BE_DEEP = re.compile(rf"(?:^|\r)[ \t>*+\-0-9.)]{{{DEEPEST // 2}}}", re.MULTILINE)
"""What begins in a list or quotation inside so many others has a character of each before it on its line; but a tab may
stand for two of them. Markdown also ends a line at a carriage return.
"""


def may_be_deep(markdown: str) -> bool:
    """Returns whether lists and quotations of a text may stand in each other deeper than DEEPEST; few texts have to be
    looked at event by event.
    """
    return _MAY_BE_DEEP.search(markdown) is not None


def flatten_deep(events: Iterator[Any]) -> Iterator[Any]:
    """Yields the events of a Markdown text, those of lists and quotations deeper than DEEPEST left out.

    What such a list or quotation holds stays, as if it stood in the one around it.
    """
    depth = 0
    for event in events:
        if event.__class__ is not str:
            [(kind, value)] = event.items()
            if kind in {"Start", "End"}:
                name = value if value.__class__ is str else next(iter(value))
                if name in {"List", "BlockQuote"}:
                    depth += kind == "Start"
                    deep = depth > DEEPEST
                    depth -= kind == "End"
                    if deep:
                        continue
                elif name == "Item" and depth > DEEPEST:
                    continue
        yield event
