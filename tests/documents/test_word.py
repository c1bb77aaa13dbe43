"""Blocks → a Word file: valid, the same words, named styles only, the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx2python import docx2python
from hypothesis import given, settings
from hypothesis import strategies as st
from ooxml_integrity import check
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]
from strategies import examples

from letters.base.errors import UnknownName
from letters.documents.column_widths import TEXT_WIDTH, column_widths
from letters.documents.docx.write import to_word
from letters.documents.markdown import Heading, Paragraph, Run, TableBlock, ThematicBreak, parse
from letters.documents.plain_text import width

EVERYTHING = """# 申请书

<!-- style: Subject -->
**主题**：减免罚息 & <分期>

<!-- style: Salutation -->
某公司：

请看**粗*又斜***，工号 【待填：工号】。  
第二行 ____

## 欠款如下

截至今日：

| 账单 | 到期日 | 金额 | 已还 | 未还 | 天数 | 说明 |
|---|---|---:|---:|---:|---:|:-:|
| 一月 | 2026-01-20 | 1,940.00 | – | 1,940.00 | 70 | 中 |
| **合计** | | **1,940.00** | | | | |

| 日期 | 答复 |
|---|---|
| | |

之后说明。

### 请求

1. 减免；
2. 分期：

   每月还。

   > 请您同意。

   1. 小项
   2. 又一项
3. 停催。

另外：

7. 第七；
8. 第八。

- 甲
  - 乙
    - 丙
      - 丁
- ☐ 身份证
-

> 您好，我叫张伟。
>
> - 说慢些

此事属实。

此致

<!-- style: Closing -->
敬礼

<!-- style: Signature -->
张伟

<!-- style: Date -->
2026 年 4 月 15 日

---

<!-- style: Page Break -->
### 附件 1

| 项目 |
|---|
| 1 |
"""


def word(markdown: str, language: str = "zh") -> bytes:
    return to_word(parse(markdown), title="申请书", language=language)


def part(data: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return ElementTree.fromstring(package.read(name))


def styled(data: bytes) -> list[tuple[str, str]]:
    """(style id, words) of every paragraph, those of tables too."""
    return [
        (
            p.find(f"./{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val"), ""),  # type: ignore[union-attr]
            "".join(t.text or "" for t in p.iter(qn("w:t"))),
        )
        for p in part(data).iter(qn("w:p"))
    ]


def assert_valid(path: Path) -> None:
    for version in (FileFormat.OFFICE_2007, FileFormat.OFFICE_2019, FileFormat.MICROSOFT_365):
        assert OpenXmlValidator(version, security_validation=True).validate(path).errors == []
    assert [str(finding) for finding in check(str(path))] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_validators_find_nothing(language: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(word(EVERYTHING, language))
    assert_valid(path)


@pytest.mark.parametrize(
    "markdown", ["", "# 只有标题", "| a |\n|---|", "> | a |\n> |---|\n\n| b |\n|---|", "-", "1. > a"]
)
def test_odd_documents_are_valid_too(markdown: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(word(markdown))
    assert_valid(path)


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_converts_it(language: str, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(word(EVERYTHING, language))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "letter.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "letter.txt").read_text("utf-8-sig")
    assert "主题：减免罚息 & <分期>" in text
    numbered = re.findall(r"^ *(\S+) (减免；|又一项|停催。|第七；|甲)$", text, re.MULTILINE)
    assert numbered == [
        ("1.", "减免；"),
        ("(2)", "又一项"),
        ("3.", "停催。"),
        ("7.", "第七；"),
        ("•", "甲"),
    ]


def with_controls(paragraph: Any) -> str:
    """The words of a paragraph; python-docx's own text leaves out those in content controls."""
    every = paragraph.iter(qn("w:t"), qn("w:br"))
    return "".join("\n" if node.tag == qn("w:br") else node.text for node in every)


def test_a_blank_is_a_control_with_a_placeholder_to_type_over() -> None:
    [control] = Document(BytesIO(word("工号【待填：工号】。"))).element.iter(qn("w:sdt"))
    assert control.find(qn("w:sdtPr")).find(qn("w:showingPlcHdr")) is not None
    assert "".join(node.text for node in control.iter(qn("w:t"))) == "【待填：工号】"


def test_python_docx_reads_back_the_same_words() -> None:
    document = Document(BytesIO(word(EVERYTHING)))
    paragraphs = [words for p in document.paragraphs if (words := with_controls(p._p))]
    assert paragraphs == [
        "申请书", "主题：减免罚息 & <分期>", "某公司：", "请看粗又斜，工号 【待填：工号】。\n第二行 ____",
        "欠款如下", "截至今日：", "之后说明。", "请求", "减免；", "分期：", "每月还。", "请您同意。", "小项",
        "又一项", "停催。", "另外：", "第七；", "第八。", "甲", "乙", "丙", "丁", "☐ 身份证",
        "您好，我叫张伟。", "说慢些", "此事属实。", "此致", "敬礼", "张伟", "2026 年 4 月 15 日", "附件 1",
    ]  # fmt: skip
    first, second, third = [[[c.text for c in row.cells] for row in table.rows] for table in document.tables]
    assert first == [
        ["账单", "到期日", "金额", "已还", "未还", "天数", "说明"],
        ["一月", "2026-01-20", "1,940.00", "–", "1,940.00", "70", "中"],
        ["合计", "", "1,940.00", "", "", "", ""],
    ]
    assert (second, third) == ([["日期", "答复"], ["", ""]], [["项目"], ["1"]])


def test_docx2python_reads_back_the_same_words() -> None:
    data = word(EVERYTHING)
    ours = "".join(text for _, text in styled(data))
    with docx2python(BytesIO(data)) as content:
        lines = [line for table in content.body for row in table for cell in row for line in cell]
    theirs = "".join(re.sub(r"^\t*\d+\)\t", "", line) for line in lines)
    assert theirs.replace("\n", "") == ours


def test_every_paragraph_names_a_style_and_has_no_other_format_of_its_own() -> None:
    allowed = {
        "pPr": {"pStyle", "numPr"},
        "rPr": {"b", "i", "highlight"},
        "tblPr": {"tblStyle", "tblW", "tblLayout", "tblLook"},
        "trPr": {"cantSplit", "tblHeader"},
        "tcPr": {"tcW"},
    }
    data = word(EVERYTHING)
    styles = {s.get(qn("w:styleId")) for s in part(data, "word/styles.xml").iter(qn("w:style"))}
    for element in part(data).iter():
        name = element.tag.rpartition("}")[2]
        children = [child.tag.rpartition("}")[2] for child in element]
        if name in allowed:
            assert set(children) <= allowed[name]
        if name == "p":
            assert children[0] == "pPr"
        if name == "pPr":
            assert children[0] == "pStyle"
        if name in {"pStyle", "tblStyle"}:
            assert element.get(qn("w:val")) in styles


def test_blocks_have_the_styles_that_a_chinese_word_knows() -> None:
    styles = {text: style for style, text in styled(word(EVERYTHING)) if text}
    expected = {
        "申请书": "Title", "欠款如下": "Heading1", "请求": "Heading2", "附件 1": "PageBreak",
        "某公司：": "Salutation", "主题：减免罚息 & <分期>": "Subject", "减免；": "ListNumber",
        "小项": "ListNumber2", "每月还。": "ListContinue", "请您同意。": "ListQuote",
        "甲": "ListBullet", "乙": "ListBullet2", "丁": "ListBullet3", "☐ 身份证": "ListCheck",
        "您好，我叫张伟。": "Quote", "敬礼": "Closing",
        "张伟": "Signature", "2026 年 4 月 15 日": "Date", "账单": "TableHeader", "一月": "TableTextKept",
        "70": "TableNumberKept", "中": "TableCenterKept", "合计": "TableText", "之后说明。": "AfterTable",
    }  # fmt: skip
    assert {text: styles[text] for text in expected} == expected


def test_the_last_paragraph_and_what_introduces_a_table_stay_with_what_follows() -> None:
    styles = {text: style for style, text in styled(word(EVERYTHING))}
    for text in ("截至今日：", "另外：", "此事属实。", "此致"):
        assert styles[text] == "KeepWithNext"


def test_the_line_that_closes_a_table_stays_with_it() -> None:
    table = "| a |\n|---|\n| 1 |\n\n"
    assert styled(word(f"{table}未还本金 1,782.00 元。"))[-2:] == [
        ("TableTextKept", "1"),
        ("AfterTable", "未还本金 1,782.00 元。"),
    ]
    assert styled(word(f"{table}{'一段话，不止一行。' * 9}"))[-2][0] == "TableText"
    assert [style for style, _ in styled(word(f"{table}如下：\n\n- 一"))[1:3]] == ["TableTextKept", "AfterTableKept"]


SIGNED = "此致\n\n<!-- style: Closing -->\n敬礼\n\n<!-- style: Signature -->\n张伟"


@pytest.mark.parametrize(
    ("items", "expected"), [(4, ["ListNumberKept"] * 4), (9, ["ListNumber"] * 6 + ["ListNumberKept"] * 3)]
)
def test_a_signature_takes_the_list_above_it_along(items: int, expected: list[str]) -> None:
    numbers = "\n".join(f"{n}. 材料" for n in range(1, items + 1))
    styles = [style for style, text in styled(word(f"附件：\n\n{numbers}\n\n{SIGNED}"))]
    assert styles == ["KeepWithNext", *expected, "KeepWithNext", "Closing", "Signature"]


def test_a_signature_that_has_a_paragraph_for_company_leaves_the_list_and_its_heading_where_they_are() -> None:
    request = (
        "## 请确认\n\n" + "请确认以下各项内容：" * 10 + "\n\n1. 金额\n1. 日期\n1. 账户\n\n" + "一段话，不止一行。" * 5
    )
    styles = [style for style, text in styled(word(f"# 函\n\n{request}\n\n{SIGNED}"))]
    assert styles[3:7] == ["ListNumber", "ListNumber", "ListNumberKept", "KeepWithNext"]


def test_a_signature_takes_more_than_one_short_line_along() -> None:
    long = "一段话，不止一行。" * 20
    styles = [style for style, text in styled(word(f"{long}\n\n{long}\n\n以上情况属实。\n\n{SIGNED}"))]
    assert styles == ["BodyText", "KeepWithNext", "KeepWithNext", "KeepWithNext", "Closing", "Signature"]


def test_headings_never_skip_a_level() -> None:
    styles = [
        style for style, _ in styled(word("# 明细\n\n### 一月\n\na\n\n### 二月\n\na\n\n## 合计\n\n### 其中\n\na"))
    ]
    assert [style for style in styles if style != "BodyText"] == [
        "Title", "Heading1", "Heading1", "Heading1", "Heading2",
    ]  # fmt: skip


def test_every_numbered_list_starts_anew() -> None:
    data = word(EVERYTHING)
    uses = [
        (p.find(f".//{qn('w:ilvl')}"), p.find(f".//{qn('w:numId')}"))
        for p in part(data).iter(qn("w:p"))
        if p.find(f".//{qn('w:numPr')}") is not None
    ]
    levels = [(a.get(qn("w:val")), b.get(qn("w:val"))) for a, b in uses if a is not None and b is not None]
    assert levels == [("0", "3"), ("0", "3"), ("1", "4"), ("1", "4"), ("0", "3"), ("0", "5"), ("0", "5")]
    starts = {
        num.get(qn("w:numId")): [(o.get(qn("w:ilvl")), o[0].get(qn("w:val"))) for o in num.iter(qn("w:lvlOverride"))]
        for num in part(data, "word/numbering.xml").iter(qn("w:num"))
    }
    assert starts == {"1": [], "2": [], "3": [("0", "1")], "4": [("1", "1")], "5": [("0", "7")]}


def test_the_header_row_repeats_and_no_row_splits() -> None:
    for table in part(word(EVERYTHING)).iter(qn("w:tbl")):
        rows = list(table.iter(qn("w:tr")))
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_tables_are_kept_apart_and_never_end_the_document() -> None:
    body = part(word(EVERYTHING))[0]
    names = [child.tag.rpartition("}")[2] for child in body]
    assert "tbltbl" not in "".join(names)
    assert names[-3:] == ["tbl", "p", "sectPr"]


def test_a_blank_is_highlighted_and_nothing_else_is() -> None:
    runs = [r for r in part(word(EVERYTHING)).iter(qn("w:r")) if r.find(f".//{qn('w:highlight')}") is not None]
    assert ["".join(r.itertext()) for r in runs] == ["【待填：工号】"]


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "第 1 页 共 1 页"), ("en", "Page 1 of 1"), ("fr", "Page 1 of 1")]
)
def test_the_footer_counts_pages_with_fields(language: str, words: str) -> None:
    footer = part(word("a", language), "word/footer1.xml")
    assert [f.get(qn("w:instr")) for f in footer.iter(qn("w:fldSimple"))] == [" PAGE ", " NUMPAGES "]
    assert "".join(t.text or "" for t in footer.iter(qn("w:t"))) == words


def test_the_properties_hold_title_and_language_only() -> None:
    core = part(to_word((), title="关于 <减免>\x01", language="zh"), "docProps/core.xml")
    assert [(e.tag.rpartition("}")[2], e.text) for e in core] == [
        ("title", "关于 <减免>\ufffd"),
        ("language", "zh"),
    ]


def test_the_same_letter_gives_the_same_bytes_without_a_date() -> None:
    first, second = word(EVERYTHING), word(EVERYTHING)
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert package.testzip() is None
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"


def test_writing_needs_neither_python_docx_nor_lxml() -> None:
    code = """
import sys
from letters.documents.markdown import parse
from letters.documents.docx.write import to_word
to_word(parse("# a"), title="a", language="zh")
print(sorted({"docx", "lxml", "zipfile"} & set(sys.modules)))
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == "[]\n"


def test_an_unknown_style_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="no paragraph style is called 'Salutaton'; did you mean 'Salutation'"):
        word("<!-- style: Salutaton -->\n某公司：")


def test_a_very_long_word_does_not_break_a_table(tmp_path: Path) -> None:
    long = "a" * 10_000
    path = tmp_path / "letter.docx"
    path.write_bytes(word(f"{long}\n\n| a | b |\n|---|--:|\n| {long} | 1,940.00 |"))
    assert_valid(path)
    [_, table] = parse(f"{long}\n\n| a | b |\n|---|--:|\n| {long} | 1,940.00 |")
    assert isinstance(table, TableBlock)
    assert sum(column_widths(table)) == TEXT_WIDTH


def test_a_crowded_table_gives_numbers_the_room_they_need() -> None:
    long = "这一栏的说明很长很长很长很长很长很长很长很长很长很长"
    [table] = parse(f"| 说明 | 到期日 | 金额 |\n|---|---|--:|\n| {long * 3} | 2026-01-20 | 123,456,789.00 |")
    assert isinstance(table, TableBlock)
    note, date, amount = column_widths(table)
    assert note + date + amount == TEXT_WIDTH
    assert date >= 10 * 105 + 216
    assert amount >= 14 * 105 + 216


@pytest.mark.parametrize(
    "markdown",
    [
        "| 期次 | 还款日 | 金额（元） |\n|---|---|--:|\n"
        "| 第 1 至 10 期，每期 | 自 2026 年 11 月 20 日起，每月 20 日，至 2027 年 8 月 20 日 | 1,464.65 |",
        "| 账单 | 到期日 | 账单金额 | 已还 | 未还本金 | 逾期天数 | 未还罚息 | 违约金 |\n"
        "|---|---|--:|--:|--:|--:|--:|--:|\n"
        "| 2026年11月账单 | 2026-12-05 | 18,640.00 | 2,000.00 | 16,873.00 | 64 | 539.94 | 0.00 |",
    ],
)
def test_the_first_cell_of_a_row_stays_on_one_line(markdown: str) -> None:
    [table] = parse(markdown)
    assert isinstance(table, TableBlock)
    margins = 120 if len(table.aligns) > 6 else 216
    assert column_widths(table)[0] >= width(table.rows[0][0][0].text) * 105 + margins


@given(
    st.lists(st.lists(st.integers(0, 120), min_size=3, max_size=3), min_size=1, max_size=6), st.integers(3000, 16000)
)
def test_columns_fill_the_room_whatever_they_hold(sizes: list[list[int]], room: int) -> None:
    rows = tuple(tuple((Run("汉" * (size // 2)),) for size in row) for row in sizes)
    table = TableBlock(("none", "none", "right"), rows[0], rows)
    widths = column_widths(table, room)
    assert sum(widths) == room
    assert min(widths) > 0


ANY = st.text(st.characters(), max_size=30) | st.text("\x00\x0b\ud800\ufffe<&>\"'\n\r\t a", max_size=10)


@given(st.lists(ANY, min_size=1, max_size=4))
@settings(max_examples=examples(60))
def test_any_words_give_well_formed_xml(words: list[str]) -> None:
    runs = tuple(Run(text, bold=True, blank=True) for text in words)
    table = TableBlock(("right",), (runs,), ((runs,), ((),)))
    data = to_word((Heading(1, runs), Paragraph(runs), ThematicBreak(), table), title=words[0], language="zh")
    assert len(styled(data)) == 6
    part(data, "docProps/core.xml")
