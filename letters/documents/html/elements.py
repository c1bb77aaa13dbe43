"""Blocks → HTML elements, with every text escaped: what a file, an e-mail and the local page share.

A subclass says which attributes an element of some style has. There is no script in it, and nothing is loaded.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from html import escape

from letters.documents.block_styles import CHECKS, in_style
from letters.documents.markdown import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    TableBlock,
    ThematicBreak,
    clean,
    plain,
)


class HtmlElements(ABC):
    """Makes the elements of one letter. `paragraph`, `heading`, `table` and `blank` are what subclasses differ in."""

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(map(self.block, blocks))

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self.paragraph(block)
            case Heading():
                return self.heading(block)
            case ListBlock():
                return self.items(block)
            case Quote():
                return f"<blockquote{self.attributes('blockquote')}>{self.blocks(block.blocks)}</blockquote>"
            case TableBlock():
                return self.table(block)
            case ThematicBreak():
                return "<hr>"

    def attributes(self, name: str) -> str:
        """Returns the attributes of a list, an item, a quotation or a blank, each after a space."""
        del name
        return ""

    def paragraph(self, block: Paragraph) -> str:
        return f"<p>{self.runs(block.runs)}</p>"

    def heading(self, block: Heading) -> str:
        return f"<h{block.level}>{self.runs(block.runs)}</h{block.level}>"

    def items(self, block: ListBlock) -> str:
        name = "ol" if block.ordered else "check" if is_check_list(block) else "ul"
        item = self.attributes("check-item" if name == "check" else "li")
        parts = [[in_style(part, block) for part in one] for one in block.items]
        inner = "".join(f"<li{item}>{self.item(one)}</li>" for one in parts)
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}{start}{self.list_attributes(block, name)}>{inner}</{tag}>"

    def list_attributes(self, block: ListBlock, name: str) -> str:
        """Returns the attributes of a list, each after a space; `name` is ul, ol or check."""
        del block
        return self.attributes(name)

    def item(self, item: Sequence[Block]) -> str:
        """Returns what stands in a list item; its first words need no paragraph around them."""
        if item and isinstance(item[0], Paragraph) and item[0].style is None:
            rest = self.blocks(item[1:])
            return self.runs(item[0].runs) + (f"\n{rest}" if rest else "")
        return self.blocks(item)

    @abstractmethod
    def table(self, table: TableBlock) -> str:
        """Returns a table as the subclass shows it."""

    def runs(self, runs: Runs) -> str:
        return "".join(map(self.run, runs))

    def run(self, run: Run) -> str:
        if run.text == "\n":
            return "<br>"
        words = escape(clean(run.text))
        words = self.blank(run.text, words) if run.blank else self.words(words)
        if run.italic:
            words = f"<em>{words}</em>"
        return f"<strong>{words}</strong>" if run.bold else words

    def words(self, words: str) -> str:
        """Returns words that are no blank, escaped already, with what a subclass marks in them."""
        return words

    def blank(self, text: str, words: str) -> str:
        """Returns a blank so that it is seen; `words` is its escaped `text`."""
        del text
        return f"<mark{self.attributes('mark')}>{words}</mark>"


def is_check_list(block: ListBlock) -> bool:
    """Returns whether every item of a list is one to be ticked off."""
    firsts = [item[0] for item in block.items if item]
    return (
        not block.ordered
        and bool(firsts)
        and all(isinstance(one, Paragraph) and plain(one.runs).startswith(CHECKS) for one in firsts)
    )


def class_name(style: str) -> str:
    """Returns the class of a style: Page Break is s-page-break."""
    return f"s-{re.sub('[^a-z0-9]+', '-', style.lower())}"
