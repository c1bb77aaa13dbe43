"""What a figure rests on besides amounts: the rate and where it was read, the days, the rounding, the order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from letters.base.errors import Path
from letters.base.money import percent
from letters.case.lender import Lender
from letters.case.load import Case
from letters.figures.trace import Trace


def with_grounds(case: Case, trace: Trace) -> Trace:
    """The trace with what its lines rest on, each said once, at its end."""
    lines = list(trace.walk())
    kinds = {line.kind for line in lines}
    rates = [line.facts["daily_rate"] for line in lines if line.kind in {"accrual", "interest-days", "a-day"}]
    notes: list[Trace] = [*rate_notes(case, list(dict.fromkeys(rates)))]
    if kinds & {"accrual"}:
        notes += _of_days(case)
    if kinds & {"accrual", "interest-days", "a-day", "rounding"}:
        notes.append(_term(case, "rounding", f"rounding-{case.lender.rounding}"))
    if any(kind.startswith("payment-") for kind in kinds):
        notes.append(_term(case, "allocation", f"order-{case.lender.allocation}"))
    return replace(trace, notes=(*trace.notes, *notes))


def _of_days(case: Case) -> Iterator[Trace]:
    yield Trace("first-day")
    if case.lender.grace_days:
        yield _term(case, "grace_days", "grace", days=str(case.lender.grace_days))
    if case.lender.compounding != "none":
        yield _term(case, "compounding", f"compounding-{case.lender.compounding}")


def _term(case: Case, key: str, kind: str, **facts: str) -> Trace:
    """A term of the contract, with its line where the scenario gives it."""
    return Trace(kind, facts=facts, origin=in_file(case, ("lender", key)))


def in_file(case: Case, path: Path) -> Path | None:
    """The path where the scenario has something there."""
    data: Any = case.source.data
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return None if data is None else path


def rate_notes(case: Case, rates: list[str]) -> Iterator[Trace]:
    """Each rate, as percent, with where it stands: the scenario's line, or the profile with its source and date."""
    for rate in rates:
        known = list(_stated(case, rate) if case.lender.rate_source == "scenario" else _usual(case.lender, rate))
        yield known[0] if known else Trace("rate-own", facts={"daily_rate": rate})


def _stated(case: Case, rate: str) -> Iterator[Trace]:
    facts = {"daily_rate": rate, "source": ""}
    for place, row in enumerate(case.scenario.lender.rates):
        if percent(row.daily_rate) == rate:
            origin: Path = ("lender", "rates", place)
            more = {"source": row.source or "", "since": row.start.isoformat()}
            yield Trace("rate-since", facts=facts | more, origin=origin)
    high = case.lender.daily_rate_high
    if high is not None and rate in {percent(high), percent(case.lender.daily_rate)}:
        ends = {"low": percent(case.lender.daily_rate), "high": percent(high)}
        yield Trace("rate-range", facts=facts | ends, origin=("lender", "daily_rate"))
    own = case.scenario.lender.daily_rate
    if isinstance(own, Decimal) and percent(own) == rate:
        yield Trace("rate-scenario", facts=facts, origin=("lender", "daily_rate"))


def _usual(lender: Lender, rate: str) -> Iterator[Trace]:
    suggested = [lender.profile.daily_rate] if lender.profile.daily_rate else []
    for fact in [*suggested, *lender.profile.rates]:
        if percent(fact.value) == rate:
            facts = {"daily_rate": rate, "source": fact.source, "verified_on": fact.verified_on.isoformat()}
            yield Trace("rate-profile", facts=facts, origin=("lender",))


FROM: dict[str, Path] = {
    "affordability.income": ("income", "now"),
    "lender.rate_source": ("lender", "daily_rate"),
}
"""Figures that the scenario gives under another path."""


def stated(case: Case, path: str, pattern: str) -> Trace:
    """A figure that is no sum: the scenario's own line, or else what its words say of it."""
    origin = in_file(case, FROM.get(path) or _steps(path))
    return Trace("stated", origin=origin) if origin else Trace(pattern)


def _steps(path: str) -> Path:
    return tuple(int(step) if step.isdecimal() else step for step in path.replace("[", ".").replace("]", "").split("."))
