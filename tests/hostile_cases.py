"""Cases of a stranger that try to break, fill or spy on the machine, made from a seed, by their kinds."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

SECRET = b"the reader's own key, which is nobody else's"
HEAD = "as_of: 2026-03-20\nhardship: {kind: illness}\nborrower: {name: 林晓梅}\nlender: {daily_rate: 0.05%}\n"
BILLS = "bills: [{due_date: 2025-12-10, amount: 3200.00}]\n"
CASE: dict[str, Any] = {
    "as_of": "2026-03-20",
    "hardship": {"kind": "illness", "event": "住院", "started": "2025-11-28", "evidence": [{"document": "诊断证明"}]},
    "borrower": {"name": "林晓梅", "phone": "13800005602"},
    "lender": {"name": "某某银行", "daily_rate": "0.05%"},
    "bills": [{"due_date": "2025-12-10", "amount": "3200.00", "payments": [{"date": "2026-01-02", "amount": "20.00"}]}],
    "request": {"plan": {"instalments": "6", "first": "2026-04-10"}},
}
ODD: tuple[Any, ...] = (
    *(None, "", [], {}, "~", "0", "-1", "1e999", "0.000000001", "٣", "９" * 30, "NaN", "x" * 3000, "\u200b", "é" * 70),
    *([[[]]], {"a": {"b": []}}, ["x"] * 50, "0001-01-01", "9999-12-31", "2026-02-30", "99999%", "0%", "1.5"),
)
MARKUP = (
    *("<script>alert(1)</script>", "**fett** _x_", "| a | b |", "[x](https://x.example)", "![x](https://x.example/p)"),
    *(
        "`code`",
        "# head",
        "> quote",
        "1. one",
        "---",
        "</w:t><w:br/>",
        "&lt;",
        "{{ 7 * 7 }}",
        "{% for a in b %}",
        "~~a~~",
    ),
)
UNSEEN = ("\u202e", "\u2066", "\x07", "\x1b[2J", "\x9b31m", "\ud800", "\uffff", "\x00")


def structures(chance: Random) -> Iterator[tuple[str, bytes]]:
    """Yields scenarios whose form is hostile: depth, repetition, sizes, and values where others belong."""
    depth = chance.randint(700, 900)
    yield "deep lists", f"a: {'[' * depth}{']' * depth}\n".encode()
    yield "deep mappings", "".join(f"{' ' * n}a:\n" for n in range(depth // 2)).encode()
    repeated = "".join(f"  a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, chance.randint(25, 40)))
    yield "lists that double", f"{HEAD}{BILLS}extra:\n  a0: &a0 [x, x]\n{repeated}".encode()
    paid = ", ".join("{date: 2026-01-02, amount: 0.01}" for _ in range(100))
    bills = "- {due_date: 2025-12-10, amount: 3200, payments: *p}\n" * chance.randint(3000, 4000)
    yield "payments that repeat", f"{HEAD}payments: &p [{paid}]\nbills:\n{bills}".encode()
    yield "a list in itself", f"{HEAD}{BILLS}extra: {{a: &a [*a]}}\n".encode()
    yield "a tag that makes an object", f"{HEAD}{BILLS}extra: !!python/object/apply:os.system [id]\n".encode()
    yield "an amount of many digits", f"{HEAD}bills: [{{due_date: 2025-12-10, amount: {'9' * 70}}}]\n".encode()
    yield "a day of long ago", f"{HEAD}bills: [{{due_date: 0001-01-01, amount: 1}}]\n".encode()
    yield "a day far ahead", f"{HEAD}date: 9999-12-31\n{BILLS}".encode()
    yield "a very long key", f"{HEAD}{BILLS}{'k' * chance.randint(10**5, 10**6)}: 1\n".encode()
    yield "many keys", (HEAD + BILLS + "".join(f"k{n}: 1\n" for n in range(20_000))).encode()
    yield "many documents", (HEAD + BILLS + "---\n" * 20_000).encode()
    yield "cut off", json.dumps(CASE).encode()[: chance.randint(1, 300)]
    yield "no text", chance.randbytes(5000)
    for number in range(40):
        yield f"odd values {number}", json.dumps(_changed(CASE, chance)).encode()


def _changed(data: Any, chance: Random) -> Any:
    """The data with one to three odd values somewhere in it."""
    made = json.loads(json.dumps(data))
    for _ in range(chance.randint(1, 3)):
        at = made
        while True:
            places = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not places:
                break
            place = chance.choice(places)
            if not isinstance(at[place], dict | list) or not at[place] or chance.random() < 0.3:
                at[place] = deepcopy(chance.choice(ODD))  # a later change may reach into it
                break
            at = at[place]
    return made


def texts(chance: Random) -> Iterator[tuple[str, bytes]]:
    """Yields scenarios with texts that would be markup, or unseen, where a letter prints them."""
    for words in (*MARKUP, *(f"a{one}b" for one in UNSEEN)):
        case = json.loads(json.dumps(CASE))
        text = f"{chance.choice('甲乙丙丁')}{words}"
        case["hardship"]["event"] = text if chance.random() < 0.5 else words
        case["borrower"]["name"] = "林晓梅" if chance.random() < 0.5 else text
        yield repr(words), json.dumps(case).encode("utf-8", "surrogatepass")
    yield "an unseen sign as it is", f"{HEAD}{BILLS}request: {{}}\n".replace("林晓梅", "林\u202e晓梅").encode()
    yield (
        "a text without an end",
        json.dumps(CASE | {"hardship": CASE["hardship"] | {"event": "长" * 200_000}}).encode(),
    )


def named_files(folder: Path, chance: Random) -> Iterator[tuple[str, str]]:
    """Yields names of files that a case in a folder may ask for; what they lead to is made."""
    outside = folder.parent / f"secret-{chance.randrange(10**6)}.pdf"
    outside.write_bytes(SECRET)
    (folder / "link.pdf").symlink_to(outside)
    (folder / "itself.pdf").symlink_to("itself.pdf")
    (folder / "up").symlink_to("..", target_is_directory=True)
    os.mkfifo(folder / "pipe.pdf")
    with (folder / "large.pdf").open("wb") as file:
        file.truncate(9 << 20)
    names = [f"../{outside.name}", str(outside), "link.pdf", f"up/{outside.name}", f"./x/../../{outside.name}"]
    names += ["itself.pdf", "pipe.pdf", "large.pdf", ".", "..", "/dev/zero", "/proc/self/environ", "\\\\host\\a\\b.pdf"]
    names += ["//host/a/b.pdf", "a" * 5000, "a\x1b[2Jb.pdf", "none.pdf"]
    yield from ((repr(name[:40]), name) for name in names)


def workbooks(chance: Random) -> Iterator[tuple[str, bytes]]:
    """Yields tables, as XLSX and CSV, that are too far, too many, too steep, or damaged."""
    whole = _workbook(_row(1, "A1", "B1") + _row(2, "A2", "B2"))
    yield "many rows", b"a,b\n" + b"1,2\n" * 120_000
    yield "a cell at the far end", _workbook(_row(1, "A1") + _row(1_048_576, "XFD1048576"))
    yield "a cell far down", _workbook(_row(1, "A1") + _row(1_048_576, f"AZ{1_048_576 - chance.randrange(9)}"))
    yield "a cell beyond the end", _workbook(_row(1, "A1") + _row(9_999_999, "ZZZZ9999999"))
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 9))
    yield "entities that grow", _workbook(_row(1, "A1"), f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>')
    yield "many heads", ",".join(f"a{n}" for n in range(chance.randint(200_000, 300_000))).encode()
    yield "a quotation without an end", b'a,b\n"' + b"x" * (5 << 20)
    yield "zeros", b"a,b\n" + bytes(1 << 20)
    yield "cut off", whole[: chance.randrange(1, len(whole))]
    for number in range(30):
        yield f"damaged {number}", _damaged(whole, chance)
    yield "very many cells", _workbook("<row>" + "<c/>" * 3_100_000 + "</row>")
    yield "a sheet of nothing", _workbook(" " * (260 << 20))


def _workbook(rows: str, declared: str = "") -> bytes:
    """An XLSX file of one sheet."""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    types = f"{office}/package/2006/content-types"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r1"'
        f' Type="{office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}/officeDocument/2006/relationships"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship'
        f' Id="r1" Type="{office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{declared}<worksheet xmlns="{main}"><sheetData>{rows}'
        "</sheetData></worksheet>",
    }
    return _zipped({name: text.encode() for name, text in parts.items()})


def _row(number: int, *cells: str) -> str:
    inside = "".join(f'<c r="{cell}" t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inside}</row>'


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _damaged(raw: bytes, chance: Random) -> bytes:
    made = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def word_files(chance: Random) -> Iterator[tuple[str, bytes]]:
    """Yields letters in Word that are bombs, carry programs, or are damaged."""
    parts = _word_parts()
    body = parts["word/document.xml"].decode()
    depth = chance.randint(1500, 4000)
    deep = body.replace("<w:body>", "<w:body>" + "<w:ins>" * depth + "</w:ins>" * depth, 1)
    yield "deep elements", _zipped(parts | {"word/document.xml": deep.encode()})
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]>'
    yield "a document type", _zipped(parts | {"word/document.xml": body.replace("?>", f"?>{laughs}", 1).encode()})
    yield "a bomb", _zipped(parts | {"word/media/a.bin": bytes(chance.randint(60, 90) << 20)})
    yield "very many parts", _zipped(parts | {f"word/media/{n}": b"" for n in range(chance.randint(6_000, 20_000))})
    macros = parts["[Content_Types].xml"].replace(b"officedocument.word", b"officedocument.macroEnabled.word", 1)
    yield "macros", _zipped(parts | {"[Content_Types].xml": macros, "word/vbaProject.bin": b"x"})
    yield "a path out of it", _zipped(parts | {"/etc/passwd": b"x", "../a": b"x"})
    whole = _zipped(parts)
    yield "cut off", whole[: chance.randrange(2, len(whole))]
    for number in range(30):
        yield f"damaged {number}", _damaged(whole, chance)


def _word_parts() -> dict[str, bytes]:
    document = Document()
    document.add_paragraph("尊敬的先生：")
    out = io.BytesIO()
    document.save(out)
    with ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def template_folders(folder: Path, chance: Random) -> Iterator[tuple[str, Path]]:
    """Yields folders of templates whose links or words reach for what is not theirs; a letter of each is `note`."""
    outside = folder / f"secret-{chance.randrange(10**6)}"
    outside.mkdir()
    head = "---\ntitle: 便条\npurpose: 试\nuse: 试\n---\n"
    (outside / "note.md.j2").write_text(head + SECRET.decode(), "utf-8")
    (outside / "language.yaml").write_text(f"thousands: '{SECRET.decode()}'\n", "utf-8")
    for name, link in (("a letter", "zh/note.md.j2"), ("a part", "zh/_parts"), ("a language", "zh/language.yaml")):
        own = folder / name
        (own / "zh").mkdir(parents=True)
        note = head + ("{% include '_parts/note.md.j2' %}" if name == "a part" else "x")
        (own / "zh" / "note.md.j2").write_text(note, "utf-8")
        (own / link).unlink(missing_ok=True)
        (own / link).symlink_to(outside / ("" if name == "a part" else Path(link).name))
        yield f"a link for {name}", own
    for name in ("bytes", "size"):
        (folder / name / "zh").mkdir(parents=True)
    (folder / "bytes" / "zh" / "note.md.j2").write_bytes(head.encode() + chance.randbytes(500))
    yield "a letter that is no text", folder / "bytes"
    with (folder / "size" / "zh" / "note.md.j2").open("wb") as file:
        file.truncate(chance.randint(1 << 31, 1 << 32))
    yield "a letter of gigabytes", folder / "size"
    words = folder / "words"
    (words / "zh").mkdir(parents=True)
    (words / "zh" / "note.md.j2").write_text(head + "{{ date }}", "utf-8")
    form = chance.choice(("{0.__class__.__mro__}", "{date.__init__.__globals__}", f"{{x:>{10**9}}}"))
    (words / "zh" / "language.yaml").write_text(f"date: '{form}'\n", "utf-8")
    yield "words that are a program", words
