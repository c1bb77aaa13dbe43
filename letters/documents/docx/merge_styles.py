"""The styles and lists of the user's document, completed with the house's styles that it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from letters.documents.docx.static_parts import HOUSE_BULLETS, HOUSE_NUMBERS, Level, Lists, W
from letters.files.xml_nodes import XmlNode, parse

_REFERENCE = re.compile(r'(<w:(?:basedOn|next|link|pStyle) w:val=")([^"]*)(")')
_ID = re.compile(r'(w:styleId=")([^"]*)(")')
_NAME = re.compile(r'(<w:name w:val=")([^"]*)(")')
_DEFAULT = re.compile(r' w:default="1"')
_NUM = re.compile(r'(<w:numId w:val=")(\d+)(")')
_DECLARED = f'xmlns:w="{W}"'
_LIST_STYLES = {"bullet": "list bullet", "number": "list number"}
_DEEPEST = 3


class Styles(NamedTuple):
    """A styles part that has every style of the house.

    `ids`: (kind, name) → id. `final`: the house's id → the id here. `added`: id of a style put in → its name.
    """

    data: bytes
    ids: dict[tuple[str, str], str]
    final: dict[str, str]
    added: dict[str, str]


def merge_styles(own: bytes | None, house: bytes, name: str) -> Styles:
    """Returns `own` with what it lacks of `house`; `name` is how messages call the user's document."""
    own = own or f"<w:styles {_DECLARED}></w:styles>".encode()
    root, home = parse(own, name), parse(house, "styles.xml")
    ids: dict[tuple[str, str], str] = {}
    taken = set()
    for style in root.children:
        if style.tag == "w:style" and (style_id := style.attributes.get("w:styleId")):
            taken.add(style_id)
            for alias in (style.value("w:name") or "").split(","):
                ids.setdefault((style.attributes.get("w:type", ""), alias.strip().lower()), style_id)
            if style.attributes.get("w:default") in {"1", "true", "on"}:
                ids.setdefault((style.attributes.get("w:type", ""), "default"), style_id)
    words = {key[1] for key in ids}
    final: dict[str, str] = {}
    known: dict[tuple[str, str], str] = {}
    added: dict[str, str] = {}
    missing: list[tuple[XmlNode, str]] = []
    for style in home.children:
        if style.tag != "w:style":
            continue
        kind, called = style.attributes["w:type"], style.value("w:name") or ""
        house_id = style.attributes["w:styleId"]
        found = ids.get((kind, called.lower()))
        if found is None and "w:default" in style.attributes:
            found = ids.get((kind, "default"))
        if found is None:
            found = _free(house_id, taken)
            missing.append((style, found))
            added[found] = called
        final[house_id] = found
        known[kind, called] = found
    text = "".join(_adopted(house[s.start : s.end].decode(), new, final, words) for s, new in missing)
    return Styles(own[: root.close] + text.encode() + own[root.close :], known, final, added)


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    taken.add(name)
    return name


def _adopted(text: str, style_id: str, final: dict[str, str], names: set[str]) -> str:
    """Returns a style of the house as it stands in the user's document."""
    text = _REFERENCE.sub(lambda m: f"{m[1]}{final.get(m[2], m[2])}{m[3]}", text)
    text = _ID.sub(lambda m: f"{m[1]}{style_id}{m[3]}", text, count=1)
    # The user may use the name for a style of another kind, and a name stands for one style.
    text = _NAME.sub(lambda m: f"{m[1]}{m[2]}{' (letters)' * (m[2].lower() in names)}{m[3]}", text, count=1)
    return _DEFAULT.sub("", text).replace("<w:style ", f"<w:style {_DECLARED} ", 1)


def merge_lists(own: bytes | None, house: bytes, styles: Styles, name: str) -> tuple[bytes, Styles, Lists]:
    """Returns the numbering part, the styles with the house's lists at their new numbers, and how letters number.

    A list style of the user's keeps its own bullets and numbers; the house's serve if it has none.
    """
    root = parse(own, name) if own else None
    root = root if root and root.children else None
    given = root.children if root else []
    definitions = {
        node.attributes.get("w:numId", ""): node.value("w:abstractNumId") or "0"
        for node in given
        if node.tag == "w:num"
    }
    first_definition = 1 + _most(node.attributes.get("w:abstractNumId") for node in given)
    first = 1 + _most(node.attributes.get("w:numId") for node in given)
    moved = {kind: first_definition + kind - 1 for kind in (HOUSE_BULLETS, HOUSE_NUMBERS)}
    numbers = {str(kind): str(first + kind - 1) for kind in (HOUSE_BULLETS, HOUSE_NUMBERS)}
    styles = Styles(_renumbered(styles, numbers, name), styles.ids, styles.final, styles.added)
    uses = _uses(styles, definitions | {str(first + kind - 1): str(moved[kind]) for kind in moved}, given, name)
    bullets = {
        depth: Level(first + HOUSE_BULLETS - 1, depth)
        for depth in range(_DEEPEST)
        if uses.get(_list_style("bullet", depth)) is None
    }
    ordered = tuple(
        uses.get(_list_style("number", depth)) or Level(moved[HOUSE_NUMBERS], depth) for depth in range(_DEEPEST)
    )
    nums = "".join(
        f'<w:num {_DECLARED} w:numId="{numbers[str(kind)]}"><w:abstractNumId w:val="{moved[kind]}"/></w:num>'
        for kind in moved
    )
    data = _joined(own if root else None, root, _definitions(house, moved, styles), nums)
    return data, styles, Lists(first + HOUSE_NUMBERS, ordered, bullets)


def _most(numbers: Iterable[str | None]) -> int:
    return max([0, *(int(number) for number in numbers if number and number.isdecimal())])


def _list_style(kind: str, depth: int) -> str:
    return _LIST_STYLES[kind] + (f" {depth + 1}" if depth else "")


def _renumbered(styles: Styles, numbers: dict[str, str], name: str) -> bytes:
    """Returns the styles, of which those that were added use the house's lists at their new numbers."""
    data, root = styles.data, parse(styles.data, name)
    for style in reversed(root.children):
        if style.tag == "w:style" and style.attributes.get("w:styleId") in styles.added:
            text = _NUM.sub(lambda m: f"{m[1]}{numbers[m[2]]}{m[3]}", data[style.start : style.end].decode())
            data = data[: style.start] + text.encode() + data[style.end :]
    return data


def _uses(styles: Styles, definitions: dict[str, str], given: Sequence[XmlNode], name: str) -> dict[str, Level]:
    """Returns the definition that the numbers of each list style come from, by the name of the style."""
    by_id = {
        style.attributes.get("w:styleId", ""): style
        for style in parse(styles.data, name).children
        if style.tag == "w:style"
    }
    levels = {
        linked: (node.attributes.get("w:abstractNumId", ""), int(level.attributes.get("w:ilvl", "0")))
        for node in given
        if node.tag == "w:abstractNum"
        for level in node.children
        if level.tag == "w:lvl" and (linked := level.value("w:pStyle"))
    }
    found = {}
    for (kind, called), style_id in styles.ids.items():
        style = by_id.get(style_id)
        number = style.value("w:pPr", "w:numPr", "w:numId") if style else None
        if kind != "paragraph" or style is None or number is None or number not in definitions:
            continue
        level = int(style.value("w:pPr", "w:numPr", "w:ilvl") or "0")
        linked_definition, linked_level = levels.get(style_id, ("", level))
        if linked_definition == definitions[number]:
            level = linked_level
        found[called.lower()] = Level(int(definitions[number]), level)
    return found


def _definitions(house: bytes, moved: dict[int, int], styles: Styles) -> str:
    """Returns the house's lists at their new numbers, bound to the styles that were added alone: the user's have their
    own.
    """

    def linked(match: re.Match[str]) -> str:
        style_id = styles.final.get(match[2], "")
        return f"{match[1]}{style_id}{match[3]}" if style_id in styles.added else f"{match[1]}{match[3]}"

    text = ""
    for node in parse(house, "numbering.xml").children:
        if node.tag == "w:abstractNum":
            number = int(node.attributes["w:abstractNumId"])
            one = house[node.start : node.end].decode()
            one = one.replace(f'w:abstractNumId="{number}"', f'w:abstractNumId="{moved[number]}"', 1)
            text += _REFERENCE.sub(linked, one.replace("<w:abstractNum ", f"<w:abstractNum {_DECLARED} ", 1))
    return text.replace('<w:pStyle w:val=""/>', "")


def _joined(own: bytes | None, root: XmlNode | None, definitions: str, nums: str) -> bytes:
    """Returns the user's definitions, then the house's; the user's lists, then the house's."""
    if own is None or root is None:
        return f"<w:numbering {_DECLARED}>{definitions}{nums}</w:numbering>".encode()
    lists = [node for node in root.children if node.tag == "w:num"]
    before = lists[0].start if lists else root.close
    after = lists[-1].end if lists else root.close
    return own[:before] + definitions.encode() + own[before:after] + nums.encode() + b"</w:numbering>"
