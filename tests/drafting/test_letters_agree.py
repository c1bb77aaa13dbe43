"""What one letter of a case says, no other contradicts, and none says what the case does not bear out."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from answered import suited, with_contact
from cases import COMPLETE, MINIMAL, SCENARIOS, bundled, changed
from every import every

from letters.base.errors import ScenarioError, UnknownName, UnsuitableKind
from letters.figures.figures import compute_figures
from letters.figures.lender_answer import answer
from letters.pipeline import write_letters
from letters.scenario.load import load
from letters.situation.cautions import cautions

TODAY = date(2026, 3, 20)
ILLNESS = bundled("illness.yaml")
AGREED = with_contact(
    ILLNESS, "date: 2026-03-16, channel: 电话, promised: 同意减免150元, outcome: accepted, waived: 150.00"
)
COMPLAINTS = ("lender-complaint", "regulator-complaint", "mediation-request")
TIGHT = """\
as_of: 2026-03-20
hardship: {kind: illness, event: 住院手术, started: 2025-12-01}
income: {now: 2000}
expenses: [{label: 房租, amount: 1795}]
borrower: {name: 王小明, phone: 13800005602}
lender: {profile: generic, name: 某某公司, daily_rate: 0.05%}
bills: [{label: 12月, due_date: 2025-12-10, amount: 1200.00}]
request: {waive: 50%, plan: {instalments: 6, first: 2026-04-10}, accept_from: 40%, reply_within_days: 15}
"""
"""205 a month: six instalments fit where half is waived at 0.05 %, and not at 0.075 %."""
RANGE = changed(TIGHT, ("daily_rate: 0.05%", "daily_rate: 0.05%..0.075%"))
PARTLY = "date: 2026-03-12, channel: 电话, outcome: partly, waived: 20.00"


def letter(text: str, kind: str, language: str = "zh") -> str:
    made = write_letters(text.encode(), "case.yaml", today=TODAY, kinds=[kind], language=language)
    return made.drafts[0].markdown


# After an answer


def test_what_was_agreed_is_not_said_to_be_open() -> None:
    assert "联系到今天，已过" in letter(ILLNESS, "call-log")
    text = letter(AGREED, "call-log")
    assert "还没有达成一致" not in text
    assert "已在2026年3月16日答复同意" in text


@pytest.mark.parametrize("kind", ["waiver-email", "petition", "chat-messages", "relief-application"])
def test_where_the_lender_has_agreed_nothing_more_is_asked_for(kind: str) -> None:
    with pytest.raises(UnsuitableKind, match="the lender has agreed: ask for nothing more"):
        letter(AGREED, kind)


@every(language=["zh", "en"], kind=COMPLAINTS)
def test_nobody_complains_about_a_lender_that_agreed(kind: str, language: str) -> None:
    with pytest.raises(UnsuitableKind, match=r"acceptance-confirmation|complain there first"):
        letter(AGREED, kind, language)


def test_an_agreement_that_was_taken_back_is_told() -> None:
    text = with_contact(AGREED, "date: 2026-03-19, channel: 电话, outcome: refused")
    assert "在2026年3月16日答复同意，2026年3月19日又答复不同意" in letter(text, "lender-complaint")
    assert "agreed on 16 March 2026, but refused on 19 March 2026" in letter(text, "lender-complaint", "en")


def test_a_promise_that_a_later_contact_followed_is_not_called_unanswered_to_this_day() -> None:
    text = letter(ILLNESS, "lender-complaint", "en")
    assert "I have no record of one by that day." in text
    assert "received none" not in text


def test_plan_and_reminders_are_those_that_were_agreed() -> None:
    case = load(AGREED.encode(), "case.yaml", today=TODAY)
    given = answer(case, compute_figures(case), TODAY)
    assert given and given.offer
    first = f"{given.offer.first.amount:,.2f}"
    asked = f"{compute_figures(case).plan.first.amount:,.2f}"  # type: ignore[union-attr]
    assert first != asked
    for kind in ("acceptance-confirmation", "repayment-plan", "prevention-plan"):
        assert first in letter(AGREED, kind)
        assert asked not in letter(AGREED, kind)


def test_what_is_paid_on_the_day_of_an_agreement_is_paid_on_what_was_agreed() -> None:
    paid = AGREED + "\npayments: [{date: 2026-03-16, amount: 1000.00}]\n"
    before, after = (load(text.encode(), "case.yaml", today=TODAY) for text in (AGREED, paid))
    agreed, then = (answer(case, compute_figures(case), TODAY) for case in (before, after))
    assert agreed and then and agreed.offer and then.offer
    assert then.offer == agreed.offer
    assert then.paid_since == Decimal("1000.00")
    assert "从那一天起我已还1,000.00元" in letter(paid, "acceptance-confirmation")


@every(language=["zh", "en"])
def test_an_answer_to_a_letter_stands_in_the_record(language: str) -> None:
    text = with_contact(ILLNESS, "date: 2026-03-17, letter: lender-complaint, promised: 不予减免, outcome: refused")
    assert "不予减免" in letter(text, "call-log", language)


def test_a_complaint_to_the_regulator_counts_no_limit_from_a_mere_call() -> None:
    with pytest.raises(UnsuitableKind, match="complain there first"):
        letter(ILLNESS, "regulator-complaint")
    complained = with_contact(ILLNESS, "date: 2026-03-13, kind: complaint, channel: 书面")
    text = letter(complained, "regulator-complaint")
    assert "15日内" in text
    assert "到今天已过" not in text
    refused = with_contact(complained, "date: 2026-03-17, channel: 书面, outcome: refused")
    assert "核查被投诉人2026年3月17日的答复有没有说明理由和依据" in letter(refused, "regulator-complaint")


# What a month carries


@pytest.mark.parametrize(("left", "count"), [("1795", 6), ("1797", 7), ("1900", 13)])
def test_a_counter_offer_is_never_more_than_a_month_leaves(left: str, count: int) -> None:
    text = with_contact(changed(TIGHT, ("1795", left)), PARTLY)
    written = letter(text, "counter-offer")
    assert f"分{count}期，" in written
    amounts = [Decimal(found) for found in re.findall(r"(?:各|末期|每期) ?(\d+\.\d\d)元", written)]
    assert amounts and max(amounts) <= 2000 - int(left)


def test_where_a_month_leaves_nothing_there_is_no_counter_offer() -> None:
    with pytest.raises(UnsuitableKind, match="每月余款还不起任何一种分期"):
        letter(with_contact(changed(TIGHT, ("1795", "2000")), PARTLY), "counter-offer")


def test_a_plan_that_only_the_low_rate_carries_is_not_called_affordable() -> None:
    assert "还后每月还剩" in letter(TIGHT, "waiver-email")
    email = letter(RANGE, "waiver-email")
    assert "分6期" not in email
    assert "还后每月还剩" not in email and "分7期" in email  # of the plan that both ends of the rate carry
    [printed] = re.findall(r"还约([\d.]+)元至([\d.]+)元，末期约([\d.]+)元至([\d.]+)元", email)
    low_each, high_each, low_last, high_last = map(Decimal, printed)
    assert (6 * low_each + low_last, 6 * high_each + high_last) == (Decimal("1230.00"), Decimal("1245.00"))
    assert max(high_each, high_last) <= 205
    figures = compute_figures(load(RANGE.encode(), "case.yaml", today=TODAY))
    assert any("less than the plan's instalment" in str(warning.message) for warning in cautions(figures))
    script = letter(RANGE, "call-script")
    assert "分七期" in script and "分六期" not in script.partition("## 照读")[2]


@pytest.mark.parametrize(
    ("row", "kind", "amounts"),
    [
        (PARTLY, "counter-offer", ["约30.00元至45.00元", "约1,230.00元至1,245.00元"]),
        (
            "date: 2026-03-02, channel: 电话, outcome: accepted",
            "acceptance-confirmation",
            ["1,249.20元至1,273.80元"],
        ),
    ],
)
def test_letters_of_answer_show_both_ends_of_an_unknown_rate(row: str, kind: str, amounts: list[str]) -> None:
    written = letter(with_contact(RANGE, row), kind)
    assert all(amount in written for amount in amounts)


# What is owed


REPAID = changed(
    MINIMAL,
    ("amount: 3200.00}", "amount: 3200.00, payments: [{date: 2026-02-10, amount: 3200.00}]}"),
    ("daily_rate: 0.05%", "daily_rate: 0.05%, allocation: principal-first"),
)


@pytest.mark.parametrize("kind", ["waiver-email", "petition", "call-script", "lender-complaint", "chat-messages"])
def test_of_principal_that_is_repaid_none_is_promised(kind: str) -> None:
    written = letter(suited(REPAID, kind, TODAY), kind)
    assert "本金" in written and "还清" in written
    for false in ("余下的欠款怎样归还", "余下的本金", "一次还清有困难", "本金我会还", "今天拿不出", "零期"):
        assert false not in written


def test_where_nothing_is_owed_nothing_is_asked_for() -> None:
    paid = changed(MINIMAL, ("amount: 3200.00}", "amount: 3200.00, payments: [{date: 2025-12-09, amount: 3200.00}]}"))
    with pytest.raises(UnsuitableKind, match="receipt-request"):
        letter(paid, "waiver-email")
    made = write_letters(paid.encode(), "case.yaml", today=TODAY)
    assert [one.kind for one in made.drafts] == ["ledger"]
    assert len(made.left_out) == 3
    assert "nothing is owed" in str(made.warnings[0].message)


@pytest.mark.parametrize("kind", ["waiver-email", "call-script", "ledger", "chat-messages", "petition"])
def test_a_bill_in_its_days_of_grace_is_not_called_not_yet_due(kind: str) -> None:
    grace = changed(MINIMAL, ("daily_rate: 0.05%", "daily_rate: 0.05%, grace_days: 3"), ("2025-12-10", "2026-03-18"))
    written = letter(grace, kind)
    assert not re.search("未到期|尚未到期|即将到期|还没到期", written)


def test_the_ledger_says_that_it_rounds_where_penalty_joins_the_base() -> None:
    assert "计入基数时" not in letter(COMPLETE, "ledger")
    assert "计入基数时" in letter(changed(COMPLETE, ("compounding: none", "compounding: monthly")), "ledger")


# What is asked


def test_every_waiver_that_is_too_much_is_told_at_once() -> None:
    text = changed(TIGHT, ("waive: 50%", "waive: 2000.00"), ("accept_from: 40%", "accept_from: 3000.00"))
    with pytest.raises(ScenarioError) as refused:
        compute_figures(load(text.encode(), "case.yaml", today=TODAY))
    assert [problem.path[-1] for problem in refused.value.problems] == ["waive", "accept_from"]


def test_all_letters_and_one_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(UnknownName, match="nope"):
        write_letters(ILLNESS.encode(), "case.yaml", today=TODAY, kinds=["all", "nope"])


# After a second reading


def test_how_a_payment_was_applied_is_told_at_both_ends_of_a_rate() -> None:
    text = changed(
        RANGE, ("amount: 1200.00}", "amount: 1010.00, payments: [{date: 2025-12-20, amount: 500.00}]}"), ("50%", "all")
    )
    written = letter(text, "waiver-email")
    assert "罚息约5.05元至7.58元，余约492.42元至494.95元抵本金" in written


def test_an_agreed_plan_beyond_the_means_is_not_called_affordable() -> None:
    text = with_contact(changed(TIGHT, ("1795", "1794")), "date: 2026-03-12, outcome: accepted, waived: 1.00")
    assert "每期在这个数以内" in letter(changed(TIGHT, ("1795", "1794")), "repayment-plan")
    plan = write_letters(text.encode(), "case.yaml", today=TODAY, kinds=["repayment-plan"])["repayment-plan"]
    assert "每期在这个数以内" not in plan.markdown and "尽快告知对方" in plan.for_you
    assert "超过此数，请延长期数" in letter(text, "budget")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["repayment-plan", "counter-offer"])
def test_where_nothing_is_left_to_pay_there_is_nothing_to_plan(kind: str, language: str) -> None:
    plan = "request:\n  waive: all\n  plan: {instalments: 6, first: 2026-04-10}\n"
    text = with_contact(REPAID.partition("request:")[0] + plan, "date: 2026-03-12, outcome: partly, waived: 90.00")
    case = load(text.encode(), "case.yaml", today=TODAY)
    whole = text.replace("waived: 90.00", f"waived: {compute_figures(case).total.penalty_outstanding}")
    with pytest.raises(UnsuitableKind):
        letter(whole, kind, language)


def test_an_offer_is_accepted_only_at_both_ends_of_a_rate() -> None:
    offered = PARTLY.replace("20.00", "40.00")
    assert "我接受乙" not in letter(with_contact(TIGHT, offered), "counter-offer")
    assert "我接受乙" in letter(with_contact(RANGE, offered), "counter-offer")


def test_a_waiver_within_the_range_is_not_called_more_than_the_penalty() -> None:
    written = letter(
        with_contact(RANGE, "date: 2026-03-02, outcome: accepted, waived: 60.00"), "acceptance-confirmation"
    )
    assert "减免罚息60.00元" in written
    assert "核对有没有记错" not in written


@pytest.mark.parametrize("kind", ["waiver-email", "petition", "chat-messages", "acceptance-confirmation"])
def test_what_is_settled_is_asked_for_no_more(kind: str) -> None:
    paid = AGREED + "\npayments: [{date: 2026-03-18, amount: 7800.00}]\n"
    with pytest.raises(UnsuitableKind, match="receipt-request"):
        letter(paid, kind)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["waiver-email", "call-script", "lender-complaint", "hardship-statement"])
def test_where_the_lender_alone_claims_something_no_bill_is_called_unpaid(kind: str, language: str) -> None:
    paid = changed(
        MINIMAL,
        (
            "amount: 3200.00}",
            "amount: 3200.00, claimed_penalty: 30.00, payments: [{date: 2025-12-09, amount: 3200.00}]}",
        ),
    )
    written = letter(suited(paid, kind, TODAY), kind, language)
    assert not re.search("零期|no overdue bills|0 overdue|下面的还款安排|set out below|本金我会还", written)


# What comes next


def test_reminders_begin_with_the_bills_that_are_known() -> None:
    bills = """\
bills:
  - {label: 11月, due_date: 2025-12-10, amount: 3200.00}
  - {label: 4月, due_date: 2026-04-10, amount: 100.00, payments: [{date: 2026-03-18, amount: 100.00}]}
  - {label: 7月, due_date: 2026-07-10, amount: 120.00}
"""
    text = TIGHT.partition("bills:")[0] + bills + "request: {waive: all}\n"
    found = compute_figures(load(text.encode(), "case.yaml", today=TODAY)).prevention.reminders
    assert [(row.due.isoformat(), row.amount) for row in found] == [
        ("2026-07-10", Decimal("120.00")),
        ("2026-08-10", None),
        ("2026-09-10", None),
    ]
    assert "2026年7月10日" in letter(text, "prevention-plan")


# What is not overdue, and who has died

MINIMUM_PAID = """\
as_of: 2026-05-05
hardship: {kind: illness, event: 住院手术, started: 2026-03-01}
borrower: {name: 王小明, phone: 13800005602}
lender: {profile: credit-card, name: 某某银行股份有限公司信用卡中心, daily_rate: 0.05%}
bills:
  - due_date: 2026-04-23
    amount: 1000.00
    minimum_payment: 100.00
    interest: {since: 2026-03-30}
    payments: [{date: 2026-04-23, amount: 100.00}]
request: {waive_interest: all, plan: {instalments: 3, first: 2026-06-10}}
"""


def test_a_card_whose_minimum_was_paid_is_not_called_overdue_where_a_plan_is_asked_for() -> None:
    for kind in ("waiver-email", "petition", "call-script"):
        text = letter(MINIMUM_PAID, kind)
        assert not [word for word in ("逾期", "未能按时") if word in text], kind


def test_no_letter_of_a_borrower_who_has_died_takes_the_debt_on() -> None:
    heir = "writer: {name: 李红, relation: 配偶, phone: 13900005603}\n"
    died = changed(TIGHT, ("name: 王小明", "name: 王小明, died: 2026-02-01"), ("request: ", heir + "request: "))
    for kind in ("waiver-email", "petition", "call-script"):
        text = letter(died, kind)
        assert not [word for word in ("由我承担", "王小明会还", "愿意分期") if word in text]
        assert "第一千一百六十一条" in text
    for kind in ("repayment-plan", "hardship-statement", "chat-messages"):
        with pytest.raises(UnsuitableKind):
            letter(died, kind)


def test_penalty_of_an_instalment_is_asked_back_while_others_are_to_come() -> None:
    loan = "label: 分期, principal: 12000, contract_annual_rate: 14.4%, method: 等额本息, instalments: 12"
    terms = "first: 2025-09-05, paid_instalments: 6, penalty_multiple: 150%"
    paid = "payments: [{date: 2026-03-10, amount: 1083.04}]"
    text = TIGHT.split("bills:", maxsplit=1)[0] + f"loans: [{{{loan}, {terms}, {paid}}}]\n"
    for language, said in (("zh", "写明2026年3月10日已经还清"), ("en", "paid by 10 March 2026")):
        assert said in letter(text, "refund-request", language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_counter_offer_for_a_loan_needs_no_income(language: str) -> None:
    text = changed(
        bundled("loan-instalments.yaml"),
        ("    called_in: 2026-03-20\n", ""),
        ("income: {before: 9200, during: 3800, now: 9200}\n", ""),
        ("请提交书面申请和材料}", "请提交书面申请和材料, outcome: partly, waived: 50.00}"),
    )
    assert "50.00" in letter(text, "counter-offer", language)


def test_fees_by_the_day_stand_beside_a_rate_that_is_a_range() -> None:
    fee = "0.05%..0.075%, daily_fees: [{label: 逾期管理费, daily_rate: 0.02%}]}"
    paid = "amount: 1200.00, payments: [{date: 2026-01-10, amount: 300.00}]"
    for text in (changed(TIGHT, ("0.05%}", fee)), changed(TIGHT, ("0.05%}", fee), ("amount: 1200.00", paid))):
        for kind in ("waiver-email", "petition", "ledger"):
            assert "逾期管理费" in letter(text, kind) or "按日收取的费用" in letter(text, kind), kind


def test_a_small_bill_paid_today_is_paid_with_its_interest() -> None:
    email = letter(bundled("forgotten-payment.yaml"), "waiver-email")
    assert "还清本金和利息1,680.00元" in email
    assert "1,613.40元×0.05%×9天＝7.26元，连同本金和利息共1,687.26元" in email


def test_instalments_told_as_principal_and_interest_are_not_called_by_the_name_of_whole_ones() -> None:
    email = letter(bundled("natural-disaster.yaml"), "waiver-email")
    assert "计息本金" in email and "本金和利息5,858.40元" in email
    assert not re.findall(r"期款[\d,]+\.\d\d元", email)


# The table of what is owed


def cells(line: str) -> list[str]:
    return [cell.strip(" *") for cell in line.strip().strip("|").split("|")]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "text",
    [
        bundled("loan-instalments.yaml"),
        bundled("illness.yaml"),
        changed(TIGHT, ("amount: 1200.00", "amount: 1200.00, interest: 31.40"), ("waive: 50%", "waive: all")),
        changed(
            TIGHT, ("daily_rate: 0.05%", "daily_rate: 0.05%, daily_fees: [{label: 逾期管理费, daily_rate: 0.02%}]")
        ),
    ],
    ids=["loan", "illness", "interest", "fee by the day"],
)
def test_the_parts_of_the_table_of_what_is_owed_add_up_to_its_total(text: str, language: str) -> None:
    lines = letter(text, "waiver-email", language).splitlines()
    row = next(line for line in lines if line.startswith("|") and ("没还的合计" in line or "Unpaid (CNY)" in line))
    in_all, *parts = (re.findall(r"[\d,]+\.\d\d", cell) for cell in cells(row))
    amounts = [Decimal(part.replace(",", "")) for cell in parts for part in cell]
    assert sum(amounts) == Decimal(in_all[0].replace(",", ""))


def test_a_formal_paper_begins_with_what_is_asked_how_much_and_by_when() -> None:
    for name in SCENARIOS:
        made = write_letters(bundled(name).encode(), name, today=TODAY, kinds=["petition", "relief-application"])
        asked, figures = f"{made.figures.asked_in_all:,}元", made.figures
        for drafted in made.drafts:
            first = drafted.markdown.partition("：\n\n")[2][:120]
            day = f"{figures.reply_by.year}年{figures.reply_by.month}月{figures.reply_by.day}日"
            named = asked in first or all(
                f"{part:,}元" in first for part in (figures.asked, figures.asked_late_fee) if part
            )
            assert named and day in first, (name, drafted.kind, first)


@pytest.mark.parametrize("kind", ["petition", "hardship-statement", "relief-application", "repayment-plan"])
def test_a_debt_that_was_sold_is_written_about_to_the_company_that_bought_it(kind: str) -> None:
    text = letter(bundled("debt-sold.yaml"), kind)
    bought, sold = text.index("砚溪资产管理有限公司"), text.find("栖川消费金融有限公司")
    assert sold == -1 or bought < sold


def test_a_formal_paper_of_a_bill_paid_today_says_so_and_dates_no_other_payment() -> None:
    for kind in ("petition", "hardship-statement", "relief-application", "chat-messages"):
        text = letter(bundled("forgotten-payment.yaml"), kind)
        assert "今天" in text and "一次还清" not in text, kind
