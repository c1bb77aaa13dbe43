"""Evidence: one file a hardship in `reference_data/evidence/`, the papers that show it; `general.yaml` for all."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from letters.base.errors import Message
from letters.reference_data.dated_fact import DatedFact, Words, fact_names, load_fact


class Document(BaseModel):
    """A paper that shows a hardship, who issues it, and whether a copy will do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: Words
    issuer: Words
    form: Words
    tip: Words = {}


class EvidenceGuide(DatedFact):
    """A file of `reference_data/evidence/`, by hardship; `general` holds what every case needs."""

    documents: tuple[Document, ...]


@cache
def read_evidence(hardship: str) -> EvidenceGuide | None:
    """The papers that show a hardship, or None where the reference has none (a hardship of the user's own)."""
    return (
        load_fact("evidence", Message("evidence guide"), hardship, EvidenceGuide)
        if hardship in fact_names("evidence")
        else None
    )
