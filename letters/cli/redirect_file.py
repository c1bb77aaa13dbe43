"""A file that leads the browser to the page's address, so that the address stands in no command line.

Every user of a machine can read the command line of every process, and the address of the page holds its token. What a
browser is started with is therefore the name of a file that only its owner can read.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from letters.files.disk import create, telling

NAME = "letters.html"
_PAGE = (
    '<!doctype html>\n<meta charset="utf-8">\n<meta name="referrer" content="no-referrer">\n'
    '<meta http-equiv="refresh" content="0; url={address}">\n<a href="{address}">letters</a>\n'
)


class RedirectFile:
    """The file (mode 0600), in a new temporary folder of its own (mode 0700).

    Raises OutputError where it cannot be written.
    """

    def __init__(self, address: str) -> None:
        with telling(Path(NAME)):
            self.path = Path(mkdtemp(prefix="letters-")) / NAME
        with telling(self.path):
            create(self.path, _PAGE.replace("{address}", escape(address)).encode())

    def remove(self) -> None:
        """Removes the file and its folder; once they are gone, does nothing."""
        with suppress(OSError):
            rmtree(self.path.parent)
