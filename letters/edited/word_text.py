"""The visible words of a paragraph of a Word file, each with the element that holds it, so that they can be changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from letters.documents.docx.static_parts import escaped
from letters.edited.token_merge import TextEdit
from letters.edited.word_body import SIGNS
from letters.files.xml_nodes import XmlNode

_UNSEEN = frozenset({"w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:instrText", "w:fldData"})
_BOXES = frozenset({"w:txbxContent", "mc:AlternateContent"})
Change = tuple[int, int, bytes]
"""A change of the bytes of a part: data[start:end] becomes these."""


class ParagraphText:
    """The words of a paragraph, tracked insertions among them and deletions not."""

    def __init__(self, paragraph: XmlNode) -> None:
        self.pieces = list(_pieces(paragraph))
        self.words = "".join(text for text, _ in self.pieces)
        self.has_boxes = any(True for _ in paragraph.every(*_BOXES))

    def changes(self, edits: Sequence[TextEdit]) -> list[Change] | None:
        """Returns the changes of the bytes that carry out changes of the words; None if a break or a box is in the
        way.
        """
        if self.has_boxes or not self.pieces:
            return None
        told = [list(text) for text, _ in self.pieces]
        places = [(piece, at) for piece, text in enumerate(told) for at in range(len(text))]
        changed: set[int] = set()
        for edit in edits:
            hit = places[edit.start : edit.end] or places[max(edit.start - 1, 0) : edit.start] or places[:1]
            if not hit or any(self.pieces[piece][1] is None for piece, _ in hit):
                return None
            piece, at = hit[0]
            if edit.start == edit.end:
                before = edit.start > 0
                told[piece][at] = told[piece][at] + edit.text if before else edit.text + told[piece][at]
            else:
                for other, there in hit:
                    told[other][there] = ""
                told[piece][at] = edit.text
            changed |= {other for other, _ in hit}
        return [self._written(piece, "".join(told[piece])) for piece in sorted(changed)]

    def _written(self, piece: int, text: str) -> Change:
        node = self.pieces[piece][1]
        assert node is not None  # only words are changed
        return node.start, node.end, f'<w:t xml:space="preserve">{escaped(text)}</w:t>'.encode()


def _pieces(node: XmlNode) -> Iterator[tuple[str, XmlNode | None]]:
    for child in node.children:
        if child.tag == "w:t":
            yield child.text, child
        elif child.tag in SIGNS:
            yield SIGNS[child.tag], None
        elif child.tag not in _UNSEEN:
            yield from _pieces(child)
