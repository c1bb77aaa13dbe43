"""Tables that people keep in Excel: CSV (UTF-8, with or without BOM, or GBK) and XLSX, every cell as text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from letters.base.errors import Mark, Message, Problem, ScenarioError, borrowed
from letters.base.values import dataclass

MOST_ROWS = 100_000
_PART = 1 << 16
_MOST_BYTES = 1 << 30
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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
    rows = []
    for number, row in lines:
        if len(row) > len(heads):
            raise ScenarioError(name, [too_long(number, len(heads))])
        rows.append((number, {h: c for h, c in zip(heads, row, strict=True) if c}))
    return Sheet(name, heads, rows)


def read_rows(raw: bytes, name: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The heads of a CSV or XLSX file; and its rows one by one, each with its number and a cell for each head.

    A cell under no head is "". A row that is longer than the heads is not fit to be read: see `too_long`. Raises
    ScenarioError for what is no table, also as the rows are taken.
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
        surplus = row[len(heads) :] if any(row[len(heads) :]) else []
        yield number, [c.strip() if h else "" for h, c in zip_longest(heads, row[: len(heads)], fillvalue="")] + surplus


def too_long(number: int, most: int) -> Problem:
    """What is wrong with a row of more cells than the table has heads: its amounts may be the halves of others."""
    what = Message("the row has more cells than the first row; put a value with a comma between quotes")
    return Problem(what, mark=Mark(number, most + 1))


def _refused(name: str, message: str) -> ScenarioError:
    return ScenarioError(name, [Problem(message, mark=Mark(1, 1))])


def _csv(raw: bytes, name: str) -> Iterator[list[str]]:
    wide = raw.startswith(_UTF_16)  # "Unicode text" in Excel's list
    encoding = next((one for one in (("utf-16",) if wide else ("utf-8-sig", "gb18030")) if _is_in(one, raw)), None)
    if encoding is None or (b"\0" in raw and not wide):
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
        unsaid = _unsaid(raw, name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        # With what is empty above and on the left: rows and columns are told as Excel counts them.
        for number, row in enumerate(book.get_sheet_by_index(0).to_python(skip_empty_area=False), 1):
            yield [unsaid.get((number, column), "") or _text(cell) for column, cell in enumerate(row, 1)]
    except (CalamineError, IndexError, ValueError) as error:
        raise _refused(name, Message("the XLSX file cannot be read: {reason}", reason=borrowed(str(error)))) from None


def _text(cell: Any) -> str:
    """A cell as a person sees it. Excel keeps numbers as floats of 15 digits: the rest is lost before we read them."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):  # a sum may be 100.30000000000001, and a small rate 5e-05
        return f"{cell:.5E}" if abs(cell) >= 1e15 else f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)


def _unsaid(raw: bytes, name: str) -> dict[tuple[int, int], str]:
    """What calamine gives as empty cells of the first sheet, by row and column: formulas that no program has computed
    yet, as they are written, and errors like #N/A. Raises ScenarioError for a workbook that would fill the memory.
    """
    found: dict[tuple[int, int], str] = {}
    try:
        with ZipFile(io.BytesIO(raw)) as book:
            if sum(part.file_size for part in book.infolist()) > _MOST_BYTES:
                raise _refused(name, Message("the XLSX file unpacks to more than {most} MiB", most=_MOST_BYTES >> 20))
            sheet = _first_sheet(book)
            if not _has_unsaid(book, sheet):
                return {}
            with book.open(sheet) as part:
                for _, element in ElementTree.iterparse(part):
                    kind = element.tag.rpartition("}")[2]
                    if kind == "c" and (place := _place(element.get("r", ""))) and (text := _unsaid_in(element)):
                        found[place] = text
                    elif kind == "row":
                        element.clear()  # a long sheet as a tree would fill the memory
    except (BadZipFile, KeyError, StopIteration, ElementTree.ParseError):
        return {}  # calamine says what is wrong, if it is
    return found


def _has_unsaid(book: ZipFile, sheet: str) -> bool:
    """Whether the sheet may have a formula or an error: most have neither, and need no second look."""
    end = b""
    with book.open(sheet) as part:
        while block := part.read(_PART):
            if b"<f" in (block := end + block) or b't="e"' in block:
                return True
            end = block[-4:]
    return False


def _unsaid_in(cell: ElementTree.Element) -> str:
    kind, value, formula = cell.get("t"), cell.findtext("{*}v") or "", cell.find("{*}f")
    if kind == "e":
        return value
    is_open = formula is not None and not value and kind != "str"  # which has been computed, and is an empty text
    return f"={formula.text or ''}" if formula is not None and is_open else ""


def _first_sheet(book: ZipFile) -> str:
    """The name of the first sheet's part. Raises KeyError or StopIteration where there is none."""
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet")
    relation = next(sheets).get(_RELATION)
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    target = next(one.attrib["Target"] for one in relations if one.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _place(cell: str) -> tuple[int, int] | None:
    """`AB12` → (12, 28)."""
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
