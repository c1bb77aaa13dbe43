"""What the commands that read tables share: the heads in the languages of the program, and how a cell is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from letters.base.errors import FieldPath, Mark, borrowed, dotted
from letters.cli.speech import languages, teller, told

if TYPE_CHECKING:
    from letters.reference_data.template_library import Library
    from letters.scenario.tables.heads import KnownHeads


def known_heads(shelf: Library) -> KnownHeads:
    """Returns the heads that people may write in a table, in every language that the program speaks."""
    from letters.scenario.tables.heads import KnownHeads

    return KnownHeads(tuple(map(teller, languages())), shelf)


def cell_name(mark: Mark) -> str:
    """Returns a cell as a spreadsheet names it: row 5 of column 3 is C5."""
    letters, column = "", mark.column
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{mark.line}"


def field_title(path: FieldPath) -> str:
    """Returns what a field is called in the language spoken, or its path where it has no title."""
    from letters.scenario.questions import fields

    wanted = re.sub(r"\[[0-9]+\]", "[]", dotted(path))
    title = next((one.info.title for one in fields() if one.path == wanted), None)
    return told(borrowed(title)) if title else dotted(path)
