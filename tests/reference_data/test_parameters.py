"""The law's numbers: each is read by its unit, by date, and stands in the sentence of the law that it names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from letters.base.errors import UnknownName
from letters.base.record_reading import read_record
from letters.ledger.allocation import order_of
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.law import read_law
from letters.reference_data.parameters import Parameter, parameter, read_parameter
from letters.reference_data.template_library import library
from letters.reference_data.words import FactWords

TODAY = date(2026, 11, 24)
NAMES = fact_names("parameters")


def values(*days: str | None, unit: str = "days", value: object = "15") -> Parameter:
    own = {"source": "own", "status": "own", "verified_on": "2026-11-24", "review_by": "2027-11-24", "value": value}
    rows = [own | ({"in_force": day} if day else {}) for day in days]
    return read_record(Parameter, {"unit": unit, "values": rows}).checked()


def test_every_parameter_has_a_source_a_day_it_was_read_and_a_law_that_we_hold() -> None:
    offenders = []
    for name in NAMES:
        for one in read_parameter(name).values:
            if (one.status == "own") != (one.law is None):
                offenders.append(f"{name}: a number of the law names the law, a line of our own does not")
            if one.law:
                known = read_law(one.law)
                offenders += [f"{name}: no article {n}" for n in one.articles if n not in known.articles]
                begins, least = one.in_force or date.min, known.in_force or date.min
                offenders += [f"{name}: in force before its law"] if begins < least else []
    assert offenders == []


def test_the_law_says_today_what_the_parameters_say() -> None:
    assert parameter("annual-cost-line", TODAY).share == Decimal("0.24")
    assert parameter("limitation", TODAY).count == 3
    assert parameter("limitation-near", TODAY).count == 30
    assert parameter("complaint-days", TODAY).counts == (15, 30, 60)
    assert parameter("review-days", TODAY).count == 30
    assert parameter("card-plan-years", TODAY).count == 5
    assert parameter("order-of-allocation", TODAY).order == ("fees", "interest", "principal")


@pytest.mark.parametrize(
    ("name", "words"), [("annual-cost-line", "24%"), ("complaint-days", "15 日"), ("card-plan-years", "5 年")]
)
def test_a_number_stands_in_the_sentence_of_the_law_that_it_names(name: str, words: str) -> None:
    one = parameter(name, TODAY)
    assert one.law
    law = FactWords(library(), "zh").law(one.law)
    assert words in " ".join([*law.articles.values(), *law.unnumbered])


def test_a_value_holds_from_its_day_until_the_next_ones() -> None:
    one = values(None, "2027-01-01")
    first, second = one.values
    assert [one.at(date(2026, 12, 31)), one.at(date(2027, 1, 1))] == [first, second]
    later = values("2027-01-01")
    assert later.at(date(2020, 1, 1)) == later.values[0]


@pytest.mark.parametrize("days", [(), ("2027-01-01", "2026-01-01"), ("2027-01-01", None)])
def test_values_that_do_not_follow_each_other_are_refused(days: tuple[str | None, ...]) -> None:
    with pytest.raises(AssertionError, match=r"the oldest first|at least one value"):
        values(*days)


@pytest.mark.parametrize(("unit", "value"), [("share-a-year", "24"), ("days", ["30", "15"]), ("days", "some")])
def test_a_value_of_another_unit_is_refused(unit: str, value: object) -> None:
    with pytest.raises((AssertionError, ValueError)):
        values(None, unit=unit, value=value)


def test_an_unknown_parameter_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UnknownName, match="no parameter is called 'limitatoin'; did you mean 'limitation'"):
        parameter("limitatoin", TODAY)


def test_a_payment_pays_in_the_order_of_the_law_and_interest_before_penalty() -> None:
    assert order_of("statutory", TODAY) == ("fees", "daily_fees", "interest", "penalty", "principal")
    assert order_of("principal-first", TODAY) == ("principal", "interest", "penalty", "fees", "daily_fees")
