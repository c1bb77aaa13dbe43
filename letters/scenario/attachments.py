"""The files that a scenario names as evidence: there, numbered in the order they are attached, and hashed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple

from letters.base.errors import InputError, Message, Problem, ScenarioError
from letters.base.placeholders import fill
from letters.files.yaml_reader import Source
from letters.scenario.model.scenario_file import Scenario

Beside = Callable[[str], bytes]
"""Reads a file that a scenario names, relative to the scenario's own folder. Raises InputError."""


class Attachment(NamedTuple):
    """A file of evidence. `number` is its place in the list of evidence, from 1; `name` the file name that it is sent
    under, `own_name` that which the user gave it.
    """

    number: int
    document: str
    name: str
    own_name: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return sha256(self.content).hexdigest()


def attachments(scenario: Scenario, source: Source, beside: Beside | None, called: str) -> tuple[Attachment, ...]:
    """Reads every file of evidence that the scenario names, in the order of the list.

    `called` is the pattern of the name that it is sent under, with {number} and {name}. Raises ScenarioError with one
    problem for each file that cannot be read.
    """
    found: list[Attachment] = []
    problems: list[Problem] = []
    for place, item in enumerate(scenario.hardship.evidence):
        if item.file is None:
            continue
        try:
            if beside is None:
                raise InputError(Message("no file can be read from here"))
            content = beside(item.file)
        except InputError as error:
            problems.append(source.problem(("hardship", "evidence", place, "file"), error.message))
            continue
        own_name = PurePath(item.file.replace("\\", "/")).name
        found.append(Attachment(place + 1, item.document, own_name, own_name, content))
    if problems:
        raise ScenarioError(source.name, problems)
    return named(found, called)


def named(files: Iterable[Attachment], called: str) -> tuple[Attachment, ...]:
    """Returns files of evidence under the names that a language gives them, by its pattern."""
    return tuple(one._replace(name=fill(called, {"number": one.number, "name": one.own_name})) for one in files)
