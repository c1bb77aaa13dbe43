"""Where an amount comes from, as a tree: lines that add up, each with its place in the scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Self

from letters.base.errors import FieldPath
from letters.base.money import ZERO, grouped, percent
from letters.ledger.entries import Accrual, Entry, FeeCharged, InterestDays
from letters.scenario.model.rates import AnnualRate, shown_rate


@dataclass(frozen=True, slots=True)
class Trace:
    """One line. The amounts of its `parts`, if any, add up to its own; `notes` are what it rests on besides.

    `kind` names the words of it, which the `facts` go into; `figure` is its path if it is a figure of its own; `value`
    is what it is if that is no amount.
    """

    kind: str
    amount: Decimal | None = None
    value: str | int | bool | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    origin: FieldPath | None = None
    figure: str = ""
    parts: tuple[Trace, ...] = ()
    notes: tuple[Trace, ...] = ()

    def negated(self) -> Self:
        """Returns the trace with every amount negated, part by part."""
        assert self.amount is not None
        return replace(self, amount=-self.amount, parts=tuple(part.negated() for part in self.parts))

    def walk(self) -> Iterator[Trace]:
        """This line and all below it."""
        yield self
        for below in (*self.parts, *self.notes):
            yield from below.walk()


TraceTerms = Mapping[str, tuple[str, int]]
"""Which entries a sum is made of: kind → the field that holds the amount, and its sign."""

_PENALTY: TraceTerms = {"opening": ("penalty", 1), "accrual": ("interest", 1), "rounding": ("rounding", 1)}
_INTEREST: TraceTerms = {
    "opening": ("interest", 1),
    "interest-stated": ("interest", 1),
    "interest-days": ("interest", 1),
    "interest-rounding": ("interest", 1),
}
LEDGER_SUMS: Mapping[str, TraceTerms] = {
    "penalty_accrued": _PENALTY,
    "penalty_paid": {"payment": ("to_penalty", 1)},
    "penalty_outstanding": {**_PENALTY, "payment": ("to_penalty", -1), "waived": ("penalty", -1)},
    "interest": {**_INTEREST, "payment": ("to_interest", -1), "waived": ("interest", -1)},
    "interest_paid": {"payment": ("to_interest", 1)},
    "late_fee": {
        "opening": ("late_fee", 1),
        "late-fee": ("late_fee", 1),
        "payment": ("to_fees", -1),
        "waived": ("late_fee", -1),
    },
    "daily_fees": {
        "daily-fee": ("fee", 1),
        "daily-fee-rounding": ("fee", 1),
        "payment": ("to_daily_fees", -1),
        "waived": ("daily_fee", -1),
    },
    "interest_billed": {"interest-stated": ("interest", 1)},
    "penalty_on_interest": {"accrual": ("of_interest", 1), "rounding": ("of_interest", 1)},
    "penalty_waived": {"waived": ("penalty", 1)},
    "interest_waived": {"waived": ("interest", 1)},
    "late_fee_waived": {"waived": ("late_fee", 1)},
    "principal_outstanding": {"payment": ("to_principal", -1)},
    "paid": {"payment": ("payment", 1)},
    "overpaid": {"payment": ("excess", 1)},
}
"""The figures of a bill that its ledger adds up to, some of them from an opening amount on."""


def of_entries(name: str, entries: Sequence[Entry]) -> Iterator[Trace]:
    """Yields the lines of the ledger that make up a figure."""
    terms = LEDGER_SUMS[name]
    for entry in entries:
        if entry.kind in terms:
            key, sign = terms[entry.kind]
            amount: Decimal = getattr(entry, key)
            if amount:
                yield of_entry(entry, key, amount * sign)


def of_entry(entry: Entry, key: str, amount: Decimal | None) -> Trace:
    """Returns one line of the ledger; a payment's says what the amount of it went to, a late fee's which bound
    decided.
    """
    kind = f"payment-{key}" if entry.kind == "payment" else entry.kind
    if isinstance(entry, FeeCharged) and entry.bound:
        kind = f"{kind}-{entry.bound}"
    elif isinstance(entry, Accrual) and entry.least is not None:
        kind = f"{kind}-least"
    elif isinstance(entry, InterestDays) and entry.after_due:
        kind = f"{kind}-after"
    facts = {
        _CALLED.get(name, name): worded(name, value)
        for name, value in entry._asdict().items()
        if name not in {"kind", "origin"}
    }
    return Trace(kind, amount, facts=facts, origin=entry.origin)


def worded(name: str, value: object) -> str:
    """Returns a fact as a line shows it."""
    if isinstance(value, AnnualRate) or name == "rate":
        assert isinstance(value, AnnualRate | Decimal)
        return shown_rate(value)
    if isinstance(value, Decimal):
        return _FORMS.get(name, grouped)(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def padded(value: Decimal) -> str:
    """Returns an amount with every digit it has, and at least two decimals: 97.6404."""
    whole, _, decimals = f"{value.normalize():,f}".partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def total_of(traces: Sequence[Trace]) -> Decimal:
    """Returns what the lines add up to."""
    return sum((one.amount for one in traces if one.amount is not None), ZERO)


_CALLED = {"rate": "daily_rate"}
"""What a fact is called in the words, where that is not its name."""
_FORMS = {"daily_rate": percent, "share": percent, "interest": padded, "rounding": padded}
