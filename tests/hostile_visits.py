"""What a stranger sends back or hands over: edited letters, letterheads, requests to the page, disguised names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from random import Random

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

NAME, PHONE = "林晓梅", "13800005602"
_FETCHING = ("DDEAUTO", "DDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "RD", "DATABASE", "QUOTE")
_HARMLESS = ("PAGE", "NUMPAGES", "DATE", "AUTHOR")
_BETWEEN = ("", " ", "\u200b", "\u00ad", "·", "•", "・", "-", "\u2060", "\u3000", ".")


def edited_letters(letter: str, chance: Random) -> Iterator[tuple[str, bytes]]:
    """Yields a letter as somebody might send it back."""
    deep = chance.randrange(1000, 4000)
    for sign in ("> ", "- ", "1. ", "- > "):
        yield f"{sign * 2} and deeper", f"{letter}\n{sign * deep}x\n".encode()
    for sign in ("[", "*a **", "<", "[a](", "`a", "壹", "9", "|", "&#"):
        yield f"very many {sign}", (letter + sign * (60_000 + deep)).encode()
    raw = letter.encode()
    yield "bytes of chance", raw[: chance.randrange(len(raw))] + chance.randbytes(300)
    yield "nothing", b""


def letterheads(chance: Random) -> Iterator[tuple[str, bytes, bool]]:
    """Yields a letterhead with a field in its footer, and whether the field fetches something."""
    for field in (*_FETCHING, *_HARMLESS):
        spelled = "".join(chance.choice((char.lower(), char)) for char in field)
        cut = chance.randrange(1, len(field))
        yield field, _with_field(" " * chance.randrange(3) + spelled[:cut], f"{spelled[cut:]} x"), field in _FETCHING


def _with_field(*pieces: str) -> bytes:
    document = Document()
    run = document.sections[0].footer.paragraphs[0].add_run()
    for kind in ("begin", *pieces, "end"):
        mark = OxmlElement("w:fldChar" if kind in {"begin", "end"} else "w:instrText")
        mark.set(qn("w:fldCharType"), kind) if kind in {"begin", "end"} else setattr(mark, "text", kind)
        run._r.append(mark)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def posts(case: str, chance: Random) -> Iterator[tuple[str, str, bytes, int | None]]:
    """Yields a request's name, path and body, and the status that it must get, if only one will do."""
    bodies = {
        "brackets": b"[" * chance.randrange(1000, 100_000),
        "deep objects": b'{"a":' * chance.randrange(1000, 20_000),
        "aliases": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "digits": b"9" * chance.randrange(1000, 100_000),
        "half a character": b'"\\ud800"',
        "bytes of chance": chance.randbytes(2000),
        "a cut case": case.encode()[: chance.randrange(len(case.encode()))],
    }
    paths = ("preview", "open", "scenario", "file?kind=petition&format=docx", "files?format=md")
    for path in paths:
        for name, body in bodies.items():
            yield f"{name} to {path}", path, body, None
        yield f"too much to {path}", path, b"x" * 200_000, 413
    for path in (
        "file?kind=../../x&format=md",
        "file?kind=petition&format=../x",
        "file?kind=petition&format=md&lang=../x",
    ):
        yield path, path, case.encode(), None


def disguises(chance: Random) -> Iterator[tuple[str, str, str]]:
    """Yields a name for the disguise, the words as they are told, and what must not be read in them."""
    for number in range(12):
        for hidden in (NAME, PHONE):
            between = chance.choice(_BETWEEN)
            yield f"{hidden} {number}", between.join(_wide(char, chance) for char in hidden), hidden


def _wide(char: str, chance: Random) -> str:
    """Returns a digit in its full width by chance, and the traditional form of a character likewise."""
    if char.isdigit():
        return chance.choice((char, chr(ord(char) + 0xFEE0)))
    return chance.choice((char, {"晓": "曉"}.get(char, char)))
