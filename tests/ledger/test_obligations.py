"""An obligation holds all that its account is reckoned by, with the scenario line of each fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases import ROOT

from letters.ledger.obligations import Obligations, obligations_of
from letters.ledger.payments import post_payments
from letters.scenario.load import load

CASE = load((ROOT / "scenarios/illness.yaml").read_bytes(), "illness.yaml", today=date(2026, 3, 20))


def test_each_bill_is_an_obligation_with_the_line_of_every_fact() -> None:
    owed = obligations_of(CASE)
    assert [one.origin for one in owed.each] == [("bills", place) for place in range(len(CASE.scenario.bills))]
    for one in owed.each:
        assert (one.principal_origin, one.claim_origin) == ((*one.origin, "amount"), (*one.origin, "claimed_penalty"))
        assert [paid.origin[:3] for paid in one.payments] == [(*one.origin, "payments")] * len(one.payments)


def test_an_obligation_is_reckoned_by_its_own_terms() -> None:
    first = obligations_of(CASE).each[0]._replace(payments=())
    dearer = first._replace(terms=first.terms.at_rate(Decimal("0.001")))
    accounts, excess = post_payments(Obligations((first, dearer)), CASE.as_of)
    for account in accounts:
        account.close(CASE.as_of)
    assert excess == Decimal(0)
    assert accounts[1].on_principal.parts == accounts[0].on_principal.parts == 0
    assert accounts[1].penalty_due == accounts[0].penalty_due * 2 > 0


def test_what_is_paid_on_a_day_or_later_can_be_left_out() -> None:
    owed = obligations_of(CASE)
    days = sorted(paid.date for paid in owed.payments)
    assert [paid.date for paid in owed.paid_before(days[-1]).payments] == [day for day in days if day < days[-1]]
