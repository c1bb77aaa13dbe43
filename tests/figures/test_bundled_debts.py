"""The bundled scenarios of other kinds of debt, worked out once more in plain Python, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cases import bundled, letters_of

from letters.figures.figures import Figures

FEN = Decimal("0.01")


def figures(name: str) -> Figures:
    return letters_of(bundled(name), kinds=()).figures


def fen(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(FEN, ROUND_HALF_UP)


def days(after: date, until: date) -> int:
    """The days after one, up to and including another, counted one by one."""
    count, day = 0, after
    while day < until:
        day += timedelta(days=1)
        count += 1
    return count


def test_a_card_whose_minimum_was_paid_owes_interest_before_and_after_its_due_date() -> None:
    rate, paid_on, due, as_of = Fraction(5, 10_000), date(2026, 4, 21), date(2026, 4, 23), date(2026, 5, 5)
    before = 8600 * rate * days(date(2026, 3, 30), paid_on) + 7740 * rate * days(paid_on, due)
    after = 7740 * rate * days(due, as_of)
    total = figures("card-minimum-paid.yaml").total
    assert (fen(before), fen(after)) == (Decimal("102.34"), Decimal("46.44"))
    assert total.interest == fen(before) + fen(after) == Decimal("148.78")
    assert not any([total.penalty_accrued, total.late_fee, total.overdue_principal])
    assert total.total_due == 7740 + total.interest


def test_balances_of_a_page_go_on_from_the_day_after_it() -> None:
    rate = Fraction(3, 10_000)
    until_paid = 200 + 15_000 * rate * days(date(2026, 3, 20), date(2026, 3, 24))
    to_principal = 600 - 300 - until_paid  # interest, then penalty, then principal
    left = 15_000 - to_principal
    penalty = left * rate * days(date(2026, 3, 24), date(2026, 3, 27))
    total = figures("page-balances.yaml").total
    assert (fen(until_paid), fen(left), fen(penalty)) == (Decimal("218.00"), Decimal("14918.00"), Decimal("13.43"))
    assert (total.penalty_paid, total.principal_outstanding, total.penalty_outstanding) == (
        fen(until_paid),
        fen(left),
        fen(penalty),
    )
    assert total.interest == 0
    assert total.total_due == Decimal("14931.43")


def test_two_draw_downs_bear_penalty_each_at_its_own_rate() -> None:
    as_of, paid_on = date(2026, 6, 20), date(2026, 6, 1)
    first = 2000 * Fraction(45, 100_000) * days(date(2026, 4, 8), as_of)
    yearly = Fraction(216, 1000) / 360
    second = 3000 * yearly * days(date(2026, 4, 15), as_of)
    posted = fen(3000 * yearly * days(date(2026, 5, 15), paid_on))
    left = 3000 - (500 - posted)
    third = Fraction(left) * yearly * days(paid_on, as_of)
    found = figures("two-rates.yaml")
    assert [bill.penalty_outstanding for bill in found.bills] == [fen(first), fen(second), fen(third)]
    assert [fen(first), fen(second), posted, fen(third)] == [
        *(Decimal("65.70"), Decimal("118.80"), Decimal("30.60"), Decimal("28.85")),
    ]
    assert found.bills[2].principal_outstanding == left == Decimal("2530.60")
    assert found.total.total_due == Decimal("7743.95")


def test_a_pause_is_asked_for_where_there_is_no_income() -> None:
    rate, as_of = Fraction(5, 10_000), date(2026, 4, 10)
    rows = ((1860, date(2026, 2, 20)), (1540, date(2026, 3, 20)))
    found = figures("no-income.yaml")
    assert [bill.penalty_outstanding for bill in found.bills] == [
        fen(amount * rate * days(due, as_of)) for amount, due in rows
    ]
    assert found.total.total_due == Decimal("3461.74")
    assert found.affordability.available == -1300
    assert found.defer
    assert (found.defer.until, found.defer.token) == (date(2026, 7, 10), Decimal("100.00"))
    assert [row.date for row in found.defer.plan] == [date(2026, month, 10) for month in (5, 6, 7)]
    words = "".join(draft.markdown for draft in letters_of(bundled("no-income.yaml"), kinds=("waiver-email",)).drafts)
    assert "暂缓还款到2026年7月10日，期间每月还100.00元" in words
