"""A text is looked at event by event only where something in it may be too deep, and nothing too deep is missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from letters.documents.markdown_events.nesting import DEEPEST, may_be_deep
from letters.documents.markdown_events.read import events


def depth(found: Iterator[Any]) -> int:
    """How many lists and quotations stand in each other at most."""
    now = most = 0
    for event in found:
        for kind, value in event.items() if isinstance(event, dict) else ():
            name = value if isinstance(value, str) else next(iter(value), "") if isinstance(value, dict) else ""
            if kind in {"Start", "End"} and name in {"List", "BlockQuote"}:
                now += 1 if kind == "Start" else -1
                most = max(most, now)
    return most


LINE = st.tuples(
    st.lists(st.sampled_from(["> ", ">", "- ", "* ", "+ ", "1. ", "12) ", "  ", "   ", "\t", " "]), max_size=30),
    st.sampled_from(["", "a", "- a", "| a |", "# a", "---"]),
).map(lambda parts: "".join(parts[0]) + parts[1])


@given(st.lists(LINE, max_size=6).map("\n".join))
@example("> " * 21 + "a")
@example(">" * 21 + "a")
@example("\n".join("  " * level + "- a" for level in range(30)))
@example("\n".join("\t" * (2 * level // 4) + " " * (2 * level % 4) + "- a" for level in range(21)))
@example("a\r\r" + "> " * 21 + "a\n")
def test_whatever_is_too_deep_is_looked_at(text: str) -> None:
    assert may_be_deep(text) or depth(events(text)) <= DEEPEST


def test_a_letter_is_not_looked_at() -> None:
    text = "# 标题\n\n1. 请求\n   - 其中\n\n> 引用\n\n| a | b |\n| --- | --- |\n| 1,000.00 | 2026-03-20 |\n"
    assert not may_be_deep(text)
