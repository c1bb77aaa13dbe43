"""A case that is half told: what its file cannot show of the answers, and the answers read back from a file.

A comment of the draft keeps which option of a fork was chosen, what was left open and what there is none of. Without
it, as in any file that a person wrote, these are asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from letters.base.errors import FieldPath, dotted, unnumbered
from letters.files.yaml_reader import Data
from letters.reference_data.catalogue import our_name
from letters.scenario.asking.answer_data import YES
from letters.scenario.asking.fork import FORK, Fork, is_in
from letters.scenario.asking.forks import FORKS
from letters.scenario.asking.interview import Interview
from letters.scenario.questions import problem

MARK = "answered:"
_LINE = re.compile(rf"^# {MARK} (.*)$", re.MULTILINE)
_WIDEST = 110


def unseen_answers(interview: Interview) -> list[str]:
    """Returns the lines of a comment, without `#`, that keep the answers which the file itself does not show."""
    words = [
        key if not text else f"{key}={text}" for key, text in interview.answers.items() if _is_unseen(interview, key)
    ]
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + len(word) < _WIDEST:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{MARK} {word}")
    return lines


def _is_unseen(interview: Interview, key: str) -> bool:
    """Says whether the file shows nothing of an answer: no value, and of a list no entry."""
    text, entry = interview.answers[key], f"{key.removesuffix(FORK)}."
    if text == YES and key.endswith(FORK):
        return not any(said and other.startswith(entry) for other, said in interview.answers.items())
    return not text or key.endswith(FORK)


def take_up(interview: Interview, data: Data, text: str) -> None:
    """Gives an interview the answers of a file: its `data`, and the comment in its `text`.

    Values that are wrong are asked for again, and so is which option of a fork is meant, where nothing says it.
    """
    known = {one.path: one for one in interview.all}
    for path, value in _leaves(data):
        key = dotted(path)
        question = known.get(unnumbered(key))
        if key == "language":
            continue
        if question is None or question.holds or question.rule or not isinstance(value, str):
            interview.kept[path] = value
            continue
        name = our_name(interview.shelf, key, value)
        if problem(key, name, interview.shelf, interview.language) is None:
            interview.answers[key] = name
            interview.answers |= dict.fromkeys(_entries(key), YES)
        else:
            interview.suggested[key] = name
    for found in _LINE.finditer(text):
        for word in found[1].split():
            key, _, said = word.partition("=")
            if not said or key.endswith(FORK):  # a value stands in the file, or nowhere
                interview.answers.setdefault(key, said)
    paths = {unnumbered(key) for key in interview.answers}
    for fork in FORKS:
        if likely := _likely(fork, paths):
            interview.suggested[fork.key] = likely
    interview.step()  # which examples and questions fit the hardship
    order = [step.key for step in interview.steps() if step.key in interview.answers]
    others = {key: text for key, text in interview.answers.items() if key not in order}
    interview.answers = others | {key: interview.answers[key] for key in order}


def _leaves(data: Data, above: FieldPath = ()) -> Iterator[tuple[FieldPath, Data]]:
    """Yields every value that is no mapping and no list of mappings, with its path; nothing that is missing."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from _leaves(inner, (*above, key))
    elif isinstance(data, list) and data:
        for place, inner in enumerate(data):
            yield from _leaves(inner, (*above, place))
    elif data is not None and data != "":
        yield above, data


def _entries(key: str) -> Iterator[str]:
    """Yields the keys of the decisions by which the lists and groups around a value are entered."""
    for found in re.finditer(r"\[[0-9]+\](?=\.)|(?=\.)", key):
        yield f"{key[: found.end()]}?"


def _likely(fork: Fork, paths: set[str]) -> str:
    """Returns the option of a fork that has all of what a file tells; "" where the usual one has, or none."""
    told = [one for one in fork.apart if any(is_in(path, one) for path in paths)]
    fit = [one.value for one in fork.options if all(one.has(path) for path in told)]
    return "" if fork.usual in fit or not fit else fit[0]
