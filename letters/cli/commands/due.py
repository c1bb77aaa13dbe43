"""The commands that say what is due: next, calendar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import Counted, LettersError, Message
from letters.cli.commands.followup import On, on_day
from letters.cli.error_messages import say_failure, visible
from letters.cli.inputs.many_cases import Record, ScenariosArgument, for_each
from letters.cli.options import FilesFrom, Json, Lang, letters_of, read
from letters.cli.shown.progress import progress
from letters.cli.speech import CODE_LANGUAGE, FIRST_LANGUAGE, ordered, spoken, told
from letters.cli.tables import as_json, note, say_line
from letters.files.case_folder import check_link

if TYPE_CHECKING:
    from letters.cli.scenario_input import ScenarioInput
    from letters.followup.next_step import Next
    from letters.pipeline import Letters


def next_(scenario: ScenariosArgument, on: On = None, files_from: FilesFrom = None, json: Json = False) -> None:
    """Say where the case stands, what to do now and by when, and the letter for it."""
    day = on_day(on)

    def tell_one(file: str) -> tuple[Record, int]:
        from letters.cli import findings
        from letters.followup.next_step import command, record, what_next

        source = read(file, files_from)
        letters = letters_of(source, kinds=[], today=day, dated=False)
        found = what_next(letters, day, (ordered() or CODE_LANGUAGE) if json else spoken())
        if found.letters and letters.case.scenario.date not in {None, day}:
            note(
                Message(
                    "{path}: date: is {date}, and letters bear that day; take the line out for today's letters",
                    path=source.name,
                    date=letters.case.scenario.date,
                )
            )
        if json:
            return record(found, file), 0
        findings.tell_first(source.name, letters)
        say_line(told(Message("{day}: {does}", day=day, does=found.does)))
        for line in _details(found, letters.case.scenario.request.reply_within_days):
            say_line(told(line))
        for kind, reason in found.letters:
            print(visible(f"  {command(file, kind, day)}"))
            if reason is not None:
                say_line(told(Message("    ({reason})", reason=reason)))
        return {}, 0

    for_each(scenario, tell_one, json=json)


def _details(found: Next, asked: int | None) -> Iterator[Message]:
    """Yield a line for each fact that the step rests on; `asked` is the scenario's `request.reply_within_days`."""
    where = found.where
    if where.unconfirmed:
        yield Message(
            "  the written confirmation was asked for by {due}, {days} days ago: until it comes, and is logged as"
            " accepted, count nothing as changed",
            due=where.due,
            days=where.days_over,
        )
    elif where.due and where.days_over and where.step not in {"keep", "rest"}:
        yield Counted(
            "  the day for the answer, {due}, has passed by a day",
            "  the day for the answer, {due}, has passed by {count} days",
            count=where.days_over,
            due=where.due,
        )
    if where.step == "rest" and where.due:
        yield Message("  the rest of the plan is talked about on {due}", due=where.due)
    if where.instalment and where.instalment < found.on:
        yield Message(
            "  the instalment of {due} is not among the payments: pay it, or add it to `payments:`",
            due=where.instalment,
        )
    if where.assumed:
        yield (
            Message(
                "  no rule sets this lender a limit, and no day was asked for: {days} days, as"
                " `request.reply_within_days` says",
                days=where.assumed,
            )
            if asked
            else Message(
                "  no rule sets this lender a limit, and no day was asked for: {days} days are a reasonable time",
                days=where.assumed,
            )
        )
    for limit in where.limits:
        said = {"days": limit.days, "last": limit.last}
        yield (
            Message("  {days} days from the complaint: {last}, passed", **said)
            if limit.passed
            else Message("  {days} days from the complaint: {last}", **said)
        )
    if found.by:
        yield Message("  by: {day}", day=found.by)
    if found.provisional:
        yield Message("  (provisional: the holidays of that year are not published, or not known here)")


def calendar(
    scenario: ScenariosArgument,
    on: On = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="The file, or - for stdout.")
    ] = None,
    lang: Lang = None,
    files_from: FilesFrom = None,
    json: Json = False,
) -> None:
    """Write the days of cases as one calendar to import: answers, limits, instalments, reminders."""
    from letters.desk.case_files import case_files
    from letters.files.disk import make_folder, put, read_ordinary
    from letters.followup import calendar as days

    day = on_day(on)
    files = case_files(scenario)
    is_alone = files == scenario and len(files) == 1
    sources = [read(file, files_from) for file in files]
    letters = []
    with progress(len(sources)) as advance:
        for source in sources:
            try:
                letters.append(letters_of(source, kinds=[], today=day, dated=False))
            except LettersError as error:
                if is_alone:
                    raise
                say_failure(error)
            advance()
    language = lang or (letters[0].case.scenario.language if letters else FIRST_LANGUAGE)
    if json:
        rows = [
            {"file": one.case.source.name, "days": days.agenda(one.case, days.days_of(one, day), language)}
            for one in letters
        ]
        as_json({"schema": 1, "on": day.isoformat(), "cases": rows})
        _exit_after(sources, letters)
        return
    before = b""
    if output is not None:
        path = Path(output)
    elif is_alone:
        path = sources[0].path_here(None, ".ics")
        make_folder(path.parent)
    else:
        path = Path(f"{Path(scenario[0]).resolve().name if len(scenario) == 1 else 'cases'}.ics")
        check_link(Path(), path)
    if output != "-" and path.is_file():
        before = read_ordinary(path)
    made = days.calendar_of(letters, day, language, before)
    if output == "-":
        sys.stdout.buffer.write(made)
    else:
        put(path, made, days.is_ours)
        print(visible(str(path)))
    _exit_after(sources, letters)


def _exit_after(sources: list[ScenarioInput], letters: list[Letters]) -> None:
    """Ends with 1 where a case could not be read."""
    if len(letters) < len(sources):
        raise typer.Exit(1)
