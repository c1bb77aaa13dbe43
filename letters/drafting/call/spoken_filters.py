"""The filters by which templates say amounts, counts and days aloud, and cut what is said into breaths."""

from __future__ import annotations

from letters.drafting.call import breaths, spoken
from letters.drafting.sandbox.page_filters import in_its_language, on_its_day

SPOKEN = {
    "breaths": in_its_language(breaths.breaths),
    "said": in_its_language(spoken.said),
    "said_near": in_its_language(spoken.said_near),
    "said_day": on_its_day(spoken.said_day),
    "said_month": on_its_day(spoken.said_month),
    "said_count": in_its_language(spoken.said_count),
    "said_digits": in_its_language(spoken.said_digits),
}
