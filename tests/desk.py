"""A desk with letters on it: a scenario, the letters made from it, and the ways in which people edit them."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from letters.cli import main

ROOT = Path(__file__).parent.parent
SCENARIO = (ROOT / "scenarios" / "illness.yaml").read_text("utf-8")
DOCUMENT = "word/document.xml"


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """A folder with case.yaml and the letters in case/."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def letters(self, *arguments: str, stdin: bytes = b"") -> Done:
        """Runs the command in the folder."""
        self.capsys.readouterr()
        with self.monkeypatch.context() as here, pytest.raises(SystemExit) as ended:
            here.chdir(self.folder)
            here.setattr(sys, "argv", ["letters", *arguments])
            here.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            copy_context().run(main)
        said = self.capsys.readouterr()
        code = ended.value.code
        return Done(code if isinstance(code, int) else 0, said.out, said.err)

    def render(self, *arguments: str) -> None:
        done = self.letters("render", "case.yaml", *arguments)
        assert done.code == 0, done.err

    def scenario(self, *changes: tuple[str, str]) -> None:
        """Changes the scenario's text; each piece must be there."""
        path = self.folder / "case.yaml"
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def path(self, name: str) -> Path:
        return self.folder / "case" / name

    def facts(self, name: str, *arguments: str) -> list[dict[str, Any]]:
        """What verify finds in a letter."""
        done = self.letters("verify", f"case/{name}", "--scenario", "case.yaml", "--json", *arguments)
        assert done.code in (0, 4), done.err
        [file] = json.loads(done.out)["files"]
        facts: list[dict[str, Any]] = file["facts"]
        assert (done.code == 4) == any(fact["state"] != "matches" for fact in facts)
        return facts

    def differing(self, name: str, *arguments: str) -> list[tuple[str, str | None, str | None, str]]:
        """What verify finds wrong in a letter: what, found, expected, state."""
        return [
            (fact["what"], fact["found"], fact["expected"], fact["state"])
            for fact in self.facts(name, *arguments)
            if fact["state"] != "matches"
        ]

    def replace(self, name: str, old: str, new: str) -> None:
        """Edits a text file, the first place alone."""
        path = self.path(name)
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def open(self, name: str) -> WordDocument:
        return Document(str(self.path(name)))

    def edit(self, name: str, change: Callable[[WordDocument], None]) -> None:
        """Edits a Word file as a person would, through another program."""
        document = self.open(name)
        change(document)
        document.save(str(self.path(name)))

    def edit_xml(self, name: str, old: str, new: str) -> None:
        """Edits the XML of a Word file, the first place alone."""
        self.path(name).write_bytes(with_xml(self.path(name).read_bytes(), old, new))


def with_xml(raw: bytes, old: str, new: str, part: str = DOCUMENT) -> bytes:
    """A Word file in which one piece of a part is another."""
    parts = parts_of(raw)
    xml = parts[part].decode()
    assert old in xml, old
    return packed(parts | {part: xml.replace(old, new, 1).encode()})


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def paragraph(document: WordDocument, words: str) -> Paragraph:
    """The first paragraph of the body that has these words."""
    return next(found for found in document.paragraphs if words in found.text)


def words_of(document: WordDocument) -> list[str]:
    return [found.text for found in document.paragraphs]


def delete(found: Paragraph) -> None:
    element = found._element
    element.getparent().remove(element)
