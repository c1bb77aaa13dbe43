"""What a template sees of the lender's page, of spans of interest, and of fees on a whole minimum: rows of a letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from letters.base.money import to_fen, total
from letters.figures.figures import Figures
from letters.figures.interest_rows import InterestSpan, interest_spans
from letters.figures.page_rows import PageRow, page_rows
from letters.ledger.obligations import Obligations

SHARE_OF_THE_MINIMUM = Decimal("0.05")
"""What banks usually charge for being late: this share of what is left unpaid of the minimum payment."""


def pages_shown(bills: Sequence[Any]) -> list[SimpleNamespace]:
    """Returns the pages of the lender that balances come from, by day: `on`, the `labels` of their bills, whether that
    `is_all` of them, and the `days_overdue` that it shows where there is but one bill, else 0.
    """
    days = sorted({bill.shown_on for bill in bills if bill.shown_on})
    found = []
    for on in days:
        shown = [bill for bill in bills if bill.shown_on == on]
        found.append(
            SimpleNamespace(
                on=on,
                labels=[bill.label for bill in shown],
                is_all=len(shown) == len(bills),
                days_overdue=(on - shown[0].due_date).days if len(bills) == 1 else 0,
            )
        )
    return found


def facts_of_rows(figures: Figures, bills: Sequence[Any]) -> dict[str, Callable[[], Any]]:
    """Returns what makes each fact that few letters print as rows: `page_rows` and the columns that they fill
    (`page_tells`), `interest_spans`, `fees_on_whole_minimum`.

    `figures` are those at the low end of the rate, `bills` theirs as letters name them.
    """
    return {
        "page_rows": lambda: _page_rows(figures, bills),
        "page_tells": lambda: _page_tells(_of_the_page(figures)),
        "interest_spans": lambda: _spans_of_the_only(figures, bills),
        "fees_on_whole_minimum": lambda: _fees_on_whole_minimum(figures.obligations, bills),
    }


def _of_the_page(figures: Figures) -> tuple[PageRow, ...]:
    if figures.at_high is not None:
        return ()
    return page_rows([bill for bill in figures.bills if bill.is_due])


def _page_tells(rows: Sequence[PageRow]) -> SimpleNamespace:
    """Returns of which columns beside principal and penalty a row of the page has anything to tell."""
    return SimpleNamespace(**{name: any(getattr(row, name) for row in rows) for name in ("interest", "late_fee")})


def _page_rows(figures: Figures, bills: Sequence[Any]) -> list[SimpleNamespace]:
    """Returns the rows of what the lender's page shows, each with its bill as letters name it (`bills`, as long as
    those of the figures), whether the file names that bill, and its amounts by column as `cells`; [] if the rate is a
    range, or not all that is due is told by a page.
    """
    named = {id(one): bill for one, bill in zip(figures.bills, bills, strict=True)}
    with_names = {id(one): debt.name for one, debt in zip(figures.bills, figures.obligations.each, strict=True)}
    rows = _of_the_page(figures)
    columns = ["principal", "penalty", *(name for name, is_told in vars(_page_tells(rows)).items() if is_told)]
    return [
        SimpleNamespace(
            bill=named[id(row.bill)],
            is_named=with_names[id(row.bill)] is not None,
            shown_on=row.shown_on,
            first=row.first,
            last=row.last,
            days=row.days,
            rate=row.rate,
            paid_on=row.paid_on,
            payment=row.payment,
            cells=[getattr(row, column) for column in columns],
        )
        for row in rows
    ]


def _spans_of_the_only(figures: Figures, bills: Sequence[Any]) -> Sequence[InterestSpan]:
    """Returns the spans of the interest of the only bill that is owed and not overdue; () if there are more, the rate
    is a range, or they would not add up.
    """
    later = [bill for bill in bills if not bill.is_due and bill.owed]
    return interest_spans(later[0]) if len(later) == 1 and figures.at_high is None else ()


def _fees_on_whole_minimum(obligations: Obligations, bills: Sequence[Any]) -> list[SimpleNamespace]:
    """Returns the late fees that a card states and that are five per cent of the whole minimum payment, though a part
    of it was paid by the due date: each with its `bill` as letters name it, the `minimum`, what was `paid` by the due
    date, the `fee`, its `share` and what that share of the rest `would_be`, in yuan.
    """
    share, found = SHARE_OF_THE_MINIMUM, []
    for one, bill in zip(obligations.each, bills, strict=True):
        minimum, fee = one.charges.minimum, one.charges.stated_fee
        paid = total(part.amount for part in one.payments if part.date <= one.due_date)
        if 0 < paid < minimum and fee == to_fen(minimum * share):
            rest = to_fen((minimum - paid) * share)
            told = {"bill": bill, "minimum": minimum, "paid": paid, "fee": fee, "share": share, "would_be": rest}
            found.append(SimpleNamespace(**told))
    return found
