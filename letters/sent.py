"""What was sent: a copy of a letter as it went out, with the hashes of all that made it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import Any

from letters.base.errors import LettersError, Message, OutputError
from letters.base.resources import bundled
from letters.case.language import language
from letters.pipeline import DEFAULT_FORMATS, MAIL, Letters
from letters.writers.disk import unfinished
from letters.writers.folder import write

MANIFEST = "manifest.json"
SCHEMA = 1
REPLY_WITHIN = "request.reply_within_days"
"""A letter that needs it asks for an answer by a day."""


def as_sent(made: Iterable[Letters | LettersError], known: Collection[str], on: date) -> Letters:
    """Of one letter, made as of different days, the one whose Markdown is known to stand in the folder.

    Where none is, the first of those days that suits and asks for an answer after the day of sending; else the first
    that suits. Raises what the first attempt raised where none suits.
    """
    found: list[Letters] = []
    errors: list[LettersError] = []
    for letters in made:
        if isinstance(letters, LettersError):
            errors.append(letters)
            continue
        if letters.drafts[0].markdown in known:
            return letters
        found.append(letters)
    if not found:
        raise errors[0]
    return next((one for one in found if _asked_by(one, on)), found[0])


def _made(letters: Letters) -> dict[str, bytes]:
    """Every form in which the letter may have gone out."""
    return letters.files([*DEFAULT_FORMATS, "txt", MAIL])


def freeze(letters: Letters, raw: bytes, on: date, folder: Path, beside: Mapping[str, bytes]) -> list[Path]:
    """Keep a copy of the one letter that `letters` holds in `folder`/<date>-<kind>/; return the paths.

    `beside` is what stands in the case's folder: a file of this letter there was what was sent, edited or not;
    where there is none, the letter is made. A copy is never overwritten. Raises OutputError.
    """
    (drafted,) = letters.drafts
    target = folder / f"{on}-{drafted.kind}"
    if target.exists():
        raise OutputError(Message("{path} exists already: what was sent is not changed", path=target))
    made = _made(letters)
    there = {name: beside[name] for name in made if name in beside}
    files = there or {name: content for name, content in made.items() if not name.endswith((".txt", f".{MAIL}"))}
    record = manifest(letters, raw, on, files, made)
    content = {**files, MANIFEST: (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()}
    part = unfinished(target)  # complete before it has its name
    rmtree(part, ignore_errors=True)  # left by a run that was killed
    written = write(part, content)
    (part / ".letters.json").unlink()
    part.rename(target)
    return [target / path.name for path in written]


def entry(letters: Letters, on: date) -> dict[str, str | date]:
    """The contact that the log has of it. A letter that asks for an answer says by when."""
    case, (drafted,) = letters.case, letters.drafts
    words = language(case.library, drafted.language).record
    row: dict[str, str | date] = {"date": on}
    if words:
        row |= {"channel": words["channel"], "said": words["said"].format(title=drafted.title)}
    if due := _asked_by(letters, on):
        row["asked_by"] = due
    return {**row, "letter": drafted.kind}


def _asked_by(letters: Letters, on: date) -> date | None:
    """The day that the letter asks for an answer by; None where it asks for none, or for one before it was sent."""
    case, (drafted,) = letters.case, letters.drafts
    needs = case.library.front_matter(drafted.language, f"{drafted.kind}.md.j2").get("needs") or ()
    due = letters.figures.reply_by if REPLY_WITHIN in needs else None
    return due if due and due > on else None


def manifest(
    letters: Letters, raw: bytes, on: date, files: Mapping[str, bytes], made: Mapping[str, bytes]
) -> dict[str, Any]:
    """What `manifest.json` holds: every SHA-256 by name; `edited` where a file is not as letters would make it."""
    case, (drafted,) = letters.case, letters.drafts
    roots = [root / drafted.language for root in case.library.roots]
    return {
        "schema": SCHEMA,
        "kind": drafted.kind,
        "language": drafted.language,
        "title": drafted.title,
        "on": on.isoformat(),
        "asked_by": due.isoformat() if (due := _asked_by(letters, on)) else None,
        "as_of": case.as_of.isoformat(),
        "version": version("negotiation-letters"),
        "scenario": {"name": Path(case.source.name).name, "sha256": _hash(raw)},
        "files": {name: {"sha256": _hash(one), "edited": one != made[name]} for name, one in sorted(files.items())},
        "evidence": {one.name: {"sha256": one.digest} for one in case.attachments},
        "templates": {name: digest for root in reversed(roots) for name, digest in _hashes(root)},
        "reference": dict(_hashes(bundled("reference"))),
    }


def _hashes(folder: Path) -> list[tuple[str, str]]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), _hash(path.read_bytes())) for path in found]


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
