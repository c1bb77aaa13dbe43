"""A letter cites at most three laws, each once read: more of them make it read like an agent's."""

from __future__ import annotations

import re

from cases import SCENARIOS, TODAY, bundled

from letters.pipeline import write_letters

MOST = 3
CITED = {
    "zh": re.compile(r"《[^》]+》第[^）。，；]*?条(?:、第[^）。，；]*?条)*"),
    "en": re.compile(
        r"[A-Z][^.;()]*?(?:Code|Law|Measures|Provisions|Regulation|Rules)[^.;()]*?, [Aa]rts?\. [\d, and]+"
    ),
}


def test_no_letter_that_is_sent_cites_more_than_three() -> None:
    offenders = []
    for name in SCENARIOS:
        for language, pattern in CITED.items():
            made = write_letters(bundled(name).encode(), name, today=TODAY, kinds=["all"], language=language)
            for drafted in made.drafts:
                found = {one.rstrip(", ") for one in pattern.findall(drafted.markdown)}
                if not drafted.private and (len(found) > MOST or len(drafted.citations) > MOST):
                    offenders.append(f"{name}, {language}, {drafted.kind}: {sorted(found)} {drafted.citations}")
    assert offenders == []
