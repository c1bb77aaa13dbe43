"""The figures as plain data, made from their declarations: the shape of `letters figures --json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from letters.base.money import plain
from letters.figures.declared.declaration import Declared, FigureDeclaration, FigureGroup, FigureUnit, value_of
from letters.figures.declared.every import FIGURES
from letters.figures.figures import Figures
from letters.figures.lender_answer import answer
from letters.negotiation.dispute import Claim, Reconciliation
from letters.scenario.load import Case
from letters.situation.situations import borne
from letters.situation.theme import KnownFacts

SCHEMA, RECONCILED = 2, 1


def record(case: Case, figures: Figures) -> dict[str, Any]:
    """Returns all figures: amounts as strings with two decimals, rates with every digit, dates in ISO form."""
    return {"schema": SCHEMA} | _object(FIGURES.members, figures, case)


def borne_by(case: Case, figures: Figures) -> list[str]:
    """Returns the names of the situations that a case bears, which stand in the JSON beside its figures."""
    return borne(KnownFacts(case, figures, figures, lambda: answer(case, figures, case.date)))


def _object(members: tuple[Declared, ...], owner: Any, case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in members:
        value = value_of(one, owner)
        if isinstance(one, FigureGroup):
            found[one.name] = _group(one, value, case)
        elif value or not one.only_if_any:
            found[one.name] = _values(one, value, case)
    return found


def _group(group: FigureGroup, value: Any, case: Case) -> Any:
    if value is None:
        return None
    if not group.is_list:
        return _object(group.members, value, case)
    return [_object(group.kinds[type(row)] if group.kinds else group.members, row, case) for row in value]


def _values(figure: FigureDeclaration, value: Any, case: Case) -> Any:
    return [written(figure.unit, one, case) for one in value] if figure.is_list else written(figure.unit, value, case)


def written(unit: FigureUnit, value: Any, case: Case) -> Any:
    """Returns a value as JSON has it, by its unit; None, which JSON writes as null, stays None."""
    if value is None:
        return None
    if unit is FigureUnit.LINE:
        return case.source.mark(value).line
    form = _FORMS.get(unit)
    return form(value) if form else value


def _exact(value: Decimal) -> str:
    """Returns a number with every digit it has and no trailing zeros: 0.0005."""
    return f"{value.normalize():f}"


def _exact_amount(value: Decimal) -> str:
    whole, _, decimals = _exact(value).partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


_FORMS: Mapping[FigureUnit, Callable[[Any], str]] = {
    FigureUnit.AMOUNT: plain,
    FigureUnit.EXACT_AMOUNT: _exact_amount,
    FigureUnit.TEN_DECIMALS: "{:.10f}".format,
    FigureUnit.RATE: _exact,
    FigureUnit.DAY: date.isoformat,
}


def reconciled(found: Reconciliation) -> dict[str, Any]:
    """Returns the shape of `letters reconcile --json`: the whole, then each bill; null if nothing is claimed."""
    claims = {claim.bill: claim for claim in found.claims}
    bills = [
        {"label": bill.label} | _claim(bill.penalty_outstanding, claims.get(number))
        for number, bill in enumerate(found.bills)
    ]
    whole = _claim(found.total.penalty_outstanding, found.whole)
    return {"schema": RECONCILED} | whole | {"bills": bills, "stopped_after": found.stopped_after}


def _claim(computed: Decimal, claim: Claim | None) -> dict[str, Any]:
    hits = [
        {
            "rules": [rule.name for rule in hit.rules],
            "bill": hit.bill,
            "figure": plain(hit.figure),
            "distance": plain(hit.distance),
            "exact": hit.exact,
        }
        for hit in (claim.hits if claim else ())
    ]
    return {
        "computed": plain(computed),
        "claimed": plain(claim.claimed) if claim else None,
        "difference": plain(claim.difference) if claim else None,
        "hits": hits,
    }
