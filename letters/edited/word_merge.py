"""Merges Word files: sets what changed in the letter into the user's own document.

So everything else that the user made of it stays: styles, pictures, comments, tracked changes, page setup.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Sequence
from io import BytesIO

from letters.documents.docx.static_parts import escaped
from letters.edited.list_numbering import Numbering
from letters.edited.merge_result import Clash, Decisions, Marks, Merged
from letters.edited.paragraph_merge import MergeStep, Say, counterparts, cut_and_joined, weave
from letters.edited.table_columns import Columns, cells_beside, columns_of, row_xml, same_columns
from letters.edited.token_merge import merge_tokens, stale_amounts, without_figures
from letters.edited.word_body import DOCUMENT, Body, WordUnit, read_body, restyled
from letters.edited.word_text import ParagraphText
from letters.files.xml_nodes import XmlNode, parse

_HIGHLIGHT = b'<w:highlight w:val="yellow"/>'
_LOOK = b"<w:rPr>" + _HIGHLIGHT + b"</w:rPr>"
_AFTER_HIGHLIGHT = frozenset({
    "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang",
    "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange",
})  # fmt: skip
_NUMBERED = re.compile(r"list (?:number|bullet)( \d)?")
_HEADING = re.compile(r"title|subtitle|heading \d")


def merge_word(  # noqa: PLR0913, PLR0917 - three versions, and what the merge has to know
    base: bytes, mine: bytes, new: bytes, marks: Marks, name: str, asked: Collection[str] = ()
) -> Merged:
    """Merges what changed from `base` to `new` into the user's file. `asked` is what the merge before returned.

    Raises InputError if that is impossible.
    """
    bodies = read_body(base, name), read_body(mine, name), read_body(new, name)
    merge = _Merge(*bodies, marks, Decisions(asked))
    content = merge.run()
    told = tuple(merge.deleted), tuple(merge.decided), tuple(sorted(merge.decisions.next))
    if not merge.changes:
        return Merged(mine, (), *told)
    parse(content, name)  # whatever was cut, it is whole again
    return Merged(_packed(mine, merge, content), tuple(merge.clashes), *told)


def how_close(base: bytes, mine: bytes, name: str) -> int:
    """Returns how many of the user's paragraphs and rows are in `base`, too."""
    known, own = (read_body(raw, name) for raw in (base, mine))
    keys = {key for unit in known.units for key in (unit.key, *(row.key for row in unit.rows))}
    return sum(key in keys for unit in own.units for key in (unit.key, *(row.key for row in unit.rows)))


class _Merge:
    """Collects the changes to the bytes of the user's document, each as (start, end, replacement)."""

    def __init__(self, base: Body, mine: Body, new: Body, marks: Marks, decisions: Decisions) -> None:
        self.base, self.mine, self.new, self.marks, self.decisions = base, mine, new, marks, decisions
        self.around = "", ""  # the words of the row that is being merged, as it was and as it is today
        self.decided: list[str] = []
        self.changes: list[tuple[int, int, bytes]] = []
        self.clashes: list[Clash] = []
        self.deleted: list[str] = []
        self.numbering = Numbering(mine.parts, new.data)
        self.stale: dict[str, str] = {}
        self.columns: Columns | None = None  # of the table that is being merged

    def run(self) -> bytes:
        units = self.mine.units
        end = self.mine.container.child("w:sectPr")
        start = units[0].node.start if units else end.start if end else self.mine.container.close
        steps = cut_and_joined(weave(self.base.units, units, self.new.units))
        self.stale = stale_amounts([pair for one in steps if one.base and one.new for pair in _words_in(one)])
        self.numbering.learn([(step.mine.node, step.new.node) for step in steps if step.mine and step.new])
        self._weave(steps, start)
        content = bytearray(self.mine.data)
        for start, end_at, instead in sorted(self.changes, key=lambda change: change[:2], reverse=True):
            content[start:end_at] = instead
        return bytes(content)

    def _change(self, start: int, end: int, instead: bytes) -> None:
        """Records a change. Insertions at one place are joined in their order."""
        for at, (other, other_end, text) in enumerate(self.changes):
            if start == end == other == other_end:
                self.changes[at] = (start, end, text + instead)
                return
        self.changes.append((start, end, instead))

    def _weave(self, steps: Sequence[MergeStep[WordUnit]], at: int) -> int:
        """Carries out the steps; new units go to `at` or behind the unit before. Returns how many are left."""
        left = 0
        for step in steps:
            say, mine, new = step.verdict, step.mine, step.new
            if step.base and new and self._was_asked(step.base):
                self.decisions.ask(self.around[1], new.words)
            left += say is not Say.DROP and not (say is Say.DELETED and mine is None)
            if say is Say.DELETED and new:
                self.deleted.append(new.words)
            elif say is Say.DROP and mine:
                self._change(mine.node.start, mine.node.end, b"")
            elif say is Say.TAKE and new:
                if mine and step.base:
                    self._take(step.base, mine, new)
                else:
                    self._change(at, at, self._xml(new))
            elif say is Say.CLASH and mine and step.base:
                self._clash(step, step.base, mine, new)
            elif say is Say.KEEP and mine and mine.kind == "p" and (step.base is None or step.base.key != mine.key):
                self._merge_words(step, mine)
            elif say is Say.KEEP and mine and step.base is None:
                self._refresh(mine)
            elif say is Say.KEEP and mine and step.base and new and mine.key != step.base.key:
                self._go_inside(step.base, mine, new)
            at = mine.node.end if mine else at
        return left

    def _refresh(self, own: WordUnit) -> None:
        """Sets amounts right that stand in a table or a row of the user's own."""
        for unit in (*own.rows, *(one for _, units in own.cells for one in units)):
            if unit.kind == "p":
                self._merge_words(MergeStep(None, unit, None), unit)
            else:
                self._refresh(unit)

    def _take(self, base: WordUnit, mine: WordUnit, new: WordUnit) -> None:
        if mine.kind == new.kind == "p":
            self._replace_words(base, mine, new)
        elif not self._go_inside(base, mine, new):
            self._change(mine.node.start, mine.node.end, self._xml(new))

    def _go_inside(self, base: WordUnit, mine: WordUnit, new: WordUnit) -> bool:
        """Merges a table by rows, or a row by cells, if all three versions have the same columns. Returns whether it
        did.
        """
        if not base.kind == mine.kind == new.kind:
            return False
        if mine.kind == "tbl" and mine.rows and same_columns(base, new) and (columns := columns_of(base, mine)):
            outer, self.columns = self.columns, columns
            self._weave(weave(base.rows, mine.rows, new.rows), mine.rows[0].node.start)
            self.columns = outer
            return True
        if mine.kind == "tr" and (cells := cells_beside(base, mine, new, self.columns)):
            outer_row, self.around = self.around, (base.words, new.words)
            for old, (cell, own), our in cells:
                start = own[0].node.start if own else cell.close
                if not self._weave(weave(old, own, our), start):
                    self._change(cell.close, cell.close, b"<w:p/>")  # a cell has to end with a paragraph
            self.around = outer_row
            return True
        return False

    def _replace_words(self, base: WordUnit, mine: WordUnit, new: WordUnit) -> None:
        """Replaces the words of the user's paragraph. Its properties stay, unless only the letter changed the style."""
        node, ours = mine.node, new.node
        if node.inner == node.close == node.end:  # <w:p/>
            self._change(node.start, node.end, self._xml(new))
            return
        words = restyled(self.new.data[_after_properties(ours) : ours.close], self.new, self.mine)
        start = _after_properties(node)
        if base.style == mine.style != new.style and start > node.inner:
            start, words = node.inner, self._properties(ours) + words
        self._change(start, node.close, words)

    def _clash(self, step: MergeStep[WordUnit], base: WordUnit, mine: WordUnit, new: WordUnit | None) -> None:
        if new and (self._merge_words(step, mine) if mine.kind == "p" else self._go_inside(base, mine, new)):
            return
        if self._was_asked(base) and (mine.kind != "p" or self._merge_words(step, mine, decided=True)):
            self.decided.append(new.words if new else mine.words)
            return
        self.clashes.append(Clash(new.words if new else None, mine.words))
        if new:
            self.decisions.ask(self.around[1], new.words)
            self._change(mine.node.start, mine.node.start, self._xml(new))
        if mine.kind == "tbl":
            start = mine.node.start  # a paragraph between two tables, or Word would join them
            self._change(start, start, b"<w:p>" + self._mark(self.marks.before + self.marks.after) + b"</w:p>")
        self._highlight(mine, beside=new)

    def _was_asked(self, base: WordUnit) -> bool:
        return self.decisions.was_asked(self.around[0], base.words)

    def _merge_words(self, step: MergeStep[WordUnit], mine: WordUnit, *, decided: bool = False) -> bool:
        """Sets what changed in the letter into the words of the user's paragraph. Returns whether that was possible."""
        own = ParagraphText(mine.node)
        is_open = self.marks.before in own.words
        edits = None if is_open else merge_tokens(step.versions, own.words, self.stale, decided=decided)
        if edits == [] and step.base and step.new and step.new.key != step.base.key:
            self.deleted.append(step.new.words)  # nothing of what changed is left in the user's own words
        changes = None if edits is None else own.changes(edits)
        for change in changes or ():
            self._change(*change)
        return changes is not None

    def _highlight(self, mine: WordUnit, beside: WordUnit | None) -> None:
        """Puts the marks around the user's words and yellow behind them."""
        paragraphs = [mine.node] if mine.kind == "p" else list(mine.node.every("w:p"))
        if mine.kind != "tbl":
            self._surround(paragraphs[0], paragraphs[-1], mine if beside else None)
        for node in paragraphs:
            for run in node.every("w:r"):
                self._colour(run)

    def _surround(self, first: XmlNode, last: XmlNode, mine: WordUnit | None) -> None:
        before, after = self._mark(self.marks.before), self._mark(self.marks.after)
        if first.inner == first.close == first.end:
            self._change(first.start, first.end, b"<w:p>" + before + (after if first is last else b"") + b"</w:p>")
        else:
            start = _after_properties(first)
            plainer = self._plainer(first, mine) if mine else None
            self._change(first.inner if plainer else start, start, (plainer or b"") + before)
        if last.inner == last.close == last.end:
            if first is not last:
                self._change(last.start, last.end, b"<w:p>" + after + b"</w:p>")
        else:
            self._change(last.close, last.close, after)

    def _plainer(self, node: XmlNode, mine: WordUnit) -> bytes | None:
        """Returns properties for the user's version that make it no second item or heading beside the new one.

        Returns None if it is neither, or the file has no style for plain text.
        """
        properties = node.child("w:pPr")
        if mine.kind != "p" or properties is None or properties.child("w:sectPr"):
            return None
        item = _NUMBERED.fullmatch(mine.style)
        name = f"list continue{item[1] or ''}" if item else "body text" if _HEADING.fullmatch(mine.style) else ""
        style = self.mine.ids.get(name)
        return f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'.encode() if style else None

    def _colour(self, run: XmlNode) -> None:
        properties = run.child("w:rPr")
        if run.inner == run.close == run.end:
            return
        if properties is None:
            self._change(run.inner, run.inner, _LOOK)
        elif properties.inner == properties.close == properties.end:
            self._change(properties.start, properties.end, _LOOK)
        elif not properties.child("w:highlight"):
            after = next((node.start for node in properties.children if node.tag in _AFTER_HIGHLIGHT), properties.close)
            self._change(after, after, _HIGHLIGHT)

    def _mark(self, text: str) -> bytes:
        return b'<w:r>%s<w:t xml:space="preserve">%s</w:t></w:r>' % (_LOOK, escaped(text).encode())

    def _xml(self, new: WordUnit) -> bytes:
        """Returns a unit of the letter as XML for the user's file."""
        data = self.new.data[new.node.start : new.node.end]
        if new.kind == "tr" and self.columns:
            data = row_xml(new, self.new.data, self.columns)
        return self.numbering.renumbered(restyled(data, self.new, self.mine))

    def _properties(self, node: XmlNode) -> bytes:
        xml = restyled(self.new.data[node.inner : _after_properties(node)], self.new, self.mine)
        return self.numbering.renumbered(xml)


def _words_in(step: MergeStep[WordUnit]) -> list[tuple[str, str]]:
    """Returns the words of a paragraph, or of each row of a table, as they were and as they are today.

    Of a table, rows count whose words are the same but for the figures.
    """
    if step.base is None or step.new is None or step.base.kind == "p":
        return step.versions
    both = zip(step.base.rows, counterparts(step.base.rows, step.new.rows), strict=True)
    pairs = [(one.words, step.new.rows[at].words) for one, at in both if at is not None]
    return [(one, two) for one, two in pairs if without_figures(one) == without_figures(two)]


def _after_properties(node: XmlNode) -> int:
    properties = node.child("w:pPr")
    return properties.end if properties else node.inner


def _packed(mine: bytes, merge: _Merge, content: bytes) -> bytes:
    """Returns the user's file with the changed parts; every other member of the package stays."""
    changed = {DOCUMENT: content, **merge.numbering.parts}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(mine)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, changed.get(info.filename, old.read(info)), compress_type=info.compress_type)
    return out.getvalue()
