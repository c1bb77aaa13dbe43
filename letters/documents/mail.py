"""A letter as a draft e-mail to open in a mail program: it is never sent from here."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from mimetypes import MimeTypes

from letters.base.errors import Message, OutputError
from letters.documents.block_styles import flow
from letters.documents.html.message import to_message
from letters.documents.mailing import Mailbox, Mailing
from letters.documents.markdown import clean, parse, plain
from letters.documents.plain_text import to_text

MOST_BYTES = 20 * 1024 * 1024
"""How many bytes the attachments may have: most mail services refuse more."""

_SUBJECT = re.compile(r"^<!-- style: Subject -->\n(.+)\n+", re.MULTILINE)
_CHINA = timezone(timedelta(hours=8))
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LABEL = re.compile(r"^(主题|Subject|Re)\s*[:：]\s*")
_TYPES = MimeTypes()  # its own table: the system's differs from machine to machine
for _ending, _type in {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".heic": "image/heic",
    ".webp": "image/webp",
}.items():
    _TYPES.add_type(_type, _ending)


def to_mail(markdown: str, title: str, language: str, mailing: Mailing) -> bytes:
    """Returns the draft: its head, the letter as plain text and as HTML with its tables, the files.

    The same letter gives the same bytes: the hour is noon of the letter's day in China, the message has no number (the
    mail program gives it one), and boundaries are made from the content. Raises OutputError if the files are too large
    to be sent.
    """
    size = sum(len(content) for _, content in mailing.attached)
    if size > MOST_BYTES:
        raise OutputError(
            Message(
                "the attachments come to {size} MiB, and most mail services take {most} at most; scan them smaller,"
                " or send them in two messages",
                size=f"{size / 1024 / 1024:.1f}",
                most=MOST_BYTES // 1024 // 1024,
            )
        )
    subject, body = _subject(markdown, mailing.subject or title)
    blocks = parse(body)
    mail = EmailMessage(policy=SMTP)
    for header, mailbox in (("From", mailing.sender), ("To", mailing.to)):
        if mailbox:
            mail[header] = _address(mailbox)
    mail["Subject"] = _line(subject)
    if mailing.day:
        mail["Date"] = datetime.combine(mailing.day, time(12), _CHINA)
    mail["X-Unsent"] = "1"  # Outlook opens it as a draft
    mail.set_content(to_text(blocks), cte="base64")
    mail.add_alternative(to_message(flow(blocks), language), subtype="html", cte="base64")
    digest = sha256(body.encode() + b"".join(one for _, one in mailing.attached)).hexdigest()[:32]
    mail.set_boundary(f"letters-words-{digest}")
    for name, content in mailing.attached:
        kind = _TYPES.guess_type(name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if mailing.attached:
        mail.set_boundary(f"letters-{digest}")
    return mail.as_bytes()


def _address(mailbox: Mailbox) -> Address | str:
    """Returns a name with its address; what is no address stands as it was typed."""
    if _ADDRESS.fullmatch(mailbox.address):
        return Address(_line(mailbox.name), addr_spec=mailbox.address)
    return _line(mailbox.address)


def _line(text: str) -> str:
    """Returns a text in one line: a header, or a name, holds no other."""
    return " ".join(clean(text).split())


def _subject(markdown: str, title: str) -> tuple[str, str]:
    """Returns the letter's own subject line, or its title if it has none, and the text without that line."""
    found = _SUBJECT.search(markdown)
    if not found:
        return title, markdown
    words = "".join(plain(block.runs) for block in parse(found[1]) if hasattr(block, "runs"))
    return _LABEL.sub("", " ".join(words.split())), markdown[: found.start()] + markdown[found.end() :]
