"""What was done: `batch.jsonl` in the folder of the batch, a line of JSON for each case, written as it happens.

A line is written once the case's files are there. So a batch that is killed does at most the cases of that moment
again, to the same files. A line that was cut off in the middle counts for nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from letters.base.errors import Message, OutputError, Problem, borrowed, dotted
from letters.batch.work import DONE, Outcome
from letters.files.disk import check_ordinary, make_folder

if sys.platform != "win32":
    import fcntl

NAME = "batch.jsonl"
SCHEMA = 1
WARNINGS, BLANKS = "warnings", "blanks"


class JournalEntry(NamedTuple):
    """A case that is done: what it was made of, its files, and the files that it names, each with its SHA-256.

    `today` is the day that it was made on, if the letters depend on that.
    """

    digest: str
    today: str | None
    files: tuple[str, ...]
    beside: tuple[tuple[str, str], ...] = ()


class Journal:
    """The journal, open to go on with it. `say` turns a message into the words that are noted.

    Raises OutputError if it cannot be written, or another batch writes it.
    """

    def __init__(self, folder: Path, say: Callable[[str], str] = str) -> None:
        self.path, self._say = folder / NAME, say
        with telling(self.path):
            make_folder(folder)
            if self.path.exists():
                check_ordinary(self.path)
            binary: int = getattr(os, "O_BINARY", 0)  # Windows would translate line ends
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | binary, 0o600)
            self._alone()
            self.done = dict(self._read())
            if self._is_cut_off():
                os.write(self._file, b"\n")

    def _is_cut_off(self) -> bool:
        """Returns whether the last line has no end: the run that wrote it was killed."""
        if not os.fstat(self._file).st_size:
            return False
        os.lseek(self._file, -1, os.SEEK_END)  # what is written goes to the end all the same
        return os.read(self._file, 1) != b"\n"

    def _alone(self) -> None:
        """Raises OutputError if another batch has the file open: both would write and note every case."""
        if sys.platform != "win32":
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                os.close(self._file)
                what = Message("another `letters batch` is at work in {folder}; wait for it", folder=self.path.parent)
                raise OutputError(what) from error
            except OSError:
                return  # a disk without locks

    def _read(self) -> Iterator[tuple[str, JournalEntry]]:
        """Yields each case that is done: its last line counts, and one that says failed is not done."""
        known: dict[tuple[str, ...], tuple[str, ...]] = {}  # most cases have the same files: kept once
        with self.path.open("rb") as file:
            for line in file:
                if found := _entry(line):
                    output, entry = found
                    yield output, entry._replace(files=known.setdefault(entry.files, entry.files))

    def write(self, outcome: Outcome) -> None:
        """Adds a line for one case. Raises OutputError."""
        row: dict[str, Any] = {
            "schema": SCHEMA,
            "output": outcome.item.output,
            "input": outcome.digest,
            "outcome": outcome.state,
        }
        if outcome.item.heads:
            row["row"] = outcome.item.row
        if outcome.state == DONE:
            row |= {"files": list(outcome.files)} | ({"today": outcome.today.isoformat()} if outcome.today else {})
            row |= {"beside": dict(outcome.beside)} if outcome.beside else {}
            notes = {BLANKS: outcome.blanks, WARNINGS: outcome.warnings}
            in_table = bool(outcome.item.heads)
            row |= {key: [self._note(one, in_table) for one in found] for key, found in notes.items() if found}
        else:
            row["problems"] = [{"path": dotted(one.path), "message": str(one.message)} for one in outcome.problems]
        with telling(self.path):
            line = memoryview(f"{json.dumps(row, ensure_ascii=False)}\n".encode("utf-8", "replace"))
            while line:
                line = line[os.write(self._file, line) :]

    def _note(self, problem: Problem, in_table: bool) -> dict[str, Any]:
        note: dict[str, Any] = {"path": dotted(problem.path), "message": str(problem.message)}
        if problem.mark and not in_table:  # where rows may move
            note |= {"line": problem.mark.line, "column": problem.mark.column}
        said = self._say(problem.message)
        return note | ({"said": said} if said != note["message"] else {})

    def close(self) -> None:
        """Closes the journal; nothing more is written to it."""
        os.close(self._file)


def _entry(line: bytes) -> tuple[str, JournalEntry] | None:
    try:
        row = json.loads(line)
        if row["schema"] != SCHEMA:
            return None
        files = tuple(row["files"]) if row["outcome"] == DONE else ()
        digest, beside = str(row["input"]) if files else "", tuple(row.get("beside", {}).items())
        return str(row["output"]), JournalEntry(digest, row.get("today"), files, beside)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turns what the system says of a path of the batch's own into one sentence."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> OutputError:
    """Returns what to say where the system refuses to write a path of the batch's own."""
    reason = borrowed(error.strerror or str(error))
    return OutputError(
        Message(
            "cannot write {path}: {reason}; mend that and run again, which goes on from here", path=path, reason=reason
        )
    )
