"""The commands about letters that were edited: verify, update."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import Message
from letters.cli.error_messages import DIFFERENT, visible
from letters.cli.inputs.letter_files import Expected, letters_to_verify, verified
from letters.cli.inputs.many_cases import Record, ScenariosArgument, for_each
from letters.cli.inputs.option_values import office_of
from letters.cli.options import (
    AsOf,
    FilesFrom,
    Json,
    Lang,
    Templates,
    WithOffice,
    examples,
    kinds_known,
    letters_of,
    read,
)
from letters.cli.shown.layout import block_lines, window
from letters.cli.shown.progress import progress
from letters.cli.speech import told
from letters.cli.tables import as_json, note

if TYPE_CHECKING:
    from letters.edited.update import Made, Updated
    from letters.edited.verify import Verified
    from letters.pipeline import Letters

_STATES = {
    "matches": Message("matches"),
    "changed": Message("changed"),
    "missing": Message("missing"),
    "stale": Message("stale"),
    "unfinished": Message("unfinished"),
}
_WHAT = {
    "name": Message("name"),
    "email": Message("e-mail"),
    "id": Message("ID number"),
    "phone": Message("phone number"),
    "account": Message("account"),
    "date": Message("date"),
    "rate": Message("rate"),
    "amount in words": Message("amount in words"),
    "amount": Message("amount"),
    "days": Message("days"),
    "left": Message("left to decide or to fill in"),
    "institution": Message("institution"),
    "law": Message("law"),
    "article": Message("article"),
    "ticket": Message("ticket or agent number"),
    "count": Message("how many"),
}
_NOT_THERE = "–"


def verify(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO [FILE]...",
            help="A scenario and its edited letters: .docx, .md, .txt, or - for text on stdin; without them, all in its"
            " folder. Or scenarios and folders of cases.",
            autocompletion=examples,
            show_default=False,
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            "-k",
            metavar="KIND",
            help="The letter kind, where the file's name does not say it.",
            autocompletion=kinds_known,
        ),
    ] = None,
    lang: Lang = None,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    every: Annotated[bool, typer.Option("--all", help="List what matches, too, as a table.")] = False,
    scenario: Annotated[str | None, typer.Option("--scenario", "-s", metavar="SCENARIO", hidden=True)] = None,
    json: Json = False,
) -> None:
    """Hold every figure, date, name, number and law of an edited letter against the case; exits 4 if any differs."""
    from letters.edited.verify import verified_record

    if words.count("-") + (scenario == "-") > 1:
        raise typer.BadParameter(told(Message("the scenario and a letter cannot both be read from stdin")))
    source_of = cache(partial(read, files_from=files_from))
    expected = Expected(kind, lang, as_of, templates)
    found: dict[str, list[Verified]] = {}
    todo = letters_to_verify(words, scenario, lambda name: source_of(name).letters_folder(None))
    with progress(len(todo)) as advance:
        for file, of in todo:
            found.setdefault(of, []).append(verified(file, source_of(of), expected))
            advance()
    if json and len(found) > 1:
        as_json({"schema": 1, "cases": [{"file": of} | verified_record(some) for of, some in found.items()]})
    elif json:
        as_json(verified_record([one for some in found.values() for one in some]))
    else:
        for one in (one for some in found.values() for one in some):
            if every:
                _list(one)
            else:
                _tell_differences(one)
            print(visible(told(_counted(one))))
    if not all(one.is_right for some in found.values() for one in some):
        raise typer.Exit(DIFFERENT)


def _tell_differences(one: Verified) -> None:
    """Print what differs, each with the sentence that it stands in."""
    for fact in one.facts:
        if fact.state == "matches":
            continue
        said = {
            "paragraph": fact.paragraph,
            "what": _WHAT[fact.what],
            "state": _STATES[fact.state],
            "found": " ".join((fact.found or _NOT_THERE).split()),
        }
        if fact.state == "unfinished":
            line = Message("paragraph {paragraph}, {what}: {found}", **said)
        else:
            today = fact.expected or Message("no figure of this case")
            line = Message("paragraph {paragraph}, {what}, {state}: {found}; today: {today}", **said, today=today)
        print(visible(told(line)))
        if fact.sentence:
            print(visible(f"    {fact.sentence}"))


def _list(one: Verified) -> None:
    """Print every fact as a row of a table."""
    from letters.documents.markdown import Run, TableBlock

    heads = (Message("paragraph"), Message("what"), Message("in the file"), Message("today"))
    rows = [(*map(told, heads), "")]
    for fact in one.facts:
        today = (
            "" if fact.state in {"matches", "unfinished"} else fact.expected or told(Message("no figure of this case"))
        )
        found, state = fact.found or _NOT_THERE, told(_STATES[fact.state])
        rows.append((str(fact.paragraph), told(_WHAT[fact.what]), found, today, state))
    header, *body = (tuple((Run(" ".join(cell.split())),) for cell in row) for row in rows)
    table = TableBlock(("right", "none", "none", "none", "none"), header, tuple(body))
    print("\n".join(block_lines(table, window())))


def _counted(one: Verified) -> Message:
    states = Counter[str](fact.state for fact in one.facts)
    said = Message(
        "{matching} match, {changed} changed, {missing} missing, {stale} stale",
        matching=states["matches"],
        changed=states["changed"],
        missing=states["missing"],
        stale=states["stale"],
    )
    if not one.made_for:
        return Message("{path}: {counts}", path=one.file, counts=said)
    return Message(
        "{path}: {counts}; its figures are those of {then}, today's of {now}",
        path=one.file,
        counts=said,
        then=one.made_for,
        now=one.as_of,
    )


def update(
    scenario: ScenariosArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help="The folder.")] = None,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    with_office: WithOffice = False,
    json: Json = False,
) -> None:
    """Write the letters of a folder with today's figures and keep what you edited; exits 4 where you have to decide."""

    office = office_of(with_office)

    def update_one(file: str) -> tuple[Record, int]:
        from letters.base.errors import InputError
        from letters.cli import findings
        from letters.edited import update

        source = read(file, files_from)
        folder = source.letters_folder(output)
        made = update.made_in(folder)
        if not made:
            what = Message("no letters have been written to {path}; `letters render` does that", path=folder)
            if scenario == [file]:
                raise InputError(what)
            note(what)
        drafted: list[Letters] = []

        def draft(one: Made) -> Letters:
            made_anew = letters_of(
                source, kinds=[one.kind], lang=one.language, as_of=as_of, templates=templates, redact=one.is_redacted
            )
            drafted.append(replace(made_anew, office=office))
            return drafted[-1]

        results = update.update(folder, made, draft) if made else []
        if not json:
            for one in results:
                print(visible(f"{folder / one.file}: {one.state}"))
        for one in results:
            _tell(folder, one)
        for letters in drafted[:1]:
            findings.warn(source.name, letters)
        code = 0 if all(one.is_done for one in results) else DIFFERENT
        return update.update_record(results, folder), code

    for_each(scenario, update_one, json=json, titled=False)


def _tell(folder: Path, one: Updated) -> None:
    """Print on stderr what the user has to know of a file."""
    path = folder / one.file
    if one.backup:
        note(Message("{path}: your file as it was is kept as {backup}", path=path, backup=folder / one.backup))
    if one.unfinished:
        left = ", ".join(map(_short, one.unfinished))
        note(Message("{path}: something is left to decide or to fill in: {words}", path=path, words=left))
    if one.state == "left":
        note(Message("{path}: left as it is: {reason}", path=path, reason=one.reason))
    for clash in one.clashes:
        what = (
            Message("both you and the letter changed this; both stand, yours is marked")
            if clash.new
            else Message("the letter no longer has this, which you changed; it stands, marked")
        )
        note(Message("{path}: {what}: {words}", path=path, what=what, words=_short(clash.mine)))
    for words in one.decided:
        said = _short(words)
        note(Message("{path}: yours stands, as you decided; the letter says today: {words}", path=path, words=said))
    for words in one.deleted:
        note(
            Message(
                "{path}: you deleted this, so it stays out, though it has changed: {words}",
                path=path,
                words=_short(words),
            )
        )


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= 60 else f"{said[:59]}…"
