"""What is wrong with a scenario is told whole: place, path, what to write instead. The table is tests/errors/."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from cases import COMPLETE, LOANS, MINIMAL, PAUSED, ROOT, SCENARIOS, TERMS, bundled, changed, letters_of
from every import every

from letters.base.errors import ScenarioError, dotted
from letters.base.record import declared
from letters.cli.error_messages import described, place, problem_lines
from letters.scenario.checks import limitation_note, second_look
from letters.scenario.model.debt_terms import DebtTerms
from letters.scenario.model.hardship import FACTS_OF_KIND
from letters.scenario.model.scenario_file import Scenario

ERRORS = ROOT / "tests" / "errors"
BASE = (ERRORS / "base.yaml").read_text("utf-8")


def problems(text: str) -> list[str]:
    """What is said of a scenario that cannot be used, as `letters check` says it."""
    with pytest.raises(ScenarioError) as refused:
        letters_of(text)
    return [f"{place('case.yaml', problem)}: {described(problem)}" for problem in refused.value.problems]


def warnings(text: str) -> list[str]:
    return [f"{place('case.yaml', warning)}: {described(warning)}" for warning in letters_of(text).warnings]


def table() -> Iterator[Any]:
    for path in sorted(ERRORS.glob("*.yaml")):
        if path.name != "base.yaml":
            for row in yaml.safe_load(path.read_text("utf-8")):
                yield pytest.param(row["change"], row["problems"], id=f"{path.stem}: {row['name']}")


def test_the_scenario_that_the_errors_are_put_into_has_none() -> None:
    assert letters_of(BASE).warnings == ()


@pytest.mark.parametrize(("change", "expected"), list(table()))
def test_an_error_is_told_with_its_place_and_what_to_write(change: list[dict[str, str]], expected: list[str]) -> None:
    assert problems(changed(BASE, *((row["old"], row["new"]) for row in change))) == expected


def test_a_problem_shows_its_line_with_a_caret_below_the_place_in_display_width() -> None:
    with pytest.raises(ScenarioError) as refused:
        letters_of(changed(BASE, ("2026-01-10", "2026-02-30")))
    assert problem_lines("case.yaml", refused.value.problems) == [
        "case.yaml:16:29: bills[1].due_date: '2026-02-30' does not exist: that month has 28 days;"
        " write it like 2026-02-28",
        "    16 |   - {label: 一月账单, due_date: 2026-02-30, amount: 2865.40}",
        "       |                                 ^",
    ]


def test_a_long_line_is_shown_around_the_place_only() -> None:
    with pytest.raises(ScenarioError) as refused:
        letters_of(changed(BASE, ("一月账单", "长" * 300), ("2026-01-10", "2026-02-30")))
    _, line, caret = problem_lines("case.yaml", refused.value.problems)
    assert len(line) < 120
    assert "due_date: 2026-02-30" in line
    assert caret.endswith("^")


# A bill that is wrong is still a bill


def test_the_only_bill_being_wrong_is_not_told_as_there_being_none() -> None:
    assert problems(changed(MINIMAL, ("2025-12-10", "2025-02-30"))) == [
        "case.yaml:8:16: bills[0].due_date: '2025-02-30' does not exist: that month has 28 days;"
        " write it like 2025-02-28"
    ]


# A comma in braces ends the value


def test_a_grouped_amount_in_braces_is_said_to_need_quotation_marks() -> None:
    found = problems(changed(MINIMAL, ("amount: 3200.00", "amount: 3,200.00")))
    assert any("comma" in problem or "quot" in problem for problem in found), found


# What is missing


def _optional(model: Any, path: str = "") -> Iterator[str]:
    """Every key that need not be given, `bills[].label` among them."""
    for name, field in declared(model).items():
        here = f"{path}.{name}" if path else name
        if not field.is_required:
            yield here


EMPTY = ["", "~", "null"]


@every(key=[key for key in _optional(Scenario) if key != "bills"], empty=EMPTY)
def test_an_empty_key_is_a_missing_one(key: str, empty: str) -> None:
    assert letters_of(f"{key}: {empty}\n" + MINIMAL.replace(f"{key}: 2026-03-20\n", "")).case.scenario == (
        letters_of(MINIMAL.replace(f"{key}: 2026-03-20\n", "")).case.scenario
    )


@pytest.mark.parametrize("empty", EMPTY)
@pytest.mark.parametrize(
    "part",
    [
        "hardship: {kind: illness, event: %, started: %, ended: %, resumed: %, own_cost: %, story: %, evidence: %}",
        "hardship: {kind: illness, evidence: [{document: 诊断证明书, issuer: %, date: %}]}",
        "income: {before: %, during: %, now: %}",
        "expenses: [{label: 房租, amount: %}]",
        "borrower: {name: 林晓梅, id_number: %, phone: %, email: %, address: %, account: %}",
        "lender: {name: %, type: %, daily_rate: 0.05%%, allocation: %, grace_days: %, rounding: %, year_days: %}",
        "lender: {profile: %, daily_rate: 0.05%%}",
        "bills: [{label: %, due_date: 2025-12-10, amount: 3200.00, payments: %, late_fee: %, claimed_penalty: %}]",
        "contacts: [{date: 2026-03-02, channel: %, agent: %, ticket: %, said: %, promised: %, reply_by: %}]",
        "request: {plan: %, today: %, reply_within_days: %}",
        "request: {waive: %}",
        "request: {show_id: %}",
    ],
)
def test_an_empty_key_of_a_part_is_a_missing_one(part: str, empty: str) -> None:
    given = yaml.load(MINIMAL, yaml.BaseLoader)
    key, _, value = part.partition(": ")
    rest = "\n".join(line for line in yaml.dump({k: v for k, v in given.items() if k != key}).splitlines())
    filled = value.replace("%%", "PERCENT").replace("%", empty).replace("PERCENT", "%")
    scenario = letters_of(f"{rest}\n{key}: {filled}\n").case.scenario
    assert scenario.bills
    assert scenario.request.waive.share == 1
    assert scenario.request.show_id == "masked"
    assert scenario.lender.profile == "generic"


@pytest.mark.parametrize("spaces", ['" "', '"\\t"', '"　"'])
def test_a_name_of_spaces_is_no_name(spaces: str) -> None:
    assert problems(changed(MINIMAL, ("name: 林晓梅", f"name: {spaces}"))) == [
        "case.yaml:5:9: borrower.name: is empty; it is needed"
    ]


@pytest.mark.parametrize("spaces", ['" "', '"　"'])
def test_a_phone_of_spaces_is_a_blank_and_not_an_empty_place(spaces: str) -> None:
    assert (
        "borrower.phone"
        in letters_of(changed(MINIMAL, ("  name: 林晓梅", f"  name: 林晓梅\n  phone: {spaces}"))).blanks
    )


def test_the_least_and_the_most_that_a_scenario_can_say_are_both_accepted() -> None:
    assert letters_of(MINIMAL).blanks
    complete = letters_of(COMPLETE)
    assert complete.blanks == {}
    given = yaml.load(COMPLETE, yaml.BaseLoader)
    elsewhere = {
        "signatories",
        "letterhead",
        "extra",
        "writer",
        "died",
        "assigned_to",
        "collector",
    }  # others sign, write or are owed
    elsewhere |= {"collection", "purpose", "superior_office", "regulator"}  # in tests/letter_cases
    elsewhere |= {key for kind, keys in FACTS_OF_KIND.items() if kind != "illness" for key in keys}
    of_terms = {"waivers", "as_shown", *declared(DebtTerms)}  # in TERMS, since many exclude each other
    assert set(given) == set(declared(Scenario)) - elsewhere - of_terms - {"loans"}
    for key in ("hardship", "borrower", "request"):
        assert set(given[key]) == set(declared(type(getattr(complete.case.scenario, key)))) - elsewhere, key
    lender = set(declared(type(complete.case.scenario.lender))) - elsewhere
    assert set(given["lender"]) | of_terms == lender | of_terms
    assert set(given["contacts"][0]) == set(declared(type(complete.case.scenario.contacts[0])))
    assert set(given["bills"][0]) == set(declared(type(complete.case.scenario.bills[0]))) - of_terms
    known = letters_of(TERMS).case.scenario
    stated = {key for one in (known.lender, *known.bills) for key in one.given}
    assert stated | set(given["lender"]) >= of_terms
    loans = letters_of(LOANS).case.scenario.loans
    assert {key for loan in loans for key in loan.given} >= set(declared(type(loans[0]))) - of_terms


# What looks odd and is right


@pytest.mark.parametrize(
    "text", ["13800005602", "010-62330000", "0123456", "no", "true", "12:30", "1.10", "+86 138", "3.30", "0"]
)
@pytest.mark.parametrize("key", ["phone", "account", "email", "address"])
def test_a_number_or_a_no_that_is_not_quoted_stays_the_text_that_was_typed(key: str, text: str) -> None:
    scenario = letters_of(changed(MINIMAL, ("  name: 林晓梅", f"  name: 林晓梅\n  {key}: {text}"))).case.scenario
    assert getattr(scenario.borrower, key) == text


def test_an_id_number_keeps_all_its_digits_and_its_x() -> None:
    for number in ("330100199003072847", "11010519491231002X"):
        case = letters_of(changed(MINIMAL, ("  name: 林晓梅", f"  name: 林晓梅\n  id_number: {number}"))).case
        assert case.scenario.borrower.id_number == number
        assert [problem.message for problem in second_look(case.scenario, case.source, case.date)] == [
            limitation_note(case.date)
        ]


def test_an_id_number_with_a_wrong_digit_is_warned_of_and_not_refused() -> None:
    case = letters_of(changed(MINIMAL, ("  name: 林晓梅", "  name: 林晓梅\n  id_number: 330100199003072848"))).case
    first, _ = second_look(
        case.scenario, case.source, case.date
    )  # the other is the limitation period, told of every case
    assert f"{place('case.yaml', first)}: {described(first)}" == (
        "case.yaml:6:14: borrower.id_number: the check digit, date or region of this ID number does not fit;"
        " look at it again"
    )


@pytest.mark.parametrize(
    ("number", "digits"), [("3301001990030728", 16), ("123", 3), ("330100900307284", 0), ("H1234", 0)]
)
def test_an_id_number_of_another_length_is_warned_of_but_not_an_old_one_or_a_passport(number: str, digits: int) -> None:
    case = letters_of(changed(MINIMAL, ("  name: 林晓梅", f"  name: 林晓梅\n  id_number: {number}"))).case
    told = [str(problem.message) for problem in second_look(case.scenario, case.source, case.date)][:-1]
    assert told == ([f"an ID number has 18 digits, this one {digits}; look at it again"] if digits else [])


def test_a_payment_above_the_bill_is_warned_of_and_not_refused() -> None:
    paid = changed(MINIMAL, ("amount: 3200.00}", "amount: 3200.00, payments: [{date: 2026-01-10, amount: 9999.00}]}"))
    assert warnings(paid) == [
        "case.yaml:8:5: bills[0]: 6,749.40 was paid beyond what was owed; ask the lender to credit it,"
        " it is not subtracted",
        "case.yaml:8:3: bills: nothing is owed: to ask for proof of settlement, write receipt-request",
    ]


def test_a_payment_after_the_figures_day_is_warned_of_and_not_counted() -> None:
    later = changed(MINIMAL, ("amount: 3200.00}", "amount: 3200.00, payments: [{date: 2026-03-21, amount: 100.00}]}"))
    letters = letters_of(later)
    assert [dotted(warning.path) for warning in letters.warnings] == ["bills[0].payments[0]"]
    assert letters.figures.total.paid == 0


def test_the_usual_rate_of_huabei_is_used_and_asked_to_be_confirmed() -> None:
    letters = letters_of(changed(MINIMAL, ("lender: {profile: generic, daily_rate: 0.05%}", "lender: huabei")))
    assert letters.case.lender.rate_source == "profile"
    assert [warning.message for warning in letters.warnings] == [
        "the daily rate 0.05% is only the usual one of huabei; confirm it on your bill or contract"
        " and write it as daily_rate"
    ]


@pytest.mark.slow
def test_ten_thousand_bills_are_a_case() -> None:
    bill = "  - {due_date: 2025-12-10, amount: 3200.00}\n"
    letters = letters_of(MINIMAL + bill * 9_999)
    assert len(letters.figures.bills) == 10_000
    assert letters.figures.total.amount == 32_000_000


def test_a_name_of_ten_thousand_characters_is_a_name() -> None:
    letters = letters_of(changed(MINIMAL, ("林晓梅", "梅" * 10_000)))
    assert all("梅" * 10_000 in content.decode() for content in letters.files(["md", "txt"]).values())
    assert letters.files(["docx"])


WARNED_OF = {
    "card-minimum-paid.yaml": ["request.plan", "bills", "bills[0]"],  # not overdue, so that no penalty is asked about
    "no-income.yaml": ["income.now"],  # a month leaves nothing: a pause
    "income-drop.yaml": ["request.plan"],  # a plan with a bank's card has its price: no new card
    "natural-disaster.yaml": ["bills[0].due_date"],  # one bill was overdue before the flood: its own passage
}
"""What an example shows on purpose; every other has nothing to be warned of."""


@every(name=[*SCENARIOS, *PAUSED])
def test_a_bundled_scenario_has_no_problem_no_blank_and_no_warning_that_it_does_not_mean_to_show(name: str) -> None:
    letters = letters_of(bundled(name))
    assert letters.blanks == {}
    assert [dotted(warning.path) for warning in letters.warnings] == WARNED_OF.get(name, [])


# Slips of people who do not know YAML


def told(text: str) -> list[str]:
    """The warnings of a scenario, each with its place."""
    return [f"{place('case.yaml', one)}: {described(one)}" for one in letters_of(text).case.warnings]


LINE = "  - {due_date: 2025-12-10, amount: 3200.00}"


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("  name: 林晓梅", "  name:林晓梅", "5:8", "no space follows the colon"),
        ("  name: 林晓梅", "  name:\xa0林晓梅", "5:8", "no-break or wide space"),
        ("amount: 3200.00", "amount:3200.00", "8:35", "no space follows the colon"),
        ("lender: {profile", "lender: ｛profile", "6:9", "write {"),
        ("3200.00}", "3200.00｝", "8:43", "write }"),
        ("2025-12-10, amount", "2025-12-10， amount", "8:26", "full-width"),
        ("amount: 3200.00", "amount: ￥3,200.00", "8:39", '"3,200.00"'),
        ("amount: 3200.00", "amount: 3,200.00元", "8:38", '"3,200.00"'),
    ],
)
def test_the_caret_stands_where_a_slip_of_form_is_and_it_is_told_once(
    old: str, new: str, where: str, says: str
) -> None:
    [told_once] = problems(changed(MINIMAL, (old, new)))
    assert told_once.startswith(f"case.yaml:{where}:")
    assert says in told_once


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2025.12.10", "amount: 3200元"), ("20251210", "amount: '3200'"), ("２０２５年１２月１０号", "amount: ￥3200.00")],
)
def test_a_day_and_an_amount_are_understood_as_people_write_them(written: str, meant: str) -> None:
    case = letters_of(changed(MINIMAL, (LINE, f"  - {{due_date: {written}, {meant}}}"))).case
    [bill] = case.scenario.bills
    assert (bill.due_date, bill.amount) == (date(2025, 12, 10), Decimal("3200.00"))


def test_what_yaml_takes_for_a_comment_by_mistake_is_warned_of_on_its_line() -> None:
    text = changed(
        MINIMAL, ("  name: 林晓梅", "  name: 林晓梅 # the name\n  address: 中心医院 #5楼\n  account: 6617 ## tail")
    )
    [warning] = [one for one in told(text) if "not read" in one]
    assert warning.startswith("case.yaml:6:17:")
    assert "'#5楼'" in warning


@pytest.mark.parametrize(
    ("old", "new", "path", "says"),
    [
        (LINE, f"{LINE}\n{LINE}", "bills[1]", "twice"),
        ("2025-12-10", "2027-12-10", "bills[0].due_date", "look at the year"),
        ("林晓梅", "林晓梅\n  phone: 1380000560", "borrower.phone", "11 digits, this one 10"),
        ("林晓梅", "林晓梅\n  email: 11010519491231002x", "borrower.email", "ID number"),
        ("林晓梅", "林晓梅\n  email: linxiaomei", "borrower.email", "no e-mail address"),
        ("kind: illness", "kind: illness\n  event: 父亲住院", "hardship.event", "who: parent"),
    ],
)
def test_what_is_probably_mistyped_is_warned_of(old: str, new: str, path: str, says: str) -> None:
    assert any(f" {path}: " in one and says in one for one in told(changed(MINIMAL, (old, new))))


def test_sound_numbers_of_people_are_not_warned_of() -> None:
    for phone in ("13800005602", "+86 138 0000 5602", "０１０－62330000", "+44 20 7946 0000", "138-0000-5602"):
        assert not [
            one for one in told(changed(MINIMAL, ("林晓梅", f"林晓梅\n  phone: {phone}"))) if "digits" in one
        ], phone


def test_an_id_number_is_printed_with_a_capital_x_and_without_excels_apostrophe() -> None:
    text = changed(MINIMAL, ("林晓梅", '林晓梅\n  id_number: "\'11010519491231002x"'))
    assert letters_of(text).case.scenario.borrower.id_number == "11010519491231002X"


@pytest.mark.parametrize(
    ("written", "profile", "type_"),
    [
        ("花呗", "huabei", "consumer-finance"),
        ("{profile: 信用卡, type: 银行, daily_rate: 0.05%}", "credit-card", "bank"),
        ("{profile: 其他贷款, type: 小贷公司, daily_rate: 0.05%}", "generic", "small-loan"),
    ],
)
def test_a_lender_is_understood_by_the_name_that_people_know(written: str, profile: str, type_: str) -> None:
    case = letters_of(changed(MINIMAL, ("{profile: generic, daily_rate: 0.05%}", written))).case
    assert (case.scenario.lender.profile, case.lender.type) == (profile, type_)


@pytest.mark.parametrize(
    ("written", "kind"), [("生病", "illness"), ("失业", "job-loss"), ("pay cut", "income-drop"), ("ill", "illness")]
)
def test_a_hardship_is_understood_by_what_people_call_it(written: str, kind: str) -> None:
    assert letters_of(changed(MINIMAL, ("kind: illness", f"kind: {written}"))).case.scenario.hardship.kind == kind


# Who writes, whose trouble it is


def test_an_illness_is_ones_own_where_nothing_else_is_said_and_another_hardship_is_nobodys() -> None:
    def whose(text: str) -> str | None:
        return letters_of(changed(MINIMAL, ("kind: illness", text))).case.scenario.hardship.whose

    assert [whose(text) for text in ("kind: illness", "kind: illness\n  who: spouse", "kind: family-emergency")] == [
        *("self", "spouse", None)
    ]


@pytest.mark.parametrize(
    ("text", "wrong"), [("字" * 60, False), ("字" * 61, True), ("word " * 25, False), ("word " * 26, True)]
)
def test_the_hardship_in_short_has_its_limit(text: str, wrong: bool) -> None:
    scenario = changed(MINIMAL, ("kind: illness", f"kind: illness\n  in_short: {text}"))
    if wrong:
        [told_once] = problems(scenario)
        assert "at most" in told_once
    else:
        assert letters_of(scenario).case.scenario.hardship.in_short == text.strip()


def test_a_month_a_writer_and_a_sold_debt_are_read() -> None:
    text = changed(
        MINIMAL,
        ("  name: 林晓梅", "  name: 林晓梅\n  since: 2023年6月\nwriter: {name: 李红, relation: 妻子}"),
        ("daily_rate: 0.05%}", "daily_rate: 0.05%, assigned_to: {name: 砚溪资产管理有限公司, notified: none}}"),
    )
    scenario = letters_of(text).case.scenario
    assert scenario.borrower.since == date(2023, 6, 1)
    assert scenario.writer is not None
    assert scenario.lender.assigned_to is not None
    assert scenario.lender.assigned_to.notified == "none"


@pytest.mark.parametrize(
    ("typed", "kept"), [("工号033", "033"), ("客服工号：5120", "5120"), ("agent no. 12", "12"), ("刘经理", "刘经理")]
)
def test_the_number_of_an_agent_is_kept_without_the_word_for_it(typed: str, kept: str) -> None:
    text = MINIMAL + f"contacts:\n  - {{date: 2026-03-02, agent: '{typed}'}}\n"
    [contact] = letters_of(text).case.scenario.contacts
    assert contact.agent == kept
