"""Notes in `letters/reference_data/law/` what was read of each article: the day, and the SHA-256 of what it says.

What it says stands in `templates/zh/words.yaml`. After an article was added there, or read again and put otherwise:

    python tests/law_texts.py

writes the `texts:` at the end of each file anew: a text that is as it was keeps its day, any other gets today's, so
read it in its source first. A test fails on a text that differs from its note.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from letters.base.resources import bundled
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.law import ReadText, read_law
from letters.reference_data.template_library import library
from letters.reference_data.words import FactWords

LANGUAGE = "zh"
"""The language that the articles were read in."""
_NOTES = re.compile(r"^texts:.*\Z", re.MULTILINE | re.DOTALL)


def said_of(name: str) -> dict[str, str]:
    """Returns what is said of each article of a law, by its number; a sentence without one is `unnumbered 1`."""
    words = FactWords(library(), LANGUAGE).law(name)
    rest = {f"unnumbered {place}": text for place, text in enumerate(words.unnumbered, 1)}
    return {**words.articles, **rest}


def digest(text: str) -> str:
    """Returns the SHA-256 of a text in hexadecimal; its spaces and the width of its characters do not count."""
    return sha256("".join(unicodedata.normalize("NFKC", text).split()).encode()).hexdigest()


def noted(known: Mapping[str, ReadText], said: Mapping[str, str], today: date) -> dict[str, tuple[date, str]]:
    """Returns the day and the hash to note of each text: those known if it is as it was, else today's."""
    found: dict[str, tuple[date, str]] = {}
    for number, text in said.items():
        old, new = known.get(number), digest(text)
        found[number] = (old.read_on if old and old.sha256 == new else today, new)
    return found


def with_notes(text: str, notes: Mapping[str, tuple[date, str]]) -> str:
    """Returns the text of a law's file with these notes at its end."""
    lines = [f"  {number}: {{read_on: {day}, sha256: {known}}}" for number, (day, known) in notes.items()]
    return "\n".join([_NOTES.sub("", text).rstrip("\n"), "texts:", *lines, ""])


def main() -> None:
    for name in fact_names("law"):
        path = Path(bundled("reference_data") / "law" / f"{name}.yaml")
        notes = noted(read_law(name).texts, said_of(name), date.today())
        path.write_text(with_notes(path.read_text("utf-8"), notes), "utf-8")


if __name__ == "__main__":
    main()
