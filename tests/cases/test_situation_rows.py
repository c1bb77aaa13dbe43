"""What a letter may say, when: each row of situations.yaml is facts, a letter, and sentences that must stand or not."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import TODAY
from every import every_row

from letters import api
from letters.base.errors import UnsuitableKind
from letters.pipeline import Letters

Row = dict[str, Any]
ROWS: list[Row] = yaml.load((Path(__file__).parent / "situations.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
QUICK = ROWS[::9]
PLAIN: Row = yaml.load(
    """
as_of: 2026-03-20
hardship:
  kind: illness
  event: 急性阑尾炎住院手术
  started: 2025-12-01
  ended: 2026-01-15
  resumed: 2026-02-02
income: {before: 8500, during: 2100, now: 5200}
expenses: [{label: 房租, amount: 1800}, {label: 生活必要支出, amount: 1800}]
borrower: {name: 王小明, id_number: 330100199003072847, phone: 13800005602, account: 0926}
lender: {profile: generic, name: 栖川消费金融有限公司, type: consumer-finance, daily_rate: 0.05%}
bills:
  - {label: 2025年12月账单, due_date: 2025-12-10, amount: 3200.00}
  - {label: 2026年1月账单, due_date: 2026-01-10, amount: 2865.40}
request: {waive: all, plan: {instalments: 6, first: 2026-04-10}, reply_within_days: 15}
""",
    Loader=yaml.BaseLoader,
)
IN_ENGLISH: Row = {
    "language": "en",
    "hardship.event": "an operation for acute appendicitis",
    "expenses": [{"label": "rent", "amount": "1800"}, {"label": "food", "amount": "1800"}],
    "borrower.name": "Wang Xiaoming",
    "lender.name": "Qichuan Consumer Finance Co., Ltd.",
    "bills": [
        {"label": "December 2025 bill", "due_date": "2025-12-10", "amount": "3200.00"},
        {"label": "January 2026 bill", "due_date": "2026-01-10", "amount": "2865.40"},
    ],
}


def scenario_of(row: Row) -> Row:
    """The plain case in the row's language, with the facts of the row laid over it."""
    made = copy.deepcopy(PLAIN)
    for path, value in {**(IN_ENGLISH if row["language"] == "en" else {}), **row["facts"]}.items():
        *outer, last = path.split(".")
        place = made
        for key in outer:
            place = place.setdefault(key, {})
        if value == "~":
            place.pop(last, None)
        else:
            place[last] = value
    return made


def letters_of(row: Row) -> Letters:
    kinds = None if row["kind"] == "main" else [row["kind"]]
    return api.render(api.load(scenario_of(row), TODAY), kinds)


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
