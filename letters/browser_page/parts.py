"""What the page in one file is made of beside this program: brought by npm and pip, held to a SHA-256, and kept."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from letters.base.errors import InputError, Message, borrowed
from letters.files.disk import read_ordinary
from letters.files.yaml_reader import read

PINNED = Path(__file__).with_name("parts.yaml")
MOST_SECONDS = 600
"""How long npm or pip may take."""


class PublishedFile(NamedTuple):
    """A published file: the package it brings, under which licence, and the SHA-256 that it must have."""

    name: str
    version: str
    file: str
    sha256: str
    licence: str
    source: str

    def is_in(self, folder: Path) -> bool:
        """Returns whether a folder holds exactly this file."""
        path = folder / self.file
        return path.is_file() and hashlib.sha256(read_ordinary(path)).hexdigest() == self.sha256


class PinnedParts(NamedTuple):
    """All that is asked for: of npm, and of pip for a Python and the platforms of its wheels."""

    npm: tuple[PublishedFile, ...]
    wheels: tuple[PublishedFile, ...]
    python: str
    platforms: tuple[str, ...]


def pinned() -> PinnedParts:
    """Returns the pinned parts, in the order in which they are listed."""
    data: Any = read(PINNED.read_bytes(), PINNED.name).data
    npm, wheels = (tuple(PublishedFile(**one) for one in data[key]) for key in ("npm", "wheels"))
    return PinnedParts(npm, wheels, data["platforms"]["python"], tuple(data["platforms"]["tags"]))


def gather(asked: PinnedParts, folder: Path) -> None:
    """Brings what the folder, which is there, lacks of the pinned parts; what is right is not asked for again.

    Raises InputError where npm or pip is not there, or brings nothing, or brings another file.
    """
    for part in asked.npm:
        if not part.is_in(folder):
            command = [_program("npm"), "pack", "--silent", f"{part.name}@{part.version}", "--pack-destination"]
            _bring([part], folder, command)
    if lacking := [part for part in asked.wheels if not part.is_in(folder)]:
        _bring(lacking, folder, _pip(asked), wanted=lacking)


def _program(name: str) -> str:
    if found := shutil.which(name):
        return found
    raise InputError(Message("the page in one file needs {program}, which is not installed", program=name))


def _pip(asked: PinnedParts) -> list[str]:
    tags = [word for tag in asked.platforms for word in ("--platform", tag)]
    return [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"),
        *("--only-binary=:all:", "--implementation", "cp", "--python-version", asked.python),
        *("--abi", f"cp{asked.python.replace('.', '')}", *tags, "--require-hashes", "--dest"),
    ]


def _bring(
    parts: Sequence[PublishedFile], folder: Path, command: list[str], wanted: Sequence[PublishedFile] = ()
) -> None:
    """Has a program bring parts into a folder of its own, and moves those that are right into ours."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        asked = Path(place) / "wanted.txt"
        asked.write_text("".join(f"{one.name}=={one.version} --hash=sha256:{one.sha256}\n" for one in wanted), "utf-8")
        listed = ["-r", str(asked)] if wanted else []
        try:
            done = subprocess.run(
                [*command, place, *listed], capture_output=True, text=True, timeout=MOST_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputError(_not_brought(parts, str(error))) from error
        for part in parts:
            if not part.is_in(Path(place)):
                said = done.stderr.strip().splitlines()
                raise InputError(_not_brought([part], said[-1] if said else part.file))
            (Path(place) / part.file).replace(folder / part.file)


def _not_brought(parts: Sequence[PublishedFile], why: str) -> Message:
    names = ", ".join(f"{part.name} {part.version}" for part in parts)
    return Message("{names} could not be had as it is pinned: {reason}", names=names, reason=borrowed(why))
