"""The day, the rates and the lender's answer, each explained by the line of the scenario that it comes from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from letters.figures.lender_answer import answer
from letters.figures.traces import sources
from letters.figures.traces.asked import Asked, stated
from letters.figures.traces.bills import OWED, Tracer, summed
from letters.figures.traces.trace import Trace
from letters.scenario.model.rates import shown_rate

_OF_SUMS = re.compile(r"^(total|due|bills\[\d+\])\.")


def as_of(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the day that the figures include, with its line where the file gives it."""
    origin = sources.as_of(tracer.case)
    return Trace("stated" if origin else asked.pattern, origin=origin)


def rate(tracer: Tracer, asked: Asked) -> Trace:
    """Returns the rate of the day, with where it stands."""
    lender, rate = tracer.case.lender, shown_rate(tracer.case.lender.rate)
    note = sources.rate_note(tracer.case, rate, lender.change_on(tracer.case.as_of))
    return Trace(asked.pattern, facts={"daily_rate": rate, "year_days": str(lender.year_days)}, notes=(note,))


def rate_of_the_history(tracer: Tracer, asked: Asked) -> Trace:
    """Returns a rate of the history: that of the days before the first change is the lender's own."""
    case, key = tracer.case, asked.key
    change = case.lender.rates[asked.places[0]]
    if case.lender.rate_source == "profile":
        return Trace("lender", origin=("lender",), notes=(sources.rate_note(case, shown_rate(change.rate), change),))
    if change.start == date.min:
        return Trace("stated", origin=("lender", key)) if key == "daily_rate" else Trace(asked.pattern)
    origin = sources.in_file(case, (*sources.row_of(case, change), key))
    return Trace("stated" if origin else asked.pattern, origin=origin)


def of_the_answer(tracer: Tracer, asked: Asked) -> Trace:
    """Returns what the contact says in which the lender answered, and what follows from it."""
    given = answer(tracer.case, tracer.figures, tracer.figures.as_of)
    log = enumerate(tracer.case.scenario.contacts)
    place = next((place for place, one in log if given and one is given.contact), None)
    return Trace(asked.pattern, origin=None if place is None else ("contacts", place))


def at_one_end(tracer: Tracer, asked: Asked) -> Trace:
    """Returns a figure at the low or the high rate, taken apart as if that were the rate."""
    place, end, key = asked.path.removeprefix("range.").rsplit(".", 2)
    lender, high = tracer.case.lender, tracer.figures.at_high
    rate = lender.daily_rate if end == "low" else lender.daily_rate_high
    if high is None or rate is None:
        return stated(tracer, asked)
    keys = [f"{place}.{name}" for name in (OWED if key == "total_due" and asked.places else (key,))]
    case = replace(tracer.case, lender=lender.at_rate(rate))
    there = Tracer(case, high if end == "high" else tracer.figures)
    found = [_named_at(end, asked.explain(there, name)) for name in keys]
    return found[0] if len(found) == 1 else summed(asked.path, [one for one in found if one.amount])


def _named_at(end: str, trace: Trace) -> Trace:
    """Returns the trace with every figure in it called what it is in the range, not as if the rate were known."""
    parts, notes = (tuple(_named_at(end, one) for one in below) for below in (trace.parts, trace.notes))
    return replace(trace, figure=_OF_SUMS.sub(rf"range.\1.{end}.", trace.figure), parts=parts, notes=notes)
