"""Each situation is borne by a case that has it and not by one that lacks it; no fact has its name."""

from __future__ import annotations

import pytest
from cases import COMPLETE, LOANS, MINIMAL, TERMS, TODAY, bundled, changed

from letters.figures.figures import compute_figures
from letters.figures.lender_answer import answer
from letters.scenario.load import load
from letters.situation.situations import situation_names, situations
from letters.situation.theme import KnownFacts

ILLNESS = bundled("illness.yaml")
NOTHING_KNOWN = MINIMAL
PAID = MINIMAL.replace("amount: 3200.00}", "amount: 3200.00, payments: [{date: 2025-12-01, amount: 3200.00}]}")
LATER = MINIMAL.replace("2025-12-10", "2026-05-10")
IN_GRACE = MINIMAL.replace("2025-12-10", "2026-03-18").replace("0.05%}", "0.05%, grace_days: 5}")
DUE_AND_LATER = MINIMAL + "  - {due_date: 2026-06-10, amount: 100.00}\n"
BILL_CLAIMED = DUE_AND_LATER.replace("amount: 3200.00}", "amount: 3200.00, claimed_penalty: 500.00}")
NO_PENALTY_ASKED = MINIMAL + "request: {waive: 0%}\n"
PLAN = "request: {plan: {instalments: 4, first: 2026-04-10}}\n"
PLANNED = MINIMAL + PLAN
MEANS = "income: {{before: 8500, during: {during}, now: {now}}}\nexpenses: [{{label: 房租, amount: 1800}}]\n"
TIGHT, EVEN, SHORT = (PLANNED + MEANS.format(during=2100, now=now) for now in (1900, 1800, 1700))
WIDE = PLANNED + MEANS.format(during=2100, now=9000)
TOO_DEAR = PLANNED + MEANS.format(during=2100, now=2600)
"""A month carries the plan asked for, and not what a smaller waiver leaves."""
SAME = MINIMAL + MEANS.format(during=8500, now=8500)
HARD = "hardship:\n  kind: illness\n"
HARD_STORY = MINIMAL.replace(HARD, HARD + "  story: WORDS\n")
ANSWERED_SO = MINIMAL + "contacts: [{date: 2026-03-02, promised: WORDS}]\n"
STARTED = MINIMAL.replace(HARD, HARD + "  started: 2025-11-28\n")
STARTED_LATE = MINIMAL.replace(HARD, HARD + "  started: 2026-01-01\n")
BOTH_SIDES = STARTED_LATE + "  - {due_date: 2026-01-10, amount: 100.00}\n"
ENDED = MINIMAL.replace(HARD, HARD + "  ended: 2026-03-01\n  resumed: 2026-03-02\n")
ENDS = MINIMAL.replace(HARD, HARD + "  ended: 2026-04-01\n  resumed: 2026-04-02\n")
CALL = "contacts:\n  - {date: 2026-03-02, reply_by: 2026-03-10}\n"
CALLED = MINIMAL + CALL
CALLED_TWICE = CALLED + "  - {date: 2026-03-12}\n"


def claimed(amount: str) -> str:
    return MINIMAL + f"claimed_penalty: {amount}\n"


FEE_WAIVED = MINIMAL.replace("amount: 3200.00}", "amount: 3200.00, late_fee: 10.00}") + (
    "request: {waive_late_fee: all}\n"
)


def answered(outcome: str, more: str = "") -> str:
    return MINIMAL + "contacts:\n" + more + f"  - {{date: 2026-03-12, outcome: {outcome}, waived: 10.00}}\n"


AGREED_FIRST = "  - {date: 2026-03-02, outcome: accepted, waived: 10.00}\n"
AGREED_AND_PAID = answered("accepted") + "payments: [{date: 2026-03-13, amount: 9000.00}]\n"
DIVIDED = ILLNESS.replace("daily_rate: 0.05%}", "daily_rate: 0.05%, allocation: statutory}") + (
    "payments:\n" + "".join(f"  - {{date: 2026-03-0{day}, amount: 5.00}}\n" for day in (4, 5, 6, 7))
)
RANGE = MINIMAL.replace("0.05%}", "0.05%..0.075%}")
THRESHOLD = MINIMAL + "request: {threshold: 170.00}\n"
FAR_THRESHOLD = MINIMAL + "request: {threshold: 2000.00}\n"
OWN_OFFER = MINIMAL + "request: {accept_from: 30%}\n"
MINIMUM_PAID = "3200.00, minimum_payment: 320.00, payments: [{date: 2025-12-10, amount: 320.00}]}"
MINIMUM_PAID = MINIMAL.replace("3200.00}", MINIMUM_PAID)
CARD = changed(
    COMPLETE,
    ("compounding: none", "compounding: monthly"),
    ("interest: 12.40", "interest: {since: 2025-11-12}"),
    ("    late_fee: 20.00\n", ""),
)
AGREED_PLAN = answered("accepted") + PLAN
PARTLY = MINIMAL + "contacts: [{date: 2026-03-12, outcome: partly, waived: 100.00}]\n"
PARTLY_UNNAMED = MINIMAL + "contacts: [{date: 2026-03-12, outcome: partly}]\n"
AGREED_UNNAMED = MINIMAL + "contacts: [{date: 2026-03-12, outcome: accepted}]\n"
ALL_WAIVED = answered("accepted").replace("waived: 10.00", "waived: 9000.00")
NOTHING_WAIVED = answered("accepted").replace("waived: 10.00", "waived: 0.00")
TOO_MUCH, ENOUGH = (AGREED_PLAN + MEANS.format(during=2100, now=now) for now in (1900, 9000))
PAYS_FIRST = PARTLY + PLAN.replace("{plan", "{today: 500.00, plan")
CONDITIONAL = PARTLY.replace("waived: 100.00", "waived: 100.00, condition: 三天内还清")
SMALL_OFFER = PARTLY.replace("100.00", "10.00") + PLAN
TOO_SHORT = PARTLY + PLAN + MEANS.format(during=2100, now=1800)
LONGER = PARTLY + PLAN + MEANS.format(during=2100, now=2300)
PENALTY_ALONE = (
    PARTLY.replace("waived: 100.00", "waived: 9000.00").replace("0.05%}", "0.05%, allocation: principal-first}")
    + "payments: [{date: 2026-01-02, amount: 3200.00}]\n"
)
COMPLAINED = MINIMAL.replace("0.05%}", "0.05%, type: bank}") + "contacts: [{date: 2026-02-20, kind: complaint}]\n"
OTHER_DEBT = "debts: [{creditor: 某银行, balance: 5000, minimum: 100}]\n"

OLD = MINIMAL.replace("2025-12-10", "2022-12-10")
NEAR_END = MINIMAL.replace("2025-12-10", "2023-09-20")
ADVISED = OLD + "request: {acknowledge: true}\n"
SOLD = MINIMAL.replace("0.05%}", "0.05%, assigned_to: {name: 砚溪资产管理有限公司}}")
SOLD_UNTOLD = SOLD.replace("公司}", "公司, notified: none}")
SOLD_AND_ASKED = (
    SOLD.replace("公司}", "公司, notified: 2026-02-02}") + "contacts: [{date: 2026-03-02, said: 询问转让}]\n"
)
COLLECTED = MINIMAL.replace("0.05%}", "0.05%, collector: {name: 恒砾信息服务有限公司}}")
DISASTER = STARTED.replace("illness", "natural-disaster")
PAID_LATE = PAID.replace("2025-12-01, amount: 3200.00}", "2025-12-20, amount: 3216.00}")
OF_A_BANK = MINIMAL.replace("0.05%}", "0.05%, type: bank}").replace("3200.00}", "3200.00, minimum_payment: 320.00}")
BEYOND = OF_A_BANK + MEANS.format(during=2100, now=2000)

WHOLE_LOAN = DUE_AND_LATER.replace("0.05%}", "0.05%, base: whole-loan}")
BY_PAGE = MINIMAL.replace("amount: 3200.00", "as_shown: {on: 2026-03-01, principal: 3200.00, penalty: 9.00}")
PROMISED = MINIMAL + "contacts: [{date: 2026-03-02, waived: 20.00}]\n"
WAIVERS = "waivers: [{date: 2026-03-05, amount: 10.00}]\n"
WAIVED = MINIMAL + WAIVERS

PAUSE = MINIMAL + "request: {defer: {months: 3}}\n"
PAID_LATE = PAID.replace("2025-12-01, amount: 3200.00", "2025-12-13, amount: 3204.80")
WRITTEN = MINIMAL + "writer: {name: 李红}\n"
REFUSED_BY_BANK = answered("refused").replace("0.05%}", "0.05%, type: bank}")
RANG = MINIMAL + "collection: [{date: 2026-03-18, time: 09:00, times: 6}]\n"
ASKED = MINIMAL + "contacts: [{date: 2026-03-02, said: 询问能否减免}]\n"
MANY_SPANS = MINIMAL + "payments:\n" + "".join(f"  - {{date: 2026-01-{day:02}, amount: 5.00}}\n" for day in range(1, 9))

LATE_FEE = MINIMAL.replace("amount: 3200.00", "amount: 3200.00, late_fee: 20.00")
RANGED = MINIMAL.replace("0.05%}", "0.05%..0.06%}")
TWO_RATES = MINIMAL.replace("0.05%}", "0.05%, rates: [{from: 2026-02-01, daily_rate: 0.04%}]}")
RETURNS = (
    MINIMAL.replace("kind: illness", "kind: illness\n  resumed: 2026-04-20")
    + "income: {during: 0, now: 5000}\nexpenses: [{label: 房租, amount: 2000}]\n"
)
INTEREST_ROWS = MINIMAL.replace("3200.00}", "3200.00, interest: 20.00}") + "".join(
    f"  - {{due_date: 2026-0{month}-10, amount: 3200.00}}\n" for month in (1, 2)
)
MANY_PAPERS = MINIMAL.replace(
    HARD, HARD + "  evidence: [" + ", ".join(f"{{document: {name}}}" for name in "甲乙丙丁戊己") + "]\n"
)

HALF_OF_INTEREST = INTEREST_ROWS + "request: {waive_interest: 50%}\n"
NO_INCOME_TOLD = HARD + "  story: 手术以后没有收入。\n"
OUT_OF_INCOME = MINIMAL.replace(HARD, NO_INCOME_TOLD) + "income: {now: 0}\n"
ON_SICK_LEAVE = MINIMAL.replace(HARD, HARD + "  in_short: 病休到2月8日。\n  sick_leave_until: 2026-02-08\n")
BELOW_INSTALMENT = LOANS.replace("now: 6400", "now: 2500")

# A case that bears each situation, and one that does not.
CASES = {
    "nothing_owed": (PAID, MINIMAL),
    "nothing_overdue": (LATER, MINIMAL),
    "small_and_payable": (MINIMAL + "request: {today: 9000.00}\n", MINIMAL),
    "paid_with_penalty": (PAID_LATE, PAID),
    "nothing_to_write": (PAID, MINIMAL),
    "all_due_paid": (PAID, MINIMAL),
    "minimum_paid": (MINIMUM_PAID, MINIMAL),
    "waives_all": (MINIMAL, NO_PENALTY_ASKED),
    "asks_half_of_penalty": (MINIMAL + "request: {waive: 50%}\n", MINIMAL),
    "asks_half_of_interest": (HALF_OF_INTEREST, MINIMAL),
    "asks_neither": (NO_PENALTY_ASKED, MINIMAL),
    "leaves_principal": (MINIMAL, NO_PENALTY_ASKED),
    "leaves_interest": (INTEREST_ROWS, MINIMAL),
    "leaves_part_of_interest": (HALF_OF_INTEREST, MINIMAL),
    "leaves_part_of_penalty": (MINIMAL + "request: {waive: 50%}\n", MINIMAL),
    "interest_or_fee_due": (COMPLETE, MINIMAL),
    "principal_repaid": (PAID, MINIMAL),
    "interest_charged": (COMPLETE, MINIMAL),
    "bears_interest": (COMPLETE, MINIMAL),
    "compounds": (CARD, COMPLETE),
    "ledger_bears_interest": (COMPLETE, MINIMAL),
    "ledger_bears_penalty": (MINIMAL, MINIMUM_PAID),
    "ledger_compounds": (CARD, COMPLETE),
    "on_unpaid_interest": (TERMS, MINIMAL),
    "on_whole_loan": (WHOLE_LOAN, MINIMAL),
    "later_bear_penalty": (WHOLE_LOAN, DUE_AND_LATER),
    "all_by_page": (BY_PAGE, MINIMAL),
    "rates_differ": (TERMS, MINIMAL),
    "grows_daily": (MINIMAL, LATER),
    "threshold_dated": (THRESHOLD, RANGE),
    "threshold_soon": (THRESHOLD, FAR_THRESHOLD),
    "many_payments_divided": (DIVIDED, ILLNESS),
    "waives_several": (LATE_FEE + "request: {waive_late_fee: all}\n", MINIMAL),
    "pays_today": (MINIMAL + "request: {today: 100.00}\n", MINIMAL),
    "rows_told": (MINIMAL, RANGED),
    "row_rates_differ": (TWO_RATES, MINIMAL),
    "spans_told": (MINIMAL, INTEREST_ROWS),
    "ledger_enclosed": (TWO_RATES, MINIMAL),
    "small_matter": (MINIMAL + "request: {today: 3200.00}\n", MINIMAL),
    "pays_all_today": (MINIMAL + "request: {today: 4000.00}\n", MINIMAL + "request: {today: 3200.00}\n"),
    "grace_may_matter": (MINIMAL.replace("2025-12-10", "2026-03-05"), MINIMAL.replace("2025-12-10", "2026-03-04")),
    "billed_by_instalment": (MINIMAL.replace("amount: 3200.00", "amount: 3200.00, label: 3月期款"), MINIMAL),
    "claim_known": (claimed("500.00"), MINIMAL),
    "claim_differs": (claimed("500.00"), claimed("160.00")),
    "claims_more": (claimed("500.00"), claimed("10.00")),
    "claim_agrees": (claimed("160.00"), claimed("500.00")),
    "claims_less": (claimed("10.00"), claimed("500.00")),
    "only_bills_differ": (BILL_CLAIMED, claimed("500.00")),
    "has_dispute": (BILL_CLAIMED, claimed("160.00")),
    "shows_more": (claimed("500.00"), claimed("10.00")),
    "few_spans": (MINIMAL, MANY_SPANS),
    "waiver_missing": (PROMISED, WAIVED),
    "promise_missing": (WAIVED, PROMISED),
    "waivers_differ": (PROMISED + WAIVERS, MINIMAL),
    "has_loan": (LOANS, MINIMAL),
    "only_instalments": (LOANS, MINIMAL),
    "called_in": (LOANS, MINIMAL),
    "asks_to_take_back": (LOANS, LOANS.replace("    called_in: 2026-02-20\n", "")),
    "has_instalments_to_come": (LOANS, MINIMAL),
    "instalments_beside_plan": (LOANS, MINIMAL),
    "plan_covers_all": (changed(LOANS, ("first: 2026-04-10", "first: 2026-04-10, covers: all")), LOANS),
    "some_paid_in_time": (LOANS, MINIMAL),
    "has_plan": (PLANNED, MINIMAL),
    "means_known": (TIGHT, MINIMAL),
    "can_pay_monthly": (TIGHT, EVEN),
    "nothing_left": (EVEN, TIGHT),
    "falls_short": (SHORT, EVEN),
    "no_surplus": (EVEN, TIGHT),
    "income_to_come": (ENDS + "income: {now: 5000}\n", ENDS),
    "beyond_means": (SHORT, TIGHT),
    "within_means": (WIDE, TIGHT),
    "plan_too_large": (TIGHT, WIDE),
    "spending_known": (TIGHT, MINIMAL),
    "budget_in_columns": (ILLNESS, MINIMAL),
    "waits_for_income": (RETURNS, MINIMAL),
    "short_until_income": (RETURNS, MINIMAL),
    "left_known": (ILLNESS, MINIMAL),
    "much_left_beside_plan": (WIDE, TIGHT),
    "bargains": (OWN_OFFER, MINIMAL),
    "tells_income_before": (TIGHT, MINIMAL),
    "tells_income_during": (TIGHT, MINIMAL),
    "tells_income_now": (TIGHT, MINIMAL),
    "income_fell": (TIGHT, MINIMAL),
    "income_compared": (TIGHT, MINIMAL),
    "income_unchanged": (SAME, TIGHT),
    "income_back": (MINIMAL + "income: {before: 5000, now: 5000}\n", MINIMAL),
    "income_recovered": (TIGHT, SAME),
    "income_was_other": (TIGHT, SAME),
    "tells_start": (STARTED, MINIMAL),
    "starts_when_due": (MINIMAL.replace(HARD, HARD + "  started: 2025-12-10\n"), STARTED),
    "tells_end": (ENDED, MINIMAL),
    "ends_later": (ENDS, ENDED),
    "tells_return": (ENDED, MINIMAL),
    "returns_later": (ENDS, ENDED),
    "tells_own_cost": (COMPLETE, MINIMAL),
    "has_evidence": (COMPLETE, MINIMAL),
    "many_papers": (MANY_PAPERS, COMPLETE),
    "tells_email": (COMPLETE, MINIMAL),
    "tells_address": (COMPLETE, MINIMAL),
    "due_before": (STARTED_LATE, STARTED),
    "due_after": (STARTED, STARTED_LATE),
    "due_before_and_after": (BOTH_SIDES, STARTED),
    "cause_in_time": (STARTED, BOTH_SIDES),
    "cause_in_time_for_some": (BOTH_SIDES, STARTED),
    "cause_in_time_for_none": (STARTED_LATE, BOTH_SIDES),
    "force_majeure_bears": (DISASTER, STARTED),
    "somebody_else_ill": (MINIMAL.replace(HARD, HARD + "  who: parent\n"), MINIMAL),
    "has_writer": (MINIMAL + "writer: {name: 李红}\n", MINIMAL),
    "borrower_died": (WRITTEN.replace("林晓梅", "林晓梅\n  died: 2026-02-01", 1), WRITTEN),
    "thin": (MINIMAL, TIGHT),
    "tells_circumstances": (COMPLETE, MINIMAL),
    "told_until": (ENDED, STARTED),
    "own_words_tell_no_income": (OUT_OF_INCOME, OUT_OF_INCOME.replace("没有收入", "在家休养")),
    "own_words_tell_sick_leave": (ON_SICK_LEAVE, ON_SICK_LEAVE.replace("2月8日", "月初")),
    "in_hospital": (ILLNESS, MINIMAL),
    "income_fell_at_once": (TIGHT, SAME),
    "all_due_during": (MINIMAL.replace("kind: illness", "kind: illness\n  started: 2025-12-01"), MINIMAL),
    "due_times_differ": (ILLNESS, MINIMAL),
    "regrets": (MINIMAL, claimed("500.00")),
    "hardship_made_overdue": (STARTED, STARTED_LATE),
    "lender_agreed": (answered("accepted"), answered("refused")),
    "lender_agreed_partly": (answered("partly"), MINIMAL),
    "lender_refused": (answered("refused"), answered("partly")),
    "lender_withdrew": (answered("refused", AGREED_FIRST), answered("refused")),
    "agreed_and_paid": (AGREED_AND_PAID, answered("accepted")),
    "asked_for_letter": (ANSWERED_SO.replace("WORDS", "请提交书面申请"), ANSWERED_SO.replace("WORDS", "先登记")),
    "contacted_often": (MINIMAL + "contacts: [{date: 2026-03-02}, {date: 2026-03-03}, {date: 2026-03-04}]\n", MINIMAL),
    "silent_since_promise": (CALLED, CALLED_TWICE),
    "nothing_tried": (MINIMAL, CALLED),
    "waiver_named": (PARTLY, PARTLY_UNNAMED),
    "waiver_logged": (PARTLY, AGREED_UNNAMED),
    "waives_only_penalty": (PARTLY, ALL_WAIVED),
    "paid_since_answer": (AGREED_AND_PAID, answered("accepted")),
    "terms_agreed": (AGREED_UNNAMED, PARTLY),
    "waiver_agreed": (AGREED_UNNAMED, NOTHING_WAIVED),
    "agreed_rest": (AGREED_UNNAMED, ALL_WAIVED),
    "agreed_rest_dated": (AGREED_PLAN, AGREED_UNNAMED),
    "agreed_rest_paid": (AGREED_AND_PAID, ALL_WAIVED),
    "agreed_beyond_means": (TOO_MUCH, ENOUGH),
    "agreed_within_means": (ENOUGH, TOO_MUCH),
    "settled_by_agreement": (AGREED_AND_PAID, PAID),
    "can_counter": (PARTLY, TOO_SHORT),
    "answers_offer": (LONGER, PARTLY),
    "counter_leaves_rest": (PARTLY, PENALTY_ALONE),
    "counter_asks_more": (PARTLY + PLAN, PARTLY_UNNAMED + PLAN),
    "counter_pays_first": (PAYS_FIRST, PARTLY + PLAN),
    "offer_has_condition": (CONDITIONAL, PARTLY),
    "growth_outweighs": (SMALL_OFFER, PARTLY),
    "counter_changes_count": (LONGER, PARTLY + PLAN),
    "answer_overdue": (CALLED, CALLED_TWICE),
    "extension_untold": (COMPLAINED, CALLED),
    "answer_promised": (CALLED, COMPLAINED),
    "awaits_decision": (COMPLAINED, CALLED),
    "complaint_limit_passed": (COMPLAINED, CALLED),
    "nothing_to_plan": (PAID, PLANNED),
    "pauses_without_plan": (PAUSE, PLANNED),
    "month_too_short": (TOO_MUCH, WIDE),
    "reminders_go_on": (PLANNED, MINIMAL),
    "could_clear_alone": (TIGHT, TOO_MUCH),
    "has_other_debts": (MINIMAL + OTHER_DEBT, MINIMAL),
    "could_clear_all_debts": (WIDE + OTHER_DEBT, WIDE),
    "limitation_near": (NEAR_END, OLD),
    "old_debt": (OLD, ADVISED),
    "debt_sold": (SOLD, MINIMAL),
    "sold_without_notice": (SOLD_UNTOLD, SOLD),
    "sale_is_known": (SOLD_AND_ASKED, SOLD_UNTOLD),
    "collected_by_another": (COLLECTED, SOLD),
    "suits_verification": (SOLD, ADVISED),
    "above_line_passed": (MINIMAL.replace("0.05%}", "0.08%, type: bank}"), MINIMAL.replace("0.05%}", "0.08%}")),
    "bank_card": (OF_A_BANK, MINIMUM_PAID),
    "section_70_applies": (BEYOND, OF_A_BANK),
    "cites_card_rule": (OF_A_BANK, OF_A_BANK.replace("0.05%, type", "0.08%, type")),
    "extension_in_time": (LATER, IN_GRACE),
    "small_loan_company": (MINIMAL.replace("0.05%}", "0.05%, type: small-loan}"), MINIMAL),
    "complained": (COMPLAINED, CALLED),
    "may_complain": (answered("refused"), ASKED),
    "asks_pause": (PAUSE, MINIMAL),
    "asks_for_pause": (SHORT, TIGHT),
    "pays_meanwhile": (PAUSE.replace("months: 3", "months: 3, token: 100.00"), PAUSE),
    "falls_due_in_pause": (PAUSE.replace("request:", "  - {due_date: 2026-06-20, amount: 100.00}\nrequest:"), PAUSE),
    "month_short": (SHORT, SHORT.replace("now: 1700}", "now: 1700, support: 100}")),
    "month_below_instalment": (BELOW_INSTALMENT, LOANS),
    "has_no_income": (MINIMAL + "income: {now: 0}\n", MINIMAL),
    "may_ask_refund": (PAID_LATE, PAID),
    "grace_unknown": (MINIMAL, IN_GRACE),
    "shows_full_id": (MINIMAL + "request: {show_id: full}\n", MINIMAL),
    "acts_for_borrower": (WRITTEN, WRITTEN.replace("林晓梅", "林晓梅\n  died: 2026-02-01", 1)),
    "may_ask_review": (REFUSED_BY_BANK, answered("refused")),
    "collectors_called": (RANG, MINIMAL),
    "called_at_night": (RANG.replace("09:00", "22:00"), RANG),
    "called_too_often": (RANG.replace("times: 6", "times: 7"), RANG),
    "called_others": (RANG.replace("times: 6", "to: 母亲"), RANG),
    "shows_breach": (RANG.replace("times: 6", "to: 母亲"), RANG),
    "awaits_answer": (ASKED, answered("refused")),
    "call_asks": (MINIMAL, PAID),
    "call_confirms": (answered("accepted"), MINIMAL),
    "call_settles": (MINIMAL + "request: {today: 3200.00}\n", MINIMAL),
    "settles_all": (MINIMAL + "request: {today: 3360.00}\n", MINIMAL + "request: {today: 3200.00}\n"),
    "asks_waiver": (MINIMAL, NO_PENALTY_ASKED),
    "call_counters": (SMALL_OFFER + MEANS.format(during=2100, now=9000), SMALL_OFFER),
    "offers_parts": (PLANNED, MINIMAL),
    "call_pauses": (PAUSE, PLANNED),
    "half_agreeable": (WIDE, TOO_DEAR),
    "half_too_dear": (TOO_DEAR, WIDE),
    "half_too_little": (WIDE.replace("{plan", "{accept_from: 90%, plan"), WIDE),
    "stop_agreeable": (WIDE, TOO_DEAR),
    "stop_too_dear": (TOO_DEAR, WIDE),
    "asks_half": (MINIMAL + "request: {waive: 50%}\n", MINIMAL),
    "charges_are_all": (FEE_WAIVED, MINIMAL),
    "back_at_same_work": (HARD_STORY.replace("WORDS", "事假到3月20日"), HARD_STORY.replace("WORDS", "换了工作")),
    "told_to_pay_first": (ANSWERED_SO.replace("WORDS", "可以谈，先付一千元"), ANSWERED_SO.replace("WORDS", "先登记")),
    "pays_charges_first": (MINIMAL, MINIMAL.replace("0.05%}", "0.05%, allocation: principal-first}")),
}


def borne(text: str, name: str) -> bool:
    case = load(text.encode(), "case.yaml", today=TODAY)
    figures = compute_figures(case)
    return situations(KnownFacts(case, figures, figures, lambda: answer(case, figures, case.date)))[name]()


def test_every_situation_has_a_case_that_bears_it_and_one_that_does_not() -> None:
    assert list(CASES) == list(situation_names())


@pytest.mark.parametrize("name", CASES)
def test_a_situation_is_borne_where_it_is_so_and_nowhere_else(name: str) -> None:
    with_it, without = CASES[name]
    assert (borne(with_it, name), borne(without, name)) == (True, False)


def test_every_situation_says_in_a_sentence_when_it_is_borne() -> None:
    assert [name for name, says in situation_names().items() if not says.endswith(".") or "\n" in says] == []
