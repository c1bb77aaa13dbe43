"""A copy of what was sent, read back: is it whole, and what does it say of the letter."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from letters.base.errors import InputError, Message, OutputError
from letters.files.case_folder import digest_below, read_beside

MANIFEST = "manifest.json"
SCHEMA = 1


class SentLetter(NamedTuple):
    """A letter that was sent on a day; `asked_by` is the day for an answer, or None if it states no later one."""

    kind: str
    language: str
    title: str
    on: date
    asked_by: date | None


class KeptCopy(NamedTuple):
    """A copy of which every file is as its manifest says."""

    letter: SentLetter
    files: tuple[Path, ...]


def copy_folder(folder: Path, kind: str, on: date) -> Path:
    """Returns the folder in which the copy of a letter is kept that was sent on a day."""
    return folder / f"{on}-{kind}"


def read_copy(folder: Path, kind: str, on: date) -> KeptCopy | None:
    """Read back the copy of a letter that was sent on a day, or return None if there is none.

    Files beside those of the manifest, a receipt of the post say, may stand there. Raises OutputError where what stands
    there is no copy of that letter, or a file of it is missing or changed.
    """
    target = copy_folder(folder, kind, on)
    if not target.exists():
        return None
    try:
        known = _parsed(read_beside(target, MANIFEST), target)
    except InputError as error:
        raise _damaged(target, error.message) from error
    if known is None or (known.letter.kind, known.letter.on) != (kind, on):
        raise _damaged(target, Message("{name} is not that of a letter sent then", name=MANIFEST))
    return known


def _parsed(raw: bytes, target: Path) -> KeptCopy | None:
    """Returns what a manifest says, or None if it is none of ours. Raises OutputError for a file that differs."""
    try:
        data: Any = json.loads(raw)
        asked = data["asked_by"]
        kind, spoken, title = (data[key] for key in ("kind", "language", "title"))
        digests = {name: one["sha256"] for name, one in data["files"].items()}
        on, by = date.fromisoformat(data["on"]), None if asked is None else date.fromisoformat(asked)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if data.get("schema") != SCHEMA or not digests or not all(isinstance(text, str) for text in (kind, spoken, title)):
        return None
    for name, digest in digests.items():
        _check_file(target, name, digest)
    return KeptCopy(SentLetter(kind, spoken, title, on, by), tuple(target / name for name in [*digests, MANIFEST]))


def _check_file(target: Path, name: str, digest: object) -> None:
    try:
        is_same = digest_below(target, name) == digest
    except InputError as error:
        raise _damaged(target, error.message) from error
    if not is_same:
        raise _damaged(target, Message("{name} is not as {manifest} says", name=name, manifest=MANIFEST))


def _damaged(target: Path, what: str) -> OutputError:
    return OutputError(
        Message(
            "{path} is no whole copy of what was sent ({what}), and is never overwritten; put its files back as they"
            " were, or move that folder away, and run this again",
            path=target,
            what=what,
        )
    )
