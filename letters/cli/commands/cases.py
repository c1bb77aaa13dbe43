"""The commands about one case: new, check, figures, reconcile."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import Message, Problem
from letters.cli.error_messages import problem_lines, visible
from letters.cli.inputs.many_cases import Record, ScenariosArgument, for_each
from letters.cli.options import (
    AsOf,
    FilesFrom,
    HardshipArgument,
    Json,
    OwnLang,
    ScenarioArgument,
    Templates,
    examples,
    letters_of,
    library_here,
    read,
)
from letters.cli.settings import settings_at
from letters.cli.shown.layout import branches, window
from letters.cli.speech import languages, offered, teller, told
from letters.cli.tables import as_json, csv_bytes, note, page

if TYPE_CHECKING:
    from letters.pipeline import Letters


def new(
    hardship: HardshipArgument = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask question by question in the terminal, and write down the answers.")
    ] = False,
    lang: OwnLang = None,
    example: Annotated[
        bool, typer.Option("--example", help="The filled-in example instead, to try things on.")
    ] = False,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="A table of clients to fill in instead: clients.xlsx or .csv."),
    ] = None,
) -> None:
    """Write a commented scenario to fill in, and the schema that helps an editor check it."""
    from letters.files.letter_folder import write_new
    from letters.reference_data.catalogue import our_name
    from letters.scenario import starter

    language = offered(lang or settings_at(Path()).language)
    if table is not None:
        _write_table(table, language)
        return
    if ask:
        _ask(hardship, language)
        return
    name = our_name(library_here(), "hardship.kind", hardship) if hardship is not None else "illness"
    path = Path(f"{name}.yaml")
    say = teller(language)
    text = starter.example(name, say, lang) if example else starter.starter(name, language, say)
    write_new(path, text.encode())
    print(visible(str(path)))
    _write_schema(language)
    if example:
        note(
            Message(
                "the example's own day, phone, e-mail and account are left open; its letters as they were: letters"
                " render {path} --as-of {day}",
                path=path,
                day=starter.day_of_example(name),
            )
        )
    else:
        note(Message("fill in {path}, then: letters check {path}", path=path))


def _ask(argument: str | None, language: str) -> None:
    """Asks for a case and writes its file; where the user breaks off, a draft of it if that is wanted."""
    from letters.base.errors import InputError
    from letters.cli.commands.render import render
    from letters.cli.inputs import new_case

    telling = new_case.begin(argument, language, date.today())
    try:
        new_case.ask(telling)
    except (KeyboardInterrupt, InputError) as ended:
        if isinstance(ended, KeyboardInterrupt) or sys.stdin.isatty():
            new_case.offer_draft(telling)
        raise
    is_sound = telling.interview.is_sound()
    path = telling.keep(half_told=not is_sound)
    print(visible(str(path)), flush=True)
    _write_schema(telling.interview.language)
    if not is_sound:
        note(Message("kept; go on with: letters new --ask {path}", path=path))
        return
    new_case.tell_figures(str(path), letters_of(read(str(path)), kinds=[]))
    if telling.is_agreed(Message("Write the letters now?")):
        render(str(path))
    else:
        note(Message("next: letters check {path}, then letters render {path}", path=path))


def _write_table(path: Path, language: str) -> None:
    from letters.documents.spreadsheet import workbook
    from letters.files.letter_folder import write_new
    from letters.scenario.tables.template import table_to_fill_in

    say = teller(language)
    heads, rows = table_to_fill_in(language, say, library_here())
    if path.suffix.lower() == ".xlsx":
        content = workbook(say(Message("clients")), heads, rows)
    elif path.suffix.lower() == ".csv":
        content = csv_bytes([[head for head, _ in heads], *rows])
    else:
        raise typer.BadParameter(told(Message("name a file that ends in .xlsx or .csv")), param_hint="--table")
    write_new(path, content)
    print(visible(str(path)))
    folder = path.with_suffix("")
    note(Message("fill in {path}, then: letters import {path} {folder}", path=path, folder=folder))


def _write_schema(language: str) -> None:
    from letters.files.disk import read_ordinary
    from letters.files.letter_folder import write_new
    from letters.scenario import starter

    shelf = library_here()
    path, content = Path(starter.SCHEMA_FILE), starter.schema(teller(language), shelf, language).encode()
    if not os.path.lexists(path):
        write_new(path, content)
        print(visible(str(path)))
    elif not path.is_file() or read_ordinary(path) not in {
        starter.schema(teller(one), shelf, one).encode() for one in languages()
    }:
        note(Message("{path} is there already and differs from this version's; delete it to have a new one", path=path))


def check(
    scenario: ScenariosArgument,
    as_of: AsOf = None,
    templates: Templates = None,
    files_from: FilesFrom = None,
    json: Json = False,
) -> None:
    """Say what is wrong with scenarios, what is still blank, and what to look at again."""

    def check_one(file: str) -> tuple[Record, int]:
        from letters.base.errors import ScenarioError
        from letters.cli import findings

        source = read(file, files_from)
        name, problems, letters, left = source.name, list[Problem](), None, tuple[Problem, ...]()
        try:
            letters = letters_of(source, as_of=as_of, templates=templates)
            left = () if source.is_example else findings.left_of_the_example(letters)
        except ScenarioError as error:
            name, problems = error.name, error.problems  # of a table beside the scenario, perhaps
        if json:
            return findings.check_record(problems, letters, left), int(bool(problems))
        if letters:
            print("\n".join(findings.summary(source.name, letters, left)))
        else:
            print("\n".join(problem_lines(name, problems)))
        return {}, int(bool(problems))

    for_each(scenario, check_one, json=json, titled=False)


def figures(
    scenario: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO... [FIGURE]",
            help="Scenario files and folders of cases; then perhaps a figure by its path in the JSON, like"
            " total.penalty_outstanding or bills[0].paid, to explain alone.",
            autocompletion=examples,
            show_default=False,
        ),
    ],
    explain: Annotated[
        bool, typer.Option("--explain", help="The ledger, line by line; of FIGURE, where it comes from.")
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE.svg", help="Draw principal and penalty over time into a file instead."),
    ] = None,
    as_of: AsOf = None,
    files_from: FilesFrom = None,
    json: Json = False,
) -> None:
    """Show the figures, the ledger behind them, both as JSON, or where one figure comes from."""
    named, figure = _with_figure(scenario)
    if plot is not None and (len(named) > 1 or Path(named[0]).is_dir()):
        raise typer.BadParameter(told(Message("a picture is drawn of one case")), param_hint="--plot")

    def show_one(file: str) -> tuple[Record, int]:
        from letters.cli import findings
        from letters.drafting.draft import overview
        from letters.reference_data.letter_kinds import Role

        source = read(file, files_from)
        if figure is not None:
            return _explained(letters_of(source, kinds=[Role.LEDGER], as_of=as_of), figure, json), 0
        if json and plot is None:
            # which has the blanks of the letters
            return findings.figures_record(letters_of(source, as_of=as_of)), 0
        letters = letters_of(source, kinds=[Role.LEDGER] if explain and plot is None else [], as_of=as_of)
        if plot is not None:
            _draw(letters, plot)
        elif explain:
            page(letters.drafts[0].markdown)
        else:
            page(overview(letters.case, letters.figures).markdown)
        findings.warn(source.name, letters)
        return {}, 0

    for_each(named, show_one, json=json and plot is None)


def _with_figure(named: list[str]) -> tuple[list[str], str | None]:
    """Returns the files and the figure: the last word, if it is the name of no file, folder or example."""
    from letters.reference_data.catalogue import scenarios

    *files, last = named
    is_file = last == "-" or os.path.lexists(last) or last.lower().endswith((".yaml", ".yml"))
    if not files or is_file or f"{last}.yaml" in scenarios():
        return named, None
    return files, last


def _draw(letters: Letters, path: Path) -> None:
    from letters.drafting.picture import is_untouched, picture
    from letters.files.disk import put

    if path.suffix != ".svg":
        raise typer.BadParameter(told(Message("name a file that ends in .svg")), param_hint="--plot")
    put(path, picture(letters.case, letters.figures).encode(), is_untouched)
    print(visible(str(path)))


def _explained(letters: Letters, figure: str, json: bool) -> Record:
    from letters.drafting.explained import Explained
    from letters.report.explain import explain

    trace = explain(letters.case, letters.figures, figure)
    words = Explained(letters.case)
    if json:
        return words.record(trace)
    print(visible("\n".join(branches(words.lines(trace), window()))))
    return {}


def reconcile(scenario: ScenarioArgument, as_of: AsOf = None, files_from: FilesFrom = None, json: Json = False) -> None:
    """Hold the lender's own figures against ours, and find what would explain the difference."""
    from letters.cli import findings
    from letters.drafting.draft import comparison
    from letters.reference_data.letter_kinds import Role
    from letters.report.as_json import reconciled

    source = read(scenario, files_from)
    letters = letters_of(source, kinds=[Role.LEDGER], as_of=as_of)
    found = letters.figures.reconciled
    if found is None:
        message = Message(
            "nothing is claimed: write what the lender asks for as claimed_penalty, on its bill or once for all"
        )
        raise letters.case.refuse(("bills",), message)
    if json:
        as_json(reconciled(found))
        return
    page(comparison(letters.case, letters.figures).markdown)
    findings.warn(source.name, letters)
