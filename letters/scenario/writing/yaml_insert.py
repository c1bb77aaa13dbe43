"""Inserts a row into a list of a scenario, or sets one value, and keeps every other character of its text.

ruamel finds where each value begins and ends, and writes the new entry with the quotes that it needs. The entry is put
in at that place, so comments, order, quotes, spacing and line ends stay the user's. No other module imports ruamel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from letters.base.errors import FieldPath

WIDEST = 1_000_000  # columns: an entry is never folded

Row = Mapping[str, Any]
"""The keys of what is added, in the order to write them: texts, dates (which are written plain), mappings, lists."""
CONTACTS: FieldPath = ("contacts",)
"""Where the contacts of a scenario stand."""


_ITEM = re.compile(r"^( *)-(?=\s)", re.MULTILINE)
_PROPERTIES = re.compile(r"(?:[&!]\S+[ \t]*)*")
"""An anchor before a value, which stays when the value goes."""


class UnclearPlaceError(Exception):
    """Nothing can be added to the list in the form that it has, or ruamel cannot read the `line`."""

    def __init__(self, line: int | None = None) -> None:
        super().__init__(line)
        self.line = line


def with_row(text: str, row: Row, path: FieldPath = CONTACTS) -> str:
    """Returns the text of a scenario with one more row in the list of a field path: ("contacts",) or ("bills", 0,
    "payments"). Raises UnclearPlaceError.
    """
    *above, key = path
    parent = _parent(_composed(text), above)
    name, value = next(((k, v) for k, v in parent.value if k.value == key), (None, None))
    if parent.flow_style:
        return _into_flow(text, parent, str(key), name, value, row)
    if name is None or value is None:
        indent = parent.start_mark.column
        return _put_lines(text, _end(parent, text), [" " * indent + f"{key}:", *_item(row, indent + 2, flow=True)])
    if value.start_mark.index < name.end_mark.index:  # an alias: the list stands somewhere else
        raise UnclearPlaceError
    if isinstance(value, SequenceNode) and value.value:
        return _into_list(text, value, row)
    return _instead(text, name, value, row)


def with_value(text: str, path: FieldPath, value: str) -> str:
    """Returns the text of a scenario with a value at a field path: in the place of the one that stands there, else
    added where its mapping or list ends. Raises UnclearPlaceError, also where a mapping or list stands at the path.
    """
    node: Node | None = _composed(text)
    key: Node | None = None
    for depth, step in enumerate(path):
        if node is not None and key is not None and _is_empty(node):
            return _into_empty(text, key, node, path[depth:], value)
        if isinstance(node, SequenceNode) and step == len(node.value) and node.value:
            return _into_list(text, node, _nested(path[depth + 1 :], value))
        key, inner = _inside(node, step)
        if inner is None:
            return _into_mapping(text, node, path[depth:], value)
        node = inner
    if not isinstance(node, ScalarNode):
        raise UnclearPlaceError
    if key is not None and not text[node.start_mark.index : node.end_mark.index].strip():
        return _into_empty(text, key, node, (), value)
    return text[: node.start_mark.index] + _plain(value) + text[_end(node, text) :]


def _inside(node: Node | None, step: str | int) -> tuple[Node | None, Node | None]:
    """Returns the key and the value of a step into a mapping, or the item of a list; None for what is not there.

    Raises UnclearPlaceError for what is no mapping or list, and for an alias.
    """
    if isinstance(node, MappingNode) and isinstance(step, str):
        key, inner = next(((k, v) for k, v in node.value if k.value == step), (None, None))
        before = key
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        key, inner, before = None, node.value[step], node
    else:
        raise UnclearPlaceError
    if inner is not None and before is not None and inner.start_mark.index < before.start_mark.index:
        raise UnclearPlaceError
    return key, inner


def _into_mapping(text: str, node: Node | None, path: FieldPath, value: str) -> str:
    """Returns the text with a key that a mapping lacks, with all that the rest of the path needs."""
    if not isinstance(node, MappingNode) or not node.value:
        raise UnclearPlaceError
    name, made = str(path[0]), _nested(path[1:], value)
    if node.flow_style:
        at = _end(node.value[-1][1], text)
        return f"{text[:at]}, {_as_its_neighbour(name, node.value[-1][0])}: {_plain(made)}{text[at:]}"
    return _put_lines(text, _end(node, text), [" " * node.start_mark.column + f"{name}: {_plain(made)}"])


def _into_empty(text: str, key: Node, node: Node, path: FieldPath, value: str) -> str:
    """Returns the text with a value, or what the path needs, in the place of nothing, `[]` or `~` behind a key."""
    colon = text.find(":", key.end_mark.index)
    start, end = node.start_mark.index, node.end_mark.index
    if colon < 0 or "#" in text[start:end]:
        raise UnclearPlaceError
    made = _plain(_nested(path, value))
    if not text[start:end].strip():
        return f"{text[: colon + 1]} {made}{text[colon + 1 :]}"
    return f"{text[:start]}{made}{text[end:]}"


def _nested(path: FieldPath, value: str) -> Any:
    """Returns a value in the mappings and lists that lead to it; a list begins with it."""
    made: Any = value
    for step in reversed(path):
        if isinstance(step, int) and step != 0:
            raise UnclearPlaceError
        made = {step: made} if isinstance(step, str) else [made]
    return made


def _plain(value: Any) -> str:
    """Returns a value as it stands in one line, between braces, too; a mapping always has braces of its own."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return _flow({"value": value})[len("{value: ") : -1]


def _parent(node: Node | None, path: Iterable[str | int]) -> MappingNode:
    """Returns the mapping at a field path below a node. Raises UnclearPlaceError, also where it is an alias."""
    for step in path:
        _, node = _inside(node, step)
    if not isinstance(node, MappingNode):
        raise UnclearPlaceError
    return node


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


def _into_list(text: str, rows: SequenceNode, entry: Row) -> str:
    last = rows.value[-1]
    if last.start_mark.index < rows.start_mark.index:
        raise UnclearPlaceError
    if rows.flow_style:
        at = last.end_mark.index
        return f"{text[:at]}, {_flow(entry)}{text[at:]}"
    flow = bool(last.flow_style) or not isinstance(last, MappingNode)
    return _put_lines(text, _end(last, text), _item(entry, _indent(rows, text), flow=flow))


def _indent(rows: SequenceNode, text: str) -> int:
    """Returns the column of the dashes. A node with an anchor begins at the anchor instead."""
    start = rows.start_mark
    found = _ITEM.search(text, start.index, rows.value[0].start_mark.index)
    return int(start.column) if text[start.index] == "-" or not found else len(found[1])


def _instead(text: str, key: Node, value: Node, entry: Row) -> str:
    """Returns the text with the row in the place of an empty value: nothing, `[]` or `~`."""
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


def _into_brackets(text: str, value: Node, entry: Row) -> str:
    """Returns the text with the row between the brackets of an empty list, before a comment inside them."""
    start, end = value.start_mark.index, value.end_mark.index
    kept = _PROPERTIES.match(text, start, end)
    at = kept.end() if kept else start
    if not isinstance(value, SequenceNode) or text[at : at + 1] != "[":
        raise UnclearPlaceError
    gap = " " if text[at + 1] == "#" else ""
    return f"{text[: at + 1]}{_flow(entry)}{gap}{text[at + 1 :]}"


def _into_flow(  # noqa: PLR0913, PLR0917 - the place of a row and the row itself
    text: str, root: MappingNode, name: str, key: Node | None, value: Node | None, entry: Row
) -> str:
    """Returns the text with the row, for a mapping that is one `{…}`, as all of JSON is."""
    if key is None or value is None:
        if not root.value:
            raise UnclearPlaceError
        at = root.value[-1][1].end_mark.index
        return f"{text[:at]}, {_as_its_neighbour(name, root.value[-1][0])}: [{_flow(entry)}]{text[at:]}"
    if value.start_mark.index < key.end_mark.index:  # an alias, or no value at all
        raise UnclearPlaceError
    if isinstance(value, SequenceNode):
        return _into_list(text, value, entry) if value.value else _into_brackets(text, value, entry)
    if not _is_empty(value) or value.end_mark.index == value.start_mark.index:
        raise UnclearPlaceError
    return f"{text[: value.start_mark.index]}[{_flow(entry)}]{text[value.end_mark.index :]}"


def _as_its_neighbour(name: str, neighbour: Node) -> str:
    """Returns a key of `{…}` with quotes where the key before it has them, as JSON needs them."""
    return f'"{name}"' if isinstance(neighbour, ScalarNode) and neighbour.style == '"' else name


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


def _item(entry: Row, indent: int, *, flow: bool) -> list[str]:
    if flow:
        return [" " * indent + f"- {_flow(entry)}"]
    lines = _written(CommentedMap(entry)).splitlines()
    return [" " * indent + ("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]


def _flow(entry: Row) -> str:
    row = CommentedMap(entry)
    row.fa.set_flow_style()
    return _written(row)


def _written(row: Any) -> str:
    writer, body = YAML(), StringIO()
    writer.width = WIDEST
    writer.allow_unicode = True
    writer.dump(row, body)
    return body.getvalue().strip("\n")
