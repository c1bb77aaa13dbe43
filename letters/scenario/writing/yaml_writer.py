"""Writes a scenario's data as the text of a file: keys in the model's order, each with a comment that explains it.

Missing values can be filled in later: where a first letter needs one, its key stands with an empty value; elsewhere a
comment shows an example. Reading the text gives the same data.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from letters.scenario.questions import Question

MODELINE = "# yaml-language-server: $schema=scenario.schema.json"
COMMENT_COLUMN = 34

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~<](.*[^\s:])?")
_MISREAD = re.compile(r"null|Null|NULL|.*(?:: | #).*")
_FLOW = re.compile(r"[,\[\]{}]")
_LINES = re.compile(r"\S[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]*")

Lines = Iterator[tuple[str, str]]
"""A line of the file, and the comment that follows it."""


def written(data: Mapping[str, Any], asked: Sequence[Question], head: Iterable[str] = (), needed: str = "") -> str:
    """Returns the text of a scenario file. `data` holds texts in mappings and lists, as the YAML reader gives them.

    `asked` are the questions in the language of the comments, `head` the comments at the top; `needed` is the word that
    marks a required value. Keys that no question knows are written at the end of their mapping, so nothing is lost.
    """
    lines = [MODELINE, *(f"# {line}" for line in head), ""]
    for line, comment in _mapping(data, "", _Form(asked, needed), "", fully=True):
        if line or lines[-1]:
            lines.append(f"{_padded(line)}# {comment}" if comment else line)
    return "\n".join(lines).rstrip("\n") + "\n"


class _Form:
    """The questions by the path of the group that holds them, and the word that marks a required value."""

    def __init__(self, asked: Sequence[Question], needed: str) -> None:
        self.needed = needed
        self.inside: dict[str, list[Question]] = {}
        for question in asked:
            self.inside.setdefault(question.parent, []).append(question)


def _mapping(data: Mapping[str, Any], path: str, form: _Form, indent: str, *, fully: bool) -> Lines:
    known = form.inside.get(path, [])
    for question in known:
        value = data.get(question.key)
        apart = not indent and question.holds
        if apart:
            yield "", ""
        if not _is_missing(value):
            yield from _entry(question.key, value, question, form, indent)
        elif question.rule:
            continue
        elif question.kind == "group" and question.first and _stands_empty(question, form):
            yield from _entry(question.key, {}, question, form, indent)
        elif question.first and not question.holds:
            yield f"{indent}{question.key}:", _explained(question, form.needed)
        elif fully:
            example = _example(question, form)
            yield f"{indent}# {question.key}: {example}".rstrip(), _explained(question, "", with_example=False)
        if apart:
            yield "", ""
    for key in [key for key in data if key not in {question.key for question in known}]:
        yield from _entry(key, data[key], None, form, indent)


def _entry(key: str, value: Any, question: Question | None, form: _Form, indent: str) -> Lines:
    name, title = key if question else scalar(key), question.title if question else ""
    path = question.path if question else "?"
    if isinstance(value, Mapping):
        yield f"{indent}{name}:", title
        yield from _mapping(value, path, form, f"{indent}  ", fully=True)
    elif isinstance(value, list):
        yield f"{indent}{name}:" if value else f"{indent}{name}: []", title
        for place, item in enumerate(value):
            yield from _item(item, path, form, f"{indent}  ", is_last=place == len(value) - 1)
    elif "\n" in str(value) and all(map(_LINES.fullmatch, str(value).rstrip("\n").split("\n"))):
        yield f"{indent}{name}: |", title
        yield from ((f"{indent}  {line}", "") for line in str(value).rstrip("\n").split("\n"))
    else:
        yield f"{indent}{name}: {'' if value is None else scalar(str(value))}".rstrip(), title


def _item(item: Any, path: str, form: _Form, indent: str, *, is_last: bool) -> Lines:
    if not isinstance(item, Mapping):
        yield f"{indent}- {'' if item is None else scalar(str(item))}".rstrip(), ""
        return
    lines = list(_mapping(item, path, form, f"{indent}  ", fully=is_last))
    # The dash needs a key of its own line: comments may stand before it.
    first = next((n for n, (line, _) in enumerate(lines) if not line.lstrip().startswith("#")), None)
    if first is None:
        yield f"{indent}- {{}}", ""
        return
    for number, (line, comment) in enumerate(lines):
        yield (f"{indent}- {line[len(indent) + 2 :]}" if number == first else line), comment


def _stands_empty(group: Question, form: _Form) -> bool:
    """Says whether a group is written with no value in it: if it is required, or nothing inside it is."""
    return group.required or not any(one.required for one in form.inside.get(group.path, []))


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == {}


def _explained(question: Question, needed: str, *, with_example: bool = True) -> str:
    names = " / ".join(choice.value for choice in question.choices)
    shown = names or (question.example if with_example else "")
    title = f"{question.title} {needed}".rstrip() if question.required else question.title
    return f"{title}: {question.help}" + (f" ({shown})" if shown else "")


def _example(question: Question, form: _Form) -> str:
    """Returns an example as it would stand in the file; a mapping or a list in one line."""
    if not question.holds:
        return scalar(question.example or question.default or next((c.value for c in question.choices), ""))
    inside = [(one.key, _example(one, form)) for one in form.inside.get(question.path, []) if not one.holds]
    mapping = "{" + ", ".join(f"{key}: {_quoted_in_flow(text)}" for key, text in inside if text) + "}"
    return f"[{mapping}]" if question.kind == "list" else mapping


def _quoted_in_flow(text: str) -> str:
    return text if text.startswith('"') or not _FLOW.search(text) else json.dumps(text, ensure_ascii=False)


def scalar(text: str) -> str:
    """Returns a text as one line of YAML: plain if it reads back the same, else in quotes."""
    unsafe = bool(_UNSAFE.search(text))
    if _PLAIN.fullmatch(text) and not _MISREAD.fullmatch(text) and not unsafe:
        return text
    return json.dumps(text, ensure_ascii=unsafe)


def _padded(line: str) -> str:
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
    return line + " " * max(COMMENT_COLUMN - width, 2)
