"""Situations that decide which letters a case bears."""

from __future__ import annotations

from letters.base.money import ZERO
from letters.figures.loans import NOT_DUE
from letters.reference_data.letter_kinds import Role, role_of
from letters.scenario.load import Case
from letters.scenario.model.contacts import CollectionCall, Contact
from letters.situation.theme import Theme

NIGHT_FROM, NIGHT_TO = "22:00", "08:00"
"""Between these hours collectors ring nobody who has not agreed to it, by the guide of the banking association."""
MOST_CALLS = 6
"""Above so many calls on a day that were not answered, that guide is not kept."""
COMPLAINTS = (Role.COMPLAINT, Role.CONDUCT)


def is_complaint(case: Case, contact: Contact) -> bool:
    """Returns whether a contact is a complaint to the lender, by its kind or by the letter that was sent."""
    return contact.kind == "complaint" or role_of(case.library, contact.letter) in COMPLAINTS


class LetterSituations(Theme):
    """Situations that letters for few cases are for, and what those letters have to tell."""

    @property
    def complained(self) -> bool:
        """The lender itself was complained to, by the day of the letter."""
        return any(is_complaint(self._case, contact) for contact in self._past)

    @property
    def may_complain(self) -> bool:
        """Something was refused, or a day that was named for an answer has passed without one."""
        refused = any(contact.outcome == "refused" for contact in self._past)
        waited = self._figures.waited
        return refused or bool(waited and waited.missed) or self._asked_in_vain

    @property
    def asks_pause(self) -> bool:
        """A pause is asked for, and something is owed."""
        return self._figures.defer is not None and bool(self._figures.total.total_due)

    @property
    def asks_for_pause(self) -> bool:
        """Something is owed, and a pause is asked for, or there is no income or a month leaves nothing."""
        left = self._figures.affordability.for_plan
        short = self.has_no_income or (left is not None and left <= 0)
        return self.asks_pause or (short and bool(self._figures.total.total_due))

    @property
    def pays_meanwhile(self) -> bool:
        """A sum a month is offered while the pause lasts."""
        return self.asks_pause and bool(self._figures.defer and self._figures.defer.token)

    @property
    def falls_due_in_pause(self) -> bool:
        """A bill or an instalment falls due from the date of the letters to the end of the pause that is asked for."""
        pause = self._figures.defer
        days = [bill.due_date for bill in self._figures.bills if not bill.is_due and bill.owed]
        days += [row.due_date for loan in self._figures.loans for row in loan.schedule if row.state == NOT_DUE]
        return pause is not None and any(self._case.date <= day <= pause.until for day in days)

    @property
    def month_short(self) -> bool:
        """A month leaves less than nothing before anything is paid on this debt, also with what others give."""
        means, given = self._figures.affordability, self._scenario.income.support
        if means.available is None or means.for_plan is None:
            return False
        return means.available - (means.minimums or ZERO) + (given or ZERO) < 0

    @property
    def month_below_instalment(self) -> bool:
        """A month leaves something, but less than the instalments that come due in it."""
        means = self._figures.affordability
        left = means.for_plan is not None and means.for_plan + means.regular + (self._scenario.income.support or ZERO)
        return bool(means.regular and left) and 0 < left < means.regular

    @property
    def has_no_income(self) -> bool:
        """The income of today is given, and is nothing."""
        return self._scenario.income.now is not None and not self._scenario.income.now

    @property
    def may_ask_refund(self) -> bool:
        """Everything is paid, penalty included, and the lender has answered nothing yet."""
        sums = self._figures.total
        return not sums.total_due and sums.penalty_paid > 0 and self._known.answer is None

    @property
    def grace_unknown(self) -> bool:
        """Whether the contract has days of grace is not known."""
        return self._scenario.lender.grace_days is None

    @property
    def shows_full_id(self) -> bool:
        """The borrower lets letters show the whole ID number."""
        return self._scenario.request.show_id == "full"

    @property
    def acts_for_borrower(self) -> bool:
        """Somebody writes and calls for a borrower who lives."""
        return self._scenario.writer is not None and self._scenario.borrower.died is None

    @property
    def may_ask_review(self) -> bool:
        """A bank refused, and the days in which its superior office reviews that have not passed."""
        last = self._known.review_by
        return last is not None and self._case.date <= last

    @property
    def collectors_called(self) -> bool:
        """Calls, visits or messages of collectors are written down."""
        return bool(self._calls)

    @property
    def called_at_night(self) -> bool:
        """A collector called between 22:00 and 8:00."""
        hours = [hour for call in self._calls for hour in (call.time, call.until) if hour]
        return any(not NIGHT_TO <= hour < NIGHT_FROM for hour in hours)

    @property
    def called_too_often(self) -> bool:
        """A collector called more than six times on a day."""
        return any((call.times or 1) > MOST_CALLS for call in self._calls)

    @property
    def called_others(self) -> bool:
        """A collector called somebody who neither owes nor vouches for the debt."""
        return any(call.to for call in self._calls)

    @property
    def shows_breach(self) -> bool:
        """A collector called at night, too often on a day, or somebody who has nothing to do with the debt."""
        return self.called_at_night or self.called_too_often or self.called_others

    @property
    def awaits_answer(self) -> bool:
        """A request was made to the lender, and it has neither agreed nor refused."""
        asked = any(not contact.is_demand and (contact.said or contact.letter) for contact in self._past)
        return self._known.answer is None and asked

    @property
    def _calls(self) -> tuple[CollectionCall, ...]:
        return self._scenario.collection

    @property
    def _past(self) -> list[Contact]:
        return [contact for contact in self._scenario.contacts if contact.date <= self._case.date]

    @property
    def _asked_in_vain(self) -> bool:
        """The day that a letter asked an answer by has passed, and nothing was heard after the letter."""
        past = sorted(self._past, key=lambda contact: contact.date)
        asked = next((contact for contact in reversed(past) if contact.asked_by), None)
        if asked is None or asked.asked_by is None or asked.asked_by >= self._case.date:
            return False
        return not any(later.outcome or later.promised for later in past[past.index(asked) + 1 :])
