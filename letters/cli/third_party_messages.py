"""What others say through us: typer, the YAML and CSV readers, the system. Listed here so that it is translated.

Of the system and the readers only what people meet; anything else is told as it comes, in English.
"""

from __future__ import annotations

import re
from string import Formatter

from letters.base.errors import Message

TYPER = (
    Message("Usage: "),
    Message("Arguments"),
    Message("Options"),
    Message("Commands"),
    Message("required"),
    Message("default: {default}"),
    Message("Missing command."),
    Message("No such command {name!r}."),
)
"""Words of its pages, and of its sentences those that it looks up itself."""

REFUSALS = (
    Message("{what}. Did you mean {close}?"),
    Message("Missing argument {name}."),
    Message("Missing option {name}."),
    Message("No such option: {name} (Possible options: {names})"),
    Message("No such option: {name}"),
    Message("Option {name} requires an argument."),
    Message("Option {name} does not take a value."),
    Message("Got unexpected extra argument(s) ({names})"),
    Message("Invalid value for {name}: {what}"),
)
"""How typer refuses a command line: finished sentences, in which `recognised` finds the words."""

SYSTEM = (
    Message("No such file or directory"),
    Message("Permission denied"),
    Message("Operation not permitted"),
    Message("No space left on device"),
    Message("Disk quota exceeded"),
    Message("Read-only file system"),
    Message("File exists"),
    Message("File name too long"),
    Message("Not a directory"),
    Message("Is a directory"),
    Message("Input/output error"),
)

READERS = (
    Message("mapping values are not allowed in this context"),
    Message("did not find expected key"),
    Message("did not find expected '-' indicator"),
    Message("did not find expected ',' or '}'"),
    Message("did not find expected ',' or ']'"),
    Message("could not find expected ':'"),
    Message("block sequence entries are not allowed in this context"),
    Message("found character that cannot start any token"),
    Message("found undefined tag handle"),
    Message("did not find expected alphabetic or numeric character"),
    Message("did not find expected node content"),
    Message("did not find expected <document start>"),
    Message("unexpected end of data"),
    Message("',' expected after '\"'"),
)


def recognised(sentence: str) -> str:
    """Returns a finished sentence of REFUSALS as the Message that it was made of."""
    for form in REFUSALS:
        if found := re.fullmatch(_pattern(form.template), sentence, re.DOTALL):
            return Message(form.template, **found.groupdict())
    return sentence


def _pattern(template: str) -> str:
    return "".join(
        re.escape(text) + (f"(?P<{name}>.+)" if name else "") for text, name, _, _ in Formatter().parse(template)
    )
