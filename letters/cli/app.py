"""The `letters` program and its commands."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from copy import copy
from typing import Annotated, Any

import typer
import typer.main
from typer.exceptions import TyperException

from letters.cli.commands import (
    batch,
    cases,
    choices,
    config,
    desk,
    due,
    edited,
    followup,
    log,
    page,
    paid,
    rehearsal,
    render,
    serve,
)
from letters.cli.error_messages import silence
from letters.cli.help_pages import Command, Group, refuse
from letters.cli.speech import teach_typer

app = typer.Typer(
    cls=Group,
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


def _piped(command: Any) -> Callable[..., None]:
    """Returns a command whose reader may leave early (`| head`), which is no error."""

    @functools.wraps(command)
    def run_command(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            silence(sys.stdout)
            raise typer.Exit(0) from None

    return run_command


for name, command in {
    "render": render.render,
    "new": cases.new,
    "check": cases.check,
    "figures": cases.figures,
    "reconcile": cases.reconcile,
    "copy": render.copy,
    "call": rehearsal.call,
    "serve": serve.serve,
    "page": page.page,
    "batch": batch.batch,
    "import": desk.import_,
    "desk": desk.desk,
    "verify": edited.verify,
    "update": edited.update,
    "next": due.next_,
    "calendar": due.calendar,
    "sent": followup.sent,
    "bundle": followup.bundle,
    "list": choices.list_,
    "law": choices.law,
    "guide": choices.guide,
    "schema": choices.schema,
}.items():
    app.command(name, cls=Command)(_piped(command))
app.add_typer(choices.templates)
app.add_typer(config.config)
log.log.command("pay", cls=Command)(_piped(paid.pay))
log.log.command("waived", cls=Command)(_piped(paid.waived))
app.add_typer(log.log)


def asked(first: list[str]) -> typer.Typer:
    """Returns the program with the one command that the line begins with, since typer makes all it is given; else all
    of it.
    """
    only = copy(app)
    only.registered_commands = [one for one in app.registered_commands if one.name in first]
    only.registered_groups = [one for one in app.registered_groups if _name(one) in first]
    return only if only.registered_commands or only.registered_groups else app


def _name(group: Any) -> object:
    return group.typer_instance.info.name


def run() -> None:
    """Runs the program on the command line it was given."""
    teach_typer()
    try:
        code = typer.main.get_command(asked(sys.argv[1:2])).main(prog_name="letters", standalone_mode=False)
    except TyperException as error:
        code = refuse(error)
    raise SystemExit(code or 0)
