"""What the heads of people's own tables mean: a key, a field's title, a short form, or what a map beside it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from letters.base.errors import FieldPath, Mark, Message, Problem, ScenarioError, borrowed, unnumbered
from letters.files.yaml_reader import Source
from letters.reference_data.template_library import Library, library
from letters.reference_data.words import table_words
from letters.scenario.model.scenario_file import Scenario
from letters.scenario.problems import key_problem
from letters.scenario.questions import Say, fields

OUTPUT = "output"
"""The column of a table, which it may lack, that names the folder of a row's letters."""
_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]{1,3})\]")
_PATH = re.compile(r"[A-Za-z_]+(\[[0-9]{1,3}\])?(\.[A-Za-z_][A-Za-z0-9_]*(\[[0-9]{1,3}\])?)*")
_BRACKETS = re.compile(r"[(\[【〔<《].*?[)\]】〕>》]")
_UNREAD = re.compile(r"[\s*＊:：·・_'\"“”-]+")
_NUMBER = re.compile(r"第?([0-9]{1,2})[期笔号月]?")
_REPEATED = ("bills", "loans")
"""The lists of which each row of a person may have the next entry."""


@lru_cache(maxsize=4096)  # every case of a table has the same heads
def path_of(head: str) -> FieldPath:
    """Returns the field path of a head: `bills[0].amount` → ("bills", 0, "amount")."""
    return tuple(int(index) if index else name for name, index in _STEP.findall(head))


def plain(head: str) -> str:
    """Returns a head as heads are compared: without brackets, spaces and stars, in small letters."""
    text = unicodedata.normalize("NFKC", head).strip().casefold()
    return _UNREAD.sub("", _BRACKETS.sub("", text)) or _UNREAD.sub("", text)


@dataclass(frozen=True)
class KnownHeads:
    """The heads and cells that people may write in a table.

    `says` tell a field's title in the languages that the program speaks; `own` is the map beside the table, head → key
    or title.
    """

    says: tuple[Say, ...] = (str,)
    shelf: Library = field(default_factory=library)
    own: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _paths(self) -> dict[str, str]:
        found: dict[str, str] = {}
        passed: set[str] = set()
        for language in self.shelf.languages():
            words = table_words(self.shelf, language)
            found |= {plain(head): path for head, path in words.heads.items()}
            passed |= set(map(plain, words.passed))
        for say in self.says:
            for one in fields():
                title = plain(say(borrowed(one.info.title or "")))
                if one.typed and not one.rule and title and title not in passed:
                    found.setdefault(title, one.path)
        return found

    def path(self, head: str, group: str = "") -> str:
        """Returns the field path that a head means, `bills[0].amount` or `output`, or "" if it means none.

        `group` is what stands above it, over several columns: 账单 above 金额.
        """
        own = self.own.get(head.strip())
        if own is not None:
            return self._titled(own) if own.strip() else ""
        return self._titled(head) or (self._titled(f"{group}{head}") if group else "")

    def _titled(self, head: str) -> str:
        if head == OUTPUT or (_PATH.fullmatch(head) and key_problem(Scenario, path_of(head)) is None):
            return head
        text = plain(head)
        if path := self._paths.get(text):
            return path.replace("[]", "[0]")
        number = _NUMBER.search(text)
        path = self._paths.get(text[: number.start()] + text[number.end() :], "") if number else ""
        if not number or "[]" not in path or not 1 <= int(number[1]) <= 99:
            return ""
        return path.replace("[]", f"[{int(number[1]) - 1}]", 1).replace("[]", "[0]")

    def count(self, heads: Sequence[str]) -> int:
        """Returns how many heads of a row are known: the row that names the columns has more than any other."""
        return sum(1 for head in heads if head.strip() and self.path(head))

    @cached_property
    def _cells(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for one in fields():
            if one.kind == "choice" and one.typed:
                found[one.path] = {
                    plain(say(borrowed(t))): n for n, t in one.typed.says.items() if t for say in self.says
                }
        for language in self.shelf.languages():
            for path, words in table_words(self.shelf, language).cells.items():
                found.setdefault(path, {}).update({plain(said): value for said, value in words.items()})
        return found

    @cached_property
    def empty(self) -> frozenset[str]:
        """What people write where there is nothing to write."""
        return frozenset(one for name in self.shelf.languages() for one in table_words(self.shelf, name).empty)

    @cached_property
    def totals(self) -> frozenset[str]:
        """What a row of sums begins with."""
        return frozenset(one for name in self.shelf.languages() for one in table_words(self.shelf, name).totals)

    def reader(self, path: str) -> Callable[[str], str]:
        """Returns what turns a cell of a column into what its field expects; "" stands for nothing."""
        words = self._cells.get(unnumbered(path), {})
        empty = self.empty

        def cell(text: str) -> str:
            if words and (value := words.get(plain(text))):
                return value
            return "" if text.strip().casefold() in empty else text

        return cell


class FoundHeads(NamedTuple):
    """The columns of a table: of each its field path, "" for one that is passed over, and its head as it stands there.

    `passed` are the heads that are passed over, each once.
    """

    paths: tuple[str, ...]
    titles: tuple[str, ...]
    passed: tuple[str, ...]

    @property
    def is_of_bills(self) -> bool:
        """Whether a row tells one bill or loan, so that further rows of a person may tell further ones."""
        firsts = [path_of(path)[:2] for path in self.paths if path_of(path)[:1] in {(one,) for one in _REPEATED}]
        return bool(firsts) and all(first[1:] == (0,) for first in firsts)


def find_heads(name: str, heads: Sequence[str], above: Sequence[str], row: int, known: KnownHeads) -> FoundHeads:
    """Returns what the columns are; `row` is the number of the row of heads, and `above` the row above it, whose cells
    may span several columns.

    Raises ScenarioError with every head that looks like a key and is none, that stands beside columns of its parts, or
    whose field another column already has; and if no head is known.
    """
    groups = _spanned(above, len(heads))
    paths = [known.path(head, group) if head else "" for head, group in zip(heads, groups, strict=True)]
    problems = []
    columns: dict[FieldPath, str] = {}
    whole = {path_of(path) for path in paths if path}
    for column, (head, path) in enumerate(zip(heads, paths, strict=True), 1):
        if head and (message := _head_problem(head, path, whole, columns, known)):
            problems.append(Problem(message, ("row", row, head), Mark(row, column)))
    if not problems and not any(paths):
        message = Message(
            "no column is known here; name the columns like 姓名, 平台, 账单金额, 到期日, or by keys like borrower.name"
        )
        problems.append(Problem(message, mark=Mark(row, 1)))
    if problems:
        raise ScenarioError(name, problems)
    passed = dict.fromkeys(head for head, path in zip(heads, paths, strict=True) if head and not path)
    return FoundHeads(tuple(paths), tuple(heads), tuple(passed))


def _spanned(above: Sequence[str], count: int) -> list[str]:
    """Returns what stands above each column: a cell that was merged over several has its text in the first of them."""
    found, last = [], ""
    for place in range(count):
        last = (above[place].strip() if place < len(above) else "") or last
        found.append(last)
    return found


def _head_problem(
    head: str, path: str, whole: set[FieldPath], columns: dict[FieldPath, str], known: KnownHeads
) -> Message | None:
    if not path:
        return _no_key(head, known)
    if path == OUTPUT:
        return None
    here = path_of(path)
    if here in columns:
        return Message("'{head}' is the field of the column '{first}', too; keep one", head=head, first=columns[here])
    columns[here] = head
    if any(len(other) > len(here) and other[: len(here)] == here for other in whole):
        return Message("'{head}' stands beside columns of its parts; name the part, like {head}.…", head=head)
    return None


def _no_key(head: str, known: KnownHeads) -> Message | None:
    """Returns what is wrong with a head that looks like a key and is none; None for a column of the user's own."""
    if head.strip() in known.own or not head.isascii() or not set(head) & set(".["):
        return None
    if _PATH.fullmatch(head):
        return key_problem(Scenario, path_of(head))
    return Message(
        "'{head}' is no field; the first row names the columns, like borrower.name or bills[0].amount", head=head
    )


def read_map(source: Source, known: KnownHeads) -> dict[str, str]:
    """Returns the map beside a table, head → key or title; "" for a column to pass over. Raises ScenarioError."""
    data = source.data
    if not isinstance(data, dict):
        what = Message("write a head and its key on each line, like 客户: borrower.name")
        raise ScenarioError(source.name, [source.problem((), what)])
    problems = [
        source.problem((head,), Message("'{key}' is neither a key nor the title of one", key=key))
        for head, key in data.items()
        if key is not None and not (isinstance(key, str) and known.path(key))
    ]
    if problems:
        raise ScenarioError(source.name, problems)
    return {str(head).strip(): key if isinstance(key, str) else "" for head, key in data.items()}
