"""The commands about one case: new, check, figures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from letters.base.errors import Message, Problem
from letters.cli.options import AsOf, HardshipArgument, Json, OwnLang, ScenarioArgument, Templates, letters_of, read
from letters.cli.show import as_json, note, page
from letters.cli.speech import offered
from letters.cli.trouble import problem_lines


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


def figures(
    scenario: ScenarioArgument,
    explain: Annotated[bool, typer.Option("--explain", help="The ledger, line by line.")] = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Show the figures, the ledger behind them, or both as JSON."""
    from letters.cli import findings
    from letters.drafting.draft import overview

    source = read(scenario)
    letters = letters_of(source, as_of=as_of)
    if json:
        as_json(findings.figures_record(letters))
        return
    if explain:
        ledger = next(drafted for drafted in letters.drafts if drafted.kind == "ledger")
        page(ledger.markdown)
    else:
        page(overview(letters.case, letters.figures).markdown)
    findings.warn(source.name, letters)
