"""The picture of a case as places on a page: what was owed, what was paid, and what comes. A template draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from letters.base.money import ZERO, grouped, total
from letters.figures.figures import Figures
from letters.ledger.entries import Posting
from letters.ledger.payments import copies_of
from letters.report.chart_series import Corner, days_of_months, penalty_line, principal_line, steps
from letters.scenario.load import Case

WIDTH, LEFT, RIGHT = 960, 92, 932
UPPER, LOWER = (132, 306), (390, 526)
"""Top and bottom of the two panels: principal above, penalty below, each on a scale of its own."""
AHEAD_DAYS, LEAST_PAST = 90, 14
MOST_MONTHS = 12
LABEL_ROOM, LETTER_ROOM = 38, 7
"""How much room the words beside a payment take, and each letter of its sum."""
_TENTH = Decimal("0.1")


class Tick(NamedTuple):
    """A mark on an axis: where it is, and the day or the sum that it stands for."""

    at: Decimal
    day: date | None = None
    amount: Decimal | None = None


class ChartLine(NamedTuple):
    """A line: its corners as SVG writes them, its last corner, and the sum there."""

    points: str
    x: Decimal
    y: Decimal
    amount: Decimal


class Panel(NamedTuple):
    """One of the two charts."""

    top: int
    bottom: int
    ticks: tuple[Tick, ...]
    past: ChartLine
    area: str
    """What lies under the past, as the corners of a polygon."""
    ahead: ChartLine | None


class ChartMark(NamedTuple):
    """A payment, or a bill that falls due: where, when, and what."""

    x: Decimal
    y: Decimal
    day: date
    amount: Decimal
    label: str | None = None
    shown: bool = False
    """Whether the sum fits beside the mark."""


class Plot(NamedTuple):
    """Everything that the template places; lengths in its own units, 960 wide."""

    width: int
    left: int
    right: int
    principal: Panel
    penalty: Panel
    months: tuple[Tick, ...]
    today: Decimal
    today_anchor: str
    """On which side of its line the word "today" fits: start, middle or end."""
    crowded: bool
    """Whether today is so far to the right that the sums of today and of the last day would meet."""
    payments: tuple[ChartMark, ...]
    dues: tuple[ChartMark, ...]
    threshold: Tick | None
    last: date

    @property
    def panels(self) -> tuple[Panel, Panel]:
        """Principal above, penalty below."""
        return self.principal, self.penalty


def plot(case: Case, figures: Figures) -> Plot:
    """Returns the places of a case's lines.

    Before `as_of` they come from the ledger; after it, from the plan asked for, and from a penalty that nobody stops or
    pays.
    """
    entries = [entry for bill in figures.bills for entry in bill.entries]
    days = [bill.due_date for bill in figures.bills] + [e.date for e in entries if isinstance(e, Posting)]
    first = min([*days, case.as_of - timedelta(days=LEAST_PAST)])
    plan = figures.letters_plan
    last = max(plan.last if plan else case.as_of, case.as_of + timedelta(days=AHEAD_DAYS))
    principal = principal_line(figures.total.amount, entries, first, case.as_of)
    penalty = penalty_line(entries, first, case.as_of)
    ahead = copies_of(figures.accounts, keeps_entries=True)
    for account in ahead:
        account.close(last)
    later = [entry for account in ahead for entry in account.entries]
    unrounded = sum((account.exact_penalty for account in figures.accounts), ZERO)
    growing = penalty_line(later, case.as_of, last, unrounded)
    planned = None
    if plan:
        begin = [(case.as_of, figures.total.principal_outstanding), (case.as_of, plan.to_pay)]
        planned = steps(begin, [(row.date, row.amount) for row in plan.plan], last)
    page = _ChartPage(first, last)
    threshold = case.scenario.request.threshold
    upper = page.panel(UPPER, principal, planned, ZERO)
    lower = page.panel(LOWER, penalty, growing, threshold or ZERO)
    payments = tuple(_beside(page.payments(entries, principal, upper), page.x(case.as_of)))
    return Plot(
        WIDTH,
        LEFT,
        RIGHT,
        upper,
        lower,
        tuple(Tick(page.x(day), day) for day in days_of_months(first, last, MOST_MONTHS)),
        page.x(case.as_of),
        _anchor(page.x(case.as_of)),
        page.x(case.as_of) > RIGHT - 130,
        payments,
        tuple(
            ChartMark(page.x(bill.due_date), Decimal(UPPER[1]), bill.due_date, bill.amount, bill.label)
            for bill in figures.bills
            if bill.due_date <= last
        ),
        None if threshold is None else Tick(page.y(threshold, LOWER, lower.ticks[-1].amount or ZERO), amount=threshold),
        last,
    )


class _ChartPage(NamedTuple):
    """The days from left to right, and the sums from bottom to top."""

    first: date
    last: date

    def x(self, day: date) -> Decimal:
        share = Decimal((day - self.first).days) / (self.last - self.first).days
        return _tenth(LEFT + share * (RIGHT - LEFT))

    def y(self, amount: Decimal, span: tuple[int, int], most: Decimal) -> Decimal:
        return _tenth(span[1] - amount / most * (span[1] - span[0]))

    def panel(
        self, span: tuple[int, int], past: Sequence[Corner], ahead: Sequence[Corner] | None, least: Decimal
    ) -> Panel:
        sums = _scale(max([amount for _, amount in [*past, *(ahead or ())]] + [least]))
        line = self._line(past, span, sums[-1])
        ends = f"{self.x(past[0][0])},{span[1]} {line.points} {line.x},{span[1]}"
        return Panel(
            *span,
            tuple(Tick(self.y(amount, span, sums[-1]), amount=amount) for amount in sums),
            line,
            ends,
            None if ahead is None else self._line(ahead, span, sums[-1]),
        )

    def _line(self, corners: Sequence[Corner], span: tuple[int, int], most: Decimal) -> ChartLine:
        places = [(self.x(day), self.y(amount, span, most)) for day, amount in corners]
        return ChartLine(" ".join(f"{x},{y}" for x, y in places), *places[-1], corners[-1][1])

    def payments(self, entries: Sequence[object], principal: Sequence[Corner], upper: Panel) -> list[ChartMark]:
        """Returns what was paid, day by day, as marks on the line of the principal."""
        posted: dict[date, list[Decimal]] = {}
        for entry in entries:
            if isinstance(entry, Posting):
                posted.setdefault(entry.date, []).append(entry.payment)
        most = upper.ticks[-1].amount or ZERO
        after = dict(principal)  # of the corners of a day the last one stays: the principal at its end
        return [
            ChartMark(
                self.x(day),
                self.y(after.get(day, principal[-1][1]), UPPER, most),
                day,
                total(amounts),
            )
            for day, amounts in sorted(posted.items())
        ]


def _beside(marks: Sequence[ChartMark], today: Decimal) -> Iterator[ChartMark]:
    """Yields the marks; a mark shows its sum if that meets neither the sum before it nor today's line."""
    free = Decimal(LEFT)
    for mark in marks:
        end = mark.x + LABEL_ROOM + LETTER_ROOM * len(grouped(mark.amount).removesuffix(".00"))
        fits = mark.x >= free and not mark.x < today < end
        yield mark._replace(shown=fits)
        free = end if fits else free


def _anchor(x: Decimal) -> str:
    return "start" if x < LEFT + 70 else "end" if x > RIGHT - 40 else "middle"


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_HALF_UP)


def _scale(most: Decimal) -> list[Decimal]:
    """Returns round sums from nothing to at least the most, three to six of them."""
    if most <= 0:
        return [ZERO, Decimal("100.00")]
    unit = Decimal(10) ** (most.adjusted() - 1)
    step = next(unit * size for size in (2, 5, 10, 20, 25, 50) if most <= unit * size * 5)
    count = int((most / step).to_integral_value(ROUND_CEILING))
    return [(step * place).quantize(Decimal("0.01")) for place in range(count + 1)]
