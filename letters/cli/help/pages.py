"""typer's pages and refusals in the user's language; lines of a page may break between 汉字, too."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from letters.base.errors import Message
from letters.cli.error_messages import say_error, silence, visible
from letters.cli.help.groups import EXAMPLES
from letters.cli.inputs.plain_values import taken_as_given
from letters.cli.speech import told, translated
from letters.cli.third_party_messages import recognised

WIDEST = 200
"""Columns of a page at most; of a narrower window as many as it has."""
PLACEHOLDER = re.compile("[A-Z]{2,}")
"""A word on a page that stands for what the user writes there, as in `--as-of DATE`."""

# No patterns for what follows: Python takes milliseconds to compile a set of 汉字, which is what a page has to spare.
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
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _spaced(args), _spaced(prefix or ""))

    def write_heading(self, heading: str) -> None:
        self.write(_spaced(told(Message("{heading}:\n", heading=heading))))

    def write_text(self, text: str) -> None:
        super().write_text(_spaced(text))

    def write_dl(self, rows: Sequence[tuple[str, str]], *more: Any, **options: Any) -> None:
        super().write_dl([(_spaced(first), _spaced(second)) for first, second in rows], *more, **options)

    def getvalue(self) -> str:
        return _closed(super().getvalue())


class _HelpContext(typer.Context):
    formatter_class = _HelpPage

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"max_content_width": WIDEST} | settings)


def placed(words: str) -> str:
    """Returns a word that stands for what the user writes, like DATE or SCENARIO..., in the language spoken."""
    return PLACEHOLDER.sub(lambda found: translated(found[0]), words)


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
        params = taken_as_given(super().get_params(ctx))  # with --help and those of completion, which typer adds
        for param in params:
            param.help = translated(param.help or "")  # a translation is in no catalogue, so twice does no harm
            if param.metavar:
                param.metavar = placed(param.metavar)
        return params

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), translated("Usage: "))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        arguments = [one for one in self.get_params(ctx) if one.param_type_name == "argument" and not one.hidden]
        named = [one.metavar if one.required else f"[{one.metavar}]" for one in arguments]
        return [*named, placed("[OPTIONS]")]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.write_parameters(ctx, formatter)

    def write_parameters(self, ctx: Any, formatter: Any) -> None:
        """Writes the sections of the arguments and the options."""
        shown = [one for one in self.get_params(ctx) if not one.hidden]
        for title, kind in ((Message("Arguments"), "argument"), (Message("Options"), "option")):
            rows = [parameter_row(one) for one in shown if one.param_type_name == kind]
            if rows:
                with formatter.section(told(title)):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        write_examples(formatter, EXAMPLES.get(ctx.command_path.partition(" ")[2], ()))


def parameter_row(param: Any) -> tuple[str, str]:
    """Returns how an argument or option is written, and what it does."""
    if param.param_type_name == "argument":
        return param.metavar, param.help
    names = ", ".join(sorted(param.opts, key=len))
    return f"{names} {param.metavar}" if param.metavar and not param.is_flag else names, param.help


def write_examples(formatter: Any, examples: Iterable[str]) -> None:
    """Writes the section of examples, if there are any: lines as they are typed, which are never broken."""
    lines = list(examples)
    if lines:
        with formatter.section(told(Message("Examples"))):
            for line in lines:
                formatter.write(f"  {line}\n")


class Command(_Translated, TyperCommand):
    """A command whose page is translated, and whose reader may leave early (`| head`), which is no error."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            silence(sys.stdout)
            raise typer.Exit(0) from None
        return result


class Group(_Translated, TyperGroup):
    """A group of commands whose page is translated."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [placed("COMMAND"), "…"]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        rows = [
            (name, summary(one.help)) for name in self.list_commands(ctx) if not (one := self.commands[name]).hidden
        ]
        with formatter.section(told(Message("Commands"))):
            formatter.write_dl(rows)
        self.write_parameters(ctx, formatter)


def summary(page: str | None) -> str:
    """Returns the first paragraph of a page, whole, as one line."""
    return " ".join((page or "").partition("\n\n")[0].split())


def page_of(context: typer.Context, words: Sequence[str]) -> str | None:
    """Returns the page of the command that words name, as `log add` does, or None if they name none."""
    above = context.find_root()
    for word in words:
        found = getattr(above.command, "commands", {}).get(word)
        if found is None:
            return None
        above = found.make_context(word, [], parent=above, resilient_parsing=True)
    return above.get_help()


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
