"""Markdown → events: what begins, what ends and the words between, read by pyromark. The only user of pyromark.

In a browser, where pyromark has no wheel, `by_markdown_it` reads in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

try:
    import pyromark
except ModuleNotFoundError:
    _READER = None
else:
    _READER = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)


def events(markdown: str) -> Iterator[Any]:
    """Returns the events of a Markdown text, as pyromark names them."""
    if _READER is not None:
        return cast("Iterator[Any]", _READER.events(markdown))
    from letters.documents.markdown_events import by_markdown_it

    return by_markdown_it.events(markdown)
