"""The commands about one case: new, check, figures."""

from __future__ import annotations

import os
from datetime import date
from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from letters.base.errors import Message, Problem
from letters.cli.options import AsOf, HardshipArgument, Json, OwnLang, ScenarioArgument, Templates, letters_of, read
from letters.cli.show import as_json, note, page
from letters.cli.speech import languages, offered, teller
from letters.cli.trouble import problem_lines


def new(
    hardship: HardshipArgument = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask question by question in the terminal, and write down the answers.")
    ] = False,
    lang: OwnLang = None,
) -> None:
    """Write a commented scenario to fill in, and the schema that helps an editor check it."""
    from letters import starter
    from letters.writers.folder import write_new

    language = offered(lang)
    if ask:
        from letters.cli.asking import asked

        name, text = asked(hardship, language, date.today())
        path = _free(name)
    else:
        name = hardship or "illness"
        path, text = Path(f"{name}.yaml"), starter.starter(name, language)
    write_new(path, text.encode())
    print(path)
    _write_schema(language)
    if ask:
        note(Message("next: letters check {path}, then letters render {path}", path=path))
    else:
        note(Message("fill in {path}, then: letters check {path}", path=path))


def _free(name: str) -> Path:
    """A name that no file has, so that no answer is lost: illness.yaml, illness-2.yaml …"""
    names = (Path(f"{name}-{number}.yaml" if number > 1 else f"{name}.yaml") for number in count(1))
    return next(path for path in names if not os.path.lexists(path))


def _write_schema(language: str) -> None:
    from letters import starter
    from letters.writers.folder import write_new

    path, content = Path(starter.SCHEMA_FILE), starter.schema(teller(language)).encode()
    if not os.path.lexists(path):
        write_new(path, content)
        print(path)
    elif not path.is_file() or path.read_bytes() not in {starter.schema(teller(one)).encode() for one in languages()}:
        note(Message("{path} is there already and differs from this version's; delete it to have a new one", path=path))


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
