"""What is asked and typed of a contact for the log, checked as it will be written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from letters.base.errors import InputError, Message, UnknownName
from letters.cli.inputs.option_values import day_of
from letters.cli.speech import languages, told
from letters.cli.tables import aside

if TYPE_CHECKING:
    from letters.cli.inputs.prompts import TypedLines

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
_OPTIONS = {"date": "--on", "kind": "--what", "letter": "-k"}
"""How the options are called that are called otherwise than what they write."""
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


def asked_of_contact(kinds: list[str], known: Mapping[str, str | None] | None = None) -> dict[str, str | None]:
    """Returns the answers to the questions, each of which may be left empty; of a call those alone that what is `known`
    of it leaves open, and the answers may then end anywhere.
    """
    from letters.cli.inputs.prompts import TypedLines

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

    default = date.today().isoformat() if name == "date" else ""
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
            aside(error.message)


def entry_of(given: dict[str, str | None], kinds: list[str]) -> dict[str, Any]:
    """Returns the keys that have a value, checked, in the order to write them."""
    entry = {name: _value(name, text.strip(), kinds) for name, text in given.items() if text and text.strip()}
    return {"date": date.today()} | entry


def _value(name: str, text: str, kinds: list[str]) -> Any:
    """Returns the value to write for what was typed; an empty text as it is. `kinds` are the letters there are."""
    from letters.base.field_types import parse_clock
    from letters.base.money import parse_amount

    option = _OPTIONS.get(name, f"--{name.replace('_', '-')}")
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


def _words(name: str) -> dict[str, str]:
    """Returns the words in the file by what can be typed for them in any language."""
    return {told(words, language): word for language in languages() for word, words in WORDS[name].items()}


def is_contact(text: str) -> bool:
    """Returns whether a word says what a contact was, for which --kind stood once."""
    return text in WORDS["kind"] or text in _words("kind")


def _word(name: str, text: str) -> str:
    """Returns the word in the file for one that was typed, as it stands there or in any language; empty for none."""
    if not text:
        return ""
    known = _words(name)
    if text not in WORDS[name] and text not in known:
        names = list(dict.fromkeys([*WORDS[name], *map(told, WORDS[name].values())]))
        raise UnknownName(Message("outcome") if name == "outcome" else Message("kind of contact"), text, names)
    return known.get(text, text)
