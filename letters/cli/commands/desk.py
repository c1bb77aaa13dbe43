"""The commands of a desk with many cases: import."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letters.base.errors import Counted, Message, dotted
from letters.cli.commands.batch import PARTIAL
from letters.cli.error_messages import say_problems, visible
from letters.cli.options import Json, OwnLang, Templates, own_library_at
from letters.cli.speech import for_programs, offered, teller, told
from letters.cli.table_input import key_title, known_heads, say_of_row, tell_of_table
from letters.cli.tables import as_json, note

if TYPE_CHECKING:
    from letters.desk.importing import Imported


def import_(
    table: Annotated[
        Path, typer.Argument(metavar="TABLE", help="A CSV or XLSX table with a row for each case or bill.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of all cases, with a folder for each.")],
    lang: OwnLang = None,
    templates: Templates = None,
    json: Json = False,
) -> None:
    """Make a folder of each case of a table, and bring in later what the table has changed."""
    from letters.batch.items import find_cases
    from letters.desk.importing import CHANGED, FAILED, NEW, SAME, Desk, import_cases
    from letters.files.disk import check_ordinary
    from letters.reference_data.letter_kinds import MAIN_ROLES
    from letters.reference_data.template_library import check_language
    from letters.scenario.questions import questions

    check_ordinary(table)
    language = offered(lang)
    shelf = own_library_at(folder, templates)
    check_language(shelf, language)
    found = find_cases(table, known_heads(shelf))
    tell_of_table(table, found)
    say = teller(language)
    what = Message("Written from {table}; what you write here stays, whatever the table says later.", table=table.name)
    asked = questions(language, say, shelf, MAIN_ROLES)
    desk = Desk(folder, date.today(), shelf, language, asked, [say(what)], say(Message("(needed)")))
    counts = dict.fromkeys((NEW, CHANGED, SAME, FAILED), 0)
    rows = []
    for one in import_cases(found, desk):
        counts[one.state] += 1
        rows.append(_row(one))
        _tell(one, folder)
    if json:
        as_json({"schema": 1, "output": str(folder), **counts, "cases": rows})
    else:
        done = Message(
            "{folder}: {new}, {changed} changed, {same} as they were, {failed} failed",
            folder=folder,
            new=Counted("{count} new case", "{count} new cases", count=counts[NEW]),
            changed=counts[CHANGED],
            same=counts[SAME],
            failed=counts[FAILED],
        )
        print(visible(told(done)))
    lacking = sum(1 for row in rows if row["lacking"])
    if lacking:
        more = Counted(
            "{count} case lacks what letters need; letters check {folder} says what",
            "{count} cases lack what letters need; letters check {folder} says what",
            count=lacking,
            folder=folder,
        )
        note(more)
    if counts[FAILED]:
        raise typer.Exit(PARTIAL)


def _tell(one: Imported, folder: Path) -> None:
    """Prints on stderr what is wrong with a case, and what the desk has otherwise than the table."""
    path = folder / one.folder / "case.yaml"
    for problem in one.problems:
        if problem.mark:
            say_of_row(one.item, problem)
        else:
            say_problems(str(path) if problem.path else one.item.name, [problem])
    for kept in one.left:
        stays = Message(
            "{path}: {key} stays '{case}', as the file has it; the table says '{table}' now",
            path=path,
            key=key_title(kept.key),
            case=kept.case,
            table=kept.table,
        )
        note(stays)


def _row(one: Imported) -> dict[str, Any]:
    return {
        "folder": one.folder,
        "row": one.item.row,
        "state": one.state,
        "changed": list(one.changed),
        "left": [{"key": kept.key, "table": kept.table, "case": kept.case} for kept in one.left],
        "lacking": [dotted(problem.path) for problem in one.lacking],
        "problems": [
            {
                "path": dotted(problem.path),
                "row": problem.mark.line if problem.mark else None,
                "column": problem.mark.column if problem.mark else None,
                "message": for_programs(problem.message),
            }
            for problem in one.problems
        ],
    }
