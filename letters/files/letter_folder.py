"""A case's files on disk: all of them or none, and never over the user's own work.

Order is the whole design. Every temporary file is complete before anything is renamed; the manifest, which
knows each file's old and new content, is renamed before the files. So a run that is killed leaves whole files
that the next run recognises as its own. Nothing is synced to disk: after a power cut, render again.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from letters.base.errors import InputError, Message, OutputError
from letters.files.disk import (
    IN_THE_WAY,
    TEMPORARY,
    create,
    is_held_open,
    locked,
    make_folder,
    read_ordinary,
    said_to_be_open,
    telling,
    unfinished,
)
from letters.files.manifest import MANIFEST, Manifest, parse


class _Target(NamedTuple):
    """One file of a run: what it holds now, or None if there is none, and what it shall hold."""

    path: Path
    old: bytes | None
    new: bytes
    ours: bool  # letters wrote `old`, and may replace it

    @property
    def temporary(self) -> Path:
        return unfinished(self.path)


def write(  # noqa: PLR0913 - the files, and what the manifest keeps of them
    folder: Path,
    files: Mapping[str, bytes],
    *,
    force: bool = False,
    drafts: Mapping[str, str] | None = None,
    made: Mapping[str, bytes] | None = None,
    asked: Mapping[str, Sequence[str]] | None = None,
) -> list[Path]:
    """Writes {file name: content} into `folder`, which is made if need be, and returns the paths, in the same order.

    A file with other content that letters did not write stops the run before anything is written; with `force` it is
    first kept as `name.N.bak.ext`. A file that has the content already is left alone. `drafts` is the Markdown that
    files were made from, kept in the manifest. `made` is what letters itself made of a file whose content also has the
    user's edits: such a file stays theirs. `asked` is what the manifest keeps of the places that the user was asked
    about.

    Raises OutputError if a file would be overwritten, is open in Word, or cannot be written. Each is then as it was.
    """
    for name in files:
        if not name or name.startswith(".") or set(name) & set("/\\:\0"):
            raise OutputError(
                Message("{name!r} cannot be the name of a file; it must be plain, without a folder", name=name)
            )
    with telling(folder):
        make_folder(folder)
        with locked(folder):
            present = [path.name for path in folder.iterdir()]
            targets = _targets(folder, files, drafts or {}, made or {}, asked or {})
            changed = [target for target in targets if target.old != target.new]
            for target in changed:
                if target.old is not None and (lock := is_held_open(target.path)):
                    raise OutputError(said_to_be_open(target.path, lock))
            foreign = [target for target in changed if not target.ours and not _kept(target.path, present)]
            if foreign and not force:
                raise _refusal(folder, [target.path.name for target in foreign])
            for name in present:
                if name.startswith(".") and name.endswith(TEMPORARY):
                    (folder / name).unlink()  # left by a run that was killed
            _put(changed, foreign, present)
    return [folder / name for name in files]


def write_new(path: Path, content: bytes) -> None:
    """Writes a file, whole or not at all, that must not exist yet; its folder must.

    Raises OutputError if it exists, or cannot be written.
    """
    with telling(path), locked(path.parent):
        temporary = unfinished(path)
        temporary.unlink(missing_ok=True)
        try:
            create(temporary, content)
            _name_new(temporary, path)
        except FileExistsError:
            raise OutputError(Message("{path} exists already; it is not overwritten", path=path)) from None
        finally:
            temporary.unlink(missing_ok=True)


def _name_new(temporary: Path, path: Path) -> None:
    """Gives a finished file its name. Raises FileExistsError if that is taken."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # no hard links here (a USB stick): claim the name, then take it
        create(path, b"")
        try:
            temporary.replace(path)
        except BaseException:
            path.unlink()
            raise


def _targets(
    folder: Path,
    files: Mapping[str, bytes],
    drafts: Mapping[str, str],
    made: Mapping[str, bytes],
    asked: Mapping[str, Sequence[str]],
) -> list[_Target]:
    """Returns the run's files, the manifest first: the order in which they are renamed."""
    manifest = _read(folder / MANIFEST)
    read = Manifest() if manifest is None else parse(manifest)
    known = read or Manifest()
    entries, targets = known.files, []
    for name, new in files.items():
        path, digests = folder / name, [sha256(made.get(name, new)).hexdigest()]
        old, ours = _read(path), True
        if old is not None and old != new:
            # Only what letters wrote is entered as old: a backup that the user puts back is theirs again.
            ours = (digest := sha256(old).hexdigest()) in entries.get(name, ())
            digests = [digest, *digests] if ours else digests
        entries[name] = digests
        if name in drafts:
            known.remember(name, drafts[name])
        known.asked[name] = list(asked.get(name, ()))
        targets.append(_Target(path, old, new, ours))
    return [_Target(folder / MANIFEST, manifest, known.content(), ours=read is not None), *targets]


def _put(changed: list[_Target], foreign: list[_Target], present: list[str]) -> None:
    """Writes every temporary file, keeps what is not ours, renames all; if any of it fails, undoes all of it."""
    backups: dict[Path, Path] = {}
    renamed: set[Path] = set()
    try:
        for target in changed:
            with telling(target.path):
                create(target.temporary, target.new)
        for target in foreign:
            with telling(target.path):
                backups[target.path] = _keep(target.path, present)
        for target in changed:
            with telling(target.path):
                renamed.add(target.path)  # before it is, or an interrupt might come in between
                target.temporary.replace(target.path)
    except BaseException:  # an interrupt, too
        for target in reversed(changed):
            with suppress(OSError):
                target.temporary.unlink()
                renamed.discard(target.path)  # since it was still there
            with suppress(OSError):
                _undo(target, backups.get(target.path), target.path in renamed)
        raise


def _undo(target: _Target, backup: Path | None, renamed: bool) -> None:
    """Brings back what stood there before the run."""
    # The manifest stays: it knows the old files, and also a new one that cannot be undone.
    if renamed and target.path.name == MANIFEST:
        return
    if backup:
        backup.replace(target.path)
        backup.unlink(missing_ok=True)  # replace() leaves both names if they are one file
    elif renamed and target.old is None:
        target.path.unlink()
    elif renamed and target.old is not None:
        try:
            create(target.temporary, target.old)
            target.temporary.replace(target.path)
        finally:
            target.temporary.unlink(missing_ok=True)


def _keep(path: Path, present: list[str]) -> Path:
    """Gives the user's file a second name, the next free `name.N.bak.ext`, and returns that; it is never without a
    name.
    """
    number = max(_backups(path, present), default=0)
    while True:
        number += 1
        backup = path.with_name(f"{path.stem}.{number}.bak{path.suffix}")
        try:
            os.link(path, backup, follow_symlinks=False)
        except FileExistsError:  # a name that differs in case only, or came a moment ago
            continue
        except (OSError, NotImplementedError):  # no hard links here: rename, which must not replace a backup
            if os.path.lexists(backup):
                continue
            path.rename(backup)
        return backup


def _kept(path: Path, present: list[str]) -> bool:
    """Returns whether a backup is the very same file: a forced run was killed just before it replaced the file."""
    backups = [path.with_name(name) for name in _backups(path, present).values()]
    return any(backup.exists() and backup.samefile(path) for backup in backups)


def _backups(path: Path, present: list[str]) -> dict[int, str]:
    pattern = re.compile(rf"{re.escape(path.stem)}\.([0-9]+)\.bak{re.escape(path.suffix)}")
    return {int(found[1]): name for name in present if (found := pattern.fullmatch(name))}


def _refusal(folder: Path, names: list[str]) -> OutputError:
    """Returns the error that names each file standing in the way, and the ways round it."""
    what = Message("edited since letters wrote it, or not written by letters")
    if MANIFEST in names:
        what = Message(
            "{manifest} cannot be read, so letters cannot tell its own files from yours", manifest=folder / MANIFEST
        )
    others = ", ".join(str(folder / name) for name in names if name != MANIFEST)
    return OutputError(
        Message(
            "{files}{what}; nothing was written. Render only another kind with -k, choose another folder with -o,"
            " or use --force, which first keeps each as name.N.bak.ext",
            files=f"{others}: " if others else "",
            what=what,
        )
    )


def _read(path: Path) -> bytes | None:
    """Returns the content of a file, or None if there is none.

    Raises OutputError for a folder, a pipe, a link to nowhere.
    """
    with telling(path):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(mode) and not path.is_file():
            raise OutputError(
                Message("cannot write {path}: what stands there is not a file; {advice}", path=path, advice=IN_THE_WAY)
            )
        try:
            return read_ordinary(path)
        except InputError as error:  # too large
            raise OutputError(error.message) from error
