"""Merges Markdown and plain text: a line is a paragraph; a table is merged by row and column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from letters.edited.merge_result import Clash, Decisions, Marks, Merged
from letters.edited.paragraph_merge import MergeStep, Say, cut_and_joined, weave
from letters.edited.table_columns import Columns, columns_by_heads
from letters.edited.token_merge import merge_tokens, stale_amounts, with_edits, without_figures

_LEAD = re.compile(r"\s*(?:#{1,6} |[-*+] |\d{1,9}[.)] |> ?)*")
_STARTS = re.compile(r"\s*(?:#{1,6} |[-*+] |\d{1,9}[.)] |>|\||<!--|---+\s*$)")
_NEXT_CELL = re.compile(r"(?<!\\)\|")


class TextLine(NamedTuple):
    """A line, or in Markdown a paragraph of several lines, with the number of empty lines before it.

    Of the row of a table, `head` is the first row of the table.
    """

    words: str
    gap: int
    kind: str = "p"
    head: str = ""

    @property
    def key(self) -> str:
        """Spaces at the end and between cells are nobody's change."""
        return "|".join(_cells(self.words)) if self.kind == "row" else self.words.rstrip()


def merge_text(  # noqa: PLR0913 - three versions, and what the merge has to know
    base: str, mine: str, new: str, marks: Marks, *, markdown: bool, asked: Collection[str] = ()
) -> Merged:
    """Merges into the user's text what changed from `base` to `new`. `asked` is what the merge before returned."""
    steps = cut_and_joined(weave(*(_lines(text, markdown) for text in (base, mine, new))))
    merge = _TextMerge(steps, marks, markdown, Decisions(asked))
    merged = [line for step in steps for line in merge.lines(step)]
    text = "".join("\n" * (line.gap if at else 0) + line.words + "\n" for at, line in enumerate(merged))
    found = merge.decisions
    return Merged(
        text.encode(), tuple(merge.clashes), tuple(merge.deleted), tuple(merge.decided), tuple(sorted(found.next))
    )


def _lines(text: str, markdown: bool) -> list[TextLine]:
    found: list[TextLine] = []
    gap = 0
    for words in text.split("\n"):
        if not words.strip():
            gap += 1
            continue
        goes_on = markdown and found and not gap and not _STARTS.match(words) and found[-1].kind == "p"
        if goes_on and not found[-1].words.lstrip().startswith("#"):
            found[-1] = found[-1]._replace(words=f"{found[-1].words}\n{words}")
        elif markdown and words.lstrip().startswith("|"):
            line = words.rstrip("\r")
            in_table = bool(found) and not gap and found[-1].kind == "row"
            found.append(TextLine(line, gap, "row", found[-1].head if in_table else line))
        else:
            found.append(TextLine(words.rstrip("\r"), gap))
        gap = 0
    return found


class _TextMerge:
    """Carries out the steps, and collects what the user has to look at."""

    def __init__(
        self, steps: Sequence[MergeStep[TextLine]], marks: Marks, markdown: bool, decisions: Decisions
    ) -> None:
        self.marks, self.markdown, self.decisions = marks, markdown, decisions
        pairs = [pair for step in steps if step.base and step.new for pair in step.versions]
        self.stale = stale_amounts([(old, now) for old, now in pairs if without_figures(old) == without_figures(now)])
        self.clashes: list[Clash] = []
        self.deleted: list[str] = []
        self.decided: list[str] = []
        self.columns: Columns | None = None  # of the user's table that the step before was in

    def lines(self, step: MergeStep[TextLine]) -> Iterator[TextLine]:
        """Yields what becomes of a line."""
        base, mine, new = step.base, step.mine, step.new
        say = step.verdict
        self._look_at_table(base, mine)
        was_asked = base is not None and self.decisions.was_asked("", base.words)
        if was_asked and new:
            self.decisions.ask("", new.words)
        if say is Say.DELETED and new:
            self.deleted.append(new.words)
        if say is Say.TAKE and new:
            yield new._replace(gap=mine.gap) if mine else self._in_columns(new)
        elif mine and say in {Say.KEEP, Say.CLASH}:
            is_open = mine.kind != "p" or self.marks.before in mine.words  # a row, or what is still to be decided
            edits = None if is_open else merge_tokens(step.versions, mine.words, self.stale)
            if edits == [] and say is Say.CLASH and new:
                self.deleted.append(new.words)  # nothing of what changed is left in the user's own words
            if edits is not None and (say is Say.KEEP or new):
                yield mine._replace(words=with_edits(mine.words, edits))
            elif say is Say.KEEP:
                yield mine
            elif was_asked and not is_open:
                self.decided.append(new.words if new else mine.words)
                edits = merge_tokens(step.versions, mine.words, self.stale, decided=True) if new else None
                yield mine._replace(words=with_edits(mine.words, edits or ()))
            else:
                yield from self._both(step, mine)

    def _look_at_table(self, base: TextLine | None, mine: TextLine | None) -> None:
        """Notes which columns the user's table has where a step is inside one."""
        if mine is not None and mine.kind == "p":
            self.columns = None
        elif base is not None and mine is not None and base.kind == mine.kind == "row":
            self.columns = columns_by_heads(_cells(base.head), _cells(mine.head))

    def _in_columns(self, new: TextLine) -> TextLine:
        """Returns a new row with the columns of the user's table; one of the user's own stays empty."""
        cells = _cells(new.words)
        if new.kind != "row" or not self.columns or any(at is not None and at >= len(cells) for at in self.columns):
            return new
        return new._replace(words=_row_of("" if at is None else cells[at] for at in self.columns))

    def _both(self, step: MergeStep[TextLine], mine: TextLine) -> Iterator[TextLine]:
        base, new = step.base, step.new
        if base and new and base.kind == new.kind == mine.kind == "row" and (row := self._row(base, mine, new)):
            yield mine._replace(words=row)
            return
        if base and new and mine.words.startswith(base.words) and self._is_marked(mine.words[len(base.words) :]):
            # marked by an earlier update, and still not decided
            self.decisions.ask("", new.words)
            yield new._replace(words=new.words + mine.words[len(base.words) :], gap=mine.gap)
            return
        self.clashes.append(Clash(new.words if new else None, mine.words))
        if new:
            self.decisions.ask("", new.words)
        lead = _LEAD.match(mine.words)
        assert lead is not None  # it may match nothing
        inline = self.markdown and new is not None and (lead[0] or mine.kind == "row")
        if inline and new:
            yield new._replace(words=f"{new.words} {self._marked(mine.words[lead.end() :])}", gap=mine.gap)
            return
        if new:
            yield new._replace(gap=mine.gap)
        apart = 1 if self.markdown and mine.kind == "p" else 0
        yield mine._replace(words=lead[0] + self._marked(mine.words[lead.end() :]), gap=apart if new else mine.gap)

    def _row(self, base: TextLine, mine: TextLine, new: TextLine) -> str | None:
        """Merges the three rows cell by cell; returns None if they do not have the cells of their columns."""
        old, my, our = (_cells(line.words) for line in (base, mine, new))
        places = self.columns or tuple(range(len(old)))
        if len(old) != len(our) or len(my) != len(places) or any(at is not None and at >= len(old) for at in places):
            return None
        around = base.words, new.words
        return _row_of(
            own if at is None else self._cell(old[at], own, our[at], around) for at, own in zip(places, my, strict=True)
        )

    def _cell(self, old: str, my: str, our: str, around: tuple[str, str]) -> str:
        was_asked = self.decisions.was_asked(around[0], old)
        is_marked = my.startswith(old) and self._is_marked(my[len(old) :])
        if was_asked or is_marked:
            self.decisions.ask(around[1], our)
        if my == old or is_marked:
            return our + my[len(old) :]
        if our in (old, my):
            return my
        if (edits := merge_tokens([(old, our)], my)) is not None:
            return with_edits(my, edits)
        if was_asked and self.marks.before not in my:
            self.decided.append(our)
            return with_edits(my, merge_tokens([(old, our)], my, decided=True) or ())
        self.clashes.append(Clash(our, my))
        self.decisions.ask(around[1], our)
        return f"{our} {self._marked(my)}".strip()

    def _marked(self, words: str) -> str:
        return f"{self.marks.before}{words}{self.marks.after}"

    def _is_marked(self, words: str) -> bool:
        return words.strip().startswith(self.marks.before) and words.rstrip().endswith(self.marks.after)


def _cells(row: str) -> list[str]:
    words = row.strip().removeprefix("|")
    words = words[:-1] if words.endswith("|") and not words.endswith("\\|") else words
    return [cell.strip() for cell in _NEXT_CELL.split(words)]


def _row_of(cells: Iterator[str]) -> str:
    return "".join(f"| {cell} " if cell else "|  " for cell in cells) + "|"
