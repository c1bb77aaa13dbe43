"""The user's letterhead in every command and format, and at the next run."""

from __future__ import annotations

import email
import io
import subprocess
import zipfile
from email import policy
from pathlib import Path

import pytest
from cases import bundled
from desk import Desk
from docx import Document

pytestmark = pytest.mark.slow
OURS, THEIRS = "张记法律援助", "另一家事务所"


def letterhead(words: str) -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = f"{words}\t\t热线 000"
    document.sections[0].footer.paragraphs[0].text = f"{words}的地址"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def header(raw: bytes) -> str:
    return str(Document(io.BytesIO(raw)).sections[0].header.paragraphs[0].text).partition("\t")[0]


def attached(path: Path) -> list[bytes]:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    return [
        part.get_payload(decode=True)  # type: ignore[misc]
        for part in message.walk()
        if str(part.get_filename()).endswith(".docx")
    ]


def members(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as package:
        return [package.read(name) for name in package.namelist() if name.endswith(".docx")]


def printed(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "case.yaml").write_text(bundled("illness.yaml"), "utf-8")
    (tmp_path / "head.docx").write_bytes(letterhead(OURS))
    (tmp_path / "other.docx").write_bytes(letterhead(THEIRS))
    return Desk(tmp_path, monkeypatch, capsys)


@pytest.mark.needs("poppler-utils", "fonts-noto-cjk")
def test_a_letterhead_that_a_command_named_stays_for_every_later_one_until_none_ends_it(desk: Desk) -> None:
    desk.render("-k", "petition", "-f", "docx", "--reference-doc", "head.docx")
    desk.render("-k", "petition", "-k", "waiver-email", "-f", "docx", "-f", "pdf", "-f", "eml")
    assert header(desk.path("waiver-email.docx").read_bytes()) == OURS
    pages = printed(desk.path("petition.pdf")).split("\f")[:-1]
    assert all(OURS in page and "热线 000" in page and f"{OURS}的地址" in page for page in pages)
    assert [header(one) for one in attached(desk.path("petition.eml"))] == [OURS, OURS]
    desk.scenario(("[{date: 2025-12-20, amount: 500.00}]", "[{date: 2025-12-20, amount: 600.00}]"))
    assert desk.letters("update", "case.yaml").code == 0
    assert header(desk.path("petition.docx").read_bytes()) == OURS
    assert OURS in printed(desk.path("petition.pdf"))
    assert desk.letters("bundle", "case.yaml").code == 0
    assert {header(one) for one in members(desk.folder / "case.zip")} == {OURS}
    desk.render("-k", "petition", "-f", "docx", "-f", "pdf", "--reference-doc", "none")
    assert header(desk.path("petition.docx").read_bytes()) == ""
    desk.render("-k", "petition", "-f", "pdf")
    assert OURS not in printed(desk.path("petition.pdf"))


def test_a_letterhead_of_the_case_goes_after_that_of_a_command_and_before_none(desk: Desk) -> None:
    desk.scenario(("\nrequest:", "\nletterhead: head.docx\nrequest:"))
    desk.render("-k", "petition", "-f", "docx")
    assert header(desk.path("petition.docx").read_bytes()) == OURS
    desk.render("-k", "petition", "-f", "docx", "--reference-doc", "other.docx")
    assert header(desk.path("petition.docx").read_bytes()) == THEIRS
    desk.render("-k", "petition", "-f", "docx", "--redact")
    assert header(desk.path("petition.redacted.docx").read_bytes()) == ""
    desk.scenario(("letterhead: head.docx", "letterhead: case.yaml"))
    done = desk.letters("check", "case.yaml")
    assert done.code == 1
    assert "letterhead: case.yaml is not a Word file (.docx)" in done.out


def test_a_batch_keeps_its_letterhead_and_a_case_of_it_its_own(desk: Desk) -> None:
    folder = desk.folder / "cases"
    folder.mkdir()
    text = bundled("illness.yaml")
    (folder / "a.yaml").write_text(text, "utf-8")
    (folder / "b.yaml").write_text(text.replace("\nrequest:", "\nletterhead: other.docx\nrequest:"), "utf-8")
    (folder / "other.docx").write_bytes(letterhead(THEIRS))
    once = ["batch", "cases", "-o", "out", "-k", "petition", "-f", "docx", "--jobs", "1"]
    assert desk.letters(*once, "--reference-doc", "head.docx").code == 0

    def headers() -> list[str]:
        return [header((desk.folder / "out" / name / "petition.docx").read_bytes()) for name in ("a", "b")]

    assert headers() == [OURS, THEIRS]
    again = desk.letters(*once)
    assert (again.code, headers()) == (0, [OURS, THEIRS])
    assert "2 done before" in again.out
    assert desk.letters(*once, "--reference-doc", "none").code == 0
    assert headers() == ["", THEIRS]
