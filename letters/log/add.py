"""A contact is added: checked before, written whole, looked at again before it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from letters.base.errors import LettersError, Message, OutputError
from letters.case.attachments import Beside
from letters.case.contact import Contact, in_order
from letters.case.load import load
from letters.case.source import read
from letters.log.splice import Entry, UnclearPlaceError, with_contact
from letters.writers.disk import replace

BOM = b"\xef\xbb\xbf"


def with_entry(raw: bytes, name: str, entry: Entry, *, today: date, beside: Beside | None = None) -> bytes:
    """A scenario's bytes with one more contact, every other character kept; nothing is read or written here.

    `name` is how messages call the file. Raises ScenarioError for a file that has problems, before or through the
    new entry; OutputError where the contacts stand in a form that nothing can be added to.
    """
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


def add(path: Path, name: str, entry: Entry, *, today: date, beside: Beside | None = None) -> None:
    """Append a contact to `contacts:` of a scenario file, whole or not at all; two at once lose nothing.

    Raises what `with_entry` raises, and OutputError; the file is then as it was.
    """
    replace(path, lambda raw: with_entry(raw, name, entry, today=today, beside=beside))


def _check(raw: bytes, name: str, today: date, beside: Beside | None) -> None:
    load(raw, name, today=today, beside=beside, dated=False)


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
    """The contacts as they happened, as `letters log --json` shows them."""
    return [contact.model_dump(mode="json") for contact in in_order(contacts)]
