"""What is wrong with the cases that failed, for Excel: `report.csv`, a line a problem."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import Self

from letters.base.errors import dotted
from letters.batch.journal import telling
from letters.batch.work import Outcome

NAME = "report.csv"
_HEADS = ("file", "output", "row", "column", "field", "message")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Report:
    """Written line by line under another name, which becomes `report.csv` at the end: there is an old or a whole one.

    Where nothing failed there is none. `say` is how a message is told.
    """

    def __init__(self, folder: Path, say: Callable[[str], str]) -> None:
        self.path, self._temporary = folder / NAME, folder / f".{NAME}.tmp"
        self._say, self.count = say, 0

    def __enter__(self) -> Self:
        with telling(self._temporary):
            self._temporary.unlink(missing_ok=True)
            descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            # With a BOM, by which Excel knows UTF-8.
            self._file = open(descriptor, "w", encoding="utf-8-sig", newline="")  # noqa: PTH123
            self._rows = csv.writer(self._file)
            self._rows.writerow(_HEADS)
        return self

    def add(self, outcome: Outcome) -> None:
        """The problems of a case, a line each. Raises OutputError."""
        with telling(self.path):
            for problem in outcome.problems:
                mark = problem.mark
                place = (mark.line, mark.column) if mark else ("", "")
                row = (outcome.item.name, outcome.item.output, *place, dotted(problem.path), self._say(problem.message))
                self._rows.writerow([_as_text(cell) for cell in row])
                self.count += 1

    def __exit__(self, *failure: object) -> None:
        with telling(self.path):
            try:
                self._file.close()
                if self.count:
                    self._temporary.replace(self.path)
                elif failure[0] is None:
                    self.path.unlink(missing_ok=True)
            finally:
                self._temporary.unlink(missing_ok=True)


def _as_text(cell: object) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
