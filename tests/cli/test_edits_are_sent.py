"""What a person edited is what is sent, whatever command sends it; nothing is sent of a file that cannot be read."""

from __future__ import annotations

import io
import json
import re
import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from desk import SCENARIO, Desk, paragraph
from docx.document import Document as WordDocument

from letters.documents.docx.read_words import document_words

OLD, NEW = "没能按时还上，很抱歉。", "没能按时还上，我很惭愧。"
OWN = "我的母亲也需要照顾。"
PAID = ("amount: 2865.40}", "amount: 2865.40, payments: [{date: 2026-03-01, amount: 400.00}]}")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "case.yaml").write_text(SCENARIO, "utf-8")
    monkeypatch.setenv("LETTERS_LANG", "en")
    made = Desk(tmp_path, monkeypatch, capsys)
    made.render("-k", "waiver-email", "-k", "ledger", "-f", "docx")
    return made


def reword(document: WordDocument) -> None:
    found = paragraph(document, OLD)
    found.runs[0].text = found.runs[0].text.replace(OLD, NEW)
    paragraph(document, "以上情况属实").insert_paragraph_before(OWN, style="Body Text")


def mail(raw: bytes) -> tuple[str, dict[str, bytes]]:
    """The text of a draft, and its attachments by name."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    return body.get_content(), {str(one.get_filename()): one.get_content() for one in message.iter_attachments()}


def words(raw: bytes) -> str:
    return "\n".join(document_words(raw, "a.docx").letter)


def is_edited(text: str) -> bool:
    assert (OLD in text) != (NEW in text)
    assert (NEW in text) == (OWN in text)
    return NEW in text


def test_an_edited_word_file_reaches_everything_that_is_sent(desk: Desk) -> None:
    desk.edit("waiver-email.docx", reword)
    desk.edit("ledger.docx", add)
    edited = desk.path("waiver-email.docx").read_bytes()
    done = desk.letters("render", "case.yaml", "-k", "waiver-email", "-f", "eml", "-f", "pdf")
    assert done.code == 0
    assert "note: case/waiver-email.docx was edited: eml, pdf: made from it, not from the case" in done.err.splitlines()
    text, attached = mail(desk.path("waiver-email.eml").read_bytes())
    assert is_edited(text)
    assert edited in attached.values()
    assert desk.path("ledger.docx").read_bytes() in attached.values()
    copied = desk.letters("copy", "case.yaml", "waiver-email")
    assert is_edited(copied.out)
    assert desk.letters("bundle", "case.yaml", "-k", "waiver-email").code == 0
    with zipfile.ZipFile(io.BytesIO((desk.folder / "case.zip").read_bytes())) as package:
        assert package.read("letters/waiver-email.docx") == edited
    assert desk.letters("sent", "case.yaml", "waiver-email", "--on", "2026-03-20").code == 0
    kept = desk.folder / "case" / "sent" / "2026-03-20-waiver-email"
    assert (kept / "waiver-email.docx").read_bytes() == edited
    assert is_edited(mail((kept / "waiver-email.eml").read_bytes())[0])
    assert json.loads((kept / "manifest.json").read_text())["files"]["waiver-email.docx"]["edited"]


def test_the_words_of_the_case_come_only_where_they_are_asked_for(desk: Desk) -> None:
    desk.edit("waiver-email.docx", reword)
    asked = ("-k", "waiver-email", "-f", "eml", "-o", "-")
    assert is_edited(mail(desk.letters("render", "case.yaml", *asked).out.encode())[0])
    done = desk.letters("render", "case.yaml", *asked, "--from-scenario")
    assert not is_edited(mail(done.out.encode())[0])
    assert "was edited" not in done.err
    assert not is_edited(desk.letters("copy", "case.yaml", "waiver-email", "--from-scenario").out)


def test_an_update_makes_the_email_from_what_it_merged(desk: Desk) -> None:
    desk.render("-k", "waiver-email", "-f", "eml")
    desk.edit("waiver-email.docx", reword)
    desk.scenario(PAID)
    assert (
        "the case says something else today"
        in desk.letters("render", "case.yaml", "-k", "waiver-email", "-f", "eml").err
    )
    desk.letters("update", "case.yaml")
    merged = desk.path("waiver-email.docx").read_bytes()
    text, attached = mail(desk.path("waiver-email.eml").read_bytes())
    assert merged in attached.values()
    for said in (words(merged), text):
        assert OWN in said
        assert "7,035.04" in said


def test_nothing_is_written_over_a_file_that_is_open_and_nothing_is_sent_beside_it(desk: Desk) -> None:
    before = desk.path("waiver-email.docx").read_bytes()
    desk.path(".~lock.waiver-email.docx#").write_text("me")
    desk.scenario(PAID)
    for command in ("render -f docx --force", "render -f pdf", "sent", "bundle", "copy"):
        name, *options = command.split()
        done = desk.letters(name, "case.yaml", "-k", "waiver-email", *options)
        assert (done.code, "case/waiver-email.docx is open in Word or LibreOffice" in done.err) == (3, True), command
    assert desk.letters("update", "case.yaml").code == 4
    assert desk.path("waiver-email.docx").read_bytes() == before
    assert not [path for path in desk.folder.rglob("*") if path.suffix in {".pdf", ".zip"} or path.name == "sent"]


def test_what_was_edited_in_another_file_is_told_and_reaches_nothing_else(desk: Desk) -> None:
    desk.render("-k", "waiver-email", "-f", "md", "-f", "txt", "-f", "odt", "-f", "pdf")
    told = "edited, and not used: what is sent comes from the Word file, else from the Markdown"
    asked = ("render", "case.yaml", "-k", "waiver-email", "-f", "eml")
    assert "not used" not in desk.letters(*asked).err
    desk.replace("waiver-email.txt", OLD, NEW)
    desk.path("waiver-email.odt").write_bytes(desk.path("waiver-email.odt").read_bytes() + b"\n")
    exported = desk.path("waiver-email.pdf").read_bytes() + b"\n"
    desk.path("waiver-email.pdf").write_bytes(exported)
    for form in ("txt", "odt", "pdf"):
        assert f"case/waiver-email.{form}: {told}" in desk.letters(*asked).err
        assert f"case/waiver-email.{form}: {told}" in desk.letters("copy", "case.yaml", "-k", "waiver-email").err
    assert OLD in mail(desk.path("waiver-email.eml").read_bytes())[0]
    assert "not used" not in desk.letters("render", "case.yaml", "-k", "ledger", "-f", "eml").err
    assert desk.letters("sent", "case.yaml", "-k", "waiver-email", "--on", "2026-03-20").code == 0
    kept = desk.folder / "case" / "sent" / "2026-03-20-waiver-email"
    assert (kept / "waiver-email.pdf").read_bytes() == exported
    assert json.loads((kept / "manifest.json").read_text())["files"]["waiver-email.pdf"]["edited"]


def test_tracked_changes_and_comments_that_go_out_with_the_word_file_are_told(desk: Desk) -> None:
    who = 'w:id="7" w:author="a" w:date="2026-03-21T00:00:00Z"'
    desk.edit_xml("waiver-email.docx", "</w:p>", f"<w:ins {who}><w:r><w:t>好</w:t></w:r></w:ins></w:p>")
    told = "whoever gets the Word file sees tracked changes in it; settle them first"
    assert told in desk.letters("render", "case.yaml", "-k", "waiver-email", "-f", "eml").err
    assert told not in desk.letters("render", "case.yaml", "-k", "waiver-email", "-f", "pdf").err
    assert told in desk.letters("bundle", "case.yaml", "-k", "waiver-email").err


def test_edited_markdown_is_sent_where_no_word_file_was_edited_and_keeps_its_subject(desk: Desk) -> None:
    desk.render("-k", "waiver-email", "-f", "md")
    desk.replace("waiver-email.md", OLD, f"{NEW}\n\n{OWN}")
    desk.render("-k", "waiver-email", "-f", "eml")
    raw = desk.path("waiver-email.eml").read_bytes()
    text, attached = mail(raw)
    assert is_edited(text)
    assert is_edited(words(next(content for name, content in attached.items() if "docx" in name)))
    assert str(message_from_bytes(raw, policy=policy.default)["Subject"]).startswith("因病，申请减免花呗罚息254.94元")


@pytest.mark.parametrize(
    "command", [("render", "-f", "eml"), ("bundle",), ("sent", "waiver-email"), ("copy", "waiver-email")]
)
def test_a_file_that_is_damaged_or_open_or_of_another_case_is_told_and_nothing_is_written(
    desk: Desk, command: tuple[str, ...]
) -> None:
    name, *rest = command
    call = (name, "case.yaml", *rest, *(("-k", "waiver-email") if name in {"render", "bundle"} else ()))
    desk.edit("waiver-email.docx", reword)
    path, before = desk.path("waiver-email.docx"), sorted(desk.folder.rglob("*"))
    good, said = path.read_bytes(), []
    for content in (good[:-300], b"PK\3\4", good.replace(b"word/document.xml", b"word/documant.xml")):
        path.write_bytes(content)
        said.append(desk.letters(*call))
    path.write_bytes(good)
    lock = path.with_name("~$iver-email.docx")
    lock.write_bytes(b"")
    said.append(desk.letters(*call))
    lock.unlink()
    desk.edit("waiver-email.docx", rename)
    said.append(desk.letters(*call))
    assert [done.code for done in said] == [3] * 5
    for done in said:
        assert re.search(r"^error: .*waiver-email\.docx", done.err, re.MULTILINE), done.err
    assert "is open in Word" in said[3].err
    assert "it is a letter of another case" in said[4].err
    assert sorted(desk.folder.rglob("*")) == before


def add(document: WordDocument, words: str = OWN) -> None:
    document.add_paragraph(words)


def rename(document: WordDocument) -> None:
    for one in document.paragraphs:
        for run in one.runs:
            run.text = run.text.replace("林晓梅", "周小强")


@pytest.mark.parametrize("left", ["【您的改动:我一共欠7,618.34元】", "【待填：诊断证明的日期】"])
def test_an_edited_letter_with_something_left_open_is_not_sent_unless_anyway(desk: Desk, left: str) -> None:
    desk.edit("waiver-email.docx", lambda document: add(document, left))
    before = sorted(desk.folder.rglob("*"))
    calls = [
        ("render", "case.yaml", "-k", "waiver-email", "-f", "eml"),
        ("render", "case.yaml", "-k", "waiver-email", "-f", "pdf"),
        ("bundle", "case.yaml", "-k", "waiver-email"),
        ("sent", "case.yaml", "waiver-email", "--on", "2026-03-20"),
    ]
    for call in calls:
        done = desk.letters(*call)
        assert done.code == 4, done.err
        assert f"case/waiver-email.docx: something is left to decide or to fill in ({left})" in done.err
    assert sorted(desk.folder.rglob("*")) == before
    facts = [fact for fact in desk.facts("waiver-email.docx") if fact["state"] == "unfinished"]
    assert [(fact["what"], fact["found"]) for fact in facts] == [("left", left)]
    updated = desk.letters("update", "case.yaml")
    assert (updated.code, left in updated.err) == (4, True)
    for call in calls:
        assert desk.letters(*call, "--anyway").code == 0


def test_a_letter_with_something_left_open_holds_back_what_is_made_from_it_and_nothing_else(desk: Desk) -> None:
    desk.letters("render", "case.yaml", "-k", "petition", "-f", "docx", "-f", "pdf", "--force")
    desk.letters("render", "case.yaml", "-k", "petition", "-f", "pdf", "--lang", "en")
    desk.edit("petition.docx", lambda document: add(document, "【待填：诊断证明的日期】"))
    updated = json.loads(desk.letters("update", "case.yaml", "--json").out)
    states = {Path(one["file"]).name: one["state"] for one in updated["files"]}
    assert (states["petition.pdf"], states["petition.en.pdf"] != "left") == ("left", True)
