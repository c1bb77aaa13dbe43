"""Blocks → plain text."""

from __future__ import annotations

import pytest

from letters.documents.markdown import Paragraph, Run, parse
from letters.documents.plain_text import to_text, width

LETTER = """# 申请书

<!-- style: Salutation -->
某公司：

1. 减免**罚息**；
2. 分期。

| 账单 | 本金(元) |
|---|---:|
| 一月 | 5,832.00 |
| **合计** | **12.00** |
| | |

- 甲

  > 先答应

> 您好。
>
> 再见。

---

身份证 110\\*\\*\\*2847
"""


def test_a_letter_reads_as_plain_text() -> None:
    assert to_text(parse(LETTER)) == (
        "申请书\n\n某公司：\n\n1. 减免罚息；\n2. 分期。\n\n"
        "账单  本金(元)\n一月  5,832.00\n合计     12.00\n\n"
        "- 甲\n    先答应\n\n  您好。\n\n  再见。\n\n────────────────────\n\n身份证 110***2847\n"
    )


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("罚息，", 6), ("é", 1), ("①", 1), ("", 0), ("–", 1)])
def test_a_han_character_is_two_columns_wide_and_a_combining_mark_none(text: str, columns: int) -> None:
    assert width(text) == columns


def test_numbering_goes_on_from_the_first_number() -> None:
    assert to_text(parse("9. a\n10. b\n    - c")) == "9. a\n10. b\n    - c\n"


def test_lines_of_one_item_stand_below_each_other() -> None:
    assert to_text(parse("- a\\\n  b")) == "- a\n  b\n"


def test_centred_cells_stand_in_the_middle() -> None:
    assert to_text(parse("| 标题标题 | b |\n|:-:|---|\n| 甲 | c |")) == "标题标题  b\n   甲     c\n"


def test_no_line_ends_in_a_space_and_the_text_ends_in_one_newline() -> None:
    text = to_text((Paragraph((Run("a "), Run("\n"), Run("b "))), Paragraph(())))
    assert text == "a\nb\n"
    assert to_text(()) == "\n"


def test_a_control_character_does_not_reach_a_terminal() -> None:
    assert to_text(parse("a&#27;[31m")) == "a\ufffd[31m\n"
