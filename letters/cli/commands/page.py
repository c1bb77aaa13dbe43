"""The command that builds the page which needs no server: page."""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from letters.base.errors import InputError, Message
from letters.cli.options import OwnLang
from letters.cli.shown.progress import clear_progress, progress
from letters.cli.speech import languages, offered, told
from letters.cli.tables import note

GENERATOR = b'<meta name="generator" content="letters '


def page(
    single: Annotated[
        Path | None,
        typer.Option("--single", metavar="FILE", help="One file to write: letters.html.", show_default=False),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option(
            "--site", metavar="DIR", help="A folder to write the same to, for a web server.", show_default=False
        ),
    ] = None,
    lang: OwnLang = None,
) -> None:
    """Build the page that any browser opens without a server or a network; npm and pip bring what it is made of."""
    if single is None and site is None:
        raise InputError(Message("name what to write: --single letters.html, or --site DIR"))
    from letters.browser_page.engine import make_engine
    from letters.browser_page.parts import gather, pinned
    from letters.browser_page.single import INDEX, PageContents, licences, make_single, make_site
    from letters.files.disk import make_folder, put, telling

    language = offered(lang)
    folder = cache_folder() / "page"
    with telling(folder):
        make_folder(folder)
    asked = pinned()
    note(Message("bringing what the page is made of, and trying it; this takes a minute"))
    with progress(3) as advance:
        gather(asked, folder)
        advance()
        made = PageContents(
            told,
            language if language in languages() else "en",
            tuple(languages()),
            make_engine(asked, folder, date.today().isoformat()),
            licences([*asked.npm, *asked.wheels], folder),
        )
        advance()
        if single:
            content = make_single(made).encode()
            put(single, content, _is_ours)
            clear_progress()
            print(single)
            digest = hashlib.sha256(content).hexdigest()
            note(Message("SHA-256 of {file}, to hand on with it: {digest}", file=single.name, digest=digest))
        if site:
            with telling(site):
                make_folder(site)
            for name, content in make_site(made).items():
                put(site / name, content, _is_ours if name == INDEX else _is_packed)
            clear_progress()
            print(site / INDEX)


def _is_ours(old: bytes) -> bool:
    return GENERATOR in old[:4000]


def _is_packed(old: bytes) -> bool:
    return old.startswith(b"\x1f\x8b")


def cache_folder() -> Path:
    """Returns the folder of what the program can have again at any time; it need not exist."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home()) / "letters" / "cache"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "letters"
