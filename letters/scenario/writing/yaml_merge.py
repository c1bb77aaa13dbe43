"""Puts changed values into the text of a scenario and keeps every other character of it: comments, order, quotes.

What was opened somewhere and changed in a form comes back as the file that it was. A value that changed is written in
its place; a key or a row that is new stands behind the last one, one that is gone goes with its lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from letters.base.errors import ScenarioError
from letters.files.yaml_reader import Data, Place, Source, read
from letters.scenario.writing.yaml_writer import scalar

_FLOW = re.compile(r"[,\[\]{}]")
_ALONE = ("lender",)
"""Where a name may stand alone for a mapping with a profile of that name."""


class UnclearMergeError(Exception):
    """The text cannot take the values in the form that it has."""


def merged(text: str, data: Mapping[str, Any]) -> str | None:
    """Returns the text with these values, or None if it cannot take them; the same text if nothing changed.

    An empty value counts as none. What is returned reads as `data`.
    """
    try:
        source = read(text.encode(), "", strict=False)
    except ScenarioError:
        return None
    merger = _Merger(text)
    try:
        merger.mapping(source.place, _as_mapping(source), data)
        found = merger.text_with_edits()
        again = read(found.encode(), "", strict=False)
    except (UnclearMergeError, ScenarioError):
        return None
    return found if _plain(_as_mapping(again)) == _plain(data) else None


def comments(text: str) -> list[str]:
    """Returns the lines of a scenario that are comments of somebody's own, without the sign before them."""
    found = (re.fullmatch(r"\s*#\s?(.*?)\s*", line) for line in text.splitlines())
    return [one[1] for one in found if one and one[1] and not one[1].startswith("yaml-language-server")]


def _as_mapping(source: Source) -> dict[str, Data]:
    return source.data if isinstance(source.data, dict) else {}


def _plain(value: object) -> object:
    """Returns a value without what is empty in it, and a name that stands alone as its mapping."""
    if isinstance(value, Mapping):
        kept = {key: _plain(_spread(key, one)) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, "", {})}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.strip() if isinstance(value, str) else value


def _spread(key: str, value: object) -> object:
    return {"profile": value} if key in _ALONE and isinstance(value, str) and value else value


class _Merger:
    """Collects what to put where: start and end in the text, and what stands there instead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[tuple[int, int, str]] = []

    def text_with_edits(self) -> str:
        parts, here = [], 0
        for start, end, new in sorted(self.edits, key=lambda one: (one[0], one[1])):
            if start < here:
                raise UnclearMergeError
            parts += [self.text[here:start], new]
            here = end
        return "".join([*parts, self.text[here:]])

    def value(self, place: Place, old: Data, new: Any) -> None:
        if _plain(old) == _plain(new) or (isinstance(old, str) and new == {"profile": old}):
            return
        if place.is_alias:
            raise UnclearMergeError
        if isinstance(old, dict) and isinstance(new, Mapping) and old:
            self.mapping(place, old, new)
        elif isinstance(old, list) and isinstance(new, list) and old:
            self.rows(place, old, new)
        else:
            self._instead(place, old, new)

    def mapping(self, place: Place, old: Mapping[str, Data], new: Mapping[str, Any]) -> None:
        gone = [key for key in old if key not in new and _plain({key: old[key]})]
        if place.is_alias or len(gone) == len(old):
            raise UnclearMergeError
        for key in old:
            if key in gone:
                self._remove(place, key)
            elif key in new:
                self.value(place.inside[key], old[key], new[key])
        added = {key: value for key, value in new.items() if key not in old and _plain({key: value})}
        if added:
            self._add(place, [f"{scalar(key)}: {_flow(value)}" for key, value in added.items()])

    def rows(self, place: Place, old: Sequence[Data], new: Sequence[Any]) -> None:
        plain = [_plain(one) for one in old], [_plain(one) for one in new]
        shorter = min(len(old), len(new))
        same = next((n for n in range(shorter) if plain[0][n] != plain[1][n]), shorter)
        tail = next((n for n in range(shorter - same) if plain[0][-1 - n] != plain[1][-1 - n]), shorter - same)
        pairs = min(len(old), len(new)) - same - tail
        for n in range(same, same + pairs):
            self.value(place.inside[n], old[n], new[n])
        if len(new) > len(old):
            rows = [_flow(one) for one in new[same + pairs : len(new) - tail]]
            if tail or not old:
                raise UnclearMergeError
            self._add(place, rows if self._is_flow(place) else [f"- {row}" for row in rows])
        for n in range(same + pairs, len(old) - tail):
            self._remove(place, n)

    def _instead(self, place: Place, old: Data, new: Any) -> None:
        if isinstance(old, dict | list) and old and not self._is_flow(place):
            raise UnclearMergeError
        start, end = place.start, self._end(place)
        gap = " " if start == end and self.text[start - 1 : start] == ":" else ""
        self.edits.append((start, end, gap + _flow(new)))

    def _is_flow(self, place: Place) -> bool:
        return self.text[place.start : place.start + 1] in {"[", "{"}

    def _end(self, place: Place) -> int:
        """Returns where a value ends, without the comments and the empty lines behind it."""
        if self._is_flow(place) or not place.inside:
            return len(self.text[: place.end].rstrip()) if place.end > place.start else place.end
        return max(self._end(one) for one in place.inside.values())

    def _line(self, at: int) -> tuple[int, int]:
        """Returns where the line of a character begins and where the next one begins."""
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end + 1

    def _add(self, place: Place, rows: list[str]) -> None:
        """Adds keys or rows behind the last ones of a mapping or a list."""
        if self._is_flow(place):
            at = self._end([*place.inside.values()][-1]) if place.inside else place.start + 1
            self.edits.append((at, at, (", " if place.inside else "") + ", ".join(rows)))
            return
        first = next(iter(place.inside.values()))
        opening = first.key_start if first.key else place.start
        begin, _ = self._line(opening)
        indent = " " * (opening - begin)
        newline = "\r\n" if "\r\n" in self.text else "\n"
        _, at = self._line(self._end(place))
        gap = "" if self.text[:at].endswith("\n") else newline
        self.edits.append((at, at, gap + "".join(f"{indent}{row}{newline}" for row in rows)))

    def _remove(self, place: Place, key: str | int) -> None:
        """Removes a key or a row: with its lines, or between the commas."""
        names = list(place.inside)
        at, one = names.index(key), place.inside[key]
        start, end = one.key_start if one.key else one.start, self._end(one)
        if self._is_flow(place):
            if at + 1 < len(names):
                after = place.inside[names[at + 1]]
                end = after.key_start if after.key else after.start
            elif at:
                start = self._end(place.inside[names[at - 1]])
            self.edits.append((start, end, ""))
            return
        begin, _ = self._line(start)
        _, end = self._line(max(end, start))
        before = self.text[begin:start].strip()
        if before == "-" and isinstance(key, str) and at + 1 < len(names):  # the dash stays for the next key
            following = place.inside[names[at + 1]].key_start
            if "#" not in self.text[self._end(one) : following]:
                self.edits.append((start, following, ""))
                return
        if before != ("-" if isinstance(key, int) else ""):
            raise UnclearMergeError
        self.edits.append((begin, end, ""))


def _flow(value: Any) -> str:
    """Returns a value as it stands in one line, between braces, too."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = scalar(str(value or ""))
    return json.dumps(str(value), ensure_ascii=False) if _FLOW.search(text) and not text.startswith('"') else text
