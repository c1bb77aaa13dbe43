"""The commands of the case's record: log, log add."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from letters.base.errors import InputError, Message
from letters.cli.help.old_spellings import newest
from letters.cli.help.pages import Command, DefaultGroup
from letters.cli.inputs.contact_answers import asked_of_contact, entry_of, is_contact
from letters.cli.options import (
    FilesFrom,
    Json,
    ScenarioArgument,
    Templates,
    kinds_known,
    letters_of,
    own_library,
    read,
)
from letters.cli.scenario_input import ScenarioInput
from letters.cli.settings import settings_for
from letters.cli.tables import as_json, note, page

log = typer.Typer(
    cls=DefaultGroup,
    name="log",
    help="The calls and messages of a case: `letters log SCENARIO` shows them, `letters log add SCENARIO` adds one.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


def _text(option: str, about: str) -> Any:
    return typer.Option(option, metavar="TEXT", help=about)


@log.command("show", cls=Command, hidden=True)
def show(scenario: ScenarioArgument, files_from: FilesFrom = None, json: Json = False) -> None:
    """Show the calls and messages so far."""
    from letters.drafting.draft import overview
    from letters.followup.log import record

    letters = letters_of(read(scenario, files_from), kinds=[], dated=False)
    if json:
        as_json({"schema": 1, "contacts": record(letters.case.scenario.contacts)})
    else:
        page(overview(letters.case, letters.figures, "_log").markdown)


@log.command("add", cls=Command)
def add(
    scenario: ScenarioArgument,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today when absent.")] = None,
    time: Annotated[str | None, typer.Option("--time", metavar="HH:MM", help="The time of day.")] = None,
    channel: Annotated[str | None, _text("--channel", "Telephone, chat, e-mail …")] = None,
    who: Annotated[str | None, _text("--who", "Whom you spoke to.")] = None,
    agent: Annotated[str | None, _text("--agent", "The agent's work number.")] = None,
    ticket: Annotated[str | None, _text("--ticket", "The ticket number.")] = None,
    said: Annotated[str | None, _text("--said", "What you asked.")] = None,
    promised: Annotated[str | None, _text("--promised", "What was answered or promised.")] = None,
    reply_by: Annotated[
        str | None, typer.Option("--reply-by", metavar="DATE", help="The day an answer was promised for.")
    ] = None,
    what: Annotated[
        str | None, _text("--what", "What it was: request, complaint, regulator, mediation or demand.")
    ] = None,
    outcome: Annotated[str | None, _text("--outcome", "The answer: accepted, partly, refused or waiting.")] = None,
    waived: Annotated[
        str | None, typer.Option("--waived", metavar="AMOUNT", help="What was offered, or agreed, to be waived.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", "-k", metavar="KIND", help="The kind of letter that was sent.", autocompletion=kinds_known
        ),
    ] = None,
    asked_by: Annotated[
        str | None, typer.Option("--asked-by", metavar="DATE", help="The day by which that letter asks for an answer.")
    ] = None,
    heard: Annotated[
        str | None,
        typer.Option("--heard", metavar="REPLY", help="What they answered, as on the call sheet; asks what is open."),
    ] = None,
    old_date: Annotated[str | None, typer.Option("--date", metavar="DATE", hidden=True)] = None,
    old_letter: Annotated[str | None, typer.Option("--letter", metavar="KIND", hidden=True)] = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
) -> None:
    """Add a call or message to the scenario itself; without options, asks for each."""
    from letters.followup.log import ScenarioReading
    from letters.followup.log import add as add_contact

    source = own_file(scenario, files_from)
    if kind is not None and is_contact(kind):
        what, kind = newest(what, kind, f"--kind {kind}", f"--what {kind}"), None
    given = {
        "date": newest(on, old_date, "--date DATE", "--on DATE"),
        "time": time,
        "channel": channel,
        "who": who,
        "agent": agent,
        "ticket": ticket,
        "said": said,
        "promised": promised,
        "reply_by": reply_by,
        "kind": what,
        "outcome": outcome,
        "waived": waived,
        "letter": newest(kind, old_letter, "--letter KIND", "-k KIND"),
        "asked_by": asked_by,
    }
    kinds = _kinds(source, templates)
    if heard is None and not any(value is not None for value in given.values()):
        letters_of(source, kinds=[], dated=False)  # a mistake in the file is told before the first question
        given = asked_of_contact(kinds)
    if heard is not None:
        from letters.cli.inputs.call_replies import after_reply

        known = after_reply(letters_of(source, kinds=[], templates=templates, dated=False).case, heard)
        given = {name: given[name] if given[name] is not None else known.get(name) for name in given}
        given = {**given, **asked_of_contact(kinds, given)}
    entry = entry_of(given, kinds)
    reading = ScenarioReading(date.today(), source.read_beside, settings_for(source).defaults)
    add_contact(Path(source.name), source.name, entry, reading)
    note(Message("{path}: the contact of {day} is added", path=source.name, day=entry["date"]))
    if entry["date"] > date.today():
        note(Message("{day} is still to come; until then `letters next` leaves it out", day=entry["date"]))


def own_file(argument: str, files_from: Path | None = None) -> ScenarioInput:
    """A scenario that can be written to. Raises InputError."""
    source = read(argument, files_from)
    if argument == "-":
        raise InputError(Message("the log is kept in a scenario file; name one, stdin cannot be written to"))
    if source.is_example:
        raise InputError(
            Message("{name} is a bundled example; `letters new --example` makes a file of your own", name=source.name)
        )
    return source


def _kinds(source: ScenarioInput, templates: Path | None) -> list[str]:
    """Returns the letters of every language that may have been sent."""
    shelf = own_library(source, templates)
    return sorted({kind for language in shelf.languages() for kind in shelf.kinds(language)})
