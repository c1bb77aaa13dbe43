"""The `letters` program: its commands in groups, of which those are made that a line asks for."""

from __future__ import annotations

from collections import UserDict
from importlib import import_module
from inspect import getdoc
from typing import Annotated, Any

import typer
import typer.main
from typer.exceptions import TyperException

from letters.base.errors import Message
from letters.cli.help.groups import GROUPS
from letters.cli.help.pages import Command, Group, refuse, summary
from letters.cli.speech import teach_typer, told, translated

_WHERE = {name: where for group in GROUPS for name, where in group.commands.items()}


class _Commands(UserDict[str, Any]):
    """The commands by name; typer takes long to make one, so each is made when it is asked for."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(_WHERE))

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            self.data[name] = _made(name)
        return self.data[name]


def _written(name: str) -> Any:
    """Returns the function of a command, or the typer of a group, from the module in which it stands."""
    module, _, attribute = _WHERE[name].partition(".")
    return getattr(import_module(f"letters.cli.commands.{module}"), attribute)


def _made(name: str) -> Any:
    found = _written(name)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, cls=Command)(found)
    return typer.main.get_command(alone)


class _Program(Group):
    """The group of all commands, whose page has them in groups, each with a line to begin with."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Commands()

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for group in GROUPS:
            heading = Message("{title}, as in `{example}`", title=group.title, example=group.example)
            with formatter.section(told(heading)):
                formatter.write_dl([(name, _about(_written(name))) for name in group.commands])
        self.write_parameters(ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        formatter.write_paragraph()
        formatter.write_text(
            told(
                Message(
                    "`letters COMMAND -h` says more of a command; `letters help` lists topics, such as days, files,"
                    " exit codes and Windows."
                )
            )
        )


def _about(written: Any) -> str:
    """Returns what a command does, in a sentence, without making it."""
    page = written.info.help if isinstance(written, typer.Typer) else getdoc(written)
    return summary(translated(page or ""))


app = typer.Typer(
    cls=_Program,
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


def run() -> None:
    """Runs the program on the command line it was given."""
    teach_typer()
    try:
        code = typer.main.get_command(app).main(prog_name="letters", standalone_mode=False)
    except TyperException as error:
        code = refuse(error)
    raise SystemExit(code or 0)
