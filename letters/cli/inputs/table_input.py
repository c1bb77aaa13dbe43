"""What the commands that read tables share: the heads in the languages of the program, and how a cell is named."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from letters.base.errors import FieldPath, Mark, Message, Problem, borrowed, dotted, unnumbered
from letters.cli.error_messages import say_problems
from letters.cli.speech import languages, teller, told
from letters.cli.tables import note

if TYPE_CHECKING:
    from pathlib import Path

    from letters.batch.item import Item
    from letters.batch.items import Cases
    from letters.reference_data.template_library import Library
    from letters.scenario.tables.heads import KnownHeads


def known_heads(shelf: Library) -> KnownHeads:
    """Returns the heads that people may write in a table, in every language that the program speaks."""
    from letters.scenario.tables.heads import KnownHeads

    return KnownHeads(tuple(map(teller, languages())), shelf)


def cell_name(mark: Mark) -> str:
    """Returns a cell as a spreadsheet names it: row 5 of column 3 is C5."""
    from letters.files.workbook_bounds import column_name

    return f"{column_name(mark.column)}{mark.line}"


def field_title(path: FieldPath) -> str:
    """Returns what a field is called in the language spoken, or its path where it has no title."""
    from letters.scenario.questions import fields

    wanted = unnumbered(dotted(path))
    title = next((one.info.title for one in fields() if one.path == wanted), None)
    return told(borrowed(title)) if title else dotted(path)


def key_title(key: str) -> str:
    """Returns what a value is called in the language spoken, of a key such as `bills[2025-12-10].amount`."""
    named = re.findall(r"\[([^\]]*)\]", key)
    title = field_title((re.sub(r"\[[^\]]*\]", "[]", key),))
    return f"{title} ({', '.join(named)})" if named else title


def tell_of_table(path: Path, found: Cases) -> None:
    """Prints on stderr which sheet of a workbook is read, and which columns are not."""
    if found.sheet:
        what = Message(
            "{path}: the sheet '{sheet}' is read, the first that is not hidden", path=path, sheet=found.sheet
        )
        note(what)
    if found.passed:
        note(Message("{path}: columns that are not read: {heads}", path=path, heads=", ".join(found.passed)))


def say_of_row(item: Item, problem: Problem) -> None:
    """Prints a problem of a case on stderr; of a row by its cell, where the table has heads in words of its own."""
    is_own = any(title not in item.heads for title in item.titles if title)
    if not is_own or not problem.mark:
        say_problems(item.name, [problem])
        return
    title = item.title(problem)
    where = f"{item.name} {cell_name(problem.mark) if title else problem.mark.line}"
    say_problems(where, [replace(problem, path=(title or field_title(problem.path),), mark=None)])
