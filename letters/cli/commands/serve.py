"""The command that opens the local page: serve."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import InputError, Message, OutputError, borrowed
from letters.cli.options import OwnLang, examples, library_here, own_library, read
from letters.cli.settings import settings_at, settings_for
from letters.cli.speech import languages, offered, told
from letters.cli.tables import note

if TYPE_CHECKING:
    from letters.web.worker_process import WorkerProcess

HOST = "127.0.0.1"
EXTRA = "pip install 'negotiation-letters[web]'"


def serve(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO",
            help="A scenario file that the form begins with.",
            autocompletion=examples,
            show_default=False,
        ),
    ] = None,
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="NUMBER", min=0, max=65535, help="The port; without it, a free one.", show_default=False
        ),
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
    lang: OwnLang = None,
) -> None:
    """Fill in a case on a page of this machine, with figures and letters as you write; nothing leaves it."""
    from letters.web.worker_process import WorkerProcess

    with WorkerProcess(told) as first:  # imports what makes letters, while this one imports what serves the page
        _serve(first, scenario, port, lang, no_browser=no_browser)


def _serve(first: WorkerProcess, scenario: str | None, port: int, lang: str | None, *, no_browser: bool) -> None:
    try:
        from letters.web.app import Settings, page_app
        from letters.web.run import run
        from letters.web.workers import Workers
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"starlette", "uvicorn"}:
            raise
        raise InputError(
            Message("the page needs the extra 'web': {command} (in a checkout: pip install '.[web]')", command=EXTRA)
        ) from None
    import secrets

    from letters.scenario.defaults import LENDERS

    source = read(scenario) if scenario else None
    shelf = own_library(source, None) if source else library_here()
    own = (settings_for(source) if source else settings_at(Path())).lenders
    language = offered(lang)
    listener = _listening(port)
    port = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    address = f"http://{HOST}:{port}/{token}/"
    workers = Workers(told, first)
    app = page_app(
        Settings(
            token=token,
            port=port,
            today=date.today,
            say=told,
            language=language if language in languages() else "en",
            languages=tuple(languages()),
            work=workers.work,
            given=source.raw if source else None,
            shelf=shelf,
            defaults={LENDERS: own} if own else None,
        )
    )

    def ready() -> None:
        print(address, flush=True)
        note(Message("open this address in a browser of this machine; Ctrl-C ends it"))
        if not no_browser:
            ending.callback(_opened(address))

    with listener, ExitStack() as ending:
        ending.callback(workers.close)
        run(app, listener, ready, ending.close)
    note(Message("ended; the page no longer answers"))


def _opened(address: str) -> Callable[[], None]:
    """Opens the address in a browser whose command line does not hold it; returns what removes the traces of that."""
    import threading
    import webbrowser

    from letters.cli.redirect_file import RedirectFile

    try:
        file = RedirectFile(address)
    except OutputError as error:  # the address is printed, so the page can be opened all the same
        note(error.message)
        return lambda: None
    threading.Thread(target=webbrowser.open, args=(file.path.as_uri(),), daemon=True).start()
    return file.remove


def _listening(port: int) -> socket.socket:
    """Returns a socket that only this machine can reach. Raises OutputError where the port is taken."""
    # Named as TCP, so that asyncio sends the head and the body of an answer without waiting 40 ms in between.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: nobody else may take the same port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        reason = borrowed(error.strerror or str(error))
        message = Message(
            "port {port} cannot be used: {reason}; choose another, or leave out --port", port=port, reason=reason
        )
        raise OutputError(message) from error
    return listener
