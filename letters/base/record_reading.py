"""Reads plain data as a record, and tells every mistake in it at once."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

from letters.base.errors import FieldPath, Message
from letters.base.field_types import Typed
from letters.base.record import REQUIRED, Record, declared, fill, record_in

_EMPTY = Message("is empty; it is needed")
Kind = TypeVar("Kind", bound=Record)


class Mistake(NamedTuple):
    """Something that cannot be read, and where. `kind` is `value`, `missing`, `unknown`, `no list` or `no mapping`;
    `what` says what to write instead, where the value itself is wrong.
    """

    path: FieldPath
    kind: str
    what: Message = _EMPTY


class Unreadable(ValueError):
    """Data that is no such record, with every mistake in it, in the order of the record's keys."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, one.path))}: {one.kind} ({one.what})" for one in mistakes))
        self.mistakes = mistakes


def read_record(kind: type[Kind], data: object) -> Kind:
    """Returns the record of a kind that plain data tells. Raises Unreadable."""
    mistakes: list[Mistake] = []
    made = _record(kind, data, (), mistakes)
    if mistakes:
        raise Unreadable(mistakes)
    assert isinstance(made, kind)
    return made


_Read = Callable[[Any, FieldPath, list[Mistake]], Any]
"""Returns what a value says, or adds to the mistakes."""


class _Key(NamedTuple):
    """A key as it is read: its name in the record, its name in the data, its default, and how its value is read."""

    name: str
    key: str
    default: Any
    make: Callable[[], Any] | None
    read: _Read


_KEYS: dict[type[Record], tuple[_Key, ...]] = {}


def _keys(kind: type[Record]) -> tuple[_Key, ...]:
    """Returns the keys of a record, looked at once."""
    if kind not in _KEYS:
        said = declared(kind).items()
        _KEYS[kind] = tuple(
            _Key(name, one.alias or name, one.default, one.make, _reader(one.annotation)) for name, one in said
        )
    return _KEYS[kind]


def _record(kind: type[Record], data: Any, path: FieldPath, mistakes: list[Mistake]) -> Record | None:
    """Returns a record, or None with what is wrong added to the mistakes."""
    if isinstance(data, kind):
        return data
    if not isinstance(data, dict):
        mistakes.append(Mistake(path, "no mapping"))
        return None
    try:
        data = kind.prepared(data)
    except ValueError as error:
        mistakes.append(Mistake(path, "value", error.args[0]))
        return None
    before = len(mistakes)
    values: dict[str, Any] = {}
    given: list[str] = []
    for name, key, default, make, read in _keys(kind):
        if key in data:
            values[name] = read(data[key], (*path, key), mistakes)
            given.append(name)
        elif make:
            values[name] = make()
        elif default is REQUIRED:
            mistakes.append(Mistake((*path, key), "missing"))
        else:
            values[name] = default
    others = _others(kind, data, path, mistakes) if len(given) < len(data) else {}
    if len(mistakes) > before:
        return None
    made = kind.__new__(kind)
    fill(made, values, frozenset(given), others)
    return made


def _others(kind: type[Record], data: dict[str, Any], path: FieldPath, mistakes: list[Mistake]) -> dict[str, Any]:
    """Returns what stands under keys of the user's own; where a record takes none, each is a mistake."""
    known, found = {one.key for one in _keys(kind)}, {}
    read = _reader(kind.of_others) if kind.of_others is not None else None
    for key, value in data.items():
        if key in known:
            continue
        if read:
            found[key] = read(value, (*path, key), mistakes)
        else:
            mistakes.append(Mistake((*path, key), "unknown"))
    return found


@cache
def _reader(annotation: Any) -> _Read:
    """Returns how a value of a type is read."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        typed = next(one for one in parts if isinstance(one, Typed))
        return _mapping_or_text(typed, record_in(parts[0])) if typed.or_mapping else _text(typed)
    if origin in {Union, UnionType}:
        return _one_of([_reader(part) for part in parts if part is not type(None)], type(None) in parts)
    if origin is tuple:
        return _list(_reader(parts[0]))
    if origin is dict:
        return _mapping(*map(_reader, parts))
    if issubclass(annotation, Record):
        return lambda value, path, mistakes: _record(annotation, value, path, mistakes)
    return _instance(annotation)


def _text(typed: Typed) -> _Read:
    def read(value: Any, path: FieldPath, mistakes: list[Mistake]) -> Any:
        if not isinstance(value, str):
            mistakes.append(Mistake(path, "value", _EMPTY if value is None else typed.form))
            return None
        try:
            return typed.read(value)
        except ValueError as error:
            mistakes.append(Mistake(path, "value", error.args[0]))
            return None

    return read


def _mapping_or_text(typed: Typed, kind: type[Record] | None) -> _Read:
    text = _text(typed)
    assert kind is not None

    def read(value: Any, path: FieldPath, mistakes: list[Mistake]) -> Any:
        if isinstance(value, dict):
            return _record(kind, value, path, mistakes)
        return text(value, path, mistakes)

    return read


def _one_of(readers: list[_Read], or_none: bool) -> _Read:
    """Returns what reads a value as the first type that it is, else tells what is wrong for the first of them."""

    def read(value: Any, path: FieldPath, mistakes: list[Mistake]) -> Any:
        if value is None and or_none:
            return None
        first: list[Mistake] = []
        for reader in readers:
            found: list[Mistake] = []
            made = reader(value, path, found)
            if not found:
                return made
            first = first or found
        mistakes += first
        return None

    return read


def _list(item: _Read) -> _Read:
    def read(value: Any, path: FieldPath, mistakes: list[Mistake]) -> Any:
        if not isinstance(value, list | tuple):
            mistakes.append(Mistake(path, "no list"))
            return ()
        return tuple([item(one, (*path, place), mistakes) for place, one in enumerate(value)])

    return read


def _mapping(key: _Read, item: _Read) -> _Read:
    def read(value: Any, path: FieldPath, mistakes: list[Mistake]) -> Any:
        if not isinstance(value, dict):
            mistakes.append(Mistake(path, "no mapping"))
            return {}
        return {key(name, path, mistakes): item(one, (*path, name), mistakes) for name, one in value.items()}

    return read


def _instance(kind: Any) -> _Read:
    def read(value: Any, path: FieldPath, mistakes: list[Mistake]) -> Any:
        if isinstance(value, kind):
            return value
        if issubclass(kind, Enum) and value in {one.value for one in kind}:
            return kind(value)
        mistakes.append(Mistake(path, "value", _EMPTY))
        return None

    return read
