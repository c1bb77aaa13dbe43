"""Until when the superior office of a bank can be asked to review a refusal."""

from __future__ import annotations

from datetime import date, timedelta

from letters.figures.lender_answer import Answer
from letters.reference_data.parameters import parameter, read_parameter
from letters.scenario.load import Case

REVIEW_DAYS = "review-days"


def review_by(case: Case, given: Answer | None) -> date | None:
    """Returns the last day for a review of the last answer; None if that refuses nothing, or is not a bank's."""
    if given is None or given.outcome != "refused" or case.lender.type not in read_parameter(REVIEW_DAYS).applies_to:
        return None
    return given.contact.date + timedelta(days=parameter(REVIEW_DAYS, given.contact.date).count)
