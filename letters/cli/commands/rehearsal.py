"""The command call: the call rehearsed in the terminal, with the replies of the lender one after the other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letters.base.errors import Message
from letters.base.money import grouped, plain
from letters.cli.inputs.call_replies import sheet_of
from letters.cli.inputs.contact_answers import WORDS
from letters.cli.options import AsOf, FilesFrom, Json, Lang, ScenarioArgument, Templates, case_of, read
from letters.cli.speech import told
from letters.cli.tables import as_json

if TYPE_CHECKING:
    from letters.drafting.call.call_sheet import CallSheet

MARKS = {"yes": "●", "ask": "?", "no": "×"}
MOST_TYPED = 10_000
"""Characters of a line that is typed: what stands there does not matter."""


def call(
    scenario: ScenarioArgument,
    lang: Lang = None,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    json: Json = False,
) -> None:
    """Rehearse the call: Enter goes on, nothing is written down."""
    from datetime import date

    source = read(scenario, files_from)
    sheet = sheet_of(case_of(source, as_of=as_of, templates=templates, today=date.today()), lang)
    if json:
        as_json(_sheet_record(sheet))
        return
    for lines in _played(sheet, Path(source.name).name):
        print("\n".join(lines), flush=True)
        if not sys.stdin.readline(MOST_TYPED):
            print()
            return
    print("\n".join(_record(sheet, Path(source.name).name)))


def _sheet_record(sheet: CallSheet) -> dict[str, Any]:
    """Returns the sheet as JSON."""
    replies = [
        {"name": one.name, "cue": one.cue, "say": one.say, "then": one.then, "mark": one.mark, "outcome": one.outcome}
        | {"waived": plain(one.amount) if one.amount is not None else None}
        for one in sheet.replies
    ]
    return {
        "schema": 1,
        "title": sheet.title,
        "numbers": [{"label": label, "value": value} for label, value in sheet.numbers],
        "ready": sheet.ready,
        "breaths": [{"say": one.say, "asides": list(one.asides)} for one in sheet.breaths],
        "conditions": sheet.conditions,
        "replies": replies,
        "closing": list(sheet.closing),
    }


def _played(sheet: CallSheet, name: str) -> Iterator[list[str]]:
    """Yields what is shown before each Enter."""
    yield [
        sheet.title,
        *(f"  {label}  {number}" for label, number in sheet.numbers),
        "",
        sheet.ready,
        "",
        told(Message("Read aloud what stands in quotation marks, as on the telephone. Enter goes on.")),
    ]
    for place, breath in enumerate(sheet.breaths, 1):
        yield [f"{place}/{len(sheet.breaths)}  {breath.say}", *(f"      {aside}" for aside in breath.asides)]
    yield [sheet.conditions, "", told(Message("Now they answer. Say your answer, then press Enter to see it."))]
    for place, answer in enumerate(sheet.replies, 1):
        yield [told(Message("{place}/{count}  They say: {cue}", place=place, count=len(sheet.replies), cue=answer.cue))]
        yield [f"      {answer.say}", f"      {MARKS[answer.mark]} {answer.then}"]
    yield [told(Message("Before you ring off, read it back:")), *(f"      {said}" for said in sheet.closing)]


def _record(sheet: CallSheet, name: str) -> list[str]:
    """Returns the record of the rehearsal, as the log would have it of the reply that was most of an answer."""
    heard = sheet.fullest
    rows = [
        (Message("channel"), heard.channel),
        (Message("what you asked"), sheet.purpose),
        (Message("what was answered"), heard.cue),
        (Message("outcome"), told(WORDS["outcome"][heard.outcome]) if heard.outcome else "–"),
        (Message("waived"), grouped(heard.amount) if heard.amount else "–"),
    ]
    return [
        told(Message("The record of this rehearsal, to be thrown away:")),
        *(f"      {told(what)}: {words}" for what, words in rows),
        told(Message("Nothing was written down. Well done: you have said it all once.")),
        told(
            Message(
                "After the real call: letters log add {path} --heard {reply} (asks only what is still open)",
                path=name,
                reply=heard.name,
            )
        ),
    ]
