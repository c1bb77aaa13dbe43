"""Following a case through: calendar, draft e-mails, evidence, the bundle, and what was sent."""

from __future__ import annotations

import email
import json
import os
import re
import sys
import zipfile
from collections import Counter
from datetime import date, timedelta
from email import policy
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cases import COMPLETE, MINIMAL, bundled, changed
from command import Done, letters
from docx import Document
from every import others_slow
from icalendar import Calendar

from letters.base.errors import OutputError
from letters.documents import mail
from letters.documents.docx.read_words import document_words
from letters.documents.mailing import Mailing
from letters.followup.calendar import calendar
from letters.pipeline import write_letters

SCAN = b"\xff\xd8 a scan"
NAMED = changed(
    bundled("illness.yaml"),
    ("date: 2025-11-28}\n    - {document: 出院", "date: 2025-11-28, file: 病 历.jpg}\n    - {document: 出院"),
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(NAMED, "utf-8")
    (tmp_path / "病 历.jpg").write_bytes(SCAN)
    return tmp_path


def run(*arguments: str, cwd: Path, code: int = 0) -> Done:
    done = letters(*arguments, cwd=cwd, LETTERS_LANG="en")
    assert done.code == code, done.err
    return done


# -- the calendar


def events(text: str, on: str) -> dict[str, Any]:
    day = date.fromisoformat(on)
    made = calendar(write_letters(text.encode(), "case.yaml", today=day, kinds=()), day, "en")
    return {str(event["summary"]): event for event in Calendar.from_ical(made).walk("VEVENT")}


def test_a_calendar_holds_answers_limits_instalments_and_reminders() -> None:
    text = bundled("illness.yaml").replace("request:\n", "  - {date: 2026-03-20, kind: complaint}\nrequest:\n")
    found = {name: event.decoded("dtstart") for name, event in events(text, "2026-03-21").items()}
    lender = "重庆蚂蚁消费金融有限公司"
    assert found[f"Last day for an answer from {lender}"] == date(2026, 3, 10)
    assert found[f"Last day for {lender} to answer the letter"] == date(2026, 4, 7)
    for days in (15, 30, 60):
        assert found[f"{days} days since the complaint to {lender}"] == date(2026, 3, 20) + timedelta(days)
    assert found[f"Pay CNY 1,143.90 as you proposed, not agreed yet ({lender})"] == date(2026, 9, 10)
    agreed = text.replace("request:\n", "  - {date: 2026-03-21, outcome: accepted, waived: 200.00}\nrequest:\n")
    paid = [name for name in events(agreed, "2026-03-21") if name.startswith("Pay CNY")]
    assert paid
    assert not any("not agreed yet" in name for name in paid)
    assert f"Payment in three days: check the balance ({lender})" in found


def test_an_answer_that_came_before_its_day_need_not_be_remembered_any_more() -> None:
    text = bundled("illness.yaml")
    asked = "  - {date: 2026-03-20, letter: waiver-email, asked_by: 2026-04-07}\n"
    came = "  - {date: 2026-03-25, outcome: accepted}\n"
    confirm = "  - {date: 2026-03-25, letter: acceptance-confirmation, asked_by: 2026-04-09}\n"
    days = [
        event.decoded("dtstart")
        for name, event in events(
            text.replace("request:\n", asked + came + confirm + "request:\n"), "2026-03-26"
        ).items()
        if name.startswith("Last day for an answer")
    ]
    assert days == [date(2026, 4, 9)]
    waiting = events(text.replace("request:\n", asked + "request:\n"), "2026-03-26")
    assert date(2026, 4, 7) in [event.decoded("dtstart") for event in waiting.values()]


def remembered(text: str, on: str) -> list[str]:
    day = date.fromisoformat(on)
    made = calendar(write_letters(text.encode(), "case.yaml", today=day, kinds=()), day, "en")
    return sorted(event.decoded("dtstart").isoformat() for event in Calendar.from_ical(made).walk("VEVENT"))


@pytest.mark.parametrize("answer", ["outcome: accepted", "outcome: refused", "said: nothing yet"])
def test_what_is_paid_is_not_to_be_remembered_any_more(answer: str) -> None:
    text = bundled("illness.yaml").replace("request:\n", f"  - {{date: 2026-03-21, {answer}}}\nrequest:\n")
    unpaid = remembered(text, "2026-04-12")
    one = remembered(text + "payments: [{date: 2026-04-09, amount: 1300.00}]\n", "2026-04-12")
    assert Counter(unpaid) - Counter(one) == Counter(["2026-04-07", "2026-04-10"])  # and the balance before it
    assert remembered(text + "payments: [{date: 2026-04-11, amount: 9000.00}]\n", "2026-04-12") == []
    later = remembered(text + "payments: [{date: 2026-04-13, amount: 9000.00}]\n", "2026-04-12")
    assert later == unpaid


def test_what_is_paid_first_by_a_counter_offer_reaches_no_instalment() -> None:
    log = (
        "  - {date: 2026-04-09, outcome: partly, waived: 100.00}\n"
        "  - {date: 2026-04-09, letter: counter-offer}\n"
        "  - {date: 2026-04-10, outcome: accepted}\n"
    )
    text = bundled("illness.yaml").replace("request:\n", f"{log}request:\n")
    days = [f"2026-{month:02}-10" for month in range(4, 10)]
    for paid, left in (("500.00", days), ("1200.00", days), ("1657.59", days[1:])):
        made = remembered(text + f"payments: [{{date: 2026-04-11, amount: {paid}}}]\n", "2026-04-12")
        assert [day for day in made if day in days] == left, paid


def test_a_case_that_was_paid_as_agreed_has_no_day_left() -> None:
    text = bundled("illness.yaml").replace("request:\n", "  - {date: 2026-03-21, outcome: accepted}\nrequest:\n")
    paid = text + "payments: [{date: 2026-04-11, amount: 7363.40}]\n"  # all but the penalty, which is waived
    assert remembered(paid, "2026-04-12") == []


def test_of_a_case_that_is_paid_only_the_answer_to_what_was_asked_afterwards_is_awaited() -> None:
    asked = (
        "  - {date: 2026-03-20, letter: waiver-email, asked_by: 2026-04-27}\n"
        "  - {date: 2026-04-12, letter: receipt-request, asked_by: 2026-04-30}\n"
    )
    text = bundled("illness.yaml").replace("request:\n", f"{asked}request:\n")
    paid = text + "payments: [{date: 2026-04-11, amount: 9000.00}]\n"
    assert remembered(paid, "2026-04-12") == ["2026-04-30"]


def test_the_day_on_which_the_rest_is_talked_about_and_the_end_of_a_pause_are_remembered() -> None:
    day = date(2026, 3, 20)

    def told(request: str) -> list[tuple[str, date]]:
        text = MINIMAL + f"request: {request}\n"
        made = calendar(write_letters(text.encode(), "case.yaml", today=day, kinds=()), day, "en")
        events = Calendar.from_ical(made).walk("VEVENT")
        return sorted((str(one["summary"]), one.decoded("dtstart")) for one in events)

    reviewed = told("{plan: {per_month: 100, first: 2026-04-10, review: 2026-07-10}}")
    assert [on for said, on in reviewed if said.startswith("Talk with")] == [date(2026, 7, 10)]
    paused = told("{defer: {months: 3, token: 50}}")
    assert [on for said, on in paused if said.startswith("Pay CNY 50.00")] == [
        date(2026, month, 20) for month in (4, 5, 6)
    ]
    assert [on for said, on in paused if said.startswith("End of the pause")] == [date(2026, 6, 20)]


def test_every_event_is_a_whole_day_with_an_alarm_and_a_uid_of_its_own() -> None:
    found = events(bundled("illness.yaml"), "2026-03-21").values()
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in found)
    assert all(len(event.walk("VALARM")) == 1 for event in found)
    assert len({str(event["uid"]) for event in found}) == len(found)


def test_a_later_export_has_the_same_uids_and_a_higher_sequence() -> None:
    text = bundled("illness.yaml")
    moved = text.replace("first: 2026-04-10", "first: 2026-04-20")
    first, later = events(text, "2026-03-21"), events(moved, "2026-03-25")
    assert {event["uid"] for event in first.values()} == {event["uid"] for event in later.values()}
    assert min(event["sequence"] for event in later.values()) > max(event["sequence"] for event in first.values())


def test_a_file_written_again_keeps_what_is_the_same_and_cancels_what_is_gone() -> None:
    text, day = bundled("illness.yaml").replace("instalments: 6", "instalments: 7"), date(2026, 3, 21)
    moved = text.replace("reply_by: 2026-03-10", "reply_by: 2026-03-11").replace("instalments: 7", "instalments: 6")

    def made(text: str, before: bytes = b"") -> bytes:
        return calendar(write_letters(text.encode(), "case.yaml", today=day, kinds=()), day, "en", before)

    once = made(text)
    assert made(text, once) == once
    assert made(text, b"not a calendar") == once
    first = {str(one["uid"]): one for one in Calendar.from_ical(once).walk("VEVENT")}
    later = {str(one["uid"]): one for one in Calendar.from_ical(made(moved, once)).walk("VEVENT")}
    assert set(first) == set(later)
    cancelled = {uid for uid, one in later.items() if one.get("status") == "CANCELLED"}
    assert {str(first[uid]["summary"]).split()[0] for uid in cancelled} == {"Pay", "Payment"}  # and its reminder
    for uid, one in later.items():
        same = one.decoded("dtstart") == first[uid].decoded("dtstart") and one["summary"] == first[uid]["summary"]
        changed_now = uid in cancelled or not same
        assert one.decoded("sequence") - first[uid].decoded("sequence") == changed_now
    again = made(moved, made(moved, once))
    assert again == made(moved, once)


def test_a_day_without_published_holidays_is_called_provisional() -> None:
    text = bundled("illness.yaml").replace("first: 2026-04-10", "first: 2026-12-10")
    notes = [str(event.get("description", "")) for event in events(text, "2026-03-21").values()]
    assert any("not published yet" in note for note in notes)


def test_the_command_writes_a_file_again_but_never_over_another(case: Path) -> None:
    assert run("calendar", "case.yaml", "--on", "2026-03-21", cwd=case).out == "case.ics\n"
    once = (case / "case.ics").read_bytes()
    run("calendar", "case.yaml", "--on", "2026-03-21", cwd=case)
    assert (case / "case.ics").read_bytes() == once
    assert letters("calendar", "case.yaml", "--on", "2026-03-21", "-o", "-", cwd=case).out.encode() == once
    (case / "case.ics").write_text("mine")
    assert "not written by letters" in run("calendar", "case.yaml", cwd=case, code=3).err
    assert (case / "case.ics").read_text() == "mine"


# -- draft e-mails


def message(path: Path) -> EmailMessage:
    found = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_draft_has_subject_text_letters_and_evidence_and_is_not_sent(case: Path) -> None:
    run("render", "case.yaml", "-k", "waiver-email", "-f", "eml", cwd=case)
    draft = message(case / "case" / "waiver-email.eml")
    assert draft["Subject"].startswith("因病，申请减免花呗罚息254.94元，本金今天还500.00元、其余分6期（林晓梅")
    assert (draft["X-Unsent"], draft["To"], draft["Message-ID"]) == ("1", None, None)
    assert draft["Date"] == "Fri, 20 Mar 2026 12:00:00 +0800"
    assert draft["From"].startswith("林晓梅 <")
    body = draft.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "您好。" in text
    assert "主题" not in text
    attached = {part.get_filename(): part.get_content() for part in draft.iter_attachments()}
    assert list(attached) == ["减免逾期罚息的申请.docx", "罚息计算明细.docx", "证据1-病 历.jpg"]
    assert attached["证据1-病 历.jpg"] == SCAN


def test_a_draft_goes_to_the_address_that_the_scenario_has(case: Path) -> None:
    text = NAMED.replace("lender: {profile: huabei,", "lender: {profile: huabei, email: care@lender.example,")
    (case / "case.yaml").write_text(text, "utf-8")
    done = run("render", "case.yaml", "-k", "lender-complaint", "-f", "eml", cwd=case)
    assert message(case / "case" / "lender-complaint.eml")["To"] == "重庆蚂蚁消费金融有限公司 <care@lender.example>"
    assert "To:" not in done.err


def test_the_page_for_oneself_and_the_call_script_are_not_sent(case: Path) -> None:
    done = run("render", "case.yaml", "-k", "lender-complaint", "-k", "call-script", "-f", "eml", cwd=case)
    assert done.out == "case/lender-complaint.eml\n"
    assert "call-script is for yourself alone" in done.err
    body = message(case / "case" / "lender-complaint.eml").get_body(("plain",))
    assert body is not None
    assert "不要寄出" not in body.get_content()
    run("render", "case.yaml", "-k", "call-script", "-f", "eml", cwd=case, code=1)


def test_papers_without_a_file_are_told_with_their_line(case: Path) -> None:
    done = run("render", "case.yaml", "-k", "petition", "-f", "eml", cwd=case)
    assert "case.yaml:17:7: hardship.evidence[1]: no file is named for 出院记录及住院费用清单" in done.err


def test_the_same_letter_gives_the_same_draft(case: Path) -> None:
    both = [letters("render", "case.yaml", "-k", "petition", "-f", "eml", "-o", "-", cwd=case).out for _ in range(2)]
    assert both[0] == both[1] != ""


def test_attachments_that_no_mail_service_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MOST_BYTES", 10)
    with pytest.raises(OutputError, match="scan them smaller"):
        mail.to_mail("text\n", "title", "en", Mailing(attached=[("a.jpg", b"12345678901")]))


# -- evidence


def test_a_file_of_evidence_that_is_not_there_is_told_with_its_line(case: Path) -> None:
    (case / "病 历.jpg").unlink()
    done = run("render", "case.yaml", cwd=case, code=1)
    assert "case.yaml:16:" in done.err
    assert "hardship.evidence[0].file: 病 历.jpg cannot be read" in done.err
    assert not (case / "case").exists()


def test_a_file_of_evidence_is_numbered_in_the_list_of_enclosures(case: Path) -> None:
    run("render", "case.yaml", "-k", "petition", "-f", "md", cwd=case)
    text = (case / "case" / "petition.md").read_text("utf-8")
    assert "诊断证明书（杭州市江畔医院，2025年11月28日，文件 证据1-病 历.jpg）" in text
    assert "3. 出院记录及住院费用清单；" in text


def test_how_a_letter_went_out_is_logged(case: Path) -> None:
    run("sent", "case.yaml", "waiver-email", "--on", "2026-03-20", "--channel", "在线客服", cwd=case)
    assert "{date: 2026-03-20, channel: 在线客服, said: " in (case / "case.yaml").read_text("utf-8")


# -- the bundle


def opened(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bundle_holds_letters_evidence_log_and_the_hash_of_each(case: Path) -> None:
    run("sent", "case.yaml", "waiver-email", "--on", "2026-03-20", cwd=case)
    assert run("bundle", "case.yaml", cwd=case).out == "case.zip\n"
    files = opened(case / "case.zip")
    index = json.loads(files.pop("index.json"))
    sums = files.pop("SHA256SUMS").decode().splitlines()
    contents = files.pop("index.txt").decode()
    assert contents.startswith("letters/petition.docx  关于减免逾期罚息")
    assert contents.endswith("evidence/证据1-病 历.jpg  诊断证明书\n")
    assert {row["name"]: row["sha256"] for row in index["files"]} == {
        name: sha256(content).hexdigest() for name, content in files.items()
    }
    assert sums == [f"{sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    assert {"letters/petition.docx", "letters/call-log.docx", "evidence/证据1-病 历.jpg", "case.yaml"} <= set(files)
    assert "sent/2026-03-20-waiver-email/manifest.json" in files
    assert index["evidence"] == [
        {"number": 1, "document": "诊断证明书", "file": "evidence/证据1-病 历.jpg", "sha256": sha256(SCAN).hexdigest()}
    ]
    assert [row["date"] for row in index["log"]] == ["2026-03-03", "2026-03-12", "2026-03-20"]


def test_a_bundle_is_the_same_from_the_same_case_and_written_over_its_own(case: Path) -> None:
    run("bundle", "case.yaml", cwd=case)
    once = (case / "case.zip").read_bytes()
    run("bundle", "case.yaml", cwd=case)
    assert (case / "case.zip").read_bytes() == once
    (case / "case.zip").write_bytes(b"PK\3\4 mine")
    run("bundle", "case.yaml", cwd=case, code=3)


def said(content: bytes) -> str:
    """The words of a Word file or a text."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def test_without_identity_what_is_not_needed_stays_out(case: Path) -> None:
    run("sent", "case.yaml", "waiver-email", "--on", "2026-03-20", cwd=case)
    done = run("bundle", "case.yaml", "--without-identity", cwd=case)
    assert "look at the evidence yourself" in done.err
    files = opened(case / "case.zip")
    assert not any(name.startswith(("sent/", "case.yaml")) for name in files)
    texts = [said(content) for name, content in files.items() if name.endswith(".docx")]
    assert texts
    for text in [*texts, files["index.json"].decode()]:
        assert not re.search(r"(?<![0-9a-f])(330|2847|13800005602)|linxiaomei@example.com", text)
        assert "不要寄出" not in text
    assert any("林晓梅" in text for text in texts)


def test_without_identity_no_name_of_a_file_and_no_title_has_a_number(case: Path) -> None:
    scan, sound = "身份证330100199003072847.pdf", "138_0000_5602录音.pdf"
    for name in (scan, sound):
        (case / name).write_bytes(SCAN)
    text = changed(
        (case / "case.yaml").read_text("utf-8"),
        ("date: 2026-01-15}", f"date: 2026-01-15, file: {scan}}}"),
        ("流水}", f"流水 13800005602, file: {sound}}}"),
    )
    (case / "case.yaml").write_text(text, "utf-8")
    run("bundle", "case.yaml", "--without-identity", "-k", "petition", cwd=case)
    files = opened(case / "case.zip")
    assert {"evidence/证据2-身份证【已隐去-身份证号】.pdf", "evidence/证据3-【已隐去-手机】录音.pdf"} <= set(files)
    sums = [line.partition("  ")[2] for line in files["SHA256SUMS"].decode().splitlines()]
    assert sums == [name for name in files if name not in {"index.json", "index.txt", "SHA256SUMS"}]
    petition = said(files["letters/petition.docx"])
    assert "【已隐去-手机】录音.pdf" in petition
    shown = [*files, petition, *(files[name].decode() for name in ("index.json", "index.txt", "SHA256SUMS"))]
    assert not any(number in text for text in shown for number in ("330100199003072847", "13800005602", "138_0000"))


def test_a_letter_that_was_edited_goes_into_the_bundle_as_it_is(case: Path) -> None:
    run("render", "case.yaml", "-k", "petition", "-k", "ledger", "-f", "docx", cwd=case)
    edited = (case / "case" / "petition.docx").read_bytes() + b" edited"
    (case / "case" / "petition.docx").write_bytes(edited)
    assert "petition.docx was edited: case.zip: made from it" in run("bundle", "case.yaml", cwd=case).err
    files = opened(case / "case.zip")
    assert files["letters/petition.docx"] == edited
    assert files["letters/ledger.docx"] == (case / "case" / "ledger.docx").read_bytes()
    run("bundle", "case.yaml", "--without-identity", cwd=case)
    assert not any(content == edited for content in opened(case / "case.zip").values())


@pytest.mark.parametrize("encoding", others_slow(["gb18030", "utf-8", "utf-8-sig", "utf-16"]))
@pytest.mark.parametrize("name", ["lender-complaint.md", "lender-complaint.txt"])
def test_a_text_is_kept_as_it_was_saved_in_whatever_encoding(case: Path, name: str, encoding: str) -> None:
    run("render", "case.yaml", "-k", "lender-complaint", "-f", name.partition(".")[2], cwd=case)
    path = case / "case" / name
    text = path.read_text("utf-8").replace("投诉人（签名）", "投诉人（签字）").replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    run("sent", "case.yaml", "lender-complaint", "--on", "2026-03-22", cwd=case)
    kept = case / "case" / "sent" / "2026-03-22-lender-complaint" / name
    assert kept.read_bytes() == path.read_bytes()


def test_an_edit_of_the_markdown_reaches_the_bundle_unless_the_word_file_was_edited_too(case: Path) -> None:
    run("render", "case.yaml", "-k", "petition", "-k", "ledger", "-k", "waiver-email", cwd=case)
    edits = ("petition.md", "ledger.md", "ledger.docx", "waiver-email.md", "waiver-email.docx")
    for name in edits:
        path = case / "case" / name
        path.write_bytes(path.read_bytes() + b" edited")
    said = run("bundle", "case.yaml", cwd=case).err.splitlines()
    held = opened(case / "case.zip")
    assert held["letters/ledger.docx"] == (case / "case" / "ledger.docx").read_bytes()
    assert document_words(held["letters/petition.docx"], "petition.docx").letter[-1] == "edited"
    assert [line for line in said if "edited" in line] == [
        "note: case/petition.md was edited: case.zip: made from it, not from the case",
        "note: case/ledger.docx was edited: case.zip: made from it, not from the case",
        "note: case/ledger.md: edited, and not used: what is sent comes from the Word file, else from the Markdown",
    ]


def test_redacted_letters_name_no_file_of_evidence_and_no_person(case: Path) -> None:
    text = (case / "case.yaml").read_text("utf-8").replace('agent: "0518"', 'who: 张三丰, agent: "0518"')
    (case / "case.yaml").write_text(text, "utf-8")
    run("render", "case.yaml", "-k", "all", "-f", "md", "--redact", cwd=case)
    written = "".join(path.read_text("utf-8") for path in (case / "case").glob("*.md"))
    assert "【已隐去:对方姓名】" in written
    assert not any(word in written for word in ("张三丰", "病 历.jpg"))
    assert "leave out -f eml" in run("render", "case.yaml", "-f", "eml", "--redact", cwd=case, code=2).err


# -- what was sent


def test_what_was_sent_is_frozen_with_the_hashes_of_what_made_it(case: Path) -> None:
    before = (case / "case.yaml").read_bytes()
    done = run("sent", "case.yaml", "lender-complaint", "--on", "2026-03-22", cwd=case)
    folder = case / "case" / "sent" / "2026-03-22-lender-complaint"
    assert done.out.splitlines() == [
        f"case/sent/2026-03-22-lender-complaint/{name}"
        for name in ("lender-complaint.md", "lender-complaint.docx", "manifest.json")
    ]
    record = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (record["schema"], record["kind"], record["on"]) == (1, "lender-complaint", "2026-03-22")
    assert record["asked_by"] is None  # it names the 15 days of the rules, and no day
    assert record["scenario"] == {"name": "case.yaml", "sha256": sha256(before).hexdigest()}
    for name, one in record["files"].items():
        assert one == {"sha256": sha256((folder / name).read_bytes()).hexdigest(), "edited": False}
    assert record["evidence"] == {"证据1-病 历.jpg": {"sha256": sha256(SCAN).hexdigest()}}
    assert "lender-complaint.md.j2" in record["templates"]
    assert {"law/complaint-rules.yaml", "escalation.yaml"} <= set(record["reference"])


def test_a_letter_that_was_edited_is_kept_as_it_was_sent(case: Path) -> None:
    run("render", "case.yaml", "-k", "petition", "-f", "md", cwd=case)
    (case / "case" / "petition.md").write_text("my own words", "utf-8")
    run("sent", "case.yaml", "petition", "--on", "2026-03-22", cwd=case)
    folder = case / "case" / "sent" / "2026-03-22-petition"
    assert (folder / "petition.md").read_text("utf-8") == "my own words"
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["files"]["petition.md"]["edited"]


def test_a_letter_is_found_by_the_day_it_was_made_of_however_it_was_edited(case: Path) -> None:
    text = (case / "case.yaml").read_text("utf-8").replace("first: 2026-04-10", "first: 2026-06-10")
    (case / "case.yaml").write_text(text, "utf-8")
    run("render", "case.yaml", "-k", "waiver-email", "-f", "md", "--as-of", "2026-04-28", cwd=case)
    file = case / "case" / "waiver-email.md"
    file.write_text(file.read_text("utf-8") + "one more word\n", "utf-8")
    run("sent", "case.yaml", "waiver-email", "--on", "2026-04-30", cwd=case)
    record = json.loads((case / "case/sent/2026-04-30-waiver-email/manifest.json").read_text("utf-8"))
    assert (record["as_of"], record["asked_by"]) == ("2026-04-28", "2026-05-18")


def test_no_letter_asks_for_an_answer_before_it_was_sent(case: Path) -> None:
    run("sent", "case.yaml", "waiver-email", "--on", "2026-04-28", cwd=case)  # its plan begins before that day
    record = json.loads((case / "case/sent/2026-04-28-waiver-email/manifest.json").read_text("utf-8"))
    assert (record["as_of"], record["asked_by"]) == ("2026-03-20", None)
    assert "asked_by" not in (case / "case.yaml").read_text("utf-8")


@pytest.mark.parametrize(("lender", "asked_by"), [("bank", None), ("small-loan", "2026-04-07")])
def test_a_day_for_the_answer_is_logged_only_where_the_letter_states_it(
    lender: str, asked_by: str | None, case: Path
) -> None:
    text = changed(NAMED, ("{profile: huabei,", f"{{profile: generic, type: {lender},"), ("2026-04-10}", "2026-04-07}"))
    (case / "case.yaml").write_text(text, "utf-8")  # the plan begins on the day for the answer: no other day is taken
    run("sent", "case.yaml", "lender-complaint", "--on", "2026-03-20", cwd=case)
    folder = case / "case/sent/2026-03-20-lender-complaint"
    assert ("2026年4月7日（含）前" in (folder / "lender-complaint.md").read_text("utf-8")) == (asked_by is not None)
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["asked_by"] == asked_by
    assert (f"asked_by: {asked_by}" in (case / "case.yaml").read_text("utf-8")) == (asked_by is not None)


@pytest.mark.parametrize("edited", [False, True])
def test_the_page_for_the_borrower_alone_is_a_file_of_its_own_and_goes_nowhere(case: Path, edited: bool) -> None:
    formats = ("md", "docx", "txt", "eml")
    options = ("case.yaml", "-k", "lender-complaint", *(f"-f{one}" for one in formats))
    done = run("render", *options, "--json", cwd=case)
    page = [f"case/lender-complaint.for-you.{one}" for one in formats[:-1]]
    assert json.loads(done.out)["for_you"] == page
    assert json.loads(done.out)["files"] == [f"case/lender-complaint.{one}" for one in formats]
    assert all("不要寄出" in said((case / one).read_bytes()) for one in page)
    if edited:
        document = Document(str(case / "case" / "lender-complaint.docx"))
        document.paragraphs[0].add_run("（一）")
        document.save(str(case / "case" / "lender-complaint.docx"))
    told = run("render", *options[:3], "-f", "eml", "-o", "-", cwd=case).out
    copied = run("copy", "case.yaml", "lender-complaint", cwd=case).out
    run("sent", "case.yaml", "lender-complaint", "--on", "2026-03-22", cwd=case)
    run("bundle", "case.yaml", "-k", "lender-complaint", "--without-identity", cwd=case)
    kept = case / "case" / "sent" / "2026-03-22-lender-complaint"
    assert {path.name for path in kept.iterdir()} == {*(f"lender-complaint.{one}" for one in formats), "manifest.json"}
    mails = [told.encode(), (kept / "lender-complaint.eml").read_bytes()]
    parts: list[Any] = [part.get_payload(decode=True) for one in mails for part in email.message_from_bytes(one).walk()]
    sent = [copied.encode(), *(path.read_bytes() for path in kept.glob("*.[mdt]*")), *filter(None, parts)]
    assert not any("不要寄出" in said(content) for content in [*sent, *opened(case / "case.zip").values()])


def test_what_cannot_be_logged_is_not_kept_either(case: Path) -> None:
    unclear = MINIMAL + "payments: &none []\ncontacts: *none\n"  # that list stands somewhere else
    (case / "case.yaml").write_text(unclear, "utf-8")
    before = {path: path.read_bytes() for path in case.iterdir()}
    run("sent", "case.yaml", "petition", "--on", "2026-03-22", cwd=case, code=3)
    assert {path: path.read_bytes() for path in case.iterdir()} == before
    (case / "case.yaml").write_text(NAMED, "utf-8")
    (case / ".case.yaml.letters-tmp" / "in the way").mkdir(parents=True)  # so that the log cannot be written
    assert "cannot write case.yaml" in run("sent", "case.yaml", "petition", "--on", "2026-03-22", cwd=case, code=3).err
    assert not (case / "case").exists()
    run("render", "case.yaml", "-k", "petition", cwd=case)
    there = sorted((case / "case").iterdir())
    run("sent", "case.yaml", "petition", "--on", "2026-03-22", cwd=case, code=3)
    assert sorted((case / "case").iterdir()) == there
    assert (case / "case.yaml").read_text("utf-8") == NAMED
    (case / ".case.yaml.letters-tmp" / "in the way").rmdir()
    (case / ".case.yaml.letters-tmp").rmdir()
    run("sent", "case.yaml", "petition", "--on", "2026-03-22", cwd=case)


def test_a_letter_in_the_other_language_is_kept_too(case: Path) -> None:
    run("render", "case.yaml", "-k", "petition", "--lang", "en", "-f", "docx", cwd=case)
    done = run("sent", "case.yaml", "petition", "--lang", "en", "--on", "2026-03-22", cwd=case)
    assert done.out.startswith("case/sent/2026-03-22-petition/petition.en.docx\n")


def test_letters_of_another_folder_are_kept_from_there(case: Path) -> None:
    run("render", "case.yaml", "-k", "petition", "-f", "md", "-o", "out", cwd=case)
    (case / "out" / "petition.md").write_text("my own words", "utf-8")
    run("sent", "case.yaml", "petition", "--on", "2026-03-22", "-o", "out", cwd=case)
    assert (case / "out" / "sent" / "2026-03-22-petition" / "petition.md").read_text("utf-8") == "my own words"


def test_next_counts_from_what_was_sent(case: Path) -> None:
    run("sent", "case.yaml", "lender-complaint", "--on", "2026-03-22", cwd=case)
    assert "  - {date: 2026-03-22, channel: 书信, said: 寄出消费投诉书, letter: lender-complaint}\n" in (
        case / "case.yaml"
    ).read_text("utf-8")
    data = json.loads(run("next", "case.yaml", "--on", "2026-04-10", "--json", cwd=case).out)
    assert (data["step"], data["complaint"], data["due"]) == ("extension", "2026-03-22", "2026-04-06")
    assert [row["unsuitable"] for row in data["letters"]] == [None]
    late = json.loads(run("next", "case.yaml", "--on", "2026-04-22", "--json", cwd=case).out)
    assert (late["step"], [row["kind"] for row in late["letters"]]) == (
        "regulator",
        ["regulator-complaint", "mediation-request"],
    )


def test_what_was_sent_is_never_changed(case: Path) -> None:
    run("sent", "case.yaml", "petition", "--on", "2026-03-22", cwd=case)
    kept = (case / "case.yaml").read_bytes()
    assert "exists already" in run("sent", "case.yaml", "petition", "--on", "2026-03-22", cwd=case, code=3).err
    assert (case / "case.yaml").read_bytes() == kept
    assert "for yourself alone" in run("sent", "case.yaml", "call-script", cwd=case, code=1).err


@pytest.mark.parametrize("text", [MINIMAL, COMPLETE])
def test_the_least_and_the_fullest_case_are_followed_too(text: str, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    (tmp_path / "scan.jpg").write_bytes(SCAN)
    for command in (["next"], ["calendar", "--on", "2026-03-21"], ["bundle"], ["log"], ["render", "-f", "eml"]):
        run(command[0], "case.yaml", *command[1:], cwd=tmp_path)
    run("sent", "case.yaml", "petition", "--on", "2026-03-21", cwd=tmp_path)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are text there")
def test_what_was_sent_is_kept_of_a_case_whose_name_is_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xc4\xe3")
    (tmp_path / f"{name}.yaml").write_text(MINIMAL, "utf-8")
    run("sent", f"{name}.yaml", "petition", "--on", "2026-03-20", cwd=tmp_path)
    kept = tmp_path / name / "sent" / "2026-03-20-petition"
    assert json.loads((kept / "manifest.json").read_text("utf-8"))["scenario"]["name"] == "??.yaml"
    assert (kept / "petition.md").exists()
