"""The picture of a case: its lines are those of the ledger, its words those of the language, its file nobody else's."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from oracle import ledger as oracle_ledger
from scenario_text import to_scenario
from seeded import ledger_of

from letters.base.errors import OutputError
from letters.base.resources import bundled
from letters.cli import main
from letters.drafting.picture import is_untouched, picture
from letters.figures.figures import Figures, compute_figures
from letters.files.disk import put
from letters.report.chart import LEFT, RIGHT, plot
from letters.report.chart_series import penalty_line, principal_line
from letters.scenario.load import Case, load

TODAY = date(2026, 3, 20)
ILLNESS = (bundled("scenarios") / "illness.yaml").read_text("utf-8")
SVG = "{http://www.w3.org/2000/svg}"


def opened(text: str) -> tuple[Case, Figures]:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return case, compute_figures(case)


def drawn(text: str) -> str:
    return picture(*opened(text))


def words(svg: str) -> str:
    return " ".join("".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize("seed", range(40))
def test_the_lines_end_at_as_of_where_the_oracle_does(seed: int) -> None:
    drawn_case = ledger_of(seed)
    expected = oracle_ledger(drawn_case)["total"]
    _, figures = opened(to_scenario(drawn_case))
    first = min([bill.due_date for bill in figures.bills] + [figures.as_of]) - timedelta(days=200)
    entries = [entry for bill in figures.bills for entry in bill.entries]
    principal = principal_line(figures.total.amount, entries, first, figures.as_of)
    penalty = penalty_line(entries, first, figures.as_of)
    assert principal[-1] == (figures.as_of, Decimal(expected["principal_outstanding"]))
    assert penalty[-1] == (figures.as_of, Decimal(expected["penalty_outstanding"]))
    for line in (principal, penalty):
        assert [day for day, _ in line] == sorted(day for day, _ in line)
        assert all(amount >= 0 for _, amount in line)


def test_a_last_day_that_the_figures_state_too_has_the_same_penalty_in_both() -> None:
    """Each bill's half a fen of today is rounded on the last day alone: 1,001.00 × 0.0005 × 100 days, twice."""
    bills = ", ".join(["{due_date: 2026-03-10, amount: 1001.00}"] * 2)
    case, figures = opened(
        f"hardship: {{kind: illness}}\nborrower: {{name: 测试}}\nlender: {{daily_rate: 0.05%}}\nbills: [{bills}]\n"
    )
    made = plot(case, figures)
    assert made.penalty.past.amount == figures.total.penalty_outstanding == Decimal("10.02")
    assert made.penalty.ahead
    assert made.penalty.ahead.amount == figures.waiting[-1].penalty_outstanding == Decimal("100.10")
    assert "100.10" in words(picture(case, figures))


@pytest.mark.parametrize("seed", range(60))
def test_any_line_of_what_comes_ends_where_waiting_does(seed: int) -> None:
    case, figures = opened(to_scenario(ledger_of(seed)))
    made = plot(case, figures)
    assert (made.last - figures.as_of).days == figures.waiting[-1].days
    assert made.penalty.ahead
    assert made.penalty.ahead.amount == figures.waiting[-1].penalty_outstanding


def test_a_penalty_rises_by_the_day_and_drops_where_a_payment_pays_it() -> None:
    _, figures = opened(ILLNESS)
    line = dict(penalty_line(figures.bills[0].entries, date(2025, 12, 10), TODAY))
    assert line[date(2025, 12, 20)] == Decimal("0.00")
    assert line[TODAY] == Decimal("122.22")


def test_the_picture_goes_from_the_first_due_date_to_the_last_instalment_with_today_between() -> None:
    made = plot(*opened(ILLNESS))
    assert made.last == date(2026, 9, 10)
    assert (made.dues[0].x, made.dues[0].day) == (Decimal(LEFT), date(2025, 12, 10))
    assert [mark.amount for mark in made.payments] == [Decimal("500.00"), Decimal("198.00")]
    assert made.principal.ahead
    assert (made.principal.ahead.x, made.principal.ahead.amount) == (Decimal(RIGHT), Decimal("0.00"))
    assert LEFT < made.today < RIGHT
    assert made.threshold is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ["今天 2026-03-20", "按计划还剩", "7,363.40", "254.94", "还 500", "2026-04", "还清。今天以后是推算"]),
        ("en", ["Today, 2026-03-20", "left by the plan", "7,363.40", "254.94", "paid 500", "a projection"]),
    ],
)
def test_the_labels_are_in_the_scenarios_language_and_a_title_and_description_say_it_all(
    language: str, said: list[str]
) -> None:
    svg = drawn(ILLNESS.replace("language: zh", f"language: {language}"))
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "895.55" in (description.text or "")
    for text in said:
        assert text in words(svg)


def test_the_same_case_gives_the_same_picture_and_a_name_cannot_become_markup() -> None:
    text = ILLNESS.replace("name: 重庆蚂蚁消费金融有限公司", 'name: "<script>&</script>"')
    assert drawn(text) == drawn(text)
    assert "<script>" not in drawn(text)
    assert "<script>&</script>" in words(drawn(text))


@pytest.mark.parametrize(
    "bills",
    [
        "{due_date: 2026-04-10, amount: 1000}",
        "{due_date: 2016-03-10, amount: 0.01}",
        "{due_date: 2026-03-20, amount: 1000, payments: [{date: 2026-03-01, amount: 1000}]}",
        "{due_date: 2026-01-10, amount: 9999999999999.99}",
    ],
)
@pytest.mark.parametrize("plan", ["", "request: {plan: {instalments: 1, first: 2026-03-20}}\n"])
def test_odd_cases_can_be_drawn(bills: str, plan: str) -> None:
    if "payments" in bills and plan:
        return  # there is nothing to plan for
    text = "hardship: {kind: illness}\nborrower: {name: 测试}\nlender: {daily_rate: 0.05%}\n"
    ET.fromstring(drawn(f"{text}bills: [{bills}]\n{plan}"))


def test_a_threshold_is_a_line_with_its_day() -> None:
    assert "300.00 元：2026 年 4 月 2 日" in words(drawn(ILLNESS.replace("  today:", "  threshold: 300\n  today:")))


def test_at_an_unknown_rate_the_picture_says_which_one_it_is_drawn_at() -> None:
    assert "利率未定，按日利率0.05%" in words(drawn(ILLNESS.replace("0.05%", "0.05%..0.075%")))


def test_a_picture_replaces_its_own_but_never_one_that_was_edited(tmp_path: Path) -> None:
    path, one, two = tmp_path / "case.svg", drawn(ILLNESS), drawn(ILLNESS.replace("200", "300"))
    for svg in (one, one, two):
        put(path, svg.encode(), is_untouched)
        assert path.read_text("utf-8") == svg
    path.write_text(two.replace("今天", "今日"), "utf-8")
    with pytest.raises(OutputError, match="edited since letters wrote it"):
        put(path, one.encode(), is_untouched)
    assert "今日" in path.read_text("utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["case.svg"]


def test_the_command_draws_into_the_file_it_is_given_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.svg"
    for name, code in ((str(path), 0), (str(tmp_path / "case.png"), 2)):
        monkeypatch.setattr(sys, "argv", ["letters", "figures", "illness.yaml", "--plot", name])
        with pytest.raises(SystemExit) as ended:
            main()
        assert (ended.value.code or 0) == code
    assert str(path) in capsys.readouterr().out
    assert is_untouched(path.read_bytes())


def test_the_sums_of_payments_close_together_do_not_stand_on_each_other() -> None:
    rows = ", ".join(f"{{date: 2025-12-{day}, amount: 100.00}}" for day in (11, 13, 15, 19))
    close = ILLNESS.replace("[{date: 2025-12-20, amount: 500.00}]", f"[{rows}]")
    assert close != ILLNESS
    marks = plot(*opened(close)).payments
    shown = [mark.x for mark in marks if mark.shown]
    assert 1 <= len(shown) < len(marks)
    assert all(after - before > 50 for before, after in pairwise(shown))
    assert words(drawn(close)).count("还 100") == len([mark for mark in marks if mark.shown and mark.amount == 100])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_can_be_read_where_a_program_knows_no_paint_order(language: str) -> None:
    svg = drawn(ILLNESS.replace("language: zh", f"language: {language}"))
    assert "paint-order" not in svg
    last = [line for line in svg.splitlines() if "254.94</text>" in line]
    assert len(last) == 2, "a white edge, and the number over it"
