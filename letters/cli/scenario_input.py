"""The scenario that an argument names: a file, stdin, or a bundled example."""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from letters.base.errors import InputError, Message, borrowed, nearest
from letters.base.resources import bundled

MOST_BYTES = 8 * 1024 * 1024
SCENARIO = Message("a scenario is a few kilobytes")
EVIDENCE = Message("scan it smaller, or save it as a smaller picture")


@dataclass(frozen=True, slots=True)
class ScenarioInput:
    """A scenario's bytes, how messages call it, and the folder its letters go to."""

    raw: bytes
    name: str
    stem: str
    is_example: bool = False
    folder: Path = Path()

    @property
    def language(self) -> str:
        """The language it says it is in, found without reading it as YAML: it may have mistakes to tell of."""
        found = re.search(rb"^(?:\xef\xbb\xbf)?language:[ \t]*[\"']?([A-Za-z_-]+)", self.raw, re.MULTILINE)
        return found[1].decode() if found else "zh"

    @property
    def own_templates(self) -> Path | None:
        """The user's own templates, in a folder beside the file."""
        own = self.folder / "templates"
        return own if own.is_dir() and not self.is_example else None

    def read_beside(self, name: str) -> bytes:
        """A file that the scenario names, relative to its folder. Raises InputError."""
        return _read_file(self.folder / name, EVIDENCE)


def read_scenario(argument: str) -> ScenarioInput:
    """Reads what the user named. Raises InputError."""
    if argument == "-":
        return ScenarioInput(_read(sys.stdin.buffer, "stdin"), "stdin", "case")
    path = Path(argument)
    if not os.path.lexists(argument) or (path.is_dir() and f"{argument}.yaml" in _examples()):
        return _example(argument)
    # A file without an extension would stand where its letters' folder has to be.
    stem = path.stem if path.suffix not in {"", "."} else f"{path.stem.rstrip('.') or 'case'}-letters"
    return ScenarioInput(_read_file(path), argument, stem, folder=path.parent)


def _read_file(path: Path, too_large: Message = SCENARIO) -> bytes:
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise InputError(Message("{path} is a folder; name a file in it", path=path))
        with path.open("rb") as file:
            return _read(file, str(path), too_large)
    except OSError as error:
        reason = borrowed(error.strerror or str(error))
        raise InputError(Message("{path} cannot be read: {reason}", path=path, reason=reason)) from error


def _read(file: BinaryIO, name: str, too_large: Message = SCENARIO) -> bytes:
    # Also of a device that never ends, no more than this is ever read.
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise InputError(Message("{path} is larger than 8 MiB; {advice}", path=name, advice=too_large))
    return raw


def _examples() -> list[str]:
    return sorted(path.name for path in bundled("scenarios").glob("*.yaml"))


def _example(argument: str) -> ScenarioInput:
    names = _examples()
    name = argument if argument in names else f"{argument}.yaml"
    if name not in names:
        close = nearest(argument, names)
        tail = Message("; did you mean the bundled example {close}?", close=close) if close else ""
        raise InputError(
            Message(
                "there is no file {path}{tail} (`letters new` writes one to fill in; bundled examples: {names})",
                path=argument,
                tail=tail,
                names=", ".join(names),
            )
        )
    path = bundled("scenarios") / name
    return ScenarioInput(path.read_bytes(), name, path.stem, is_example=True, folder=path.parent)
