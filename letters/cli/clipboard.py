"""Text on the clipboard: the desktop's through pyperclip, or over SSH the one of the user's own terminal.

pyperclip runs in a child process, this very file, because it cannot be trusted in ours: xclip may hang on a
dead display or keep our stdout open for ever, and a helper's failure goes unnoticed.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Mapping
from typing import TextIO

PATIENCE = 5.0  # seconds; PowerShell in WSL takes one or two
LONGEST = 74_994  # bytes of base64; many terminals drop a longer sequence without a word
SCREEN_CHUNK = 76  # GNU screen prints what does not fit into its small buffer as text


def put(text: str, *, environ: Mapping[str, str], terminal: TextIO | None) -> str | None:
    """Puts `text` on the clipboard; returns how, or None if nothing worked.

    "clipboard" says that it is there; "terminal" that it was sent to the terminal (OSC 52), which never says if it
    obeyed. Over SSH a desktop, if any, is not the one before the user's eyes, so only the terminal is asked.
    """
    if "SSH_CONNECTION" in environ or "SSH_TTY" in environ:
        return "terminal" if terminal and _to_terminal(text, environ, terminal) else None
    return "clipboard" if _has_desktop(environ) and _to_desktop(text, environ) else None


def _has_desktop(environ: Mapping[str, str]) -> bool:
    """Returns whether there is a desktop; without one, X and Wayland helpers can only fail, some of them slowly."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_INTEROP")
    return sys.platform in ("win32", "darwin", "cygwin") or any(environ.get(name) for name in displays)


def _to_desktop(text: str, environ: Mapping[str, str]) -> bool:
    """Runs this file with pyperclip; returns whether it succeeded in time."""
    from letters.cli.programs.child_process import run  # here: the child, this file, imports nothing of ours

    environ = dict(environ)
    if sys.platform == "darwin":
        environ["LC_ALL"] = "en_US.UTF-8"  # pbcopy takes the bytes for Mac Roman otherwise
    # -P: the folder of this file is not a place for top-level modules
    command = [sys.executable, "-P", __file__]
    return run(command, environ, told=text.encode("utf-8", "replace"), patience=PATIENCE) == 0


def _to_terminal(text: str, environ: Mapping[str, str], terminal: TextIO) -> bool:
    """Asks the terminal to take the text; returns False if it is none, is gone, or would drop so long a text."""
    encoded = b64encode(text.encode("utf-8", "replace")).decode("ascii")
    try:
        if len(encoded) > LONGEST or environ.get("TERM") in ("dumb", "linux") or not terminal.isatty():
            return False
        terminal.write(_sequence(encoded, environ))
        terminal.flush()
    except (OSError, ValueError):  # gone, or closed
        return False
    return True


def _sequence(encoded: str, environ: Mapping[str, str]) -> str:
    """Returns OSC 52, handed on by tmux or GNU screen if one stands between."""
    plain = f"\x1b]52;c;{encoded}\x07"
    if environ.get("TMUX"):
        # tmux hands it on (allow-passthrough) or obeys itself (set-clipboard): settings, so ask both ways.
        return "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\" + plain
    if environ.get("TERM", "").startswith("screen"):
        chunks = (plain[at : at + SCREEN_CHUNK] for at in range(0, len(plain), SCREEN_CHUNK))
        return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
    return plain


def _child() -> bool:
    """Puts stdin on the clipboard, in the child; returns whether it is really there."""
    for qt in ("qtpy", "PyQt5"):  # its clipboard empties when the process ends
        sys.modules[qt] = None  # type: ignore[assignment]
    import pyperclip  # type: ignore[import-untyped]

    text = sys.stdin.buffer.read().decode("utf-8")
    pyperclip.copy(text)
    if sys.platform in (
        "win32",
        "darwin",
    ):  # errors are raised, and macOS asks the user before a program reads
        return True
    # pyperclip drops the exit status of xclip and the like; line ends may change on the way.
    return bool(pyperclip.paste().split() == text.split())


if __name__ == "__main__":
    sys.exit(not _child())
