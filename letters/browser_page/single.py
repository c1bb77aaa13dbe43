"""The page without a server, as one file or as a few: the page of `letters serve`, and the whole program with it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from letters.browser_page.parts import PublishedFile
from letters.web.pages import FOLDER, InOneFile, Licensed, make_page
from letters.web.words import Say

HERE = Path(__file__).resolve().parent
STYLES = ("page.css", "call.css")
OTHER = {"link.js": HERE / "link.js"}
"""Modules of the page's script that are others in the page without a server."""
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let) (\w+))", re.MULTILINE)
OWN_TEXTS = {"MPL-2.0": HERE / "MPL-2.0.txt"}
"""Licences whose text does not come with the package."""
INDEX = "index.html"


class PageContents(NamedTuple):
    """What a page without a server is made of: how it speaks, the parts of the program, the licences."""

    say: Say
    language: str
    languages: tuple[str, ...]
    parts: Mapping[str, bytes]
    licensed: Sequence[Licensed]


def make_single(made: PageContents) -> str:
    """Returns the page as one file of HTML, which opens from a disk and asks nothing of anybody."""
    return _page(made, {name: base64.b64encode(_packed(content)).decode() for name, content in made.parts.items()})


def make_site(made: PageContents) -> dict[str, bytes]:
    """Returns the page as files for a web server, by name: the page itself, and the parts of the program beside it."""
    files = {f"{name}.gz": _packed(content) for name, content in made.parts.items()}
    page = _page(made, {name: f"{name}.gz" for name in made.parts}, beside=True)
    return {INDEX: page.encode(), **files}


def _page(made: PageContents, parts: Mapping[str, str], *, beside: bool = False) -> str:
    """Returns the page with its parts as they stand in it, or with their addresses if they stand beside it."""
    style = _enclosed("".join((FOLDER / name).read_text("utf-8") for name in STYLES))
    script = _enclosed(bundle("page.js"))
    icon = base64.b64encode((FOLDER / "icon.svg").read_bytes()).decode()
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}' blob: 'wasm-unsafe-eval'; worker-src blob:;"
        f" style-src '{_digest(style)}'; img-src blob: data:; base-uri 'none'; form-action 'none'"
        + ("; connect-src 'self'" if beside else "")
    )
    blocks = [_block(name, "", file=text) if beside else _block(name, text) for name, text in parts.items()]
    blocks.append(_block("worker", _enclosed((HERE / "worker.js").read_text("utf-8"))))
    inside = InOneFile(
        policy,
        f"data:image/svg+xml;base64,{icon}",
        style,
        "\n".join(blocks),
        script,
        tuple(made.licensed),
    )
    return make_page(made.say, made.language, made.languages, inside=inside)


def _block(name: str, content: str, *, file: str = "") -> str:
    beside = f' data-file="{escape(file)}"' if file else ""
    return f'<script type="text/plain" data-part="{escape(name)}"{beside}>{content}</script>'


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def bundle(first: str) -> str:
    """Returns a script and all that it imports as one: each module a function that returns what it exports."""
    written: dict[str, str] = {}

    def add(name: str) -> None:
        if name in written:
            return
        code = OTHER.get(name, FOLDER / name).read_text("utf-8")
        written[name] = ""  # the place of one that imports itself in a circle
        for _, other in _IMPORT.findall(code):
            add(f"{other}.js")
        exported = ", ".join(_EXPORT.findall(code))
        code = _EXPORT.sub("", _IMPORT.sub(_taken, code))
        del written[name]
        written[name] = (
            f"const {_called(name.removesuffix('.js'))} = (() => {{\n{code}return {{ {exported} }};\n}})();\n"
        )

    add(first)
    return "".join(written.values())


def _taken(found: re.Match[str]) -> str:
    """Returns an import as a constant that takes the same names from what the module returned."""
    return f"const {found[1].replace(' as ', ': ')} = {_called(found[2])};\n"


def _called(module: str) -> str:
    return f"{module}_module"


def _enclosed(code: str) -> str:
    """Returns code of ours as it may stand in HTML, where nothing in it may end its element."""
    assert not re.search("</(?:script|style)|<!--", code, re.IGNORECASE)
    return f"\n{code}"


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def licences(parts: Sequence[PublishedFile], folder: Path) -> list[Licensed]:
    """Returns what the page holds of others, each with the text of its licence, as it came with its package."""
    found = []
    for part in parts:
        text = OWN_TEXTS[part.licence].read_text("utf-8") if part.licence in OWN_TEXTS else _texts(folder / part.file)
        found.append(Licensed(f"{part.name} {part.version}", part.licence, part.source, text))
        if part.licence == "PSF-2.0":  # the licence of Python itself, which Pyodide holds
            found.append(Licensed("CPython", part.licence, "https://github.com/python/cpython", text))
    return found


def _texts(wheel: Path) -> str:
    with ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if re.search(r"\.dist-info/(?:licenses/)?LICEN[CS]E[^/]*$", name)]
        return "\n\n".join(archive.read(name).decode() for name in names)
