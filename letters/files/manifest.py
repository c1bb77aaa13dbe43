"""What letters remembers of a folder: the content it gave each file, and the Markdown each was made from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from letters.base.errors import InputError
from letters.files.disk import read_ordinary

MANIFEST = ".letters.json"
_SCHEMA = 1
_VERSIONS = 2
"""How many versions of a file's Markdown are kept: a run that was killed may have left the file as it was before."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What letters remembers of the files of a folder.

    `files`: name → the SHA-256 of each content that letters gave the file. `drafts`: name → the ids of the Markdown it
    was made from, newest first; `texts` holds that Markdown by its id. `asked`: name → the places of a file that
    somebody edited of which the user was asked what shall stand there.
    """

    files: dict[str, list[str]] = field(default_factory=dict)
    drafts: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)

    def made_from(self, name: str) -> list[str]:
        """Returns the Markdown that a file was made from, newest first; empty if it was not kept."""
        return [self.texts[known] for known in self.drafts.get(name, ()) if known in self.texts]

    def remember(self, name: str, markdown: str) -> None:
        """Keeps the Markdown that a file is made from."""
        new = sha256(markdown.encode("utf-8", "replace")).hexdigest()[:16]
        self.texts[new] = markdown
        self.drafts[name] = list(dict.fromkeys([new, *self.drafts.get(name, ())]))[:_VERSIONS]

    def content(self) -> bytes:
        """Returns the bytes of the manifest's file; equal manifests give equal bytes."""
        used = {known for ids in self.drafts.values() for known in ids}
        data: dict[str, object] = {"schema": _SCHEMA, "files": self.files}
        if self.drafts:
            data |= {"drafts": self.drafts, "texts": {key: text for key, text in self.texts.items() if key in used}}
        if asked := {name: places for name, places in self.asked.items() if places}:
            data["asked"] = asked
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        return f"{text}\n".encode("utf-8", "replace")


def parse(content: bytes) -> Manifest | None:
    """Returns the manifest that a file holds, or None if it is no manifest of ours.

    Drafts that make no sense are forgotten: the files are still ours.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("schema") != _SCHEMA or not _is_lists(data.get("files")):
        return None
    if not all(map(_is_plain, data["files"])):
        return None
    drafts, texts = data.get("drafts", {}), data.get("texts", {})
    if not _is_lists(drafts) or not isinstance(texts, dict) or not _all_text(texts.values()):
        drafts, texts = {}, {}
    asked = data.get("asked", {})
    return Manifest(data["files"], drafts, texts, asked if _is_lists(asked) else {})


def read_manifest(folder: Path) -> Manifest:
    """Returns the manifest of a folder; an empty one if there is none or it cannot be read."""
    try:
        return parse(read_ordinary(folder / MANIFEST)) or Manifest()
    except (OSError, InputError):
        return Manifest()


def _is_plain(name: str) -> bool:
    """Returns whether a file of that name can lie in the folder itself, as each that letters writes does."""
    return bool(name) and not name.startswith(".") and not set(name) & set("/\\:\0") and name.isprintable()


def _is_lists(data: object) -> bool:
    return isinstance(data, dict) and all(isinstance(ids, list) and _all_text(ids) for ids in data.values())


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
