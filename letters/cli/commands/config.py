"""The commands of the configuration: config, config trust, config untrust."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from letters.base.errors import Message
from letters.cli.error_messages import visible
from letters.cli.help.pages import Command, DefaultGroup
from letters.cli.options import Json
from letters.cli.settings import KEYS, configuration, read_settings, settings_at
from letters.cli.speech import told
from letters.cli.tables import as_json, listing, note
from letters.files.disk import check_ordinary


class _OpenGroup(DefaultGroup):
    """A group that shows also where nothing follows: `letters config` is `letters config show`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ["show"])


config = typer.Typer(
    cls=_OpenGroup,
    name="config",
    help="What letters.toml sets for the cases of a folder: `letters config` shows it, `letters config trust DIR` lets"
    " all of it count.",
    add_completion=False,
    rich_markup_mode=None,
)
_Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of letters.toml, or the file itself.")]


@config.command("show", cls=Command, hidden=True)
def show(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of cases; this one when absent.")] = Path(),
    json: Json = False,
) -> None:
    """Show what holds for the cases of a folder, and where it comes from."""
    check_ordinary(folder)
    found = settings_at(folder)
    known = [(key, found.known[key]) for key in KEYS if key in found.known]
    if json:
        rows = [{"key": key, "value": one.value, "from": str(one.path)} for key, one in known]
        untrusted = [str(path) for path in found.unused]
        as_json({"schema": 1, "settings": rows, "lenders": sorted(found.lenders), "untrusted": untrusted})
        return
    if not known and not found.lenders:
        print(told(Message("nothing is set: write letters.toml beside your cases, or into your configuration")))
        return
    own = [("lenders", ", ".join(sorted(found.lenders)))] if found.lenders else []
    listing([*((key, f"{_shown(one.value)}\n({one.path})") for key, one in known), *own])


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, text in value.items())
    return str(value)


@config.command(cls=Command)
def trust(folder: _Folder) -> None:
    """Let all of a letters.toml count, as it is now; after a change it asks again."""
    from letters.cli.trust import trust_file

    path = configuration(folder)
    trust_file(path, read_settings(path)[1])
    note(Message("{path} is trusted as it is now; after a change in it, say so again", path=visible(str(path))))


@config.command(cls=Command)
def untrust(folder: _Folder) -> None:
    """Let only language, formats and kinds of a letters.toml count."""
    from letters.cli.settings import NAME
    from letters.cli.trust import untrust_file

    path = folder / NAME if folder.is_dir() else folder
    known = untrust_file(path)
    note(Message("{path} is trusted no more", path=path) if known else Message("{path} was not trusted", path=path))
