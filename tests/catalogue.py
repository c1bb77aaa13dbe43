"""The catalogues of `letters/locale/`. After a message was written or changed:

    python tests/catalogue.py

extracts every message into letters.pot, merges them into each letters.po and compiles each letters.mo. Then
translate in the .po what is new or marked fuzzy, take the mark away, and run it again.

A new language is a new folder: `mkdir -p letters/locale/fr/LC_MESSAGES`, and the same command.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any
from unittest.mock import patch

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "letters" / "locale"
POT = LOCALE / "letters.pot"
MARKERS: dict[str, tuple[int, ...] | None] = {"Message": (1,), "Counted": (1, 2)}
"""What marks a message in the code, and which of its arguments are texts."""


class Plain(Catalog):
    """A catalogue whose header holds what gettext needs alone: no day, no address, no version of Babel's."""

    @property  # type: ignore[misc]  # Babel gives it a setter, which nobody calls here
    def mime_headers(self) -> list[tuple[str, str]]:
        headers = [("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=UTF-8")]
        headers.append(("Content-Transfer-Encoding", "8bit"))
        if self.locale:
            headers += [("Language", str(self.locale)), ("Plural-Forms", self.plural_forms)]
        return headers


def extracted() -> Plain:
    """Every message of the program as it is now: those in the code, typer's pages, and the scenario's fields."""
    catalog = Plain(fuzzy=False)
    methods = [("**.py", "python")]
    with redirect_stderr(io.StringIO()):  # Babel warns of f-strings among the values; ruff minds the texts (INT)
        found = list(extract_from_dir(ROOT / "letters", methods, keywords=MARKERS))
    for _, _, text, _, _ in found:
        if text:
            catalog.add(text)
    with patch.dict(os.environ, LETTERS_LANG="en"):  # the pages as they stand in the code
        for text in _pages():
            catalog.add(text)
    for text in _fields():
        catalog.add(text)
    return _sorted(catalog)


def _fields() -> Iterator[str]:
    """What the scenario's model says of its fields, and what the names of a choice mean."""
    from letters.scenario.questions import fields, texts

    for field in fields():
        yield from filter(None, texts(field).values())
        yield from filter(None, field.typed.says.values() if field.typed else ())


def _pages() -> Iterator[str]:
    """The help of the program, its commands, arguments and options, and the words that stand for what one writes."""
    import typer.main

    from letters.cli.app import app
    from letters.cli.help.pages import PLACEHOLDER

    yield from ("OPTIONS", "COMMAND")
    commands: list[Any] = [typer.main.get_command(app)]
    while commands:
        command = commands.pop()
        yield command.help
        context = command.make_context("letters", [], resilient_parsing=True)
        for param in command.get_params(context):
            yield from filter(None, [param.help, *PLACEHOLDER.findall(param.metavar or "")])
        commands += getattr(command, "commands", {}).values()


def _sorted(catalog: Catalog) -> Plain:
    """The catalogue by text: the same bytes from the same messages, wherever they stand in the code."""
    found = Plain(fuzzy=False, locale=catalog.locale)
    for message in sorted(catalog, key=_key):
        if message.id:
            added = found.add(message.id, message.string, flags=message.flags - {"python-format"})
            added.flags.discard("python-format")  # "5 % a day" is none
    return found


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def merged(language: str, messages: Catalog) -> Plain:
    """The messages with the translations that letters.po has of them."""
    path = po(language)
    catalog = read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale=language)
    catalog.update(messages)
    return _sorted(catalog)


def po(language: str) -> Path:
    """The translations of a language."""
    return LOCALE / language / "LC_MESSAGES" / "letters.po"


def languages() -> list[str]:
    """Languages that have a folder."""
    return sorted(path.parent.name for path in LOCALE.glob("*/LC_MESSAGES"))


def as_text(catalog: Plain) -> bytes:
    """A .pot or .po."""
    body = io.BytesIO()
    write_po(body, catalog, width=110, omit_header=True, no_location=True, ignore_obsolete=True)
    head = ['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in catalog.mime_headers)]
    return "\n".join([*head, "", ""]).encode() + body.getvalue()


def compiled(text: bytes, language: str) -> bytes:
    """A .mo of a .po: the same bytes from the same translations."""
    body = io.BytesIO()
    write_mo(body, _sorted(read_po(io.BytesIO(text), locale=language)))
    return body.getvalue()


def main() -> None:
    messages = extracted()
    POT.parent.mkdir(exist_ok=True)
    POT.write_bytes(as_text(messages))
    for language in languages():
        text = as_text(merged(language, messages))
        po(language).write_bytes(text)
        po(language).with_suffix(".mo").write_bytes(compiled(text, language))
        open_ones = [one for one in read_po(io.BytesIO(text), locale=language) if one.id and untranslated(one)]
        sys.stdout.write("".join(f"{language}: to translate: {_key(one)}\n" for one in open_ones))


def untranslated(message: Message) -> bool:
    """Whether a translation is missing, in part missing, or only guessed."""
    return message.fuzzy or not all(strings(message))


def strings(message: Message) -> list[str]:
    """The translations of a message: of one with a plural, all its forms."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


if __name__ == "__main__":
    main()
