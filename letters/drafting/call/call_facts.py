"""What the templates of the call need beyond the facts of every letter."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from letters.base.money import ZERO, total
from letters.drafting.call.breaths import all_sentences, cut, fits, is_in, sentences
from letters.drafting.call.call_parts import Charge, ShownPage, Talk
from letters.drafting.call.replies import Reply, replies
from letters.drafting.call.spoken import last_digits
from letters.figures.figures import Figures
from letters.figures.time_since_contact import days_since_promise
from letters.ledger.totals import BillFigures
from letters.negotiation.rung import Offer
from letters.reference_data.languages import Language
from letters.scenario.load import Case
from letters.scenario.model.contacts import Contact, in_order, talks_until
from letters.scenario.model.hardship import Evidence
from letters.situation.told.event_sentence import event_sentence, sentence_of
from letters.situation.told.teller import Teller

BESIDE_HAN, BESIDE_WORDS = 10, 5
"""What stands in a breath beside the reason: its month."""
PAPERS, ROOM = 3, 12
"""So many papers are named among what lies ready, if there is room beside the rest of the line."""
OWN_SENTENCES, OTHER_TALKS = 2, 1
_APP = re.compile(r"\bapp\b|App|手机客户端", re.IGNORECASE)
_STRONG = re.compile(r"按时|第一次|首次|从未逾期|on time|in time|first time", re.IGNORECASE)
"""What convinces a lender most."""
_TOLD_LOSS = re.compile("我|失业|终止|解除|离职|下岗")
_INJURY = re.compile("[摔跌撞]|骨折|车祸|工伤")
_DATED = re.compile(r"\W*(?:去年|今年|前年|自|从|\d)|.{0,3}\d{1,2}月")


@dataclass(frozen=True)
class CallFacts:
    """The facts of one case's call, in one language; each is worked out when a template asks for it."""

    case: Case
    figures: Figures
    words: Language
    situations: Mapping[str, Any]
    """Each situation as a fact with a `value`."""

    @cached_property
    def replies(self) -> list[Reply]:
        """What may be heard, in the order of how often it is."""
        return replies(self.case, self.figures, self.words.name, lambda name: bool(self.situations[name].value))

    @cached_property
    def reason(self) -> str:
        """What happened, short enough to be said in one breath after its month; by the kind alone if it is too long."""
        scenario, language = self.case.scenario, self.words.name
        hardship = scenario.hardship
        whole = event_sentence(scenario, language)
        told = cut(whole, self.words, self._beside) or cut(whole, self.words, 1)
        if told:
            lost = hardship.kind == "job-loss" and language == "zh" and not scenario.writer
            return f"{told}，我失业了" if lost and not _TOLD_LOSS.search(told) else told
        teller = Teller(hardship.kind, hardship.whose, scenario.borrower.name if scenario.writer else None)
        hurt = teller.kind == "illness" and _INJURY.search(hardship.event or "")
        return sentence_of({"zh": "受伤", "en": "an injury"}.get(language, "") if hurt else "", teller, language)

    @property
    def _beside(self) -> int:
        return BESIDE_HAN if self.words.numerals == "han" else BESIDE_WORDS

    @property
    def reason_is_dated(self) -> bool:
        """Whether the reason itself begins with a date, or leaves no room for one."""
        return bool(_DATED.match(self.reason)) or not fits(self.reason, self.words, self._beside)

    @property
    def reason_inside(self) -> str:
        """The reason as it stands inside a sentence, after a month."""
        told = self.reason
        named = ("I ", "I'", self.case.scenario.borrower.name)
        return told if told.startswith(named) else told[:1].lower() + told[1:]

    @cached_property
    def in_short(self) -> list[str]:
        """The borrower's own two strongest facts, a sentence each; none if one is too long, or somebody else rings."""
        return [] if self.case.scenario.writer else all_sentences(self.case.scenario.hardship.in_short, self.words)

    @property
    def in_short_meant(self) -> str:
        """Those facts where they are in the language of the sheet and cannot be read aloud as they stand."""
        told = self.case.scenario.hardship.in_short
        return told if told and not self.in_short and is_in(told, self.words) else ""

    @cached_property
    def own_words(self) -> list[str]:
        """Sentences of the borrower's own account that can be said in a breath: that all was paid in time till then,
        and the first. There are none if somebody else rings or where there is no room: beside the facts in short, or
        several contacts.
        """
        scenario = self.case.scenario
        crowded = scenario.writer or self.in_short or len(self.talks) > 1
        story = [] if crowded else sentences(scenario.hardship.story, self.words, 99)
        first = sorted(range(len(story)), key=lambda place: (not _STRONG.search(story[place]), place))
        if self.talks:  # then there is room for one line
            return [one for one in (story[place] for place in first) if fits(one, self.words, self._beside + 2)][:1]
        return [story[place] for place in sorted(first[:OWN_SENTENCES])]

    @cached_property
    def account(self) -> str | None:
        """The last digits of the account, or None if they are not known."""
        return last_digits(self.case.scenario.borrower.account or "")

    @cached_property
    def talks(self) -> list[Talk]:
        """The contacts up to the day of the call, in their order."""
        asked = talks_until(self.case.scenario.contacts, self.case.date)
        return [self._talk(asked, place) for place in range(len(asked))]

    @cached_property
    def last(self) -> Talk | None:
        """The last contact with the lender, or None."""
        return self.talks[-1] if self.talks else None

    @cached_property
    def named(self) -> Talk | None:
        """The contact that the lender is asked to look up: the last one with a ticket, else the last, or None."""
        return next((one for one in reversed(self.talks) if one.ticket), self.last)

    @cached_property
    def other_talks(self) -> list[Talk]:
        """The last of the other contacts in which something was answered, or was to be."""
        told = [one for one in self.talks if one.answered or one.missed or one.outcome in {"refused", "partly"}]
        return [one for one in told if one is not self.named][-OTHER_TALKS:]

    def _talk(self, asked: list[Contact], place: int) -> Talk:
        one = asked[place]
        missed = bool(days_since_promise(asked, place, self.case.date))
        short = sentences(one.promised, self.words, 2)
        return Talk(
            one.date,
            last_digits(one.ticket or ""),
            one.reply_by if missed else None,
            missed and place < len(asked) - 1,
            one.outcome,
            short[0] if len(short) == 1 and fits(short[0], self.words, self._beside * 5 // 2) else None,
        )

    @cached_property
    def papers(self) -> list[str]:
        """The papers that show the hardship, as many as stand in half a line; the first in any case."""
        named = [one.document for one in self._evidence]
        most = next(count for count in (PAPERS, 2, 1) if count == 1 or fits("".join(named[:count]), self.words, ROOM))
        return named[:most]

    @cached_property
    def paper(self) -> Evidence | None:
        """The first paper that shows the hardship, or None."""
        return next(iter(self._evidence), None)

    @property
    def _evidence(self) -> list[Evidence]:
        return [one for one in self.case.scenario.hardship.evidence if one.document]

    @cached_property
    def has_app(self) -> bool:
        """Whether the lender is known to have an app: by its brand, or because the file speaks of one."""
        scenario = self.case.scenario
        if scenario.lender.assigned_to:
            return False
        told = [one.channel for one in scenario.contacts] + [scenario.hardship.story]
        named = any(_APP.search(text) for text in told if text)
        return bool(self.words.facts.lender(scenario.lender.profile).brand) or named

    @cached_property
    def late_instalments(self) -> int:
        """How many bills and instalments are overdue, without what was called in."""
        return sum(bill.is_due and bool(bill.owed) and not bill.is_called_in for bill in self.figures.bills)

    @cached_property
    def is_to_come(self) -> bool:
        """Whether something is owed that falls due later, and nothing whose due date has passed."""
        open_ = [bill for bill in self.figures.bills if bill.owed and not bill.is_due]
        return bool(open_) and all(bill.state == "not-due" for bill in open_)

    @cached_property
    def called_in_on(self) -> datetime.date | None:
        """The day on which a loan was called in; None if none was, or nothing else is overdue."""
        days = [bill.due_date for bill in self.figures.bills if bill.owed and bill.is_called_in]
        return days[0] if days and self.late_instalments else None

    @cached_property
    def days_over(self) -> int:
        """The most days by which something is overdue."""
        return max((bill.days_overdue for bill in self.figures.bills if bill.is_due and bill.owed), default=0)

    @cached_property
    def more_claimed(self) -> list[BillFigures]:
        """The bills of which the lender shows more penalty than was reckoned."""
        return [bill for bill in self.figures.bills if (bill.difference or ZERO) > 0]

    @cached_property
    def page(self) -> ShownPage | None:
        """What the lender's page showed, where one entry of the file is all that it shows; else None."""
        debts = self.figures.obligations
        shown = debts.each[0].shown if len(debts.each) == 1 else None
        if shown is None:
            return None
        paid = total(one.amount for one in debts.payments if shown.on < one.date <= self.case.as_of)
        return ShownPage(shown.on, shown.principal, shown.interest + shown.penalty + shown.late_fee, paid)

    @cached_property
    def why(self) -> str:
        """Why a payment was forgotten, in the borrower's own words where they are short; else what happened."""
        told = [self.case.scenario.hardship.why, *self.own_words, self.reason]
        short = (cut(one, self.words, self._beside) for one in told if one and sentences(one, self.words, 1))
        return next(filter(None, short), "")

    @cached_property
    def condition(self) -> str:
        """The condition of the lender's last answer, where it can be said in a breath; else empty."""
        asked = [one for one in in_order(self.case.scenario.contacts) if one.outcome and one.date <= self.case.date]
        told = asked[-1].condition if asked else None
        return cut(told, self.words, 2 * self._beside) if told and sentences(told, self.words, 1) else ""

    @cached_property
    def charges(self) -> list[Charge]:
        """What is asked to be waived, of each kind."""
        sums, asked = self.figures.total, self.figures
        each = (
            Charge("penalty", sums.penalty_outstanding, asked.asked),
            Charge("interest", sums.interest, asked.asked_interest),
            Charge("late_fee", sums.late_fee, asked.asked_late_fee),
            Charge("fees", sums.daily_fee, asked.asked_fees),
        )
        return [one for one in each if one.asked]

    @property
    def several_charges(self) -> bool:
        """Whether more than one kind of charge is asked to be waived."""
        return len(self.charges) > 1

    @cached_property
    def asks_all_charges(self) -> bool:
        """Whether everything that is asked is asked in whole."""
        return all(one.share == "all" for one in self.charges)

    @cached_property
    def rungs(self) -> tuple[Offer, ...]:
        """The offers that can be agreed to, from the most that is waived to the least."""
        return self.figures.ladder.call.accepted

    @cached_property
    def same_each(self) -> bool:
        """Whether several offers that can be agreed to have one instalment, and differ in the last alone."""
        parts = [rung for rung in self.rungs if rung.in_parts and rung.rest is None]
        lasts = {rung.last_instalment.amount for rung in parts}
        return len({rung.each for rung in parts}) == 1 < len(lasts)

    @cached_property
    def counts_differ(self) -> bool:
        """Whether the offers that can be agreed to differ in how many instalments they have."""
        return len({rung.count for rung in self.rungs if rung.in_parts}) > 1
