"""One plain case in two languages, over which a test lays facts of its own."""

from __future__ import annotations

import copy
from typing import Any

import yaml

Row = dict[str, Any]
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


def plain_case(facts: Row, language: str = "zh") -> Row:
    """The plain case in a language, with facts laid over it: `a.b: value` sets a key, `~` takes it away."""
    made = copy.deepcopy(PLAIN)
    for path, value in {**(IN_ENGLISH if language == "en" else {}), **facts}.items():
        *outer, last = path.split(".")
        place = made
        for key in outer:
            place = place.setdefault(key, {})
        if value == "~":
            place.pop(last, None)
        else:
            place[last] = value
    return made
