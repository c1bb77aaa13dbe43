"""The names of the figures at the top of the JSON, which templates know them by, too.

`every` says what each of them is. Letters need the names alone, and what explains a figure is much to import.
"""

from __future__ import annotations

OF_FIGURES = (
    "as_of",
    "bills",
    "total",
    "due",
    "loans",
    "to_come",
    "not_due_principal",
    "paid_to_principal",
    "asked",
    "remaining_penalty",
    "asked_interest",
    "asked_late_fee",
    "asked_fees",
    "asked_in_all",
    "remaining_interest",
    "remaining_late_fee",
    "remaining_fees",
    "disputed",
    "waiting",
    "offers",
    "defer",
    "affordability",
    "budget",
    "accept_from",
    "script",
    "cost_of_waiting",
    "since",
    "force_majeure",
    "reply_by",
    "waited",
    "limitation",
    "joint",
    "prevention",
    "range",
)
"""Those that `Figures` has under the same name."""

READ_OTHERWISE = ("currency", "lender", "meanwhile", "agreed", "counter")
"""Those that the function of their declaration reads."""
