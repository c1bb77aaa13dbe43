"""typer's pages and refusals in the user's language; lines of a page may break between 汉字, too."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from letters.base.errors import Message
from letters.cli.error_messages import say_error, visible
from letters.cli.speech import told, translated
from letters.cli.third_party_messages import recognised

# No patterns here: Python takes milliseconds to compile a set of 汉字, which is what a page of help has to spare.
_OPENS = frozenset("（【《「『")
_CLOSES = frozenset(" ，。；：、！？）】》」』")
_FILL = "\ue000"


def _is_han(char: str) -> bool:
    """Returns whether a terminal gives a character two columns, as it does Chinese characters and full-width marks."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff01" <= char <= "\uff60"


def _spaced(text: str) -> str:
    """Returns a text with something after every 汉字, which then counts as two columns: a space where it may break."""
    made = []
    for place, char in enumerate(text, 1):
        made.append(char)
        if _is_han(char):
            rest = text[place:]
            is_kept = char in _OPENS or rest[:1] in _CLOSES or "]" in rest.partition("[")[0]
            made.append(_FILL if is_kept else " ")
    return "".join(made)


def _closed(text: str) -> str:
    """Returns the text without what `_spaced` put in."""
    made, is_after = [], False
    for char in text:
        if is_after and char in {" ", _FILL}:
            is_after = False
            continue
        made.append(char)
        is_after = _is_han(char)
    return "".join(made)


class _HelpPage(typer.Context.formatter_class):  # type: ignore[valid-type,misc]  # typer exports no name for it
    def write_heading(self, heading: str) -> None:
        self.write(told(Message("{heading}:\n", heading=heading)))

    def write_text(self, text: str) -> None:
        super().write_text(_spaced(text))

    def write_dl(self, rows: Sequence[tuple[str, str]], *more: Any, **options: Any) -> None:
        super().write_dl([(first, _spaced(second)) for first, second in rows], *more, **options)

    def getvalue(self) -> str:
        return _closed(super().getvalue())


class _HelpContext(typer.Context):
    formatter_class = _HelpPage


if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object


class _Translated(_Base):
    """What stands on the page of a command or a group is looked up in the catalogue."""

    context_class: type[Any] = _HelpContext

    def __init__(self, *names: Any, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.help = translated(self.help or "")

    def get_params(self, ctx: Any) -> Any:
        params: list[Any] = super().get_params(ctx)  # with --help and those of completion, which typer adds
        for param in params:
            param.help = translated(param.help or "")  # a translation is in no catalogue, so twice does no harm
        return params

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), translated("Usage: "))


class Command(_Translated, TyperCommand):
    """A command whose page is translated."""


class Group(_Translated, TyperGroup):
    """A group of commands whose page is translated."""


class DefaultGroup(Group):
    """A group that shows: `letters log case.yaml` is `letters log show case.yaml`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = {*self.commands, "-h", "--help"}
        rest: list[str] = super().parse_args(ctx, ["show", *args] if args and args[0] not in known else args)
        return rest


def refuse(error: TyperException) -> int:
    """Says on stderr why typer does not take the command line; returns the exit code."""
    context: typer.Context | None = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage()
        if error.message.startswith(usage):  # there was no command: the message is the whole page
            print(visible(error.message), file=sys.stderr)
            return error.exit_code
    say_error(recognised(error.format_message()))
    if context is not None:
        hint = Message("Try '{command} {option}' for help.", command=context.command_path, option="-h")
        print(context.get_usage(), told(hint), sep="\n", file=sys.stderr)
    return error.exit_code
