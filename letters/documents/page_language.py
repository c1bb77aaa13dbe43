"""How a page is set in a language: its footer, script and locale, from `page` of `language.yaml`.

Only the languages that ship with the program are known here: their parts of a Word file are made beforehand. Another
one is set as its first subtag is ("zh" for "zh-Hant"), or else as English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from letters.base.resources import bundled
from letters.files.yaml_reader import read

FALLBACK = "en"
_FIELD = re.compile(r"(\{pages?\})")


class PageLanguage(NamedTuple):
    """How a page is set in a language.

    `footer` is the words before the number of the page, between it and the number of pages, and after that.
    """

    name: str
    footer: tuple[str, str, str]
    script: str
    """han or latin: what decides indents, spacing, and the height of a line."""
    locale: str
    """The language with its region: zh-CN, en-GB."""
    latin: str
    """What Word takes Latin words and digits for: under zh-CN, LibreOffice breaks lines inside numbers."""
    styles: tuple[tuple[str, str], ...] = ()
    """What the house's own styles are called in Word in this language, where that is not their name."""


def bundled_languages() -> list[str]:
    """Returns the names of the languages that ship with the program."""
    return sorted(path.parent.name for path in bundled("templates").glob("*/language.yaml"))


@cache
def page_language(name: str) -> PageLanguage:
    """Returns how a page of a language is set, or of the one that it is set like."""
    known = bundled_languages()
    found = next((one for one in (name, name.partition("-")[0]) if one in known), FALLBACK)
    path = bundled("templates") / found / "language.yaml"
    data = read(path.read_bytes(), f"templates/{found}/language.yaml").data
    page = data.get("page") if isinstance(data, dict) else None
    assert isinstance(page, dict), f"templates/{found}/language.yaml: page is missing"
    before, first, between, second, after = _FIELD.split(str(page["footer"]))
    assert (first, second) == ("{page}", "{pages}"), "the footer names {page}, then {pages}"
    locale, called = str(page["locale"]), page.get("styles")
    styles = tuple((str(style), str(words)) for style, words in called.items()) if isinstance(called, dict) else ()
    latin = str(page.get("latin") or locale)
    return PageLanguage(found, (before, between, after), str(page["script"]), locale, latin, styles)
