"""What is owed from today on, with the plan asked for and without any agreement: two lines of one small chart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from letters.base.errors import Message, borrowed
from letters.base.money import ZERO, grouped
from letters.ledger.payments import copies_of
from letters.negotiation.cost_of_waiting import waiting
from letters.pipeline import Letters
from letters.report.chart_series import Corner, penalty_line, steps
from letters.situation.cautions import refused_as_admitting
from letters.web.shown.days import shown_day
from letters.web.words import Say

AHEAD_DAYS = 90
"""How far the chart looks where no plan is asked for."""
ROOM = Decimal("1.05")
"""How much higher the chart is than its highest line."""


class Outlook(NamedTuple):
    """Draws the days ahead of a case, its words in the page's language."""

    letters: Letters
    say: Say
    language: str

    def as_data(self) -> dict[str, Any] | None:
        """Returns the chart as data for JSON, or None where nothing grows and nothing is planned, or the debt is old.

        `title` is what the lines mean, `caption` what they are; each line has its `points`, as x and y in percent of a
        box whose upper left is 0, 0.
        """
        figures, case = self.letters.figures, self.letters.case
        if refused_as_admitting(figures):
            return None
        plan = figures.letters_plan
        last = max(plan.last if plan else case.as_of, case.as_of + timedelta(days=AHEAD_DAYS))
        owed = figures.total.total_due
        days = (last - case.as_of).days
        later = waiting(figures.accounts, case.as_of, days).total_due
        growing = [*((day, owed + more) for day, more in self._growth(last)), (last, later)]
        grows = later > owed
        if not plan and not grows:
            return None
        planned: list[Corner] = []
        if plan:
            begin = [(case.as_of, owed), (case.as_of, plan.to_pay)]
            planned = steps(begin, [(row.date, row.amount) for row in plan.plan], last)
        most = max(amount for _, amount in (*growing, *planned)) * ROOM

        def points(line: Iterable[Corner]) -> str:
            return " ".join(
                f"{(day - case.as_of).days * 100 / days:.2f},{float(100 - amount * 100 / most):.2f}"
                for day, amount in line
            )

        return {
            "title": self._told(self._meaning(grows, plan.last if plan else None)),
            "caption": self._told(
                Message(
                    "Today {owed} yuan; without an agreement {later} yuan on {day}. After today it is an estimate,"
                    " not a promise.",
                    owed=grouped(owed),
                    later=grouped(later),
                    day=borrowed(self._day(last)),
                )
            ),
            "growing": points(growing),
            "planned": points(planned),
            "from": self._day(case.as_of),
            "to": self._day(last),
        }

    def _growth(self, last: date) -> list[Corner]:
        """Returns by how much the penalty grows from the day of the figures on, if nobody pays or stops it."""
        figures, day = self.letters.figures, self.letters.case.as_of
        ahead = copies_of(figures.accounts, keeps_entries=True)
        for account in ahead:
            account.close(last)
        later = [entry for account in ahead for entry in account.entries]
        line = penalty_line(later, day, last, sum((one.exact_penalty for one in figures.accounts), ZERO))
        first = line[0][1]
        return [(at, amount - first) for at, amount in line]

    def _meaning(self, grows: bool, paid_off: date | None) -> Message:
        if paid_off is None:
            return Message("Without an agreement it goes on growing")
        day = borrowed(self._day(paid_off))
        if grows:
            return Message("Agreed: paid off on {day}. Not agreed: it goes on growing", day=day)
        return Message("Agreed: paid off on {day}", day=day)

    def _day(self, day: date) -> str:
        return shown_day(day, self.letters.case.library, self.language)

    def _told(self, message: Message) -> str:
        return self.say(message, self.language)
