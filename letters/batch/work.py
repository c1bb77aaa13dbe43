"""The unit of work: one case read, checked and written, whatever process or machine it happens in."""

from __future__ import annotations

import errno
from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import letters
from letters.base.errors import LettersError, Mark, Message, OutputError, Problem, ScenarioError, dotted
from letters.base.resources import bundled
from letters.batch.item import Item, read_file
from letters.documents.kept_letterhead import KEPT, read_letterhead
from letters.files.case_folder import check_link
from letters.files.disk import read_ordinary
from letters.files.kept_files.store import write_news
from letters.pipeline import letters_of
from letters.reference_data.letter_kinds import Role
from letters.reference_data.template_library import Library
from letters.scenario.defaults import Defaults, with_defaults
from letters.scenario.load import check
from letters.scenario.tables.heads import path_of
from letters.scenario.tables.rows import place_in_table
from letters.situation.cautions import limitation_caution

DONE, FAILED, FULL = "done", "failed", "full"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Order(NamedTuple):
    """What is asked of every case alike.

    `edition` stands for the program and its templates, which shape the letters too.
    """

    folder: Path
    today: date
    kinds: tuple[str | Role, ...]
    formats: tuple[str, ...]
    shelf: Library
    language: str | None = None
    as_of: date | None = None
    force: bool = False
    edition: str = ""
    files_from: Path | None = None
    """The folder of the files that the cases name, if it is not that of the cases."""
    defaults: Defaults | None = None
    """What stands for keys that a case does not give."""
    letterhead: bytes | None = None
    """The document that the letters are written over, where a case names none of its own."""


class Outcome(NamedTuple):
    """How it went with one case.

    `state` is "done", "failed", or "full" if the disk has no room. `digest` stands for what the case was made of, and
    `beside` for the files that it names, each with its SHA-256. `today` is the day it was made on, if the letters
    depend on that. `blanks` are what the letters lack, each told by what it is called; `warnings` deserve a look.
    """

    item: Item
    state: str
    digest: str = ""
    files: tuple[str, ...] = ()
    today: date | None = None
    problems: tuple[Problem, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    blanks: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    is_old: bool = False
    """Whether limitation may be near or over, so that no letter admits the debt."""


def program() -> str:
    """Returns the SHA-256 of the program as it is on the disk now, its reference data included."""
    code = _digest((Path(letters.__file__).parent,), version("negotiation-letters"), {".py", ".xml"})
    return _digest((bundled("reference_data"),), code)


def edition(shelf: Library, made_by: str) -> str:
    """Returns the SHA-256 of a program (as `program` gives it) and of every template that it uses."""
    return _digest(shelf.roots, made_by)


def _digest(roots: Iterable[Path], what: str, suffixes: Container[str] | None = None) -> str:
    digest = sha256(what.encode())
    for root in roots:
        for path in sorted(root.rglob("*")):
            if (suffixes is None or path.suffix in suffixes) and path.is_file():
                digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode() + read_ordinary(path))
    return digest.hexdigest()


def digest_of(raw: bytes, order: Order) -> str:
    """Returns the SHA-256 of a case's bytes and of what is asked of it; today's date is left out."""
    paper = _digest_of_letterhead(order.letterhead) if order.letterhead else None
    asked = (order.kinds, order.formats, order.language, str(order.as_of), order.edition, paper)
    more = repr(order.defaults).encode() if order.defaults else b""
    return sha256(repr(asked).encode() + more + b"\0" + raw).hexdigest()


@lru_cache(maxsize=1)
def _digest_of_letterhead(content: bytes) -> str:
    return sha256(content).hexdigest()


_KNOWN = Item("", "")


def write_cases(items: list[Item], order: Order) -> list[Outcome]:
    """Does one case after the other and returns their outcomes, the last of which may have found the disk full.

    They have no items, since whoever gave these has them: the way back is long.
    """
    outcomes = []
    for item in items:
        outcomes.append(write_case(item, order))
        if outcomes[-1].state == FULL:
            break
    write_news()  # a worker ends without being asked
    return [one._replace(item=_KNOWN) for one in outcomes]


def write_case(item: Item, order: Order) -> Outcome:
    """Writes one case's letters into their folder and returns how it went.

    A mistake of the case is an outcome, no exception.
    """
    digest, beside = "", dict[str, str]()

    def read_beside(name: str) -> bytes:
        content = read_file(item.find_beside(name, order.files_from))
        beside[name] = sha256(content).hexdigest()
        return content

    try:
        raw = item.read()
        digest = digest_of(raw, order)
        case = check(
            with_defaults(item.source(raw), order.defaults),
            today=order.today,
            as_of=order.as_of,
            shelf=order.shelf,
            beside=read_beside,
        )
        made = letters_of(case, kinds=order.kinds, language=order.language)
        if order.letterhead and not made.letterhead:
            made = made.on(read_letterhead(order.letterhead, KEPT))
        check_link(order.folder, order.folder / item.output)
        written = made.save(order.folder / item.output, order.formats, force=order.force)
    except ScenarioError as error:
        found = error.problems if error.name == item.name else [_elsewhere(error.name, one) for one in error.problems]
        return Outcome(item, FAILED, digest, problems=tuple(_located(problem, item) for problem in found))
    except LettersError as error:
        cause = error.__cause__
        full = isinstance(error, OutputError) and isinstance(cause, OSError) and cause.errno in _NO_ROOM
        return Outcome(item, FULL if full else FAILED, digest, problems=(_alone(error.message, item),))
    except Exception as error:  # a mistake of ours must not end the work on the others
        what = Message("this is our mistake, not yours: {error}; please report it", error=type(error).__name__)
        return Outcome(item, FAILED, digest, problems=(_alone(what, item),))
    dated = order.as_of or case.scenario.as_of
    files = tuple(path.name for path in written)
    return Outcome(
        item,
        DONE,
        digest,
        files,
        None if dated else order.today,
        beside=tuple(beside.items()),
        blanks=tuple(_located(case.source.problem(path_of(path), label), item) for path, label in made.blanks.items()),
        warnings=tuple(_located(warning, item) for warning in made.warnings),
        is_old=bool(limitation_caution(made.figures)),
    )


def _alone(message: str, item: Item) -> Problem:
    return Problem(message, mark=Mark(item.row, 1) if item.heads else None)


def _elsewhere(name: str, problem: Problem) -> Problem:
    """Returns a problem of the table of signatories that a case names, with its place in that table."""
    place = f"{name}:{problem.mark.line}:{problem.mark.column}" if problem.mark else name
    what = Message("{name}: {path}: {what}", name=place, path=dotted(problem.path), what=problem.message)
    return Problem(what, ("signatories",))


def _located(problem: Problem, item: Item) -> Problem:
    """Returns the problem with its field as the table's head has it, and with its column if the table has one.

    A problem of a file stays as it is.
    """
    if not item.heads:
        return problem
    path, mark = place_in_table(problem, item.heads, item.lines)
    return replace(problem, path=path, mark=mark)
