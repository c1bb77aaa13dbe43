"""The commands of the case's record: log, log add."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letters.base.errors import InputError, Message, UnknownName
from letters.cli.help_pages import Command, DefaultGroup
from letters.cli.options import FilesFrom, Json, ScenarioArgument, Templates, day_of, letters_of, own_library, read
from letters.cli.scenario_input import ScenarioInput
from letters.cli.settings import settings_for
from letters.cli.speech import languages, told
from letters.cli.tables import as_json, note, page

if TYPE_CHECKING:
    from letters.cli.prompts import TypedLines

log = typer.Typer(
    cls=DefaultGroup,
    name="log",
    help="The calls and messages of a case: `letters log SCENARIO` shows them, `letters log add SCENARIO` adds one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

QUESTIONS = {
    "date": Message("date"),
    "time": Message("time of day, like 14:30"),
    "channel": Message("channel (telephone, chat, e-mail …)"),
    "who": Message("whom you spoke to"),
    "agent": Message("agent's work number"),
    "ticket": Message("ticket number"),
    "said": Message("what you asked"),
    "promised": Message("what was answered or promised"),
    "reply_by": Message("answer promised by"),
    "kind": Message("what it was (request, complaint, regulator, mediation, demand)"),
    "outcome": Message("outcome (accepted, partly, refused, waiting)"),
    "waived": Message("amount of penalty interest to be waived"),
    "letter": Message("letter sent, by its name in `letters list`"),
    "asked_by": Message("day by which the letter asks for an answer"),
}
OF_A_CALL = ("time", "agent", "ticket", "reply_by", "outcome", "waived")
"""What is asked of a call whose reply is known, as far as it is still open."""
DATES = ("date", "reply_by", "asked_by")
WORDS = {
    "kind": {
        "request": Message("request"),
        "complaint": Message("complaint"),
        "regulator": Message("regulator"),
        "mediation": Message("mediation"),
        "demand": Message("demand"),
    },
    "outcome": {
        "accepted": Message("accepted"),
        "partly": Message("partly"),
        "refused": Message("refused"),
        "waiting": Message("waiting"),
    },
}
"""What a contact was and what came of it: the word in the file, and the one that can be typed for it."""


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
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day; today when absent.")] = None,
    time: Annotated[str | None, typer.Option("--time", metavar="HH:MM", help="The time of day.")] = None,
    channel: Annotated[str | None, typer.Option("--channel", help="Telephone, chat, e-mail …")] = None,
    who: Annotated[str | None, typer.Option("--who", help="Whom you spoke to.")] = None,
    agent: Annotated[str | None, typer.Option("--agent", help="The agent's work number.")] = None,
    ticket: Annotated[str | None, typer.Option("--ticket", help="The ticket number.")] = None,
    said: Annotated[str | None, typer.Option("--said", help="What you asked.")] = None,
    promised: Annotated[str | None, typer.Option("--promised", help="What was answered or promised.")] = None,
    reply_by: Annotated[
        str | None, typer.Option("--reply-by", metavar="DATE", help="The day an answer was promised for.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="What it was: request, complaint, regulator, mediation or demand.")
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", help="The answer: accepted, partly, refused or waiting.")
    ] = None,
    waived: Annotated[
        str | None, typer.Option("--waived", metavar="AMOUNT", help="What was offered, or agreed, to be waived.")
    ] = None,
    letter: Annotated[
        str | None, typer.Option("--letter", metavar="KIND", help="The kind of letter that was sent.")
    ] = None,
    asked_by: Annotated[
        str | None, typer.Option("--asked-by", metavar="DATE", help="The day by which that letter asks for an answer.")
    ] = None,
    heard: Annotated[
        str | None,
        typer.Option("--heard", metavar="REPLY", help="What they answered, as on the call sheet; asks what is open."),
    ] = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
) -> None:
    """Add a call or message to the scenario itself; without options, asks for each."""
    from letters.followup.log import ScenarioReading
    from letters.followup.log import add as add_contact

    source = own_file(scenario, files_from)
    given = {
        "date": date,
        "time": time,
        "channel": channel,
        "who": who,
        "agent": agent,
        "ticket": ticket,
        "said": said,
        "promised": promised,
        "reply_by": reply_by,
        "kind": kind,
        "outcome": outcome,
        "waived": waived,
        "letter": letter,
        "asked_by": asked_by,
    }
    kinds = _kinds(source, templates)
    if heard is None and not any(value is not None for value in given.values()):
        letters_of(source, kinds=[], dated=False)  # a mistake in the file is told before the first question
        given = _asked(kinds)
    if heard is not None:
        from letters.cli.inputs.call_replies import after_reply

        known = after_reply(letters_of(source, kinds=[], templates=templates, dated=False).case, heard)
        given = {name: given[name] if given[name] is not None else known.get(name) for name in given}
        given = {**given, **_asked(kinds, given)}
    entry = _entry(given, kinds)
    reading = ScenarioReading(_today(), source.read_beside, settings_for(source).defaults)
    add_contact(Path(source.name), source.name, entry, reading)
    note(Message("{path}: the contact of {day} is added", path=source.name, day=entry["date"]))
    if entry["date"] > _today():
        note(Message("{day} is still to come; until then `letters next` leaves it out", day=entry["date"]))


def _today() -> date:
    return date.today()


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


def _asked(kinds: list[str], known: Mapping[str, str | None] | None = None) -> dict[str, str | None]:
    """Returns the answers to the questions, each of which may be left empty; of a call those alone that what is `known`
    of it leaves open, and the answers may then end anywhere.
    """
    from letters.cli.prompts import TypedLines

    typed = None if sys.stdin.isatty() else TypedLines()
    answers: dict[str, str | None] = {}
    for name, question in QUESTIONS.items():
        so_far = {**(known or {}), **answers}
        is_open = known is None or (name in OF_A_CALL and not so_far.get(name))
        if is_open and _is_asked(name, so_far):
            answers[name] = _ask(name, question, typed, kinds, may_end=known is not None or name == "letter")
    return answers


def _is_asked(name: str, answers: dict[str, str | None]) -> bool:
    """Returns whether a question makes sense after the answers so far."""
    kind, outcome = (_word(key, (answers.get(key) or "").strip()) for key in ("kind", "outcome"))
    if name == "waived":
        return outcome in {"accepted", "partly"}
    if name == "letter":  # not where the lender wrote or answered
        return kind != "demand" and outcome in {"", "waiting"}
    return name != "asked_by" or bool((answers.get("letter") or "").strip())


def _ask(name: str, question: Message, typed: TypedLines | None, kinds: list[str], *, may_end: bool) -> str:
    def checked(text: str) -> str:
        try:
            _value(name, text.strip(), kinds)
        except UnknownName as error:  # asked again, like any other slip
            raise typer.BadParameter(told(error.message)) from None
        return text

    default = _today().isoformat() if name == "date" else ""
    if typed is not None:
        asked = f"{told(question)} [{default}]: " if default else f"{told(question)}: "
        return _read(asked, default, typed, checked, may_end=may_end)
    try:
        answer: str = typer.prompt(
            told(question), default=default, show_default=bool(default), err=True, value_proc=checked
        )
    except typer.Abort as error:
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        raise InputError(Message("the answers end before the last question; nothing was added")) from None
    return answer


def _read(asked: str, default: str, typed: TypedLines, checked: Callable[[str], str], *, may_end: bool) -> str:
    """Returns an answer from a pipe or a file, asked for again while it is wrong.

    It is empty where the answers `may_end` here: those to a call are complete without the last two questions.
    """
    while True:
        print(asked, end="", file=sys.stderr, flush=True)
        try:
            line = typed.next()
        except UnicodeError:
            raise InputError(Message("the answers are not UTF-8; nothing was written")) from None
        if not line and may_end:
            return ""
        if not line:
            raise InputError(Message("the answers end before the last question; nothing was added"))
        try:
            return checked(line.strip() or default)
        except typer.BadParameter as error:
            note(error.message)


def _entry(given: dict[str, str | None], kinds: list[str]) -> dict[str, Any]:
    """Returns the keys that have a value, checked, in the order to write them."""
    entry = {name: _value(name, text.strip(), kinds) for name, text in given.items() if text and text.strip()}
    return {"date": _today()} | entry


def _value(name: str, text: str, kinds: list[str]) -> Any:
    """Returns the value to write for what was typed; an empty text as it is. `kinds` are the letters there are."""
    from letters.base.field_types import parse_clock
    from letters.base.money import parse_amount

    option = f"--{name.replace('_', '-')}"
    if not text:
        return text
    if name in DATES:
        return day_of(text, option)
    if name in WORDS:
        return _word(name, text)
    if name == "letter" and text not in kinds:
        raise UnknownName(Message("letter kind"), text, kinds)
    try:
        if name == "waived":
            parse_amount(text)
        if name == "time":
            return parse_clock(text)
    except ValueError as error:
        raise typer.BadParameter(told(error.args[0]), param_hint=option) from None
    return text


def _word(name: str, text: str) -> str:
    """Returns the word in the file for one that was typed, as it stands there or in any language; empty for none."""
    if not text:
        return ""
    known = {told(words, language): word for language in languages() for word, words in WORDS[name].items()}
    if text not in WORDS[name] and text not in known:
        names = list(dict.fromkeys([*WORDS[name], *map(told, WORDS[name].values())]))
        raise UnknownName(Message("outcome") if name == "outcome" else Message("kind of contact"), text, names)
    return known.get(text, text)
