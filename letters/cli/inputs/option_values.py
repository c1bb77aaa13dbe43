"""What options say, read: formats, a letterhead, an office program, a day."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from letters.cli.speech import told
from letters.documents.formats import find_format

if TYPE_CHECKING:
    from letters.documents.docx.letterhead import Letterhead
    from letters.documents.office_copy import Office


def known_formats(asked: list[str] | None) -> list[str] | None:
    """Returns the formats asked for, each once. Raises UnknownName."""
    for name in asked or ():
        find_format(name)
    return list(dict.fromkeys(asked)) if asked else None


NO_LETTERHEAD = Path("none")
"""What --reference-doc takes for letters on plain paper again."""


def letterhead_of(path: Path | None) -> Letterhead | None:
    """Returns the document of --reference-doc, or None if it names none. Raises InputError."""
    if path is None or is_no_letterhead(path):
        return None
    from letters.documents.docx.letterhead import Letterhead
    from letters.files.safe_zip import read_file

    return Letterhead(read_file(path), str(path))


def office_of(is_asked: bool) -> Office | None:
    """Returns the office program of this machine if --with-office asks for it. Raises OutputError if there is none."""
    if not is_asked:
        return None
    from letters.cli.programs.office import office_program

    return office_program(os.environ)


def is_no_letterhead(path: Path | None) -> bool:
    """Returns whether --reference-doc asks for plain paper again."""
    return path == NO_LETTERHEAD and not path.exists()


def day(text: str | None) -> date | None:
    """Returns the day that --as-of names, or None without it."""
    return None if text is None else day_of(text, "--as-of")


def day_of(text: str, option: str) -> date:
    """Returns the day that an option names."""
    from letters.base.dates import parse_date

    try:
        return parse_date(text)
    except ValueError as error:
        raise typer.BadParameter(told(error.args[0]), param_hint=option) from None
