"""A letter as a draft e-mail to open in a mail program: it is never sent from here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from mimetypes import MimeTypes

from letters.base.errors import Message, OutputError
from letters.documents.markdown import parse, plain
from letters.documents.plain_text import to_text

MOST_BYTES = 20 * 1024 * 1024
"""How many bytes the attachments may have: most mail services refuse more."""

_SUBJECT = re.compile(r"^<!-- style: Subject -->\n(.+)\n+", re.MULTILINE)
_LABEL = re.compile(r"^(主题|Subject|Re)\s*[:：]\s*")
_TYPES = MimeTypes()  # its own table: the system's differs from machine to machine
for _ending, _type in {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".heic": "image/heic",
    ".webp": "image/webp",
}.items():
    _TYPES.add_type(_type, _ending)


def to_mail(markdown: str, title: str, to: str | None, attached: Sequence[tuple[str, bytes]]) -> bytes:
    """Returns the draft: subject, addressee if one is known, the letter as plain text, the files.

    The same letter gives the same bytes: no date, no message number, a boundary made from the content. Raises
    OutputError if the files are too large to be sent.
    """
    size = sum(len(content) for _, content in attached)
    if size > MOST_BYTES:
        raise OutputError(
            Message(
                "the attachments come to {size} MiB, and most mail services take {most} at most; scan them smaller,"
                " or send them in two messages",
                size=f"{size / 1024 / 1024:.1f}",
                most=MOST_BYTES // 1024 // 1024,
            )
        )
    subject, body = _subject(markdown, title)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    if to:
        mail["To"] = to
    mail["X-Unsent"] = "1"  # Outlook opens it as a draft
    mail.set_content(to_text(parse(body)), cte="base64")
    for name, content in attached:
        kind = _TYPES.guess_type(name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if attached:
        mail.set_boundary("letters-" + sha256(body.encode() + b"".join(one for _, one in attached)).hexdigest()[:32])
    return mail.as_bytes()


def _subject(markdown: str, title: str) -> tuple[str, str]:
    """Returns the letter's own subject line, or its title if it has none, and the text without that line."""
    found = _SUBJECT.search(markdown)
    if not found:
        return title, markdown
    words = "".join(plain(block.runs) for block in parse(found[1]) if hasattr(block, "runs"))
    return _LABEL.sub("", " ".join(words.split())), markdown[: found.start()] + markdown[found.end() :]
