"""Blocks → Markdown that reads as exactly these blocks; `markdown.parse` is the other way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import category

from letters.documents.markdown import Block, Heading, ListBlock, Paragraph, Quote, Run, Runs, TableBlock

_MARKUP = re.compile(r"([\\`*_\[\]<>&#~|!$])")
_LEADS = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")
_APART = "<!-- -->"
"""Stands between words and the sign of bold or italic, which else might not be taken for one."""
_RULES = {"right": "--:", "center": ":-:", "left": ":--", "none": "---"}


def to_markdown(blocks: Sequence[Block]) -> str:
    """Returns the Markdown, which ends with one line end."""
    return "\n".join(_lines(blocks)) + "\n"


def _lines(blocks: Iterable[Block]) -> list[str]:
    found: list[str] = []
    before: Block | None = None
    for block in blocks:
        lines = _block(block, other_sign=isinstance(before, ListBlock))
        if lines:
            found += ["", *lines] if found else lines
            before = block
    return found


def _block(block: Block, *, other_sign: bool = False) -> list[str]:
    """Returns the lines of a block; a list takes another sign than the list before it, or both would be one."""
    match block:
        case Paragraph():
            return _styled(block.style, _words(block.runs).split("\n"))
        case Heading():
            return _styled(block.style, [f"{'#' * block.level} {_words(block.runs)}"])
        case ListBlock():
            items = [line for at, item in enumerate(block.items) for line in _item(block, at, item, other_sign)]
            return _styled(block.style, items)
        case TableBlock():
            rule = f"|{'|'.join(_RULES[align] for align in block.aligns)}|"
            head, *rows = (f"| {' | '.join(_words(cell) for cell in row)} |" for row in (block.header, *block.rows))
            return _styled(block.style, [head, rule, *rows])
        case Quote():
            return [f"> {line}" if line else ">" for line in _lines(block.blocks)]
    return ["---"]


def _styled(style: str | None, lines: list[str]) -> list[str]:
    return [f"<!-- style: {style} -->", *lines] if style else lines


def _item(block: ListBlock, at: int, item: Sequence[Block], other_sign: bool) -> list[str]:
    sign = f"{block.start + at}{')' if other_sign else '.'} " if block.ordered else "* " if other_sign else "- "
    first, *rest = _lines(item) or [""]
    return [(sign + first).rstrip(), *(" " * len(sign) + line if line else "" for line in rest)]


def _words(runs: Runs) -> str:
    """Returns runs as one paragraph, a line for each hard line break."""
    lines: list[list[Run]] = [[]]
    for run in _whole(runs):
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    return "\\\n".join(map(_line, lines))


def _line(runs: Sequence[Run]) -> str:
    said = ""
    before: Run | None = None
    for run in runs:
        words = _MARKUP.sub(r"\\\1", run.text)
        if not said:
            words = _LEADS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", words)
        sign = _sign(run)
        said += _APART * _needs_apart(before, run) + sign + words + sign
        before = run
    return said


def _sign(run: Run) -> str:
    return "**" * run.bold + "*" * run.italic


def _needs_apart(before: Run | None, run: Run) -> bool:
    """Returns whether a sign between two runs would not be taken for one: a word on one side, no word on the other."""
    if before is None:
        return False
    if _sign(before):
        return bool(_sign(run)) or (not _is_word(before.text[-1]) and _is_word(run.text[0]))
    return bool(_sign(run)) and not _is_word(run.text[0]) and _is_word(before.text[-1])


def _is_word(char: str) -> bool:
    return not char.isspace() and category(char)[0] not in "PS"


def _whole(runs: Runs) -> list[Run]:
    """Returns the runs with a blank as part of the words around it, and spaces at an end of bold words outside them."""
    joined: list[Run] = []
    for run in runs:
        words = run.text.strip() if _sign(run) and run.text != "\n" else run.text
        at = run.text.index(words) if words else len(run.text)
        for part in (Run(run.text[:at]), run._replace(text=words, blank=False), Run(run.text[at + len(words) :])):
            last = joined[-1] if joined else None
            if last and part.text and last.text != "\n" != part.text and last[1:3] == part[1:3]:
                joined[-1] = last._replace(text=last.text + part.text)
            elif part.text:
                joined.append(part)
    return joined
