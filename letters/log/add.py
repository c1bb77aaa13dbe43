"""A contact is added: checked before, written whole, looked at again before it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from letters.base.errors import LettersError, Message, OutputError
from letters.case.attachments import Beside
from letters.case.scenario import Contact
from letters.case.source import read
from letters.log.splice import Entry, UnclearPlaceError, with_contact
from letters.pipeline import write_letters
from letters.writers.disk import replace

BOM = b"\xef\xbb\xbf"


def add(path: Path, name: str, entry: Entry, *, today: date, beside: Beside | None = None) -> None:
    """Append a contact to `contacts:` of a scenario file. `name` is how messages call the file.

    Raises ScenarioError for a file that has problems, before it is touched or through the new entry; OutputError.
    """

    def added(raw: bytes) -> bytes:
        _check(raw, name, today, beside)
        mark = BOM if raw.startswith(BOM) else b""
        try:
            text = with_contact(raw.removeprefix(BOM).decode(), entry)
        except UnclearPlaceError:
            raise _unclear(name) from None
        new = mark + text.encode()
        _check(new, name, today, beside)
        if read(new, name).data != _expected(raw, name, entry):
            raise _unclear(name)
        return new

    replace(path, added)


def _check(raw: bytes, name: str, today: date, beside: Beside | None) -> None:
    write_letters(raw, name, today=today, kinds=(), beside=beside)


def _expected(raw: bytes, name: str, entry: Entry) -> Any:
    """The data of the file as it is, with the contact added and nothing else changed."""
    data: Any = read(raw, name).data
    row = {key: str(value) for key, value in entry.items()}
    return data | {"contacts": [*(data.get("contacts") or []), row]}


def _unclear(name: str) -> LettersError:
    return OutputError(
        Message(
            "nothing can be added to the contacts of {name} in the form they have there; write them as a list, like"
            " `contacts:` with lines `  - {{date: 2026-03-02, channel: 电话}}` below it",
            name=name,
        )
    )


def record(contacts: tuple[Contact, ...]) -> list[dict[str, Any]]:
    """The contacts by their day, as `letters log --json` shows them."""
    return [contact.model_dump(mode="json") for contact in sorted(contacts, key=lambda one: one.date)]
