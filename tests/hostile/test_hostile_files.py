"""Pipes, devices, files of ours that were changed by hand, and names that steer a terminal: each ends with an error."""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import bundled
from command import Done, letters, shell
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from letters.base.errors import InputError
from letters.documents.docx.letterhead import Letterhead
from letters.files import manifest
from letters.files.manifest import MANIFEST

pytestmark = pytest.mark.slow

SEED = 14


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a case, and a pipe that nobody writes to."""
    (tmp_path / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


def test_a_pipe_or_a_device_in_place_of_a_file_is_an_error_at_once(here: Path) -> None:
    os.mkfifo(here / "pipe.ics")
    lines = [
        "letters render pipe",
        "letters render /dev/zero",
        "letters check pipe",
        "letters log pipe",
        "letters render my.yaml --reference-doc pipe",
        "letters verify my.yaml pipe",
        "letters batch pipe",
        "letters calendar my.yaml -o pipe.ics",
        "letters bundle my.yaml -o pipe",
        "letters render my.yaml -o pipe",
    ]
    failed = {line: done for line in lines if (done := shell(f"timeout 20 {line}", cwd=here)).code not in {1, 2, 3}}
    assert failed == {}


@pytest.mark.parametrize("command", ["new --ask", "log add my.yaml"])
def test_answers_without_an_end_are_not_read_for_ever(here: Path, command: str) -> None:
    limit = "ulimit -v 1500000; timeout 30"
    zeros = shell(f"{limit} letters {command} < /dev/zero", cwd=here)
    lines = shell(f"yes 2026-01-01 | {limit} letters {command}; exit ${{PIPESTATUS[1]}}", cwd=here)
    assert (zeros.code, lines.code) == (3, 3)
    assert "Traceback" not in zeros.err + lines.err


def hostile_manifests(seed: int) -> list[bytes]:
    """Manifests as a hand or a stranger may leave them."""
    chance = random.Random(seed)
    kinds: list[object] = [None, 1, "x", [], {}, [1], {"a": 1}, True, 1e308]
    found = [json.dumps({"schema": 1, "files": one}).encode() for one in kinds]
    names = ["../my.yaml", "/etc/passwd", "a\0b", "\ud800", "", ".", "..", "pipe", "a" * 5000, "x\x1b[2J"]
    found += [json.dumps({"schema": 1, "files": {name: ["0" * 64]}}).encode() for name in names]
    found += [
        json.dumps({"schema": 1, "files": {}, "drafts": chance.choice(kinds), "texts": chance.choice(kinds)}).encode()
        for _ in range(20)
    ]
    return [*found, b"[" * 100_000, b"\xff\xfe", b"", chance.randbytes(500)]


def failures(here: Path, commands: list[tuple[str, ...]]) -> list[Done]:
    """How commands ended that found a mistake of ours, or wrote an escape to the terminal."""
    done = [letters(*command, cwd=here) for command in commands]
    return [one for one in done if one.code not in range(6) or "\x1b" in one.out + one.err]


@pytest.mark.parametrize("seed", [SEED, pytest.param(None, marks=pytest.mark.slow)])
def test_a_manifest_changed_by_hand_is_no_mistake_of_ours(here: Path, seed: int | None) -> None:
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    folder = here / "my"
    folder.mkdir()
    os.mkfifo(folder / "pipe")
    commands = [("render", "my.yaml", "-k", "waiver-email", "-f", "md"), ("update", "my.yaml"), ("bundle", "my.yaml")]
    failed = []
    for content in hostile_manifests(seed):
        (folder / MANIFEST).write_bytes(content)
        failed += [(content[:100], one) for one in failures(here, commands)]
    assert failed == [], f"seed {seed}"


def test_without_its_guard_a_manifest_leads_out_of_its_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = here / "my"
    folder.mkdir()
    (folder / MANIFEST).write_bytes(json.dumps({"schema": 1, "files": {"../my.yaml": ["0"]}}).encode())
    assert manifest.read_manifest(folder).files == {}
    monkeypatch.setattr(manifest, "_is_plain", lambda _: True)
    assert list(manifest.read_manifest(folder).files) == ["../my.yaml"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("SEQUENCE:", "SEQUENCE:x"),
        lambda text: text.replace("SEQUENCE:", "SEQUENCE:9" + "9" * 400),
        lambda text: text.replace("DTSTART;VALUE=DATE:2", "DTSTART:x"),
        lambda text: text.replace("DTEND", "X-END"),
        lambda text: text.replace("SUMMARY:", "SUMMARY:a\r\nSUMMARY:"),
        lambda text: text.replace("UID:", "X-UID:"),
        lambda text: text.replace("END:VEVENT", ""),
        lambda text: text[: len(text) // 2],
    ],
)
def test_a_calendar_changed_by_hand_is_an_error_that_says_so(here: Path, change: Callable[[str], str]) -> None:
    assert letters("calendar", "my.yaml", cwd=here).code == 0
    path = here / "my.ics"
    path.write_bytes(change(path.read_bytes().decode()).encode())
    done = letters("calendar", "my.yaml", cwd=here)
    assert (done.code, done.out) == (3, "")
    assert "was changed and cannot be read" in done.err


def test_a_file_name_steers_no_terminal(here: Path) -> None:
    name = "a\x1b]0;owned\x07b.yaml"
    (here / name).write_text(bundled("illness.yaml"), "utf-8")
    commands = [
        [command, name]
        for command in ("render", "check", "figures", "next", "calendar", "bundle", "log", "new", "verify", "batch")
    ]
    commands += [["calendar", name, "-o", "c\x1b[2J.ics"], ["new", "-o", "n\x1b[2J.yaml"], ["render", "\x1b[2J.yaml"]]
    done = [(command, letters(*command, cwd=here)) for command in commands]
    assert [command for command, one in done if "\x1b" in one.out + one.err or one.code == 70] == []


def with_field(*pieces: str) -> bytes:
    """A document in whose footer a field stands, its instruction in pieces."""
    document = Document()
    run = document.sections[0].footer.paragraphs[0].add_run()
    for kind in ("begin", *pieces, "end"):
        is_mark = kind in {"begin", "end"}
        one = OxmlElement("w:fldChar" if is_mark else "w:instrText")
        if is_mark:
            one.set(qn("w:fldCharType"), kind)
        else:
            one.text = kind
        run._r.append(one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "pieces",
    [
        ('DDEAUTO c:\\\\x "/k calc"',),
        ("DD", "E excel a b"),
        (' includetext "https://x.example/a"',),
        ("INCLUDE", "PICTURE x"),
        ("LINK Excel.Sheet.12 //x/a.xlsx \\a",),
        ("RD //x/a.docx",),
        ("QUOTE 68 68 69",),
    ],
)
def test_a_letterhead_with_a_field_that_fetches_is_refused(pieces: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="has a field that runs a program or reads another file"):
        Letterhead(with_field(*pieces), "my.docx")


def test_a_field_is_found_whatever_its_part_is_called() -> None:
    with zipfile.ZipFile(io.BytesIO(with_field("DDEAUTO c:\\x"))) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    [footer] = [name for name in parts if name.startswith("word/footer")]
    moved = {("odd/foot.bin" if name == footer else name): content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in moved.items():
            of_links = content.replace(b'Target="footer1.xml"', b'Target="/odd/foot.bin"')
            made.writestr(name, of_links.replace(f"/{footer}".encode(), b"/odd/foot.bin"))
    with pytest.raises(InputError, match="has a field that runs a program or reads another file"):
        Letterhead(out.getvalue(), "my.docx")


def test_a_letterhead_with_an_ordinary_field_is_taken() -> None:
    for pieces in (("PAGE",), (" MERGEFIELD Added ",), ("FILENAME",)):
        assert Letterhead(with_field(*pieces), "my.docx").stationery("zh")


def test_a_letterhead_that_links_to_something_elsewhere_is_refused() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for name, target, refused in (
        ("attachedTemplate", "https://x.example/a.dotm", True),
        ("oleObject", "\\\\share\\a.doc", True),
        ("attachedTemplate", "file:///C:/Templates/a.dotx", False),
        ("hyperlink", "https://x.example", False),
        ("hyperlink", "javascript:alert(1)", True),
    ):
        document = Document()
        document.part.relate_to(target, kind + name, is_external=True)
        out = io.BytesIO()
        document.save(out)
        try:
            Letterhead(out.getvalue(), "my.docx")
        except InputError:
            assert refused, target
        else:
            assert not refused, target
