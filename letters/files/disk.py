"""Single files on disk: written whole, private from the first byte, under a lock.

What the system says of a file becomes one sentence, in one place.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from letters.base.errors import InputError, Message, OutputError, borrowed

if sys.platform != "win32":
    import fcntl

TEMPORARY = ".letters-tmp"
MOST_BYTES = 64 * 1024 * 1024
"""The largest file that letters makes: an e-mail or a bundle with every file of evidence."""
OTHER_FOLDER = Message("choose another folder")
IN_THE_WAY = Message("move what stands there away, or choose another folder")
NOT_ALLOWED = Message("close it where it is open, see who may write there, or choose another folder")
NO_SPACE = Message("free some space and run again")
ADVICE = {
    errno.ENOSPC: NO_SPACE,
    errno.EDQUOT: NO_SPACE,
    errno.EACCES: NOT_ALLOWED,
    errno.EPERM: NOT_ALLOWED,
    errno.EEXIST: IN_THE_WAY,
    errno.ENOTDIR: IN_THE_WAY,
    errno.EISDIR: IN_THE_WAY,
    errno.ENOENT: Message("make its folder first"),
}


def check_ordinary(path: Path) -> None:
    """Looks at what a path names before it is opened, since opening it might wait for ever.

    Raises InputError for a pipe, a socket or a device, and OSError if there is nothing.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise InputError(Message("{path} is a pipe, a socket or a device; name a file", path=path))


def read_ordinary(path: Path, most: int = MOST_BYTES) -> bytes:
    """Returns a file's bytes. It is looked at first, and no more than `most` bytes are ever read.

    Raises InputError for what is no file, or larger, and OSError if it cannot be read.
    """
    check_ordinary(path)
    with path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise InputError(
            Message("{path} is larger than {most} MiB; move it elsewhere", path=path, most=max(1, most >> 20))
        )
    return raw


def unfinished(path: Path) -> Path:
    """Returns the name that a file has until it is complete."""
    return path.with_name(f".{path.name}{TEMPORARY}")  # always the same, so that the next run finds it


def create(path: Path, content: bytes) -> None:
    """Writes a file that does not exist yet; nobody else may read it at any time, and no link is followed."""
    binary: int = getattr(os, "O_BINARY", 0)  # Windows would translate line ends
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it, if they do not exist yet; nobody else may look into any that is made."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder against another run of letters; the system lets go even of a run that is killed."""
    if sys.platform == "win32":  # no lock, but nobody can rename or remove an open file there
        yield
    else:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network drives know no locks
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turns what the system says of a path into one sentence: path, reason, what to do."""
    try:
        yield
    except OSError as error:
        advice = ADVICE.get(error.errno or 0, OTHER_FOLDER)
        reason = borrowed(error.strerror or str(error))
        raise OutputError(
            Message("cannot write {path}: {reason}; {advice}", path=path, reason=reason, advice=advice)
        ) from error


def put(path: Path, content: bytes, ours: Callable[[bytes], bool]) -> None:
    """Writes a file, whole or not at all.

    A file that stands there is replaced only if it is `ours`. Raises OutputError.
    """

    def checked(old: bytes) -> bytes:
        if not ours(old):
            raise OutputError(
                Message(
                    "{path} is there already, edited since letters wrote it, or not written by letters; {advice}",
                    path=path,
                    advice=IN_THE_WAY,
                )
            )
        return content

    with telling(path):
        if os.path.lexists(path):
            replace(path, checked)
            return
        with locked(path.parent):
            draft = unfinished(path)
            draft.unlink(missing_ok=True)
            try:
                create(draft, content)
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)


def replace(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Gives an existing file the content that `change` makes of its present one, whole or not at all.

    The folder is locked meanwhile, so that two at once lose nothing; a link is followed, and the file keeps its mode.
    What `change` raises leaves the file as it was. Raises OutputError.
    """
    with telling(path):
        target = path.resolve(strict=True)
        with locked(target.parent):
            old = read_ordinary(target)
            new = change(old)
            if new == old:
                return
            draft = unfinished(target)
            draft.unlink(missing_ok=True)  # left by a run that was killed
            try:
                create(draft, new)
                draft.chmod(target.stat().st_mode & 0o777)
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)


def said_to_be_open(path: Path, lock: Path) -> Message:
    """Returns what a person is told of a file that is open, as `lock` says."""
    return Message(
        "{path} is open in Word or LibreOffice: save and close it, then run this again ({lock} says that it is"
        " open; delete that if it is not)",
        path=path,
        lock=lock.name,
    )


def is_lock(path: Path) -> bool:
    """Returns whether a file is one by which Word, WPS or LibreOffice says that it has another open."""
    return path.name.startswith(("~$", ".~lock."))


def is_held_open(path: Path) -> Path | None:
    """Returns the file by which Word, WPS or LibreOffice says that it has a file open; None if none does."""
    name = path.name
    beside = (path.with_name(one) for one in (f"~${name[2:]}", f"~${name}", f".~lock.{name}#"))
    return next((one for one in beside if one.exists()), None)
