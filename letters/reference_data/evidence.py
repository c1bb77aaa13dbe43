"""Evidence: one file a hardship in `reference_data/evidence/`, the papers that show it; `general.yaml` for all."""

from __future__ import annotations

from functools import cache

from letters.base.errors import Message
from letters.base.field_types import Text
from letters.reference_data.dated_fact import DatedFact, fact_names, load_fact


class EvidenceGuide(DatedFact):
    """A file of `reference_data/evidence/`, by hardship; `general` holds what every case needs."""

    documents: tuple[Text, ...]
    """The names of the papers, in the order to list them; what is said of each stands in `words.yaml`."""


@cache
def read_evidence(hardship: str) -> EvidenceGuide | None:
    """Returns the papers that show a hardship, or None if the reference has none (for a hardship of the user's own)."""
    return (
        load_fact("evidence", Message("evidence guide"), hardship, EvidenceGuide)
        if hardship in fact_names("evidence")
        else None
    )
