"""What a letter may say, when: each row of situations.yaml is facts, a letter, and sentences that must stand or not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import TODAY
from every import every_row
from plain_case import plain_case

from letters import api
from letters.base.errors import UnsuitableKind
from letters.pipeline import Letters

Row = dict[str, Any]
ROWS: list[Row] = yaml.load((Path(__file__).parent / "situations.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
QUICK = ROWS[::9]


def letters_of(row: Row) -> Letters:
    kinds = None if row["kind"] == "main" else [row["kind"]]
    return api.render(api.load(plain_case(row["facts"], row["language"]), TODAY), kinds)


def read(text: str, language: str) -> str:
    """A letter as its sentences are looked for: Chinese without spaces, English with single ones."""
    dates_apart = re.search(r"\d{4} 年|年 \d|月 \d", text)
    assert not (language == "zh" and dates_apart), f"a date with spaces: {dates_apart}"
    words = re.sub(r"<!--.*?-->", " ", text)
    return "".join(words.split()) if language == "zh" else " ".join(words.split())


def check(row: Row) -> None:
    if "refused" in row:
        with pytest.raises(UnsuitableKind) as raised:
            letters_of(row)
        assert re.search(row["refused"], raised.value.message), raised.value.message
        return
    made = letters_of(row)
    texts = {one.kind: read(one.markdown, row["language"]) for one in made.drafts}
    assert texts
    for pattern in row.get("says", []):
        assert any(re.search(pattern, text) for text in texts.values()), f"none says {pattern}"
    for pattern in row.get("never", []):
        for kind, text in texts.items():
            found = re.search(pattern, text)
            assert not found, f"{kind} says {text[max(0, found.start() - 20) : found.end() + 10]!r}"
    if "warns" in row:
        assert any(row["warns"] in str(one.message) for one in made.warnings)


@every_row(("name",), [(row["id"],) for row in QUICK])
def test_a_sample_of_letters_says_what_its_facts_bear(name: str) -> None:
    check(next(row for row in ROWS if row["id"] == name))


@pytest.mark.slow
@every_row(("name",), [(row["id"],) for row in ROWS])
def test_every_letter_says_what_its_facts_bear_and_nothing_else(name: str) -> None:
    check(next(row for row in ROWS if row["id"] == name))


def test_the_rows_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 150
