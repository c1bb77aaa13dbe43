"""The command line: the only clock, the only printing, the only exit codes."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from contextlib import suppress

_INTERRUPTED = 130
"""As in `error_messages`, which may not be there yet."""


def main() -> None:
    """The `letters` command."""
    gc.disable()  # a short life: what the imports make stays to the end, and looking through it takes a tenth of it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it reads every installed package's entry points
    try:
        from letters.cli.app import run
        from letters.cli.error_messages import reported
    except KeyboardInterrupt:  # before there are words for it
        raise SystemExit(_INTERRUPTED) from None

    _open_streams()
    try:
        with reported("--debug" in sys.argv[1:]):
            run()
    finally:
        gc.freeze()  # Python looks through everything once more as it ends, which takes another tenth


def _open_streams() -> None:
    """Lets what the shell closed read and write nothing, and shows plainly, or as `?`, what cannot be encoded."""
    from letters.cli.shown.signs import plainly

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    codecs.register_error("plainly", plainly)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="plainly")  # type: ignore[union-attr]
