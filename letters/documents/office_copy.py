"""A Word file as an office program may open it: nothing in it fetches a file or runs a program, and of tracked changes
only the result shows.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

from letters.base.errors import InputError, Message
from letters.documents.docx.reference_doc import Given, check_harmless
from letters.files.safe_zip import open_word
from letters.files.xml_nodes import parse

Office = Callable[[bytes, str], bytes]
"""Makes of a Word file, as it stands, a file of another format, named by its extension. Raises OutputError, and
InputError for a Word file that it may not open.
"""
_RESULT = b'<w:revisionView w:markup="0" w:comments="0" w:insDel="0" w:formatting="0"/>'


def office_copy(raw: bytes, name: str) -> bytes:
    """Returns the file to be opened.

    Raises InputError for what is no Word file, is damaged, protected, too large, or carries macros, and for one that
    would run a program or take something from outside into the letter.
    """
    given = Given(open_word(raw, name), name)
    check_harmless(given)
    for part, data in given.parts.items():
        if part.lower().endswith(".rels"):
            _check_whole(data, name)
    changed = {}
    if settings := given.one("settings"):
        changed[settings] = _showing_the_result(given, settings)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in given.parts.items():
            package.writestr(part, changed.get(part, data))
    return out.getvalue()


def _check_whole(data: bytes, name: str) -> None:
    """Raises InputError for a file of which something stands elsewhere, such as a picture that is only linked."""
    for link in parse(data, name).children:
        kind = link.attributes.get("Type", "").rpartition("/")[2]
        if link.attributes.get("TargetMode") == "External" and kind != "hyperlink":
            raise InputError(
                Message(
                    "{path} links to something outside ({target}); save it without",
                    path=name,
                    target=link.attributes.get("Target", ""),
                )
            )


def _showing_the_result(given: Given, part: str) -> bytes:
    data, root = given.xml(part, "settings")
    for node in reversed(list(root.children)):
        if node.tag == "w:revisionView":
            data = data[: node.start] + data[node.end :]
    if root.inner == root.end:  # <w:settings/>
        return data[: root.inner].removesuffix(b"/>") + b">" + _RESULT + b"</w:settings>"
    return data[: root.inner] + _RESULT + data[root.inner :]
