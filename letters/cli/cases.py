"""The commands about one case: new, check, figures, reconcile."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import Message, Problem
from letters.cli.options import AsOf, HardshipArgument, Json, OwnLang, ScenarioArgument, Templates, letters_of, read
from letters.cli.show import as_json, note, page
from letters.cli.speech import offered, told
from letters.cli.trouble import problem_lines, visible

if TYPE_CHECKING:
    from letters.pipeline import Letters

FigureArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="FIGURE",
        help="A figure by its path in the JSON, like total.penalty_outstanding or bills[0].paid, to explain alone.",
        show_default=False,
    ),
]


def new(
    hardship: HardshipArgument = "illness",
    lang: OwnLang = None,
    example: Annotated[
        bool, typer.Option("--example", help="The filled-in example instead, to try things on.")
    ] = False,
) -> None:
    """Write a commented scenario to fill in, and the schema that helps an editor check it."""
    from letters import starter
    from letters.writers.folder import write_new

    language = offered(lang)
    path, schema = Path(f"{hardship}.yaml"), Path(starter.SCHEMA_FILE)
    text = starter.example(hardship) if example else starter.starter(hardship, language)
    write_new(path, text.encode())
    print(path)
    content = starter.schema().encode()
    if not os.path.lexists(schema):
        write_new(schema, content)
        print(schema)
    elif not schema.is_file() or schema.read_bytes() != content:
        note(
            Message("{path} is there already and differs from this version's; delete it to have a new one", path=schema)
        )
    if not example:
        note(Message("fill in {path}, then: letters check {path}", path=path))


def check(scenario: ScenarioArgument, as_of: AsOf = None, templates: Templates = None, json: Json = False) -> None:
    """Say what is wrong with a scenario, what is still blank, and what to look at again."""
    from letters.base.errors import ScenarioError
    from letters.cli import findings

    source = read(scenario)
    name, problems, letters = source.name, list[Problem](), None
    try:
        letters = letters_of(source, as_of=as_of, templates=templates)
    except ScenarioError as error:
        name, problems = error.name, error.problems  # of a table beside the scenario, perhaps
    if json:
        as_json(findings.check_record(problems, letters))
    elif letters:
        print("\n".join(findings.summary(source.name, letters)))
    else:
        print("\n".join(problem_lines(name, problems)))
    if problems:
        raise typer.Exit(1)


def figures(  # noqa: PLR0913, PLR0917 - a command has as many parameters as options
    scenario: ScenarioArgument,
    figure: FigureArgument = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="The ledger, line by line; of FIGURE, where it comes from.")
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE.svg", help="Draw principal and penalty over time into a file instead."),
    ] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Show the figures, the ledger behind them, both as JSON, or where one figure comes from."""
    from letters.cli import findings
    from letters.drafting.draft import overview

    source = read(scenario)
    if figure is not None:
        _explain(letters_of(source, kinds=["ledger"], as_of=as_of), figure, json)
        return
    letters = letters_of(source, as_of=as_of)
    if plot is not None:
        _draw(letters, plot)
        findings.warn(source.name, letters)
        return
    if json:
        as_json(findings.figures_record(letters))
        return
    if explain:
        ledger = next(drafted for drafted in letters.drafts if drafted.kind == "ledger")
        page(ledger.markdown)
    else:
        page(overview(letters.case, letters.figures).markdown)
    findings.warn(source.name, letters)


def _draw(letters: Letters, path: Path) -> None:
    from letters.drafting.picture import is_untouched, picture
    from letters.writers.disk import put

    if path.suffix != ".svg":
        raise typer.BadParameter(told(Message("name a file that ends in .svg")), param_hint="--plot")
    put(path, picture(letters.case, letters.figures).encode(), is_untouched)
    print(visible(str(path)))


def _explain(letters: Letters, figure: str, json: bool) -> None:
    from letters.drafting.explained import Explained
    from letters.figures.explain import explain

    trace = explain(letters.case, letters.figures, figure)
    words = Explained(letters.case)
    if json:
        as_json(words.record(trace))
    else:
        print(visible("\n".join(words.lines(trace))))


def reconcile(scenario: ScenarioArgument, as_of: AsOf = None, json: Json = False) -> None:
    """Hold the lender's own figures against ours, and find what would explain the difference."""
    from letters.cli import findings
    from letters.drafting.draft import comparison
    from letters.figures.record import reconciled

    source = read(scenario)
    letters = letters_of(source, kinds=["ledger"], as_of=as_of)
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
