"""Tables that people keep in Excel: CSV (UTF-8, with or without BOM, or GBK) and XLSX, every cell as text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import BinaryIO, NamedTuple

from letters.base.errors import Mark, Message, Problem, ScenarioError, borrowed
from letters.files.workbook import MAGIC, read_workbook

MOST_ROWS = 100_000
_MOST_ABOVE = 30
"""Among how many rows the one that names the columns is looked for: an export of a wallet has 24 above it."""
_PART = 1 << 16
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEPARATORS = ",;\t"
_SAID = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's own first line, which it does not show


class TableRow(NamedTuple):
    """A row with its number in the file and a cell for each head, or with what is wrong with the row as a whole.

    A row with a problem has no cells that could be trusted.
    """

    number: int
    cells: list[str]
    problem: Problem | None = None


class Table(NamedTuple):
    """The heads of a file, and its rows one by one.

    `sheet` is the name of the sheet that is read, if the workbook has others, and `name` how messages then call the
    file. `row` is the number of the row of heads, and `above` the row above it. Taking rows raises ScenarioError for
    what is no table.
    """

    name: str
    heads: list[str]
    rows: Iterator[TableRow]
    sheet: str = ""
    row: int = 1
    above: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """A table as a whole: its heads, and each row as head → text with the row's number in the file."""

    name: str
    heads: list[str]
    rows: list[tuple[int, dict[str, str]]]

    def problem(self, row: int, head: str | None, message: str) -> Problem:
        """Returns a problem in a cell, by row and column as a spreadsheet counts them."""
        column = self.heads.index(head) + 1 if head in self.heads else 1
        path = ("row", row) if head is None else ("row", row, head)
        return Problem(message, path, Mark(row, column))


def read_sheet(raw: bytes, name: str) -> Sheet:
    """Returns the bytes of a CSV or XLSX file as a Sheet. Raises ScenarioError for what is neither."""
    table = read_table(io.BytesIO(raw), name)
    rows = []
    for row in table.rows:
        if row.problem:
            raise ScenarioError(name, [row.problem])
        rows.append((row.number, {h: c for h, c in zip(table.heads, row.cells, strict=True) if c}))
    return Sheet(name, table.heads, rows)


def read_table(file: BinaryIO, name: str, known: Callable[[Sequence[str]], int] | None = None) -> Table:
    """Returns the bytes of a CSV or XLSX file as a Table, without cells under no head.

    `known` counts the heads that it knows among the cells of a row: the row with most of them names the columns, and
    what stands above it (a title, merged cells, a preamble) is no row of the table. Without `known` that is the first
    row, in which no head may stand twice. Raises ScenarioError for what is neither CSV nor XLSX.
    """
    rows: Iterator[TableRow]
    sheet = ""
    begin = file.read(len(MAGIC[0]))
    file.seek(0)
    if begin.startswith(MAGIC):
        sheet, cells = read_workbook(file.read(), name)
        rows = (TableRow(number, row) for number, row in enumerate(cells, 1))
    else:
        rows = _csv(file, begin, name)
    name = f"{name} [{sheet}]" if sheet else name
    filled = (row for row in rows if row.problem or any(map(str.strip, row.cells)))
    first = list(islice(filled, _MOST_ABOVE if known else 1))
    if not first:
        raise _refused(name, Message("the table is empty; its first row names the columns"))
    counts = [known(row.cells) if known else 0 for row in first]
    place = counts.index(max(counts))
    if problem := first[place].problem:
        raise ScenarioError(name, [problem])
    heads = [head.strip() for head in first[place].cells]
    double = next((head for head, count in Counter(heads).items() if head and count > 1), None)
    if double and known is None:
        raise _refused(name, Message("the column '{head}' is there twice", head=double))
    above = tuple(first[place - 1].cells) if place else ()
    return Table(
        name, heads, _aligned(chain(first[place + 1 :], filled), heads, name), sheet, first[place].number, above
    )


def _aligned(rows: Iterator[TableRow], heads: list[str], name: str) -> Iterator[TableRow]:
    wide = len(heads)
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise _refused(name, Message("the table has more than {most} rows", most=MOST_ROWS))
        cells = [c.strip() if h else "" for h, c in zip_longest(heads, row.cells[:wide], fillvalue="")]
        problem = _too_long(row.number, wide) if any(map(str.strip, row.cells[wide:])) else row.problem
        yield TableRow(row.number, cells, problem)


def _too_long(number: int, most: int) -> Problem:
    """Returns what is wrong with a row of more cells than heads: its amounts may be the halves of others."""
    what = Message("the row has more cells than the first row; put a value with a comma between quotes")
    return Problem(what, mark=Mark(number, most + 1))


def _refused(name: str, message: str) -> ScenarioError:
    return ScenarioError(name, [Problem(message, mark=Mark(1, 1))])


def _csv(binary: BinaryIO, begin: bytes, name: str) -> Iterator[TableRow]:
    """Yields the rows of a CSV file, which is read as they are taken: as a whole it would take twice its bytes."""
    wide = begin.startswith(_UTF_16)  # "Unicode text" in Excel's list
    encoding = next((one for one in (("utf-16",) if wide else ("utf-8-sig", "gb18030")) if _is_in(one, binary)), None)
    if encoding is None:
        raise _refused(name, Message("this is not a CSV file in UTF-8 or GBK, nor an XLSX file"))
    file = io.TextIOWrapper(binary, encoding, newline="")
    first = list(islice(filter(str.strip, file), _MOST_ABOVE))
    head = first[0] if first else ""
    file.seek(0)
    lines, number = _Lines(file), 0
    if said := _SAID.fullmatch(head):
        next(filter(str.strip, lines))
    reader = csv.reader(lines, delimiter=said[1] if said else _separator(first), strict=True)
    while True:
        number, before = number + 1, reader.line_num
        try:
            yield TableRow(number, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            what = Message("the CSV cannot be read: {reason}", reason=borrowed(str(error)))
            problem = Problem(what, mark=Mark(number, 1))
            # The reader goes on with the next line. Where that may be the middle of a text, nothing that follows is
            # to be trusted.
            if reader.line_num != before + 1 or lines.last.count('"') % 2:
                raise ScenarioError(name, [problem]) from None
            yield TableRow(number, [], problem)


def _separator(lines: Sequence[str]) -> str:
    """Returns what stands between the cells of the heads: they have more of it than what may stand above them."""
    return max(_SEPARATORS, key=lambda separator: max((line.count(separator) for line in lines), default=0))


class _Lines(Iterator[str]):
    """The lines of a file, which remembers the last one that was taken."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._file, self.last = file, ""

    def __next__(self) -> str:
        self.last = next(self._file)
        return self.last


def _is_in(encoding: str, file: BinaryIO) -> bool:
    try:
        parts = iter(lambda: file.read(_PART), b"")
        return all("\0" not in text or encoding == "utf-16" for text in codecs.iterdecode(parts, encoding))
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
