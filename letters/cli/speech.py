"""The language in which the program speaks, and a message said in it.

English stands in the code. Any other language is a catalogue, `letters/locale/<language>/LC_MESSAGES/letters.mo`,
found by listing; tests/catalogue.py makes it.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from letters.base.errors import Cited, Counted, Message, borrowed

CODE_LANGUAGE = "en"
"""The language of the messages in the code."""
FIRST_LANGUAGE = "zh"
"""What is written and listed if nobody asks for a language."""
DOMAIN = "letters"
FOLDER = Path(__file__).resolve().parent.parent / "locale"

_heard: ContextVar[str | None] = ContextVar("_heard", default=None)


def languages() -> list[str]:
    """Returns the languages that the program can speak."""
    found = FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return sorted({CODE_LANGUAGE, *(path.parent.parent.name for path in found)})


def hear(language: str) -> None:
    """Speaks the language of the scenario, or of what is listed, from now on; LETTERS_LANG goes before it."""
    _heard.set(language)


def spoken() -> str:
    """Returns the first of these that the program can speak: LETTERS_LANG, the language last heard, the locale's."""
    return next((name for name in (ordered(), _known(_heard.get()), _known(_locale())) if name), CODE_LANGUAGE)


def ordered() -> str | None:
    """Returns the language that LETTERS_LANG asks for, or None if the program cannot speak it."""
    return _known(os.environ.get("LETTERS_LANG"))


def offered(asked: str | None) -> str:
    """Returns the language of what is written or listed without a scenario, which is spoken too.

    That is `--lang`, else LETTERS_LANG, else Chinese whatever the locale: the letters go to lenders in China.
    """
    language = asked or ordered() or FIRST_LANGUAGE
    hear(language)
    return language


@cache
def _known(given: str | None) -> str | None:
    """Returns the language of a locale (zh_CN.UTF-8 → zh), or None if the program cannot speak it."""
    name = re.split(r"[_.@-]", given or "")[0].lower()
    return name if name in _languages() else None


@cache
def _languages() -> frozenset[str]:
    return frozenset(languages())


def _locale() -> str | None:
    given = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), None)
    if given is None and sys.platform == "win32":
        import ctypes
        import locale

        given = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage())
    return given


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == CODE_LANGUAGE:
        return gettext.NullTranslations()
    with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def told(message: str, language: str | None = None) -> str:
    """Returns a Message, and the Messages inside it, in the language spoken; any other text as it is."""
    if not isinstance(message, Message) or not message:
        return message
    if isinstance(message, Cited):
        return _cited(message, language or spoken())
    words, params = _catalogue(language or spoken()), message.params
    if isinstance(message, Counted):
        template = words.ngettext(message.template, message.plural, int(str(params["count"])))
    else:
        template = words.gettext(message.template)
    said = {name: told(value, language) if isinstance(value, str) else value for name, value in params.items()}
    return template.format(**said) if params else template


def _cited(law: Cited, language: str) -> str:
    """Returns a citation as the letters of a language have it; if there are no letters in it, as those of English
    do.
    """
    from letters.reference_data import languages as letter_languages
    from letters.reference_data.template_library import library

    shelf = library()
    name = language if language in shelf.languages() else CODE_LANGUAGE
    return letter_languages.cited(letter_languages.read_language(shelf, name), law.law, law.articles)


def teller(language: str) -> Callable[[str], str]:
    """Returns what tells a message in the language of what is written, whatever is spoken; English without a
    catalogue.
    """
    known = _known(language) or CODE_LANGUAGE
    return lambda message: told(message, known)


def for_programs(message: str) -> str:
    """Returns a message for JSON: in English, so that it stays the same everywhere, unless LETTERS_LANG is set."""
    return told(message, ordered() or CODE_LANGUAGE)


def translated(text: str) -> str:
    """Returns a text of typer's in the language spoken."""
    return told(borrowed(text))


def teach_typer() -> None:
    """Lets gettext's own functions, which typer asks for a few of its words, know our catalogue; they go by
    LANGUAGE.
    """
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = spoken()
