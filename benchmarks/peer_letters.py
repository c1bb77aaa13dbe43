"""A peer in a process of its own: reckons so many rows of a table and writes a Word letter for each.

`python peer_letters.py NAME TEMPLATE WORDS.json TABLE.csv COUNT OUT`, started by bulk.py.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from reckoning import facts

Write = Callable[[dict[str, Any]], bytes]


def main() -> None:
    name, template, words, table, count, out = sys.argv[1:]
    write = PEERS[name](Path(template).read_bytes(), json.loads(Path(words).read_text("utf-8")))
    with Path(table).open(encoding="utf-8", newline="") as file:
        for place, row in enumerate(islice(csv.DictReader(file), int(count))):
            Path(out, f"{place}.docx").write_bytes(write(facts(row)))


def _docxtpl(template: bytes, _: list[str]) -> Write:
    docxtpl: Any = import_module("docxtpl")

    def write(said: dict[str, Any]) -> bytes:
        document, file = docxtpl.DocxTemplate(BytesIO(template)), BytesIO()
        document.render(said)
        document.save(file)
        return file.getvalue()

    return write


def _python_docx(template: bytes, words: list[str]) -> Write:
    docx: Any = import_module("docx")

    def write(said: dict[str, Any]) -> bytes:
        document, file = docx.Document(BytesIO(template)), BytesIO()
        for text in words:
            if text:
                document.add_paragraph(text.format(**said))
                continue
            table = document.add_table(0, 5)
            for row in said["rows"]:
                for cell, one in zip(table.add_row().cells, row, strict=True):
                    cell.text = one
        document.save(file)
        return file.getvalue()

    return write


def _pandoc(_: bytes, words: list[str]) -> Write:
    def write(said: dict[str, Any]) -> bytes:
        table = "\n".join(["|a|b|c|d|e|", "|-|-|-|-|-|", *(f"|{'|'.join(row)}|" for row in said["rows"])])
        text = "\n\n".join(one.format(**said) if one else table for one in words)
        command = ["pandoc", "-f", "markdown", "-t", "docx", "-o", "-"]
        return subprocess.run(command, input=text.encode(), check=True, capture_output=True).stdout

    return write


PEERS = {"docxtpl": _docxtpl, "python-docx": _python_docx, "pandoc": _pandoc}

if __name__ == "__main__":
    main()
