"""The page of a PDF in Typst's language: its size and margins, what stands above and below the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from letters.documents.docx.running_lines import LinePiece, Paper, RunningLine

String = Callable[[str], str]
"""Writes a text as Typst's string."""
HOUSE_PAPER = Paper(595.3, 841.9, top=72, right=90, bottom=72, left=90, above=42.5, below=49.6)
_DESCENT = 16  # points between the text and the number of the page
_SIZE, _BELOW = 14, 4  # points: an empty line, and the space below each
_LINE = 1.35  # of a line above or below the text, in sizes of its font
_FIELDS = {"page": "counter(page).display()", "pages": "str(counter(page).final().first())"}


def page_rule(paper: Paper, footer: Sequence[str], footer_size: float, string: String) -> str:
    """Returns Typst's rule for the page. `footer` is the house's words around the numbers, for a page without any."""
    header = _running(paper.header, paper.first_header, paper, string, "top")
    first_header = paper.header if paper.first_header is None else paper.first_header
    top = max(paper.top, *(paper.above + _height(lines) for lines in (paper.header, first_header)))
    bottom = paper.bottom
    if paper.footer is None:
        before, between, after = map(string, footer)
        words = f"{{ {before}; {_FIELDS['page']}; {between}; {_FIELDS['pages']}; {after} }}"
        foot = f"footer-descent: {_DESCENT}pt, footer: context align(center, text(size: {footer_size}pt, {words}))"
    else:
        first_footer = paper.footer if paper.first_footer is None else paper.first_footer
        bottom = max(bottom, *(paper.below + _height(lines) for lines in (paper.footer, first_footer)))
        foot = f"footer-descent: 0pt, footer: {_running(paper.footer, paper.first_footer, paper, string, 'bottom')}"
    margins = f"(top: {top:g}pt, right: {paper.right:g}pt, bottom: {bottom:g}pt, left: {paper.left:g}pt)"
    size = f"width: {paper.width:g}pt, height: {paper.height:g}pt"
    return f"#set page({size}, margin: {margins}, header-ascent: 0pt, header: {header}, {foot})\n"


def words_of(paper: Paper) -> str:
    """Returns all that stands above and below the text, to look for its characters in the fonts."""
    every = (paper.header, paper.footer, paper.first_header, paper.first_footer)
    return "".join(
        piece.text for lines in every if lines for one in lines for piece in one.pieces if piece.kind == "text"
    )


def without_pictures(paper: Paper) -> Paper | None:
    """Returns the page without its pictures, or None if it has none."""
    bare = paper._replace(
        header=_bare(paper.header) or (),
        footer=_bare(paper.footer),
        first_header=_bare(paper.first_header),
        first_footer=_bare(paper.first_footer),
    )
    return bare if bare != paper else None


def _bare(lines: Sequence[RunningLine] | None) -> tuple[RunningLine, ...] | None:
    if lines is None:
        return None
    return tuple(RunningLine(line.align, tuple(one for one in line.pieces if one.kind != "picture")) for line in lines)


def _height(lines: Sequence[RunningLine]) -> float:
    """Returns about how high the lines are with the space below each, in points."""
    heights = [
        max([one.height if one.kind == "picture" else one.size * _LINE for one in line.pieces], default=_SIZE)
        for line in lines
    ]
    return sum(heights) + _BELOW * len(heights)


def _running(
    lines: Sequence[RunningLine], first: Sequence[RunningLine] | None, paper: Paper, string: String, side: str
) -> str:
    if not lines and not first:
        return "none"
    away = paper.above if side == "top" else paper.below
    body = _lines(lines, string)
    if first is not None:
        body = f"if counter(page).get().first() == 1 {{ {_lines(first, string)} }} else {{ {body} }}"
    return f"context align({side}, pad({side}: {away:g}pt, {{ {body} }}))"


def _lines(lines: Sequence[RunningLine], string: String) -> str:
    return (
        "; ".join(
            f"block(width: 100%, above: 0pt, below: {_BELOW}pt, align({line.align}, {{ {_pieces(line, string)} }}))"
            for line in lines
        )
        or "[]"
    )


def _pieces(line: RunningLine, string: String) -> str:
    return "; ".join(["[]", *(_piece(piece, string) for piece in line.pieces)])


def _piece(piece: LinePiece, string: String) -> str:
    match piece.kind:
        case "tab":
            return "h(1fr)"
        case "break":
            return "linebreak()"
        case "picture":
            data = ",".join(map(str, piece.data))
            return f"box(image(bytes(({data},)), width: {piece.width:g}pt, height: {piece.height:g}pt))"
        case "text":
            words = string(piece.text)
        case _:
            words = _FIELDS[piece.kind]
    weight = "bold" if piece.bold else "regular"
    return f'text(size: {piece.size:g}pt, weight: "{weight}", {words})'
