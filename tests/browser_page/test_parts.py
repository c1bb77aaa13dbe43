"""What the page without a server is made of comes as it is pinned, or not at all."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest

from letters.base.errors import InputError
from letters.browser_page.parts import PinnedParts, PublishedFile, gather, pinned

FILE = b"a published file"


def wanted(content: bytes = FILE) -> PinnedParts:
    digest = hashlib.sha256(content).hexdigest()
    part = PublishedFile("thing", "1.0", "thing-1.0.tgz", digest, "MIT", "https://example.org")
    return PinnedParts((part,), (), "3.14", ())


def npm(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called npm that writes the same file whatever is asked for, and notes that it was called."""
    folder.mkdir()
    program = folder / "npm"
    program.write_text(f'#!/bin/sh\necho called >> {folder}/calls\nprintf "{FILE.decode()}" > "$5/thing-1.0.tgz"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return folder / "calls"


def test_what_is_there_and_right_is_not_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = npm(tmp_path / "bin", monkeypatch)
    kept = tmp_path / "kept"
    kept.mkdir()
    for _ in range(2):
        gather(wanted(), kept)
    assert calls.read_text() == "called\n"
    assert [path.name for path in kept.iterdir()] == ["thing-1.0.tgz"]


def test_another_file_than_the_pinned_one_is_refused_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm(tmp_path / "bin", monkeypatch)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "thing-1.0.tgz").write_bytes(b"tampered with in the cache")
    with pytest.raises(InputError, match=r"thing 1\.0 could not be had as it is pinned"):
        gather(wanted(b"what was meant"), kept)
    gather(wanted(), kept)
    assert (kept / "thing-1.0.tgz").read_bytes() == FILE


def test_without_npm_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="npm, which is not installed"):
        gather(wanted(), tmp_path)


def test_each_pinned_part_has_an_exact_version_a_licence_and_the_address_of_its_source() -> None:
    found = pinned()
    offenders = [
        part.name
        for part in (*found.npm, *found.wheels)
        if part.version not in part.file or len(part.sha256) != 64 or not part.licence or "//" not in part.source
    ]
    assert offenders == []
    assert {part.name for part in found.wheels} >= {"jinja2", "markupsafe", "pyyaml"}
