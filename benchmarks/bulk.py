"""What people wait for, beside the peers: the first letter of a cold start, and many letters of a table.

`python benchmarks/bulk.py` prints, in CPU time of whole processes, so that a busy machine does little harm. Each peer
comes after the lines that reckon the same figures (reckoning.py, peer_letters.mjs), on two bases: the template that
python-docx brings, and a slim one. benchmarks/README.md says how to install the peers and what was measured last.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from shutil import copytree, ignore_patterns, rmtree, which
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from docx import Document
from many import _table as table_of
from reckoning import facts
from slim_base import slim

from letters.batch.items import find_cases
from letters.documents.markdown import ListBlock, TableBlock, parse, plain
from letters.pipeline import letters_of
from letters.scenario.load import check

HERE = Path(__file__).parent
LETTER = "waiver-email"
FEW = 100
LETTERS = [sys.executable, "-c", "from letters.cli import main; main()"]
IMPORTS = "import typer, pydantic, yaml, jinja2\nclass One(pydantic.BaseModel):\n    name: str = ''\n"
Peer = Callable[[int], float]
"""Writes so many letters, and returns the CPU milliseconds that it took."""
Fields = tuple[Callable[[str], str], list[list[str]]]
JINJA: Fields = (
    lambda name: f"{{{{ {name} }}}}",
    [
        ["{%tr for row in rows %}", "", "", "", ""],
        [f"{{{{ row[{at}] }}}}" for at in range(5)],
        ["{%tr endfor %}", "", "", "", ""],
    ],
)
BRACES: Fields = (lambda name: f"{{{name}}}", [["{#rows}{c0}", "{c1}", "{c2}", "{c3}", "{c4}{/rows}"]])
PEERS: dict[str, Fields | None] = {
    "docxtpl": JINJA,
    "python-docx": None,
    "easy-template-x": BRACES,
    "docxtemplater": BRACES,
    "pandoc": None,
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=600, help="rows of the table, of which the first 100 warm up")
    arguments.add_argument("--rounds", type=int, default=5, help="how often each is measured, in turn")
    arguments.add_argument("--node", type=Path, default=HERE, help="the folder in which the node peers are installed")
    arguments.add_argument("--folder", type=Path, help="where files are written; a disk in memory tells programs apart")
    options = arguments.parse_args()
    with TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        table = table_of(folder / "people.csv", options.cases)
        words = list(_words(table))
        (folder / "words.json").write_text(json.dumps(words), "utf-8")
        for base, content in (("python-docx's base", _default()), ("a slim base", slim())):
            peers = dict(_peers(content, words, folder, table, options.node))
            _many(base, peers, folder, table, options)
            if base.startswith("python"):
                _cold(peers, folder, options.rounds * 3)
                _installed(folder, options.rounds)


def _words(table: Path) -> Iterator[str]:
    """Yields the paragraphs of our letter for the first row, its figures as {fields}; "" where its table stands."""
    item = find_cases(table).items[0]
    case = check(item.source(item.read()), today=date.today())
    with table.open(encoding="utf-8", newline="") as file:
        said = facts(next(csv.DictReader(file)))
    fields = {value: f"{{{name}}}" for name, value in said.items() if isinstance(value, str)}
    for block in parse(letters_of(case, kinds=[LETTER]).drafts[0].markdown):
        if isinstance(block, TableBlock):
            ours = [[plain(cell) for cell in row] for row in block.rows]
            assert ours == said["rows"], (ours, said["rows"])  # the peers reckon the same
            yield ""
            continue
        inside = [one for item in block.items for one in item] if isinstance(block, ListBlock) else [block]
        for one in inside:
            text = plain(getattr(one, "runs", ()))
            for value, field in fields.items():
                text = text.replace(value, field)
            if text:
                yield text


def _default() -> bytes:
    file = BytesIO()
    Document().save(file)
    return file.getvalue()


def _template(base: bytes, words: list[str], fields: Fields) -> bytes:
    """The letter as a template on a base, with a peer's own fields."""
    document: Any = Document(BytesIO(base))
    field, rows = fields
    names = {
        name: field(name) for name in ("name", "penalty", "principal", "total", "settled", "to_principal", "per_day")
    }
    for text in words:
        if text:
            document.add_paragraph(text.format(**names))
            continue
        made = document.add_table(len(rows), 5)
        for row, cells in zip(made.rows, rows, strict=True):
            for cell, one in zip(row.cells, cells, strict=True):
                cell.text = one
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _peers(base: bytes, words: list[str], folder: Path, table: Path, node: Path) -> Iterator[tuple[str, Peer]]:
    """Yields each peer that is installed with the command that writes so many letters."""
    out = folder / "peer"
    out.mkdir(exist_ok=True)
    for name, fields in PEERS.items():
        template = folder / f"{name}.docx"
        template.write_bytes(_template(base, words, fields) if fields else base)
        if fields is BRACES:
            if which("node") and (node / "node_modules" / name).is_dir():
                script = ["node", str(HERE / "peer_letters.mjs"), name, str(template), str(table)]
                yield name, partial(_write, script, out, node)
        elif which("pandoc") if name == "pandoc" else find_spec(name.replace("python-", "")):
            script = [sys.executable, str(HERE / "peer_letters.py"), name, str(template), str(folder / "words.json")]
            yield name, partial(_write, [*script, str(table)], out, folder)


def _write(script: list[str], out: Path, folder: Path, count: int) -> float:
    return _cpu([*script, str(count), str(out)], folder)


def _cpu(command: list[str], folder: Path, program: Path | None = None) -> float:
    """CPU milliseconds of a process and of those that it waits for; `program` is where it finds letters."""
    own = os.environ | ({"PYTHONPATH": str(program)} if program else {})
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=own, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = getrusage(RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def _ours(folder: Path, table: Path, count: int) -> float:
    """CPU milliseconds of the batch of the first rows."""
    part = folder / f"first-{count}.csv"
    part.write_text("".join(table.read_text("utf-8").splitlines(keepends=True)[: count + 1]), "utf-8")
    out = folder / "ours"
    taken = _cpu([*LETTERS, "batch", str(part), "-o", str(out), "--jobs", "1", "-k", LETTER, "-f", "docx"], folder)
    rmtree(out)
    return taken


def _many(base: str, peers: dict[str, Peer], folder: Path, table: Path, options: argparse.Namespace) -> None:
    def a_case(write: Peer, most: int) -> float:
        few = FEW if most > FEW else 2
        return (write(most) - write(few)) / (most - few)

    print(f"\nMany letters of raw rows, one process, on {base} (CPU a letter, medians of {options.rounds} in turn):")
    for name, write in peers.items():
        most = options.cases if name != "pandoc" else 10
        rows = [
            (a_case(lambda count: _ours(folder, table, count), options.cases), a_case(write, most))
            for _ in range(options.rounds)
        ]
        _tell(name, rows, "letters batch")


def _cold(peers: dict[str, Peer], folder: Path, rounds: int) -> None:
    def ours() -> float:
        rmtree(folder / "first", ignore_errors=True)  # a first letter finds no other there
        return _cpu([*LETTERS, "render", "illness.yaml", "-o", str(folder / "first")], folder)

    print(f"\nThe first letter of a cold start (CPU, medians of {rounds} in turn; ours are four letters, eight files):")
    others = {f"{name}, one letter": partial(write, 1) for name, write in peers.items()}
    others["imports and one pydantic class"] = partial(_cpu, [sys.executable, "-c", IMPORTS], folder)
    ours()
    for name, work in others.items():
        work()
        _tell(name, [(ours(), work()) for _ in range(rounds)], "letters render")


def _installed(folder: Path, rounds: int) -> None:
    """Prints what the first run after an installation takes, a later one, and one where nothing can be kept."""
    taken: dict[str, list[float]] = {"the first run": [], "a later run": [], "where nothing can be kept": []}
    for number in range(rounds):
        fresh = folder / f"fresh-{number}"
        for name in ("letters", "templates", "scenarios", "docs"):
            copytree(HERE.parent / name, fresh / name, ignore=ignore_patterns("__pycache__"))
        for name in ("the first run", "a later run", "where nothing can be kept"):
            if name == "where nothing can be kept":  # the installer has made byte code, and nobody may write beside it
                for kept in fresh.rglob("*.bin"):
                    kept.unlink()
            rmtree(folder / "first", ignore_errors=True)
            taken[name].append(_cpu([*LETTERS, "render", "illness.yaml", "-o", str(folder / "first")], fresh, fresh))
        rmtree(fresh)
    print(f"\nThe first letter of an installation (CPU, medians of {rounds}; four letters, eight files):")
    for name, each in taken.items():
        print(f"  {name:<30} {median(each):8.2f} ms   ({min(each):.0f} to {max(each):.0f})")


def _tell(name: str, rows: list[tuple[float, float]], what: str) -> None:
    ratios = sorted(theirs / mine for mine, theirs in rows)
    low, high = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
    mine, theirs = (median(one[at] for one in rows) for at in range(2))
    print(f"  {name:<30} {theirs:8.2f} ms   {what} {mine:7.2f} ms   {median(ratios):5.2f} × ({low:.2f} to {high:.2f})")


if __name__ == "__main__":
    main()
