"""Verifies an edited letter against the letter that would be drafted today: what matches and what does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any, Literal, NamedTuple

from letters.documents.edited_letter import unfinished_in
from letters.documents.markdown import parse
from letters.documents.plain_text import paragraphs
from letters.drafting.draft import Draft
from letters.drafting.proofread.fact_finder import Finder
from letters.drafting.proofread.stated_facts import Fact, Key, plain_values, texts_in
from letters.edited.compare import Piece, PiecePair, pairs, pieces
from letters.edited.guarded_facts import letter_finder
from letters.pipeline import Letters
from letters.reference_data.languages import read_language
from letters.report.as_json import record

State = Literal["matches", "changed", "missing", "stale", "unfinished"]
SCHEMA = 1
_SENTENCES = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]?")
_MOST_DAYS = 40
"""Dates of the file that are tried as the day for which it was made."""

Redraft = Callable[[date], Draft | None]
"""The letter as it would have been for another day, or None if it could not be drafted."""


class Finding(NamedTuple):
    """One fact. `found` is None if the file lacks it, `expected` if the case has no such figure.

    `paragraph` counts the paragraphs with words from 1; for a missing fact it is where the fact would stand.
    """

    what: str
    found: str | None
    expected: str | None
    state: State
    paragraph: int
    sentence: str = ""
    """The words around it: those of the file, or those of the letter where the file lacks it."""


class Verified(NamedTuple):
    """A file and what was found in it. `made_for` is the day of stale figures, None if they are today's or unknown."""

    file: str
    kind: str
    language: str
    as_of: date
    made_for: date | None
    facts: tuple[Finding, ...]

    @property
    def is_right(self) -> bool:
        """Whether every fact matches."""
        return all(fact.state == "matches" for fact in self.facts)


def verify(  # noqa: PLR0913 - a file, the case, and what may explain it
    file: str,
    words: Sequence[str],
    letters: Letters,
    *,
    redraft: Redraft,
    earlier: Iterable[str] = (),
    margins: Sequence[str] = (),
    is_edited: bool = False,
) -> Verified:
    """Compares the words of a file with the first draft of `letters`; its other drafts are the rest of the case.

    `earlier` are letters, as Markdown, that the file may have been made from. If they do not explain its figures, the
    days that it names are tried with `redraft`. In headers and footers (`margins`), what they say of the case has to be
    right; the rest is the user's own. In a file that `is_edited`, a blank or a marked conflict is named, too.
    """
    finder, letter = letter_finder(letters.case), letters.drafts[0]
    file_pieces = pieces(words, finder)
    now = _letter(letter.markdown, finder)
    found = pairs(now, file_pieces)
    elsewhere = _elsewhere(letters, finder)
    today = {letters.case.as_of.isoformat(), letters.case.date.isoformat()}
    open_facts = [p.found for p in found if p.found and not p.is_same and (p.expected or p.found.key not in elsewhere)]
    dated = {p.found.value for p in found if p.found and p.expected and p.expected.value in today}
    redrafts = _redrafts(letters, redraft, file_pieces, open_facts)
    past, made_for = _past(open_facts, dated, now, finder, chain(((None, text) for text in earlier), redrafts))
    findings = [finding for pair in found if (finding := _finding(pair, elsewhere, past))]
    for number, paragraph in enumerate(margins, len(words) + 1):
        stood = [_finding(PiecePair(None, fact, number), elsewhere, past) for fact in finder.facts(paragraph)]
        findings += [finding for finding in stood if finding and finding.state != "changed"]
    spoken = read_language(letters.case.library, letter.language)
    for number, paragraph in enumerate(words if is_edited else (), 1):
        left = unfinished_in(paragraph, [spoken.blank, spoken.your_change])
        findings += [Finding("left", text, None, "unfinished", number) for text in left]
    sides = [*words, *margins], paragraphs(parse(letter.markdown))
    findings = [one._replace(sentence=_sentence(one, *sides)) for one in findings]
    return Verified(file, letter.kind, letter.language, letters.case.as_of, made_for, tuple(findings))


def _sentence(one: Finding, file: Sequence[str], letter: Sequence[str]) -> str:
    """Returns the sentence that a fact stands in."""
    text = one.found or one.expected or ""
    here = file[one.paragraph - 1 : one.paragraph] if one.found else [said for said in letter if text in said]
    return next((found for said in here for found in _SENTENCES.findall(said) if text in found), "").strip()


def verified_record(verified: Iterable[Verified]) -> dict[str, Any]:
    """Returns the documented JSON: {schema, files: [{file, kind, language, as_of, made_for, facts: [{what, found,
    expected, state, paragraph}]}]}. `found`, `expected` and `made_for` may be null; days are ISO dates.
    """
    return {"schema": SCHEMA, "files": [_file_record(one) for one in verified]}


def _file_record(one: Verified) -> dict[str, Any]:
    return {
        "file": one.file,
        "kind": one.kind,
        "language": one.language,
        "as_of": one.as_of.isoformat(),
        "made_for": one.made_for.isoformat() if one.made_for else None,
        "facts": [
            {
                "what": fact.what,
                "found": fact.found,
                "expected": fact.expected,
                "state": fact.state,
                "paragraph": fact.paragraph,
            }
            for fact in one.facts
        ],
    }


def _letter(markdown: str, finder: Finder) -> list[list[Piece]]:
    return pieces(paragraphs(parse(markdown)), finder)


def _facts(letter: Iterable[list[Piece]]) -> Iterator[Fact]:
    return (piece.fact for paragraph in letter for piece in paragraph if piece.fact)


def _finding(pair: PiecePair, elsewhere: frozenset[Key], past: dict[Key, str | None]) -> Finding | None:
    found, expected = pair.found, pair.expected
    if found is None:
        assert expected is not None
        state: State = "changed" if pair.instead else "missing"
        return Finding(expected.what, pair.instead, expected.text, state, pair.paragraph)
    if pair.is_same or (expected is None and found.key in elsewhere):
        return Finding(found.what, found.text, (expected or found).text, "matches", pair.paragraph)
    if found.key in past:
        today = expected.text if expected else past[found.key]
        return Finding(found.what, found.text, today, "stale", pair.paragraph)
    if expected is None and found.what in {"days", "count"}:
        return None  # a number of days in the user's own words is their own affair
    return Finding(found.what, found.text, expected.text if expected else None, "changed", pair.paragraph)


def _elsewhere(letters: Letters, finder: Finder) -> frozenset[Key]:
    """Returns every figure of the case: those of all its letters and of its record."""
    drafted = {fact.key for one in letters.drafts for fact in _facts(_letter(one.markdown + one.for_you, finder))}
    recorded = {key for text in texts_in(record(letters.case, letters.figures)) for key in _keys(text, finder)}
    written = {key for text in texts_in(letters.case.source.data) for key in _keys(text, finder)}
    return frozenset(drafted | recorded | written)


def _keys(text: str, finder: Finder) -> Iterator[Key]:
    """Yields what a value of the scenario or of its record means."""
    yield from (fact.key for fact in finder.facts(text))
    yield from plain_values(text)


def _redrafts(
    letters: Letters, redraft: Redraft, file: Sequence[list[Piece]], open_facts: Sequence[Fact]
) -> Iterator[tuple[date, str]]:
    """Yields the letter for each day that the file names, beginning with days that today's letter does not name."""
    facts = [*open_facts, *_facts(file)]
    days = dict.fromkeys(fact.value for fact in facts if fact.what == "date")
    for text in list(days)[:_MOST_DAYS]:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            continue
        if day != letters.case.as_of and (drafted := redraft(day)):
            yield day, drafted.markdown


def _past(
    open_facts: Sequence[Fact],
    dated: set[str],
    now: Sequence[list[Piece]],
    finder: Finder,
    versions: Iterable[tuple[date | None, str]],
) -> tuple[dict[Key, str | None], date | None]:
    """Returns the facts of the earlier version that explains most mismatches, each with today's fact in its place.

    `dated` are the days in the place of today's date. Any other day has to explain more than itself: alone it is a
    typing mistake.
    """
    current = {fact.key for fact in _facts(now)}
    unknown = {fact.key for fact in open_facts if fact.what != "days"}
    best, most, made_for = None, 0, None
    for day, markdown in versions if unknown else ():
        letter = _letter(markdown, finder)
        explains = unknown & {fact.key for fact in _facts(letter)} - current
        own = ("date", day.isoformat()) if day and day.isoformat() not in dated else None
        explained = len(explains - {own})
        if explained > most or (explained == most and explained and made_for is None):
            best, most, made_for = letter, explained, day
        if made_for and most == len(unknown):
            break
    past: dict[Key, str | None] = {}
    for pair in pairs(best, now) if best else ():
        if pair.expected:
            past.setdefault(pair.expected.key, pair.found.text if pair.found else None)
    return past, made_for
