"""The scenario that an argument names: a file, stdin, or a bundled example."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from letters.base.errors import InputError, Message, nearest
from letters.base.resources import bundled

MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario's bytes, how messages call it, and the folder its letters go to."""

    raw: bytes
    name: str
    stem: str
    is_example: bool = False
    beside: Path | None = None
    """The user's own templates, in a folder beside the file."""


def read_scenario(argument: str) -> Scenario:
    """Reads what the user named. Raises InputError."""
    if argument == "-":
        return Scenario(_read(sys.stdin.buffer, "stdin"), "stdin", "case")
    path = Path(argument)
    if not os.path.lexists(argument) or (path.is_dir() and f"{argument}.yaml" in _examples()):
        return _example(argument)
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise InputError(Message("{path} is a folder; name the scenario file in it", path=argument))
        with path.open("rb") as file:
            own = path.parent / "templates"
            raw = _read(file, argument)
            return Scenario(raw, argument, path.stem or "case", beside=own if own.is_dir() else None)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(Message("{path} cannot be read: {reason}", path=argument, reason=reason)) from error


def _read(file: BinaryIO, name: str) -> bytes:
    # Also of a device that never ends, no more than this is ever read.
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise InputError(Message("{path} is larger than 8 MiB; a scenario is a few kilobytes", path=name))
    return raw


def _examples() -> list[str]:
    return sorted(path.name for path in bundled("scenarios").glob("*.yaml"))


def _example(argument: str) -> Scenario:
    names = _examples()
    name = argument if argument in names else f"{argument}.yaml"
    if name not in names:
        close = nearest(argument, names)
        tail = f"; did you mean the bundled example {close}?" if close else ""
        raise InputError(
            Message(
                "there is no file {path}{tail} (`letters new` writes one to fill in; bundled examples: {names})",
                path=argument,
                tail=tail,
                names=", ".join(names),
            )
        )
    path = bundled("scenarios") / name
    return Scenario(path.read_bytes(), name, path.stem, is_example=True)
