"""What was sent: a copy of a letter as it went out, with the hashes of all that made it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import Any

from letters.base.errors import LettersError, Message, OutputError
from letters.base.placeholders import fill
from letters.base.resources import bundled
from letters.documents.formats import DEFAULT_FORMATS, FORMATS, find_format
from letters.files.disk import read_ordinary, telling, unfinished
from letters.files.letter_folder import write
from letters.followup.kept_copy import MANIFEST, SCHEMA, SentLetter, copy_folder
from letters.followup.log import is_of_letter
from letters.pipeline import Letters
from letters.reference_data.languages import read_language
from letters.reference_data.letter_kinds import read_letter_kind
from letters.reference_data.template_library import Library, check_language
from letters.scenario.load import Case
from letters.scenario.writing.yaml_insert import Row

REPLY_WITHIN = "request.reply_within_days"
"""The key that a letter needs which speaks of the day for an answer."""


def unlogged(case: Case, kind: str, on: date) -> Case:
    """Returns the case without the contacts that say that this letter was sent that day: it was made before them."""
    contacts = tuple(one for one in case.scenario.contacts if not is_of_letter(one, kind, on))
    if len(contacts) == len(case.scenario.contacts):
        return case
    return replace(case, scenario=case.scenario.copy_with({"contacts": contacts}))


def as_sent(made: Iterable[Letters | LettersError], known: Collection[str], on: date) -> Letters:
    """Choose, of one letter made as of different days, the one whose Markdown is known to stand in the folder.

    If none of them is, choose the first of those days that suits and asks for an answer after the day of sending;
    else the first that suits. If none suits, raises what the first attempt raised.
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
    return next((one for one in found if _leaves_time(one, on)), found[0])


def _leaves_time(letters: Letters, on: date) -> bool:
    """Returns whether the day for an answer that the letter states lies after the day of sending."""
    case, (drafted,) = letters.case, letters.drafts
    needs = read_letter_kind(case.library, drafted.language, drafted.kind).needs
    return REPLY_WITHIN in needs and letters.figures.reply_by > on


@contextmanager
def frozen(  # noqa: PLR0913, PLR0917 - a letter, when and where, and what stands beside it
    letters: Letters, raw: bytes, on: date, folder: Path, beside: Mapping[str, bytes], own: Collection[str] = ()
) -> Iterator[list[Path]]:
    """Keeps a copy of the one letter that `letters` holds in `folder`/<date>-<kind>/, and yields the paths.

    The copy stays only if what is done with it succeeds. `beside` is what stands in the case's folder: if a file of
    this letter is there, it was what was sent, edited or not; else the letter is made. `own` names those of them that
    are not as letters wrote them, such as a PDF that somebody exported. A copy is never overwritten. Raises
    OutputError.
    """
    (drafted,) = letters.drafts
    target = copy_folder(folder, drafted.kind, on)
    if target.exists():
        raise already_kept(target)
    files, edited = _as_it_went(letters, beside, own)
    record = manifest(letters, raw, on, files, edited)
    content = {**files, MANIFEST: (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")}
    part = unfinished(target)  # complete before it has its name
    rmtree(part, ignore_errors=True)  # left by a run that was killed
    new = [above for above in (folder, *folder.parents) if not above.exists()]
    with _undone(part, new), telling(target):
        written = write(part, content)
        (part / ".letters.json").unlink()
        part.rename(target)
    with _undone(target, new):
        yield [target / path.name for path in written]


def already_kept(target: Path) -> OutputError:
    """Returns the error for a letter of which a copy is kept and the log tells."""
    return OutputError(Message("{path} exists already: what was sent is not changed", path=target))


@contextmanager
def _undone(copy: Path, new: Iterable[Path]) -> Iterator[None]:
    """Remove the copy, and the folders that were made for it, when anything fails or the user interrupts."""
    try:
        yield
    except BaseException:
        rmtree(copy, ignore_errors=True)
        with suppress(OSError):
            for folder in new:
                folder.rmdir()
        raise


def _as_it_went(
    letters: Letters, beside: Mapping[str, bytes], own: Collection[str]
) -> tuple[dict[str, bytes], set[str]]:
    """Returns the files of the letter, and which of them somebody had edited; the others are made from the edited
    one.
    """
    letters.check_something_to_send()
    stem = next(iter(letters.sources(["md"]))).removesuffix("md")
    writable = [name for name, form in FORMATS.items() if form.is_installed or (letters.office and form.by_office)]
    there = {form: beside[stem + form] for form in writable if stem + form in beside}
    forms = list(there or DEFAULT_FORMATS)
    made = letters.files(forms)
    known = (
        replace(letters, edits={}).files(form for form in there if find_format(form).editable)
        if letters.edits
        else made
    )
    edited = {stem + form for form in there if find_format(form).editable and there[form] != known[stem + form]}
    edited |= {stem + form for form in there if stem + form in own}
    return made | {name: beside[name] for name in edited}, edited


def sent_letter(letters: Letters, on: date) -> SentLetter:
    """Returns the one letter that `letters` holds as one that is sent on a day."""
    (drafted,) = letters.drafts
    return SentLetter(drafted.kind, drafted.language, drafted.title, on, _asked_by(letters, on))


def entry(letter: SentLetter, shelf: Library, channel: str | None = None) -> Row:
    """Returns the contact that the log has of a letter that went out by a channel; without one, by that which the
    language names. Raises UnknownName for the letter's language.
    """
    check_language(shelf, letter.language)
    words = read_language(shelf, letter.language).record
    row: dict[str, str | date] = {"date": letter.on}
    if words:
        row |= {"channel": words["channel"], "said": fill(words["said"], {"title": letter.title})}
    if channel and channel.strip():
        row["channel"] = channel.strip()
    if letter.asked_by:
        row["asked_by"] = letter.asked_by
    return {**row, "letter": letter.kind}


def _asked_by(letters: Letters, on: date) -> date | None:
    """Returns the day by which the letter asks for an answer, or None if it states no day after the day of sending."""
    (drafted,) = letters.drafts
    return drafted.asks_by if drafted.asks_by and drafted.asks_by > on else None


def manifest(
    letters: Letters, raw: bytes, on: date, files: Mapping[str, bytes], edited: Collection[str]
) -> dict[str, Any]:
    """Returns what `manifest.json` holds: every SHA-256 by name, and as `edited` the files that letters would make
    otherwise.
    """
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
        "files": {name: {"sha256": _hash(one), "edited": name in edited} for name, one in sorted(files.items())},
        "evidence": {one.name: {"sha256": one.digest} for one in case.attachments},
        "templates": {name: digest for root in reversed(roots) for name, digest in _hashes(root)},
        "reference": dict(_hashes(bundled("reference_data"))),
    }


def _hashes(folder: Path) -> list[tuple[str, str]]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})
    return [(path.relative_to(folder).as_posix(), _hash(read_ordinary(path))) for path in found]


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
