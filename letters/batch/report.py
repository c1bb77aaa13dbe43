"""What is wrong with the cases that failed, for Excel: `report.csv`, a line for each problem."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

from letters.base.errors import Message, dotted
from letters.batch.journal import telling, unwritable
from letters.batch.work import Outcome
from letters.files.disk import check_ordinary
from letters.files.manifest import MANIFEST

NAME = "report.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EARLIER = Message("of an earlier run")
"""What the folder of a case that failed still holds: letters of an earlier run."""


class Listing:
    """A CSV for Excel that is written under another name and gets its own at the end: the file is an old or a whole
    one.

    If no line was written, there is no file.
    """

    counts_in_part = False
    """Whether what was written before an error is worth keeping."""

    def __init__(self, path: Path, heads: Iterable[str]) -> None:
        self.path, self._temporary = path, path.with_name(f".{path.name}.tmp")
        self._heads, self.count = heads, 0

    def __enter__(self) -> Self:
        with telling(self.path):
            if self.path.exists():
                check_ordinary(self.path)
        with telling(self._temporary):
            self._temporary.unlink(missing_ok=True)
            descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            # With a BOM, by which Excel knows UTF-8.
            self._file = open(descriptor, "w", encoding="utf-8-sig", errors="replace", newline="")  # noqa: PTH123
            self._rows = csv.writer(self._file)
            self._rows.writerow(self._heads)
        return self

    def write(self, *cells: object) -> None:
        """Adds a line. Raises OutputError."""
        try:
            self._rows.writerow([as_text(cell) for cell in cells])
        except OSError as error:
            raise unwritable(self.path, error) from error
        self.count += 1

    def __exit__(self, *failure: object) -> None:
        with telling(self.path):
            try:
                self._file.close()
                if self.count and (self.counts_in_part or failure[0] is None):
                    self._temporary.replace(self.path)
                elif failure[0] is None:
                    self.path.unlink(missing_ok=True)
            finally:
                self._temporary.unlink(missing_ok=True)


class Report(Listing):
    """The problems of a batch. `say` turns a message into the words that are written."""

    counts_in_part = True

    def __init__(self, folder: Path, say: Callable[[str], str]) -> None:
        super().__init__(folder / NAME, ("file", "output", "row", "column", "field", "message", "letters"))
        self._say = say

    def add(self, outcome: Outcome) -> None:
        """Adds the problems of a case, a line each. Raises OutputError."""
        item, left = outcome.item, ""
        with suppress(OSError, ValueError):  # what cannot be the name of a folder
            left = self._say(_EARLIER) if (self.path.parent / item.output / MANIFEST).exists() else ""
        for one in outcome.problems:
            place = (one.mark.line, one.mark.column) if one.mark else ("", "")
            self.write(
                item.name, item.output, *place, item.title(one) or dotted(one.path), self._say(one.message), left
            )


def as_text(cell: object) -> str:
    """Returns a cell as a text that a spreadsheet does not take for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
