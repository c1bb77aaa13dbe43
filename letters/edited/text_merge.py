"""Merges Markdown and plain text: a line is a paragraph; the row of a table is merged cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from letters.edited.merge_result import Clash, Marks, Merged
from letters.edited.paragraph_merge import MergeStep, Say, cut_and_joined, weave
from letters.edited.token_merge import merge_tokens, stale_amounts, with_edits, without_figures

_LEAD = re.compile(r"\s*(?:#{1,6} |[-*+] |\d{1,9}[.)] |> ?)*")
_STARTS = re.compile(r"\s*(?:#{1,6} |[-*+] |\d{1,9}[.)] |>|\||<!--|---+\s*$)")
_NEXT_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line, or in Markdown a paragraph of several lines, with the number of empty lines before it."""

    words: str
    gap: int
    kind: str = "p"

    @property
    def key(self) -> str:
        """Spaces at the end and between cells are nobody's change."""
        return "|".join(_cells(self.words)) if self.kind == "row" else self.words.rstrip()


def merge_text(base: str, mine: str, new: str, marks: Marks, *, markdown: bool) -> Merged:
    """Merges into the user's text what changed from `base` to `new`."""
    steps = cut_and_joined(weave(*(_lines(text, markdown) for text in (base, mine, new))))
    pairs = [pair for step in steps if step.base and step.new for pair in step.versions]
    stale = stale_amounts([(old, now) for old, now in pairs if without_figures(old) == without_figures(now)])
    clashes: list[Clash] = []
    deleted: list[str] = []
    merged = [line for step in steps for line in _line(step, marks, markdown, clashes, deleted, stale)]
    text = "".join("\n" * (line.gap if at else 0) + line.words + "\n" for at, line in enumerate(merged))
    return Merged(text.encode(), tuple(clashes), tuple(deleted))


def _lines(text: str, markdown: bool) -> list[TextLine]:
    found: list[TextLine] = []
    gap = 0
    for words in text.split("\n"):
        if not words.strip():
            gap += 1
            continue
        goes_on = markdown and found and not gap and not _STARTS.match(words) and found[-1].kind == "p"
        if goes_on and not found[-1].words.lstrip().startswith("#"):
            found[-1] = replace(found[-1], words=f"{found[-1].words}\n{words}")
        else:
            kind = "row" if markdown and words.lstrip().startswith("|") else "p"
            found.append(TextLine(words.rstrip("\r"), gap, kind))
        gap = 0
    return found


def _line(  # noqa: PLR0913, PLR0917 - a step, and what is collected
    step: MergeStep[TextLine],
    marks: Marks,
    markdown: bool,
    clashes: list[Clash],
    deleted: list[str],
    stale: Mapping[str, str],
) -> Iterator[TextLine]:
    mine, new = step.mine, step.new
    say = step.verdict
    if say is Say.DELETED and new:
        deleted.append(new.words)
    if say is Say.TAKE and new:
        yield replace(new, gap=mine.gap) if mine else new
    elif mine and say in {Say.KEEP, Say.CLASH}:
        is_open = mine.kind != "p" or marks.before in mine.words  # a row, or what is still to be decided
        edits = None if is_open else merge_tokens(step.versions, mine.words, stale)
        if edits == [] and say is Say.CLASH and new:
            deleted.append(new.words)  # nothing of what changed is left in the user's own words
        if edits is not None and (say is Say.KEEP or new):
            yield replace(mine, words=with_edits(mine.words, edits))
        elif say is Say.KEEP:
            yield mine
        else:
            yield from _both(step, mine, marks, markdown, clashes)


def _both(
    step: MergeStep[TextLine], mine: TextLine, marks: Marks, markdown: bool, clashes: list[Clash]
) -> Iterator[TextLine]:
    base, new = step.base, step.new
    if base and new and base.kind == new.kind == mine.kind == "row" and (row := _row(base, mine, new, marks, clashes)):
        yield replace(mine, words=row)
        return
    if base and new and mine.words.startswith(base.words) and _is_marked(mine.words[len(base.words) :], marks):
        # marked by an earlier update, and still not decided
        yield replace(new, words=new.words + mine.words[len(base.words) :], gap=mine.gap)
        return
    clashes.append(Clash(new.words if new else None, mine.words))
    lead = _LEAD.match(mine.words)
    assert lead is not None  # it may match nothing
    inline = markdown and new is not None and (lead[0] or mine.kind == "row")
    if inline and new:
        yield replace(new, words=f"{new.words} {_marked(mine.words[lead.end() :], marks)}", gap=mine.gap)
        return
    if new:
        yield replace(new, gap=mine.gap)
    apart = 1 if markdown and mine.kind == "p" else 0
    yield replace(mine, words=lead[0] + _marked(mine.words[lead.end() :], marks), gap=apart if new else mine.gap)


def _row(base: TextLine, mine: TextLine, new: TextLine, marks: Marks, clashes: list[Clash]) -> str | None:
    """Merges the three rows cell by cell; returns None if they do not have equally many cells."""
    rows = [_cells(line.words) for line in (base, mine, new)]
    if len({len(row) for row in rows}) > 1:
        return None
    merged = []
    for old, my, our in zip(*rows, strict=True):
        if my == old or (my.startswith(old) and _is_marked(my[len(old) :], marks)):
            merged.append(our + my[len(old) :])
        elif our in (old, my):
            merged.append(my)
        elif (edits := merge_tokens([(old, our)], my)) is not None:
            merged.append(with_edits(my, edits))
        else:
            clashes.append(Clash(our, my))
            merged.append(f"{our} {_marked(my, marks)}".strip())
    return "".join(f"| {cell} " if cell else "|  " for cell in merged) + "|"


def _cells(row: str) -> list[str]:
    words = row.strip().removeprefix("|")
    words = words[:-1] if words.endswith("|") and not words.endswith("\\|") else words
    return [cell.strip() for cell in _NEXT_CELL.split(words)]


def _marked(words: str, marks: Marks) -> str:
    return f"{marks.before}{words}{marks.after}"


def _is_marked(words: str, marks: Marks) -> bool:
    return words.strip().startswith(marks.before) and words.rstrip().endswith(marks.after)
