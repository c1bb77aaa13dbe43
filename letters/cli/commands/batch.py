"""The command for many cases at once: batch."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import Counted, Message
from letters.cli.error_messages import INTERRUPTED, MOST_SHOWN, say_warning, visible
from letters.cli.inputs.option_values import day, is_no_letterhead, known_formats, letterhead_of
from letters.cli.inputs.table_input import known_heads, say_of_row, tell_of_table
from letters.cli.options import (
    AsOf,
    FilesFrom,
    Formats,
    Json,
    Kinds,
    Lang,
    ReferenceDoc,
    Templates,
    own_library_at,
)
from letters.cli.settings import settings_at
from letters.cli.shown.progress import progress
from letters.cli.speech import spoken, teller, told
from letters.cli.tables import as_json, note

if TYPE_CHECKING:
    from letters.batch.notes import Noted
    from letters.batch.work import Outcome
    from letters.reference_data.template_library import Library

PARTIAL = 5
_SCHEDULER = re.compile(r"((tcp|tls|wss?|ucx)://)?(\[[0-9a-fA-F:.]+\]|[^/\s:\[\]]+):[0-9]{1,5}")


def batch(
    cases: Annotated[
        Path,
        typer.Argument(metavar="CASES", help="A folder of scenarios, or a CSV or XLSX table with a row for each case."),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="The folder of all the letters' folders.")
    ] = None,
    kind: Kinds = None,
    format: Formats = None,
    lang: Lang = None,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    reference_doc: ReferenceDoc = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="NUMBER", min=1, help="Processes at work; all cores if not given.")
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="ADDRESS", help="The Dask scheduler whose workers write: tcp://HOST:8786."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace edited files too; each is kept as name.N.bak.ext.")
    ] = False,
    json: Json = False,
) -> None:
    """Write the letters of many cases: what is done already is skipped, what has mistakes goes into report.csv."""
    from letters.batch.items import find_cases, left_lying
    from letters.batch.notes import write_notes
    from letters.batch.report import Report
    from letters.batch.run import SKIPPED, run
    from letters.batch.work import DONE, FAILED, Order, edition, program
    from letters.documents.formats import DEFAULT_FORMATS
    from letters.documents.kept_letterhead import forget_letterhead, keep_letterhead, kept_letterhead
    from letters.reference_data.letter_kinds import MAIN_ROLES

    if str(output) == "-":
        raise typer.BadParameter(told(Message("the letters of a batch go to a folder, not to stdout")), param_hint="-o")
    if dask and not _SCHEDULER.fullmatch(dask):
        what = Message("'{address}' is no scheduler's address; write it like tcp://10.0.0.1:8786", address=dask)
        raise typer.BadParameter(told(what), param_hint="--dask")
    gc.enable()  # which a single letter does without
    folder = output or Path(f"{_own_name(cases.resolve())}-letters")
    if dask:  # other processes are elsewhere
        cases, templates = cases.resolve(), templates.resolve() if templates else None
    shelf = own_library_at(cases if cases.is_dir() else cases.parent, templates)
    settings = settings_at(cases if cases.is_dir() else cases.parent)
    kind = kind or settings.names("kinds")
    _refuse_unknown(kind or [], lang, shelf)
    if is_no_letterhead(reference_doc):
        forget_letterhead(folder)
    letterhead = letterhead_of(reference_doc or settings.file("letterhead")) or kept_letterhead(folder)
    order = Order(
        folder.resolve() if dask else folder,
        date.today(),
        tuple(dict.fromkeys(kind or MAIN_ROLES)),
        tuple(known_formats(format or settings.names("formats")) or DEFAULT_FORMATS),
        shelf,
        lang,
        day(as_of),
        force,
        edition(shelf, program()),
        files_from.resolve() if files_from else None,
        settings.defaults,
        letterhead.raw if letterhead else None,
    )
    counts = dict.fromkeys((DONE, SKIPPED, FAILED), 0)
    todo = find_cases(cases, known_heads(shelf))
    tell_of_table(cases, todo)
    for inner in left_lying(cases):
        note(
            Message(
                "{folder}: not read; a batch takes the scenarios of one folder, so run it for this one", folder=inner
            )
        )
    say = teller(spoken())  # for many messages at once
    total, shown, old = len(todo.items) + len(todo.clashes), 0, 0
    outcomes = run(todo, order, min(jobs or os.cpu_count() or 1, max(total, 1)), dask, say)
    if reference_doc and letterhead:
        keep_letterhead(folder, letterhead.raw)
    with Report(folder, say) as report, _stoppable(), progress(total, silent=0) as advance:
        for outcome in outcomes:
            counts[outcome.state] += 1
            old += outcome.is_old
            advance()
            if outcome.state == FAILED:
                report.add(outcome)
                shown += 1
                if shown <= MOST_SHOWN:
                    _tell(outcome)
    noted = write_notes(todo.items, folder, say)
    if old:
        _say_old(old, noted)
    _sum_up(folder, counts, report.path if report.count else None, noted, json)
    if counts[FAILED]:
        raise typer.Exit(PARTIAL)


def _own_name(cases: Path) -> str:
    """Returns a file's name without its suffix; a folder has none, and 2026.03 is another than 2026.04."""
    return cases.name if cases.is_dir() else cases.stem


def _refuse_unknown(kinds: list[str], lang: str | None, shelf: Library) -> None:
    """Raises UnknownName for what no case could have: it would only fail them all."""
    from letters.base.errors import UnknownName
    from letters.reference_data.template_library import check_language

    if lang:
        check_language(shelf, lang)
    known = sorted({name for language in ([lang] if lang else shelf.languages()) for name in shelf.kinds(language)})
    for name in kinds:
        if name not in {"all", *known}:
            raise UnknownName(Message("letter kind"), name, known)


def _tell(outcome: Outcome) -> None:
    for problem in outcome.problems:
        say_of_row(outcome.item, problem)


def _say_old(count: int, noted: Noted) -> None:
    """Prints, before all else, that some debts are so old that nobody may admit them without advice."""
    say_warning(
        Counted(
            "in {count} case limitation may be near or over: nothing there admits the debt; read {notes} before you"
            " write, pay or promise",
            "in {count} cases limitation may be near or over: nothing there admits the debt; read {notes} before you"
            " write, pay or promise",
            count=count,
            notes=noted.path,
        )
    )


def _sum_up(folder: Path, counts: dict[str, int], report: Path | None, noted: Noted, json: bool) -> None:
    if json:
        files = {"report": str(report) if report else None, "notes": str(noted.path) if noted.path else None}
        with_notes = {"with_blanks": noted.blanks, "with_warnings": noted.warnings}
        as_json({"schema": 1, "output": str(folder), **counts, **files, **with_notes})
        return
    done = Message(
        "{folder}: {done}, {skipped} done before, {failed} failed",
        folder=folder,
        done=Counted("{count} case written", "{count} cases written", count=counts["done"]),
        skipped=counts["skipped"],
        failed=counts["failed"],
    )
    print(visible(told(done)))
    if noted.path:
        what = Message(
            "{blanks}, {warnings}: see {notes}",
            blanks=Counted("{count} case with blanks", "{count} cases with blanks", count=noted.blanks),
            warnings=Counted("{count} with warnings", "{count} with warnings", count=noted.warnings),
            notes=noted.path,
        )
        note(what)
    if report:
        note(Message("what is wrong stands in {report}; mend it and run the same command again", report=report))


@contextmanager
def _stoppable() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        note(Message("interrupted; run the same command again, which goes on from here"))
        raise typer.Exit(INTERRUPTED) from None
