"""A letter's file without the page for the borrower alone that ends it, even if somebody edited the file."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from letters.base.errors import InputError
from letters.files.safe_zip import open_word
from letters.files.xml_nodes import parse

_DOCUMENT = "word/document.xml"
_ENCODINGS = ("utf-8", "gb18030")  # as people's editors save text
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}  # "Unicode" in Windows' Notepad


def without_page(content: bytes, name: str, heading: str) -> bytes:
    """Returns a Word file or a text without what begins at a heading; unchanged if the heading does not stand in it."""
    if not heading:
        return content
    return _word(content, name, heading) if name.endswith(".docx") else _text(content, heading)


def _text(content: bytes, heading: str) -> bytes:
    if wide := _WIDE.get(content[:2]):
        narrow = content[: len(content) // 2 * 2].decode(wide, "surrogatepass").encode("utf-8", "surrogatepass")
        kept = _text(narrow, heading)
        return content if kept is narrow else kept.decode("utf-8", "surrogatepass").encode(wide, "surrogatepass")
    for encoding in _ENCODINGS:
        line = rb"^[#\t ]*" + re.escape(heading.encode(encoding)) + rb"[\t ]*\r?$"
        if found := re.search(line, content, re.MULTILINE):
            return content[: found.start()].rstrip() + (b"\r\n" if b"\r\n" in content else b"\n")
    return content


def _word(content: bytes, name: str, heading: str) -> bytes:
    """Returns the file without the page; every other byte of the document, and every other part of the file, stays."""
    try:
        data = open_word(content, name).get(_DOCUMENT, b"")
        body = parse(data, name).child("w:body")
    except InputError:  # whatever it is, no letter of ours
        return content
    if body is None or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content
    texts = ("".join(part.text for part in node.every("w:t")).strip() for node in body.children)
    first = next((place for place, text in enumerate(texts) if text == heading), None)
    page = [node for node in body.children[first:] if node.tag != "w:sectPr"] if first is not None else []
    if not page:
        return content
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == _DOCUMENT:
                part = part[: page[0].start] + part[page[-1].end :]
            new.writestr(info, part, compress_type=info.compress_type)
    return out.getvalue()
