"""YAML read safely: every scalar stays the text that was typed, with its line and column.

The only `import yaml`. Nothing is guessed: `no`, `010-62…` and `3200.10` are text until the model types them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

import yaml

from letters.base.errors import FieldPath, Mark, Message, Problem, ScenarioError, borrowed
from letters.files.text import control_character, decoded
from letters.files.yaml_slips import slip_in, unmeant_comment

Data = dict[str, "Data"] | list["Data"] | str | None

MOST_DEPTH = 40
MOST_ALIASED = 10_000
"""How many values aliases may add to a file: enough to repeat an address, too few to explode."""
LONG_TEXT = 100
"""A text counts as one more value for each of so many characters."""

_MISSING = {"", "~", "null", "Null", "NULL"}
# libyaml is ten times as fast; the pure loader reads the same events where it is not built in.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Place(NamedTuple):
    """Where a value stands, where its key stands, and the places inside it.

    `start`, `end` and `key_start` are characters of the text; a block of lines ends where the last value in it ends.
    """

    mark: Mark
    key: Mark | None
    inside: dict[str | int, Place]
    start: int = 0
    end: int = 0
    key_start: int = 0
    is_alias: bool = False


class Source(NamedTuple):
    """A file as data, with the place of every value. `name` is how messages call the file."""

    name: str
    lines: list[str]
    data: Data
    place: Place
    warnings: tuple[Problem, ...] = ()
    """What was read, but perhaps not as it was meant."""

    def mark(self, path: FieldPath, *, of_key: bool = False) -> Mark:
        """Returns the place of a value, or of the nearest thing around it that the file has."""
        place = self.place
        for step in path:
            inner = place.inside.get(step)
            if inner is None:
                return place.key or place.mark
            place = inner
        return place.key or place.mark if of_key else place.mark

    def problem(self, path: FieldPath, message: str, *, of_key: bool = False) -> Problem:
        """Returns a problem at a path, with its line."""
        mark = self.mark(path, of_key=of_key)
        line = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        return Problem(message, path, mark, line)


def read(raw: bytes, name: str, *, strict: bool = True) -> Source:
    """Returns a YAML file's bytes as a Source. Raises ScenarioError with every problem that its form has.

    Without `strict`, an escape may stand for a character that no letter can hold: `problems.unfit` tells of it.
    """
    text = decoded(raw, name)
    lines = text.splitlines()
    return _YamlReader(name, lines, strict=strict).read(text)


def _too_deep() -> Message:
    """Returns what to say of values nested too deeply, whoever notices first."""
    return Message("the values are nested too deeply; a scenario needs three levels")


class _YamlReader:
    """Builds data and places from YAML events, without recursion in the parser and with bounds on what they make."""

    def __init__(self, name: str, lines: list[str], *, strict: bool) -> None:
        self.name = name
        self.lines = lines
        self.strict = strict
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.anchors: dict[str, tuple[Data, Place, int] | None] = {}
        self.aliased = 0
        self.made = 0

    def read(self, text: str) -> Source:
        try:
            data, place = self._document(yaml.parse(text, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            self.problems.append(_unreadable(error, self.lines))
        except yaml.YAMLError as error:
            self._say(Mark(1, 1), Message("this is not YAML: {reason}", reason=borrowed(str(error).splitlines()[0])))
        if self.problems:
            raise ScenarioError(self.name, self.problems)
        return Source(self.name, self.lines, data, place, tuple(self.warnings))

    def _document(self, events: Iterator[Any]) -> tuple[Data, Place]:
        data: Data = None
        place = Place(Mark(1, 1), None, {})
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._say(_mark(event), Message("a second document starts here; keep one case to a file"))
                    break
            elif isinstance(event, yaml.NodeEvent):
                data, place = self._node(event, events, 0)
        if not self.problems and not isinstance(data, dict):
            self.problems.append(_not_a_mapping(data, place, self.lines))
        return data, place

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> tuple[Data, Place]:
        mark = _mark(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor, mark)
        if event.tag not in (None, "!"):
            self._say(mark, Message("the tag '{tag}' is not needed; write the value alone", tag=event.tag))
        if depth > MOST_DEPTH:
            self._give_up(mark, _too_deep())
        before = self.made
        data: Data
        inside: dict[str | int, Place] = {}
        self.made += 1 + len(getattr(event, "value", "") or "") // LONG_TEXT
        if event.anchor:
            self.anchors[event.anchor] = None
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            data = self._scalar(event, mark)
        elif isinstance(event, yaml.SequenceStartEvent):
            data, end = self._sequence(events, inside, depth)
        else:
            data, end = self._mapping(events, inside, depth)
        place = Place(mark, None, inside, start, end)
        if event.anchor:
            self.anchors[event.anchor] = (data, place, self.made - before)
        return data, place

    def _alias(self, anchor: str | None, mark: Mark) -> tuple[Data, Place]:
        known = self.anchors.get(anchor or "")
        if known is None:
            self._say(mark, Message("the alias '*{anchor}' stands for nothing written above it", anchor=anchor))
            return None, Place(mark, None, {})
        data, place, size = known
        self.aliased += size
        self.made += size
        if self.aliased > MOST_ALIASED:
            self._give_up(mark, Message("the aliases repeat too much; write the values out"))
        return data, Place(mark, None, place.inside, is_alias=True)

    def _scalar(self, event: Any, mark: Mark) -> str | None:
        value: str = event.value
        if not value or (not event.style and value in _MISSING):  # plain: None from the one loader, "" from the other
            return None
        end = event.end_mark
        if not event.style and end.line < len(self.lines) and " #" in (line := self.lines[end.line]):
            warning = unmeant_comment(line, end.line + 1, end.column)
            self.warnings += [warning] if warning else []
        if self.strict and (message := control_character(value)):
            self._say(mark, message)
        return value

    def _sequence(self, events: Iterator[Any], inside: dict[str | int, Place], depth: int) -> tuple[Data, int]:
        items: list[Data] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            item, inside[len(items)] = self._node(event, events, depth + 1)
            items.append(item)
        return items, _end(event)

    def _mapping(self, events: Iterator[Any], inside: dict[str | int, Place], depth: int) -> tuple[Data, int]:
        data: dict[str, Data] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key_mark, key_start = _mark(event), event.start_mark.index
            key, _ = self._node(event, events, depth + 1)
            value, inner = self._node(next(events), events, depth + 1)
            if not isinstance(key, str):
                self._say(
                    key_mark,
                    Message('a key is missing here, or a text that begins with { or [ needs quotes: "…"'),
                )
            elif key in data:
                first = inside[key].key or key_mark
                self._say(
                    key_mark,
                    Message("'{key}' is given twice; it stands on line {line} already", key=key, line=first.line),
                )
            else:
                data[key] = value
                inside[key] = Place(
                    inner.mark, key_mark, inner.inside, inner.start, inner.end, key_start, inner.is_alias
                )
        return data, _end(event)

    def _give_up(self, mark: Mark, message: str) -> NoReturn:
        self._say(mark, message)
        raise ScenarioError(self.name, self.problems)

    def _say(self, mark: Mark, message: str) -> None:
        line = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        self.problems.append(Problem(message, mark=mark, source=line))


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _not_a_mapping(data: Data, place: Place, lines: list[str]) -> Problem:
    if data is None:
        message = Message("the file is empty; `letters new` writes a starter to fill in")
    elif isinstance(data, str) and "：" in data:
        number = next(n for n, line in enumerate(lines, 1) if "：" in line)
        column = lines[number - 1].index("：") + 1
        message = Message("the colon '：' is full-width; write an ASCII colon and a space: `key: value`")
        return Problem(message, mark=Mark(number, column), source=lines[number - 1])
    else:
        message = Message("a scenario is a list of `key: value` lines; `letters new` writes a starter to fill in")
    line = lines[place.mark.line - 1] if place.mark.line <= len(lines) else ""
    return Problem(message, mark=place.mark, source=line)


def _unreadable(error: yaml.MarkedYAMLError, lines: list[str]) -> Problem:
    """Returns what the parser stumbled over, in the words of the person who typed it."""
    raw = error.problem_mark or error.context_mark
    line, column = (raw.line, raw.column) if raw else (0, 0)
    if "nesting depth" in (error.problem or ""):  # libyaml's own bound, which it meets a thousand levels ahead of us
        return Problem(_too_deep(), mark=Mark(line + 1, column + 1), source=lines[line])
    # The parser often notices on the line after the mistake, so the lines it was reading are looked at too.
    first = error.context_mark.line if error.context_mark else line
    for number in range(max(min(first, line) - 1, 0), min(line + 1, len(lines))):
        here = lines[number]
        if slip := slip_in(here, number + 1):
            return slip
    if "quoted scalar" in (error.context or "") and error.context_mark:
        line, column = error.context_mark.line, error.context_mark.column
        message = Message("this quotation mark is not closed, or what it holds cannot be read")
        return Problem(message, mark=Mark(line + 1, column + 1), source=lines[line])
    reason = borrowed(error.problem or error.context or "")
    message = Message(
        "this line cannot be read ({reason}); check its indentation and colon,"
        " and quote a text that has ': ' or '#' in it or begins with a sign",
        reason=reason,
    )
    return Problem(message, mark=Mark(line + 1, column + 1), source=lines[line] if line < len(lines) else "")
