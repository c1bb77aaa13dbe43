"""The short form of templates, which a lawyer reads as a letter; it becomes Jinja before Jinja reads it.

    ((hardship.cause))            a fact or figure, as `{{ hardship.cause }}` prints it
    ((plan??甲))                  甲 where there is a plan
    ((plan??甲||乙))              甲 where there is a plan, else 乙
    ((waives_all??甲||asked??乙||丙))   the first whose condition is borne, else 丙
    ((> sums))                    the passage `_parts/sums.md.j2`
    ((> hardship/opening))        the passage of this hardship, else the one in `_parts/` that all share
    ((> hardship/answers?))       the passage of this hardship, or nothing where it has none

What stands between may run over several lines and hold further short forms. A line break right after `??`, `||` or
the `))` that ends such words is none, as after a tag of Jinja. Before `??` stands a situation (`letters/situation/`),
a fact or, where need be, two of them with `and`, `or` or `not`. Jinja itself may be used beside it.
"""

from __future__ import annotations

import re

import jinja2
from jinja2.ext import Extension

from letters.base.errors import Message

_HEAD = r"(?P<head>(?![(\s])(?:[^(){}?|\n]|\|(?!\|)|\([^()\n]*\))+?)"
_OPENS = re.compile(rf"\(\({_HEAD}(?P<end>\?\?|\)\))")
_PASSAGE = re.compile(r"\(\(> (?P<own>hardship/)?(?P<name>[\w-]+)(?P<optional>\?)?\)\)")
_OTHERWISE = re.compile(rf"\|\|(?:(?P<lines>\s*){_HEAD}\?\?)?")
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARK = re.compile(r"\{[{%#]|\(\(|\|\||\){2,}")


class ShortForm(Extension):
    """Turns the short form into Jinja, line for line."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Returns a template's text in Jinja. Raises TemplateSyntaxError if words after `??` have no end."""
        if "((" not in source:
            return source
        found: list[str] = []
        open_lines: list[int] = []
        place = 0
        while mark := _MARK.search(source, place):
            found.append(source[place : mark.start()])
            piece, place, opens = _read(source, mark.start(), inside=bool(open_lines))
            found.append(piece)
            if opens > 0:
                open_lines.append(source.count("\n", 0, place) + 1)
            elif opens < 0:
                open_lines.pop()
        if open_lines:
            raise jinja2.TemplateSyntaxError(Message("the words after ?? have no end: ))"), open_lines[-1], name)
        return "".join((*found, source[place:]))


def _read(source: str, at: int, *, inside: bool) -> tuple[str, int, int]:
    """Returns the Jinja of what stands at a mark, where it ends, and 1 if it opens words, -1 if it ends them,
    else 0.
    """
    piece, end, opens = source[at], at + 1, 0
    if tag := _JINJA.match(source, at):
        piece, end = tag[0], tag.end()
    elif piece == "{":  # without an end, which Jinja tells; looked for once, not from each such mark
        piece, end = source[at:], len(source)
    elif passage := _PASSAGE.match(source, at):
        piece, end = _included(passage), passage.end()
    elif opened := _OPENS.match(source, at):
        head, end = opened["head"].strip(), opened.end()
        piece, opens = ("{{ " + head + " }}", 0) if opened["end"] == "))" else ("{% if " + head + " %}", 1)
    elif inside and (otherwise := _OTHERWISE.match(source, at)):
        head, end = (otherwise["head"] or "").strip(), otherwise.end()
        piece = "{% elif " + head + (otherwise["lines"] or " ") + "%}" if head else "{% else %}"
    elif inside and piece == ")" and not _is_text(source, at):
        piece, end, opens = "{% endif %}", at + 2, -1
    return piece, end, opens


def _is_text(source: str, at: int) -> bool:
    """Returns whether a parenthesis is the text's own: the first of an odd number of them."""
    rest = source[at:]
    return (len(rest) - len(rest.lstrip(")"))) % 2 == 1


def _included(passage: re.Match[str]) -> str:
    shared = f'"_parts/{passage["name"]}.md.j2"'
    own = f'"hardship/" + hardship.kind + "/{passage["name"]}.md.j2"'
    if passage["optional"]:
        return "{% include " + (own if passage["own"] else shared) + " ignore missing %}"
    return "{% include " + (f"[{own}, {shared}]" if passage["own"] else shared) + " %}"
