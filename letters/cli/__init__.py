"""The command line: the only clock, the only printing, the only exit codes."""

from __future__ import annotations

import sys


def main() -> None:
    """The `letters` command."""
    from letters.cli.app import app
    from letters.cli.trouble import reported

    with reported("--debug" in sys.argv[1:]):
        app(prog_name="letters")
