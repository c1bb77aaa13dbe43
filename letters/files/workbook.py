"""XLSX: the first sheet that is not hidden, every cell as the text that Excel shows.

The only `import python_calamine`.

calamine gives values without their formats, and nothing for an error or a formula that no program has computed. So a
sheet that may have such cells is looked at a second time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any, Literal
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from letters.base.errors import Mark, Message, Problem, ScenarioError, borrowed
from letters.files.workbook_bounds import refusal

MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the bytes of a workbook begin."""
_PART = 1 << 16
_EXACT = 1e15
"""The first number with more than the 15 digits that Excel keeps: the rest of them is lost before we read it."""
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",  # as "Strict Open XML" has it
)
_STYLES = "/styles"  # how the type of that part ends; no sheet's name has a stroke
_BUILT_IN = {"9": "0%", "10": "0.00%"}
_BESIDE = re.compile(r'("[^"]*"|[\\!].|\[\$[^\]]*\]|\uff05)|_.|\*.|\[[^\]]*\]|[- ]')
"""What a format shows beside the digits; the first group is text that anybody can read."""
_SIGNED: Literal["\0"] = "\0"
Shown = int | Literal["%", "\0"]
"""How a style shows a number: in percent, as it is with a percent sign after it, or with at least so many digits."""


def read_workbook(raw: bytes, name: str) -> tuple[str, Iterator[list[str]]]:
    """Returns the name of the sheet that is read, "" if the workbook has no other, and its rows.

    The rows include empty ones above and empty cells on the left, so that both are counted as in Excel. Raises
    ScenarioError.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if reason := refusal(raw):
        raise _refused(name, reason)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        chosen = next((one for one in sheets if one.visible == SheetVisibleEnum.Visible), sheets[0]).name
        rows = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError) as error:
        raise _refused(name, Message("the XLSX file cannot be read: {reason}", reason=borrowed(str(error)))) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of the library's Rust code is no Exception
        raise _refused(name, Message("the XLSX file is damaged; open it in Excel and save it again")) from None
    return chosen if len(sheets) > 1 else "", _texts(rows, _unsaid(raw, chosen))


def _texts(rows: list[list[Any]], unsaid: dict[tuple[int, int], str]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        yield [unsaid.get((number, column), "") or _text(cell) for column, cell in enumerate(row, 1)]


def _refused(name: str, message: str) -> ScenarioError:
    return ScenarioError(name, [Problem(message, mark=Mark(1, 1))])


def _text(cell: Any) -> str:
    """Returns a cell as a person sees it."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):  # a sum may be 100.30000000000001, and a small rate 5e-05
        return f"{cell:.5E}" if abs(cell) >= _EXACT else f"{_exact(cell):f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)


def _exact(number: float) -> Decimal:
    return Decimal(f"{number:.15g}")


def _unsaid(raw: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Returns what calamine does not tell of a sheet, as a person sees it, by row and column.

    That is formulas that no program has computed yet, as they are written, errors like #N/A, and numbers whose format
    says more: 60% of 0.6, 0926 of 926.
    """
    found: dict[tuple[int, int], str] = {}
    try:
        with ZipFile(io.BytesIO(raw)) as book:
            parts = _parts(book)
            styles = _styles(book, parts)
            if not _has_unsaid(book, parts[sheet], styles):
                return {}
            with book.open(parts[sheet]) as part:
                for place, cell in _cells(part):
                    if text := _unsaid_in(cell, styles):
                        found[place] = text
    except (BadZipFile, KeyError, ValueError, ElementTree.ParseError):
        return {}  # calamine says what is wrong, if it is
    return found


def _cells(part: IO[bytes]) -> Iterator[tuple[tuple[int, int], ElementTree.Element]]:
    """Yields each cell of a sheet, by row and column; one that does not say where it is comes after the one before."""
    row = column = 0
    for event, element in ElementTree.iterparse(part, ("start", "end")):
        kind = element.tag.rpartition("}")[2]
        if kind == "row" and event == "start":
            own = element.get("r", "")
            row, column = int(own) if own.isdecimal() else row + 1, 0
        elif kind == "row":
            element.clear()  # a long sheet as a tree would fill the memory
        elif kind == "c" and event == "end":
            row, column = _place(element.get("r", "")) or (row, column + 1)
            yield (row, column), element


def _has_unsaid(book: ZipFile, sheet: str, styles: dict[str, Shown]) -> bool:
    """Returns whether a sheet may have something that calamine does not tell; most have not, and need no second
    look.
    """
    marks = rb"""<(?:\w{1,9}:)?f\b|t=["']e["']"""
    if styles:
        marks += rb"""|s=["'](?:%s)["']""" % "|".join(styles).encode()
    wanted, end = re.compile(marks), b""
    with book.open(sheet) as part:
        while block := part.read(_PART):
            if wanted.search(block := end + block):
                return True
            end = block[-16:]
    return False


def _unsaid_in(cell: ElementTree.Element, styles: dict[str, Shown]) -> str:
    kind, value, formula = cell.get("t"), cell.findtext("{*}v") or "", cell.find("{*}f")
    if kind == "e":
        return value
    if value and kind in {None, "n"} and (style := styles.get(cell.get("s", ""))):
        return _as_shown(float(value), style)
    is_open = formula is not None and not value and kind != "str"  # which has been computed, and is an empty text
    return f"={formula.text or ''}" if formula is not None and is_open else ""


def _as_shown(number: float, style: Shown) -> str:
    """Returns a number with all its digits, even if the format shows fewer; "" if the format adds nothing."""
    if style == _SIGNED:
        return f"{_exact(number):f}%"
    if style == "%":
        return f"{(_exact(number) * 100).normalize():f}%"
    return str(int(number)).zfill(style) if number.is_integer() and 0 <= number < _EXACT else ""


def _styles(book: ZipFile, parts: dict[str, str]) -> dict[str, Shown]:
    """Returns the styles of cells whose numbers are not shown as they are kept, by the number of each."""
    if _STYLES not in parts:
        return {}
    root = ElementTree.fromstring(book.read(parts[_STYLES]))
    own = root.iterfind("{*}numFmts/{*}numFmt")
    formats = _BUILT_IN | {one.get("numFmtId", ""): one.get("formatCode", "") for one in own}
    cells = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    found = ((str(at), _shown(formats.get(cell.get("numFmtId", ""), ""))) for at, cell in cells)
    return {at: style for at, style in found if style}


def _shown(code: str) -> Shown | None:
    sections = _BESIDE.sub(lambda found: _SIGNED if re.search("[%\uff05]", found[1] or "") else "", code).split(";")
    digits = next(filter(None, sections), "")
    if "%" in digits:
        return "%"
    if _SIGNED in digits:
        return _SIGNED
    return len(digits) if re.fullmatch("0{2,}", digits) else None


def _parts(book: ZipFile) -> dict[str, str]:
    """Returns the parts of a workbook: each sheet's by its name, and that of the styles as _STYLES. Raises KeyError."""
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): (one.get("Type", ""), one.attrib["Target"]) for one in relations}
    paths = {
        key: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for key, (_, target) in targets.items()
    }
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet")
    relations_of = {one.attrib["name"]: [one.get(f"{{{space}}}id") for space in _RELATIONS] for one in sheets}
    named = {name: next(filter(None, keys), None) for name, keys in relations_of.items()}
    found = {name: paths[key] for name, key in named.items() if key}
    styles = next((key for key, (kind, _) in targets.items() if kind.endswith(_STYLES)), None)
    return found | ({_STYLES: paths[styles]} if styles else {})


def _place(cell: str) -> tuple[int, int] | None:
    """Returns the row and column of a cell: `AB12` is (12, 28). None if it is no such name."""
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
