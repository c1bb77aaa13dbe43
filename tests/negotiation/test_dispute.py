"""The lender's own figure: each rule that could make it is found, by figures worked out without the engine."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from every import every
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle import Case as OracleCase
from oracle import reckon as oracle_reckon
from oracle import unasked
from scenario_text import to_scenario
from strategies import cases, examples
from worked_tables import case_of

from letters.base.money import plain
from letters.drafting.draft import comparison, draft
from letters.figures.figures import Figures, compute_figures
from letters.ledger.obligations import obligations_of
from letters.negotiation import dispute
from letters.negotiation.dispute import Claim, Hit, Reconciliation
from letters.negotiation.lender_rules import RULES, rules_for
from letters.negotiation.reckoning_terms import Reckoned, ReckoningTerms
from letters.reference_data.template_library import library
from letters.report.as_json import reconciled
from letters.scenario.load import load

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
NAMES = [rule.name for rule in RULES]
BASE: dict[str, Any] = {
    "as_of": "2026-03-20",
    "lender": {"daily_rate": "0.045%"},
    "bills": [
        {
            "due_date": "2025-12-10",
            "amount": "3200.00",
            "payments": [{"date": "2025-12-20", "amount": "500.00"}, {"date": "2026-01-25", "amount": "130.00"}],
        },
        {"due_date": "2026-01-10", "amount": "2865.45", "payments": [{"date": "2026-01-12", "amount": "300.00"}]},
    ],
}


def with_terms(scenario: dict[str, Any], lender: dict[str, Any]) -> dict[str, Any]:
    made = deepcopy(scenario)
    made["lender"] |= lender
    return made


def in_yaml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {in_yaml(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(in_yaml, value)) + "]" if isinstance(value, list) else str(value)


HEAD: dict[str, Any] = {"hardship": {"kind": "illness"}, "borrower": {"name": "测试"}}


def figures_of(scenario: dict[str, Any], claim: Decimal | None = None) -> Figures:
    frame = HEAD | scenario
    text = "".join(f"{key}: {in_yaml(value)}\n" for key, value in frame.items())
    text += "" if claim is None else f"claimed_penalty: {plain(claim)}\n"
    return compute_figures(load(text.encode(), "case.yaml", today=TODAY))


def whole(figures: Figures) -> Claim:
    assert figures.reconciled is not None
    assert figures.reconciled.whole is not None
    return figures.reconciled.whole


def names(hit: Hit) -> list[str]:
    return [rule.name for rule in hit.rules]


Alternative = Callable[[OracleCase], OracleCase]


def by_oracle(**changes: Any) -> Alternative:
    return lambda case: case | changes


def payments(change: Callable[[list[OracleCase]], list[OracleCase]]) -> Alternative:
    return lambda case: case | {"bills": [bill | {"payments": change(bill["payments"])} for bill in case["bills"]]}


def last_left_out(case: OracleCase) -> OracleCase:
    first, second = case["bills"]
    return case | {"bills": [first | {"payments": first["payments"][:1]}, second]}


def scaled(factor: Fraction) -> Alternative:
    return lambda case: case | {"daily_rate": case["daily_rate"] * factor}


A_DAY_LATE = payments(lambda rows: [row | {"date": row["date"] + DAY} for row in rows])
BY_THE_ORACLE: dict[str, tuple[dict[str, Any], Alternative]] = {
    "payments-not-credited": ({}, payments(lambda rows: [])),
    "last-payment-not-credited": ({}, last_left_out),
    "payments-credited-late": ({}, A_DAY_LATE),
    "grace-ignored": ({"grace_days": 3}, by_oracle(grace_days=0)),
    "last-day-not-counted": ({}, lambda case: case | {"as_of": case["as_of"] - DAY}),
    "rate-0.05": ({}, by_oracle(daily_rate=Fraction(5, 10000))),
    "rate-0.06": ({}, by_oracle(daily_rate=Fraction(6, 10000))),
    "rate-0.075": ({}, by_oracle(daily_rate=Fraction(75, 100000))),
    "rate-0.1": ({}, by_oracle(daily_rate=Fraction(1, 1000))),
    "rate-raised-half": ({}, scaled(Fraction(3, 2))),
    "penalty-first": ({"allocation": "principal-first"}, by_oracle(allocation="statutory")),
    "principal-first": ({}, by_oracle(allocation="principal-first")),
    "compounded-monthly": ({}, by_oracle(compounding=True)),
    "not-compounded": ({"compounding": "monthly"}, by_oracle(compounding=False)),
    "rounded-daily": ({}, by_oracle(rounding="daily")),
    "rounded-once": ({"rounding": "daily"}, by_oracle(rounding="half-up")),
}
"""Rule → what the scenario needs for it, and the same case for the oracle with that rule."""


@pytest.mark.parametrize("rule", BY_THE_ORACLE)
def test_a_claim_that_the_oracle_makes_by_a_rule_is_explained_by_it_first(rule: str) -> None:
    lender, alternative = BY_THE_ORACLE[rule]
    scenario = with_terms(BASE, lender)
    claim = Decimal(oracle_reckon(alternative(case_of(scenario)))["total"]["penalty_outstanding"])
    found = whole(figures_of(scenario, claim))
    assert names(found.exact[0]) == [rule]
    assert found.exact[0].figure == found.claimed == claim
    assert found.difference != 0


ONE = {"as_of": "2026-03-20", "lender": {"daily_rate": "0.05%"}}
PAID = {"due_date": "2025-12-10", "amount": "3200.00", "payments": [{"date": "2025-12-20", "amount": "500.00"}]}
THOUSAND = {"due_date": "2026-01-10", "amount": "1000.00"}
TEN_THOUSAND = {"due_date": "2026-01-10", "amount": "10000.00"}
TIERED = {"daily_rate": "0.04%", "tiers": [{"from_day": 31, "daily_rate": "0.08%"}]}
WITH_INTEREST = {"due_date": "2025-12-10", "amount": "3200.00", "interest": "100.00"}
BY_HAND: dict[str, tuple[dict[str, Any], str]] = {
    # 100 days × 3,200.00 = 160.00, of which the payment paid 16.00
    "whole-bill": (ONE | {"bills": [PAID]}, "144.00"),
    # 31 days × 600.00, the due date among them: what was paid on it was on time
    "due-date-counted": (
        {
            "as_of": "2026-02-09",
            "lender": {"daily_rate": "0.05%"},
            "bills": [
                {
                    "due_date": "2026-01-10",
                    "amount": "1000.00",
                    "payments": [{"date": "2026-01-10", "amount": "400.00"}],
                }
            ],
        },
        "9.30",
    ),
    # 137.50 of penalty and 20.00 of late fee
    "late-fee-included": (
        ONE | {"lender": {"daily_rate": "0.05%", "allocation": "principal-first"}, "bills": [PAID | {"late_fee": 20}]},
        "157.50",
    ),
    "interest-included": (
        ONE
        | {"lender": {"daily_rate": "0.05%", "allocation": "principal-first"}, "bills": [PAID | {"interest": "8.31"}]},
        "145.81",
    ),
    # 69 days × 2,865.40 × 0.0005 = 98.8563, cut
    "cut-to-fen": (ONE | {"bills": [{"due_date": "2026-01-10", "amount": "2865.40"}]}, "98.85"),
    # 69 × 1,000.00 × 0.0005 = 34.50; × 365 ÷ 360 = 34.979166…, × 360 ÷ 365 = 34.027397…
    "year-of-360": (ONE | {"bills": [{"due_date": "2026-01-10", "amount": "1000.00"}]}, "34.98"),
    "year-of-365": (ONE | {"bills": [{"due_date": "2026-01-10", "amount": "1000.00"}]}, "34.03"),
    # from 2 February 0.04 %: ours 22 × 0.50 + 47 × 0.40 = 29.80; 69 days at either rate all along
    "rate-of-today": (
        ONE
        | {
            "lender": {"daily_rate": "0.05%", "rates": [{"from": "2026-02-02", "daily_rate": "0.04%"}]},
            "bills": [{"due_date": "2026-01-10", "amount": "1000.00"}],
        },
        "27.60",
    ),
    "rate-of-before": (
        ONE
        | {
            "lender": {"daily_rate": "0.055%", "rates": [{"from": "2026-02-02", "daily_rate": "0.04%"}]},
            "bills": [{"due_date": "2026-01-10", "amount": "1000.00"}],
        },
        "37.95",
    ),
    # 9 days × 4,000.00 and 60 × 2,400.00; ours 10 and 59 days, 90.80 (case U1)
    "payments-count-on-their-day": (
        ONE
        | {
            "lender": {"daily_rate": "0.05%", "allocation": "principal-first"},
            "bills": [
                {
                    "due_date": "2026-01-10",
                    "amount": "4000.00",
                    "payments": [{"date": "2026-01-20", "amount": "1600.00"}],
                }
            ],
        },
        "90.00",
    ),
    # 69 days less the three of grace × 0.50; ours 34.50
    "grace-delays": (ONE | {"lender": {"daily_rate": "0.05%", "grace_days": "3"}, "bills": [THOUSAND]}, "33.00"),
    # ours 30 × 0.40 + 39 × 0.80 = 43.20; 69 days at either rate
    "tiers-ignored": (ONE | {"lender": TIERED, "bills": [THOUSAND]}, "27.60"),
    "tier-on-all-days": (ONE | {"lender": TIERED, "bills": [THOUSAND]}, "55.20"),
    # ours 69 × 0.40 = 27.60; 30 × 0.40 + 39 × 0.60, 60 × 0.40 + 9 × 0.60; 90 × 0.40 + 40 × 0.60
    "rate-raised-after-30-days": (ONE | {"lender": {"daily_rate": "0.04%"}, "bills": [THOUSAND]}, "35.40"),
    "rate-raised-after-60-days": (ONE | {"lender": {"daily_rate": "0.04%"}, "bills": [THOUSAND]}, "29.40"),
    "rate-raised-after-90-days": (
        {"as_of": "2026-05-20", "lender": {"daily_rate": "0.04%"}, "bills": [THOUSAND]},
        "60.00",
    ),
    # 10 days × 5.00 = 50.00; 31 × 10,050.00 × 0.0005 = 155.775, in money 155.78; 23 × 10,205.78 × 0.0005 = 117.36647
    "compounded-on-day-20": (
        {"as_of": "2026-03-15", "lender": {"daily_rate": "0.05%"}, "bills": [TEN_THOUSAND]},
        "323.15",
    ),
    # 21 × 5.00 = 105.00; 28 × 10,105.00 × 0.0005 = 141.47; 15 × 10,246.47 × 0.0005 = 76.848525
    "compounded-on-day-31": (
        {"as_of": "2026-03-15", "lender": {"daily_rate": "0.05%"}, "bills": [TEN_THOUSAND]},
        "323.32",
    ),
    # joining on 25 December: 30 × 5.00 = 150.00, 85 × 10,150.00 × 0.0005 = 431.375
    "compounded-quarterly": (ONE | {"bills": [TEN_THOUSAND | {"due_date": "2025-11-25"}]}, "581.38"),
    # joining on 20 December: 25 × 5.00 = 125.00, 90 × 10,125.00 × 0.0005 = 455.625
    "compounded-quarterly-on-20": (ONE | {"bills": [TEN_THOUSAND | {"due_date": "2025-11-25"}]}, "580.63"),
    # 100 × 3,200.00 × 0.0005 = 160.00, and 100 days of 100.00 at 0.0005 = 5.00; at two thirds of it 3.333…;
    # at 14.4 % ÷ 365 3.945…
    "interest-at-penalty-rate": (ONE | {"bills": [WITH_INTEREST]}, "165.00"),
    "interest-at-two-thirds": (ONE | {"bills": [WITH_INTEREST]}, "163.33"),
    "interest-at-contract-rate": (
        ONE | {"lender": {"daily_rate": "0.05%", "contract_annual_rate": "14.4%"}, "bills": [WITH_INTEREST]},
        "163.95",
    ),
    # on 10 February the minimum is 100.00 + 10 % of 900.00, of which nothing was paid: 5 % of 190.00 = 9.50, so that
    # the payment leaves 985.00 of principal, and 28 days of it; ours 975.50
    "late-fee-each-statement": (
        ONE
        | {
            "lender": {"daily_rate": "0.05%", "late_fee": "{share: 5%}"},
            "bills": [THOUSAND | {"minimum_payment": 100, "payments": [{"date": "2026-02-20", "amount": "50.00"}]}],
        },
        "13.79",
    ),
    # known only to lie in a range; the figures are those of the low end
    "rate-of-range-end": (
        ONE | {"lender": {"daily_rate": "0.05%..0.065%"}, "bills": [{"due_date": "2026-01-10", "amount": "1000.00"}]},
        "44.85",
    ),
}


@pytest.mark.parametrize("rule", BY_HAND)
def test_a_claim_worked_by_hand_by_a_rule_is_explained_by_it_first(rule: str) -> None:
    scenario, claim = BY_HAND[rule]
    assert names(whole(figures_of(scenario, Decimal(claim))).exact[0]) == [rule]


@pytest.mark.parametrize(
    ("due", "amount", "figure"), [("2026-02-12", "20.00", "0.37"), ("2026-03-10", "72.00", "0.37")]
)
def test_half_a_fen_at_a_rate_that_never_ends_is_still_rounded_up(due: str, amount: str, figure: str) -> None:
    """36 days × 20.00 × 0.0005 × 365 ÷ 360 = 0.365, and 10 days × 72.00 at that rate are 0.365 too."""
    figures = figures_of(ONE | {"bills": [{"due_date": due, "amount": amount}]}, Decimal("9.99"))
    assert figures.reconciled is not None
    terms = ReckoningTerms(figures.obligations, figures.as_of)
    (rule,) = (rule for rule in RULES if rule.name == "year-of-360")
    assert rule.change(terms).reckoned().figures == (Decimal(figure),)


def test_every_rule_is_tried_above() -> None:
    alike = {f"compounded-on-day-{day}" for day in range(1, 31)} - {"compounded-on-day-20"}
    assert sorted({*BY_THE_ORACLE, *BY_HAND} | alike) == sorted(NAMES)
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(("rate", "claim"), [("0.065", "44.85"), ("0.075", "51.75")])
def test_a_rate_inside_a_range_or_at_its_end_is_found_and_named_in_the_letter(rate: str, claim: str) -> None:
    """69 days × 1,000.00, at 0.065 % and 0.075 %; the range reaches from 34.50 to 51.75."""
    scenario = ONE | {"lender": {"daily_rate": "0.05%..0.075%"}, "bills": [THOUSAND]}
    assert names(whole(figures_of(scenario, Decimal(claim))).exact[0]) == [f"rate-{rate}"]
    text = (
        "".join(f"{key}: {in_yaml(value)}\n" for key, value in (HEAD | scenario).items())
        + f"claimed_penalty: {claim}\n"
    )
    assert f"可能是按日利率{rate}%计收" in letter(text, "waiver-email", "zh")
    assert f"If a daily rate of {rate}% was applied" in letter(text, "petition", "en")


def test_what_was_paid_on_a_loan_may_not_have_been_credited_either() -> None:
    """69 days × 1,000.00; ours is 59 days × 605.00, since 5.00 of the payment were penalty."""
    row = {"due_date": "2026-01-10", "principal": "1000.00", "interest": "0.00"}
    loan = {"label": "分期", "principal": "1000.00", "schedule": [row]}
    paid = loan | {"payments": [{"date": "2026-01-20", "amount": "400.00"}]}
    found = whole(figures_of(ONE | {"loans": [paid]}, Decimal("34.50")))
    assert (found.computed, names(found.exact[0])) == (Decimal("17.85"), ["payments-not-credited"])


def test_a_range_without_a_claim_names_no_rule() -> None:
    text = "as_of: 2026-03-20\nhardship: {kind: illness}\nborrower: {name: 测试}\nlender: {daily_rate: 0.05%..0.075%}\n"
    written = letter(text + "bills: [{due_date: 2026-01-10, amount: 1000.00}]\n", "waiver-email", "zh")
    assert "可能是" not in written


def test_two_rules_together_are_found_where_none_alone_explains_the_claim() -> None:
    late = A_DAY_LATE(case_of(BASE)) | {"daily_rate": Fraction(6, 10000)}
    claim = Decimal(oracle_reckon(late)["total"]["penalty_outstanding"])
    found = whole(figures_of(BASE, claim))
    assert ["payments-credited-late", "rate-0.06"] in [names(hit) for hit in found.exact]
    assert all(len(hit.rules) == 2 for hit in found.exact)


def test_a_rule_on_one_bill_alone_explains_a_total() -> None:
    case = case_of(BASE)
    bills = oracle_reckon(case)["bills"]
    unpaid = oracle_reckon(payments(lambda rows: [])(case))["bills"]
    claim = Decimal(unpaid[0]["penalty_outstanding"]) + Decimal(bills[1]["penalty_outstanding"])
    hits = whole(figures_of(BASE, claim)).exact
    assert (["payments-not-credited"], 0) in [(names(hit), hit.bill) for hit in hits]


def test_a_total_is_explained_only_by_what_explains_the_claims_on_its_bills_too() -> None:
    text = "as_of: 2026-01-31\nhardship: {kind: illness}\nborrower: {name: 测试}\nlender: {daily_rate: 0.05%}\n"
    bill = "  - {{due_date: 2026-01-01, amount: 1000.00, claimed_penalty: {}}}\n"
    # together 36.00, as at 0.06 %, but 16.00 and 20.00 where that rate makes 18.00 of each
    figures = compute_figures(
        load((text + "bills:\n" + bill.format("16.00") + bill.format("20.00")).encode(), "c", today=TODAY)
    )
    found = whole(figures)
    assert found.exact == ()
    assert (names(found.hits[0]), found.hits[0].distance) == (["rate-0.06"], Decimal(0))


def test_without_an_exact_hit_the_nearest_five_come_nearer_than_our_own_figure() -> None:
    found = whole(figures_of(BASE, Decimal("171.77")))
    distances = [hit.distance for hit in found.hits]
    assert not found.exact
    assert len(distances) == 5
    assert distances == sorted(distances)
    assert all(distance < abs(found.difference) for distance in distances)
    assert len({hit.figure for hit in found.hits}) == 5
    assert all(hit.distance == abs(hit.figure - found.claimed) for hit in found.hits)


def test_what_explains_a_figure_as_simply_is_named_in_the_order_of_the_rules() -> None:
    """Paid on the due date: whole bill and payments not credited make the same figure."""
    bill = {"due_date": "2026-01-20", "amount": "2240.00", "payments": [{"date": "2026-01-20", "amount": "300.00"}]}
    figures = figures_of({"as_of": "2026-03-31", "lender": {"daily_rate": "0.05%"}, "bills": [bill]}, Decimal("78.40"))
    assert [names(hit) for hit in whole(figures).exact] == [["whole-bill"], ["payments-not-credited"]]
    assert figures.reconciled is not None
    (question,) = figures.reconciled.questions
    assert [names(hit) for hit in question.hits] == [["whole-bill"], ["payments-not-credited"]]


def test_where_nothing_is_claimed_there_is_nothing_to_reconcile() -> None:
    assert figures_of(BASE).reconciled is None


def test_where_the_claim_agrees_nothing_is_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = figures_of(BASE).total.penalty_outstanding
    figures = figures_of(BASE, ours)
    monkeypatch.setattr(ReckoningTerms, "reckoned", lambda terms: pytest.fail("searched"))
    assert whole(figures).hits == ()
    assert figures.reconciled is not None
    assert not figures.reconciled.questions
    assert not figures.reconciled.shown


def test_reckoning_a_case_with_a_claim_searches_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReckoningTerms, "reckoned", lambda terms: pytest.fail("searched"))
    assert figures_of(BASE, Decimal("1.00")).reconciled is not None


def claiming(figures: Figures, claim: Decimal) -> Reconciliation:
    """The case with this claim on all bills together, and no other."""
    bills = tuple(bill._replace(claimed_penalty=None) for bill in figures.bills)
    assert figures.reconciled is not None
    return replace(figures.reconciled, bills=bills, total=figures.total._replace(claimed_penalty=claim))


def loaded(case: OracleCase) -> tuple[Figures, ReckoningTerms]:
    """A case of the oracle with some claim, and the terms that its bills are reckoned by."""
    free = case | unasked() | {"claimed_penalty": Fraction(1)}
    free["bills"] = [bill | {"claimed_penalty": None} for bill in case["bills"]]
    made = load(to_scenario(free).encode(), "case.yaml", today=TODAY)
    return compute_figures(made), ReckoningTerms(obligations_of(made), made.as_of)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(), st.sampled_from(RULES))
def test_a_claim_made_by_a_rule_is_always_among_the_exact_hits(case: OracleCase, rule: Any) -> None:
    figures, terms = loaded(case)
    made = rule.change(terms)
    claim = sum(made.reckoned().figures, Decimal(0))
    assume(made.reckoned().figures != tuple(bill.penalty_outstanding for bill in figures.bills))
    assume(claim != figures.total.penalty_outstanding)
    found = claiming(figures, claim).whole
    assert found is not None
    same = [one.name for one in rules_for(terms) if one.change(terms) == made] or [rule.name]
    assert [same[0]] in [names(hit) for hit in found.exact if hit.bill is None]


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(), st.sampled_from([pair for pair in combinations(RULES, 2) if pair[0].combines_with(pair[1])]))
def test_a_claim_made_by_two_rules_is_explained(case: OracleCase, pair: tuple[Any, Any]) -> None:
    first, second = pair
    figures, terms = loaded(case)
    assume(first.change(terms) != terms and second.change(terms) != terms)
    claim = sum(second.change(first.change(terms)).reckoned().figures, Decimal(0))
    assume(claim != figures.total.penalty_outstanding)
    found = claiming(figures, claim).whole
    assert found is not None
    assert found.exact


@settings(max_examples=examples(40), deadline=None)
@given(cases())
def test_every_hit_gives_what_its_rules_give(case: OracleCase) -> None:
    figures, terms = loaded(case)
    found = claiming(figures, figures.total.penalty_outstanding + Decimal("3.33")).whole
    assert found is not None
    ours = [bill.penalty_outstanding for bill in figures.bills]
    for hit in found.hits:
        made = terms
        for rule in hit.rules:
            made = rule.change(made)
        alone = [
            new if place == hit.bill else old
            for place, (old, new) in enumerate(zip(ours, made.reckoned().figures, strict=True))
        ]
        assert hit.figure == sum(made.reckoned().figures if hit.bill is None else alone, Decimal(0))
        assert hit.exact == (hit.figure == found.claimed)


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[Reckoned]:
    """What a search reckons, one after the other."""
    found: list[Reckoned] = []
    reckoned = ReckoningTerms.reckoned

    def counted(terms: ReckoningTerms) -> Reckoned:
        found.append(reckoned(terms))
        return found[-1]

    monkeypatch.setattr(ReckoningTerms, "reckoned", counted)
    return found


def test_the_search_reckons_the_bills_no_more_than_some_hundred_times(searched: list[Reckoned]) -> None:
    """What it costs; benchmarks measure time, tests do not."""
    scenario = with_terms(BASE, {"grace_days": 2, "late_fee": "{share: 5%}"})
    for bill in scenario["bills"]:
        bill |= {"claimed_penalty": "777.77", "minimum_payment": "100.00", "interest": "8.31"}
    figures = figures_of(scenario)
    assert not whole(figures).exact
    assert figures.reconciled is not None
    assert not any(claim.exact for claim in figures.reconciled.claims)
    assert 300 < len(searched) < 450
    assert figures.reconciled.stopped_after is None


@pytest.mark.parametrize("claim_each", [True, False])
def test_the_search_stops_after_so_many_steps_and_says_so(
    claim_each: bool, searched: list[Reckoned], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispute, "MOST_STEPS", 3000)
    claim: dict[str, Any] = {"claimed_penalty": "777.77"} if claim_each else {}
    scenario = BASE | {"bills": [bill | claim for bill in BASE["bills"] * 20]}
    found = figures_of(scenario, None if claim_each else Decimal("7777.77")).reconciled
    assert found is not None
    shape = reconciled(found)
    assert shape["stopped_after"] == len(searched) == found.stopped_after
    assert 10 < len(searched) < 40
    most = max(one.steps for one in searched)
    assert sum(one.steps for one in searched) < 3000 + most
    text = "".join(f"{key}: {in_yaml(value)}\n" for key, value in {**HEAD, **scenario}.items())
    text += "" if claim_each else "claimed_penalty: 7777.77\n"
    case = load(text.encode(), "case.yaml", today=TODAY)
    assert f"试过{len(searched)}种算法就停下了" in comparison(case, compute_figures(case)).markdown


def test_a_search_that_explains_the_claim_does_not_say_that_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispute, "MOST_STEPS", 10)
    figures = figures_of(BY_HAND["whole-bill"][0], Decimal("144.00"))
    assert whole(figures).exact
    assert figures.reconciled is not None
    assert figures.reconciled.stopped_after is None


def test_the_json_is_the_documented_one() -> None:
    bill = {"due_date": "2026-01-20", "amount": "2240.00", "payments": [{"date": "2026-01-20", "amount": "300.00"}]}
    later = {"due_date": "2026-03-30", "amount": "100.00"}
    scenario = {
        "as_of": "2026-03-31",
        "lender": {"daily_rate": "0.05%"},
        "bills": [bill | {"claimed_penalty": "78.40"}, later],
    }
    found = figures_of(scenario).reconciled
    assert found is not None
    shape = reconciled(found)
    nothing: dict[str, Any] = {"claimed": None, "difference": None, "hits": []}
    assert {key: shape[key] for key in ("schema", "computed", *nothing)} == {"schema": 1, "computed": "67.95"} | nothing
    first, second = shape["bills"]
    assert second == {"label": "2026-03-30", "computed": "0.05"} | nothing
    assert (first["computed"], first["claimed"], first["difference"]) == ("67.90", "78.40", "10.50")
    assert first["hits"][0] == {
        "rules": ["whole-bill"],
        "bill": None,
        "figure": "78.40",
        "distance": "0.00",
        "exact": True,
    }


@every(language=["zh", "en"])
def test_every_rule_has_words_and_every_words_a_rule(language: str) -> None:
    folder = library().roots[-1] / language / "_parts" / "rules"
    assert {path.name.removesuffix(".md.j2") for path in folder.iterdir()} == {rule.part for rule in RULES}


SCENARIOS: dict[str, tuple[dict[str, Any], Decimal | None]] = {
    rule: (with_terms(BASE, lender), None) for rule, (lender, _) in BY_THE_ORACLE.items()
}
SCENARIOS |= {rule: (scenario, Decimal(claim)) for rule, (scenario, claim) in BY_HAND.items()}


def disputed(rule: str) -> str:
    """A scenario whose lender claims what a rule gives."""
    scenario, claim = SCENARIOS[rule]
    if claim is None:
        alternative = BY_THE_ORACLE[rule][1]
        claim = Decimal(oracle_reckon(alternative(case_of(scenario)))["total"]["penalty_outstanding"])
    text = "".join(f"{key}: {in_yaml(value)}\n" for key, value in (HEAD | scenario).items())
    return text + f"claimed_penalty: {plain(claim)}\n"


def letter(text: str, kind: str, language: str) -> str:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return draft(case, compute_figures(case), kind, language).markdown


ASKS = {
    ("waiver-email", "zh"): r"看来贵公司可能是.+。如果是这样，罚息正好是[\d,.]+元；请核对是否如此。",
    ("petition", "zh"): r"看来贵公司可能是.+。如果是这样，罚息正好是[\d,.]+元；请核对是否如此。",
    ("waiver-email", "en"): r"If .+, the penalty interest comes to exactly CNY [\d,.]+\. Please check whether",
    ("petition", "en"): r"If .+, the penalty interest comes to exactly CNY [\d,.]+\. Please check whether",
}


@pytest.mark.parametrize(("kind", "language"), ASKS)
@pytest.mark.parametrize("rule", [rule for rule in SCENARIOS if rule != "rate-of-range-end"])
def test_a_letter_asks_about_the_rule_in_words_that_read(rule: str, kind: str, language: str) -> None:
    text = letter(disputed(rule), kind, language)
    assert re.search(ASKS[kind, language], text)
    assert not re.search(r"[，。；：、]{2}|（）|（[，；、]|[，；、]）|None", text)


@pytest.mark.parametrize(("kind", "language"), ASKS)
def test_without_an_exact_hit_a_letter_says_what_it_said(kind: str, language: str) -> None:
    text = disputed("whole-bill").replace("claimed_penalty: 144.00", "claimed_penalty: 171.77")
    written = letter(text, kind, language)
    assert "171.77" in written
    assert not re.search("看来|试着算|exactly", written)


def test_a_letter_asks_about_each_bill_where_no_rule_explains_the_whole() -> None:
    text = "as_of: 2026-01-31\nhardship: {kind: illness}\nborrower: {name: 测试}\nlender: {daily_rate: 0.05%}\nbills:\n"
    for label, claim in (("甲", "15.50"), ("乙", "18.00")):
        text += f"  - {{label: {label}账单, due_date: 2026-01-01, amount: 1000.00, claimed_penalty: {claim}}}\n"
    written = letter(text, "waiver-email", "zh")
    assert "就甲账单来说，看来贵公司可能是把到期日当天也计作一天。如果是这样，这一期的罚息正好是15.50元；" in written
    assert "就乙账单来说，看来贵公司可能是按日利率0.06%计收。如果是这样，这一期的罚息正好是18.00元；" in written


def test_no_rule_is_said_in_words_that_accuse() -> None:
    for language in ("zh", "en"):
        for path in (library().roots[-1] / language / "_parts" / "rules").iterdir():
            assert not re.search("违规|多收|乱收|错误|擅自|overcharg|wrong|illegal", path.read_text("utf-8")), path
