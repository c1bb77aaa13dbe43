"""What the letters lack, and what deserves a look, for Excel: `notes.csv`, a line for each blank or warning.

It is made from `batch.jsonl` at the end of each run, in the order of the cases, and tells of cases that were done in
earlier runs too. The last run of a case counts: one that failed has no notes, even if it wrote letters before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from letters.base.errors import Message
from letters.batch.item import Item
from letters.batch.journal import BLANKS, WARNINGS, telling
from letters.batch.journal import NAME as JOURNAL
from letters.batch.report import Listing

NAME = "notes.csv"
_KINDS = {BLANKS: "blank", WARNINGS: "warning"}


class Noted(NamedTuple):
    """How many cases have blanks in their letters, how many have warnings, and the file that says which, or None."""

    blanks: int
    warnings: int
    path: Path | None


def write_notes(items: Iterable[Item], folder: Path, say: Callable[[str], str]) -> Noted:
    """Writes the notes of these cases and returns what they count. Raises OutputError."""
    counts = dict.fromkeys(_KINDS, 0)
    heads = ("file", "output", "row", "column", "field", "kind", "message")
    with telling(folder / JOURNAL), (folder / JOURNAL).open("rb") as journal, Listing(folder / NAME, heads) as listing:
        places, columns = _places(journal), _FieldColumns()
        for item in items:
            if item.output not in places:
                continue
            journal.seek(places[item.output])
            row = json.loads(journal.readline())
            for key, kind in _KINDS.items():
                counts[key] += key in row
                for note in row.get(key, ()):
                    said = note.get("said") or note["message"]
                    message = said if key == WARNINGS else say(Message("blank in the letters: {label}", label=said))
                    listing.write(item.name, item.output, *columns.place(item, note), note["path"], kind, message)
    return Noted(counts[BLANKS], counts[WARNINGS], listing.path if listing.count else None)


def _places(journal: Iterable[bytes]) -> dict[str, int]:
    """Returns, for each case with notes, the place in the journal at which its last line begins."""
    places: dict[str, int] = {}
    at = 0
    for line in journal:
        try:
            row = json.loads(line)
            output, has_notes = str(row["output"]), any(key in row for key in _KINDS)
        except (ValueError, KeyError, TypeError, RecursionError):
            output, has_notes = "", False  # a line that was cut off
        if has_notes:
            places[output] = at
        else:
            places.pop(output, None)
        at += len(line)
    return places


class _FieldColumns:
    """Where the fields of notes stand in a table, whose rows have the same heads and notes of few fields."""

    def __init__(self) -> None:
        self._heads: tuple[str, ...] = ()
        self._known: dict[str, object] = {}

    def place(self, item: Item, note: dict[str, Any]) -> tuple[object, object]:
        """Returns where a note stands: for a row, where the table has it now, since rows may have come before it."""
        if not item.heads:
            return note.get("line", ""), note.get("column", "")
        if item.heads is not self._heads:
            self._heads, self._known = item.heads, {"": ""}
        field = note["path"]
        if field not in self._known:
            self._known[field] = next((at for at, head in enumerate(item.heads, 1) if _is_of(head, field)), "")
        return item.row, self._known[field]


def _is_of(head: str, field: str) -> bool:
    return head == field or head.startswith((f"{field}.", f"{field}["))
