"""What a letter needs besides its words to be a draft e-mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

_UNFIT = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
_LONGEST = 60  # characters of a name: three bytes each, a file system takes 255


class Mailbox(NamedTuple):
    """Somebody who writes or is written to: how the mail program shows them, and the address."""

    name: str
    address: str


class Mailing(NamedTuple):
    """The head of the message and the files that go with it, each as name and content.

    `subject` is for a letter without a subject line of its own. An address that is not known is None.
    """

    to: Mailbox | None = None
    sender: Mailbox | None = None
    subject: str = ""
    day: date | None = None
    attached: Sequence[tuple[str, bytes]] = ()


def attached_name(title: str, extension: str) -> str:
    """Returns the name of a letter that is attached: its title, without what no file system takes."""
    return f"{_UNFIT.sub(' ', title).strip(' .')[:_LONGEST].rstrip() or 'letter'}.{extension}"
