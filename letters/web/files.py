"""What the page gives to keep: a letter, all letters, and the scenario itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import zip_longest
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from letters.base.errors import Message, ScenarioError
from letters.documents.formats import find_format
from letters.files.yaml_reader import read
from letters.reference_data.catalogue import our_name
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import Library
from letters.scenario.questions import questions
from letters.scenario.writing.yaml_merge import comments, merged
from letters.scenario.writing.yaml_writer import written
from letters.web.preview import NAME, Visit

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The day of every file in an archive, so that the same letters give the same bytes."""

NOTES = Message("Notes of the file that was opened:")
HEAD = (
    Message("Written by the page of letters, where it can be opened again. From a terminal:"),
    Message("letters check FILE, then letters render FILE"),
)


def letter(visit: Visit, raw: bytes, kind: str, form: str) -> tuple[str, bytes]:
    """Returns the name and the content of one letter's file in one format. Raises LettersError."""
    _check([form])
    [(name, content)] = visit.letters(raw, (kind,)).files([form]).items()
    return name, content


def archive(visit: Visit, raw: bytes, forms: Sequence[str], *, was: bool = False) -> tuple[str, bytes]:
    """Returns the name and the content of one ZIP file: every letter that suits the case in these formats, the pages
    for the borrower alone, and the scenario. `was` is that of `scenario`.

    Raises LettersError.
    """
    _check(forms)
    content, _ = parted(raw, was=was)
    made = visit.letters(content)
    files = dict([scenario(visit, raw, was=was)])
    for form in dict.fromkeys(forms):
        files |= made.files([form]) | made.pages([form])
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as packed:
        for name, content in files.items():
            info = ZipInfo(name, LONG_AGO)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            packed.writestr(info, content)
    return "letters.zip", body.getvalue()


def parted(raw: bytes, *, was: bool) -> tuple[bytes, str | None]:
    """Returns the scenario that the page sends, and the text of the file that it came from, which follows its first
    line if there `was` one.
    """
    if not was:
        return raw, None
    content, _, text = raw.partition(b"\n")
    return content, text.decode(errors="replace")


def _check(forms: Sequence[str]) -> None:
    for form in forms:
        find_format(form)


def scenario(visit: Visit, raw: bytes, *, was: bool = False) -> tuple[str, bytes]:
    """Returns the name and the content of the scenario's file, whatever is still wrong with it.

    If there `was` a file, it is that one with what changed: its comments, its order and its quotes stay. One that
    cannot take the changes is written anew, with its comments at the end. Raises ScenarioError if it is no data at all.
    """
    content, before = parted(raw, was=was)
    data = read(content, NAME, strict=False).data
    assert isinstance(data, dict)  # read has refused anything else
    text = merged(before, _as_named(data, before, visit.shelf)) if before else None
    if text is None:
        text = _anew(visit, data, before or "")
    hardship = data.get("hardship")
    kind = hardship.get("kind") if isinstance(hardship, dict) else None
    known = kind if isinstance(kind, str) and kind in visit.shelf.hardships("zh") else "case"
    return f"{known}.yaml", text.encode()


def _as_named(data: Mapping[str, Any], before: str, shelf: Library) -> dict[str, Any]:
    """Returns the data with people's own names (生病, 花呗) where the file before has them for the same."""
    try:
        old: Any = read(before.encode(), NAME, strict=False).data
    except ScenarioError:
        return dict(data)
    if isinstance(old.get("lender"), str):
        old = old | {"lender": {"profile": old["lender"]}}
    named: dict[str, Any] = _named_as(data, old, "", shelf)
    return named


def _named_as(new: Any, old: Any, path: str, shelf: Library) -> Any:
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        above = f"{path}." if path else ""
        return {key: _named_as(one, old.get(key), f"{above}{key}", shelf) for key, one in new.items()}
    if isinstance(new, list) and isinstance(old, list):
        rows = zip_longest(new, old[: len(new)])
        return [_named_as(one, row, f"{path}[]", shelf) for one, row in rows]
    return old if isinstance(old, str) and our_name(shelf, path, old) == new else new


def _anew(visit: Visit, data: dict[str, Any], before: str) -> str:
    """Returns the text of a scenario with a comment for each key, and at its end those of the file before."""
    asked = questions(visit.language, lambda text: visit.say(text, visit.language), visit.shelf, MAIN_ROLES)
    text = written(data, asked, [visit.say(line, visit.language) for line in HEAD])
    if kept := comments(before):
        text += "\n" + "".join(f"# {line}\n" for line in (visit.say(NOTES, visit.language), *kept))
    return text
