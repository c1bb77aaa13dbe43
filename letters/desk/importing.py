"""Rows of a table become cases in folders of their own, and later runs bring what the table has changed since.

A folder holds `case.yaml`, the folders of evidence, letters, what was sent and the calendar, and a record of what the
table said (`files.case_folder.RECORD`). What the desk wrote into the file is never written over: a value counts as the
table's own as long as it is what the table last said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

from letters.base.errors import InputError, Message, OutputError, Problem, ScenarioError
from letters.batch.item import Item, same_name
from letters.batch.items import Cases
from letters.desk.merge import Change, KeptValue, Values, changes, place_of, values_of
from letters.files.case_folder import FOLDERS, RECORD, check_link
from letters.files.disk import create, make_folder, put, read_ordinary, replace, telling
from letters.files.yaml_reader import Source, read
from letters.reference_data.template_library import Library
from letters.scenario.defaults import Defaults, with_defaults
from letters.scenario.load import check
from letters.scenario.questions import Question
from letters.scenario.tables.rows import cells_of, place_in_table
from letters.scenario.writing.yaml_insert import UnclearPlaceError, with_value
from letters.scenario.writing.yaml_writer import written

NAME = "case.yaml"
SCHEMA = 1
NEW, CHANGED, SAME, FAILED = "new", "changed", "same", "failed"
_UNFIT = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]|^\.+|[. ]+$')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


class Imported(NamedTuple):
    """What became of one case of the table.

    `changed` are the keys that were written, `left` what the desk has otherwise, `lacking` the fields that the case
    still needs, `problems` why it was not written.
    """

    item: Item
    folder: str
    state: str
    changed: tuple[str, ...] = ()
    left: tuple[KeptValue, ...] = ()
    lacking: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


class Desk(NamedTuple):
    """Where the cases go, and what a new file is written with: the questions behind its comments, its first lines."""

    folder: Path
    today: date
    shelf: Library
    language: str
    asked: Sequence[Question]
    head: Sequence[str] = ()
    needed: str = ""
    defaults: Defaults | None = None
    """What the desk says for all cases, its own lenders among it."""


class _Folders:
    """The folders that cases have, by who owes whom."""

    def __init__(self, folder: Path, claimed: Iterable[Values]) -> None:
        self.by_identity: dict[tuple[str, ...], str] = {}
        self.by_name: dict[tuple[str, str], list[str]] = {}
        self._claimed = {_identity(values) for values in claimed}
        for path in sorted(folder.iterdir()):
            if (path / RECORD).is_file():
                self.add(_record(path / RECORD), path.name)

    def add(self, values: Values, name: str) -> None:
        """Notes the folder of a case."""
        self.by_identity[_identity(values)] = name
        if _identity(values) not in self._claimed:
            self.by_name.setdefault((values.get("borrower.name", ""), _lender(values)), []).append(name)

    def of(self, values: Values) -> str | None:
        """Returns the folder of a case, also where the table has mended the number by which it was known: then it is
        the only one of that name and lender which no other row is.
        """
        if name := self.by_identity.get(_identity(values)):
            return name
        left = self.by_name.get((values.get("borrower.name", ""), _lender(values)), [])
        return left.pop() if len(left) == 1 else None


def import_cases(cases: Cases, desk: Desk) -> Iterator[Imported]:
    """Yields what became of each case of a table. Raises OutputError, and InputError for a record that is none."""
    with telling(desk.folder):
        make_folder(desk.folder)
    for item, problem in cases.clashes:
        yield Imported(item, item.output, FAILED, problems=(problem,))
    read_ones: list[tuple[Item, Source]] = []
    for item in cases.items:
        try:
            read_ones.append((item, item.source(item.read())))
        except ScenarioError as error:
            yield Imported(item, "", FAILED, problems=tuple(_located(one, item) for one in error.problems))
    folders = _Folders(desk.folder, (values_of(source.data) for _, source in read_ones))
    for item, source in read_ones:
        yield _import_one(item, source, desk, folders)


def _import_one(item: Item, source: Source, desk: Desk, folders: _Folders) -> Imported:
    now = values_of(source.data)
    name = folders.of(now) or _free_name(item, now, desk)
    folder = desk.folder / name
    check_link(desk.folder, folder)
    said: Any = source.data
    data = {"language": desk.language} | said
    wrong, lacking = _problems(source, item, desk)
    if wrong:
        return Imported(item, name, FAILED, problems=wrong)
    path = folder / NAME
    if not (folder / RECORD).exists():
        if path.exists():
            what = Message("{path} is there already, and no table wrote it; move it away", path=path)
            return Imported(item, name, FAILED, problems=(Problem(what),))
        for inner in ("", *FOLDERS):
            make_folder(folder / inner)
        with telling(path):
            create(path, written(data, desk.asked, desk.head, desk.needed).encode())
        _keep(folder, item, now)
        folders.by_identity[_identity(now)] = name
        return Imported(item, name, NEW, lacking=lacking)
    return _bring(item, name, now, desk)


def _bring(item: Item, name: str, now: Values, desk: Desk) -> Imported:
    """Returns the case after what the table changed since the last run was written into its file."""
    folder = desk.folder / name
    path, before = folder / NAME, _record(folder / RECORD)
    done: list[Change] = []
    left: list[KeptValue] = []

    def changed(raw: bytes) -> bytes:
        text, data = raw.decode("utf-8-sig"), read(raw, str(path)).data
        mark = raw[: len(raw) - len(text.encode())]
        to_set, kept = changes(before, now, data if isinstance(data, dict) else {})
        left.extend(kept)
        for one in to_set:
            text = with_value(text, place_of(read(text.encode(), str(path)).data, one), one.value)
            done.append(one)
        new = mark + text.encode()
        found = values_of(read(new, str(path)).data)
        if any(found.get(one.key) != one.value for one in done):
            raise UnclearPlaceError
        if done:
            _check(new, str(path), desk)
        return new

    try:
        replace(path, changed)
    except UnclearPlaceError:
        what = Message("{path} has a form that nothing can be changed in; write there what the table says", path=path)
        return Imported(item, name, FAILED, problems=(Problem(what),))
    except (ScenarioError, InputError, OutputError) as error:
        problems = error.problems if isinstance(error, ScenarioError) else [Problem(error.message)]
        return Imported(item, name, FAILED, problems=tuple(Problem(one.message, one.path) for one in problems))
    aside = {one.key for one in left}
    said = {key: value for key, value in now.items() if key not in aside}
    _keep(folder, item, said | {key: before[key] for key in aside if key in before})
    keys = tuple(one.key for one in done)
    return Imported(item, name, CHANGED if keys else SAME, keys, tuple(left))


def _check(raw: bytes, name: str, desk: Desk) -> None:
    """Raises ScenarioError for what is wrong with a file that was changed, but for what was never filled in."""
    source = read(raw, name)
    try:
        known = with_defaults(source, desk.defaults)
        check(known, today=desk.today, shelf=desk.shelf, beside=lambda name: b"", dated=False)
    except ScenarioError as error:
        if wrong := [one for one in error.problems if _stands(source.data, one)]:
            raise ScenarioError(name, wrong) from error


def _stands(data: Any, problem: Problem) -> bool:
    """Returns whether there is a value at the place of a problem, so that it is wrong, not missing."""
    here = data
    for step in problem.path:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return False
    return here not in (None, "") and not isinstance(here, dict | list)


def _problems(source: Source, item: Item, desk: Desk) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Returns what is wrong with the cells of a case, and the fields that it still needs."""
    filled = {cell.path for cell in cells_of(item.heads, item.lines)}
    try:
        known = with_defaults(source, desk.defaults)
        check(known, today=desk.today, shelf=desk.shelf, beside=lambda name: b"", dated=False)
    except ScenarioError as error:
        found = [_located(one, item) for one in error.problems]
        wrong = tuple(one for one in found if one.path in filled)
        return wrong, tuple(one for one in found if one.path not in filled)
    return (), ()


def _located(problem: Problem, item: Item) -> Problem:
    path, mark = place_in_table(problem, item.heads, item.lines)
    return Problem(problem.message, path, mark)


def _identity(values: Mapping[str, str]) -> tuple[str, ...]:
    """Returns who owes whom: by ID number, else by name and telephone, account or neither; and the lender."""
    if number := values.get("borrower.id_number"):
        return (number, _lender(values))
    known = next((values[key] for key in ("borrower.phone", "borrower.account") if values.get(key)), "")
    return (values.get("borrower.name", ""), known, _lender(values))


def _lender(values: Mapping[str, str]) -> str:
    keys = ("lender.product", "lender.profile", "lender.name", "lender")
    return next((values[key] for key in keys if values.get(key)), "")


def _free_name(item: Item, values: Mapping[str, str], desk: Desk) -> str:
    """Returns the name of a new folder: that of the column for it, else the borrower's, with the lender's or a number
    behind it where another case has that.
    """
    taken = {same_name(one.name) for one in desk.folder.iterdir()}
    name = values.get("borrower.name") or f"row-{item.row}"
    if item.output != f"row-{item.row}":
        name = item.output
    first, lender = _fit(name), _lender(values)
    names = chain([first, *([_fit(f"{name}-{lender}")] if lender else [])], (f"{first}-{n}" for n in count(2)))
    return next(one for one in names if same_name(one) not in taken)


def _fit(name: str) -> str:
    """Returns a name that every file system takes for a folder."""
    text = _UNFIT.sub("_", name.strip())[:80] or "_"
    return f"{text}_" if _RESERVED.fullmatch(text) else text


def _record(path: Path) -> Values:
    """Returns what the table last said of a case. Raises InputError for a file that is no such record."""
    try:
        found = json.loads(read_ordinary(path))
        return {str(key): str(value) for key, value in found["values"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(Message("{path} is damaged; take it away to import the case anew", path=path)) from None


def _keep(folder: Path, item: Item, values: Values) -> None:
    made = {"schema": SCHEMA, "table": item.path.name, "row": item.row, "values": values}
    content = (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
    put(folder / RECORD, content, lambda old: True)
