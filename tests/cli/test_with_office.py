"""PDF and OpenDocument by an office program: from the edited Word file itself, with what no reader of words brings."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from desk import SCENARIO, Desk, paragraph
from docx.document import Document as WordDocument

from letters.cli.programs import office

NEW = "没能按时还上，我很惭愧。"
WHO = 'w:id="7" w:author="a" w:date="2026-03-21T00:00:00Z"'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "case.yaml").write_text(SCENARIO, "utf-8")
    monkeypatch.setenv("LETTERS_LANG", "en")
    made = Desk(tmp_path, monkeypatch, capsys)
    made.render("-k", "waiver-email", "-f", "docx")
    return made


def reword(document: WordDocument) -> None:
    found = paragraph(document, "没能按时还上")
    found.runs[0].text = found.runs[0].text.replace("没能按时还上，很抱歉。", NEW)
    found.add_run("删去的字").font.strike = True


def words_of_pdf(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, timeout=60)
    return "".join(done.stdout.decode().split())


@pytest.mark.office
def test_the_file_itself_becomes_the_pdf_and_the_opendocument_text(desk: Desk) -> None:
    desk.edit("waiver-email.docx", reword)
    gone = f"<w:del {WHO}><w:r><w:delText>不要这句</w:delText></w:r></w:del>"
    desk.edit_xml("waiver-email.docx", "</w:p>", f"{gone}<w:ins {WHO}><w:r><w:t>要这句</w:t></w:r></w:ins></w:p>")
    done = desk.letters("render", "case.yaml", "-k", "waiver-email", "-f", "pdf", "-f", "odt", "--with-office")
    assert done.code == 0, done.err
    assert "struck out" not in done.err
    words = words_of_pdf(desk.path("waiver-email.pdf"))
    assert NEW in words
    assert "要这句" in words
    assert "不要这句" not in words
    with zipfile.ZipFile(io.BytesIO(desk.path("waiver-email.odt").read_bytes())) as package:
        assert "我很惭愧" in package.read("content.xml").decode()


@pytest.mark.office
def test_update_and_sent_take_the_program_too(desk: Desk) -> None:
    desk.render("-k", "waiver-email", "-f", "pdf")
    desk.edit("waiver-email.docx", reword)
    desk.scenario(("amount: 2865.40}", "amount: 2865.40, payments: [{date: 2026-03-01, amount: 400.00}]}"))
    assert desk.letters("update", "case.yaml", "--with-office").code == 0
    words = words_of_pdf(desk.path("waiver-email.pdf"))
    assert NEW in words
    assert "7,035.04" in words
    done = desk.letters("sent", "case.yaml", "waiver-email", "--on", "2026-03-20", "--with-office")
    assert done.code == 0, done.err
    assert NEW in words_of_pdf(desk.folder / "case/sent/2026-03-20-waiver-email/waiver-email.pdf")


def test_without_a_program_nothing_is_written_and_what_to_install_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(desk.folder))
    done = desk.letters("render", "case.yaml", "-k", "waiver-email", "-f", "pdf", "--with-office")
    assert done.code == 3
    assert "--with-office needs LibreOffice" in done.err
    assert not desk.path("waiver-email.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_a_program_that_fails_or_never_ends_is_an_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    program = desk.folder / "soffice"
    monkeypatch.setattr(office, "PATIENCE", 0.2)
    for script in ("exit 1", "exit 0", "sleep 60"):
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        monkeypatch.setenv("PATH", f"{desk.folder}:/bin:/usr/bin")
        done = desk.letters("render", "case.yaml", "-k", "waiver-email", "-f", "pdf", "--with-office")
        assert done.code == 3
        assert "could not make a .pdf" in done.err
    assert not desk.path("waiver-email.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_word_is_told_the_files_by_variables_and_no_name_becomes_a_command(tmp_path: Path) -> None:
    program = tmp_path / "powershell"
    program.write_text('#!/bin/sh\nprintf %s "$*" | grep -q "ExportAsFixedFormat" && cp "$LETTERS_IN" "$LETTERS_OUT"\n')
    program.chmod(0o700)
    from letters.documents.formats import write_as

    word = write_as("docx", "请减免罚息。\n", "申请书", "zh")
    made = office.OfficeProgram(str(program), {"PATH": "/bin:/usr/bin"}, is_word=True)(word, "pdf")
    assert made.startswith(b"PK")
