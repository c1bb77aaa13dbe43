"""Adds a contact, a payment or a waiver to a scenario: checked before, written whole, looked at before it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from letters.base.errors import FieldPath, LettersError, Message, OutputError, ScenarioError, dotted
from letters.base.record import as_plain
from letters.base.record_reading import read_record
from letters.files.disk import replace
from letters.files.text import control_character
from letters.files.yaml_reader import read
from letters.scenario.attachments import Beside
from letters.scenario.defaults import Defaults
from letters.scenario.load import Case, load
from letters.scenario.model.contacts import Contact, in_order
from letters.scenario.writing.yaml_insert import CONTACTS, Row, UnclearPlaceError, with_row

BOM = b"\xef\xbb\xbf"


class ScenarioReading(NamedTuple):
    """How a scenario is read to be checked: on which day, with which files beside it and which settings."""

    today: date
    beside: Beside | None = None
    defaults: Defaults | None = None

    def load(self, raw: bytes, name: str) -> Case:
        """Returns the case. Raises ScenarioError."""
        return load(raw, name, today=self.today, beside=self.beside, dated=False, defaults=self.defaults)


def with_entry(raw: bytes, name: str, entry: Row, reading: ScenarioReading, path: FieldPath = CONTACTS) -> bytes:
    """Returns a scenario's bytes with one more row and every other character kept; no file is read or written.

    `name` is how messages call the file, `path` the list: the contacts, or `payments` of a bill. Raises ScenarioError
    for a file that has problems, before or through the new row, and OutputError if the file has a form that nothing can
    be added to.
    """
    return with_entries(raw, name, [entry], reading, path)


def with_entries(raw: bytes, name: str, entries: Sequence[Row], reading: ScenarioReading, path: FieldPath) -> bytes:
    """Returns a scenario's bytes with more rows at the end of a list, else as `with_entry`."""
    reading.load(raw, name)
    return _with_rows(raw, name, entries, reading, path)


def _with_rows(raw: bytes, name: str, entries: Sequence[Row], reading: ScenarioReading, path: FieldPath) -> bytes:
    mark, new = BOM if raw.startswith(BOM) else b"", raw
    for entry in entries:
        try:
            text = with_row(new.removeprefix(BOM).decode(), entry, path)
        except UnclearPlaceError as error:
            raise _unclear(name, entry, path, error.line) from None
        new = mark + text.encode()
    if not _are_added(raw, new, name, entries, path):
        raise _unclear(name, entries[0], path)
    reading.load(new, name)
    return new


def add(path: Path, name: str, entry: Row, reading: ScenarioReading, to: FieldPath = CONTACTS) -> None:
    """Append a row to a list of a scenario file, whole or not at all; two at once lose nothing.

    Raises what `with_entry` raises, and OutputError; the file is then as it was.
    """
    add_all(path, name, [entry], reading, to)


def add_all(path: Path, name: str, entries: Sequence[Row], reading: ScenarioReading, to: FieldPath) -> None:
    """Append rows to a list of a scenario file in one replacement, all of them or none; else as `add`."""
    replace(path, lambda raw: with_entries(raw, name, entries, reading, to))


def add_letter(path: Path, name: str, entry: Row, reading: ScenarioReading) -> None:
    """Append the contact of a letter that was sent, unless the log has one of that letter and day; else as `add`."""

    def change(raw: bytes) -> bytes:
        if has_letter(reading.load(raw, name).scenario.contacts, sent.letter, sent.date):
            return raw
        return _with_rows(raw, name, [entry], reading, CONTACTS)

    sent = read_record(Contact, {key: str(value) for key, value in entry.items()})
    replace(path, change)


def has_letter(contacts: Iterable[Contact], kind: str | None, on: date) -> bool:
    """Returns whether the log tells that a letter of that kind was sent that day."""
    return any(is_of_letter(one, kind, on) for one in contacts)


def is_of_letter(contact: Contact, kind: str | None, on: date) -> bool:
    """Returns whether a contact is the sending of that letter on that day."""
    return contact.letter == kind and contact.date == on


def _are_added(raw: bytes, new: bytes, name: str, entries: Sequence[Row], path: FieldPath) -> bool:
    """Returns whether the new file's data is that of the old one with the rows added, and nothing else changed.

    Raises ScenarioError of the new file only for what a row itself says.
    """
    rows = [{key: str(value) for key, value in entry.items()} for entry in entries]
    try:
        made = read(new, name).data
    except ScenarioError:
        if any(control_character(value) for row in rows for value in row.values()):
            raise
        return False
    expected = read(raw, name).data
    for row in rows:
        expected = _with(expected, path, row)
    return bool(_whole(made) == _whole(expected))


def _with(data: Any, path: FieldPath, row: dict[str, str]) -> Any:
    """Returns a copy of data with the row at the end of the list at a field path."""
    if not path:
        return [*(data or []), row]
    step, *rest = path
    if isinstance(step, int):
        return [*data[:step], _with(data[step], tuple(rest), row), *data[step + 1 :]]
    return data | {step: _with(data.get(step), tuple(rest), row)}


def _whole(data: Any) -> Any:
    """Returns data without the line ends after a text, which no value of a scenario keeps: the last line may have had
    none.
    """
    if isinstance(data, dict):
        return {key: _whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_whole(value) for value in data]
    return data.rstrip("\n") if isinstance(data, str) else data


def _unclear(name: str, entry: Row, path: FieldPath, line: int | None = None) -> LettersError:
    if line is not None:
        return OutputError(
            Message(
                "nothing can be added to {name} while line {line} is written as it is; write spaces in place of tabs"
                " there, or add the row in an editor",
                name=name,
                line=line,
            )
        )
    return OutputError(
        Message(
            "nothing can be added to {list} of {name} in the form it has there; write it out below"
            " `{key}:`, each row on a line like `  - {row}`, without an alias (*)",
            list=dotted(path),
            name=name,
            key=path[-1],
            row="{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}",
        )
    )


def record(contacts: tuple[Contact, ...]) -> list[dict[str, Any]]:
    """Returns the contacts as they happened, as `letters log --json` shows them."""
    return [as_plain(contact) for contact in in_order(contacts)]
