"""Any figure of a case, by its path in the JSON, traced to the scenario, the ledger, the rate and the rounding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from letters.base.errors import Message, UnknownName
from letters.base.money import ZERO, grouped, percent, total
from letters.figures.figures import Figures
from letters.figures.lender_answer import answer
from letters.ledger.totals import reached_principal_alone
from letters.report import trace_budget, trace_offers, trace_sources
from letters.report.as_json import record
from letters.report.trace import LEDGER_SUMS, Trace, of_entry, total_of
from letters.report.trace_bills import OF_A_BILL, OWED, Tracer, summed
from letters.scenario.load import Case

MOST_SUGGESTED = 5
NO_FIGURES = {"schema", "blanks", "warnings"}
_INDEX = re.compile(r"\[(\d+)\]")
_DOTTED_INDEX = re.compile(r"\.(\d+)(?=\.|$)")
"""bills.0.paid, which a shell leaves alone."""
_OF_SUMS = re.compile(r"^(total|due|bills\[\d+\])\.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that is asked for: its path, the same without numbers, its last key, and the numbers."""

    path: str
    pattern: str
    key: str
    places: tuple[int, ...]

    @property
    def sums(self) -> str:
        """The sums that the figure belongs to: "total" for `total.paid`, "due" for `due.paid`."""
        return self.path.partition(".")[0]


def explain(case: Case, figures: Figures, name: str) -> Trace:
    """The trace of a figure: `total.penalty_outstanding`, `bills[0].paid` … Raises UnknownName."""
    known = dict(_leaves(record(case, figures)))
    name = _DOTTED_INDEX.sub(r"[\1]", name)
    if name not in known:
        near = get_close_matches(name[:80], list(known), n=MOST_SUGGESTED, cutoff=0.4)
        raise UnknownName(Message("figure"), name, near or [one for one in known if one.startswith("total.")])
    found = _traced(Tracer(case, figures), name)
    if found.amount is None:
        found = replace(found, value=known[name])
    return trace_sources.with_grounds(case, found)


def _traced(tracer: Tracer, name: str) -> Trace:
    """A figure that exists, without what it rests on besides."""
    pattern = _INDEX.sub("[]", name)
    asked = Asked(name, pattern, pattern.rpartition(".")[2], tuple(int(place) for place in _INDEX.findall(name)))
    how = EXPLAINED.get(pattern) or EXPLAINED.get(f"{pattern.rpartition('.')[0]}.*", _stated)
    return replace(how(tracer, asked), figure=name)


def _leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of the JSON with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            if path or key not in NO_FIGURES:
                yield from _leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _leaves(value, f"{path}[{index}]")
    else:
        yield path, data


Explainer = Callable[[Tracer, Asked], Trace]


def _stated(tracer: Tracer, asked: Asked) -> Trace:
    """What stands in the scenario as it is, or follows from a rule that its words give."""
    return trace_sources.stated(tracer.case, asked.path, asked.pattern)


def _of_the_script(tracer: Tracer, asked: Asked) -> Trace:
    """An offer of the script is told in the words of an offer."""
    return trace_sources.stated(tracer.case, asked.path, asked.pattern.removeprefix("script."))


def _at_one_end(tracer: Tracer, asked: Asked) -> Trace:
    """A figure at the low or the high rate, taken apart as if that were the rate."""
    place, end, key = asked.path.removeprefix("range.").rsplit(".", 2)
    lender, high = tracer.case.lender, tracer.figures.at_high
    rate = lender.daily_rate if end == "low" else lender.daily_rate_high
    if high is None or rate is None:
        return _stated(tracer, asked)
    keys = [f"{place}.{name}" for name in (OWED if key == "total_due" and asked.places else (key,))]
    case = replace(tracer.case, lender=lender.at_rate(rate))
    there = Tracer(case, high if end == "high" else tracer.figures)
    found = [_named_at(end, _traced(there, name)) for name in keys]
    return found[0] if len(found) == 1 else summed(asked.path, [one for one in found if one.amount])


def _named_at(end: str, trace: Trace) -> Trace:
    """The trace with every figure in it called what it is in the range: without, it would name the low end's."""
    parts, notes = (tuple(_named_at(end, one) for one in below) for below in (trace.parts, trace.notes))
    return replace(trace, figure=_OF_SUMS.sub(rf"range.\1.{end}.", trace.figure), parts=parts, notes=notes)


def _bill(tracer: Tracer, asked: Asked) -> Trace:
    return tracer.bill(asked.places[0], asked.key)


def _entry(tracer: Tracer, asked: Asked) -> Trace:
    bill, place = asked.places
    return of_entry(tracer.figures.bills[bill].entries[place], "payment", None)


def _total(tracer: Tracer, asked: Asked) -> Trace:
    return tracer.total(asked.key, asked.sums)


def _with_excess(tracer: Tracer, asked: Asked) -> Trace:
    """The bills, and what was paid on the account beyond all of them."""
    bills = tracer.bills(asked.key)
    excess = tracer.figures.total.overpaid - total_of(tracer.bills("overpaid"))
    return summed(asked.path, (*bills, *([Trace("excess", excess, origin=("payments",))] if excess else [])))


def _overdue(tracer: Tracer, asked: Asked) -> Trace:
    return summed(asked.path, tracer.bills("principal_outstanding", tracer.places("due")))


def _joint_row(tracer: Tracer, asked: Asked) -> Trace:
    """A signatory's figure: the borrower's own sums where the table has others alone, else what the table says."""
    joint, place = tracer.figures.joint, asked.places[0]
    assert joint
    row, is_first = joint.rows[place], place == 0 and len(joint.rows) > len(tracer.case.signatories)
    if is_first and asked.key in _OF_A_ROW:
        return tracer.total(_OF_A_ROW[asked.key])
    amount = getattr(row, asked.key) if asked.key in _OF_A_ROW else None
    return Trace("joint-own" if row.is_own else "joint-row", amount, origin=None if is_first else ("signatories",))


def _joint(tracer: Tracer, asked: Asked) -> Trace:
    """The sum of a column, or of both."""
    joint = tracer.figures.joint
    assert joint
    if asked.key == "owed":
        return summed(asked.path, [_traced(tracer, f"joint.{key}") for key in _OF_A_ROW])
    return summed(asked.path, [_traced(tracer, f"joint.rows[{place}].{asked.key}") for place in range(len(joint.rows))])


def _not_due(tracer: Tracer, asked: Asked) -> Trace:
    later = set(tracer.places()) - set(tracer.places("due"))
    return summed(asked.path, tracer.bills("principal_outstanding", sorted(later)))


def _paid_to_principal(tracer: Tracer, asked: Asked) -> Trace:
    entries = [entry for bill in tracer.figures.bills for entry in bill.entries if reached_principal_alone(entry)]
    paid = [of_entry(entry, "to_principal", entry.to_principal) for entry in entries if entry.to_principal]
    return summed(asked.path, paid)


def _claimed_on_due(tracer: Tracer, asked: Asked) -> Trace:
    """The claims on the bills that are due; the lender's total may be of others too."""
    if tracer.figures.due.claimed_penalty is None:
        return Trace("due.claimed_penalty")
    claimed = tracer.total("claimed_penalty", "due")
    if asked.key == "claimed_penalty":
        return claimed
    return summed(asked.path, (claimed, tracer.total("penalty_outstanding", "due").negated()))


def _disputed(tracer: Tracer, asked: Asked) -> Trace:
    """The difference where it is more than ours; of the bills where the whole is not known."""
    if not tracer.figures.disputed:
        return Trace(asked.pattern, ZERO)
    if tracer.figures.total.difference is not None:
        return _difference(tracer, asked)
    more = [place for place, bill in enumerate(tracer.figures.bills) if (bill.difference or ZERO) > 0]
    return summed(asked.path, tracer.bills("difference", more))


def _difference(tracer: Tracer, asked: Asked) -> Trace:
    claimed = tracer.claimed()
    if claimed.amount is None:
        return claimed
    return summed(asked.path, (claimed, tracer.total("penalty_outstanding").negated()))


def _annual_cost(tracer: Tracer, asked: Asked) -> Trace:
    """A quotient: what it is made of stands below it and does not add up to it."""
    bills = [tracer.figures.bills[place] for place in tracer.places(asked.sums)]
    bills = [bill for bill in bills if bill.principal_days]
    costs, days = total(bill.costs for bill in bills), total(bill.principal_days for bill in bills)
    facts = {"costs": grouped(costs), "principal_days": grouped(days)}
    notes = tuple(
        Trace(
            "bill-cost",
            facts={"label": bill.label, "costs": grouped(bill.costs), "principal_days": grouped(bill.principal_days)},
            origin=bill.origin,
        )
        for bill in bills
    )
    year = str(tracer.case.lender.year_days)
    return Trace(asked.pattern.replace("due.", "total."), facts=facts | {"year_days": year}, notes=notes)


def _of_the_line(tracer: Tracer, asked: Asked) -> Trace:
    return Trace(f"total.above_line.{asked.key}")


def _waiting(tracer: Tracer, asked: Asked) -> Trace:
    keys = OWED if asked.key == "total_due" else (asked.key,)
    return summed(asked.path, tracer.after_waiting(tracer.figures.waiting[asked.places[0]].days, keys))


def _as_of(tracer: Tracer, asked: Asked) -> Trace:
    origin = trace_sources.as_of(tracer.case)
    return Trace("stated" if origin else asked.pattern, origin=origin)


def _rate(tracer: Tracer, asked: Asked) -> Trace:
    lender, rate = tracer.case.lender, percent(tracer.case.lender.daily_rate)
    note = trace_sources.rate_note(tracer.case, rate, lender.change_on(tracer.case.as_of))
    return Trace(asked.pattern, facts={"daily_rate": rate, "year_days": str(lender.year_days)}, notes=(note,))


def _of_the_history(tracer: Tracer, asked: Asked) -> Trace:
    """A rate of the history: that of the days before the first change is the lender's own."""
    case, key = tracer.case, asked.key
    change = case.lender.rates[asked.places[0]]
    if case.lender.rate_source == "profile":
        return Trace(
            "lender", origin=("lender",), notes=(trace_sources.rate_note(case, percent(change.daily_rate), change),)
        )
    if change.start == date.min:
        return Trace("stated", origin=("lender", key)) if key == "daily_rate" else Trace(asked.pattern)
    origin = trace_sources.in_file(case, (*trace_sources.row_of(case, change), key))
    return Trace("stated" if origin else asked.pattern, origin=origin)


def _agreed(tracer: Tracer, asked: Asked) -> Trace:
    """What the contact says in which the lender answered, and what follows from it."""
    given = answer(tracer.case, tracer.figures, tracer.figures.as_of)
    log = enumerate(tracer.case.scenario.contacts)
    place = next((place for place, one in log if given and one is given.contact), None)
    return Trace(asked.pattern, origin=None if place is None else ("contacts", place))


def _placed(how: Callable[..., Trace]) -> Explainer:
    return lambda tracer, asked: how(tracer, *asked.places)


_SUMS = ("total", "due")
_OF_A_ROW = {"principal": "principal_outstanding", "penalty": "penalty_outstanding"}
"""Amounts of one who signs, and what they are called among the borrower's own figures."""
_BY_PLACE = (trace_offers, trace_budget)
EXPLAINED: Mapping[str, Explainer] = {
    "as_of": _as_of,
    "lender.daily_rate": _rate,
    "lender.annual_rate": _rate,
    "lender.rates[].*": _of_the_history,
    **{f"bills[].{key}": _bill for key in OF_A_BILL},
    "bills[].entries[].*": _entry,
    "script.offers[].*": _of_the_script,
    **{f"range.{place}.{end}.*": _at_one_end for place in ("total", "due", "bills[]") for end in ("low", "high")},
    **{f"{sums}.{key}": _total for sums in _SUMS for key in ("amount", "daily_accrual", *LEDGER_SUMS)},
    **{f"{sums}.overdue_principal": _overdue for sums in _SUMS},
    **{f"{sums}.total_due": lambda tracer, asked: tracer.total_due(asked.sums) for sums in _SUMS},
    **{f"{sums}.above_line.*": _of_the_line for sums in _SUMS},
    **{f"{sums}.{key}": _annual_cost for sums in _SUMS for key in ("annual_cost", "above_line.passed")},
    "total.paid": _with_excess,
    "total.overpaid": _with_excess,
    "total.claimed_penalty": lambda tracer, asked: tracer.claimed(),
    "total.difference": _difference,
    "due.claimed_penalty": _claimed_on_due,
    "due.difference": _claimed_on_due,
    "not_due_principal": _not_due,
    "paid_to_principal": _paid_to_principal,
    "disputed": _disputed,
    "joint.rows[].*": _joint_row,
    "joint.*": _joint,
    "agreed.*": _agreed,
    "agreed.plan[].*": _agreed,
    "counter.*": _agreed,
    "counter.plan[].*": _agreed,
    "waiting[].penalty_outstanding": _waiting,
    "waiting[].total_due": _waiting,
    **{pattern: _placed(how) for module in _BY_PLACE for pattern, how in module.EXPLAINED.items()},
}
"""How each figure is explained, by its path without numbers; of any other the words of its path say what it is."""
