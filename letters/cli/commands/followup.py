"""The commands that follow a case through: next, calendar, sent, bundle."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import Counted, LettersError, Message, ScenarioError, UnsuitableKind
from letters.cli.commands.log import own_file
from letters.cli.error_messages import visible
from letters.cli.options import (
    Anyway,
    AsOf,
    FilesFrom,
    FromScenario,
    Json,
    Kinds,
    Lang,
    LettersAt,
    LettersFolder,
    OneKind,
    ScenarioArgument,
    Templates,
    case_of,
    day_of,
    letters_of,
    read,
)
from letters.cli.scenario_input import ScenarioInput
from letters.cli.speech import CODE_LANGUAGE, ordered, spoken, told
from letters.cli.tables import as_json, note

if TYPE_CHECKING:
    from letters.followup.next_step import Next
    from letters.pipeline import Letters
    from letters.reference_data.letter_kinds import Role

_SENT_WITHIN = 32
"""Days before it was sent on which a letter may have been made, as it is looked for."""
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today when absent.")]


def on_day(text: str | None) -> date:
    """The day that --on names, or today."""
    return day_of(text, "--on") if text is not None else date.today()


def next_(scenario: ScenarioArgument, on: On = None, files_from: FilesFrom = None, json: Json = False) -> None:
    """Say where the case stands, what to do now and by when, and the letter for it."""
    from letters.cli import findings
    from letters.followup.next_step import command, record, what_next

    source = read(scenario, files_from)
    day = on_day(on)
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
        as_json(record(found, scenario))
        return
    findings.tell_first(source.name, letters)
    print(visible(told(Message("{day}: {does}", day=day, does=found.does))))
    for line in _details(found, letters.case.scenario.request.reply_within_days):
        print(visible(told(line)))
    for kind, reason in found.letters:
        print(visible(f"  {command(scenario, kind, day)}"))
        if reason is not None:
            print(visible(told(Message("    ({reason})", reason=reason))))


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
    scenario: ScenarioArgument,
    on: On = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="The file, or -.")] = None,
    lang: Lang = None,
    files_from: FilesFrom = None,
) -> None:
    """Write the days of the case as a calendar to import: answers, limits, instalments, reminders."""
    from letters.files.disk import put, read_ordinary
    from letters.followup import calendar as days

    source = read(scenario, files_from)
    day = on_day(on)
    letters = letters_of(source, kinds=[], today=day, dated=False)
    language = lang or letters.case.scenario.language
    if output == "-":
        sys.stdout.buffer.write(days.calendar(letters, day, language))
        return
    path = source.path_here(output, ".ics")
    before = read_ordinary(path) if path.is_file() else b""
    put(path, days.calendar(letters, day, language, before), days.is_ours)
    print(visible(str(path)))


def sent(
    scenario: ScenarioArgument,
    kind: OneKind,
    on: On = None,
    channel: Annotated[
        str | None, typer.Option("--channel", help="How it went out: e-mail, post, the lender's chat …")
    ] = None,
    output: LettersFolder = None,
    lang: Lang = None,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    anyway: Anyway = False,
) -> None:
    """Keep a copy of a letter as it was sent, with the hashes of what made it, and log that it was."""
    from letters.cli import findings
    from letters.followup.kept_copy import copy_folder, read_copy
    from letters.followup.log import add_letter, has_letter, with_entry
    from letters.followup.sent import already_kept, as_sent, entry, frozen, sent_letter

    source = own_file(scenario, files_from)
    day = on_day(on)
    if kind == "all":
        raise typer.BadParameter(told(Message("sent takes one letter kind")), param_hint="KIND")
    case = case_of(source, templates=templates, today=day, dated=False)
    folder = source.letters_folder(output)
    logged = has_letter(case.scenario.contacts, kind, day)
    write_row = partial(add_letter, Path(source.name), source.name, today=day, beside=source.read_beside)
    if copy := read_copy(source.sent_folder(folder), kind, day):
        if logged:
            raise already_kept(copy_folder(source.sent_folder(folder), kind, day))
        # A run was killed before it wrote the log, or the scenario was brought back from a backup.
        write_row(entry(copy.letter, case.library, channel))
        _tell_of_copy(source.name, copy.files)
        return
    there = _files_in(folder)
    days = [as_of] if as_of else [None, *(str(day - timedelta(days=back)) for back in range(_SENT_WITHIN))]
    known = _drafts_in(folder, kind)
    tried = (_letters_or_reason(source, kind, day, one, lang, templates) for one in days[: None if known else 2])
    letters = as_sent(tried, known, day)
    row = entry(sent_letter(letters, day), case.library, channel)
    if not logged:
        with_entry(source.raw, source.name, row, today=day, beside=source.read_beside)  # before anything is kept
    letters = letters.with_edits(folder)
    letters.check_finished([] if anyway else ["pdf"])
    with frozen(letters, source.raw, day, source.sent_folder(folder), there) as paths:
        write_row(row)
    _tell_of_copy(source.name, paths)
    findings.about_edits(letters, lambda _: [path.name for path in paths])


def _tell_of_copy(scenario: str, paths: Iterable[Path]) -> None:
    for path in paths:
        print(visible(str(path)))
    note(Message("{path}: logged; `letters next {path}` counts from it", path=scenario))


def _letters_or_reason(
    source: ScenarioInput, kind: str, today: date, as_of: str | None, lang: str | None, templates: Path | None
) -> Letters | LettersError:
    from letters import pipeline
    from letters.followup.sent import unlogged

    try:
        case = case_of(source, as_of=as_of, templates=templates, today=today)
        return pipeline.letters_of(unlogged(case, kind, today), kinds=[kind], language=lang)
    except (ScenarioError, UnsuitableKind) as error:
        return error


def _suited(
    roles: Iterable[Role], source: ScenarioInput, as_of: str | None, templates: Path | None
) -> tuple[Role, ...]:
    """Returns the roles of which the case bears a letter: once the lender has agreed, nothing is petitioned for."""
    from letters import pipeline

    case = case_of(source, as_of=as_of, templates=templates)
    found = []
    for role in roles:
        try:
            pipeline.letters_of(case, kinds=[role])
        except UnsuitableKind:
            continue
        found.append(role)
    return tuple(found)


def _drafts_in(folder: Path, kind: str) -> frozenset[str]:
    """Returns the Markdown that the files of a letter in a folder were made from, where letters wrote them."""
    from letters.files.manifest import read_manifest

    known = read_manifest(folder)
    return frozenset(text for name in known.drafts if name.split(".")[0] == kind for text in known.made_from(name))


def _files_in(folder: Path, pattern: str = "[!.]*") -> dict[str, bytes]:
    """Returns the files of a folder by their path below it. Raises InputError for a pipe, device or too large file."""
    from letters.files.disk import read_ordinary

    found = (path for path in folder.glob(pattern) if path.exists() and not path.is_dir())
    return {path.relative_to(folder).as_posix(): read_ordinary(path) for path in found}


def bundle(
    scenario: ScenarioArgument,
    kind: Kinds = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="The file.")] = None,
    letters_folder: LettersAt = None,
    without_identity: Annotated[
        bool,
        typer.Option("--without-identity", help="Hide ID number, phone and addresses; leave out what holds them."),
    ] = False,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    from_scenario: FromScenario = False,
    anyway: Anyway = False,
) -> None:
    """Put letters, evidence and log into one ZIP for a mediator or legal aid, with the hash of each."""
    from letters.cli import findings
    from letters.files.disk import put
    from letters.followup import bundle as bundling

    source = read(scenario, files_from)
    withheld = bundling.WITHHELD if without_identity else ()
    kinds = kind or _suited(bundling.ROLES, source, as_of, templates)
    letters = letters_of(source, kinds=kinds, as_of=as_of, templates=templates, withheld=withheld)
    folder = source.letters_folder(letters_folder)
    kept = _files_in(source.sent_folder(folder).parent, "sent/[!.]*/[!.]*")
    path = replace(source, stem=letters.shown_name(source.stem)).path_here(output, ".zip")
    edited = letters.with_edits(folder)
    letters = letters if without_identity or from_scenario else edited
    letters.check_finished([] if anyway else ["pdf"])
    findings.tell_first(source.name, letters)
    put(path, bundling.bundle(letters, source.raw, kept, identity=not without_identity), bundling.is_ours)
    print(visible(str(path)))
    findings.about_edits(letters, lambda _: [path.name])
    for one in edited.edits.values() if without_identity else ():
        note(Message("{path}: not in it: what hides who you are is made from the case", path=one.path))
    if without_identity and letters.case.attachments:
        note(Message("look at the evidence yourself: what stands in those files is not hidden"))
    findings.tell(source.name, letters)
