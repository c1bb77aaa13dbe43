"""What was read of a bundled file is taken from the run before, unless the file or its reader changed."""

from __future__ import annotations

import errno
import marshal
import os
from pathlib import Path
from typing import Any

import pytest

from letters.files.kept_files import yaml_data
from letters.files.kept_files.store import Kept, write_news
from letters.files.kept_files.yaml_data import bundled_data
from letters.files.yaml_reader import Data


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that things are kept in, of this test alone."""
    file = tmp_path / "kept" / "data.bin"

    def a_run() -> Kept[Data]:
        made: Kept[Data] = Kept(__file__, "data", "this reader")
        made.file = file
        return made

    monkeypatch.setattr(yaml_data, "kept_files", a_run)
    return file


def again(path: Path) -> Data:
    """What a run has of a file."""
    found = bundled_data(path, "facts.yaml")
    write_news()
    return found


def test_a_file_is_read_once(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("days: 30\nnames: [甲, 乙]\n", "utf-8")
    first = again(facts)
    assert first == {"days": "30", "names": ["甲", "乙"]}
    monkeypatch.setattr(yaml_data, "read", lambda raw, name: pytest.fail("it was read again"))
    assert again(facts) == first


def test_a_file_that_changed_is_read_again(kept: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("days: 30\n", "utf-8")
    before = facts.stat()
    again(facts)
    facts.write_text("days: 60\n", "utf-8")
    os.utime(facts, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert again(facts) == {"days": "60"}


def test_two_runs_at_once_keep_what_both_have_read(kept: Path, tmp_path: Path) -> None:
    runs = [Kept[str](__file__, "data", "this reader") for _ in range(2)]
    for run, name in zip(runs, "ab", strict=True):
        run.file = kept
        (tmp_path / name).write_text(name, "utf-8")
        run.of(tmp_path / name, lambda name=name: name)  # type: ignore[misc]
    write_news()
    later = Kept[str](__file__, "data", "this reader")
    later.file = kept
    assert [later.of(tmp_path / name, lambda: "anew") for name in "ab"] == ["a", "b"]


def test_what_another_reader_made_is_made_anew(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a", "utf-8")
    for reader in ("one", "another"):
        run = Kept[str](__file__, "data", reader)
        run.file = kept
        assert run.of(tmp_path / "a", lambda reader=reader: reader) == reader  # type: ignore[misc]
        write_news()


def test_what_is_kept_for_good_counts_whatever_times_a_file_has(kept: Path, tmp_path: Path) -> None:
    """As in the page in one file, which unpacks its files at each start."""
    facts = tmp_path / "facts.yaml"
    facts.write_text("days: 30\n", "utf-8")
    bundled_data(facts, "facts.yaml")
    write_news(for_good=True)
    os.utime(facts, (1, 1))
    later = Kept[Data](__file__, "data", "another reader")
    later.file = kept
    assert later.of(facts, lambda: None) == {"days": "30"}


@pytest.mark.parametrize("inside", [7, {"a": 5}, {"a": ()}, {"a": (1, 2, 3)}])
def test_a_file_of_another_shape_counts_for_nothing(kept: Path, tmp_path: Path, inside: Any) -> None:
    (tmp_path / "a").write_text("a", "utf-8")
    run = Kept[str](__file__, "data", "this reader")
    run.file = kept
    kept.parent.mkdir()
    kept.write_bytes(marshal.dumps((run.made_by, inside)))
    assert run.of(tmp_path / "a", lambda: "anew") == "anew"


def test_where_the_disk_is_full_nothing_is_left_behind(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, "no space left")

    (tmp_path / "a").write_text("a", "utf-8")
    run = Kept[str](__file__, "data", "this reader")
    run.file = kept
    run.of(tmp_path / "a", lambda: "anew")
    monkeypatch.setattr(Path, "write_bytes", refuse)
    write_news()
    assert list(kept.parent.iterdir()) == []
