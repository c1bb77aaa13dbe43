"""The papers a case needs, with a mark on those that the scenario has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from letters.base.errors import DraftError
from letters.reference_data.evidence import read_evidence
from letters.reference_data.template_library import Library
from letters.reference_data.words import FactWords, PaperWords
from letters.scenario.load import Case
from letters.scenario.model.hardship import Evidence

_HAN_FROM = "\u2e80"
_ASIDE = re.compile(r"（.*?）|\(.*?\)")
_LISTED = re.compile("[、和或]")


class EvidencePaper(NamedTuple):
    """One row: what the paper is, who issues it, whether a copy will do, what to mind.

    `form` is None for a paper that the user named and the reference does not have.
    """

    document: str
    issuer: str | None
    form: str | None
    tip: str | None
    have: bool


def checklist(case: Case, language: str) -> list[EvidencePaper]:
    """Returns the hardship's papers, the user's others, then those that every case needs.

    Raises DraftError if the language has no words for a paper.
    """
    held = case.scenario.hardship.evidence
    matched: set[int] = set()
    special, common = (
        [_paper(said, held, matched) for said in _listed(case.library, language, guide)]
        for guide in (case.scenario.hardship.kind, "general")
    )
    others = [
        EvidencePaper(item.document, item.issuer, None, None, have=True)
        for place, item in enumerate(held)
        if place not in matched
    ]
    return [*special, *others, *common]


def _listed(shelf: Library, language: str, guide: str) -> Iterator[tuple[PaperWords, list[str]]]:
    """Yields the papers of a guide: what the letter says of each, and what it is called in every language that has a
    name.
    """
    known = read_evidence(guide)
    for paper in known.documents if known else ():
        names = []
        for other in shelf.languages():
            with suppress(DraftError):
                names.append(FactWords(shelf, other).paper(guide, paper).document)
        yield FactWords(shelf, language).paper(guide, paper), names


def _paper(said: tuple[PaperWords, list[str]], held: tuple[Evidence, ...], matched: set[int]) -> EvidencePaper:
    document, names = said
    places = [place for place, item in enumerate(held) if any(_alike(name, item.document) for name in names)]
    matched.update(places)
    issuer = next((held[place].issuer for place in places if held[place].issuer), None)
    return EvidencePaper(
        document.document,
        issuer or document.issuer,
        document.form,
        document.tip,
        have=bool(places),
    )


def _alike(name: str, held: str) -> bool:
    """Returns whether two names share a telling piece: four Han characters, or ten of other writing.

    Of a name that lists, 病假、停薪证明, each part is tried with the end of the whole: 病假证明.
    """
    return _telling(name).search(held) is not None


@lru_cache(maxsize=1024)
def _telling(name: str) -> re.Pattern[str]:
    """Returns a pattern that finds any telling piece of a name."""
    return re.compile("|".join(re.escape(piece) for piece in dict.fromkeys(_pieces(name))) or r"\Z(?!\Z)")


def _pieces(name: str) -> Iterator[str]:
    whole = _ASIDE.sub("", name)
    for part in _LISTED.split(whole):
        if len(part) == 3:
            yield part
    for part in [name, *(part if len(part) > 3 else part + whole[-2:] for part in _LISTED.split(whole))]:
        for start in range(len(part) - 3):
            piece = part[start : start + (4 if part[start] > _HAN_FROM else 10)]
            if len(piece) >= 4:
                yield piece
