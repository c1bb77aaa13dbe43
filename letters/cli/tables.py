"""Tables for people: coloured on a terminal, plain and aligned in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from letters.cli.error_messages import columns, escaped, visible
from letters.cli.speech import told

WIDEST, LEAST = 80, 8
"""How many columns a table has at most, and a column at least."""


def note(text: str) -> None:
    """Prints a message beside the result, on stderr."""
    print(visible(told(text)), file=sys.stderr)


def as_json(data: Any) -> None:
    """Prints a documented shape, and nothing else, on stdout."""
    import json

    print(escaped(json.dumps(data, ensure_ascii=False, indent=2)))


def page(markdown: str) -> None:
    """Prints a draft as a person reads it in a terminal, or as plain text in a pipe."""
    from letters.documents.markdown import TableBlock, parse, plain
    from letters.documents.plain_text import to_text

    blocks = parse(markdown)
    if not sys.stdout.isatty():
        print(visible(to_text(blocks)), end="")
        return
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    for block in blocks:
        if not isinstance(block, TableBlock):
            console.print(Text(visible(to_text((block,)))), style="bold" if type(block).__name__ == "Heading" else "")
            continue
        if max(map(columns, to_text((block,)).splitlines())) + 3 * len(block.aligns) + 1 > console.width:
            console.print(Text(visible(to_text((block,)))), soft_wrap=True)
            continue
        table = RichTable()
        for header, align in zip(block.header, block.aligns, strict=True):
            table.add_column(Text(plain(header)), justify="right" if align == "right" else "left")
        for row in block.rows:
            bold = any(run.bold for cell in row for run in cell)
            table.add_row(*(Text(visible(plain(cell))) for cell in row), style="bold" if bold else "")
        console.print(table)


def csv_bytes(rows: Iterable[Iterable[object]]) -> bytes:
    """Returns a CSV for Excel: with a BOM, by which it knows UTF-8; a cell that begins like a formula is text."""
    import csv
    import io

    from letters.batch.report import as_text

    file = io.StringIO(newline="")
    csv.writer(file).writerows([as_text(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def aligned(lines: list[list[str]], right: set[int]) -> list[str]:
    """Returns rows of cells as lines with columns that stand under each other in at most 80 columns; a cell that is too
    long is cut. The columns of `right` end under each other.
    """
    widths = [max(columns(line[place]) for line in lines) for place in range(len(lines[0]))]
    while sum(widths) + 2 * (len(widths) - 1) > WIDEST and max(widths) > LEAST:
        widths[widths.index(max(widths))] -= 1
    return [
        "  ".join(
            _fitted(cell, width, place in right) for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def _fitted(cell: str, width: int, is_right: bool) -> str:
    while columns(cell) > width:
        cell = cell[:-2] + "…"
    gap = " " * (width - columns(cell))
    return gap + cell if is_right else cell + gap


def listing(rows: list[tuple[str, str]]) -> None:
    """Prints names with what is said of each beside them."""
    width = max((len(name) for name, _ in rows), default=0)
    for name, about in rows:
        first, *more = about.split("\n")
        print(f"  {visible(name.ljust(width))}  {visible(first)}".rstrip())
        for line in more:
            print(f"  {'':{width}}  {visible(line)}")
