"""Inserts a contact into the text of a scenario and keeps every other character.

ruamel finds where each value begins and ends, and writes the new entry with the quotes that it needs. The entry is put
in at that place, so comments, order, quotes, spacing and line ends stay the user's. No other module imports ruamel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

KEY = "contacts"
WIDEST = 1_000_000  # columns: an entry is never folded

ContactEntry = Mapping[str, str | date]
"""A contact's keys in the order to write them; a date is written plain."""


_ITEM = re.compile(r"^( *)-(?=\s)", re.MULTILINE)
_PROPERTIES = re.compile(r"(?:[&!]\S+[ \t]*)*")
"""An anchor before a value, which stays when the value goes."""


class UnclearPlaceError(Exception):
    """Nothing can be added to the contacts in the form that they have, or ruamel cannot read the `line`."""

    def __init__(self, line: int | None = None) -> None:
        super().__init__(line)
        self.line = line


def with_contact(text: str, entry: ContactEntry) -> str:
    """Returns the text of a scenario with one more contact. Raises UnclearPlaceError."""
    root = _composed(text)
    if not isinstance(root, MappingNode):
        raise UnclearPlaceError
    key, value = next(((k, v) for k, v in root.value if k.value == KEY), (None, None))
    if root.flow_style:
        return _into_flow(text, root, key, value, entry)
    if key is None or value is None:
        indent = root.start_mark.column
        return _put_lines(text, _end(root, text), [" " * indent + f"{KEY}:", *_item(entry, indent + 2, flow=True)])
    if value.start_mark.index < key.end_mark.index:  # an alias: the list stands somewhere else
        raise UnclearPlaceError
    if isinstance(value, SequenceNode) and value.value:
        return _into_list(text, value, entry)
    return _instead(text, key, value, entry)


def _composed(text: str) -> Node | None:
    """Returns the nodes with their places. Where ruamel refuses a tab, it gets a space instead, so that places stay."""
    try:
        return _nodes(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        unclear = UnclearPlaceError(mark.line + 1 if mark else None)
        if "\t" not in text:
            raise unclear from error
    try:
        return _nodes(text.replace("\t", " "))
    except YAMLError as error:
        raise unclear from error


def _nodes(text: str) -> Node | None:
    found: Node | None = YAML().compose(StringIO(text))
    return found


def _into_list(text: str, contacts: SequenceNode, entry: ContactEntry) -> str:
    last = contacts.value[-1]
    if last.start_mark.index < contacts.start_mark.index:
        raise UnclearPlaceError
    if contacts.flow_style:
        at = last.end_mark.index
        return f"{text[:at]}, {_flow(entry)}{text[at:]}"
    flow = bool(last.flow_style) or not isinstance(last, MappingNode)
    return _put_lines(text, _end(last, text), _item(entry, _indent(contacts, text), flow=flow))


def _indent(contacts: SequenceNode, text: str) -> int:
    """Returns the column of the dashes. A node with an anchor begins at the anchor instead."""
    start = contacts.start_mark
    found = _ITEM.search(text, start.index, contacts.value[0].start_mark.index)
    return int(start.column) if text[start.index] == "-" or not found else len(found[1])


def _instead(text: str, key: Node, value: Node, entry: ContactEntry) -> str:
    """Returns the text with the contact in the place of an empty value: nothing, `[]` or `~`."""
    if not _is_empty(value):
        raise UnclearPlaceError
    start, end = value.start_mark.index, value.end_mark.index
    if end <= start or start < key.end_mark.index:
        return _put_lines(text, key.end_mark.index, _item(entry, key.start_mark.column + 2, flow=True))
    if "#" in text[start:end]:  # what the user wrote between the brackets stays there
        return _into_brackets(text, value, entry)
    kept = _PROPERTIES.match(text, start, end)
    before = text[: kept.end() if kept else start].rstrip(" \t")
    at = max(len(before) if kept and kept[0] else 0, key.end_mark.index)
    return _put_lines(before + text[end:], at, _item(entry, key.start_mark.column + 2, flow=True))


def _is_empty(value: Node) -> bool:
    if isinstance(value, ScalarNode):
        return value.value in {"", "~", "null", "Null", "NULL"}
    return isinstance(value, SequenceNode) and not value.value


def _into_brackets(text: str, value: Node, entry: ContactEntry) -> str:
    """Returns the text with the contact between the brackets of an empty list, before a comment inside them."""
    start, end = value.start_mark.index, value.end_mark.index
    kept = _PROPERTIES.match(text, start, end)
    at = kept.end() if kept else start
    if not isinstance(value, SequenceNode) or text[at : at + 1] != "[":
        raise UnclearPlaceError
    gap = " " if text[at + 1] == "#" else ""
    return f"{text[: at + 1]}{_flow(entry)}{gap}{text[at + 1 :]}"


def _into_flow(text: str, root: MappingNode, key: Node | None, value: Node | None, entry: ContactEntry) -> str:
    """Returns the text with the contact, for a scenario that is one `{…}`, as JSON is."""
    if key is None or value is None:
        if not root.value:
            raise UnclearPlaceError
        at = root.value[-1][1].end_mark.index
        return f'{text[:at]}, "{KEY}": [{_flow(entry)}]{text[at:]}'
    if value.start_mark.index < key.end_mark.index:  # an alias, or no value at all
        raise UnclearPlaceError
    if isinstance(value, SequenceNode):
        return _into_list(text, value, entry) if value.value else _into_brackets(text, value, entry)
    if not _is_empty(value) or value.end_mark.index == value.start_mark.index:
        raise UnclearPlaceError
    return f"{text[: value.start_mark.index]}[{_flow(entry)}]{text[value.end_mark.index :]}"


def _end(node: Node, text: str) -> int:
    """Returns the index behind the last character of a value. ruamel would count the comments behind a block, too."""
    while isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node, above = (last[1], last[0]) if isinstance(last, tuple) else (last, node)
        if node.start_mark.index < above.start_mark.index:  # an alias
            return int((above.end_mark if isinstance(above, ScalarNode) else above.start_mark).index)
        if isinstance(above, ScalarNode) and not text[node.start_mark.index : node.end_mark.index].strip():
            return int(above.end_mark.index)  # an empty value
    end = int(node.end_mark.index)
    return len(text[:end].rstrip()) if isinstance(node, ScalarNode) and node.style in {"|", ">"} else end


def _put_lines(text: str, after: int, lines: list[str]) -> str:
    """Returns the text with whole lines after the line of index `after`, ended as the file ends its lines."""
    newline = "\r\n" if "\r\n" in text else "\n"
    found = re.search(r"\r\n|\n|\r", text[after:])
    head = text[: after + found.end()] if found else text + newline
    rest = text[len(head) :] if found else ""
    return head + "".join(line + newline for line in lines) + rest


def _item(entry: ContactEntry, indent: int, *, flow: bool) -> list[str]:
    if flow:
        return [" " * indent + f"- {_flow(entry)}"]
    lines = _written(CommentedMap(entry)).splitlines()
    return [" " * indent + ("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]


def _flow(entry: ContactEntry) -> str:
    row = CommentedMap(entry)
    row.fa.set_flow_style()
    return _written(row)


def _written(row: Any) -> str:
    writer, body = YAML(), StringIO()
    writer.width = WIDEST
    writer.allow_unicode = True
    writer.dump(row, body)
    return body.getvalue().strip("\n")
