"""Where an amount comes from, and what stands above the tables: checked against the figures themselves."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from cases import COMPLETE, bundled
from every import every
from visitor import Visitor, as_sent

from letters.reference_data.catalogue import scenarios

AMOUNT = re.compile(r'data-figure="([^"]+)">([\d,.]+)</button>')


@pytest.fixture(scope="module")
def visitor() -> Visitor:
    return Visitor()


def why(visitor: Visitor, text: str, names: str) -> list[dict[str, object]]:
    answer = visitor.post("why?" + "&".join(f"figure={name}" for name in names.split()), text)
    assert answer.status_code == 200, (names, answer.text)
    found: list[dict[str, object]] = answer.json()
    return found


def value_of(text: object) -> Decimal:
    return Decimal(str(text).replace(",", "").replace("−", "-"))


def lines_that_do_not_add_up(visitor: Visitor, name: str) -> list[tuple[object, ...]]:
    text = bundled(name)
    shown = visitor.preview(text)
    html = "".join([shown["figures"], shown["ledger"], *(one["html"] for one in shown["letters"])])
    asked = dict(AMOUNT.findall(html))
    assert asked
    offenders: list[tuple[object, ...]] = []
    for names, amount in asked.items():
        for one in why(visitor, text, names):
            parts = [value_of(row["value"]) for row in one["rows"] if row["depth"] == 0]  # type: ignore[attr-defined]
            says = one["rows"] or one["grounds"] or one["sentence"]
            is_right = amount in str(one["grounds"]) if not one["value"] else value_of(one["value"]) == value_of(amount)
            if not one["what"] or not says or not is_right:
                offenders.append((names, amount, one))
            elif parts and sum(parts) != value_of(amount):
                offenders.append((names, amount, parts))
    return offenders


def test_an_amount_in_a_letter_opens_lines_that_add_up_to_it(visitor: Visitor) -> None:
    assert lines_that_do_not_add_up(visitor, "illness.yaml") == []


@pytest.mark.slow
@every(name=scenarios())
def test_an_amount_in_any_bundled_letter_opens_lines_that_add_up_to_it(visitor: Visitor, name: str) -> None:
    assert lines_that_do_not_add_up(visitor, name) == []


def test_what_the_borrower_wrote_is_told_as_such_with_the_field_it_stands_in(visitor: Visitor) -> None:
    [one] = why(visitor, bundled("illness.yaml"), "file:request.today")
    assert one["sentence"] == "You wrote it: 500.00"
    assert (one["path"], one["value"]) == ("request.today", "500.00")
    paid, today = why(visitor, bundled("illness.yaml"), "bills[0].paid file:request.today")
    assert (paid["what"], today["what"]) == ("2025年11月账单 · 已还", "What you can pay today")


def test_an_instalment_of_the_plan_in_the_letters_is_told_with_what_is_paid_today(visitor: Visitor) -> None:
    shown = visitor.preview(bundled("illness.yaml"))
    email = next(one["html"] for one in shown["letters"] if one["kind"] == "waiver-email")
    assert 'data-figure="plan:instalment">1,143.90</button>' in email
    [one] = why(visitor, bundled("illness.yaml"), "plan:instalment")
    assert one["sentence"] == "7,363.40 yuan less the 500.00 paid today: 6,863.40 yuan, in 6 instalments"
    assert one["grounds"][0] == {"words": "10 April 2026 1,143.90", "path": ""}  # type: ignore[index]
    assert visitor.post("why?figure=plan:nothing", bundled("illness.yaml")).status_code == 422


def test_a_figure_that_is_none_is_refused(visitor: Visitor) -> None:
    for name in ("total.nothing", "file:request.nothing", "bills[9].paid"):
        assert visitor.post(f"why?figure={name}", bundled("illness.yaml")).status_code == 422


def test_the_sums_and_bars_are_the_figures_of_the_case(visitor: Visitor) -> None:
    shown = visitor.preview(bundled("illness.yaml"))
    assert [one["amount"] for one in shown["sums"]] == ["7,618.34", "254.94", "3.68"]
    bars = shown["bars"]
    assert bars["title"] == "Once the penalty stops, you can pay whatever is waived"
    assert [one["amount"] for one in bars["rows"]] == ["1,227.25", "1,237.88", "1,248.52", "1,269.74"]
    assert [one["fits"] for one in bars["rows"]] == [True] * 4
    assert all(one["share"] < bars["line"] for one in bars["rows"])
    for one in (*shown["sums"], *bars["rows"]):
        [reason] = why(visitor, bundled("illness.yaml"), one["figure"])
        assert value_of(reason["value"]) == value_of(one["amount"])
    outlook = shown["outlook"]
    assert outlook["title"] == "Agreed: paid off on 10 September 2026. Not agreed: it goes on growing"
    assert "8,258.95 yuan on 10 September 2026" in outlook["caption"]
    data = visitor.opened(bundled("illness.yaml"))["data"]
    for income, title, said in (
        ("5150", "You can pay each of these", ["✓ can be paid"] * 3),
        ("5100", "This cannot be paid: ask for a pause, or more instalments", ["✕ cannot be paid"]),
    ):
        data["income"]["now"] = income
        bars = visitor.preview(as_sent(data))["bars"]
        assert (bars["title"], [one["said"] for one in bars["rows"]]) == (title, said)
    del data["income"]
    bars = visitor.preview(as_sent(data))["bars"]
    assert (bars["title"], bars["line"], bars["rows"][0]["said"]) == ("What each offer takes a month", None, "")


def test_nothing_is_offered_above_an_old_debt(visitor: Visitor) -> None:
    shown = visitor.preview(bundled("old-debt.yaml"))
    assert (shown["bars"], shown["outlook"]) == (None, None)


def test_an_amount_that_is_part_of_a_number_or_a_mask_is_none(visitor: Visitor) -> None:
    html = "".join(one["html"] for one in visitor.preview(COMPLETE)["letters"])
    assert AMOUNT.search(html)
    assert not re.search(r"[\d.]<button[^>]*class=\"amount\"|class=\"amount\"[^<]*</button>[\d%]", html)
