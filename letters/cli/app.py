"""The `letters` program and its commands."""

from __future__ import annotations

from typing import Annotated

import typer

from letters.cli import cases, choices, writing

app = typer.Typer(
    help="Letters that ask a lender to waive penalty interest, with every figure right to the fen."
    "\n\n向贷款机构申请减免罚息的信：邮件、通话提纲、申请书，数字精确到分。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


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


app.command()(writing.render)
app.command()(cases.new)
app.command()(cases.check)
app.command()(cases.figures)
app.command()(writing.copy)
app.command("list")(choices.list_)
app.command()(choices.law)
app.command()(choices.schema)
app.add_typer(choices.templates)
