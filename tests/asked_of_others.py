"""What commands ask of other machines, as Python's audit events tell: one line for each question.

`python tests/asked_of_others.py COMMAND…` runs each command of letters in the current folder. It is a process of its
own: a copy of a process that has made a PDF may wait for threads that it does not have.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

from command import letters_in_this_process, plain_environment

_SPEAKERS = ("urllib", "http", "ftplib", "smtplib", "imaplib", "poplib", "nntplib", "telnetlib", "webbrowser")
_ASKS = re.compile(rf"socket\.(?!__new__|gethostname)|({'|'.join(_SPEAKERS)})\.")
"""What Python's own modules say when they are to speak to another machine."""
ITSELF = "a question to this machine"
"""In place of a command: asks something, so that the listening itself can be tested."""


def asked(folder: Path, commands: list[str]) -> list[str]:
    """What commands ask of other machines when they are run in a folder."""
    done = subprocess.run(
        [sys.executable, __file__, *commands], cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def _listen() -> list[str]:
    """The questions noted from now on; what asks them goes on."""
    heard: list[str] = []

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if _ASKS.match(event):
            heard.append(f"{event} {arguments!r}")

    sys.addaudithook(hear)
    return heard


def main(commands: list[str]) -> None:
    heard = _listen()
    for command in commands:
        if command == ITSELF:
            with socket.socket() as one:
                one.settimeout(0.1)
                one.connect_ex(("127.0.0.1", 9))
        else:
            letters_in_this_process(*command.split(), cwd=Path.cwd(), environ=plain_environment())
    if heard:
        print("\n".join(heard))


if __name__ == "__main__":
    main(sys.argv[1:])
