"""Any figure explains itself: its lines add up, and lead to the scenario, the rate's source and the rounding."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from every import every, others_slow
from hypothesis import given, settings
from oracle import Case as OracleCase
from oracle import unasked
from scenario_text import to_scenario
from strategies import cases, examples

from letters.base.errors import UnknownName
from letters.base.record import as_plain
from letters.base.record_reading import read_record
from letters.base.resources import bundled
from letters.cli import main
from letters.drafting.explained import Explained
from letters.figures.declared.every import find
from letters.figures.figures import Figures, compute_figures
from letters.figures.traces.asked import stated
from letters.figures.traces.sources import in_file
from letters.figures.traces.trace import Trace
from letters.reference_data import lenders
from letters.reference_data.lenders import LenderProfile, read_lender_profile
from letters.report.as_json import record
from letters.report.explain import explain
from letters.scenario.load import Case, load

TODAY = date(2026, 11, 24)
ALL = """\
as_of: 2026-03-20
hardship: {kind: illness}
borrower: {name: 测试}
lender:
  profile: credit-card
  daily_rate: 0.05%
  rates:
    - {from: 2026-02-01, daily_rate: 0.045%, source: 2026 年 1 月的通知}
  grace_days: 3
  compounding: monthly
  late_fee: {share: 5%, floor: 10.00}
bills:
  - label: 甲
    due_date: 2025-12-10
    amount: 3200.00
    minimum_payment: 320.00
    interest: {since: 2025-11-12}
    claimed_penalty: 190.00
    payments:
      - {date: 2025-12-01, amount: 100.00}
      - date: 2026-01-25
        amount: 530.00
  - {label: 乙, due_date: 2026-01-10, amount: 2865.45, late_fee: 20.00, interest: 8.31, claimed_penalty: 100.00}
  - {label: 丙, due_date: 2026-04-10, amount: 100.00, minimum_payment: 0, claimed_penalty: 0}
payments:
  - {date: 2026-01-15, amount: 400.00}
income: {now: 5200}
expenses: [{label: 房租, amount: 1800}, {label: 伙食, amount: 1200}]
debts: [{creditor: 某银行, balance: 9000, minimum: 300}]
request:
  waive: 60%
  plan: {instalments: 6, first: 2026-04-10}
  offers:
    - {name: 先还一千, waive: 100.00, today: 1000.00, instalments: 3}
"""
"""A case with every sort of entry, some of each sum, and an offer of the user's own."""
SHORT = """\
as_of: 2026-03-20
hardship: {kind: illness}
borrower: {name: 测试}
lender: huabei
bills:
  - due_date: 2025-12-10
    amount: 3200.00
    payments:
      - {date: 2025-12-20, amount: 500.00}
"""
BACK = """\
as_of: 2026-03-20
hardship: {kind: illness}
borrower: {name: 测试}
lender:
  daily_rate: 0.05%
  rates:
    - {from: 2026-03-01, daily_rate: 0.05%, source: 公告B}
    - {from: 2026-01-01, daily_rate: 0.04%}
bills:
  - {due_date: 2025-12-01, amount: 1000.00, payments: [{date: 2025-12-31, amount: 1025.00}]}
  - {due_date: 2026-03-10, amount: 1000.00, interest: {since: 2026-02-20, daily_rate: 0.05%}}
"""
"""A rate that changed and came back, its changes in no order, and a bill with that rate of its own."""
PART = """\
as_of: 2026-03-20
hardship: {kind: illness}
borrower: {name: 测试}
lender: {daily_rate: 0.05%}
bills:
  - {label: 甲, due_date: 2025-12-10, amount: 3200.00, claimed_penalty: 160.00}
  - {label: 乙, due_date: 2026-02-28, amount: 500.00, claimed_penalty: 1.00}
  - label: 丙
    due_date: 2026-04-10
    amount: 891.00
    payments: [{date: 2026-03-01, amount: 91.00}]
request: {waive: 60%}
"""
"""Bills that are due and one that is not; on one the lender asks for too much, on one for less than it could."""
RANGE = SHORT.replace("lender: huabei", "lender: {name: 某某, daily_rate: 0.05%..0.075%}")


@cache
def opened(text: str) -> tuple[Case, Figures]:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return case, compute_figures(case)


def trace_of(text: str, name: str) -> Trace:
    return explain(*opened(text), name)


def lines_of(text: str, name: str) -> list[str]:
    return Explained(opened(text)[0]).lines(trace_of(text, name))


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, f"{path}.{key}".removeprefix("."))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, f"{path}[{index}]")
    elif path != "schema":
        yield path, data


def assert_adds_up(trace: Trace, value: Any) -> None:
    if trace.amount is None:
        assert trace.value == value
    else:
        assert trace.amount == Decimal(value)
    for line in trace.walk():
        if line.parts:
            assert sum(part.amount for part in line.parts if part.amount is not None) == line.amount
            assert all(part.amount is not None for part in line.parts)


WAIVED = """\
as_of: 2026-03-20
hardship: {kind: illness}
borrower: {name: 测试}
lender: {daily_rate: 0.05%}
bills: [{due_date: 2025-12-10, amount: 3200.00, interest: 30.00, late_fee: 20.00}]
request: {waive: 50%, waive_interest: 50%, waive_late_fee: 15.00, plan: {per_month: 300, first: 2026-04-10}}
"""
"""Interest and late fees that are asked about, too, and a plan of so much a month."""
TEXTS = [
    ALL,
    WAIVED,
    SHORT,
    BACK,
    PART,
    RANGE,
    *(path.read_text("utf-8") for path in sorted(bundled("scenarios").glob("*.yaml"))),
]


@pytest.mark.parametrize("text", others_slow(TEXTS))
def test_every_figure_of_the_json_is_explained_and_adds_up(text: str) -> None:
    case, figures = opened(text)
    words = Explained(case)
    for name, value in leaves(record(case, figures)):
        trace = explain(case, figures, name)
        assert trace.figure == name
        assert_adds_up(trace, value)
        first, *rest = words.lines(trace)
        assert first.startswith(f"{name} = ")
        assert "None" not in "".join(rest)


@pytest.mark.parametrize("text", others_slow(TEXTS))
def test_every_amount_but_nothing_leads_to_a_line_of_the_scenario(text: str) -> None:
    """Also what is left of a month, shared among creditors, saved, or reached by waiting: not words alone."""
    case, figures = opened(text)
    for name, value in leaves(record(case, figures)):
        if name.endswith("above_line.line"):
            continue  # the law's number
        if name == "cost_of_waiting.threshold" and not figures.total.penalty_outstanding:
            continue  # a round sum above nothing
        if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d\d", value) and Decimal(value):
            assert any(line.origin for line in explain(case, figures, name).walk()), name


@pytest.mark.parametrize("text", others_slow(TEXTS))
def test_every_line_that_is_named_is_that_of_a_key_which_the_file_has(text: str) -> None:
    """Not the first line for a request that nobody wrote, nor the bill's for the lender's rule."""
    case, figures = opened(text)
    for name, _ in leaves(record(case, figures)):
        for line in explain(case, figures, name).walk():
            assert not line.origin or in_file(case, line.origin), f"{name}: {line.kind} {line.origin}"


def test_what_the_file_does_not_say_has_no_line() -> None:
    assert lines_of(SHORT, "offers[0].waived")[0] == "offers[0].waived = 122.22  未还罚息 122.22 × 100%，四舍五入到分"
    assert lines_of(SHORT, "affordability.income") == ["affordability.income = null  案卷里没有填齐，算不出来"]


def test_the_letters_date_is_that_of_the_figures_where_the_file_has_no_other() -> None:
    figure = "offers[0].plan[0].date"
    assert lines_of(SHORT, figure) == [f"{figure} = 2026-03-20  书信的日期  (case.yaml:1)"]
    assert lines_of(f"{SHORT}date: 2026-03-22\n", figure) == [f"{figure} = 2026-03-22  书信的日期  (case.yaml:10)"]


def test_a_day_given_with_as_of_is_not_said_to_be_the_files() -> None:
    assert lines_of(SHORT, "as_of") == ["as_of = 2026-03-20  案卷所写  (case.yaml:1)"]
    case = load(SHORT.encode(), "case.yaml", today=TODAY, as_of=date(2026, 4, 1))
    figures, words = compute_figures(case), Explained(case)
    assert words.lines(explain(case, figures, "as_of")) == ["as_of = 2026-04-01  所给的日期（--as-of），没有给则为今天"]
    assert words.lines(explain(case, figures, "offers[0].plan[0].date"))[0].endswith("= 2026-04-01  书信的日期")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("budget.categories[0].amount", ["1,800.00  房租", "1,200.00  伙食"]),
        ("budget.debts[1].balance", ["9000.00  案卷所写"]),
        ("affordability.largest_plan.instalment", ["2,200.00  affordability.available", "−300.00"]),
        ("offers[4].pay_now", ["1,000.00  offers[4].plan[0].amount  当天先还"]),
        ("cost_of_waiting.on", ["前一天", "当天"]),
    ],
)
def test_what_is_left_of_a_month_and_offered_is_taken_apart(name: str, lines: list[str]) -> None:
    told = "\n".join(lines_of(ALL, name))
    for line in lines:
        assert line in told


@every(language=["zh", "en"])
def test_every_line_of_an_explanation_has_words(language: str) -> None:
    case, figures = opened(f"language: {language}\n{ALL}")
    words = Explained(case)
    for name, _ in leaves(record(case, figures)):
        for line in explain(case, figures, name).walk():
            assert words.said(line) or line.kind == "sum", f"{name}: {line.kind}"
            assert "{" not in words.said(line)


def test_both_languages_have_words_for_the_same_lines() -> None:
    chinese, english = (Explained(opened(f"language: {name}\n{SHORT}")[0]).words for name in ("zh", "en"))
    assert chinese.keys() == english.keys()
    for kind, words in chinese.items():
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", english[kind])), kind


def test_a_fee_by_the_day_is_taken_apart_into_what_ran_and_what_was_paid() -> None:
    text = (
        "as_of: 2026-03-03\nhardship: {kind: illness}\nborrower: {name: 测试}\n"
        "lender: {daily_rate: 0.05%, daily_fees: [{label: 管理费, daily_rate: 0.02%}]}\n"
        "bills: [{due_date: 2026-02-01, amount: 1000, payments: [{date: 2026-02-11, amount: 1.50}]}]\n"
    )
    for name in ("bills[0].daily_fees[0].outstanding", "total.daily_fees[0].outstanding"):
        told = "\n".join(lines_of(text, name))
        for line in ("管理费：10 天 × 1,000.00 × 0.02%", "管理费：20 天 × 1,000.00 × 0.02%", "−1.50  管理费：还款已抵"):
            assert line in told


def test_a_payment_that_a_day_sooner_would_cost_a_fen_more_says_so() -> None:
    """31 × 0.5035 = 15.6085 → 15.61, 38 × 0.5035 = 19.133 → 19.13: 34.74; 30 × 0.5035 = 15.105 → 15.11 and
    39 × 0.5035 = 19.6365 → 19.64: 34.75."""
    text = (
        "as_of: 2026-03-20\nhardship: {kind: illness}\nborrower: {name: 测试}\n"
        "lender: {daily_rate: 0.05%}\n"
        "bills: [{due_date: 2026-01-10, amount: 1007, payments: [{date: DAY, amount: 10}]}]\n"
    )
    note = "2026-02-10 还的 10.00 若早一天还，因四舍五入反而多 0.01"
    assert any(note in line for line in lines_of(text.replace("DAY", "2026-02-10"), "bills[0].penalty_outstanding"))
    assert any(note in line for line in lines_of(text.replace("DAY", "2026-02-10"), "total.total_due"))
    assert "若早一天" not in "".join(lines_of(text.replace("DAY", "2026-02-11"), "bills[0].penalty_outstanding"))


@pytest.mark.slow
@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_the_explanations_add_up_in_any_case(case: OracleCase) -> None:
    made = load(
        to_scenario(case | unasked()).encode(),
        "case.yaml",
        today=TODAY,
    )
    figures = compute_figures(made)
    for name, value in leaves(record(made, figures)):
        if find(re.sub(r"\[\d+\]", "[]", name)).explained is not stated:
            assert_adds_up(explain(made, figures, name), value)


def test_an_accrual_is_days_times_balance_times_rate() -> None:
    for line in trace_of(ALL, "total.penalty_accrued").walk():
        if line.kind == "accrual":
            days, balance = Decimal(line.facts["days"]), Decimal(line.facts["balance"].replace(",", ""))
            assert days * balance * Decimal(line.facts["daily_rate"].rstrip("%")) / 100 == line.amount


def test_a_penalty_is_traced_to_its_lines_its_rate_and_its_rounding() -> None:
    assert lines_of(SHORT, "total.penalty_outstanding") == [
        "total.penalty_outstanding = 122.22",
        "├─ 122.22  bills[0].penalty_outstanding  2025-12-10  (case.yaml:6)",
        "│  ├─ 16.00  10 天 × 3,200.00 × 0.05%，2025-12-10 之后至 2025-12-20  (case.yaml:6)",
        "│  ├─ −16.00  2025-12-20 还款 500.00，抵罚息  (case.yaml:9)",
        "│  └─ 122.22  90 天 × 2,716.00 × 0.05%，2025-12-20 之后至 2026-03-20  (case.yaml:6)",
        f"├─ {usual()}  (case.yaml:4)",
        "├─ 到期日次日为第 1 天，截止日计入；还款当日仍按还款前的本金计息",
        "├─ 还款抵扣罚息时和截止日，四舍五入到分",
        "└─ 还款依次抵费用、利息、罚息、本金（民法典第五百六十一条；合同另有约定的，以合同为准）",
    ]


def usual() -> str:
    fact = opened(SHORT)[0].lender.profile.daily_rate
    assert fact is not None
    return f"每日 0.05%：这种产品通常的利率，待账单或合同确认；来源：{fact.source}，核对于 {fact.verified_on}"


def test_a_rate_of_the_scenario_is_shown_with_its_line() -> None:
    text = SHORT.replace("lender: huabei", "lender:\n  daily_rate: 0.06%")
    notes = [line for line in lines_of(text, "bills[0].penalty_accrued") if "每日 0.06%" in line]
    assert notes == ["├─ 每日 0.06%：案卷所写的利率，应与账单或合同一致  (case.yaml:5)"]


def test_each_rate_of_a_history_is_shown_with_its_own_source() -> None:
    rates = [note for note in trace_of(ALL, "total.penalty_accrued").notes if note.kind.startswith("rate-")]
    notes = {note.facts["daily_rate"]: note for note in rates}
    assert (notes["0.05%"].kind, notes["0.05%"].origin) == ("rate-scenario", ("lender", "daily_rate"))
    assert (notes["0.045%"].kind, notes["0.045%"].facts["source"]) == ("rate-since", "2026 年 1 月的通知")


@pytest.mark.parametrize(
    ("figure", "note"),
    [
        ("bills[0].penalty_accrued", "每日 0.05%：案卷所写的利率，应与账单或合同一致  (case.yaml:5)"),
        ("bills[1].penalty_accrued", "自 2026-03-01 起每日 0.05%：公告B  (case.yaml:7)"),
        ("bills[1].daily_accrual", "自 2026-03-01 起每日 0.05%：公告B  (case.yaml:7)"),
        ("lender.daily_rate", "自 2026-03-01 起每日 0.05%：公告B  (case.yaml:7)"),
        ("bills[1].interest", "每日 0.05%  (case.yaml:11)"),
    ],
)
def test_a_rate_that_came_back_is_shown_with_the_source_of_its_days(figure: str, note: str) -> None:
    notes = [line[3:] for line in lines_of(BACK, figure) if "每日 0.05%" in line]
    assert notes == [note]


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("[0].daily_rate", "0.0005  案卷所写  (case.yaml:5)"),
        ("[0].from", "null  第一次变动之前的利率"),
        ("[1].daily_rate", "0.0004  案卷所写  (case.yaml:8)"),
        ("[1].source", "null  案卷没有写出处"),
        ("[2].from", "2026-03-01  案卷所写  (case.yaml:7)"),
        ("[2].source", "公告B  案卷所写  (case.yaml:7)"),
    ],
)
def test_a_rate_of_the_history_leads_to_its_own_line_whatever_their_order(figure: str, told: str) -> None:
    assert lines_of(BACK, f"lender.rates{figure}") == [f"lender.rates{figure} = {told}"]


def test_a_profile_whose_rate_came_back_is_shown_with_the_source_of_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    def fact(start: str, value: str) -> dict[str, str]:
        return {"from": start, "value": value, "source": f"公告{start}", "verified_on": "2026-03-01"}

    old = {"value": "0.05%", "source": "旧公告", "verified_on": "2026-03-01"}
    back = [fact("2026-02-01", "0.04%"), fact("2026-03-01", "0.05%")]
    usual = {key: one for key, one in as_plain(read_lender_profile("generic")).items() if one is not None}
    profile = read_record(LenderProfile, usual | {"daily_rate": old, "rates": back})
    monkeypatch.setattr(lenders, "read_lender_profile", lambda name: profile)
    case = load(SHORT.replace("huabei", "generic").encode(), "case.yaml", today=TODAY)
    figures = compute_figures(case)
    for figure, source in [("lender.daily_rate", "公告2026-03-01"), ("lender.rates[0].daily_rate", "旧公告")]:
        (note,) = explain(case, figures, figure).notes
        assert note.facts["source"] == source
    notes = explain(case, figures, "total.penalty_accrued").notes
    assert [note.facts["source"] for note in notes[:3]] == ["旧公告", "公告2026-02-01", "公告2026-03-01"]


def test_a_rate_known_only_to_lie_in_a_range_says_so() -> None:
    text = SHORT.replace("lender: huabei", "lender: {daily_rate: 0.05%..0.06%}")
    assert any("只知在 0.05% 与 0.06% 之间" in line for line in lines_of(text, "total.penalty_outstanding"))


def test_both_ends_of_a_range_are_taken_apart_at_their_own_rate() -> None:
    low, high = (lines_of(RANGE, f"range.total.{end}.penalty_outstanding") for end in ("low", "high"))
    assert low[0] == "range.total.low.penalty_outstanding = 122.22"
    assert "90 天 × 2,716.00 × 0.05%" in "".join(low)
    # 10 × 3,200.00 × 0.00075 = 24.00 of the 500.00; 90 × 2,724.00 × 0.00075 = 183.87
    assert high[0] == "range.total.high.penalty_outstanding = 183.87"
    assert "90 天 × 2,724.00 × 0.075%" in "".join(high)
    assert "只知在 0.05% 与 0.075% 之间" in "".join(low) and "只知在 0.05% 与 0.075% 之间" in "".join(high)
    assert lines_of(RANGE, "range.bills[0].high.total_due")[0] == "range.bills[0].high.total_due = 2,907.87"
    case, figures = opened(RANGE)
    for name, value in leaves(record(case, figures)):
        assert_adds_up(explain(case, figures, name), value)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{share: 5%}", "违约金：最低还款额未还部分 320.00 的 5%"),
        ("{share: 5%, floor: 10.00, cap: 500.00}", "违约金：最低还款额未还部分 320.00 的 5%"),
        ("{share: 1%, floor: 10.00}", "违约金：最低还款额未还部分 320.00 的 1%，不足下限 10.00，按下限"),
        ("{share: 5%, cap: 12.00}", "违约金：最低还款额未还部分 320.00 的 5%，超过上限 12.00，按上限"),
    ],
)
@pytest.mark.parametrize("own", [False, True])
def test_a_late_fee_is_traced_to_its_rule_and_to_the_bound_that_decided(rule: str, told: str, own: bool) -> None:
    lender = "lender:\n  daily_rate: 0.05%\n"
    text = SHORT.replace("lender: huabei\n", lender if own else f"{lender}  late_fee: {rule}\n")
    text = text.replace("    amount: 3200.00\n", "    amount: 3200.00\n    minimum_payment: 320.00\n")
    text += f"    late_fee: {rule}\n" if own else ""
    fee = next(line for line in lines_of(text, "bills[0].late_fee") if "违约金：" in line)
    assert fee.endswith(f"{told}  (case.yaml:{12 if own else 6})")


@pytest.mark.parametrize("text", others_slow(TEXTS))
def test_a_figure_that_is_named_in_an_explanation_has_the_amount_that_stands_beside_it(text: str) -> None:
    """Also among the parts of the high end: not the name of the low end's."""
    case, figures = opened(text)
    known = dict(leaves(record(case, figures)))
    for name in known:
        for line in explain(case, figures, name).walk():
            if line.figure and line.amount is not None:
                assert abs(line.amount) == abs(Decimal(known[line.figure])), f"{name}: {line.figure}"


def test_the_parts_of_the_high_end_are_called_that() -> None:
    trace = trace_of(RANGE, "range.bills[0].high.total_due")
    assert [part.figure for part in trace.parts] == [
        "range.bills[0].high.principal_outstanding",
        "range.bills[0].high.penalty_outstanding",
    ]


@pytest.mark.parametrize(
    ("figure", "first", "lines"),
    [
        # 3,200.00 × 0.0005 × 100 = 160.00, 500.00 × 0.0005 × 20 = 5.00
        ("due.total_due", "3,865.00", ["3,700.00  due.principal_outstanding", "165.00  due.penalty_outstanding"]),
        ("due.principal_outstanding", "3,700.00", ["3,200.00  bills[0].", "500.00  bills[1]."]),
        ("due.paid", "0.00", []),
        ("due.daily_accrual", "1.85", ["1.60  bills[0].daily_accrual", "0.25  bills[1].daily_accrual"]),
        ("due.difference", "−4.00", ["161.00  due.claimed_penalty", "−165.00  due.penalty_outstanding"]),
        ("not_due_principal", "800.00", ["800.00  bills[2].principal_outstanding  丙", "−91.00"]),
        ("paid_to_principal", "91.00", ["91.00  2026-03-01 还款 91.00，抵本金  (case.yaml:11)"]),
        ("asked", "99.00", ["未还罚息 165.00 × 60%", "(case.yaml:12)"]),
        ("remaining_penalty", "66.00", ["165.00  total.penalty_outstanding", "−99.00  asked"]),
        ("disputed", "0.00", ["对方的数字不比计算的多，或者案卷没有写"]),
    ],
)
def test_what_letters_say_of_the_bills_that_are_due_and_of_the_request_is_taken_apart(
    figure: str, first: str, lines: list[str]
) -> None:
    told = lines_of(PART, figure)
    assert told[0].startswith(f"{figure} = {first}")
    for line in lines:
        assert line in "\n".join(told)


def test_what_is_disputed_is_the_difference_of_the_whole_or_of_the_bills_that_differ() -> None:
    more = PART.replace("160.00}", "170.00}")
    assert "10.00  bills[0].difference" in "\n".join(lines_of(more, "disputed"))
    whole = lines_of(f"{PART}claimed_penalty: 200.00\n", "disputed")
    assert whole[0].startswith("disputed = 35.00")
    assert "200.00  total.claimed_penalty  对方所示罚息  (case.yaml:13)" in "\n".join(whole)
    assert "其中有账单没有写" in lines_of(SHORT, "due.claimed_penalty")[0]


def test_the_sum_that_is_overdue_is_a_figure_with_an_explanation() -> None:
    assert lines_of(PART, "due.total_due")[0] == "due.total_due = 3,865.00"


def test_the_last_instalment_takes_the_rest() -> None:
    text = SHORT + "request: {plan: {instalments: 7, first: 2026-04-10}}\n"
    rung = record(*opened(text))["offers"][1]
    assert rung["to_pay"] == "2716.00"
    first, last = trace_of(text, "offers[1].plan[0].amount"), trace_of(text, "offers[1].plan[6].amount")
    assert first.facts == {"to_pay": "2,716.00", "count": "7"}
    assert [part.amount for part in last.parts] == [Decimal("2716.00"), Decimal("-2328.00")]
    assert last.amount == Decimal("388.00")


def test_what_a_month_leaves_is_traced_to_the_lines_of_income_and_expenses() -> None:
    trace = trace_of(ALL, "affordability.for_plan")
    origins = [line.origin for line in trace.walk() if not line.parts]
    assert origins == [
        ("income", "now"),
        ("expenses", 0, "amount"),
        ("expenses", 1, "amount"),
        ("debts", 0, "minimum"),
    ]
    assert trace.amount == Decimal(1900)


def test_every_entry_keeps_its_line() -> None:
    lines = ALL.splitlines()
    first, second, _ = record(*opened(ALL))["bills"]
    for entry in first["entries"] + second["entries"]:
        line = lines[entry["line"] - 1]
        if entry.get("payment") == "530.00":
            assert "date: 2026-01-25" in line
        elif "payment" in entry:
            assert f"date: {entry['date']}" in line
        elif "ordinary_interest" in entry:
            assert "interest" in line
        elif "late_fee" in entry:
            assert line == "  late_fee: {share: 5%, floor: 10.00}"  # the lender's, since the bill has none
        else:
            assert re.search("label: (甲|乙)", line)


def test_a_figure_may_be_written_with_dots_alone() -> None:
    assert trace_of(ALL, "bills.0.entries.1.line") == trace_of(ALL, "bills[0].entries[1].line")


def test_an_unknown_figure_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"did you mean 'total\.penalty_paid'") as caught:
        trace_of(SHORT, "total.penalty")
    assert len(caught.value.known) <= 5
    with pytest.raises(UnknownName, match=r"no figure is called 'bills\[7\]\.paid'; did you mean 'bills\[0\]\.paid'"):
        trace_of(SHORT, "bills[7].paid")


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The `letters` command in a folder with case.yaml and claimed.yaml: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.yaml").write_text(SHORT, "utf-8")
    (tmp_path / "claimed.yaml").write_text(f"{SHORT}claimed_penalty: 144.00\n", "utf-8")

    def letters(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["letters", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, said.out, said.err

    return letters


def test_explain_without_a_figure_is_the_ledger(run: Run) -> None:
    code, out, _ = run("figures", "case.yaml", "--explain")
    assert code == 0
    assert "罚息计算明细" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("figures", "case.yaml", "--explain", "bills[0].paid"),
        ("figures", "case.yaml", "bills[0].paid", "--explain"),
        ("figures", "--explain", "case.yaml", "bills[0].paid"),
        ("figures", "case.yaml", "bills[0].paid"),
    ],
)
def test_explain_with_a_figure_traces_that_figure(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "bills[0].paid = 500.00  2025-12-10  (case.yaml:6)",
        "├─ 500.00  2025-12-20 还款 500.00  (case.yaml:9)",
    ]


def test_explain_as_json_has_the_same_lines(run: Run) -> None:
    code, out, _ = run("figures", "case.yaml", "--explain", "total.penalty_outstanding", "--json")
    trace = json.loads(out)
    assert code == 0
    assert [trace[key] for key in ("schema", "file", "figure", "value")] == [
        1,
        "case.yaml",
        "total.penalty_outstanding",
        "122.22",
    ]
    (bill,) = trace["parts"]
    assert [(part["value"], part["line"]) for part in bill["parts"]] == [("16.00", 6), ("-16.00", 9), ("122.22", 6)]
    assert [note["kind"] for note in trace["notes"]] == [
        "rate-profile",
        "first-day",
        "rounding-half-up",
        "order-statutory",
    ]


def test_an_unknown_figure_is_a_usage_error(run: Run) -> None:
    code, out, err = run("figures", "case.yaml", "--explain", "total.penalty_owed")
    assert (code, out) == (2, "")
    assert err.startswith("error: no figure is called 'total.penalty_owed'; did you mean 'total.")


def test_reconcile_shows_the_rule_that_fits(run: Run) -> None:
    code, out, _ = run("reconcile", "claimed.yaml")
    assert code == 0
    assert re.search(r"以账单全额为基数计收罚息，没有扣除已还的部分 +144\.00 +0\.00  whole-bill", out)
    assert "以合同和对方的计收明细为准" in out


def test_reconcile_as_json_is_the_documented_shape(run: Run) -> None:
    code, out, _ = run("reconcile", "claimed.yaml", "--json")
    found = json.loads(out)
    assert code == 0
    assert [found[key] for key in ("schema", "computed", "claimed", "difference")] == [1, "122.22", "144.00", "21.78"]
    assert found["hits"][0]["rules"] == ["whole-bill"]


def test_reconcile_without_a_claim_says_what_to_write(run: Run) -> None:
    code, out, err = run("reconcile", "case.yaml")
    assert (code, out) == (1, "")
    assert err.startswith(
        "error: case.yaml:6:3: bills: nothing is claimed: write what the lender asks for as claimed_penalty"
    )


def test_reconcile_says_where_both_agree(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(f"{SHORT}claimed_penalty: 122.22\n", "utf-8")
    code, out, _ = run("reconcile", "case.yaml")
    assert code == 0
    assert "对方的数字与计算一致" in out


def test_what_was_agreed_leads_to_the_call_in_which_it_was() -> None:
    agreed = "contacts:\n  - {date: 2026-03-18, channel: 电话, outcome: accepted, waived: 50, said: 同意}\n"
    case, figures = opened(ALL + agreed)
    paths = [name for name, value in leaves(record(case, figures)) if name.startswith("agreed.") and value is not None]
    assert "agreed.to_pay" in paths
    assert "agreed.plan[0].amount" in paths
    for name in paths:
        trace = explain(case, figures, name)
        assert trace.origin == ("contacts", 0)
        assert Explained(case).said(trace)


# Letters for many, and days

SIGNED = "name,account,due_date,amount,principal,penalty\n王小明,1234,2025-12-10,1000.00,,\n李红,5678,,,2000.00,61.25\n"


def test_what_a_joint_petition_adds_up_is_explained_person_by_person() -> None:
    text = "as_of: 2026-03-20\nhardship: {kind: illness}\nborrower: {name: 测试, account: '1'}\n"
    text += "lender: {profile: generic, name: 某公司, daily_rate: 0.05%}\n"
    text += "bills: [{due_date: 2025-12-10, amount: 3200.00}]\nsignatories: table.csv\n"
    case = load(text.encode(), "case.yaml", today=TODAY, beside=lambda _: SIGNED.encode())
    figures = compute_figures(case)
    data = record(case, figures)["joint"]
    # 100 days at 0.05 %: 160.00 of 3,200.00 and 50.00 of 1,000.00; the last gave her own.
    assert [row["penalty"] for row in data["rows"]] == ["160.00", "50.00", "61.25"]
    assert (data["principal"], data["penalty"], data["owed"]) == ("6200.00", "271.25", "6471.25")
    for name, value in leaves({"joint": data}):
        trace = explain(case, figures, name)
        assert trace.amount is None or f"{trace.amount:.2f}" == value
        assert Explained(case).said(trace) or trace.parts
    lines = "\n".join(Explained(case).lines(explain(case, figures, "joint.owed")))
    for part in ("160.00", "50.00", "61.25", "联名的人自己提供的数字", "照同样的办法计算", "100 天"):
        assert part in lines


def test_the_day_for_an_answer_and_the_time_waited_have_words() -> None:
    text = ALL.replace(
        "request:", "contacts: [{date: 2026-03-02}, {date: 2026-03-12}]\nrequest:\n  reply_within_days: 15", 1
    )
    assert "联系记录" in lines_of(text, "waited.days")[0]
    assert lines_of(text, "waited.days")[0].startswith("waited.days = 18")
    assert "下一个工作日" in lines_of(text, "reply_by")[0]


def test_a_counter_offer_and_the_time_ahead_have_words() -> None:
    answered = "contacts: [{date: 2026-03-12, outcome: partly, waived: 20.00}]\nrequest:"
    text = ALL.replace("request:", answered, 1)
    data = record(*opened(text))
    assert Decimal(data["counter"]["waived"]) >= 20
    for name, value in leaves({key: data[key] for key in ("counter", "since", "prevention")}):
        trace = trace_of(text, name)
        assert trace.parts or Explained(opened(text)[0]).said(trace)
        assert trace.amount is None or f"{trace.amount:.2f}" == value
