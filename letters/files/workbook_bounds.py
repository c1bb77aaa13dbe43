"""A workbook is looked at before it is opened: its size, its cells and how far they reach.

python-calamine makes one dense area of all cells of a sheet. A single cell at XFD1048576 would be an area of
seventeen thousand million cells, for which Rust ends the whole process. So cells are counted here first, as the file
is unpacked piece by piece, and nothing is read of a workbook that reaches too far.
"""

from __future__ import annotations

import io
import re
import zlib
from zipfile import BadZipFile, ZipFile

from letters.base.errors import Message

MOST_UNPACKED = 256 << 20
"""How many bytes a workbook may unpack to; 100,000 rows of 30 columns take some 100 MiB."""
MOST_CELLS = 3_000_000
MOST_AREA = 6_000_000
"""How many cells the rectangle from A1 to the last row and column may have, empty ones included."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""The rows and columns that Excel has."""
_EMPTY_SHARE, _SMALL_AREA = 50, 200_000
"""An area of more cells than the second number, of which less than one in so many is filled, is no table."""
_STEEPEST = 400
"""How many times its size a part of more than a MiB may unpack to; sheets of equal rows reach some 150."""
_PART = 1 << 20
_LONGEST_TAG = 512
_CELL = re.compile(rb"""<(?:\w{1,9}:)?(c|row)(?=[\s/>])([^>]*)>""")
_PLACE = re.compile(rb"""\br=["']([A-Z]*)([0-9]+)["']""")
_SAYS_PLACE = re.compile(rb"""\br\s*=""")


def refusal(raw: bytes) -> Message | None:
    """Returns why a workbook (the bytes of an XLSX file) is not opened, or None if it may be.

    What is no ZIP file at all is left to the reader, which says what is wrong with it.
    """
    try:
        with ZipFile(io.BytesIO(raw)) as book:
            return _of_its_parts(book) or _of_its_sheets(book)
    except BadZipFile:
        return None if raw[:2] != b"PK" else Message("the XLSX file is damaged; open it in Excel and save it again")
    except (EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error):
        return Message("the XLSX file is damaged or protected; open it in Excel and save it again, without a password")


def _of_its_parts(book: ZipFile) -> Message | None:
    """Returns why the directory of the ZIP alone forbids to open the workbook, before anything is unpacked."""
    parts = book.infolist()
    steep = any(part.file_size > max(1 << 20, _STEEPEST * part.compress_size) for part in parts)
    if steep or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return Message("the XLSX file unpacks to more than {most} MiB", most=MOST_UNPACKED >> 20)
    return None


def _of_its_sheets(book: ZipFile) -> Message | None:
    """Returns why the cells of a sheet forbid to read it. zipfile reads no more of a part than the directory says.

    Cells are counted in a first pass, which is quick, and looked at one by one in a second.
    """
    sheets = []
    for part in book.infolist():
        is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
        sheets += [part.filename] if is_sheet else []
        cells = 0
        with book.open(part) as file:
            while piece := file.read(_PART):
                if is_sheet:
                    cells += sum(map(piece.count, (b"<c ", b"<c>", b":c ", b":c>")))
                if cells > MOST_CELLS:
                    return Message(
                        "the sheet has more than {most} cells; keep only the rows and columns of the table",
                        most=f"{MOST_CELLS:,}",
                    )
    return next((found for name in sheets if (found := _of_its_cells(book, name))), None)


def _of_its_cells(book: ZipFile, sheet: str) -> Message | None:
    """Returns why one sheet reaches too far, or None if it does not."""
    extent, rest = _Extent(), b""
    with book.open(sheet) as file:
        while piece := file.read(_PART):
            piece = rest + piece
            cut = max(piece.rfind(b">") + 1, len(piece) - _LONGEST_TAG)
            if found := extent.add(piece[:cut]):
                return found
            rest = piece[cut:]
    return extent.refusal()


class _Extent:
    """How many cells of a sheet are filled, and how far down and right they reach."""

    def __init__(self) -> None:
        self.filled = self.row = self.column = self._last_row = self._in_row = 0

    def add(self, piece: bytes) -> Message | None:
        """Counts the cells of a piece of the sheet's XML; returns what is wrong with them as soon as something is."""
        for tag in _CELL.finditer(piece):
            place = _PLACE.search(tag[2])
            if place is None and _SAYS_PLACE.search(tag[2]):
                return self._unreadable()
            if tag[1] == b"row":
                self._last_row, self._in_row = (int(place[2]) if place else self._last_row + 1), 0
                if self._last_row > MOST_ROWS or (place and place[1]):
                    return self._unreadable()
                continue
            self._in_row += 1
            row, column = (int(place[2]), _number(place[1])) if place else (self._last_row, self._in_row)
            if row > MOST_ROWS or not 0 < column <= MOST_COLUMNS:
                return self._unreadable()
            self._in_row = column
            if tag[2].endswith(b"/"):  # a cell that has a colour and nothing in it
                continue
            self.filled += 1
            self.row, self.column = max(self.row, row), max(self.column, column)
        return None

    def refusal(self) -> Message | None:
        """Returns why the sheet is not read, once all of it was counted, or None if it is read."""
        area = self.row * self.column
        if area > MOST_AREA or (area > _SMALL_AREA and area > _EMPTY_SHARE * self.filled):
            return Message(
                "the sheet reaches to {cell}, far beyond a table; delete what stands there, or copy the table into a"
                " new file",
                cell=f"{column_name(self.column)}{self.row}",
            )
        return None

    @staticmethod
    def _unreadable() -> Message:
        return Message("the XLSX file names a cell that Excel does not have; open it in Excel and save it again")


def _number(letters: bytes) -> int:
    """Returns the number of a column: `AB` is 28. 0 for no letters, and more than Excel has for more than three."""
    if len(letters) > 3:
        return MOST_COLUMNS + 1
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def column_name(number: int) -> str:
    """Returns a column as a spreadsheet names it: 28 is `AB`."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
