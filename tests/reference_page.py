"""What docs/reference.md says of keys, and what there is: every key of the model, every command of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import typer.main
from cases import ROOT

from letters.base.record import Record, declared
from letters.cli.app import app

REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
ROW = re.compile(r"^\| (\*\*)?`([a-z_.\[\]]+)`(?:\*\*)? \| [^|]* \| ([^|]+) \| [^|]*\|$", re.MULTILINE)
KEYS = {key: (bool(bold), label.strip()) for bold, key, label in ROW.findall(REFERENCE)}


def keys(model: type[Record], above: str = "") -> Iterator[tuple[str, bool]]:
    """Every key of a scenario, as `bills[].payments[].date`, and whether it must stand where its parent stands."""
    for own_name, field in declared(model).items():
        name = field.alias or own_name
        yield f"{above}{name}", field.is_required
        for inner, in_list in parts(field.annotation):
            yield from keys(inner, f"{above}{name}{'[]' if in_list else ''}.")


def parts(annotation: Any, in_list: bool = False) -> Iterator[tuple[type[Record], bool]]:
    """The model inside `Plan | None` or `tuple[Bill, ...]`, and whether it stands in a list."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation, in_list
    for part in get_args(annotation):
        yield from parts(part, in_list or getattr(annotation, "__origin__", None) is tuple)


def commands(group: Any, above: str = "letters") -> Iterator[tuple[str, Any]]:
    """The program, its commands, and those of its groups: `letters templates eject`."""
    yield above, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, f"{above} {name}")


COMMANDS = dict(commands(typer.main.get_command(app)))
