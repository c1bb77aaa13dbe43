"""A record is what it was made: no code can change one of its fields afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

from cases import ROOT

from letters.base.record import Record, declared

MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "letters").rglob("*.py"))
    if path.name != "__main__.py"
]


def records() -> Iterator[tuple[Any, list[str]]]:
    """Every dataclass, named tuple and record that the package defines, with the names of its fields."""
    for module in MODULES:
        for one in vars(import_module(module)).values():
            if not isinstance(one, type) or one.__module__ != module:
                continue
            if is_dataclass(one):
                yield one, [field.name for field in fields(one)]
            elif issubclass(one, Record):
                yield one, list(declared(one))
            elif issubclass(one, tuple) and hasattr(one, "_fields"):
                yield one, fields_of(one)


def fields_of(record: Any) -> list[str]:
    """The names of a named tuple's places."""
    return list(record._fields)


def made(record: Any) -> Any:
    """An instance without values: whether it can be changed does not depend on them."""
    return (
        record.__new__(record, *([None] * len(record._fields))) if issubclass(record, tuple) else object.__new__(record)
    )


def test_no_field_of_a_record_can_be_changed_at_run_time() -> None:
    changed = []
    for record, names in records():
        one = made(record)
        for name in names:
            try:
                setattr(one, name, None)
            except AttributeError:
                continue
            changed.append(f"{record.__module__}.{record.__qualname__}.{name}")
    assert changed == []


def test_the_records_of_a_letter_are_among_those_looked_at() -> None:
    names = {record.__name__ for record, _ in records()}
    assert {"Accrual", "BillFigures", "Offer", "Run", "Scenario", "Lender"} <= names
