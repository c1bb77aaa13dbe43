"""Letters with an unknown rate, a rate that changed, other debts and offers of one's own: what they say, and do not."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from letters.base.errors import UnsuitableKind
from letters.base.money import parse_amount
from letters.base.resources import bundled
from letters.drafting.draft import draft, overview
from letters.drafting.wording import Between
from letters.figures.figures import Figures, compute_figures
from letters.reference_data.template_library import library
from letters.scenario.load import Case, load
from letters.situation.cautions import cautions

TODAY = date(2026, 3, 20)
ILLNESS = (bundled("scenarios") / "illness.yaml").read_text("utf-8")
RANGE = ILLNESS.replace("daily_rate: 0.05%", "daily_rate: 0.05%..0.075%")
HISTORY = ILLNESS.replace(
    "daily_rate: 0.05%",
    "daily_rate: 0.06%, rates: [{from: 2026-01-01, daily_rate: 0.05%, source: 2026年1月账单}]",
)
DEBTS = ILLNESS.replace(
    "borrower:\n",
    "debts:\n  - {creditor: 某某银行信用卡, balance: 8200.00, minimum: 410.00, note: 尾号1234}\n"
    "  - {creditor: 表姐, balance: 3000.00, minimum: 0}\nborrower:\n",
)
OFFERS = DEBTS.replace(
    "  reply_within",
    "  accept_from: 60%\n  threshold: 300.00\n  offers:\n"
    "    - {name: 先还五百, waive: 80%, today: 500, instalments: 12}\n    - {name: 年底一次, first: 2026-12-20}\n"
    "  reply_within",
)
CLAIMED = "\nclaimed_penalty: "


@cache
def opened(text: str) -> tuple[Case, Figures]:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return case, compute_figures(case)


def written(text: str, kind: str, language: str = "zh") -> str:
    case, figures = opened(text)
    return draft(case, figures, kind, language).markdown


def test_a_letter_shows_both_ends_of_what_an_unknown_rate_moves_and_nothing_else_twice() -> None:
    letter = written(RANGE, "waiver-email")
    assert "目前约254.94元至382.94元" in letter
    assert "暂按日利率0.05%至0.075%（折合年化18.25%至27.375%）" in letter
    assert "先抵截至当日的罚息约16.00元至24.00元，余约476.00元至484.00元抵本金" in letter
    assert "| 2026年1月账单 | 2026年2月10日 | 1,782.00 | 33.86–50.79 |" in letter
    assert "请同时告知适用的罚息利率及其依据" in letter
    assert "账单或合同所示" not in letter


def test_an_english_letter_shows_the_same_ends() -> None:
    letter = written(RANGE, "waiver-email", "en")
    assert "waive about CNY 254.94 to 382.94 of penalty interest" in letter
    assert "at 0.05% to 0.075% a day (18.25% to 27.375% a year)" in letter
    assert "tell me which rate of penalty interest applies" in letter
    assert "shown on my bill" not in letter
    for kind in ("waiver-email", "petition", "call-script", "chat-messages", "repayment-plan", "lender-complaint"):
        text = written(RANGE, kind, "en")
        assert "about about" not in text
        assert not re.search(r"(?<!about )CNY [\d,.]+ to \d", text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", library().kinds("zh"))
@pytest.mark.parametrize("text", [RANGE, RANGE + CLAIMED + "300.00\n", RANGE + CLAIMED + "500.00\n", HISTORY, OFFERS])
def test_every_kind_can_be_written_and_leaves_no_mark_behind(text: str, kind: str, language: str) -> None:
    try:
        letter = written(text, kind, language)
    except UnsuitableKind:
        return
    assert not re.search("[\x01\x02]", letter)
    assert "【" not in letter
    assert not re.search(r"约 ?约|元 至|\d 元元", letter)


def test_a_script_at_an_unknown_rate_says_which_paper_settles_it_and_asks_for_the_rate() -> None:
    script = written(RANGE, "call-script")
    assert "先翻合同、账单，写着罚息利率的，以它为准" in script
    assert "「请问罚息每天按多少收？写在合同哪一条？」" in script
    assert "「罚息两百五十多，请减掉，以后也别再加。您能办吗？」" in script
    assert "cost disclosure table: whichever states the rate settles it" in written(RANGE, "call-script", "en")


def test_the_ledger_at_an_unknown_rate_adds_up_at_the_low_one_and_says_what_the_high_one_gives() -> None:
    ledger = written(RANGE, "ledger")
    assert "罚息 = 计息本金 × 日利率0.05% × 天数" in ledger
    assert "| **合计** | **7,363.40** | **254.94** | **7,618.34** |" in ledger
    assert "按日利率0.075%计算，未还罚息合计382.94元，欠款合计7,754.34元" in ledger


def test_a_claim_between_both_ends_is_no_dispute_and_one_beyond_them_is() -> None:
    within, beyond = RANGE + CLAIMED + "300.00\n", RANGE + CLAIMED + "500.00\n"
    assert "显示的罚息为300.00元，在上述区间之内" in written(within, "waiver-email")
    assert "你们显示的罚息比我算的多" not in written(within, "chat-messages")
    assert "500.00元，比上述计算多约117.06元至245.06元" in written(beyond, "waiver-email")
    with pytest.raises(UnsuitableKind):
        written(within, "legal-notice")


def test_a_claim_between_both_ends_is_told_as_such_and_not_as_agreed() -> None:
    case, figures = opened(RANGE + CLAIMED + "300.00\n")
    for page in ("_figures", "_reconcile"):
        text = overview(case, figures, page).markdown
        assert "在区间之内" in text
        assert "与计算一致" not in text
    assert "相差0.00" not in overview(case, figures, "_figures").markdown


def test_a_claim_below_ours_is_a_warning_on_the_script_too() -> None:
    low, high = (written(ILLNESS + CLAIMED + claim, "call-script") for claim in ("100.00\n", "300.00\n"))
    assert "对方的数字比计算的少" in low
    assert "对方的数字比计算的少" not in high


def test_a_pair_counts_as_its_low_end_and_adds_up_as_a_pair() -> None:
    pair = Between(Decimal("2.00"), Decimal("3.00"))
    both = sum([pair, Decimal("1.00")], Decimal("0.00"))
    assert isinstance(both, Between)
    assert (both, both.high) == (Decimal("3.00"), Decimal("4.00"))
    assert getattr(abs(Between(Decimal("-2.00"), Decimal("-3.00"))), "high", None) == Decimal("3.00")


def test_a_letter_tells_a_rate_that_changed_with_its_days_and_the_ledger_with_its_sources() -> None:
    said = "2025年12月31日以前日利率0.06%，2026年1月1日起日利率0.05%"
    assert said in written(HISTORY, "waiver-email")
    assert "0.06% a day up to 31 December 2025, 0.05% a day from 1 January 2026" in written(HISTORY, "petition", "en")
    ledger = written(HISTORY, "ledger")
    assert "2026年1月1日起 日利率0.05%（2026年1月账单）" in ledger
    assert "| 计息（日利率0.06%） | 2025-12-20 | 2025-12-31 | 11 | 2,719.20 | 17.94672 |" in ledger
    assert "| 计息（日利率0.05%） | 2025-12-31 | 2026-03-20 | 79 | 2,719.20 | 107.4084 |" in ledger


def test_a_plan_beyond_the_means_is_never_offered_by_the_script_which_offers_the_shortest_that_holds() -> None:
    _, figures = opened(DEBTS)
    assert figures.plan
    assert figures.affordability.fits is False
    script = written(DEBTS, "call-script")
    assert "原计划每期1,144元，超过每月能还的数目；这里改按今天先还五百，其余分八期来谈，信里也是这个计划。" in script
    assert "| **7,618元** | **255元** | **890元** | **每期858元** |" in script
    after = script.partition("## 照读")[2]
    assert "「本金七千三百多，我全还：今天先还五百，其余从四月十号起分八期。」" in after
    assert "分六期" not in after
    assert "1,227" not in after
    english = written(DEBTS, "call-script", "en").partition("## Read aloud")[2]
    assert "in eight instalments" in english
    assert "six instalments" not in english


def test_a_month_that_leaves_nothing_is_told_that_no_plan_can_be_kept() -> None:
    short = DEBTS.replace("minimum: 410.00", "minimum: 1400.00")
    _, figures = opened(short)
    assert figures.affordability.for_plan == Decimal("-100.00")
    told = [str(problem.message) for problem in cautions(figures) if problem.path == ("request", "plan")]
    assert told == ["a month leaves -100.00: no plan can be kept now; ask first for a pause (request.defer)"]
    letter = written(short, "budget")
    assert "每月还差100.00元" in letter
    assert "个月" not in letter.partition("每月还差")[2]


def test_where_no_plan_of_sixty_instalments_holds_the_script_offers_none() -> None:
    poor = ILLNESS.replace("now: 5200", "now: 4000")
    _, figures = opened(poor)
    assert figures.affordability.largest_plan
    assert figures.affordability.largest_plan.months == 74
    assert figures.ladder.script.plan is None
    script = written(poor, "call-script")
    assert "电话里不提分期" in script
    assert not re.search("分[一二三四五六七八九十]+期", script)


def test_every_rung_of_the_script_can_be_kept_and_stands_from_the_most_waived_to_the_least() -> None:
    _, figures = opened(OFFERS)
    rungs = figures.ladder.script.rungs
    known = ["request-plan", "先还五百", "three-quarters-plan", "accept-from", "half-plan", "no-waiver-plan"]
    assert sorted(rung.name for rung in rungs) == sorted(known)
    assert {rung.name for rung in rungs if rung.verdict == "hold"} == {"half-plan", "no-waiver-plan"}
    limit = figures.affordability.for_plan
    assert limit
    for rung in rungs:
        assert rung.per_month is not None
        assert rung.per_month <= limit
        assert rung.fits
    assert [rung.waived for rung in rungs] == sorted((rung.waived for rung in rungs), reverse=True)
    script = written(OFFERS, "call-script")
    assert "先还五百，" in script
    assert "年底一次" not in script
    assert "底线，八期，每期" in script
    assert "减免不到153元的，先不答应。" in script
    assert "| **只能减一半** | 「谢谢，先记一半。罚息就算到今天吗？分八期行吗？」 | 先不答应，再争取 |" in script


def test_the_contracts_rungs_keep_their_names_and_order_before_the_users_own() -> None:
    _, figures = opened(OFFERS.replace("now: 5200", "now: 6000"))  # a month then carries every rung
    names = [offer.name for offer in figures.offers]
    computed = ["request-lump-sum", "request-plan", "three-quarters-plan", "half-plan", "no-waiver-plan"]
    assert names == [*computed, "先还五百", "年底一次"]
    assert figures.offers[5].plan[1].date == date(2026, 4, 10)  # the day of the plan, where the offer names none


def test_a_rung_that_waives_less_is_left_out_where_the_month_does_not_carry_it_and_the_plan_asked_for_stays() -> None:
    _, figures = opened(OFFERS)  # 890.00 a month, and 1,227.23 asked for
    assert [offer.name for offer in figures.offers] == ["request-lump-sum", "request-plan", "先还五百", "年底一次"]
    assert figures.offers[1].fits is False
    _, at_the_line = opened(OFFERS.replace("now: 5200", "now: 5558.52"))  # 1,248.52 a month
    assert [(offer.name, offer.largest) for offer in at_the_line.offers if not offer.own][1:] == [
        ("request-plan", Decimal("1227.25")),
        ("three-quarters-plan", Decimal("1237.88")),
        ("half-plan", Decimal("1248.52")),
    ]


def test_the_day_of_a_sum_stands_in_the_script_only_where_it_was_asked_for_and_is_near() -> None:
    assert "罚息到300元的那天：2026年4月2日。" in written(OFFERS, "call-script")
    assert "那天：" not in written(DEBTS, "call-script")
    assert "那天：" not in written(OFFERS.replace("300.00", "3000.00"), "call-script")


def test_the_overview_says_what_waiting_costs() -> None:
    text = overview(*opened(ILLNESS)).markdown
    assert "再等一周多25.78元，三十天多110.45元；不还的话，罚息到2026年4月2日达到300.00元（13天后）。" in text


def cells(line: str) -> list[str]:
    return [cell.strip(" *") for cell in line.strip("|").split("|")]


def table(markdown: str, head: str) -> list[list[str]]:
    _, _, rest = markdown.partition(head)
    lines = rest.partition("\n\n")[0].splitlines()
    return [cells(line) for line in lines if line.startswith("|") and "---" not in line]


@pytest.mark.parametrize(
    ("language", "one", "two"), [("zh", "| 项目 | 每月（元） |", "| 债权人 |"), ("en", "| Item |", "| Owed to |")]
)
def test_the_totals_of_the_statement_of_spending_match_its_rows(language: str, one: str, two: str) -> None:
    categories = DEBTS.replace("{label: 房租", "{category: 住房, label: 房租").replace(
        "  - {label: 复查", "  - {category: 住房, label: 物业, amount: 200}\n  - {category: 医疗, label: 复查"
    )
    letter = written(categories, "budget", language)
    income, *rows, spent, left = [parse_amount(cell[-1]) for cell in table(letter, one)]
    subtotals = [parse_amount(cell[-1]) for cell in table(letter, one) if "小计" in cell[0] or "subtotal" in cell[0]]
    assert subtotals == [Decimal("2000.00")]
    assert sum(rows) - sum(subtotals) == spent
    assert income - spent == left
    *debts, whole = [cell[1:] for cell in table(letter, two)]
    for column in range(3):
        parts = [parse_amount(row[column]) for row in debts if row[column] != "–"]
        assert sum(parts) == parse_amount(whole[column])
    assert parse_amount(whole[2]) == left


def test_a_hole_in_the_budget_is_a_blank_and_its_sums_are_left_out() -> None:
    holed = DEBTS.replace("{label: 房租, amount: 1800}", "{label: 房租}").replace(", minimum: 410.00", "")
    letter = draft(*opened(holed), "budget", "zh")
    assert {blank.path for blank in letter.blanks} == {"expenses[0].amount", "debts[0].minimum"}
    assert "支出合计" not in letter.markdown
    assert "填齐以后，才能算出每月能还多少" in letter.markdown
    _, figures = opened(holed)
    assert figures.budget.holes == ("expenses[0].amount", "debts[0].minimum")
    assert (figures.affordability.available, figures.affordability.for_plan) == (None, None)


def test_a_letter_that_says_what_can_be_paid_says_that_other_minimums_come_first() -> None:
    ample = DEBTS.replace("instalments: 6", "instalments: 12")
    letter = written(ample, "waiver-email")
    assert "和其他债务的最低还款（每月合计410元），每月可用于还款890元" in letter
    assert "minimum payments on my other debts come to CNY 410" in written(ample, "waiver-email", "en")


def test_no_other_debts_are_said_to_exist_where_the_list_is_empty_or_absent() -> None:
    for text in (ILLNESS, DEBTS[: DEBTS.index("debts:")] + "debts: []\n" + DEBTS[DEBTS.index("borrower:") :]):
        letter = written(text, "budget")
        assert "债权人" not in letter
        assert "不超过 **1,300.00元**" in letter
