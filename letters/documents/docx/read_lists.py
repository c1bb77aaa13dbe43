"""The lists of an edited Word file: which paragraphs are items, how deep, and with which number a list begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from letters.documents.markdown import Block, ListBlock
from letters.files.xml_nodes import XmlNode

STYLE = re.compile(r"list (number|bullet|check|continue|quote)(?: (\d))?(?: kept)?")
"""The names of the styles, in lower case, that say that a paragraph stands in a list."""
_DEEPEST = 3
CALL_STYLES = {"call sentence number": ("number", 1, "Call Sentence Number"), "call aside": ("bullet", 2, None)}
"""The styles of the lists of a sheet for a call: their kind, their depth, and the style that the list then names."""


class ListForms:
    """The numbering of a file, and how far each of its lists has counted."""

    def __init__(self, numbering: XmlNode | None) -> None:
        every = list(numbering.every("w:abstractNum")) if numbering else []
        self.abstract = {one.attributes.get("w:abstractNumId", ""): one for one in every}
        self.nums = {one.attributes.get("w:numId", ""): one for one in numbering.every("w:num")} if numbering else {}
        self.counted: dict[str, int] = {}

    def is_numbered(self, num: str, level: str) -> bool:
        """Returns whether a list counts; the others have a sign before each item."""
        form = self._level(num, level)
        return form is None or form.value("w:numFmt") not in {"bullet", "none"}

    def first(self, num: str, level: str) -> int:
        """Returns the number with which a list begins or goes on."""
        if num in self.counted:
            return self.counted[num] + 1
        over = self._override(num, level)
        form = self._level(num, level)
        said = (over.value("w:startOverride") if over else None) or (form.value("w:start") if form else None) or "1"
        return int(said) if said.isdecimal() and len(said) < 10 else 1

    def _override(self, num: str, level: str) -> XmlNode | None:
        node = self.nums.get(num)
        every = node.every("w:lvlOverride") if node else ()
        return next((one for one in every if one.attributes.get("w:ilvl") == level), None)

    def _level(self, num: str, level: str) -> XmlNode | None:
        node = self.nums.get(num)
        abstract = self.abstract.get(node.value("w:abstractNumId") or "") if node else None
        every = abstract.every("w:lvl") if abstract else ()
        return next((one for one in every if one.attributes.get("w:ilvl") == level), None)


class ListItem(NamedTuple):
    """How a paragraph stands in a list. `continues` is one without a number of its own, below the item before."""

    depth: int
    ordered: bool
    num: str = ""
    level: str = "0"
    continues: bool = False
    style: str | None = None


class ListTree:
    """A list as it grows: its first number, and what each of its items holds."""

    def __init__(self, item: ListItem, first: int) -> None:
        self.item, self.first = item, first
        self.items: list[list[Block | ListTree]] = []

    def block(self) -> ListBlock:
        rows = (tuple(one.block() if isinstance(one, ListTree) else one for one in row) for row in self.items)
        return ListBlock(self.item.ordered, self.first if self.item.ordered else 1, tuple(rows), self.item.style)


def list_item(properties: XmlNode | None, style: str, forms: ListForms) -> ListItem | None:
    """Returns how a paragraph stands in a list: by its own numbering, else by its style; None outside of one."""
    kind, depth, own = CALL_STYLES.get(style, ("", 1, None))
    if named := STYLE.fullmatch(style):
        kind, depth = named[1], int(named[2] or 1)
    numbering = properties.child("w:numPr") if properties else None
    num, level = (numbering.value(f"w:{what}") if numbering else None for what in ("numId", "ilvl"))
    if num == "0":
        return None
    if num and kind not in {"continue", "quote"}:
        deep = min(int(level), _DEEPEST - 1) + 1 if level and level.isdecimal() else depth
        return ListItem(deep, forms.is_numbered(num, level or "0"), num, level or "0", style=own)
    if kind in {"continue", "quote"}:
        return ListItem(depth, ordered=False, continues=True)
    return ListItem(depth, ordered=kind == "number", style=own) if kind else None


def list_trees(rows: Sequence[tuple[ListItem, Block]], forms: ListForms) -> list[ListTree]:
    """Returns the lists that neighbouring paragraphs make; deeper ones stand in the item before them."""
    done: list[ListTree] = []
    open_lists: list[ListTree] = []
    for item, block in rows:
        if item.continues and open_lists:
            deep = min(item.depth, len(open_lists))
            open_lists[deep - 1].items[-1].append(block)
            continue
        depth = min(item.depth, len(open_lists) + 1)
        del open_lists[depth:]
        if len(open_lists) < depth or open_lists[-1].item.ordered != item.ordered:
            del open_lists[depth - 1 :]
            tree = ListTree(item, forms.first(item.num, item.level) if item.ordered and item.num else 1)
            (open_lists[-1].items[-1] if open_lists else done).append(tree)
            open_lists.append(tree)
        tree = open_lists[-1]
        tree.items.append([block])
        if item.num:
            forms.counted[item.num] = tree.first + len(tree.items) - 1
    return done
