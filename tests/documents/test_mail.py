"""A draft e-mail as two readers find it that share no code with its writer: GMime (mu) and Rust's mailparse."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import fast_mail_parser
import pytest
from cases import TODAY, bundled, changed
from every import every
from html_reader import HtmlReader

from letters.documents.formats import write_as
from letters.documents.mail import to_mail
from letters.documents.mailing import Mailbox, Mailing, attached_name
from letters.documents.markdown import parse
from letters.documents.plain_text import paragraphs
from letters.pipeline import Letters, write_letters

SCAN = b"\xff\xd8\xff\xe0 a scan of papers"
CASE = changed(
    bundled("illness.yaml"),
    ("date: 2025-11-28}\n    - {document: 出院", "date: 2025-11-28, file: 病 历.jpg}\n    - {document: 出院"),
    ("lender: {profile: huabei,", "lender: {profile: huabei, email: care@lender.example,"),
)


def made(kind: str, language: str) -> tuple[Letters, bytes]:
    letters = write_letters(
        CASE.encode(), "my.yaml", today=TODAY, kinds=[kind], language=language, beside=lambda _: SCAN
    )
    [content] = letters.files(["eml"]).values()
    return letters, content


SUBJECTS = {
    (
        "waiver-email",
        "zh",
    ): "因病，申请减免花呗罚息254.94元，本金今天还500.00元、其余分6期（林晓梅，账号尾号6617，工单HB0312-4471）",
    ("petition", "zh"): "关于减免逾期罚息的申请书（林晓梅，账号尾号6617）",
    ("petition", "en"): "Application to waive penalty interest – 林晓梅, account ending 6617",
}
ATTACHED = {
    ("waiver-email", "zh"): ["减免逾期罚息的申请.docx", "罚息计算明细.docx", "证据1-病 历.jpg"],
    ("petition", "zh"): ["关于减免逾期罚息的申请书.docx", "罚息计算明细.docx", "证据1-病 历.jpg"],
    ("petition", "en"): [
        "Application to waive penalty interest.docx",
        "Penalty interest calculation.docx",
        "exhibit-1-病 历.jpg",
    ],
}


@every(which=SUBJECTS)
def test_a_reader_in_rust_finds_head_words_tables_and_files(which: tuple[str, str]) -> None:
    letters, content = made(*which)
    [draft] = letters.drafts
    read = fast_mail_parser.parse_email(content)
    assert squeezed(read.subject) == squeezed(SUBJECTS[which])
    assert read.headers["From"] == ["林晓梅 <linxiaomei@example.com>"]
    assert read.headers["To"] == ["重庆蚂蚁消费金融有限公司 <care@lender.example>"]
    assert read.headers["Date"] == ["Fri, 20 Mar 2026 12:00:00 +0800"]
    assert [one.filename for one in read.attachments] == ATTACHED[which]
    assert read.attachments[0].content == write_as("docx", draft.markdown, draft.title, draft.language)
    assert read.attachments[2].content == SCAN
    [text], [html] = read.text_plain, read.text_html
    subject = re.compile("主题|Subject")
    words = [one for one in paragraphs(parse(draft.markdown)) if not subject.match(one)]
    assert HtmlReader(html.encode()).paragraphs == words
    for one in words:
        assert squeezed(one) in squeezed(text)
    tables = draft.markdown.count("|\n|--") + draft.markdown.count("|\n|:-")
    assert html.count("<table") == html.count("<thead") == tables > 0
    assert not re.search("<style|<script|<img|<link|url[(]|class=|src=|href=", html)


@pytest.mark.needs("maildir-utils")
def test_gmime_shows_the_same_head_words_and_files(tmp_path: Path) -> None:
    letters, content = made("petition", "zh")
    (tmp_path / "a.eml").write_bytes(content)
    (tmp_path / "files").mkdir()
    shown = mu("view", str(tmp_path / "a.eml"))
    first, *others = paragraphs(parse(letters["petition"].markdown))
    head, _, text = shown.partition(f"\n{first}")
    assert "From: 林晓梅 <linxiaomei@example.com>\nTo: 重庆蚂蚁消费金融有限公司 <care@lender.example>\n" in head
    assert f"Subject: {SUBJECTS['petition', 'zh']}\n" in head
    listed = mu("extract", str(tmp_path / "a.eml"))
    assert re.findall(r"^ +\d+ (.+?) \S+/\S+ \[attachment\]", listed, re.MULTILINE) == ATTACHED["petition", "zh"]
    mu("extract", str(tmp_path / "a.eml"), "--save-attachments", f"--target-dir={tmp_path / 'files'}")
    assert SCAN in [path.read_bytes() for path in (tmp_path / "files").iterdir()]
    for one in others:
        assert squeezed(one) in squeezed(text)


def mu(*arguments: str) -> str:
    return subprocess.run(["mu", *arguments], capture_output=True, check=True, timeout=60).stdout.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_what_a_person_typed_cannot_add_a_line_to_the_head() -> None:
    evil = "a\r\nBcc: all@example.com"
    mailing = Mailing(
        to=Mailbox(evil, "to@example.com"),
        sender=Mailbox("x", evil),
        subject=evil,
        day=date(2026, 3, 20),
        attached=[(attached_name('../关于"减免"\n: 申请?', "docx"), b"x")],
    )
    read = fast_mail_parser.parse_email(to_mail("words\n", "title", "en", mailing))
    assert sorted(read.headers) == ["Content-Type", "Date", "From", "MIME-Version", "Subject", "To", "X-Unsent"]
    assert read.attachments[0].filename == "关于 减免 申请.docx"
