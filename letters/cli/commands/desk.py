"""The commands of a desk with many cases: import, desk."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letters.base.errors import Counted, Message, Problem, dotted
from letters.cli.commands.batch import PARTIAL
from letters.cli.commands.followup import On, on_day
from letters.cli.error_messages import say_problems, visible
from letters.cli.inputs.option_values import day_of
from letters.cli.inputs.table_input import key_title, known_heads, say_of_row, tell_of_table
from letters.cli.options import Json, OwnLang, Templates, own_library_at
from letters.cli.scenario_input import read_scenario
from letters.cli.settings import settings_at, settings_for
from letters.cli.shown.progress import progress
from letters.cli.speech import for_programs, offered, spoken, teller, told
from letters.cli.tables import aligned, as_json, csv_bytes, note

if TYPE_CHECKING:
    from letters.desk.importing import Imported
    from letters.desk.overview import DeskRow, Tally
    from letters.reference_data.template_library import Library


def import_(
    table: Annotated[
        Path, typer.Argument(metavar="TABLE", help="A CSV or XLSX table with a row for each case or bill.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of all cases, with a folder for each.")],
    on: On = None,
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
    settings = settings_at(folder)
    language = offered(lang or settings.language)
    shelf = own_library_at(folder, templates)
    check_language(shelf, language)
    found = find_cases(table, known_heads(shelf))
    tell_of_table(table, found)
    say = teller(language)
    what = Message("Written from {table}; what you write here stays, whatever the table says later.", table=table.name)
    asked = questions(language, say, shelf, MAIN_ROLES)
    desk = Desk(folder, on_day(on), shelf, language, asked, [say(what)], say(Message("(needed)")), settings.defaults)
    counts = dict.fromkeys((NEW, CHANGED, SAME, FAILED), 0)
    rows = []
    with progress(len(found.items)) as advance:
        for one in import_cases(found, desk):
            counts[one.state] += 1
            rows.append(_row(one))
            _tell(one, folder)
            advance()
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


STEPS = {
    "request": Message("ask"),
    "wait": Message("wait"),
    "remind": Message("remind"),
    "confirm": Message("confirm in writing"),
    "keep": Message("pay as agreed"),
    "rest": Message("talk of the rest"),
    "receipt": Message("ask for a receipt"),
    "done": Message("done"),
    "counter": Message("counter-offer"),
    "complain": Message("complain"),
    "review": Message("ask for a review"),
    "extension": Message("ask if extended"),
    "regulator": Message("regulator"),
    "mediation": Message("mediation"),
    "verify": Message("verify the debt"),
    "error": Message("mistakes in it"),
}
"""The steps of the escalation in a word or two."""
_HEADS = (Message("client"), Message("lender"), Message("owed"), Message("step"), Message("next day"))
DUE = 6
"""The exit code where something is due."""
_SPAN = re.compile(r"([0-9]{1,3})\s*([dw天日周]?)")


def desk(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of all cases, with a folder for each.")],
    due: Annotated[
        str | None,
        typer.Option("--due", metavar="DAYS", help="Only what is due by then: 7d, 2w, or a date; exit code 6 if any."),
    ] = None,
    on: On = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="What the cases came to, by lender and hardship; no names.")
    ] = False,
    templates: Templates = None,
    csv: Annotated[bool, typer.Option("--csv", help="A table for Excel on stdout.")] = False,
    json: Json = False,
) -> None:
    """Show all cases of a folder: client, lender, owed, step and next day, overdue first."""
    from letters.desk.overview import due_by, record, statistics_of

    day = on_day(on)
    last = None if due is None else _last_day(due, day)
    rows, tallies = _rows(folder, day, own_library_at(folder, templates))
    bad = [row for row in rows if row.problem is not None]
    shown = sorted(rows if last is None else due_by(rows, last), key=lambda row: row.order)
    if json:
        as_json(record(shown, day, statistics_of(tallies), for_programs))
    elif csv:
        _as_csv(shown)
    elif statistics:
        _as_statistics(statistics_of(tallies))
    else:
        _as_table(shown, day)
    for row in bad:
        say_problems(row.file, [Problem(Message("cannot be shown: {what}", what=row.problem))])
    codes = [1] if bad else []
    if last is not None and shown:
        codes.append(DUE)
    if codes:
        raise typer.Exit(max(codes))


def _rows(folder: Path, day: date, shelf: Library) -> tuple[list[DeskRow], list[Tally]]:
    """Returns the rows of all cases of a folder, and what the statistics count of those that can be read."""
    from letters.base.errors import LettersError
    from letters.desk.case_files import case_files
    from letters.desk.overview import bad_row, row_of
    from letters.scenario.load import load

    rows, tallies, files = [], [], case_files([str(folder)])
    with progress(len(files)) as advance:
        for file in files:
            try:
                source = read_scenario(file)
                case = load(
                    source.raw,
                    file,
                    today=day,
                    shelf=shelf,
                    beside=source.read_beside,
                    dated=False,
                    defaults=settings_for(source).defaults,
                )
                row, tally = row_of(file, case, day, spoken())
            except LettersError as error:
                rows.append(bad_row(file, error))
            else:
                rows.append(row)
                tallies.append(tally)
            advance()
    return rows, tallies


def _last_day(text: str, day: date) -> date:
    """Returns the last day of --due: a number of days or weeks from the day, or a date."""
    found = _SPAN.fullmatch(text.strip().lower())
    if not found:
        return day_of(text, "--due")
    return day + timedelta(days=int(found[1]) * (7 if found[2] in {"w", "周"} else 1))


def _as_table(rows: list[DeskRow], day: date) -> None:
    from letters.base.money import grouped

    if not rows:
        print(told(Message("nothing is due")))
        return
    lines = [[told(head) for head in _HEADS]]
    for row in rows:
        amount = grouped(row.owed) if row.owed is not None else ""
        when = str(row.next_day or "")
        if row.days_over:
            when = told(Message("{day}, {days} days over", day=when, days=row.days_over))
        lines.append([row.client or Path(row.file).parent.name, row.lender, amount, told(STEPS[row.step]), when])
    for line in aligned(lines, right={2}):
        print(visible(line))


def _as_csv(rows: list[DeskRow]) -> None:
    from letters.base.money import plain

    made: list[tuple[object, ...]] = [("file", "client", "lender", "owed", "step", "next_day", "days_over")]
    for row in rows:
        owed = plain(row.owed) if row.owed is not None else ""
        made.append((row.file, row.client, row.lender, owed, row.step, row.next_day or "", row.days_over))
    sys.stdout.buffer.write(csv_bytes(made))


def _as_statistics(found: dict[str, Any]) -> None:
    heads = [
        *(Message("cases"), Message("asked"), Message("accepted"), Message("partly"), Message("refused")),
        *(Message("settled"), Message("waived"), Message("days")),
    ]
    keys = ("cases", "asked", "accepted", "partly", "refused", "settled", "waived", "days_to_answer")
    lines = [["", *map(told, heads)], [told(Message("all")), *(_said(found[key]) for key in keys)]]
    for group in ("by_lender", "by_hardship"):
        lines += [[one["name"], *(_said(one[key]) for key in keys)] for one in found[group]]
    for line in aligned(lines, right=set(range(1, 9))):
        print(visible(line))
    note(Message("days: from the first request to the first answer, the median; no names are counted or shown"))


def _said(value: object) -> str:
    return "" if value is None else str(value)
