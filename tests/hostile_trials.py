"""Tries hostile cases on the program, each in a process that may take little time and memory.

`python tests/hostile_trials.py SEED` prints what was found, as JSON: of every kind of case with all guards in place,
and of each guard what its kind finds once it is taken out.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unicodedata import normalize

import hostile_cases
import hostile_visits
from hostile_cases import SECRET
from visitor import Visitor

from letters.base.errors import LettersError
from letters.cli import main as command
from letters.documents.docx.letterhead import Letterhead
from letters.documents.markdown import parse
from letters.documents.plain_text import to_text
from letters.documents.read_back import read_words
from letters.drafting.wording import Md
from letters.files.tables import read_sheet
from letters.pipeline import write_letters
from letters.reference_data.template_library import library
from letters.scenario.load import load
from letters.situation.told.event_sentence import event_sentence

if sys.platform != "win32":
    import resource

TODAY = date(2026, 4, 1)
SLOW = 2.0
"""Seconds of one core that a case may take."""
STUCK = 20
"""Seconds after which a case that does nothing is ended; without a guard it is ended sooner."""
STUCK_WITHOUT_A_GUARD = 4
MEMORY = 1500 << 20
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\uffff]")

Trial = Callable[[], object]
Found = tuple[str, str]


def of_structures(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    for name, raw in hostile_cases.structures(chance):
        yield name, partial(_letters, raw)


def of_texts(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    for name, raw in hostile_cases.texts(chance):
        yield name, partial(_told_as_typed, raw)


def _letters(raw: bytes) -> str:
    made = write_letters(raw, "case.yaml", today=TODAY)
    return "\n".join(one.markdown for one in made.drafts)


def _told_as_typed(raw: bytes) -> None:
    """A letter has what was typed, word for word, and nothing that is unseen or steers."""
    written = _letters(raw)
    if found := FORBIDDEN.search(written):
        raise AssertionError(f"a letter has U+{ord(found[0]):04X}")
    plain = "".join(to_text(parse(written)).split())
    case = load(raw, "case.yaml", today=TODAY).scenario
    event = case.hardship.event or ""  # told by the kind of the hardship alone where it is no sentence
    for typed in (event if event in event_sentence(case, case.language) else "", case.borrower.name):
        if typed and len(typed) < 100 and "".join(typed.split()) not in plain:
            raise AssertionError(f"{typed!r} was read as markup")


def of_files(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    for name, asked in hostile_cases.named_files(folder, chance):
        yield name, partial(_asked, folder, asked)
    yield "a name that steers", lambda: _ran(folder, "check", "a\x1b]0;owned\x07.yaml")


def _asked(folder: Path, name: str) -> None:
    case = json.loads(json.dumps(hostile_cases.CASE))
    case["hardship"]["evidence"][0]["file"] = name
    (folder / "case.yaml").write_text(json.dumps(case), "utf-8")
    out = folder / "out"
    _ran(folder, "render", "case.yaml", "-k", "waiver-email", "-f", "eml", "-o", str(out))
    for mail in out.glob("*.eml"):
        for part in message_from_bytes(mail.read_bytes()).walk():
            if SECRET in (part.get_payload(decode=True) or b""):
                raise AssertionError("the reader's file goes with the letter")
            if len(part.get_payload(decode=True) or b"") > 8 << 20:
                raise AssertionError("a file of more than 8 MiB goes with the letter")


def _ran(folder: Path, *arguments: str) -> str:
    """What a command says. It may refuse, but not break."""
    os.chdir(folder)
    sys.argv, out, code = ["letters", *arguments], io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            command()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
    said = out.getvalue()
    if code == 70 or "\x1b" in said or "Traceback" in said or SECRET.decode() in said:
        raise AssertionError(f"the command ended with {code}: {said[:200]!r}")
    return said


def of_workbooks(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    refused = ("a cell at the far end", "a cell far down", "a cell beyond the end", "very many cells", "many rows")
    for name, raw in hostile_cases.workbooks(chance):
        yield name, partial(_refused, partial(read_sheet, raw, "table.xlsx"), name in refused)


def of_word_files(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    refused = ("a document type", "macros", "a bomb", "very many parts", "a path out of it", "deep elements")
    for name, raw in hostile_cases.word_files(chance):
        yield name, partial(_refused, partial(read_words, raw, "a.docx"), name in refused)


def _refused(work: Trial, must: bool) -> None:
    work()
    if must:
        raise AssertionError("it was read")


def of_template_folders(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    for name, own in hostile_cases.template_folders(folder, chance):
        yield name, partial(_drafted_with, own)


def _drafted_with(own: Path) -> None:
    raw = (hostile_cases.HEAD + hostile_cases.BILLS).encode()
    made = write_letters(raw, "case.yaml", today=TODAY, kinds=["note"], shelf=library(own))
    written = "\n".join(one.markdown for one in made.drafts)
    if SECRET.decode() in written or "__" in written or "<class" in written:
        raise AssertionError("the letter tells what it has no business to know")


def of_edited_letters(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    (folder / "case.yaml").write_text(json.dumps(hostile_cases.CASE), "utf-8")
    _ran(folder, "render", "case.yaml", "-k", "waiver-email", "-f", "md", "-o", "letters")
    letter = folder / "letters" / "waiver-email.md"
    for name, raw in hostile_visits.edited_letters(letter.read_text("utf-8"), chance):
        yield name, partial(_sent_back, folder, letter, raw)


def _sent_back(folder: Path, letter: Path, raw: bytes) -> None:
    letter.write_bytes(raw)
    _ran(folder, "verify", str(letter), "-s", "case.yaml")
    _ran(folder, "update", "case.yaml", "-o", "letters")


def of_letterheads(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    for name, raw, must in hostile_visits.letterheads(chance):
        yield name, partial(_refused, partial(Letterhead, raw, "my.docx"), must)


def of_posts(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    visitor = Visitor()
    for name, path, body, status in hostile_visits.posts(hostile_cases.HEAD + hostile_cases.BILLS, chance):
        yield name, partial(_posted, visitor, path, body, status)


def _posted(visitor: Visitor, path: str, body: bytes, status: int | None) -> None:
    answer = visitor.post(path, body)
    if answer.status_code >= 500 or status not in {None, answer.status_code} or "Traceback" in answer.text:
        raise AssertionError(f"the page answered {answer.status_code}")


def of_disguises(folder: Path, chance: Random) -> Iterator[tuple[str, Trial]]:
    for name, told, hidden in hostile_visits.disguises(chance):
        yield name, partial(_redacted, told, hidden)


def _redacted(told: str, hidden: str) -> None:
    case = json.loads(json.dumps(hostile_cases.CASE))
    case["hardship"]["story"] = f"那天有人叫 {told} 过去。"
    made = write_letters(json.dumps(case).encode(), "case.yaml", today=TODAY, kinds=["waiver-email"], redact=True)
    plain = normalize("NFKC", made.drafts[0].markdown).replace("曉", "晓")
    if "那天有人叫" not in plain or hidden in "".join(char for char in plain if char.isalnum()):
        raise AssertionError("the letter says who it is")


KINDS: dict[str, Callable[[Path, Random], Iterator[tuple[str, Trial]]]] = {
    "structures": of_structures,
    "texts": of_texts,
    "files": of_files,
    "workbooks": of_workbooks,
    "word files": of_word_files,
    "template folders": of_template_folders,
    "edited letters": of_edited_letters,
    "letterheads": of_letterheads,
    "posts": of_posts,
    "disguises": of_disguises,
}

GUARDS: dict[str, tuple[str, list[tuple[str, str, Any]]]] = {
    "depth of YAML": ("structures", [("letters.files.yaml_reader", "MOST_DEPTH", 10**9)]),
    "repetition by aliases": ("structures", [("letters.files.yaml_reader", "MOST_ALIASED", 10**18)]),
    "digits of an amount": ("structures", [("letters.base.money", "MOST_DIGITS", 10**9)]),
    "years of a date": ("structures", [("letters.base.dates", "_YEARS", range(1, 10_000))]),
    "unseen characters": (
        "texts",
        [
            ("letters.files.text", "_refuse_control_characters", lambda *_: None),
            ("letters.files.yaml_reader", "control_character", lambda _: None),
        ],
    ),
    "markup in values": ("texts", [("letters.drafting.wording", "escape", Md)]),
    "files below the case": (
        "files",
        [("letters.files.case_folder", "path_below", lambda folder, name: folder / name)],
    ),
    "pipes and devices": ("files", [("letters.files.case_folder", "check_ordinary", lambda _: None)]),
    "size of a file": ("files", [("letters.files.case_folder", "MOST_BYTES", 100 << 20)]),
    "what steers a terminal": ("files", [("letters.cli.error_messages", "visible", lambda text: text)]),
    "extent of a workbook": ("workbooks", [("letters.files.workbook", "refusal", lambda _: None)]),
    "cells of a workbook": ("workbooks", [("letters.files.workbook_bounds", "_of_its_cells", lambda *_: None)]),
    "rows of a table": ("workbooks", [("letters.files.tables", "MOST_ROWS", 10**12)]),
    "unpacked size": ("word files", [("letters.files.safe_zip", "_look", lambda *_: None)]),
    "macros": ("word files", [("letters.files.safe_zip", "_refuse_others", lambda *_: None)]),
    "depth of XML": ("word files", [("letters.files.xml_nodes", "MOST_DEPTH", 10**9)]),
    "document types": ("word files", [("letters.files.xml_nodes._XmlReader", "_refuse", lambda *_: None)]),
    "links out of templates": (
        "template folders",
        [("letters.reference_data.template_library", "_refuse_outside", lambda *_: None)],
    ),
    "depth of Markdown": ("edited letters", [("letters.documents.markdown_events.nesting", "DEEPEST", 10**9)]),
    "fields that fetch": ("letterheads", [("letters.documents.docx.reference_doc", "_check_fields", lambda *_: None)]),
    "size of a request": ("posts", [("letters.web.guard", "MOST_BYTES", 10**9)]),
    "one form of each sign": ("disguises", [("letters.drafting.redaction.comparison", "_folded", str)]),
}
"""Guard → the kind of case that meets it, and what stands in its place when it is taken out."""


def finding(trial: Trial, stuck: int) -> str | None:
    """What is wrong with how a case ended, or None if it ended as it should: in time, or with an error of ours."""
    signal.alarm(stuck)
    began = time.process_time()
    try:
        trial()
    except LettersError:
        pass
    except AssertionError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:100]}"
    finally:
        signal.alarm(0)
    took = time.process_time() - began
    return f"{took:.1f} s" if took > SLOW else None


def tried(seed: int, kind: str, guard: str | None) -> list[Found]:
    """What a kind of case finds, in a process of its own; with a guard taken out, the first alone."""
    reads, writes = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        if not (child := os.fork()):
            os.close(reads)
            _try(seed, kind, guard, Path(folder), writes)
            os._exit(0)
        os.close(writes)
        with os.fdopen(reads) as pipe:
            found = [tuple(json.loads(line)) for line in pipe]
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return [one for one in found if one[1]] if code == 0 else [(found[-1][0], f"the process ended with {code}")]


def _try(seed: int, kind: str, guard: str | None, folder: Path, writes: int) -> None:
    """Writes a line for each case as it begins, and one for what is found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a library says as it breaks
    for module, name, without in GUARDS[guard][1] if guard else ():
        owner, _, inner = module.partition("._")
        place = importlib.import_module(owner)
        setattr(getattr(place, f"_{inner}") if inner else place, name, without)
    here = folder / "case"
    here.mkdir()
    with os.fdopen(writes, "w", buffering=1) as pipe:
        for name, trial in KINDS[kind](here, Random(seed)):
            print(json.dumps((name, "")), file=pipe)
            if wrong := finding(trial, STUCK_WITHOUT_A_GUARD if guard else STUCK):
                print(json.dumps((name, wrong)), file=pipe)
                if guard:
                    return


def main(seed: int) -> None:
    held = {kind: tried(seed, kind, None) for kind in KINDS}
    removed = {guard: tried(seed, kind, guard) for guard, (kind, _) in GUARDS.items()}
    print(json.dumps({"held": held, "removed": removed}, ensure_ascii=False))


if __name__ == "__main__":
    main(int(sys.argv[1]))
