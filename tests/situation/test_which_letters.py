"""Situations that decide which letters a case bears, at their edges: the day before, the day, the day after."""

from __future__ import annotations

import pytest
from cases import MINIMAL, TODAY, changed

from letters.figures.figures import compute_figures
from letters.figures.lender_answer import answer
from letters.scenario.load import load
from letters.situation.situations import situations
from letters.situation.theme import KnownFacts


def borne(text: str, name: str) -> bool:
    case = load(text.encode(), "case.yaml", today=TODAY)
    figures = compute_figures(case)
    return situations(KnownFacts(case, figures, figures, lambda: answer(case, figures, case.date)))[name]()


def contacts(*rows: str, lender: str = "") -> str:
    text = changed(MINIMAL, ("0.05%}", f"0.05%{lender}}}"))
    return text + "contacts:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def rang(row: str) -> str:
    return MINIMAL + f"collection: [{{date: 2026-03-18, {row}}}]\n"


BANK = ", type: bank"
ASKED = "date: 2026-03-02, letter: waiver-email, asked_by: 2026-03-%s"


@pytest.mark.parametrize(
    ("name", "expected", "text"),
    [
        # A day that was named for an answer has passed the day after it.
        ("may_complain", False, contacts("date: 2026-03-02, reply_by: 2026-03-21")),
        ("may_complain", False, contacts("date: 2026-03-02, reply_by: 2026-03-20")),
        ("may_complain", True, contacts("date: 2026-03-02, reply_by: 2026-03-19")),
        ("may_complain", False, contacts(ASKED % "20")),
        ("may_complain", True, contacts(ASKED % "19")),
        ("may_complain", False, contacts(ASKED % "19", "date: 2026-03-18, promised: 同意核对账目")),
        ("may_complain", True, contacts("date: 2026-03-20, outcome: refused")),
        ("may_complain", False, contacts("date: 2026-03-20, outcome: partly")),
        ("may_complain", False, contacts("date: 2026-03-21, outcome: refused")),
        # A complaint counts from its very day, by whatever letter.
        ("complained", True, contacts("date: 2026-03-20, kind: complaint")),
        ("complained", False, contacts("date: 2026-03-21, kind: complaint")),
        ("complained", True, contacts("date: 2026-03-10, letter: lender-complaint")),
        ("complained", True, contacts("date: 2026-03-10, letter: collection-conduct")),
        ("complained", False, contacts("date: 2026-03-10, kind: regulator")),
        # Thirty days after a bank's refusal, the thirtieth included.
        ("may_ask_review", True, contacts("date: 2026-02-18, outcome: refused", lender=BANK)),
        ("may_ask_review", False, contacts("date: 2026-02-17, outcome: refused", lender=BANK)),
        ("may_ask_review", False, contacts("date: 2026-03-10, outcome: partly", lender=BANK)),
        ("may_ask_review", False, contacts("date: 2026-03-10, outcome: refused", lender=", type: consumer-finance")),
        # From 22:00 until before 8:00.
        ("called_at_night", False, rang("time: 21:59")),
        ("called_at_night", True, rang("time: 22:00")),
        ("called_at_night", True, rang("time: 07:59")),
        ("called_at_night", False, rang("time: 08:00")),
        ("called_at_night", True, rang("time: 20:00, until: 22:10")),
        ("called_at_night", False, rang("said: 要求还款")),
        ("called_too_often", False, rang("times: 6")),
        ("called_too_often", True, rang("times: 7")),
        # A pause reaches from the day of the letters to its last day.
        *(
            ("falls_due_in_pause", expected, f"{MINIMAL}  - {{due_date: {day}, amount: 1.00}}\n" + pause)
            for pause in ["request: {defer: {until: 2026-05-31}}\n"]
            for day, expected in (("2026-05-31", True), ("2026-06-01", False), ("2026-03-20", True))
        ),
        # Penalty is asked back where it was paid, and nothing was answered.
        *(
            ("may_ask_refund", expected, changed(MINIMAL, ("3200.00}", f"3200.00, payments: [{paid}]}}")) + more)
            for paid, more, expected in (
                ("{date: 2025-12-10, amount: 3200.00}", "", False),
                ("{date: 2025-12-11, amount: 3201.60}", "", True),
                ("{date: 2025-12-11, amount: 3201.59}", "", False),
                ("{date: 2025-12-11, amount: 3201.60}", "contacts: [{date: 2026-01-02, outcome: refused}]\n", False),
            )
        ),
    ],
)
def test_a_letter_is_for_a_case_from_its_very_day_and_fen(name: str, expected: bool, text: str) -> None:
    assert borne(text, name) is expected
