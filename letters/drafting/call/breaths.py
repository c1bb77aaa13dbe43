"""What is said in one breath on the telephone: at most forty characters, or twenty words of a language with spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable

from letters.base.typed_text import has_han
from letters.drafting.tidy import KEPT
from letters.drafting.wording import Md
from letters.reference_data.languages import Language

MOST_HAN, MOST_WORDS = 40, 20
_ENDS = re.compile(r"(?<=[。；！？;!?])|(?<=\.)(?=\s|\Z)|\n")
_MARKS = " \t\n。．.；;，,、"
_UNSEEN = re.compile(rf"[\\\s{KEPT}]")


def fits(text: str, words: Language, beside: int = 0) -> bool:
    """Returns whether a text can be said in one breath with so many characters, or words, beside it."""
    if words.numerals == "han":
        return len(_UNSEEN.sub("", text)) + beside <= MOST_HAN
    return len(text.split()) + beside <= MOST_WORDS


def breaths(  # noqa: PLR0913, PLR0917 - what a filter takes
    text: str, words: Language, form: str, last: str = "", between: str = "\n", further: str = ""
) -> Md:
    """Returns the lines of a text, a clause each, as breaths in a form that holds {}, `1. 「{}」`, each followed by
    `between`. The last one is in the form `last` if there is one, and those after the first in `further`: what is said
    on in the same step, so that a sheet has five of them.
    """
    each = packed(text, words)
    forms = [form, *[further or form] * (len(each) - 1)]
    forms[-1:] = [last or forms[-1]] if each else []
    made = between.join(one.replace("{}", said) for one, said in zip(forms, each, strict=True))
    return Md(made + between)


def packed(text: str, words: Language) -> list[str]:
    """Returns the lines of a text, a clause each, as breaths: as many lines in one as fit, with a full stop."""
    han = words.numerals == "han"
    between, end = ("，", "。") if han else (" ", "")
    lines = (line.strip(_MARKS) for line in text.split("\n"))
    found: list[str] = []
    for line in filter(None, lines):
        clause = line if han or line.endswith("?") else f"{line}."
        if found and fits(f"{found[-1]}{between}{clause}", words, beside=len(end)):
            found[-1] += between + clause
        else:
            found.append(clause)
    return [breath if breath.endswith("？") else breath + end for breath in found]


def cut(text: str, words: Language, beside: int) -> str:
    """Returns the first clauses of a text that fit in one breath with so much beside them; empty if none does."""
    clauses = re.split(r"(?<=[，；。,;])", text)
    for count in range(len(clauses), 0, -1):
        said = "".join(clauses[:count]).strip(_MARKS)
        if fits(said, words, beside):
            return said
    return ""


def is_in(text: str, words: Language) -> bool:
    """Returns whether a text is in the language, as far as its characters tell."""
    return has_han(text) == (words.numerals == "han")


def sentences(text: str | None, words: Language, most: int) -> list[str]:
    """Returns the first sentences of a text that can each be said in one breath, `most` of them; none of a text in
    another language.
    """
    if not text or not is_in(text, words):
        return []
    each = (sentence.strip(_MARKS) for sentence in _ENDS.split(text))
    each = (one[:1].upper() + one[1:] for one in each)
    return [one for one in each if one and fits(one, words, beside=1)][:most]


def all_sentences(text: str | None, words: Language) -> list[str]:
    """Returns every sentence of a text, or none if one of them is too long for a breath."""
    whole = sentences(text, words, len(text or ""))
    return whole if _same(whole, text or "") else []


def _same(found: Iterable[str], text: str) -> bool:
    bare = re.compile(r"[\W_]")
    return bare.sub("", "".join(found)).casefold() == bare.sub("", text).casefold()
