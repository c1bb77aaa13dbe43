"""Files are whole or absent, and what the user wrote is never lost."""

from __future__ import annotations

import errno
import hashlib
import inspect
import json
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from cases import ROOT
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from kills import killed
from strategies import examples

from letters.base.errors import OutputError
from letters.files.letter_folder import write, write_new
from letters.files.manifest import MANIFEST

if sys.platform != "win32":
    import fcntl
    import resource

NAMES = ("waiver-email.md", "petition.docx", "ledger.md")
MINE = b"what I wrote myself"


def version(number: int, names: tuple[str, ...] = NAMES) -> dict[str, bytes]:
    """Files that show whether they are whole: the digest of the rest stands in front."""
    files = {}
    for name in names:
        body = f"{name} {number} ".encode() * 400
        files[name] = hashlib.sha256(body).hexdigest().encode() + body
    return files


def whole(content: bytes) -> bool:
    return hashlib.sha256(content[64:]).hexdigest().encode() == content[:64]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def letters_in(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in contents(folder).items() if name != MANIFEST}


def manifest(folder: Path) -> dict[str, list[str]]:
    content = json.loads((folder / MANIFEST).read_bytes())
    assert content["schema"] == 1
    files: dict[str, list[str]] = content["files"]
    return files


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder that holds version 1."""
    write(tmp_path / "illness", version(1))
    return tmp_path / "illness"


@pytest.fixture
def edited(case: Path) -> Path:
    (case / "petition.docx").write_bytes(MINE)
    return case


# What is written


def test_every_file_and_nothing_else_is_written_and_named_in_order(tmp_path: Path) -> None:
    paths = write(tmp_path / "a" / "b", version(1))
    assert paths == [tmp_path / "a" / "b" / name for name in NAMES]
    assert letters_in(tmp_path / "a" / "b") == version(1)


def test_files_are_private_and_so_is_every_new_folder(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        paths = write(tmp_path / "out" / "illness", version(1))
        write_new(tmp_path / "illness.yaml", b"x")
    finally:
        os.umask(before)
    private = [*paths, tmp_path / "out" / "illness" / MANIFEST, tmp_path / "illness.yaml"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}
    assert stat.S_IMODE((tmp_path / "out" / "illness").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_a_file_is_private_from_its_first_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    real = os.write

    def spy(descriptor: int, data: bytes) -> int:
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", spy)
    write(tmp_path / "illness", version(1))
    assert set(modes) == {0o600}


def test_a_folder_that_exists_keeps_its_mode_and_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(MINE)
    tmp_path.chmod(0o750)
    write(tmp_path, version(1))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750
    assert (tmp_path / "notes.txt").read_bytes() == MINE


def test_a_second_run_replaces_its_own_files(case: Path) -> None:
    write(case, version(2))
    write(case, version(3))
    assert letters_in(case) == version(3)


def test_a_run_that_changes_nothing_touches_nothing(case: Path) -> None:
    before = {path.name: path.stat() for path in case.iterdir()}
    write(case, version(1))
    assert {path.name: path.stat() for path in case.iterdir()} == before


def test_an_empty_file_and_no_files_at_all_are_fine(tmp_path: Path) -> None:
    write(tmp_path, {"empty.md": b""})
    assert write(tmp_path, {}) == []
    assert letters_in(tmp_path) == {"empty.md": b""}


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", "a\\b", "/a", "C:a", "a\0b", ".hidden", MANIFEST])
def test_a_name_that_is_not_plain_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="cannot be the name of a file"):
        write(tmp_path / "illness", {"a.md": b"a", name: b"b"})
    assert not (tmp_path / "illness").exists()


# The manifest


def test_the_manifest_holds_the_old_and_the_new_hash_of_each_file(case: Path) -> None:
    write(case, version(2))
    for name, known in manifest(case).items():
        assert known == [hashlib.sha256(version(n)[name]).hexdigest() for n in (1, 2)]


def test_the_manifest_keeps_the_files_of_other_runs(case: Path) -> None:
    write(case, version(2, ("ledger.md",)))
    write(case, version(2, ("call-script.md",)))
    assert set(manifest(case)) == {*NAMES, "call-script.md"}
    write(case, version(3))
    assert (case / "petition.docx").read_bytes() == version(3)["petition.docx"]


def test_a_file_that_the_user_deleted_is_written_again(case: Path) -> None:
    (case / "petition.docx").unlink()
    write(case, version(2))
    assert letters_in(case) == version(2)


SHAPES = [
    b"",
    b"not JSON",
    b"\xff\xfe",
    b"[]",
    b'{"schema": 2, "files": {}}',
    b'{"schema": 1, "files": {"a": "b"}}',
]


@pytest.mark.parametrize("content", [*SHAPES, b'{"schema": 1, "files": {"a": [1]}}', b"[" * 100_000])
def test_a_manifest_that_cannot_be_read_stops_the_run_and_is_kept_by_force(case: Path, content: bytes) -> None:
    (case / MANIFEST).write_bytes(content)
    before = contents(case)
    with pytest.raises(OutputError) as error:
        write(case, version(2))
    assert f"{MANIFEST} cannot be read" in str(error.value)
    assert all(str(case / name) in str(error.value) for name in NAMES)
    assert contents(case) == before
    write(case, version(2), force=True)
    assert (case / ".letters.1.bak.json").read_bytes() == content
    assert (case / "petition.1.bak.docx").read_bytes() == version(1)["petition.docx"]
    write(case, version(3))
    assert contents(case).items() > version(3).items()


# The user's own work


def test_an_edited_file_stops_the_whole_run(edited: Path) -> None:
    before = contents(edited)
    with pytest.raises(OutputError) as error:
        write(edited, version(2))
    assert str(error.value) == (
        f"{edited / 'petition.docx'}: edited since letters wrote it, or not written by letters; nothing was "
        "written. Render only another kind with -k, choose another folder with -o, or use --force, "
        "which first keeps each as name.N.bak.ext"
    )
    assert contents(edited) == before


def test_every_edited_file_is_named_and_no_other(edited: Path) -> None:
    (edited / "ledger.md").write_bytes(MINE)
    with pytest.raises(OutputError) as error:
        write(edited, version(2))
    assert [name for name in NAMES if name in str(error.value)] == ["petition.docx", "ledger.md"]


def test_a_file_that_letters_did_not_write_stops_the_run_too(tmp_path: Path) -> None:
    (tmp_path / "ledger.md").write_bytes(MINE)
    with pytest.raises(OutputError, match=r"ledger\.md"):
        write(tmp_path, version(1))
    assert contents(tmp_path) == {"ledger.md": MINE}


def test_another_kind_can_be_written_beside_an_edited_file(edited: Path) -> None:
    write(edited, version(2, ("ledger.md",)))
    assert (edited / "petition.docx").read_bytes() == MINE


def test_an_edit_that_equals_the_new_content_is_fine(case: Path) -> None:
    (case / "petition.docx").write_bytes(version(2)["petition.docx"])
    write(case, version(2))
    assert letters_in(case) == version(2)


def test_force_keeps_the_edited_file_and_only_that(edited: Path) -> None:
    write(edited, version(2), force=True)
    assert letters_in(edited) == {**version(2), "petition.1.bak.docx": MINE}


def test_every_backup_is_kept_and_the_next_has_the_next_number(case: Path) -> None:
    (case / "petition.7.bak.docx").write_bytes(b"seven")
    (case / "petition.10.bak.docx").write_bytes(b"ten")
    (case / "petition.99.bak.md").write_bytes(b"of another file")
    for number in (11, 12, 13):
        (case / "petition.docx").write_bytes(b"%d" % number)
        write(case, version(number), force=True)
        assert (case / f"petition.{number}.bak.docx").read_bytes() == b"%d" % number
    assert (case / "petition.10.bak.docx").read_bytes() == b"ten"


@pytest.mark.parametrize(
    ("name", "backup"),
    [("a.en.docx", "a.en.1.bak.docx"), ("README", "README.1.bak"), ("请求书.md", "请求书.1.bak.md")],
)
def test_a_backup_keeps_the_extension(tmp_path: Path, name: str, backup: str) -> None:
    (tmp_path / name).write_bytes(MINE)
    write(tmp_path, {name: b"new"}, force=True)
    assert (tmp_path / backup).read_bytes() == MINE


def test_a_backup_that_is_put_back_is_again_the_users(edited: Path) -> None:
    write(edited, version(2), force=True)
    (edited / "petition.1.bak.docx").replace(edited / "petition.docx")
    with pytest.raises(OutputError, match=r"petition\.docx"):
        write(edited, version(3))


def test_backups_work_where_there_are_no_hard_links(edited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    write(edited, version(2), force=True)
    (edited / "petition.docx").write_bytes(b"more")
    write(edited, version(3), force=True)
    backups = {"petition.1.bak.docx": MINE, "petition.2.bak.docx": b"more"}
    assert letters_in(edited) == {**version(3), **backups}


def test_a_backup_that_comes_in_between_is_not_overwritten(edited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(_: Path, backup: Path, **options: bool) -> None:
        if backup.name == "petition.1.bak.docx":
            backup.write_bytes(b"another's")
        raise OSError(errno.EPERM, "no hard links")

    monkeypatch.setattr(os, "link", link)
    write(edited, version(2), force=True)
    backups = {"petition.1.bak.docx": b"another's", "petition.2.bak.docx": MINE}
    assert letters_in(edited) == {**version(2), **backups}


def test_a_link_to_the_users_file_is_kept_as_a_link_and_not_written_through(case: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.docx").write_bytes(MINE)
    (case / "petition.docx").unlink()
    (case / "petition.docx").symlink_to(tmp_path / "mine.docx")
    with pytest.raises(OutputError):
        write(case, version(2))
    write(case, version(2), force=True)
    assert (tmp_path / "mine.docx").read_bytes() == MINE
    assert (case / "petition.1.bak.docx").readlink() == tmp_path / "mine.docx"
    assert not (case / "petition.docx").is_symlink()


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_what_is_not_a_file_is_never_replaced(case: Path, make: Callable[[Path], None], force: bool) -> None:
    (case / "petition.docx").unlink()
    make(case / "petition.docx")
    before = sorted(case.iterdir())
    with pytest.raises(OutputError, match=r"cannot write .*petition\.docx: what stands there is not a file"):
        write(case, version(2), force=force)
    assert sorted(case.iterdir()) == before


# What the system refuses


def failing(number: int, at: int = 1, real: Callable[..., object] | None = None) -> Callable[..., object]:
    """A system call that fails the `at`-th time, or from the first time on if it is never to work."""
    calls = count(1)

    def call(*args: object, **options: object) -> object:
        if real is None or next(calls) == at:
            raise OSError(number, os.strerror(number))
        return real(*args, **options)

    return call


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize(("call", "force"), [("write", False), ("replace", False), ("replace", True)])
def test_a_failure_at_any_file_leaves_all_as_it_was(
    case: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int, force: bool
) -> None:
    (case / "waiver-email.md").unlink()
    if force:
        (case / "petition.docx").write_bytes(MINE)
    before = letters_in(case)
    monkeypatch.setattr(os, call, failing(errno.ENOSPC, at, getattr(os, call)))
    with pytest.raises(OutputError) as error:
        write(case, version(2), force=force)
    name = (MANIFEST, *NAMES)[at - 1]
    reason = "No space left on device; free some space and run again"
    assert str(error.value) == f"cannot write {case / name}: {reason}"
    assert letters_in(case) == before
    write(case, version(2), force=force)


def test_an_interrupt_leaves_all_as_it_was(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, calls = letters_in(case), os.replace, count(1)

    def interrupted(*args: Path) -> None:
        real(*args)
        if next(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(case, version(2))
    assert letters_in(case) == before
    write(case, version(3))


def test_a_failure_that_cannot_be_undone_does_not_stop_the_next_run(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.replace, count(1)

    def replace(*args: Path) -> None:
        if next(calls) in (3, 4):  # the second letter, then the first one's way back
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(*args)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OutputError, match=r"petition\.docx: Input/output error; choose another folder$"):
        write(case, version(2))
    monkeypatch.undo()
    assert letters_in(case) == version(1) | version(2, NAMES[:1])
    write(case, version(3))
    assert letters_in(case) == version(3)


def test_a_file_that_the_system_cuts_short_leaves_all_as_it_was(case: Path) -> None:
    before = contents(case)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"waiver-email\.md: File too large"):
            write(case, version(2))
        with pytest.raises(OutputError, match="File too large"):
            write_new(case / "new.yaml", b"x" * 3000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert contents(case) == before


def test_a_folder_that_is_a_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "illness").write_bytes(MINE)
    for folder, reason in (
        (tmp_path / "illness", "File exists"),
        (tmp_path / "illness" / "a", "Not a directory"),
    ):
        with pytest.raises(OutputError) as error:
            write(folder, version(1))
        assert str(error.value) == (
            f"cannot write {folder}: {reason}; move what stands there away, or choose another folder"
        )
    assert (tmp_path / "illness").read_bytes() == MINE


def test_a_folder_that_may_not_be_written_is_said_so(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def denied(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(OutputError, match=r"Permission denied; close it where it is open, see who may write there"):
        write(case, version(2))


# Runs that are killed


def each_step(action: Callable[[Path], object], prepare: Callable[[Path], object]) -> Iterator[Path]:
    """A folder for each system call of `action`, as the kill at that call leaves it."""
    for step in count(1):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "illness"
            prepare(folder)
            if not killed(step, partial(action, folder)):
                assert step > 10
                return
            yield folder


@pytest.mark.slow
def test_a_kill_at_any_call_leaves_whole_files_and_a_folder_that_the_next_run_mends() -> None:
    def prepare(folder: Path) -> None:
        write(folder, version(1, NAMES[1:]))

    for folder in each_step(lambda folder: write(folder, version(2)), prepare):
        for name in NAMES:
            if name != NAMES[0] or (folder / name).exists():
                assert (folder / name).read_bytes() in (version(1)[name], version(2)[name])
        write(folder, version(3, ("other.md",)))
        assert set(contents(folder)) <= {MANIFEST, "other.md", *NAMES}
        write(folder, version(4))
        assert contents(folder).items() > version(4).items()


def test_a_kill_in_a_first_run_leaves_nothing_that_stops_the_next() -> None:
    for folder in each_step(lambda folder: write(folder, version(1)), lambda folder: None):
        write(folder, version(2))
        assert letters_in(folder) == version(2)


@pytest.mark.slow
def test_a_kill_at_any_call_of_a_forced_run_never_loses_the_users_work() -> None:
    def prepare(folder: Path) -> None:
        write(folder, version(1))
        (folder / "petition.docx").write_bytes(MINE)

    for folder in each_step(lambda folder: write(folder, version(2), force=True), prepare):
        assert MINE in contents(folder).values()
        assert (folder / "petition.docx").exists()  # not even its own name is missing for a moment
        left = {name: x for name, x in letters_in(folder).items() if not name.endswith("tmp")}
        assert all(whole(content) or content == MINE for content in left.values())
        backed_up = (folder / "petition.1.bak.docx").exists()
        try:
            write(folder, version(3))
            assert backed_up
        except OutputError:
            assert not backed_up  # nothing had been done to it, so it must be forced again
            write(folder, version(3), force=True)
        assert letters_in(folder) == {**version(3), "petition.1.bak.docx": MINE}


WRITER = f"""
import hashlib, sys
from pathlib import Path
from letters.files.letter_folder import write
NAMES = {NAMES}
{inspect.getsource(version)}
print("ready", flush=True)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    write(Path(sys.argv[1]), version(number))
"""


def writer(folder: Path, first: int, last: int) -> subprocess.Popen[str]:
    """A process that writes version after version."""
    command = [sys.executable, "-c", WRITER, str(folder), str(first), str(last)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_whole_files(tmp_path: Path) -> None:
    chance = random.Random(20260320)
    folders = [tmp_path / str(number) for number in range(8)]
    for turn in range(5):
        writers = [writer(folder, turn * 1_000_000, (turn + 1) * 1_000_000) for folder in folders]
        for process in writers:
            assert process.stdout and process.stdout.readline() == "ready\n"
            time.sleep(chance.random() / 100)
            process.kill()
            process.communicate()
            assert process.returncode == -signal.SIGKILL
        for folder in folders:
            if folder.exists():
                for name in NAMES:
                    assert not (folder / name).exists() or whole((folder / name).read_bytes())
            write(folder, version(-turn))
            assert letters_in(folder) == version(-turn)


# Runs at the same time


def test_two_runs_at_once_take_turns(tmp_path: Path) -> None:
    writers = [writer(tmp_path / "illness", first, first + 150) for first in (0, 1000, 2000)]
    for process in writers:
        assert process.communicate(timeout=60)[1] == ""
        assert process.returncode == 0
    numbers = {content.split()[-1] for content in letters_in(tmp_path / "illness").values()}
    assert len(numbers) == 1
    assert set(letters_in(tmp_path / "illness")) == set(NAMES)


def test_a_run_waits_while_another_holds_the_folder(case: Path) -> None:
    descriptor = os.open(case, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    run = threading.Thread(target=write, args=(case, version(2)))
    run.start()
    run.join(0.1)
    assert run.is_alive()
    assert letters_in(case) == version(1)
    os.close(descriptor)
    run.join(10)
    assert letters_in(case) == version(2)


def test_a_file_system_without_locks_is_written_all_the_same(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))
    write(case, version(2))
    assert letters_in(case) == version(2)


# A single new file


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_written_once_and_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
    path = tmp_path / "illness.yaml"
    write_new(path, MINE)
    with pytest.raises(OutputError) as error:
        write_new(path, b"new")
    assert str(error.value) == f"{path} exists already; it is not overwritten"
    assert contents(tmp_path) == {"illness.yaml": MINE}


def test_a_new_file_does_not_follow_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "illness.yaml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="exists already"):
        write_new(tmp_path / "illness.yaml", b"new")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
        monkeypatch.setattr(os, "replace", failing(errno.EIO))
    else:
        monkeypatch.setattr(os, "write", failing(errno.ENOSPC))
    with pytest.raises(OutputError, match=r"cannot write .*illness\.yaml"):
        write_new(tmp_path / "illness.yaml", b"new")
    assert contents(tmp_path) == {}


def test_a_kill_leaves_a_new_file_whole_or_absent() -> None:
    for folder in each_new_file():
        path = folder / "illness.yaml"
        assert not path.exists() or path.read_bytes() == MINE
        path.unlink(missing_ok=True)
        write_new(path, MINE)
        assert contents(folder) == {"illness.yaml": MINE}


def each_new_file() -> Iterator[Path]:
    for step in count(1):
        with tempfile.TemporaryDirectory() as name:
            if not killed(step, partial(write_new, Path(name) / "illness.yaml", MINE)):
                assert step > 4
                return
            yield Path(name)


def test_a_new_file_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file or directory; make its folder first"):
        write_new(tmp_path / "a" / "illness.yaml", b"new")


# Any order of it all


class AFolder(RuleBasedStateMachine):
    """Render, edit, delete, force and fail in any order: an edit is lost only by the user's own hand."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "illness"
        self.edits: dict[str, bytes] = {}  # what the user wrote, where it stands under its own name
        self.kept: list[bytes] = []  # what a forced run had to keep
        self.number = 0

    def teardown(self) -> None:
        self.place.cleanup()

    def render(self, names: set[str], number: int, force: bool = False) -> None:
        files = version(number, tuple(sorted(names)))
        edited = [name for name in names & self.edits.keys() if self.edits[name] != files[name]]
        if edited and not force:
            with pytest.raises(OutputError) as error:
                write(self.folder, files)
            assert [name for name in NAMES if name in str(error.value)] == [n for n in NAMES if n in edited]
            return
        write(self.folder, files, force=force)
        self.kept += [self.edits[name] for name in edited]
        for name in names:
            self.edits.pop(name, None)
            assert (self.folder / name).read_bytes() == files[name]

    @rule(names=st.sets(st.sampled_from(NAMES), min_size=1), number=st.integers(0, 3), force=st.booleans())
    def renders(self, names: set[str], number: int, force: bool) -> None:
        self.render(names, number, force)

    @rule(name=st.sampled_from(NAMES))
    def edit(self, name: str) -> None:
        self.number += 1
        self.folder.mkdir(exist_ok=True)
        self.edits[name] = b"edit %d" % self.number
        (self.folder / name).write_bytes(self.edits[name])

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self.edits.pop(name, None)

    @rule(at=st.integers(1, 4), call=st.sampled_from(["write", "replace"]), force=st.booleans())
    def fail(self, at: int, call: str, force: bool) -> None:
        self.folder.mkdir(exist_ok=True)
        before = letters_in(self.folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, call, failing(errno.EIO, at, getattr(os, call)))
            with suppress(OutputError):
                write(self.folder, version(9), force=force)
                before = letters_in(self.folder)
                self.kept += self.edits.values()
                self.edits.clear()
        assert letters_in(self.folder) == before

    @invariant()
    def no_edit_is_lost(self) -> None:
        if self.folder.exists():
            now = contents(self.folder)
            assert self.edits.items() <= now.items()
            assert sorted(content for name, content in now.items() if ".bak." in name) == sorted(self.kept)
            assert not [name for name in now if name.endswith("tmp")]


AFolder.TestCase.settings = settings(max_examples=examples(40), stateful_step_count=20, deadline=None)
TestAFolder = AFolder.TestCase
