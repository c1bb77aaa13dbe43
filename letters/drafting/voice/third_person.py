"""Templates read in the third person, where somebody else writes for the borrower: 我的请求 → 王小明的请求.

A template is written as the borrower's own words. `of_another` of the language file says what stands for them in the
letter of somebody else, as Jinja: 我 → the borrower's name, "tell me" → as it is, since the writer is told. Only the
words of the template itself are changed: never what a scenario holds, never a passage of OWN_WORDS (those are the
writer's or the caller's own words), and nothing after the heading of the page that is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from jinja2.ext import Extension

from letters.drafting.voice.capitals import CAPITAL

OWN_WORDS = ("_parts/another-", "_parts/call-", "replies/")
"""How a passage is called that is written in the words of the one who writes or calls for the borrower."""
OWN_PAGE = '{% include "_parts/yours.md.j2" %}'
_NAMED = re.compile(r'\{% set (\w+) = "([^"]*)" %\}')
_WRITTEN = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)


def words_of_another(forms: Mapping[str, str]) -> re.Pattern[str] | None:
    """Returns a pattern that finds each of the borrower's own words, the longest first; None if there are none.

    A word of letters is found only as a whole, apart from Chinese, which has no spaces.
    """
    found = [_whole(form) for form in sorted(forms, key=len, reverse=True)]
    return re.compile("|".join(found)) if found else None


def _whole(form: str) -> str:
    before = r"(?<![\w’])" if form[0].isascii() and form[0].isalnum() else ""
    after = r"(?![\w’])" if form[-1].isascii() and form[-1].isalnum() else ""
    return before + re.escape(form).replace(r"\ ", r"\s") + after


class ThirdPerson(Extension):
    """Puts what stands for the borrower's own words into a template that the short form has made Jinja."""

    priority = 200  # after the short form

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Returns a template's text in the third person, line for line."""
        forms: Mapping[str, str] = getattr(self.environment, "of_another", {})
        pattern = words_of_another(forms)
        if pattern is None or (name or "").startswith(OWN_WORDS):
            return source
        sent, page, kept = source.partition(OWN_PAGE)
        pieces = _WRITTEN.split(sent)
        told = [
            _renamed(piece, forms) if place % 2 else _told(piece, pattern, forms) for place, piece in enumerate(pieces)
        ]
        return "".join(told) + page + kept


def _told(text: str, pattern: re.Pattern[str], forms: Mapping[str, str]) -> str:
    return pattern.sub(lambda found: forms[re.sub(r"\s", " ", found[0])].replace("^", CAPITAL), text)


def _renamed(tag: str, forms: Mapping[str, str]) -> str:
    """Returns a tag; if it gives a name to the borrower's own word, `{% set me = "我" %}`, to what stands for it."""
    found = _NAMED.fullmatch(tag)
    stands = forms.get(found[2], "") if found else ""
    if found is None or not stands.startswith("{{"):
        return tag
    return "{% set " + found[1] + " = " + stands.strip("{} ") + " %}"
