"""A workbook from a stranger is read, or refused by name; it never fills the memory, and no panic reaches a person."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl  # type: ignore[import-untyped]
import pytest

from letters.base.errors import ScenarioError
from letters.files.tables import read_sheet

HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
SHEET = "xl/worksheets/sheet1.xml"
FUZZED, FUZZED_SLOWLY = 150, 6000


def book(cells: dict[str, object]) -> bytes:
    made = openpyxl.Workbook()
    for place, value in cells.items():
        made.active[place] = value
    made.active["A1"].number_format = "0%"
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def with_sheet(pieces: Iterable[bytes]) -> bytes:
    """A workbook whose sheet is these pieces of XML."""
    body = io.BytesIO()
    with ZipFile(io.BytesIO(book({"A1": "a"}))) as old, ZipFile(body, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename == SHEET:
                with new.open(SHEET, "w", force_zip64=True) as file:
                    file.writelines(pieces)
            else:
                new.writestr(part.filename, old.read(part))
    return body.getvalue()


def many_cells(count: int) -> Iterator[bytes]:
    yield HEAD
    for row in range(1, count // 16 + 1):
        cells = "".join(f'<c r="{chr(65 + column)}{row}"><v>1</v></c>' for column in range(16))
        yield f'<row r="{row}">{cells}</row>'.encode()
    yield TAIL


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ([HEAD, b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>', TAIL], "XFD1048576"),
        ([HEAD, b'<row r="1"><c r="A1"><v>1</v></c><c r="A1048576"><v>1</v></c></row>', TAIL], "A1048576"),
        ([HEAD, b'<row r="1048576"><c><v>1</v></c></row>', TAIL], "A1048576"),
        ([HEAD, b'<row r="1"><c r="A99999999999"><v>1</v></c></row>', TAIL], "a cell that Excel does not have"),
        ([HEAD, b'<row r="1"><c r="ZZZZ1"><v>1</v></c></row>', TAIL], "a cell that Excel does not have"),
        ([HEAD, b'<row r="99999999999"><c r="A1"><v>1</v></c></row>', TAIL], "a cell that Excel does not have"),
        ([HEAD, b'<row r="1"><c r="A1" t="inlineStr"><is><t>', *[b"x" * 9_000_000] * 31, TAIL], "more than 256 MiB"),
    ],
)
def test_a_workbook_that_reaches_too_far_is_refused_by_name(sheet: list[bytes], says: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(says)):
        read_sheet(with_sheet(sheet), "clients.xlsx")


@pytest.mark.slow
def test_a_workbook_of_too_many_cells_is_refused() -> None:
    with pytest.raises(ScenarioError, match="more than 3,000,000 cells"):
        read_sheet(with_sheet(many_cells(3_200_000)), "clients.xlsx")


def test_an_empty_coloured_cell_far_away_does_not_matter() -> None:
    sheet = [HEAD, b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>7</v></c>', b'<c r="XFD2"/></row>']
    assert read_sheet(with_sheet([*sheet, TAIL]), "clients.xlsx").rows == [(2, {"1": "7"})]


def test_a_part_that_is_longer_than_the_directory_of_the_zip_says_is_refused() -> None:
    raw = bytearray(book({"A1": "a", "A2": "b"}))
    with ZipFile(io.BytesIO(bytes(raw))) as whole:
        size = whole.getinfo(SHEET).file_size
    place = raw.rindex(size.to_bytes(4, "little"))
    raw[place : place + 4] = (size - 40).to_bytes(4, "little")
    with pytest.raises(ScenarioError, match="damaged"):
        read_sheet(bytes(raw), "clients.xlsx")


TOKENS = (
    b"99999999999999999999",
    b"-1",
    b"1e308",
    b"NaN",
    b"",
    b"AAAAA1",
    b"A0",
    b"A1:XFD1048576",
    b"18446744073709551616",
)


def broken(parts: dict[str, bytes], draw: random.Random) -> bytes:
    """A workbook with a few values, bytes or pieces of its parts exchanged."""
    parts = dict(parts)
    for _ in range(draw.randint(1, 4)):
        name = draw.choice(sorted(parts))
        text = parts[name]
        at = draw.randrange(len(text) + 1)
        values = list(re.finditer(rb'"[^"]*"|>[^<]+<', text))
        if values and draw.random() < 0.5:
            value = draw.choice(values)
            parts[name] = text[: value.start() + 1] + draw.choice(TOKENS) + text[value.end() - 1 :]
        elif draw.random() < 0.5:
            parts[name] = text[:at] + draw.randbytes(draw.randint(1, 8)) + text[at + draw.randint(0, 20) :]
        else:
            parts[name] = text[:at] + text[at + draw.randint(1, 300) :]
    body = io.BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return body.getvalue()


@pytest.mark.parametrize("count", [FUZZED, pytest.param(FUZZED_SLOWLY, marks=pytest.mark.slow)])
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(count: int, capfd: pytest.CaptureFixture[str]) -> None:
    draw = random.Random(count)
    whole = book({"A1": 0.5, "B1": "b", "A2": 3, "B2": True, "C1": "=A1"})
    with ZipFile(io.BytesIO(whole)) as file:
        parts = {part.filename: file.read(part) for part in file.infolist()}
    for _ in range(count):
        try:
            read_sheet(broken(parts, draw), "clients.xlsx")
        except ScenarioError as error:
            assert error.problems
    assert capfd.readouterr().err == ""  # a panic of Rust would tell of itself
