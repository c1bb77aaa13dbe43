"""Situations of the hardship: what is told of it, and how the bills lie around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from letters.ledger.totals import BillFigures
from letters.scenario.model.hardship import FACTS_OF_KIND
from letters.situation.theme import Theme

_NO_INCOME = re.compile(r"没有?(?:任何|固定)?(?:收入|进账)|no income", re.IGNORECASE)
_DISCHARGE = re.compile(r"出院|discharge", re.IGNORECASE)
FEW_PAPERS, FEW_PAPERS_OF_A_SALE = 5, 3
"""Of more papers than these a letter names the document alone."""


class HardshipSituations(Theme):
    """Situations of the hardship and of the borrower."""

    @property
    def tells_start(self) -> bool:
        """The day is given on which the hardship began."""
        return self._scenario.hardship.started is not None

    @property
    def starts_when_due(self) -> bool:
        """The day on which it began is that on which an overdue bill fell due."""
        return any(bill.due_date == self._scenario.hardship.started for bill in self._overdue)

    @property
    def tells_end(self) -> bool:
        """The day is given on which the hardship ended, or is expected to end."""
        return self._scenario.hardship.ended is not None

    @property
    def ends_later(self) -> bool:
        """The hardship ends after the day of the letter."""
        return (ended := self._scenario.hardship.ended) is not None and ended > self._case.date

    @property
    def tells_return(self) -> bool:
        """The day is given on which work, or income, is back."""
        return self._scenario.hardship.resumed is not None

    @property
    def returns_later(self) -> bool:
        """Work, or income, is back after the day of the letter."""
        return (resumed := self._scenario.hardship.resumed) is not None and resumed > self._case.date

    @property
    def tells_own_cost(self) -> bool:
        """What the hardship has cost the borrower is given."""
        return self._scenario.hardship.own_cost is not None

    @property
    def has_evidence(self) -> bool:
        """Papers are named that show the hardship."""
        return bool(self._scenario.hardship.evidence)

    @property
    def many_papers(self) -> bool:
        """More papers are named than a letter tells the issuer and day of."""
        papers, sold = len(self._scenario.hardship.evidence or ()), self._scenario.lender.assigned_to
        return papers > (FEW_PAPERS_OF_A_SALE if sold else FEW_PAPERS)

    @property
    def tells_email(self) -> bool:
        """The borrower's e-mail address is given."""
        return self._scenario.borrower.email is not None

    @property
    def tells_address(self) -> bool:
        """The borrower's postal address is given."""
        return self._scenario.borrower.address is not None

    @property
    def due_before(self) -> bool:
        """A bill that is overdue fell due before the hardship began."""
        return bool(self._figures.since and self._figures.since.before)

    @property
    def due_after(self) -> bool:
        """A bill that is overdue fell due when the hardship had begun."""
        return bool(self._figures.since and self._figures.since.after)

    @property
    def due_before_and_after(self) -> bool:
        """Some of the overdue bills fell due before the hardship began, others after."""
        return self.due_before and self.due_after

    @property
    def cause_in_time(self) -> bool:
        """Every overdue bill fell due while the hardship lasted, or in the sixty days after a known end."""
        return bool(self._overdue) and all(bill.cause_in_time for bill in self._overdue)

    @property
    def cause_in_time_for_some(self) -> bool:
        """Some of the overdue bills fell due while the hardship lasted or in the sixty days after, others did not."""
        return any(bill.cause_in_time for bill in self._overdue) and not self.cause_in_time

    @property
    def cause_in_time_for_none(self) -> bool:
        """Bills are overdue, and of none it is known that it fell due in the time of the hardship."""
        return bool(self._overdue) and not any(bill.cause_in_time for bill in self._overdue)

    @property
    def force_majeure_bears(self) -> bool:
        """A natural disaster, and an overdue bill that fell due from its beginning to the return, else to its end."""
        return any(bill.force_majeure for bill in self._overdue)

    @property
    def somebody_else_ill(self) -> bool:
        """The trouble is somebody else's: illness, leave and recovery are not the borrower's own."""
        return self._scenario.hardship.who not in (None, "self")

    @property
    def has_writer(self) -> bool:
        """Somebody else writes and calls for the borrower, or as an heir."""
        return self._scenario.writer is not None

    @property
    def borrower_died(self) -> bool:
        """The borrower has died: an heir writes, and nobody takes the debt on beyond the estate."""
        return self._known.has_died

    @property
    def thin(self) -> bool:
        """Neither an account, papers, own cost nor today's income is given, and no contact."""
        hardship = self._scenario.hardship
        told = hardship.story or hardship.evidence or self._scenario.contacts
        return not told and hardship.own_cost is None and self._scenario.income.now is None

    @property
    def tells_circumstances(self) -> bool:
        """Something is told of the hardship beside its event: the own words, a cost, an income, what a month needs."""
        hardship, income = self._scenario.hardship, self._scenario.income
        facts = [hardship.story, hardship.own_cost, hardship.resumed, income.before, income.during, income.now]
        own = [getattr(hardship, name) for name in FACTS_OF_KIND.get(hardship.kind, ())]
        return any(fact is not None for fact in (*facts, *own)) or bool(self._scenario.expenses)

    @property
    def told_until(self) -> bool:
        """What letters tell first of the hardship has an end, or is told in the borrower's own words."""
        hardship = self._scenario.hardship
        ends = {"illness": hardship.ended, "natural-disaster": hardship.resumed}
        return bool(hardship.in_short or ends.get(hardship.kind or ""))

    @property
    def own_words_tell_no_income(self) -> bool:
        """There is no income, and the borrower's own words say so."""
        return self._scenario.income.now == 0 and bool(_NO_INCOME.search(self._own_words))

    @property
    def own_words_tell_sick_leave(self) -> bool:
        """The borrower's own words name the day until which the sick leave lasted."""
        day = self._scenario.hardship.sick_leave_until
        forms = (f"{day.month}月{day.day}日", f"{day.day} {day:%B}", day.isoformat()) if day else ()
        return any(form in self._own_words for form in forms)

    @property
    def in_hospital(self) -> bool:
        """The event tells of a stay in hospital, or the end of the illness is known as the day of leaving hospital."""
        hardship = self._scenario.hardship
        event = (hardship.event or "").casefold()
        left = {hardship.in_hospital_until}
        left |= {one.date for one in hardship.evidence or () if _DISCHARGE.search(one.document or "")}
        return "住院" in event or "hospital" in event or (hardship.ended is not None and hardship.ended in left)

    @property
    def income_fell_at_once(self) -> bool:
        """The income during the hardship is given and another than before, and the trouble is the borrower's own."""
        income, own = self._scenario.income, self._scenario.hardship.who in (None, "self")
        changed = income.during is not None and income.during != income.before
        return changed and own and self._scenario.hardship.kind != "family-emergency"

    @property
    def all_due_during(self) -> bool:
        """Every overdue bill fell due while the hardship lasted."""
        since = self._figures.since
        return since is not None and since.during > 0 and not since.before and not since.later

    @property
    def due_times_differ(self) -> bool:
        """Overdue bills fell due at different times: before the hardship, while it lasted, after it."""
        since = self._figures.since
        return since is not None and sum(map(bool, (since.before, since.during, since.later))) > 1

    @property
    def regrets(self) -> bool:
        """Something is overdue, and its amount is not disputed: one plain regret is said."""
        return bool(self._overdue) and not self._known_dispute

    @property
    def hardship_made_overdue(self) -> bool:
        """Bills have fallen due, and none of those that are overdue before the hardship began."""
        return any(bill.is_due for bill in self._figures.bills) and not self.due_before

    @property
    def _own_words(self) -> str:
        hardship = self._scenario.hardship
        return f"{hardship.in_short or ''}\n{hardship.story or ''}"

    @property
    def _known_dispute(self) -> bool:
        return bool(self._figures.total.difference) or any(bill.difference for bill in self._figures.bills)

    @property
    def _overdue(self) -> Sequence[BillFigures]:
        return [bill for bill in self._figures.bills if bill.is_due and bill.owed]
