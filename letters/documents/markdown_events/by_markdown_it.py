"""Markdown → the events of pyromark, read by markdown-it: in a browser, where pyromark has no wheel. Its only user.

A test holds the blocks that come of them equal to those that come of pyromark's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_STARTS: dict[str, Callable[[Token], Any]] = {
    "heading": lambda token: {"Heading": {"level": token.tag.upper()}},
    "bullet_list": lambda token: {"List": None},
    "ordered_list": lambda token: {"List": int(token.attrGet("start") or 0) if "start" in token.attrs else 1},
    "list_item": lambda token: "Item",
    "blockquote": lambda token: {"BlockQuote": None},
    "thead": lambda token: None,  # its row is the head
    "tbody": lambda token: None,
    "th": lambda token: "TableCell",
    "td": lambda token: "TableCell",
    "tr": lambda token: "TableRow",
    "paragraph": lambda token: None if token.hidden else "Paragraph",
    "em": lambda token: "Emphasis",
    "strong": lambda token: "Strong",
    "link": lambda token: {"Link": {"dest_url": token.attrGet("href") or ""}},
}
_GUARD = "\U0001bc9f"
"""Stands between spaces other than ASCII's and the end of a line or cell, where markdown-it, unlike CommonMark, would
drop them. A mark of a shorthand that no letter is written in."""
_WIDE = "\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_EDGES = re.compile(f"(?:(?<=[ \\t\\n\\r>|])|^)(?=[{_WIDE}])|(?<=[{_WIDE}])(?=[ \\t\\n\\r|]|$)")
_ALIGNED = re.compile("text-align:(left|right|center)")


class _CommonMark(MarkdownIt):
    """CommonMark with tables. An address is printed and never followed, so each is kept as it was written."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - as markdown-it calls it
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


@cache
def _reader() -> MarkdownIt:
    return _CommonMark("commonmark", {"maxNesting": 1000}).enable("table")


def events(markdown: str) -> Iterator[Any]:
    """Yields the events of a Markdown text as pyromark names them, of each what `markdown` reads."""
    guarded = _EDGES.sub(_GUARD, markdown)
    found = _blocks(_reader().parse(guarded))
    return found if guarded == markdown else map(_unguarded, found)


def _unguarded(event: Any) -> Any:
    """Returns an event without the guards in its words and addresses."""
    if isinstance(event, str):
        return event.replace(_GUARD, "")
    return {kind: _unguarded(value) for kind, value in event.items()} if isinstance(event, dict) else event


def _blocks(tokens: Sequence[Token]) -> Iterator[Any]:
    for at, token in enumerate(tokens):
        match token.type:
            case "inline":
                yield from _words(token.children or ())
            case "hr":
                yield "Rule"
            case "fence" | "code_block":
                yield {"Start": {"CodeBlock": None}}
                yield {"Text": token.content}
                yield {"End": "CodeBlock"}
            case "html_block":
                yield {"Start": "HtmlBlock"}
                yield {"Html": token.content}
                yield {"End": "HtmlBlock"}
            case "table_open":
                yield {"Start": {"Table": tuple(_aligns(tokens, at))}}
            case "table_close":
                yield {"End": "Table"}
            case _:
                yield from _edge(token)


def _aligns(tokens: Sequence[Token], table: int) -> Iterator[str]:
    for token in tokens[table:]:
        if token.type == "thead_close":
            return
        if token.type == "th_open":
            aligned = _ALIGNED.search(str(token.attrGet("style") or ""))
            yield aligned[1].title() if aligned else "None"


def _edge(token: Token) -> Iterator[Any]:
    """Yields the event that opens or closes a container, if pyromark has one for it."""
    name, _, edge = token.type.rpartition("_")
    start = _STARTS[name](token)
    if start is None:
        return
    if edge == "open":
        yield {"Start": start}
    else:
        yield {"End": start}


def _words(tokens: Sequence[Token]) -> Iterator[Any]:
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                if token.content:
                    yield {"Text": token.content}
            case "softbreak":
                yield "SoftBreak"
            case "hardbreak":
                yield "HardBreak"
            case "code_inline":
                yield {"Code": token.content}
            case "html_inline":
                yield {"InlineHtml": token.content}
            case "image":
                yield {"Start": {"Image": {"dest_url": token.attrGet("src") or ""}}}
                yield from _words(token.children or ())
                yield {"End": "Image"}
            case _:
                yield from _edge(token)
