"""One command for many cases: files and folders one after the other, one JSON of all, the highest exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letters.base.errors import LettersError, Problem, ScenarioError
from letters.cli.error_messages import code_of, say_failure, visible
from letters.cli.options import examples
from letters.cli.shown.progress import progress
from letters.cli.tables import as_json

if TYPE_CHECKING:
    from letters.base.errors import Problem

SCHEMA = 1
Record = dict[str, Any]
RunOne = Callable[[str], tuple[Record, int]]
"""Does the work for one file and prints it, unless JSON is wanted; returns its JSON and its exit code."""

ScenariosArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO...",
        help="Scenario files and folders of cases, - for stdin, or the name of a bundled example.",
        autocompletion=examples,
        show_default=False,
    ),
]


def for_each(named: list[str], run: RunOne, *, json: bool, titled: bool = True) -> None:
    """Does the work for each case and exits with the highest code.

    A file alone is as ever. With more than one, or a folder, each has its name above it if `titled`, one that cannot be
    read ends nothing, and the JSON is `{schema, cases: [{file, …}]}`.
    """
    if len(named) == 1 and (named[0] == "-" or not Path(named[0]).is_dir()):
        record, code = run(named[0])
        if json:
            as_json(record)
        _exit(code)
        return
    from letters.desk.case_files import case_files

    rows, codes, files = [], [0], case_files(named)
    with progress(len(files), shown=json or not sys.stdout.isatty()) as advance:
        for file in files:
            if titled and not json:
                print(visible(f"{'' if len(codes) == 1 else chr(10)}{file}"))
            try:
                record, code = run(file)
            except LettersError as error:
                record, code = {"problems": _problems(error)}, code_of(error)
                if not json:
                    say_failure(error)
            rows.append({"file": file} | {key: value for key, value in record.items() if key != "file"})
            codes.append(code)
            advance()
    if json:
        as_json({"schema": SCHEMA, "cases": rows})
    _exit(max(codes))


def _exit(code: int) -> None:
    if code:
        raise typer.Exit(code)


def _problems(error: LettersError) -> list[Record]:
    from letters.cli.findings import at

    problems = error.problems if isinstance(error, ScenarioError) else []
    return [at(one) for one in problems or [Problem(error.message)]]
