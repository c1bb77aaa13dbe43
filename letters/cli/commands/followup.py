"""The commands that follow a case through: next, calendar, sent, bundle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import LettersError, Message, ScenarioError, UnsuitableKind
from letters.cli.commands.log import own_file
from letters.cli.error_messages import visible
from letters.cli.help.old_spellings import named_kind, newest
from letters.cli.inputs.option_values import day_of, office_of
from letters.cli.options import (
    Anyway,
    AsOf,
    FilesFrom,
    FromScenario,
    Kinds,
    Lang,
    LettersAt,
    OldKind,
    OldLettersAt,
    OneKind,
    ScenarioArgument,
    Templates,
    WithOffice,
    case_of,
    letters_of,
    read,
)
from letters.cli.scenario_input import ScenarioInput
from letters.cli.settings import settings_for
from letters.cli.speech import told
from letters.cli.tables import note

if TYPE_CHECKING:
    from letters.pipeline import Letters
    from letters.reference_data.letter_kinds import Role

_SENT_WITHIN = 32
"""Days before it was sent on which a letter may have been made, as it is looked for."""
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today when absent.")]


def on_day(text: str | None) -> date:
    """The day that --on names, or today."""
    return day_of(text, "--on") if text is not None else date.today()


def sent(
    scenario: ScenarioArgument,
    old_kind: OldKind = None,
    kind: OneKind = None,
    on: On = None,
    channel: Annotated[
        str | None, typer.Option("--channel", metavar="TEXT", help="How it went out: e-mail, post, the lender's chat …")
    ] = None,
    letters_folder: LettersAt = None,
    output: OldLettersAt = None,
    lang: Lang = None,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    anyway: Anyway = False,
    with_office: WithOffice = False,
) -> None:
    """Keep a copy of a letter as it was sent, with the hashes of what made it, and log that it was."""
    from letters.cli import findings
    from letters.documents.edited_letter import edited_files
    from letters.followup.kept_copy import MANIFEST, copy_folder, read_copy
    from letters.followup.log import ScenarioReading, add_letter, has_letter, with_entry
    from letters.followup.sent import already_kept, as_sent, entry, frozen, sent_letter

    kind = named_kind(kind, old_kind, f"sent {scenario}")
    if kind is None:
        raise typer.BadParameter(told(Message("say which letter was sent, like -k waiver-email")), param_hint="-k")
    source, office = own_file(scenario, files_from), office_of(with_office)
    day = on_day(on)
    if kind == "all":
        raise typer.BadParameter(told(Message("sent takes one letter kind")), param_hint="-k")
    case = case_of(source, templates=templates, today=day, dated=False)
    folder = source.letters_folder(newest(letters_folder, output, "-o DIR", "--letters DIR"))
    logged = has_letter(case.scenario.contacts, kind, day)
    reading = ScenarioReading(day, source.read_beside, settings_for(source).defaults)
    write_row = partial(add_letter, Path(source.name), source.name, reading=reading)
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
        # before anything is kept
        with_entry(source.raw, source.name, row, reading)
    letters = replace(letters.with_edits(folder), office=office)
    letters.check_finished([] if anyway else ["pdf"])
    own = {path.name for path in edited_files(folder, there)}
    with frozen(letters, source.raw, day, source.sent_folder(folder), there, own) as paths:
        write_row(row)
    _tell_of_copy(source.name, paths)
    made = [path.name for path in paths if path.name not in {MANIFEST, *own}]
    findings.about_edits(letters, lambda _: made)


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
    path = source._replace(stem=letters.shown_name(source.stem)).path_here(output, ".zip")
    edited = letters.with_edits(folder)
    letters = letters if without_identity or from_scenario else edited
    letters.check_finished([] if anyway else ["pdf"])
    findings.tell_first(source.name, letters)
    put(path, bundling.bundle(letters, source.raw, kept, identity=not without_identity), bundling.is_ours)
    print(visible(str(path)))
    findings.about_edits(letters, lambda _: [path.name], None if without_identity or from_scenario else folder)
    for one in edited.edits.values() if without_identity else ():
        note(Message("{path}: not in it: what hides who you are is made from the case", path=one.path))
    if without_identity and letters.case.attachments:
        note(Message("look at the evidence yourself: what stands in those files is not hidden"))
    findings.tell(source.name, letters)
