"""One function a command. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letters.cli.reading import read_scenario
from letters.cli.show import as_json, choices, note, page
from letters.cli.trouble import problem_lines

if TYPE_CHECKING:
    from letters.base.errors import Problem
    from letters.cli.reading import Scenario
    from letters.pipeline import Letters

app = typer.Typer(
    help="Letters that ask a lender to waive penalty interest, with every figure right to the fen."
    "\n\n向贷款机构申请减免罚息的信：邮件、通话提纲、申请书，数字精确到分。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


def _kinds() -> list[str]:
    from letters.case.catalogue import kinds, languages

    return ["all", *sorted({kind for language in languages() for kind in kinds(language)})]


def _languages() -> list[str]:
    from letters.case.catalogue import languages

    return languages()


def _hardships() -> list[str]:
    from letters.case.catalogue import hardships, languages

    return sorted({name for language in languages() for name in hardships(language)})


def _formats() -> list[str]:
    return ["md", "docx", "txt"]


def _examples() -> list[str]:
    here = sorted(path.name for path in Path().glob("*.y*ml"))
    from letters.case.catalogue import scenarios

    return here or scenarios()


SCENARIO = typer.Argument(
    metavar="SCENARIO",
    help="A scenario file, - for stdin, or the name of a bundled example.",
    autocompletion=_examples,
    show_default=False,
)
AS_OF = typer.Option("--as-of", metavar="DATE", help="The day the figures include; the scenario's, or today.")
JSON = typer.Option("--json", help="The documented JSON, and nothing else, on stdout.")


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(version("negotiation-letters"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", help="The version.", callback=_version, is_eager=True)] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Where an error arose, without any value.")] = False,
) -> None:
    pass  # --version acts by itself; --debug is read by main(), which must know it before anything can fail


@app.command()
def render(
    scenario: Annotated[str, SCENARIO],
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help="A letter kind (repeatable), or all.", autocompletion=_kinds),
    ] = None,
    format: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", help="md, docx or txt (repeatable).", autocompletion=_formats),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder; - for one letter to stdout."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", help="Another language than the scenario's.", autocompletion=_languages),
    ] = None,
    as_of: Annotated[str | None, AS_OF] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace edited files too; each is kept as name.N.bak.ext.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="A blank is an error.")] = False,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Write the letters of a case, as Markdown and Word."""
    from letters.cli import findings
    from letters.pipeline import DEFAULT_FORMATS, MAIN_KINDS, save

    formats = _known_formats(format)
    to_stdout = output == "-"
    if to_stdout and (len(kind or MAIN_KINDS) != 1 or "all" in (kind or ()) or len(formats or "1") != 1 or json):
        raise typer.BadParameter("-o - takes one kind (-k) and one format (-f), and no --json")
    source = _read(scenario)
    letters = _letters(source, kind, lang, as_of)
    if strict and letters.blanks:
        findings.tell(source.name, letters)
        note(f"{source.name}: blanks are left, and --strict asks for none; nothing was written")
        raise typer.Exit(1)
    if to_stdout:
        (content,) = letters.files(formats or ["md"]).values()
        sys.stdout.buffer.write(content)
    else:
        written = save(letters, Path(output or source.stem), formats or DEFAULT_FORMATS, force=force)
        if json:
            files = [str(path) for path in written]
            figures = findings.figures_record(letters)
            as_json({"schema": findings.SCHEMA, "files": files, "figures": figures} | findings.remarks(letters))
            return
        print("\n".join(str(path) for path in written))
    findings.tell(source.name, letters)


@app.command()
def new(
    hardship: Annotated[
        str, typer.Argument(help="What happened (see `letters list`).", autocompletion=_hardships)
    ] = "illness",
) -> None:
    """Write a commented scenario to fill in, and the schema that helps an editor check it."""
    from letters import starter
    from letters.writers.folder import write_new

    path, schema = Path(f"{hardship}.yaml"), Path(starter.SCHEMA_FILE)
    write_new(path, starter.starter(hardship).encode())
    print(path)
    content = starter.schema().encode()
    if not schema.exists():
        write_new(schema, content)
        print(schema)
    elif schema.read_bytes() != content:
        note(f"{schema} is there already and differs from this version's; delete it to have a new one")
    note(f"fill in {path}, then: letters check {path}")


@app.command()
def check(
    scenario: Annotated[str, SCENARIO],
    as_of: Annotated[str | None, AS_OF] = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Say what is wrong with a scenario, what is still blank, and what to look at again."""
    from letters.base.errors import ScenarioError
    from letters.cli import findings

    source = _read(scenario)
    problems: list[Problem] = []
    letters = None
    try:
        letters = _letters(source, None, None, as_of)
    except ScenarioError as error:
        problems = error.problems
    if json:
        as_json(findings.check_record(problems, letters))
    elif letters:
        print("\n".join(findings.summary(source.name, letters)))
    else:
        print("\n".join(problem_lines(source.name, problems)))
    if problems:
        raise typer.Exit(1)


@app.command()
def figures(
    scenario: Annotated[str, SCENARIO],
    explain: Annotated[bool, typer.Option("--explain", help="The ledger, line by line.")] = False,
    as_of: Annotated[str | None, AS_OF] = None,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Show the figures, the ledger behind them, or both as JSON."""
    from letters.cli import findings
    from letters.drafting.draft import overview

    source = _read(scenario)
    letters = _letters(source, None, None, as_of)
    if json:
        as_json(findings.figures_record(letters))
        return
    if explain:
        ledger = next(drafted for drafted in letters.drafts if drafted.kind == "ledger")
        page(ledger.markdown)
    else:
        page(overview(letters.case, letters.figures).markdown)
    findings.warn(source.name, letters)


@app.command()
def copy(
    scenario: Annotated[str, SCENARIO],
    kind: Annotated[str, typer.Argument(help="The letter to copy.", autocompletion=_kinds)] = "call-script",
    lang: Annotated[
        str | None,
        typer.Option("--lang", help="Another language than the scenario's.", autocompletion=_languages),
    ] = None,
    as_of: Annotated[str | None, AS_OF] = None,
) -> None:
    """Put the call script, or another letter, on the clipboard as plain text."""
    from letters import clipboard
    from letters.cli import findings

    source = _read(scenario)
    letters = _letters(source, [kind], lang, as_of)
    (content,) = letters.files(["txt"]).values()
    text = content.decode()
    terminal = sys.stderr if sys.stderr.isatty() else None
    how = clipboard.put(text, environ=os.environ, terminal=terminal)
    if how is None:
        note("no clipboard can be reached from here; this is the text:")
        print(text, end="")
    else:
        note(f"{kind}: copied" if how == "clipboard" else f"{kind}: sent to your terminal's clipboard")
    findings.tell(source.name, letters)


@app.command("list")
def list_(json: Annotated[bool, JSON] = False) -> None:
    """List letter kinds, hardships, languages, lender profiles and bundled examples."""
    from letters.case.catalogue import abouts

    groups = abouts("zh")
    if json:
        as_json({title: [{"name": n, "about": about} for n, about in rows] for title, rows in groups.items()})
    else:
        choices(groups)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a scenario, for editors."""
    from letters import starter

    print(starter.schema(), end="")


def _read(argument: str) -> Scenario:
    source = read_scenario(argument)
    if source.is_example:
        note(f"{argument}: no such file here; using the bundled example {source.name}")
    return source


def _letters(source: Scenario, kinds: Any, lang: str | None, as_of: str | None) -> Letters:
    from letters.pipeline import MAIN_KINDS, write_letters

    return write_letters(
        source.raw,
        source.name,
        today=date.today(),
        as_of=_day(as_of),
        kinds=kinds or MAIN_KINDS,
        language=lang,
    )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    from letters.base.dates import parse_date

    try:
        return parse_date(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--as-of") from None


def _known_formats(asked: list[str] | None) -> list[str] | None:
    from letters.base.errors import UnknownName

    for name in asked or ():
        if name not in _formats():
            raise UnknownName("format", name, _formats())
    return list(dict.fromkeys(asked)) if asked else None
