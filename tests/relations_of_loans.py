"""What has to hold between a loan in instalments and the same loan with one thing changed (metamorphic relations).

They join `RELATIONS`: the loan is drawn from the same chance as the debt, which they leave alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random

from drawn_debts import FEN, Debt
from relations import relation

from letters.base.dates import add_months
from letters.base.money import total
from letters.base.record_reading import read_record
from letters.ledger import obligations, schedule
from letters.ledger.obligations import Obligations, Paid
from letters.ledger.terms import terms_of
from letters.scenario.load import Case, load
from letters.scenario.model.loans import METHODS, Loan

_AS_OF = date(2026, 3, 20)


@cache
def _case() -> Case:
    text = (
        "as_of: 2026-03-20\nhardship: {kind: illness}\nborrower: {name: 王小明}\n"
        "lender: {daily_rate: 0.05%}\nbills: [{due_date: 2026-01-10, amount: 1}]\n"
    )
    return load(text.encode(), "case.yaml", today=_AS_OF)


@dataclass(frozen=True)
class DrawnLoan:
    """A loan as its contract has it; of `count` instalments all but the last `late` are due on the day."""

    fen: int
    rate: Decimal
    method: str
    count: int
    late: int

    def rows(self) -> list[tuple[Decimal, Decimal]]:
        """Principal and interest of each instalment, in yuan."""
        lent = Decimal(self.fen) * FEN
        return list(schedule.amortised(lent, Fraction(self.rate) / 12, self.count, self.method))

    def debt(self, as_of: date = _AS_OF, paid: tuple[Paid, ...] = (), called_in: date | None = None) -> Debt:
        """What is due of it on a day."""
        loan = read_record(
            Loan,
            {
                "principal": f"{Decimal(self.fen) * FEN:.2f}",
                "contract_annual_rate": f"{self.rate * 100:f}%",
                "method": self.method,
                "instalments": str(self.count),
                "first": add_months(_AS_OF - timedelta(days=10), -self.late).isoformat(),
                **({"called_in": called_in.isoformat()} if called_in else {}),
            },
        )
        case = replace(_case(), as_of=as_of)
        made, each = obligations.obligations_of_loan(case, 0, loan, terms_of(case.lender), is_only=True)
        return Debt(Obligations(tuple(each), loans=(made,), on_loans=(paid,), waivers_on_loans=((),)), as_of)


def _drawn(draw: Random) -> DrawnLoan:
    count = draw.randint(2, 24)
    rate = Decimal(draw.choice(["0.072", "0.12", "0.144", "0.18", "0.24"]))
    return DrawnLoan(draw.randint(100_000, 5_000_000), rate, draw.choice(METHODS), count, draw.randint(0, count - 1))


@relation
def the_principal_parts_of_a_loan_add_up_to_it(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    rows = loan.rows()
    return len(rows) == loan.count and total(part for part, _ in rows) == Decimal(loan.fen) * FEN


@relation
def what_is_equal_of_a_loan_is_equal_but_for_the_last(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    rows = loan.rows()[:-1]
    equal = {"equal-payment": [a + b for a, b in rows], "equal-principal": [a for a, _ in rows]}
    return len(set(equal.get(loan.method, [b for _, b in rows]))) == 1


@relation
def a_last_instalment_differs_from_the_others_by_roundings_alone(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    rows = loan.rows()
    if loan.method == "interest-first":
        return all(a == 0 for a, _ in rows[:-1]) and rows[-1][1] == rows[0][1]
    part = 0 if loan.method == "equal-principal" else None
    first, last = ((sum(row) if part is None else row[part]) for row in (rows[0], rows[-1]))
    takes_the_rest = loan.method != "equal-principal" or last >= first
    return takes_the_rest and abs(Decimal(last) - Decimal(first)) <= FEN * loan.count * 2


@relation
def interest_of_an_instalment_is_a_month_on_what_is_left(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    left = Decimal(loan.fen) * FEN
    for part, interest in loan.rows():
        if abs(interest - left * loan.rate / 12) > FEN / 2:
            return False
        left -= part
    return True


@relation
def a_dearer_loan_bears_more_interest(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    dear = replace(loan, rate=loan.rate + Decimal("0.024"))
    return total(b for _, b in dear.rows()) > total(b for _, b in loan.rows())


@relation
def a_longer_loan_bears_no_less_interest(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    longer = replace(loan, count=loan.count + 1)
    return total(b for _, b in longer.rows()) >= total(b for _, b in loan.rows())


@relation
def calling_in_makes_all_of_the_principal_due(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    day = _AS_OF - timedelta(days=draw.randint(0, 9))
    called, running = loan.debt(called_in=day), loan.debt()
    owed = total(row.principal for row in called.sums)
    return owed == Decimal(loan.fen) * FEN and called.total >= running.total


@relation
def calling_in_later_than_the_day_of_the_figures_changes_nothing(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    return loan.debt(called_in=_AS_OF + timedelta(days=draw.randint(1, 400))).sums == loan.debt().sums


@relation
def calling_in_charges_interest_for_its_own_days(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    days = draw.randint(0, 9)
    left = total(part for part, _ in loan.rows()[loan.late + 1 :])
    called = loan.debt(called_in=_AS_OF - timedelta(days=10 - days)).each[-1]
    if not left or called.kind != "called-in":
        return None
    return abs(called.charges.stated_interest - left * loan.rate * days / 365) <= FEN / 2


@relation
def a_payment_on_a_loan_settles_the_oldest_instalment_first(debt: Debt, draw: Random) -> bool | None:
    loan = _drawn(draw)
    before = loan.debt()
    paid = Paid(_AS_OF, Decimal(draw.randint(1, int(before.total * 100))) * FEN, ())
    rest = paid.amount
    for one, other in zip(before.sums, loan.debt(paid=(paid,)).sums, strict=True):
        part = min(rest, one.owed)
        if abs(one.owed - part - other.owed) > FEN:
            return False
        rest -= part
    return True
