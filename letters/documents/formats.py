"""The formats that a letter can be written in: one entry each, from which everything else that knows formats is made.

`letters render -f`, its help, the page, `letters update` and what is kept of a sent letter all read `FORMATS`. A writer
imports what it needs when it is called: a run that writes Markdown alone loads no Word and no PDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, NamedTuple

from letters.base.errors import Message, UnknownName
from letters.documents.mailing import Mailing

if TYPE_CHECKING:
    from letters.documents.docx.letterhead import Letterhead
    from letters.documents.markdown import Block

_COMMENT = re.compile(r"^<!--.*-->\n", re.MULTILINE)


class Written(NamedTuple):
    """A letter to be written: its Markdown, title and language, and what Word files are written over."""

    markdown: str
    title: str
    language: str
    letterhead: Letterhead | None = None
    mailing: Mailing | None = None


class Format(NamedTuple):
    """One format, by the extension of its files, which is also what `-f` takes.

    `write` makes the file's bytes; it raises OutputError where the format cannot hold the letter.
    """

    extension: str
    title: Message
    """What the page calls it."""
    write: Callable[[Written], bytes]
    is_default: bool = False
    """Whether it is written if nobody asks for formats."""
    editable: Literal["text", "word"] | None = None
    """How `letters update` carries the user's edits over; None if it cannot, so that an edited file is left alone."""
    is_sent: bool = False
    """Whether it is only for a letter that goes to somebody, without the page for the borrower alone."""
    on_letterhead: bool = False
    """Whether it is written over the user's own document, in itself or in what it carries."""
    by_office: bool = False
    """Whether an office program makes it of a Word file, where that is asked for."""
    place_on_page: int = 0
    """Its place among the formats that the page offers, from 1; 0 if the page does not offer it."""
    extra: str = ""
    """The extra of our package that brings what it is written with, and the `module` which that extra installs."""
    module: str = ""

    @property
    def is_installed(self) -> bool:
        """Whether what it is written with is there."""
        return not self.module or find_spec(self.module) is not None


def _markdown(letter: Written) -> bytes:
    """Returns the Markdown itself, without the lines that only Word needs."""
    return _COMMENT.sub("", letter.markdown).encode()


def _heading(blocks: Sequence[Block]) -> str:
    """Returns the heading of a letter, which is the title of its file; empty if it has none."""
    from letters.documents.markdown import Heading, plain

    return next((plain(one.runs) for one in blocks if isinstance(one, Heading) and one.level == 1), "")


def _text(letter: Written) -> bytes:
    from letters.documents.markdown import parse
    from letters.documents.plain_text import to_text

    return to_text(parse(letter.markdown)).encode()


def _word(letter: Written) -> bytes:
    from letters.documents.docx.write import to_word
    from letters.documents.markdown import parse

    house = letter.letterhead.stationery(letter.language) if letter.letterhead else None
    blocks = parse(letter.markdown)
    return to_word(blocks, title=_heading(blocks) or letter.title, language=letter.language, house=house)


def _pdf(letter: Written) -> bytes:
    from letters.documents.markdown import parse
    from letters.documents.pdf.write import to_pdf

    blocks, language = parse(letter.markdown), letter.language
    title = _heading(blocks) or letter.title
    if letter.letterhead is None:
        return to_pdf(blocks, title=title, language=language)
    return to_pdf(blocks, title=title, language=language, paper=letter.letterhead.paper)


def _html(letter: Written) -> bytes:
    from letters.documents.html.page import to_html
    from letters.documents.markdown import parse

    blocks = parse(letter.markdown)
    return to_html(blocks, title=_heading(blocks) or letter.title, language=letter.language)


def _odt(letter: Written) -> bytes:
    from letters.documents.markdown import parse
    from letters.documents.odt.write import to_odt

    blocks = parse(letter.markdown)
    return to_odt(blocks, title=_heading(blocks) or letter.title, language=letter.language)


def _mail(letter: Written) -> bytes:
    from letters.documents.mail import to_mail

    return to_mail(letter.markdown, letter.title, letter.language, letter.mailing or Mailing())


FORMATS = {
    entry.extension: entry
    for entry in (
        Format("md", Message("Markdown"), _markdown, is_default=True, editable="text", place_on_page=2),
        Format("docx", Message("Word"), _word, is_default=True, editable="word", on_letterhead=True, place_on_page=1),
        Format("txt", Message("Plain text"), _text, editable="text"),
        Format(
            "pdf",
            Message("PDF"),
            _pdf,
            on_letterhead=True,
            by_office=True,
            place_on_page=3,
            extra="pdf",
            module="typst",
        ),
        Format("html", Message("Web page to print"), _html, place_on_page=4),
        Format("odt", Message("OpenDocument"), _odt, by_office=True, place_on_page=5),
        Format("eml", Message("Draft e-mail"), _mail, is_sent=True, on_letterhead=True),
    )
}
"""Every format, in the order that `-f` names them."""
DEFAULT_FORMATS = tuple(name for name, entry in FORMATS.items() if entry.is_default)


def find_format(extension: str) -> Format:
    """Returns a format by its extension. Raises UnknownName."""
    if extension not in FORMATS:
        raise UnknownName(Message("format"), extension, list(FORMATS))
    return FORMATS[extension]


def formats_on_page() -> list[Format]:
    """Returns the formats that the page offers, in their order there."""
    return sorted((one for one in FORMATS.values() if one.place_on_page), key=lambda one: one.place_on_page)


def write_as(extension: str, markdown: str, title: str, language: str, letterhead: Letterhead | None = None) -> bytes:
    """Returns a letter in one format, as bytes.

    Raises UnknownName for a format that does not exist, OutputError if the format cannot hold the letter, InputError if
    the letterhead cannot be used.
    """
    return find_format(extension).write(Written(markdown, title, language, letterhead))
