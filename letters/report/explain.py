"""Any figure of a case, by its path in the JSON, traced to the scenario, the ledger, the rate and the rounding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from letters.base.errors import Message, UnknownName
from letters.figures.declared.every import find
from letters.figures.figures import Figures
from letters.figures.traces import sources
from letters.figures.traces.asked import Asked
from letters.figures.traces.bills import Tracer
from letters.figures.traces.trace import Trace
from letters.report.as_json import record
from letters.scenario.load import Case

MOST_SUGGESTED = 5
NO_FIGURES = {"schema", "blanks", "warnings"}
_INDEX = re.compile(r"\[(\d+)\]")
_DOTTED_INDEX = re.compile(r"\.(\d+)(?=\.|$)")
"""An index after a dot, bills.0.paid, which no shell changes."""


def explain(case: Case, figures: Figures, name: str) -> Trace:
    """Returns the trace of a figure: `total.penalty_outstanding`, `bills[0].paid` … Raises UnknownName."""
    known = dict(leaves(record(case, figures)))
    name = _DOTTED_INDEX.sub(r"[\1]", name)
    if name not in known:
        near = get_close_matches(name[:80], list(known), n=MOST_SUGGESTED, cutoff=0.4)
        raise UnknownName(Message("figure"), name, near or [one for one in known if one.startswith("total.")])
    found = _traced(Tracer(case, figures), name)
    if found.amount is None:
        found = replace(found, value=known[name])
    return sources.with_grounds(case, found)


def _traced(tracer: Tracer, name: str) -> Trace:
    """Returns the trace of a figure that exists, without what it rests on besides."""
    pattern = _INDEX.sub("[]", name)
    places = tuple(int(place) for place in _INDEX.findall(name))
    asked = Asked(name, pattern, pattern.rpartition(".")[2], places, _traced)
    return replace(find(pattern).explained(tracer, asked), figure=name)


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yields every value of the JSON of `record` with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            if path or key not in NO_FIGURES:
                yield from leaves(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, f"{path}[{index}]")
    else:
        yield path, data
