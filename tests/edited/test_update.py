"""New figures, the user's words: what they changed stays, what the case changed comes, and nothing is ever lost."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from desk import DOCUMENT, SCENARIO, Desk, delete, packed, paragraph, parts_of, with_xml, words_of
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.shared import Pt, Twips
from docx2python import docx2python
from hypothesis import given, settings
from hypothesis import strategies as st
from ooxml_integrity import check
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]
from strategies import examples

from letters.documents.docx.write import to_word
from letters.documents.markdown import parse as parse_markdown
from letters.edited.merge_result import marks
from letters.edited.paragraph_merge import Say, counterparts, weave
from letters.edited.text_merge import merge_text
from letters.edited.word_merge import merge_word
from letters.files.manifest import Manifest, parse, read_manifest
from letters.pipeline import write_letters

PAID = ("amount: 2865.40}", "amount: 2865.40, payments: [{date: 2026-03-01, amount: 400.00}]}")
"""A payment that the scenario did not have: principal 7,363.40 becomes 7,035.04."""
MARKS = marks("【您的改动:{words}】")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "case.yaml").write_text(SCENARIO, "utf-8")
    made = Desk(tmp_path, monkeypatch, capsys)
    made.render("-k", "petition", "-k", "ledger")
    return made


def assert_valid(path: Path) -> None:
    assert OpenXmlValidator(FileFormat.MICROSOFT_365, security_validation=True).validate(path).errors == []
    assert [str(finding) for finding in check(str(path))] == []


def reworded(document: WordDocument) -> None:
    """What a person does to a letter: change a sentence, add a paragraph, delete one, make a word bold."""
    paragraph(document, "去年12月和今年1月").runs[0].text = "去年冬天我只有病假工资，积蓄都用在了治疗上。"
    paragraph(document, "未还的合计").insert_paragraph_before("我的母亲也需要照顾。", style="Body Text")
    delete(paragraph(document, "2026年3月3日我打电话"))
    paragraph(document, "附件：1").runs[0].bold = True


# What nobody edited


def test_letters_that_nobody_edited_are_rewritten_with_the_new_figures(desk: Desk) -> None:
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert done.code == 0
    assert sorted(done.out.splitlines()) == [
        f"case/{kind}.{form}: rewritten" for kind in ("ledger", "petition") for form in ("docx", "md")
    ]
    updated = {path.name: path.read_bytes() for path in (desk.folder / "case").iterdir()}
    desk.render("-k", "petition", "-k", "ledger", "-o", "fresh")
    fresh = {path.name: path.read_bytes() for path in (desk.folder / "fresh").iterdir()}
    del updated[".letters.json"], fresh[".letters.json"]
    assert updated == fresh


def test_without_new_figures_nothing_is_touched(desk: Desk) -> None:
    desk.edit("petition.docx", reworded)
    before = {path.name: path.read_bytes() for path in (desk.folder / "case").iterdir()}
    done = desk.letters("update", "case.yaml")
    assert (done.code, {line.split(": ")[1] for line in done.out.splitlines()}) == (0, {"unchanged"})
    assert {path.name: path.read_bytes() for path in (desk.folder / "case").iterdir()} == before


# What the user edited


def test_edits_of_a_word_file_are_kept_and_the_figures_are_new(desk: Desk) -> None:
    desk.edit("petition.docx", reworded)
    edited = desk.path("petition.docx").read_bytes()
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert done.code == 0
    assert "case/petition.docx: your file as it was is kept as case/petition.1.bak.docx" in done.err
    document = desk.open("petition.docx")
    words = words_of(document)
    assert "去年冬天我只有病假工资，积蓄都用在了治疗上。" in words
    assert words[words.index("我的母亲也需要照顾。") + 1].startswith("未还的合计7,")
    assert not any("2026年3月3日我打电话" in found for found in words)
    assert paragraph(document, "附件：1").runs[0].bold
    assert any("本金6,535.04元（大写：陆仟伍佰叁拾伍元零肆分）" in found for found in words)
    assert "7,363.40" not in "\n".join(words)
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert ["同上，3月1日还400.00以后", "2,537.04", "19", "24.10"] in cells
    assert desk.path("petition.1.bak.docx").read_bytes() == edited
    assert_valid(desk.path("petition.docx"))
    assert {state for *_, state in desk.differing("petition.docx")} == {"missing"}  # of the deleted paragraph


def test_edits_of_markdown_and_text_are_kept_and_the_figures_are_new(desk: Desk) -> None:
    desk.render("-k", "petition", "-f", "txt")
    for name in ("petition.md", "petition.txt"):
        desk.replace(name, "去年12月和今年1月只有病假工资", "去年冬天只有病假工资")
        desk.replace(name, "附件：1", "谢谢您的耐心。\n\n附件：1")
    desk.replace("petition.md", "| 2025年11月账单（", "| 十一月账单（")
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 0
    for name in ("petition.md", "petition.txt"):
        text = desk.path(name).read_text("utf-8")
        assert "去年冬天只有病假工资，积蓄用在了治疗上。" in text
        assert "谢谢您的耐心。\n\n附件：1" in text
        assert "7,035.04" in text
        assert "7,363.40" not in text
    assert "| 十一月账单（2025年12月10日到期） | 3,200.00 | 10 |" in desk.path("petition.md").read_text("utf-8")
    assert desk.differing("petition.md") == []


def test_the_line_ends_of_windows_stay(desk: Desk) -> None:
    text = desk.path("petition.md").read_text("utf-8").replace("\n", "\r\n").replace("积蓄用在", "存款用在")
    desk.path("petition.md").write_bytes(text.encode("utf-8-sig"))
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 0
    raw = desk.path("petition.md").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") > 50
    assert "存款用在" in raw.decode("utf-8-sig")


def test_an_edited_cell_stays_while_its_row_gets_new_figures(desk: Desk) -> None:
    def edit(document: WordDocument) -> None:
        document.tables[0].rows[3].cells[0].paragraphs[0].runs[0].text = "十二月那一期"

    desk.edit("petition.docx", edit)
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 0
    cells = [cell.text for cell in desk.open("petition.docx").tables[0].rows[3].cells]
    assert cells == ["十二月那一期", "2,865.40", "50", "71.64（已还）"]
    assert_valid(desk.path("petition.docx"))


def test_a_new_bill_is_a_new_row_beside_the_users_own(desk: Desk) -> None:
    desk.scenario(
        (
            "  - {label: 2026年1月账单",
            "  - {label: 2026年1月分期, due_date: 2026-01-20, amount: 100.00}\n  - {label: 2026年1月账单",
        ),
    )
    desk.edit("petition.docx", lambda document: setattr(paragraph(document, "附件：1").runs[0], "bold", True))
    done = desk.letters("update", "case.yaml")
    assert done.code == 0, done.err
    document = desk.open("petition.docx")
    assert [row.cells[0].text for row in document.tables[0].rows] == [
        "账单", "2025年11月账单（2025年12月10日到期）", "同上，2025年12月20日还500.00以后",
        "2025年12月账单（1月10日到期）",
        "2026年1月分期（1月20日到期）", "2026年1月账单（2月10日到期，1,980.00，当天还198.00）", "没还的合计7,721.29元",
    ]  # fmt: skip
    assert_valid(desk.path("petition.docx"))


def word_of(text: str) -> bytes:
    return to_word(parse_markdown(text), title="信", language="zh")


def test_a_new_item_of_a_list_has_the_number_of_its_list(desk: Desk) -> None:
    old, new = (
        word_of(f"# 信\n\n附件：\n\n1. 诊断证明书\n{more}2. 病休证明\n\n谢谢。\n") for more in ("", "2. 复诊记录\n")
    )
    mine = with_xml(old, "谢谢。", "多谢。")
    merged = Document(BytesIO(merge_word(old, mine, new, MARKS, "a.docx").content))
    words = words_of(merged)
    assert words[words.index("病休证明") - 1] == "复诊记录"
    one, two = paragraph(merged, "病休证明"), paragraph(merged, "复诊记录")
    number = "./w:pPr/w:numPr/w:numId/@w:val"
    assert one._element.xpath(number) == two._element.xpath(number) != []


def test_a_letter_that_gets_a_list_it_never_had_counts_it_from_one() -> None:
    old = word_of("# 信\n\n如同意，我按期还。\n")
    new = word_of("# 信\n\n附件：\n\n1. 诊断证明书\n2. 病休证明\n\n如同意，我按期还。\n")
    mine = with_xml(old, "如同意，我按期还。", "同意的话，我按期还。")
    merged = Document(BytesIO(merge_word(old, mine, new, MARKS, "a.docx").content))
    assert "同意的话，我按期还。" in words_of(merged)
    assert "诊断证明书" in words_of(merged)


def test_everything_else_that_the_user_made_of_the_document_stays(desk: Desk) -> None:
    def edit(document: WordDocument) -> None:
        document.styles["Body Text"].font.size = Pt(11)
        document.sections[0].header.paragraphs[0].text = "我的抬头"
        paragraph(document, "敬礼").add_run("").add_picture(BytesIO(PICTURE))
        document.tables[0].rows[0].cells[0].width = Twips(1200)
        document.core_properties.author = "林晓梅"

    desk.edit("petition.docx", edit)
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 0
    document = desk.open("petition.docx")
    assert document.styles["Body Text"].font.size == Pt(11)
    assert document.sections[0].header.paragraphs[0].text == "我的抬头"
    assert len(document.inline_shapes) == 1
    assert document.tables[0].rows[0].cells[0].width == Twips(1200)
    assert document.core_properties.author == "林晓梅"
    assert any("7,035.04" in found for found in words_of(document))


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf0000000301010018dd8db00000000049454e44ae426082"
)


def test_a_paragraph_that_was_only_moved_takes_its_new_figures_along(desk: Desk) -> None:
    def edit(document: WordDocument) -> None:
        moved, to = paragraph(document, "未还的合计"), paragraph(document, "2026年3月3日我打电话")
        to._element.addprevious(moved._element)

    desk.edit("petition.docx", edit)
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 0
    words = words_of(desk.open("petition.docx"))
    at = next(at for at, found in enumerate(words) if found.startswith("未还的合计"))
    assert words[at].startswith("未还的合计7,")
    assert "7,618.34" not in words[at]
    assert words[at + 1].startswith("2026年3月3日我打电话")


def test_a_deleted_paragraph_stays_deleted_and_its_new_words_are_told(desk: Desk) -> None:
    desk.edit("petition.docx", lambda document: delete(paragraph(document, "未还的合计")))
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert done.code == 0
    assert "you deleted this, so it stays out, though it has changed: 未还的合计7," in done.err
    assert not any("未还的合计" in found for found in words_of(desk.open("petition.docx")))


def test_an_emptied_cell_stays_empty(desk: Desk) -> None:
    desk.edit(
        "petition.docx", lambda document: setattr(document.tables[0].rows[3].cells[3].paragraphs[0].runs[0], "text", "")
    )
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert done.code == 0
    assert desk.open("petition.docx").tables[0].rows[3].cells[3].text == ""
    assert "it stays out" in done.err


# Conflicts


def test_where_both_changed_a_paragraph_both_stand_and_the_users_is_marked(desk: Desk) -> None:
    def edit(document: WordDocument) -> None:
        run = paragraph(document, "未还的合计").runs[0]
        run.text = run.text.replace("未还的合计7,618.34", "到今天我一共欠7,600.00")

    desk.edit("petition.docx", edit)
    edited = paragraph(desk.open("petition.docx"), "到今天我一共欠").text
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert done.code == 4
    assert "both you and the letter changed this; both stand, yours is marked: 到今天我一共欠7,600.00元" in done.err
    document = desk.open("petition.docx")
    words = words_of(document)
    at = words.index(f"【您的改动:{edited}】")
    assert words[at - 1].startswith("未还的合计7,")
    marked = document.paragraphs[at]
    assert {run.font.highlight_color is not None for run in marked.runs} == {True}
    assert document.paragraphs[at - 1].runs[0].font.highlight_color is None
    assert_valid(desk.path("petition.docx"))


def test_a_conflict_in_a_list_makes_no_second_number_and_one_in_a_heading_no_second_heading(desk: Desk) -> None:
    base = desk.path("petition.docx").read_bytes()
    mine = with_xml(
        with_xml(base, "（目前254.94元", "（大约250.00元"), "到期，账单金额2,865.40元", "到期，账单金额2,860.00元"
    )
    new = with_xml(
        with_xml(base, "（目前254.94元", "（目前300.00元"), "到期，账单金额2,865.40元", "到期，账单金额2,800.00元"
    )
    merged = merge_word(base, mine, new, MARKS, "a.docx")
    document = Document(BytesIO(merged.content))
    marked = [found for found in document.paragraphs if found.text.startswith("【您的改动:")]
    assert [found.style.name for found in marked if found.style] == ["List Continue", "Body Text"]
    assert ["250.00" in marked[0].text, "2,860.00" in marked[1].text] == [True, True]


def test_a_conflict_in_a_cell_stays_in_the_cell(desk: Desk) -> None:
    desk.edit(
        "petition.docx",
        lambda document: setattr(document.tables[0].rows[3].cells[3].paragraphs[0].runs[0], "text", "9.99"),
    )
    desk.replace("petition.md", "| 2,865.40 | 69 | 98.86 |", "| 2,865.40 | 69 | 9.99 |")
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert done.code == 4
    assert desk.open("petition.docx").tables[0].rows[3].cells[3].text == "71.64（已还）\n【您的改动:9.99】"
    assert "| 2,865.40 | 50 | 71.64（已还） 【您的改动:9.99】 |" in desk.path("petition.md").read_text("utf-8")
    assert_valid(desk.path("petition.docx"))


def test_an_undecided_conflict_waits_through_the_next_update(desk: Desk) -> None:
    desk.replace("petition.md", "未还的合计7,618.34", "到今天我一共欠7,600.00")
    desk.replace("petition.md", "（目前254.94元", "（大约250.00元")
    desk.scenario(PAID)
    assert [desk.letters("update", "case.yaml").code for _ in range(2)] == [4, 4]
    done = desk.letters("update", "case.yaml", "--as-of", "2026-04-03")
    text = desk.path("petition.md").read_text("utf-8")
    assert (done.code, "left to decide or to fill in: 【您的改动:" in done.err) == (4, True), done.err
    assert len(re.findall("【您的改动:", text)) == 2
    assert "1. 减免截至达成一致之日的罚息（目前" in text
    assert sorted(path.name for path in (desk.folder / "case").glob("*.bak.*")) == [
        "petition.1.bak.md",
        "petition.2.bak.md",
    ]


def test_a_decided_conflict_does_not_come_back_and_the_other_figures_go_on(desk: Desk) -> None:
    def edit(document: WordDocument) -> None:
        run = paragraph(document, "未还的合计").runs[0]
        run.text = run.text.replace("7,618.34", "7,600.00")
        document.tables[0].rows[3].cells[3].paragraphs[0].runs[0].text = "9.99"

    def decide(document: WordDocument) -> None:
        """As a person does: today's goes, the marks go, in words of one's own."""
        paragraph(document, "未还的合计7,").runs[0].text = "我算的合计是7,600.00元，罚息另议。"
        delete(paragraph(document, "【您的改动:未还"))
        cell = document.tables[0].rows[3].cells[3]
        delete(cell.paragraphs[0])
        for run, text in zip(cell.paragraphs[0].runs, ["", "9.99", ""], strict=True):
            run.text = text

    desk.edit("petition.docx", edit)
    for old, new in (
        ("未还的合计7,618.34", "未还的合计7,600.00"),
        ("| 2,865.40 | 69 | 98.86 |", "| 2,865.40 | 69 | 9.99 |"),
    ):
        desk.replace("petition.md", old, new)
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 4
    desk.edit("petition.docx", decide)
    path = desk.path("petition.md")
    text = re.sub(r"未还的合计7,(?!600)[^\n]*\n\n【您的改动:([^\n]*)】", r"\1", path.read_text("utf-8"))
    path.write_text(re.sub(r"71\.64（已还） 【您的改动:(9\.99)】", r"\1", text), "utf-8")
    for day in ("2026-04-03", "2026-04-10"):
        done = desk.letters("update", "case.yaml", "--as-of", day, "--json")
        assert done.code == 0, done.err
        files = {Path(one["file"]).name: one for one in json.loads(done.out)["files"]}
        both = [files[f"petition.{form}"] for form in ("docx", "md")]
        assert [(len(one["conflicts"]), len(one["decided"])) for one in both] == [(0, 1), (0, 1)]
    assert "yours stands, as you decided; the letter says today: 未还的合计7," in done.err
    words = words_of(desk.open("petition.docx"))
    assert "我算的合计是7,600.00元，罚息另议。" in words
    assert desk.open("petition.docx").tables[0].rows[3].cells[3].text == "9.99"
    text = path.read_text("utf-8")
    assert "未还的合计7,600.00元" in text
    assert "| 2,865.40 | 50 | 9.99 |" in text
    assert "【您的改动" not in text + "".join(words)


def test_columns_of_a_markdown_table_that_were_added_deleted_or_moved_stay_so() -> None:
    def table(*rows: str) -> str:
        return "".join(f"| {row.replace(',', ' | ')} |\n" for row in rows)

    base = table("账单,本金,天数,罚息", "---,---:,---:,---:", "十一月,3.00,10,1.00", "合计,3.00,,1.00")
    new = base.replace("1.00", "2.00").replace("| 合计", "| 十二月 | 4.00 | 5 | 0.50 |\n| 合计")
    for mine, wanted in (
        (
            ("账单,备注,本金,天数,罚息", "---,---,---:,---:,---:", "十一月,双十一,3.00,10,1.00", "合计,,3.00,,1.00"),
            ("十一月,双十一,3.00,10,2.00", "十二月,,4.00,5,0.50", "合计,,3.00,,2.00"),
        ),
        (
            ("账单,本金,罚息", "---,---:,---:", "十一月,3.00,1.00", "合计,3.00,1.00"),
            ("十一月,3.00,2.00", "十二月,4.00,0.50", "合计,3.00,2.00"),
        ),
        (
            ("账单,罚息,本金,天数", "---,---:,---:,---:", "十一月,1.00,3.00,10", "合计,1.00,3.00,"),
            ("十一月,2.00,3.00,10", "十二月,0.50,4.00,5", "合计,2.00,3.00,"),
        ),
    ):
        merged = merge_text(base, table(*mine), new, MARKS, markdown=True)
        assert [re.sub(" *\\| *", ",", row[2:-2]) for row in merged.content.decode().splitlines()[2:]] == list(wanted)
        assert merged.clashes == ()


def test_a_paragraph_that_the_letter_gave_up_stays_marked_where_the_user_changed_it(desk: Desk) -> None:
    desk.scenario(("request:\n", "claimed_penalty: 300.00\nrequest:\n"))
    desk.render("-k", "petition")
    desk.replace("petition.md", "贵公司显示的罚息为300.00元", "贵公司页面上的罚息为300.00元")
    desk.scenario(("claimed_penalty: 300.00\n", ""))
    done = desk.letters("update", "case.yaml")
    assert done.code == 4
    assert "the letter no longer has this, which you changed; it stands, marked" in done.err
    assert "【您的改动:贵公司页面上的罚息为" in desk.path("petition.md").read_text("utf-8")


def test_tracked_changes_stay_tracked_beside_new_figures(desk: Desk) -> None:
    tracked = (
        '</w:t></w:r><w:ins w:id="9" w:author="a" w:date="2026-03-21T00:00:00Z"><w:r><w:t>恳切</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve">'
    )
    desk.edit_xml("petition.docx", "去年12月和今年", f"去年12月{tracked}和今年")
    desk.edit_xml("petition.docx", "未还的合计", f"未还{tracked}的合计".replace('"9"', '"8"'))
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert (done.code, done.err.count("both stand")) == (0, 0)
    xml = parts_of(desk.path("petition.docx").read_bytes())[DOCUMENT].decode()
    assert xml.count("<w:ins ") == 2
    with docx2python(desk.path("petition.docx")) as oracle:
        assert "去年12月恳切和今年" in oracle.text
        assert "未还恳切的合计7,215.22元" in "".join(oracle.text.split())


# What the manifest remembers


def test_an_updated_letter_stays_the_users_and_render_does_not_replace_it(desk: Desk) -> None:
    desk.edit("petition.docx", reworded)
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 0
    merged = desk.path("petition.docx").read_bytes()
    done = desk.letters("render", "case.yaml", "-k", "petition", "-k", "ledger")
    assert (done.code, "case/petition.docx: edited since" in done.err) == (3, True)
    assert desk.path("petition.docx").read_bytes() == merged


def test_update_after_update_carries_the_same_edits_on(desk: Desk) -> None:
    desk.edit("petition.docx", reworded)
    desk.scenario(PAID)
    for day in ("2026-03-25", "2026-04-03", "2026-03-20"):
        assert desk.letters("update", "case.yaml", "--as-of", day).code == 0
    words = words_of(desk.open("petition.docx"))
    assert words.count("我的母亲也需要照顾。") == 1
    assert words.count("去年冬天我只有病假工资，积蓄都用在了治疗上。") == 1
    assert desk.path("petition.3.bak.docx").exists()


def test_a_run_that_was_killed_before_the_files_loses_nothing(desk: Desk) -> None:
    desk.edit("petition.docx", reworded)
    desk.scenario(PAID)
    before = desk.path("petition.docx").read_bytes()
    assert desk.letters("update", "case.yaml").code == 0
    desk.path("petition.docx").write_bytes(before)  # as if only the manifest had been renamed
    done = desk.letters("update", "case.yaml")
    assert done.code == 0, done.err
    words = words_of(desk.open("petition.docx"))
    assert "7,363.40" not in "\n".join(words)
    assert "我的母亲也需要照顾。" in words


def test_the_manifest_keeps_two_versions_and_forgets_what_makes_no_sense() -> None:
    known = Manifest()
    for number in range(4):
        known.remember("a.md", f"{number}")
    assert known.made_from("a.md") == ["3", "2"]
    again = parse(known.content())
    assert again is not None
    assert (again.made_from("a.md"), sorted(again.texts.values())) == (["3", "2"], ["2", "3"])
    assert parse(b'{"schema": 1, "files": {}, "drafts": 7}') == Manifest()
    assert parse(b'{"schema": 1, "files": {}, "drafts": {"a": ["x"]}, "texts": {"x": 1}}') == Manifest()
    assert parse(b'{"schema": 2, "files": {}}') is None
    assert Manifest().content() == b'{\n "files": {},\n "schema": 1\n}\n'


def test_the_base_is_private_like_the_letters(desk: Desk) -> None:
    assert read_manifest(desk.folder / "case").made_from("petition.docx")[0].startswith("# 关于减免")
    assert (desk.folder / "case" / ".letters.json").stat().st_mode & 0o777 == 0o600


# What cannot be updated


def test_a_file_that_cannot_be_read_is_left_and_the_others_go_on(desk: Desk) -> None:
    desk.path("petition.docx").write_bytes(bytes.fromhex("D0CF11E0") + bytes(600))
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert done.code == 4
    assert "case/petition.docx: left as it is: petition.docx is protected by a password" in done.err
    assert desk.path("petition.docx").read_bytes().startswith(bytes.fromhex("D0CF11E0"))
    assert "7,035.04" in desk.path("petition.md").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("what", ["damaged", "open", "of another case", "not in the manifest"])
def test_an_email_is_not_made_from_the_case_where_its_word_file_cannot_be_followed(desk: Desk, what: str) -> None:
    desk.render("-k", "waiver-email", "-f", "docx", "-f", "eml")
    path, mail = desk.path("waiver-email.docx"), desk.path("waiver-email.eml")
    desk.edit("waiver-email.docx", lambda document: setattr(document.paragraphs[2].runs[0], "text", "我自己写的一句。"))
    match what:
        case "damaged":
            path.write_bytes(path.read_bytes()[:900])
        case "open":
            desk.path("~$iver-email.docx").write_bytes(b"owner")
        case "of another case":
            Document().save(str(path))
        case _:
            edited = path.read_bytes()
            path.unlink()
            manifest = json.loads(desk.path(".letters.json").read_text("utf-8"))
            del manifest["files"]["waiver-email.docx"]
            desk.path(".letters.json").write_text(json.dumps(manifest), "utf-8")
            path.write_bytes(edited)
    before, sent = path.read_bytes(), mail.read_bytes()
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert path.read_bytes() == before
    if what == "not in the manifest":
        assert done.code == 0
        body = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(("plain",))
        assert body is not None
        assert "我自己写的一句。" in body.get_content()
    else:
        assert (done.code, mail.read_bytes() == sent) == (4, True), done.err
        assert done.err.count("left as it is") == 2


def test_an_edited_file_whose_base_is_not_known_is_left(desk: Desk) -> None:
    manifest = json.loads((desk.folder / "case" / ".letters.json").read_bytes())
    del manifest["drafts"], manifest["texts"]
    (desk.folder / "case" / ".letters.json").write_text(json.dumps(manifest), "utf-8")
    desk.replace("petition.md", "积蓄", "存款")
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert done.code == 4
    assert "what it was made from is not known" in done.err
    assert "存款" in desk.path("petition.md").read_text("utf-8")


def test_a_kind_that_no_longer_suits_is_left_with_the_reason(desk: Desk) -> None:
    desk.scenario(("request:\n", "claimed_penalty: 300.00\nrequest:\n"))
    desk.render("-k", "legal-notice")
    desk.scenario(("claimed_penalty: 300.00\n", ""))
    done = desk.letters("update", "case.yaml")
    assert done.code == 4
    assert "case/legal-notice.md: left as it is: 金额没有争议" in done.err


def test_the_page_for_oneself_is_updated_and_verified_as_a_file_of_its_own(desk: Desk) -> None:
    desk.render("-k", "lender-complaint")
    page = desk.path("lender-complaint.for-you.md")
    page.write_text(page.read_text("utf-8") + "\n我已经打过电话。\n", "utf-8")
    states = json.loads(desk.letters("update", "case.yaml", "--json").out)["files"]
    found = {Path(one["file"]).name: one["state"] for one in states if "for-you" in one["file"]}
    assert found == {"lender-complaint.for-you.docx": "unchanged", "lender-complaint.for-you.md": "unchanged"}
    assert desk.differing("lender-complaint.for-you.md") == []
    assert desk.differing("lender-complaint.docx") == []


def test_a_folder_without_letters_is_said_so(desk: Desk) -> None:
    done = desk.letters("update", "case.yaml", "-o", "nowhere")
    assert (done.code, done.err) == (
        3, "error: no letters have been written to nowhere; `letters render` does that\n",
    )  # fmt: skip
    assert not (desk.folder / "nowhere").exists()


def test_a_letter_that_the_user_threw_away_does_not_come_back(desk: Desk) -> None:
    desk.path("ledger.docx").unlink()
    assert desk.letters("update", "case.yaml").code == 0
    assert not desk.path("ledger.docx").exists()


def test_other_languages_and_redacted_letters_are_updated_too(desk: Desk) -> None:
    desk.render("-k", "petition", "--lang", "en")
    desk.replace("petition.en.md", "Yours faithfully,", "Yours sincerely,")
    desk.render("-k", "petition", "--redact")
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 0
    text = desk.path("petition.en.md").read_text("utf-8")
    assert "Yours sincerely," in text
    assert "CNY 7,035.04" in text
    redacted = desk.path("petition.redacted.md").read_text("utf-8")
    assert ("7,035.04" in redacted, "林晓梅" in redacted) == (True, False)


def test_a_letter_on_the_users_letterhead_keeps_it(desk: Desk) -> None:
    head = Document()
    head.sections[0].header.paragraphs[0].text = "我的抬头"
    head.save(str(desk.folder / "head.docx"))
    desk.render("-k", "petition", "-f", "docx", "--reference-doc", "head.docx")
    desk.scenario(PAID)
    for day in ("2026-03-20", "2026-04-03"):
        done = desk.letters("update", "case.yaml", "--as-of", day)
        assert (done.code, "case/petition.docx: rewritten" in done.out) == (0, True)
    assert desk.open("petition.docx").sections[0].header.paragraphs[0].text == "我的抬头"
    assert desk.differing("petition.docx", "--as-of", "2026-04-03") == []
    assert desk.letters("render", "case.yaml", "-k", "petition").code == 0  # nobody has edited it


def test_the_json_has_the_documented_shape(desk: Desk) -> None:
    desk.replace("petition.md", "未还的合计7,618.34", "到今天我一共欠7,600.00")
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml", "--json")
    data = json.loads(done.out)
    by_name = {file["file"]: file for file in data["files"]}
    petition = by_name["case/petition.md"]
    assert (done.code, data["schema"], petition["state"], petition["backup"]) == (
        4,
        1,
        "merged",
        "case/petition.1.bak.md",
    )
    assert petition["conflicts"][0]["yours"].startswith("到今天我一共欠7,600.00")
    assert petition["conflicts"][0]["new"].startswith("未还的合计7,")
    assert by_name["case/ledger.md"] == {
        "file": "case/ledger.md", "state": "rewritten", "reason": None, "backup": None, "conflicts": [], "deleted": [],
    }  # fmt: skip


# Other programs


@pytest.mark.office
def test_what_libreoffice_saves_without_a_change_is_no_edit(desk: Desk) -> None:
    base = desk.path("petition.docx").read_bytes()
    profile = f"-env:UserInstallation=file://{desk.folder}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        "saved",
        "case/petition.docx",
    ]
    subprocess.run(command, cwd=desk.folder, check=True, capture_output=True, timeout=120)
    desk.path("petition.docx").write_bytes((desk.folder / "saved" / "petition.docx").read_bytes())
    assert desk.path("petition.docx").read_bytes() != base
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert (done.code, "both stand" in done.err) == (0, False)
    assert desk.differing("petition.docx") == []


def test_a_body_that_is_written_in_an_unusual_way_is_refused_not_broken(desk: Desk) -> None:
    parts = parts_of(desk.path("petition.docx").read_bytes())
    other = (
        parts[DOCUMENT]
        .replace(b"<w:", b"<x:")
        .replace(b"</w:", b"</x:")
        .replace(b"xmlns:w=", b"xmlns:x=")
        .replace(b" w:", b" x:")
    )
    desk.path("petition.docx").write_bytes(packed(parts | {DOCUMENT: other}))
    desk.scenario(PAID)
    done = desk.letters("update", "case.yaml")
    assert (done.code, "of a form that letters cannot change" in done.err) == (4, True)


def test_words_in_a_content_control_are_updated_where_they_stand(desk: Desk) -> None:
    def edit(document: WordDocument) -> None:
        found = paragraph(document, "未还的合计")._element
        control = parse_xml(f"<w:sdt {W}><w:sdtPr><w:tag w:val='x'/></w:sdtPr><w:sdtContent/></w:sdt>")
        found.addprevious(control)
        control[1].append(found)

    desk.edit("petition.docx", edit)
    desk.scenario(PAID)
    assert desk.letters("update", "case.yaml").code == 0
    xml = parts_of(desk.path("petition.docx").read_bytes())[DOCUMENT].decode()
    [control] = re.findall("<w:sdt>.*?</w:sdt>", xml, re.DOTALL)
    assert "未还的合计7,2" in control


# Nothing is lost


class Word(str):
    """A unit that is its words."""

    key = property(str)
    words = property(str)
    kind = "p"


WORDS = st.lists(st.sampled_from(["甲一", "甲二", "乙一", "乙二", "丙", "丁1", "丁2", "戊"]), max_size=8)


@given(WORDS, WORDS, WORDS)
def test_every_unit_of_the_user_and_of_the_letter_is_decided_once(
    base: list[str], mine: list[str], new: list[str]
) -> None:
    steps = weave([Word(w) for w in base], [Word(w) for w in mine], [Word(w) for w in new])
    assert [step.mine for step in steps if step.mine] == mine
    assert sorted(step.new for step in steps if step.new) == sorted(new)
    assert sorted(step.base for step in steps if step.base) == sorted(base)
    for step in steps:
        if step.verdict is Say.DROP and step.mine:
            assert (step.mine, step.new) == (step.base, None)
        if step.mine and step.mine != step.base:
            assert step.verdict in (Say.KEEP, Say.CLASH)


@given(WORDS, WORDS)
def test_with_one_side_unchanged_the_other_is_the_result(base: list[str], other: list[str]) -> None:
    texts = ["".join(f"{word}\n\n" for word in words) for words in (base, other)]
    for markdown in (True, False):
        mine = merge_text(texts[0], texts[1], texts[0], MARKS, markdown=markdown)
        new = merge_text(texts[0], texts[0], texts[1], MARKS, markdown=markdown)
        assert (mine.clashes, new.clashes) == ((), ())
        assert mine.content.decode().split() == " ".join(other).split()
        assert new.content.decode().split() == " ".join(other).split()


@given(WORDS, WORDS)
def test_counterparts_keep_the_order(base: list[str], other: list[str]) -> None:
    places = [at for at in counterparts([Word(w) for w in base], [Word(w) for w in other]) if at is not None]
    assert places == sorted(set(places))


OLD, NEW = (
    write_letters(text.encode(), "case.yaml", today=date(2026, 3, 20), as_of=day, kinds=["petition"])
    for text, day in ((SCENARIO, None), (SCENARIO.replace(*PAID), date(2026, 4, 3)))
)  # fmt: skip
OLD_WORD, NEW_WORD = (letters.files(["docx"])["petition.docx"] for letters in (OLD, NEW))
OLD_TEXT, NEW_TEXT = (letters.files(["md"])["petition.md"].decode() for letters in (OLD, NEW))
KINDS_OF_EDIT = ["change", "add", "delete", "move", "bold", "cell"]
EDITS = st.lists(
    st.tuples(st.sampled_from(KINDS_OF_EDIT), st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8
)


def edited(edits: list[tuple[str, int, int]]) -> tuple[bytes, list[str]]:
    """The petition with these edits, and the words that the user wrote."""
    document = Document(BytesIO(OLD_WORD))
    written: dict[str, None] = {}
    for number, (what, at, to) in enumerate(edits):
        found = document.paragraphs[at % len(document.paragraphs)]
        words = f"我写的第{number}句"
        if what == "change" and found.runs:
            found.runs[0].text += words
            written[words] = None
        elif what == "add":
            found.insert_paragraph_before(words)
            written[words] = None
        elif what == "cell":
            table = document.tables[at % len(document.tables)]
            table.rows[to % len(table.rows)].cells[0].paragraphs[0].add_run(words)
            written[words] = None
        elif what == "move":
            document.paragraphs[to % len(document.paragraphs)]._element.addprevious(found._element)
        elif what == "bold" and found.runs:
            found.runs[0].bold = True
        elif what == "delete" and len(document.paragraphs) > 10:
            written = {kept: None for kept in written if kept not in found.text}
            delete(found)
    out = BytesIO()
    document.save(out)
    return out.getvalue(), list(written)


@settings(max_examples=examples(60), deadline=None)
@given(EDITS)
@pytest.mark.slow
def test_whatever_is_done_to_a_word_file_no_word_of_the_user_is_lost(edits: list[tuple[str, int, int]]) -> None:
    mine, written = edited(edits)
    merged = merge_word(OLD_WORD, mine, NEW_WORD, MARKS, "a.docx")
    document = Document(BytesIO(merged.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    everything = "\n".join([*words_of(document), *cells])
    for words in written:
        assert words in everything
    new = Document(BytesIO(NEW_WORD))
    kept_out = "\n".join(merged.deleted)
    before = set(words_of(Document(BytesIO(OLD_WORD))))
    everything = re.sub(r"我写的第\d+句", "", everything)  # it may stand among new figures
    for found in new.paragraphs:  # what is new in the letter stands in the file, or the user had deleted its place
        assert found.text in before or found.text in everything or found.text in kept_out


@settings(max_examples=examples(60), deadline=None)
@given(EDITS)
def test_whatever_is_done_to_markdown_no_word_of_the_user_is_lost(edits: list[tuple[str, int, int]]) -> None:
    lines = OLD_TEXT.split("\n")
    written: dict[str, None] = {}
    for number, (what, at, to) in enumerate(edits):
        place, words = at % len(lines), f"我写的第{number}句"
        if what in ("change", "cell", "bold") and lines[place].strip(" |-:"):
            lines[place] = lines[place].replace("。", f"{words}。", 1) if "。" in lines[place] else lines[place]
            written |= {words: None} if words in lines[place] else {}
        elif what == "add":
            lines[place:place] = ["", words, ""]
            written[words] = None
        elif what == "delete" and len(lines) > 10:
            written = {kept: None for kept in written if kept not in lines[place]}
            del lines[place]
        elif what == "move":
            lines.insert(to % len(lines), lines.pop(place))
    merged = merge_text(OLD_TEXT, "\n".join(lines), NEW_TEXT, MARKS, markdown=True)
    text = merged.content.decode()
    assert all(words in text for words in written)
    text = re.sub(r"我写的第\d+句", "", text)
    for line in set(NEW_TEXT.split("\n")) - set(OLD_TEXT.split("\n")):
        if not line.startswith("|"):
            assert line in text or line in merged.deleted
