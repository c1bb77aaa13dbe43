"""Markdown → blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.documents.markdown import (
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    TableBlock,
    ThematicBreak,
    parse,
    plain,
)


def words(markdown: str) -> str:
    """The words of a document of one paragraph."""
    [block] = parse(markdown)
    assert isinstance(block, Paragraph)
    return plain(block.runs)


def test_a_line_break_between_two_han_characters_is_not_a_space() -> None:
    assert words("减免\n罚息") == "减免罚息"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("罚息，\n本金", "罚息，本金"),
        ("罚息\n《民法典》", "罚息《民法典》"),
        ("他说“不行。”\n我说", "他说“不行。”我说"),
        ("截至\n2026 年", "截至 2026 年"),
        ("App\n内公布", "App 内公布"),
        ("penalty\ninterest", "penalty interest"),
        ("“no”\n“yes”", "“no” “yes”"),
        ("**罚息**\n**本金**", "罚息本金"),
        ("**a**\n*b*", "a b"),
    ],
)
def test_a_line_break_is_a_space_unless_both_sides_are_chinese(markdown: str, expected: str) -> None:
    assert words(markdown) == expected


def test_a_hard_line_break_is_a_run_of_its_own() -> None:
    assert parse("张伟  \n北京\\\n电话") == (Paragraph((Run("张伟"), Run("\n"), Run("北京"), Run("\n"), Run("电话"))),)


def test_neighbouring_words_of_one_look_are_one_run() -> None:
    assert parse(r"身份证 110\*\*\*2847 &amp; `代码` **粗***斜*") == (
        Paragraph((Run("身份证 110***2847 & 代码 "), Run("粗", bold=True), Run("斜", italic=True))),
    )


@pytest.mark.parametrize(
    "text", ["【待填：工单号】", "【待填:工单号】", "【待填】", "【to fill: ticket】", "【missing: date】"]
)
def test_a_blank_is_a_run_of_its_own(text: str) -> None:
    assert parse(f"您的 **工号 {text}**。") == (
        Paragraph(
            (Run("您的 "), Run("工号 ", bold=True), Run(text, bold=True, blank=True), Run("。")),
        ),
    )


def test_other_brackets_are_not_blanks() -> None:
    assert parse("【重要】请看") == (Paragraph((Run("【重要】请看"),)),)


def test_a_style_comment_names_the_style_of_the_next_block_only() -> None:
    document = "<!-- style: Salutation -->\n尊敬的客服：\n\n您好。\n\n<!-- style: Page Break -->\n## 附件"
    assert parse(document) == (
        Paragraph((Run("尊敬的客服："),), "Salutation"),
        Paragraph((Run("您好。"),)),
        Heading(2, (Run("附件"),), "Page Break"),
    )


def test_of_several_style_comments_the_last_one_holds() -> None:
    assert parse("<!-- style: Date -->\n<!-- note -->\n\n<!-- style:Signature-->\n张伟") == (
        Paragraph((Run("张伟"),), "Signature"),
    )


def test_a_style_comment_may_stand_before_a_table() -> None:
    [table] = parse("<!-- style: Letter Table -->\n\n| a |\n|---|\n| b |")
    assert isinstance(table, TableBlock)
    assert table.style == "Letter Table"


def test_other_comments_are_dropped_wherever_they_stand() -> None:
    assert parse("<!-- one\ntwo -->\n\na <!-- b --> c\n\n- x <!-- y -->") == (
        Paragraph((Run("a  c"),)),
        ListBlock(False, 1, ((Paragraph((Run("x "),)),),)),
    )


def test_other_raw_html_is_literal_text() -> None:
    assert words("a <b>c</b>") == "a <b>c</b>"
    assert words("<div>\n罚息\n</div>") == "<div> 罚息 </div>"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[官网](https://x.cn)", "官网 (https://x.cn)"),
        ("<https://x.cn>", "https://x.cn"),
        ("<a@x.cn>", "a@x.cn"),
        ("[**a@x.cn**](mailto:a@x.cn)", "a@x.cn"),
        ("[](https://x.cn)", "https://x.cn"),
        ("![流水](a.png)", "流水"),
    ],
)
def test_a_link_keeps_its_words_and_the_address_where_it_differs(markdown: str, expected: str) -> None:
    assert words(markdown) == expected


def test_a_table_has_its_header_apart_and_knows_its_alignments() -> None:
    assert parse("| 项目 | 金额 | c | d |\n|---|--:|:-:|:--|\n| **合计** | 1.00 | |") == (
        TableBlock(
            ("none", "right", "center", "left"),
            ((Run("项目"),), (Run("金额"),), (Run("c"),), (Run("d"),)),
            (((Run("合计", bold=True),), (Run("1.00"),), (), ()),),
        ),
    )


def test_lists_hold_blocks_and_know_their_first_number() -> None:
    document = "3. 甲\n4. 乙\n\n   > 说\n\n- 丙\n  1. 丁\n-"
    assert parse(document) == (
        ListBlock(
            True,
            3,
            (
                (Paragraph((Run("甲"),)),),
                (Paragraph((Run("乙"),)), Quote((Paragraph((Run("说"),)),))),
            ),
        ),
        ListBlock(
            False,
            1,
            ((Paragraph((Run("丙"),)), ListBlock(True, 1, ((Paragraph((Run("丁"),)),),))), ()),
        ),
    )


def test_a_rule_and_a_code_block_are_blocks() -> None:
    assert parse("---\n\n```text\na *b*\n  c\n```") == (
        ThematicBreak(),
        Paragraph((Run("a *b*"), Run("\n"), Run("  c"))),
    )


def test_what_no_file_can_hold_becomes_a_visible_character() -> None:
    assert words("a\x00b\x0bc\ud800d\x1b[31m") == "a\ufffdb\ufffdc\ufffdd\ufffd[31m"


@given(st.text(st.characters(), max_size=200) | st.text("*_>-#|` \n1.<!&;a。【】", max_size=60))
def test_any_text_parses_and_no_run_hides_a_line_break(markdown: str) -> None:
    def runs(block: object) -> list[Run]:
        match block:
            case Paragraph() | Heading():
                return list(block.runs)
            case Quote():
                return [run for inner in block.blocks for run in runs(inner)]
            case ListBlock():
                return [run for item in block.items for inner in item for run in runs(inner)]
            case TableBlock():
                return [run for row in (block.header, *block.rows) for cell in row for run in cell]
        return []

    for block in parse(markdown):
        for run in runs(block):
            assert run.text
            assert run.text == "\n" or "\n" not in run.text


@pytest.mark.parametrize("sign", ["> ", "- ", "1. ", "- > "])
def test_lists_and_quotations_in_each_other_are_read_however_deep_they_are(sign: str) -> None:
    blocks, depth = parse(sign * 3000 + "罚息\n\n本金"), 0
    assert isinstance(blocks[-1], Paragraph) and plain(blocks[-1].runs) == "本金"
    block: object = blocks[0]
    while not isinstance(block, Paragraph):
        [block] = block.blocks if isinstance(block, Quote) else block.items[0]  # type: ignore[attr-defined]
        depth += 1
    assert plain(block.runs) == "罚息" and depth == 20
