"""Tables that people keep in Excel: CSV (UTF-8, with or without BOM, or GBK) and XLSX, every cell as text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from letters.base.errors import Mark, Message, Problem, ScenarioError, borrowed

MOST_ROWS = 100_000
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet of a file: its heads, and each row as head → text with the row's number in the file."""

    name: str
    heads: list[str]
    rows: list[tuple[int, dict[str, str]]]

    def problem(self, row: int, head: str | None, message: str) -> Problem:
        """A problem in a cell, by row and column as a spreadsheet counts them."""
        column = self.heads.index(head) + 1 if head in self.heads else 1
        path = ("row", row) if head is None else ("row", row, head)
        return Problem(message, path, Mark(row, column))


def read_sheet(raw: bytes, name: str) -> Sheet:
    """The bytes of a CSV or XLSX file as a Sheet. Raises ScenarioError for what is neither."""
    heads, lines = read_rows(raw, name)
    rows = [(number, {h: c for h, c in zip(heads, row, strict=True) if c}) for number, row in lines]
    return Sheet(name, heads, rows)


def read_rows(raw: bytes, name: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The heads of a CSV or XLSX file; and its rows one by one, each with its number and a cell for each head.

    A cell under no head is "". Raises ScenarioError for what is no table, also as the rows are taken.
    """
    cells = _xlsx(raw, name) if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else _csv(raw, name)
    lines = ((number, row) for number, row in enumerate(cells, 1) if any(row))
    _, first = next(lines, (0, None))
    if first is None:
        raise _refused(name, Message("the table is empty; its first row names the columns"))
    heads = [head.strip() for head in first]
    double = next((head for head in heads if head and heads.count(head) > 1), None)
    if double:
        raise _refused(name, Message("the column '{head}' is there twice", head=double))
    return heads, _aligned(lines, heads, name)


def _aligned(lines: Iterator[tuple[int, list[str]]], heads: list[str], name: str) -> Iterator[tuple[int, list[str]]]:
    for count, (number, row) in enumerate(lines, 2):
        if count > MOST_ROWS:
            raise _refused(name, Message("the table has more than {most} rows", most=MOST_ROWS))
        yield number, [c.strip() if h else "" for h, c in zip_longest(heads, row[: len(heads)], fillvalue="")]


def _refused(name: str, message: str) -> ScenarioError:
    return ScenarioError(name, [Problem(message, mark=Mark(1, 1))])


def _csv(raw: bytes, name: str) -> Iterator[list[str]]:
    encoding = next((one for one in ("utf-8-sig", "gb18030") if _is_in(one, raw)), None)
    if encoding is None or b"\0" in raw:
        raise _refused(name, Message("this is not a CSV file in UTF-8 or GBK, nor an XLSX file"))
    file = io.TextIOWrapper(io.BytesIO(raw), encoding, newline="")  # the text as a whole would take twice its bytes
    head = file.readline()
    file.seek(0)
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(file, delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise _refused(name, Message("the CSV cannot be read: {reason}", reason=borrowed(str(error)))) from None


def _is_in(encoding: str, raw: bytes) -> bool:
    parts = (raw[at : at + _PART] for at in range(0, len(raw), _PART))
    try:
        return all(True for _ in codecs.iterdecode(parts, encoding))
    except UnicodeDecodeError:
        return False


def _xlsx(raw: bytes, name: str) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for row in book.get_sheet_by_index(0).to_python():
            yield [_text(cell) for cell in row]
    except (CalamineError, IndexError, ValueError) as error:
        raise _refused(name, Message("the XLSX file cannot be read: {reason}", reason=borrowed(str(error)))) from None


def _text(cell: Any) -> str:
    """A cell as a person sees it. Excel keeps numbers as floats: 17 digits and more are lost before we read them."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return (
            f"{cell:.0f}"
            if cell.is_integer() and abs(cell) < 1e15
            else f"{cell:.5E}"
            if abs(cell) >= 1e15
            else repr(cell)
        )
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
