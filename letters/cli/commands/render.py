"""The commands that hand over letters: render, copy."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import Message
from letters.cli.error_messages import say_error, visible
from letters.cli.help.old_spellings import named_kind, newest
from letters.cli.inputs.option_values import is_no_letterhead, known_formats, letterhead_of, office_of
from letters.cli.options import (
    Anyway,
    AsOf,
    FilesFrom,
    Formats,
    FromScenario,
    Json,
    Kinds,
    Lang,
    LettersAt,
    OldKind,
    OldLettersAt,
    Redact,
    ReferenceDoc,
    ScenarioArgument,
    ScriptOrKind,
    Templates,
    WithOffice,
    letters_of,
    read,
)
from letters.cli.settings import settings_for
from letters.cli.speech import told
from letters.cli.tables import as_json, note

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

    from letters.drafting.draft import Draft
    from letters.pipeline import Letters

READ_ONCE = Message(
    "redacted: names of other people and places in your own words are not known here; read each letter once"
    " before you show it"
)


def render(
    scenario: ScenarioArgument,
    kind: Kinds = None,
    format: Formats = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="DIR", help="The folder; - for one letter to stdout.")
    ] = None,
    lang: Lang = None,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    reference_doc: ReferenceDoc = None,
    redact: Redact = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace edited files too; each is kept as name.N.bak.ext.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="A blank is an error, and so is a file older than a week.")
    ] = False,
    from_scenario: FromScenario = False,
    anyway: Anyway = False,
    with_office: WithOffice = False,
    json: Json = False,
) -> None:
    """Write the letters of a case, as Markdown and Word, plain text, PDF, HTML, OpenDocument or a draft e-mail."""
    from letters.cli import findings
    from letters.documents.formats import DEFAULT_FORMATS
    from letters.documents.kept_letterhead import forget_letterhead, keep_letterhead

    office = office_of(with_office)
    to_stdout = output == "-"
    source = read(scenario, files_from)
    settings = settings_for(source)
    formats = known_formats(format or (None if to_stdout else settings.names("formats")))
    kinds = list(dict.fromkeys(kind or (None if to_stdout else settings.names("kinds")) or ()))
    if to_stdout and (len(kinds) != 1 or "all" in kinds or len(formats or "1") != 1 or json):
        raise typer.BadParameter(told(Message("-o - takes one kind (-k) and one format (-f), and no --json")))
    chosen = formats or (["md"] if to_stdout else list(DEFAULT_FORMATS))
    _check_use(chosen, reference_doc, with_office)
    if redact and "eml" in (formats or ()):
        raise typer.BadParameter(
            told(Message("hides who you are, and an e-mail to the lender does not; leave out -f eml")),
            param_hint="--redact",
        )
    letterhead = letterhead_of(reference_doc or settings.file("letterhead"))
    letters = letters_of(source, kinds=kinds or None, lang=lang, as_of=as_of, templates=templates, redact=redact)
    if not json:
        findings.tell_first(source.name, letters)
    if strict and (letters.blanks or letters.stale):
        raise _refused(source.name, letters)
    shown = source._replace(stem=letters.shown_name(source.stem))  # its folder bears no name that is redacted
    folder = shown.letters_folder(None if to_stdout else output, is_read=False)
    if is_no_letterhead(reference_doc):
        forget_letterhead(folder)
    letters = letters.on(letterhead) if letterhead else letters.on_paper_of(folder)
    letters = replace(letters, office=office)
    looked_in = None if from_scenario else folder
    if looked_in:
        letters = letters.with_edits(looked_in, chosen)
    if to_stdout:
        if not anyway:
            letters.check_finished(chosen)
        (content,) = letters.in_folder(chosen).values()
        sys.stdout.buffer.write(content)
        _tell(source.name, letters, chosen, looked_in)
        return
    findings.about_mail(letters, formats or ())
    written = letters.save(folder, chosen, force=force, from_scenario=from_scenario, anyway=anyway)
    if letterhead and not redact:
        keep_letterhead(folder, letterhead.raw)  # so that the next command uses it
    pages = letters.page_files(chosen)
    if json:
        files = [str(path) for path in written if path.name not in pages]
        as_json(
            {"schema": findings.SCHEMA, "files": files, "figures": findings.figures_record(letters)}
            | findings.remarks(letters)
            | ({"for_you": [str(path) for path in written if path.name in pages]} if pages else {})
            | ({"edited": [str(one.path) for one in letters.edits.values()]} if letters.edits else {})
        )
        return
    _list(written, pages)
    _tell(source.name, letters, chosen, looked_in)
    if letters.shown_name(str(folder)) != str(folder):
        note(Message("{path}: the name of the folder says who you are; choose another with -o", path=folder))


def _check_use(chosen: Iterable[str], reference_doc: Path | None, with_office: bool) -> None:
    """Tell of an option that does nothing for these formats. Raises typer.BadParameter where that is a mistake."""
    from letters.documents.formats import find_format

    formats = [find_format(name) for name in chosen]
    if reference_doc and not any(one.on_letterhead for one in formats):
        what = Message("is for Word files, PDFs and e-mails; add -f docx")
        raise typer.BadParameter(told(what), param_hint="--reference-doc")
    if with_office and not any(one.by_office for one in formats):
        note(Message("--with-office makes PDF and OpenDocument; none of these is asked for (-f pdf)"))


def _list(written: Iterable[Path], pages: Container[str]) -> None:
    """Print the letters' files on stdout, and on stderr those for the borrower alone."""
    print("\n".join(visible(str(path)) for path in written if path.name not in pages))
    for path in written:
        if path.name in pages:
            note(Message("{path}: for yourself, not to be sent", path=path))


def _refused(name: str, letters: Letters) -> typer.Exit:
    """Print what --strict refuses, and return how the command ends."""
    from letters.cli import findings

    findings.tell(name, letters)
    left = Message("{name}: blanks are left, and --strict asks for none; nothing was written", name=name)
    old = Message("{name}: its day is long past, and --strict refuses that; nothing was written", name=name)
    say_error(left if letters.blanks else old)
    return typer.Exit(1)


def _tell(name: str, letters: Letters, formats: list[str], folder: Path | None) -> None:
    """Print what the user has to know of the letters; of edited files in a `folder`, too, where that matters."""
    from letters.cli import findings
    from letters.documents.formats import find_format

    def made(one: Draft) -> list[str]:
        return [form for form in formats if letters.follows_edit(one, form, formats)]

    is_sent = any(find_format(name).editable is None for name in formats)
    findings.about_edits(letters, made, folder if is_sent else None)
    findings.tell(name, letters)
    for lacking in letters.letterhead.notes() if letters.letterhead else ():
        note(lacking)
    if letters.is_redacted:
        note(READ_ONCE)


def copy(
    scenario: ScenarioArgument,
    old_kind: OldKind = None,
    kind: ScriptOrKind = None,
    letters_folder: LettersAt = None,
    output: OldLettersAt = None,
    lang: Lang = None,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    from_scenario: FromScenario = False,
) -> None:
    """Put the call script, or another letter, on the clipboard as plain text."""
    from letters.cli import clipboard, findings
    from letters.reference_data.letter_kinds import Role

    kind = named_kind(kind, old_kind, f"copy {scenario}")
    folder = newest(letters_folder, output, "-o DIR", "--letters DIR")
    if kind == "all":
        raise typer.BadParameter(told(Message("copy takes one letter kind")), param_hint="-k")
    source = read(scenario, files_from)
    letters = letters_of(source, kinds=[kind] if kind else [Role.SCRIPT], lang=lang, as_of=as_of, templates=templates)
    looked_in = None if from_scenario else source.letters_folder(folder)
    if looked_in:
        letters = letters.with_edits(looked_in)
    findings.tell_first(source.name, letters)
    name, content = next(iter(letters.files(["txt"]).items()))
    kind, text = name.removesuffix(".txt"), content.decode()
    how = clipboard.put(text, environ=os.environ, terminal=sys.stderr if sys.stderr.isatty() else None)
    if how is None:
        note(Message("no clipboard can be reached from here; this is the text:"))
        print(text, end="")
    else:
        sent = Message("{kind}: sent to your terminal's clipboard", kind=kind)
        note(Message("{kind}: copied", kind=kind) if how == "clipboard" else sent)
    findings.about_edits(letters, lambda _: [told(Message("what was copied"))], looked_in)
    findings.tell(source.name, letters)
