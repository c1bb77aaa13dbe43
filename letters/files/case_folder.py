"""The files of a case: the scenario itself, and those beside it that it names."""

from __future__ import annotations

import os
import re
import stat
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from letters.base.errors import InputError, Message, borrowed, nearest
from letters.base.resources import bundled
from letters.files.disk import check_ordinary

MOST_BYTES = 8 * 1024 * 1024
RECORD = ".import.json"
"""What a table said of a case that `letters import` made a folder of."""
FOLDERS = ("evidence", "letters", "sent", "calendar")
"""The folders of such a case."""
MOST_HASHED = 64 * 1024 * 1024
"""A draft e-mail holds every file of evidence."""
SCENARIO = Message("a scenario is a few kilobytes")
EVIDENCE = Message("scan it smaller, or save it as a smaller picture")
_SHARE = ("//", "\\\\")
"""How the name of a file of another machine begins: on Windows that machine would be asked for it, and told by whom."""
_DRIVE = re.compile("[A-Za-z]:")


def read_scenario_file(path: Path) -> bytes:
    """Returns the bytes of a scenario's file.

    Raises InputError for a folder, a file over 8 MiB, or one that cannot be read.
    """
    return _read_file(path, SCENARIO)


def read_beside(folder: Path, name: str, root: Path | None = None) -> bytes:
    """Returns the bytes of a file that a scenario in `folder` names.

    The file lies below the folder once every link is followed, or below `root` if one is given. So what a stranger's
    scenario names can never be a file of the reader's own. Raises InputError as `read_scenario_file` does, and for a
    file that lies elsewhere.
    """
    path_below(root or folder, name)
    return _read_file((root or folder) / name, EVIDENCE)


def path_below(folder: Path, name: str) -> Path:
    """Returns the path of a file that is named relative to a folder. Raises InputError if it does not lie below it."""
    if name.startswith(_SHARE):
        raise InputError(Message("{path} is no name of a file", path=name))
    try:
        path, below = (folder / name).resolve(), folder.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a link to itself, a NUL
        raise InputError(Message("{path} is no name of a file", path=name)) from error
    if not path.is_relative_to(below):
        raise InputError(
            Message(
                "{path} lies outside the folder of the case, {folder}; put the file there, or name the folder that it"
                " is in with --files-from",
                path=name,
                folder=folder,
            )
        )
    return path


def leaves_folder(name: str) -> bool:
    """Returns whether a name leads out of the folder that it is relative to, whatever stands in that folder."""
    depth, path = 0, name.replace("\\", "/")
    for step in path.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(step, 1)
        if depth < 0:
            return True
    return path.startswith("/") or _DRIVE.match(path) is not None


def check_links(folder: Path) -> None:
    """Looks through a folder of letters, at any depth, before its files are read.

    Raises InputError for a link that leads out of it: such a folder may have come with a stranger's case.
    """
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            check_link(folder, Path(where, name))


def check_link(folder: Path, path: Path) -> None:
    """Raises InputError where a path that begins with a folder leads out of it by a link."""
    try:
        if path.resolve().is_relative_to(folder.resolve()):
            return
    except (OSError, RuntimeError):  # a link to itself
        pass
    raise InputError(
        Message("{path} is a link out of its folder, and is not followed; put the file itself there", path=path)
    )


def digest_below(folder: Path, name: str) -> str:
    """Returns the SHA-256, in hexadecimal, of a file that lies below a folder once every link is followed.

    Raises InputError for one that lies elsewhere, is over 64 MiB, or cannot be read.
    """
    path = path_below(folder, name)
    try:
        check_ordinary(path)
        if path.stat().st_size > MOST_HASHED:
            raise InputError(Message("{path} is larger than 64 MiB", path=path))
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def read_open_file(file: BinaryIO, name: str, advice: Message = SCENARIO) -> bytes:
    """Returns all that an open file holds. Raises InputError, with the advice, if that is more than 8 MiB."""
    # Also of a device that never ends, no more than this is ever read.
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise InputError(Message("{path} is larger than 8 MiB; {advice}", path=name, advice=advice))
    return raw


def _read_file(path: Path, advice: Message) -> bytes:
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise InputError(Message("{path} is a folder; name a file in it", path=path))
        check_ordinary(path)
        with path.open("rb") as file:
            return read_open_file(file, str(path), advice)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> InputError:
    reason = borrowed(error.strerror or str(error))
    return InputError(Message("{path} cannot be read: {reason}", path=path, reason=reason))


def find_example(argument: str) -> Path | None:
    """Returns the bundled example that a name stands for, or None if it names a file or folder that exists.

    `illness` and `illness.yaml` both name the example, `en/illness` the same in English; a folder `illness`, which
    holds letters, does not hide it.
    Raises InputError if there is neither a file nor an example of that name.
    """
    here = bundled("scenarios")
    names = sorted(path.name for path in here.glob("*.yaml"))
    known = {*names, *(path.relative_to(here).as_posix() for path in here.glob("*/*.yaml"))}
    if os.path.lexists(argument) and not (Path(argument).is_dir() and f"{argument}.yaml" in names):
        return None
    name = argument if argument in known else f"{argument}.yaml"
    if name not in known:
        close = nearest(Path(argument).name, names)
        tail = Message("; did you mean the bundled example {close}?", close=close) if close else ""
        raise InputError(
            Message(
                "there is no file {path}{tail} (`letters new` writes one to fill in; bundled examples: {names})",
                path=argument,
                tail=tail,
                names=", ".join(names),
            )
        )
    return here / name
