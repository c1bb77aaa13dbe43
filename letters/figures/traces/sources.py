"""What a figure rests on besides amounts: the rate and where it was read, the days, the rounding, the order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from letters.base.errors import FieldPath
from letters.base.money import percent
from letters.figures.traces.trace import Trace
from letters.reference_data.lenders import RateFact
from letters.scenario.lender import Lender
from letters.scenario.load import Case
from letters.scenario.model.rates import RateChange, shown_rate

_AT_A_RATE = {"accrual", "accrual-least", "interest-days", "interest-days-after", "a-day"}
"""Lines that a daily rate is part of."""


def with_grounds(case: Case, trace: Trace) -> Trace:
    """Returns the trace with what its lines rest on, each said once, at its end."""
    lines = list(trace.walk())
    kinds = {line.kind for line in lines}
    notes: list[Trace] = []
    for line in lines:
        if line.kind in _AT_A_RATE and (note := _rate_of(case, line)) not in notes:
            notes.append(note)
    if kinds & {"accrual", "accrual-least"}:
        notes += _of_days(case)
    if kinds & {*_AT_A_RATE, "rounding"}:
        notes.append(_term(case, "rounding", f"rounding-{case.lender.rounding}"))
    if any(kind.startswith("payment-") for kind in kinds):
        notes.append(_term(case, "allocation", f"order-{case.lender.allocation}"))
    return replace(trace, notes=(*trace.notes, *notes))


def _of_days(case: Case) -> Iterator[Trace]:
    yield Trace("first-day")
    if case.lender.grace_days:
        yield _term(
            case,
            "grace_days",
            "grace" if case.lender.grace == "reaches-back" else "grace-delays",
            days=str(case.lender.grace_days),
        )
    if case.lender.compounding != "none":
        yield _term(case, "compounding", f"compounding-{case.lender.compounding}")


def _term(case: Case, key: str, kind: str, **facts: str) -> Trace:
    """Returns a term of the contract, with its line if the scenario gives it."""
    return Trace(kind, facts=facts, origin=in_file(case, ("lender", key)))


def in_file(case: Case, path: FieldPath) -> FieldPath | None:
    """Returns the path if the scenario has something there, else None."""
    data: Any = case.source.data
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return None if data is None else path


def _rate_of(case: Case, line: Trace) -> Trace:
    """Returns where the rate of a line stands, found by its days: a history may return to a rate that it had before."""
    rate, place = line.facts["daily_rate"], line.origin or ()
    for key in ("daily_rate", "annual_rate", "penalty_multiple", "tiers", "rates"):
        for own in ((*place, key), (*place[:2], key)):
            if place[:1] != ("lender",) and in_file(case, own):
                return Trace("rate-own", facts={"daily_rate": rate}, origin=own)
    if case.lender.penalty.tiers or (line.facts.get("on") == "interest" and case.lender.on_interest == "contract"):
        key = "contract_annual_rate" if line.facts.get("on") == "interest" else "tiers"
        return Trace("rate-own", facts={"daily_rate": rate}, origin=("lender", key))
    day = date.fromisoformat(line.facts["end"]) if "end" in line.facts else case.as_of + timedelta(days=1)
    return rate_note(case, rate, case.lender.change_on(day))


def rate_note(case: Case, rate: str, change: RateChange | None) -> Trace:
    """Returns a rate, as percent, with where it stands: the scenario's line, or the profile with its source and
    date.
    """
    lender, facts = case.lender, {"daily_rate": rate, "source": ""}
    if lender.rate_source == "profile":
        fact = _usual(lender, change)
        more = {"source": fact.source, "verified_on": fact.verified_on.isoformat()}
        return Trace("rate-profile", facts=facts | more, origin=("lender",))
    keys = ("daily_rate", "annual_rate", "penalty_multiple")
    origin: FieldPath = next((("lender", key) for key in keys if in_file(case, ("lender", key))), ("lender",))
    if lender.daily_rate_high is not None:
        ends = {"low": shown_rate(lender.rate), "high": percent(lender.daily_rate_high)}
        return Trace("rate-range", facts=facts | ends, origin=origin)
    if change is None or change.start == date.min:
        return Trace("rate-scenario", facts=facts, origin=origin)
    more = {"source": change.source or "", "since": change.start.isoformat()}
    return Trace("rate-since", facts=facts | more, origin=row_of(case, change))


def row_of(case: Case, change: RateChange) -> FieldPath:
    """Returns the field path of a change of the rate; the scenario may list them in any order."""
    rows = case.scenario.lender.rates
    return ("lender", "rates", next(place for place, row in enumerate(rows) if row.start == change.start))


def _usual(lender: Lender, change: RateChange | None) -> RateFact:
    profile = lender.profile
    facts: list[RateFact] = [fact for fact in profile.rates if change and fact.start == change.start]
    fact = facts[0] if facts else profile.daily_rate
    assert fact is not None  # the rate is the profile's
    return fact


FROM: dict[str, FieldPath] = {
    "affordability.income": ("income", "now"),
    "lender.rate_source": ("lender", "daily_rate"),
}
"""Figures that the scenario gives under another path."""


def letters_date(case: Case) -> FieldPath | None:
    """Returns the field path of the letters' date; None if the file gives neither that nor the day of the figures."""
    return ("date",) if case.scenario.date else as_of(case)


def as_of(case: Case) -> FieldPath | None:
    """Returns the field path of the day of the figures; None if another day was asked for, or the day is today."""
    return ("as_of",) if case.scenario.as_of == case.as_of else None


def stated(case: Case, path: str, pattern: str) -> Trace:
    """Returns a figure that is no sum: the scenario's own line, or else what its words say of it."""
    origin = in_file(case, FROM.get(path) or _steps(path))
    return Trace("stated", origin=origin) if origin else Trace(pattern)


def _steps(path: str) -> FieldPath:
    return tuple(int(step) if step.isdecimal() else step for step in path.replace("[", ".").replace("]", "").split("."))
