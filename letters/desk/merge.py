"""What a table says of a case now, against what it said before: values to set in the file, and those left to the desk.

The entries of a list are told apart by what names them (a bill by its due date), not by their place: a desk may have
added some of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from letters.base.dates import parse_date
from letters.base.errors import FieldPath

_NAMES = ("due_date", "date", "first", "label", "document", "creditor")
"""What an entry of a list is known by, the first of these that it has."""
Values = dict[str, str]
"""What a table says: a key such as `bills[2025-12-10].amount` → the text of the cell."""


class KeptValue(NamedTuple):
    """A value that the table changed and the desk had changed, too: it stays as the desk has it."""

    key: str
    table: str
    case: str


class Change(NamedTuple):
    """A value to set in a case's file; `was` is its key where its entry of a list had another name before."""

    key: str
    was: str
    value: str


def values_of(data: Any, above: str = "") -> Values:
    """Returns the values of a scenario's data by keys that name the entries of lists."""
    found: Values = {}
    if isinstance(data, dict):
        for step, inner in data.items():
            found |= values_of(inner, f"{above}.{step}" if above else str(step))
    elif isinstance(data, list):
        for name, inner in _named(data):
            found |= values_of(inner, f"{above}[{name}]")
    elif data is not None:
        found[above] = str(data)
    return found


def _named(entries: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yields each entry of a list with its name; of two with one name the second is followed by its number."""
    taken: dict[str, int] = {}
    for place, entry in enumerate(entries):
        name = _name(entry) or str(place)
        taken[name] = taken.get(name, 0) + 1
        yield (f"{name}#{taken[name]}" if taken[name] > 1 else name), entry


def _name(entry: Any) -> str:
    text = next((str(entry[key]) for key in _NAMES if isinstance(entry, dict) and entry.get(key)), "")
    try:
        return parse_date(text).isoformat()
    except ValueError:
        return text.replace("[", "(").replace("]", ")")


def renamed(before: Values, now: Values) -> dict[str, str]:
    """Returns the entries of lists that have another name now, old → new: as many went as came, in one order."""
    found: dict[str, str] = {}
    lists = {entry[0] for entry in map(_entry, (*before, *now)) if entry}
    for one in sorted(lists):
        old, new = (list(dict.fromkeys(e[1] for e in map(_entry, keys) if e and e[0] == one)) for keys in (before, now))
        gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
        if len(gone) == len(come):
            found |= {f"{one}[{a}]": f"{one}[{b}]" for a, b in zip(gone, come, strict=True)}
    return found


def _entry(key: str) -> tuple[str, str] | None:
    """Returns the outermost list of a key and the name of the entry in it."""
    head, bracket, rest = key.partition("[")
    return (head, rest.partition("]")[0]) if bracket else None


def changes(before: Values, now: Values, data: Mapping[str, Any]) -> tuple[list[Change], list[KeptValue]]:
    """Returns what to set in a case's file, whose data is given, and what the desk has changed meanwhile.

    Only what the table says otherwise than before is looked at; what it says no more stays in the file.
    """
    known, names = values_of(data), renamed(before, now)
    old_name = {new: old for old, new in names.items()}
    to_set, left = [], []
    for key, value in now.items():
        entry = _entry(key)
        prefix = f"{entry[0]}[{entry[1]}]" if entry else ""
        was = old_name.get(prefix, prefix) + key[len(prefix) :]
        here = known.get(was, known.get(key))
        if value in {before.get(was), here}:
            continue
        if here is not None and here != before.get(was):
            left.append(KeptValue(key, value, here))
        elif was in before and here is None:
            left.append(KeptValue(key, value, ""))  # the desk took it away
        else:
            to_set.append(Change(key, was, value))
    return sorted(to_set, key=lambda one: one.key.rpartition(".")[2] not in _NAMES), left  # what names an entry first


def place_of(data: Any, change: Change) -> FieldPath:
    """Returns where a value is to be set in a case's data; a new entry of a list is the one behind the last."""
    return _place(data, change.was) or _place(data, change.key) or _place(data, change.key, is_new=True)


def _place(data: Any, key: str, *, is_new: bool = False) -> FieldPath:
    """Returns the field path of a key; () if an entry that it names is not in the data, unless it `is_new`."""
    path: list[str | int] = []
    here = data
    for part in _steps(key):
        if not part.startswith("["):
            path.append(part)
            here = here.get(part) if isinstance(here, dict) else None
            continue
        entries = here if isinstance(here, list) else []
        names = [name for name, _ in _named(entries)]
        if part[1:-1] not in names and not is_new:
            return ()
        step = names.index(part[1:-1]) if part[1:-1] in names else len(entries)
        path.append(step)
        here = entries[step] if step < len(entries) else None
    return tuple(path)


def _steps(key: str) -> Iterator[str]:
    """Yields the steps of a key: `bills[2025-12-10].amount` is bills, [2025-12-10], amount."""
    rest = key
    while rest:
        if rest.startswith("["):
            end = rest.index("]") + 1
        else:
            rest = rest.removeprefix(".")
            end = min((place for place in (rest.find("."), rest.find("[")) if place >= 0), default=len(rest))
        yield rest[:end]
        rest = rest[end:]
