"""What is printed is as wide as the window: tables where they fit, else cards; nothing is lost, nothing too long."""

from __future__ import annotations

import re
from pathlib import Path

from command import letters
from every import every
from hypothesis import given
from hypothesis import strategies as some

from letters.cli.shown.layout import branches, table_lines, wrapped
from letters.documents.markdown import TableBlock, parse
from letters.documents.plain_text import width

READERS = ["figures", "figures --explain", "figures total.total_due", "log", "reconcile"]


@every(language=["zh", "en"], columns=["", "80", "100"])
def test_what_a_person_reads_fits_the_window(tmp_path: Path, language: str, columns: str) -> None:
    case = "illness" if language == "zh" else "en/illness"
    lines = [letters("list", "--lang", language, cwd=tmp_path, COLUMNS=columns).out]
    for reader in READERS[:4]:
        command, *rest = reader.split()
        lines.append(letters(command, case, *rest, cwd=tmp_path, COLUMNS=columns, LETTERS_LANG=language).out)
    too_long = [line for text in lines for line in text.splitlines() if width(line) > int(columns or "80")]
    assert too_long == []


def test_a_table_that_is_too_wide_becomes_a_card_for_each_row_with_all_its_words(tmp_path: Path) -> None:
    wide = letters("figures", "illness", cwd=tmp_path, COLUMNS="120").out
    narrow = letters("figures", "illness", cwd=tmp_path, COLUMNS="80").out
    words, shown = (set(re.findall(r"[\d.,]+|[\u4e00-\u9fff]+", one)) for one in (wide, narrow))
    assert words - shown == {"账单"}, "the head of what heads the cards"
    card = narrow.split("2025年11月账单\n")[1].split("\n\n")[0].splitlines()
    assert card[:3] == ["  到期日    2025-12-10", "  账单金额  3,200.00", "  已还        500.00"]


def test_a_card_leaves_out_an_empty_cell_and_breaks_a_long_one_under_itself() -> None:
    [table] = parse("| a | b | c |\n|---|---|---|\n| x | | one two three four five six seven eight nine ten eleven |\n")
    assert isinstance(table, TableBlock)
    assert table_lines(table, 40) == ["x", "  c  one two three four five six seven", "     eight nine ten eleven"]


def test_a_tree_goes_on_beside_what_is_below() -> None:
    assert branches(["├─ 1  aaaa bbbb", "│  └─ 2  cccc dddd"], 12) == [
        "├─ 1  aaaa",
        "│    bbbb",
        "│  └─ 2",
        "│       cccc",
        "│       dddd",
    ]


@given(some.text("ab 7元，。（）3.5 　“”x", max_size=40), some.integers(4, 30))
def test_a_broken_line_keeps_every_sign_and_is_too_long_for_a_word_alone(text: str, most: int) -> None:
    lines = wrapped(text, most, " ")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert [one for one in lines[1:] if one.strip()[:1] in set("，。）”")] == []


def test_a_listing_puts_a_long_name_above_what_is_said_of_it(tmp_path: Path) -> None:
    listed = letters("list", "--lang", "en", cwd=tmp_path, COLUMNS="40").out
    assert "  acceptance-confirmation\n" in listed
    assert max(width(line) for line in listed.splitlines() if "," not in line) <= 60
