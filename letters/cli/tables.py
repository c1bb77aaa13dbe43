"""What is printed for people: pages, tables, lists and notes; and JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from letters.cli.error_messages import BOLD, PLAIN, columns, escaped, say_note, shows_colours, visible
from letters.cli.shown.layout import block_lines, window, wrapped
from letters.cli.speech import told

if TYPE_CHECKING:
    from letters.documents.markdown import TableBlock

LEAST = 8
"""How many columns a column of a table has at least."""


def note(text: str) -> None:
    """Prints a message beside the result, on stderr."""
    say_note(text)


def aside(text: str) -> None:
    """Prints what is said between questions, on stderr."""
    print(visible(told(text)), file=sys.stderr)


def say_line(text: str) -> None:
    """Prints a sentence of a result; on a terminal its further lines stand two columns behind its first."""
    line = visible(text)
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    print("\n".join(wrapped(line, window(), indent)) if sys.stdout.isatty() else line)


def as_json(data: Any) -> None:
    """Prints a documented shape, and nothing else, on stdout."""
    import json

    print(escaped(json.dumps(data, ensure_ascii=False, indent=2)))


def page(markdown: str) -> None:
    """Prints a draft as a person reads it, as wide as the window; on a terminal with drawn tables where they fit."""
    from letters.documents.markdown import Heading, TableBlock, parse

    is_terminal, most = sys.stdout.isatty(), window()
    shown = [(block, lines) for block in parse(markdown) if (lines := block_lines(block, most))]
    for number, (block, lines) in enumerate(shown):
        if number:
            print()
        if is_terminal and isinstance(block, TableBlock) and _frame(block) <= most:
            _draw(block, most)
        elif isinstance(block, Heading) and shows_colours(sys.stdout):
            print(BOLD + "\n".join(lines) + PLAIN)
        else:
            print("\n".join(lines))


def _frame(table: TableBlock) -> int:
    """Returns how wide a table is with lines between its columns."""
    from letters.documents.plain_text import to_text

    return max(map(columns, to_text((table,)).splitlines()), default=0) + len(table.aligns) + 3


def _draw(block: TableBlock, most: int) -> None:
    """Prints a table with lines around its cells."""
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    from letters.documents.markdown import plain

    table = RichTable()
    for header, align in zip(block.header, block.aligns, strict=True):
        table.add_column(Text(plain(header)), justify="right" if align == "right" else "left")
    for row in block.rows:
        bold = any(run.bold for cell in row for run in cell)
        table.add_row(*(Text(visible(plain(cell))) for cell in row), style="bold" if bold else "")
    Console(highlight=False, markup=False, width=most).print(table)


def csv_bytes(rows: Iterable[Iterable[object]]) -> bytes:
    """Returns a CSV for Excel: with a BOM, by which it knows UTF-8; a cell that begins like a formula is text."""
    import csv
    import io

    from letters.batch.report import as_text

    file = io.StringIO(newline="")
    csv.writer(file).writerows([as_text(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def aligned(lines: list[list[str]], right: set[int]) -> list[str]:
    """Returns rows of cells as lines with columns that stand under each other, as wide as the window; a cell that is
    too long is cut. The columns of `right` end under each other.
    """
    most = window()
    widths = [max(columns(line[place]) for line in lines) for place in range(len(lines[0]))]
    while sum(widths) + 2 * (len(widths) - 1) > most and max(widths) > LEAST:
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
    """Prints names with what is said of each beside them, or below them where a name takes half of the window."""
    most = window()
    room = max((columns(name) for name, _ in rows if columns(name) <= most // 2), default=0)
    indent = " " * (room + 4)
    for name, about in rows:
        start = f"  {visible(name)}{' ' * (room - columns(name))}  "
        if columns(name) > room and about:
            print(start.rstrip())
            start = indent
        for line in about.split("\n"):
            print("\n".join(wrapped(f"{start}{visible(line)}".rstrip(), most, indent)))
            start = indent
