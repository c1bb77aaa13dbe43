"""How values become words: signs, counts of times, what tells a contact apart."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from letters.drafting.wording import marks, sign, times
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import library

ZH, EN = (read_language(library(), name) for name in ("zh", "en"))


@pytest.mark.parametrize(("amount", "said"), [("-5.00", "−"), ("0.00", ""), ("5.00", "")])
def test_an_amount_below_zero_has_a_minus_before_its_digits(amount: str, said: str) -> None:
    assert sign(Decimal(amount)) == said


@pytest.mark.parametrize(("count", "said"), [(1, "once"), (2, "twice"), (3, "three times"), (12, "12 times")])
def test_how_often_something_was_done_is_a_word_where_there_is_one(count: int, said: str) -> None:
    assert times(count, EN) == said


@pytest.mark.parametrize(
    ("agent", "ticket", "chinese", "english"),
    [
        ("1024", "T88", "工号 1024，工单号 T88", "agent no. 1024; ticket no. T88"),
        ("1024", None, "工号 1024", "agent no. 1024"),
        (None, "T88", "工单号 T88", "ticket no. T88"),
        (None, None, "", ""),
    ],
)
def test_a_contact_is_told_apart_by_what_is_known_of_it(
    agent: str | None, ticket: str | None, chinese: str, english: str
) -> None:
    contact = SimpleNamespace(agent=agent, ticket=ticket)
    assert [marks(contact, ("agent", "ticket"), words) for words in (ZH, EN)] == [chinese, english]
