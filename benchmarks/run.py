"""How long a Word letter takes, stage by stage and beside its peers, and how long the program takes to start.

`python benchmarks/run.py` prints; nothing here is a test, and no test measures time. benchmarks/README.md says
how to install the peers and what was measured last.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from importlib.metadata import version
from io import BytesIO
from itertools import count, pairwise
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter_ns, process_time_ns
from typing import Any

from docx import Document
from node import BRACES, CARBONE, CARBONE_NEXT, NAMES, WARM, Fields, Peers

from letters.base.resources import bundled
from letters.documents.docx.write import to_word
from letters.documents.formats import DEFAULT_FORMATS
from letters.documents.markdown import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    TableBlock,
    ThematicBreak,
    parse,
    plain,
)
from letters.drafting.draft import Drafter
from letters.figures.figures import compute_figures
from letters.files.letter_folder import write
from letters.pipeline import letters_of, write_letters
from letters.scenario.load import Case, load

KINDS = ("waiver-email", "call-script", "petition")
LETTER = "waiver-email"
"""The letter that the peers build, too: a page and a half with a table of five rows."""
TODAY = date(2026, 3, 20)
STAGES = ("load", "figures", "drafting", "parsing", "word", "write")
TURN = 20
"""Letters that each of a pair makes in a row: most of a single one is what the other left in the processor's caches."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=200, help="how often the three letters are made")
    arguments.add_argument("--pairs", type=int, default=20, help="how often a peer has its turn beside letters")
    arguments.add_argument("--starts", type=int, default=15, help="how often each program is started")
    arguments.add_argument("--node", type=Path, help="a folder in which the node peers are installed")
    options = arguments.parse_args()
    raw = (bundled("scenarios") / "illness.yaml").read_bytes()
    packages = ", ".join(f"{name} {version(name)}" for name in ("negotiation-letters", "python-docx"))
    print(f"Python {platform.python_version()}, {platform.machine()}, {packages}\n")
    with TemporaryDirectory() as folder:
        _whole_case(raw, Path(folder), options.rounds)
        _stages(raw, Path(folder), options.rounds)
        _peers(raw, options.pairs)
        if options.node:
            _node_peers(raw, options.pairs, options.node)
        else:
            print("  the node peers are not measured: name their folder with --node")
        _starts(Path(folder), options.starts)


def _cpu_ns() -> int:
    """CPU time of this process and of those that it has waited for: others on the machine do not count."""
    children = getrusage(RUSAGE_CHILDREN)
    return process_time_ns() + round((children.ru_utime + children.ru_stime) * 1e9)


def _milliseconds(work: Callable[[], object], clock: Callable[[], int] = _cpu_ns, times: int = 1) -> float:
    """What the work takes once, of so many times in a row."""
    begin = clock()
    for _ in range(times):
        work()
    return (clock() - begin) / 1e6 / times


def _whole_case(raw: bytes, folder: Path, rounds: int) -> None:
    """The pipeline as `letters render` runs it: bytes of a scenario → three letters, each as .md and .docx."""
    fresh = (folder / f"case-{number}" for number in count())

    def in_memory() -> object:
        return write_letters(raw, "illness.yaml", today=TODAY, kinds=KINDS).files(DEFAULT_FORMATS)

    def written() -> object:
        return write_letters(raw, "illness.yaml", today=TODAY, kinds=KINDS).save(next(fresh), DEFAULT_FORMATS)

    for _ in range(5):  # templates compiled, static parts of Word read
        in_memory()
        written()
    rows = [(_milliseconds(in_memory), _milliseconds(written)) for _ in range(rounds)]
    print(f"One case, three letters as .md and .docx, warm (median of {rounds}):")
    for name, taken in zip(("in memory", "with writing"), zip(*rows, strict=True), strict=True):
        print(f"  {name:<13} {median(taken):6.2f} ms, {median(taken) / len(KINDS):5.2f} ms per Word letter")


def _stages(raw: bytes, folder: Path, rounds: int) -> None:
    """The same work cut into the pipeline's stages, each timed by itself."""
    rounds_of = [_one_by_one(raw, folder / f"stages-{number}") for number in range(rounds)]
    medians = [median(taken) for taken in zip(*rounds_of, strict=True)]
    print("\nWhere the time goes:")
    for stage, taken in zip(STAGES, medians, strict=True):
        print(f"  {stage:<13} {taken:6.2f} ms  {taken / sum(medians):6.1%}")


def _one_by_one(raw: bytes, folder: Path) -> list[float]:
    marks = [process_time_ns()]
    case = load(raw, "illness.yaml", today=TODAY)
    marks.append(process_time_ns())
    figures = compute_figures(case)
    marks.append(process_time_ns())
    drafter = Drafter(case, figures, "zh")
    drafts = [drafter.draft(kind) for kind in KINDS]
    marks.append(process_time_ns())
    parsed = [parse(drafted.markdown) for drafted in drafts]
    marks.append(process_time_ns())
    files = {f"{one.kind}.md": one.markdown.encode() for one in drafts}
    for one, blocks in zip(drafts, parsed, strict=True):
        files[f"{one.kind}.docx"] = to_word(blocks, title=one.title, language=one.language)
    marks.append(process_time_ns())
    write(folder, files)
    marks.append(process_time_ns())
    return [(end - begin) / 1e6 for begin, end in pairwise(marks)]


def _peers(raw: bytes, pairs: int) -> None:
    """Words → Word file, in one process: letters from Markdown, the peers from the same words ready made."""
    letters = write_letters(raw, "illness.yaml", today=TODAY, kinds=[LETTER])
    (one,) = letters.drafts
    blocks = parse(one.markdown)

    def ours() -> bytes:
        return to_word(parse(one.markdown), title=one.title, language=one.language)

    def whole() -> object:
        return _whole(letters.case)

    print(
        f"\nOne Word letter beside its peers, {TURN} each in turn (medians of {pairs}; × is the peer's time over ours):"
    )
    peers = {
        "python-docx": lambda: _by_python_docx(blocks),
        "docxtpl": _docxtpl(blocks),
        "pandoc": _pandoc(one.markdown),
    }
    for name, peer in peers.items():
        if peer is None:
            print(f"  {name:<13} is not installed; see benchmarks/README.md")
            continue
        for what, work in (("Markdown → .docx", ours), ("loaded scenario → .docx", whole)):
            mine, theirs, ratio = _paired(work, peer, pairs)
            print(f"  {name:<13} {theirs:6.2f} ms   letters, {what}  {mine:6.2f} ms   {ratio:5.1f} ×")


def _whole(case: Case) -> object:
    """The whole job from a loaded scenario: figures, drafting, escaping, Word."""
    return letters_of(case, kinds=[LETTER]).files(["docx"])


def _node_peers(raw: bytes, pairs: int, folder: Path) -> None:
    """The same letter by the node peers, warmed up in one process; each pair back to back."""
    letters = write_letters(raw, "illness.yaml", today=TODAY, kinds=[LETTER])
    blocks = parse(letters.drafts[0].markdown)
    [table] = [block for block in blocks if isinstance(block, TableBlock)][:1]
    letter: dict[str, object] = {
        "words": _words(blocks),
        "heads": [plain(cell) for cell in table.header],
        "rows": [[plain(cell) for cell in row] for row in table.rows],
    }
    templates = {"braces": _template(blocks, BRACES), "carbone": _template(blocks, CARBONE, CARBONE_NEXT)}
    with Peers(folder, letter, templates) as peers:
        for name in NAMES:
            if peers.milliseconds(name) is None:
                print(f"  {name:<15} is not installed there; see benchmarks/README.md")
                continue
            for _ in range(WARM):
                peers.milliseconds(name)
            rows = [
                (
                    _milliseconds(lambda: _whole(letters.case), times=TURN),
                    sum(peers.milliseconds(name) or 0 for _ in range(TURN)) / TURN,
                )
                for _ in range(pairs)
            ]
            mine, theirs, ratio = _medians(rows)
            print(f"  {name:<15} {theirs:6.2f} ms   letters, loaded scenario → .docx  {mine:6.2f} ms   {ratio:5.1f} ×")


def _template(blocks: tuple[Block, ...], *fields: Fields) -> bytes:
    """A Word file with a peer's fields; of `fields`, each gives a row of the table."""
    document = Document()
    for place, block in enumerate(blocks):
        if isinstance(block, TableBlock):
            made = document.add_table(1 + len(fields), len(block.header), style="Table Grid")
            for column, head in enumerate(block.header):
                made.rows[0].cells[column].text = plain(head)
                for row, (_, cell) in enumerate(fields, 1):
                    made.rows[row].cells[column].text = cell(column, len(block.header) - 1)
        else:
            document.add_paragraph(fields[0][0](place))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _paired(
    mine: Callable[[], object],
    theirs: Callable[[], object],
    pairs: int,
    clock: Callable[[], int] = _cpu_ns,
    turn: int = TURN,
) -> tuple[float, float, float]:
    """Medians of both and of their ratios; each pair runs back to back, so that a busy machine slows both."""
    mine(), theirs()
    return _medians([(_milliseconds(mine, clock, turn), _milliseconds(theirs, clock, turn)) for _ in range(pairs)])


def _medians(rows: list[tuple[float, float]]) -> tuple[float, float, float]:
    return median(a for a, _ in rows), median(b for _, b in rows), median(b / a for a, b in rows)


def _by_python_docx(blocks: tuple[Block, ...], fields: bool = False) -> bytes:
    """The letter as one writes it with python-docx: its default template, a paragraph after the other.

    With `fields`, words become docxtpl's fields: `{{ words[0] }}`, and a table's rows one row in a loop.
    """
    document = Document()
    for block, words in zip(blocks, _words(blocks), strict=True):
        match block:
            case TableBlock():
                _table(document, block, fields)
            case Heading():
                document.add_heading(words, block.level)
            case ListBlock():
                for item in words.splitlines():
                    document.add_paragraph(item, style="List Number")
            case _:
                document.add_paragraph(f"{{{{ words[{blocks.index(block)}] }}}}" if fields else words)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _table(document: Any, table: TableBlock, fields: bool) -> None:
    rows = [[plain(cell) for cell in row] for row in (table.header, *table.rows)]
    if fields:
        cells = [f"{{{{ row[{place}] }}}}" for place in range(len(rows[0]))]
        blank = [""] * (len(cells) - 1)
        rows = [rows[0], ["{%tr for row in rows %}", *blank], cells, ["{%tr endfor %}", *blank]]
    made = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, values in zip(made.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value


def _words(blocks: tuple[Block, ...]) -> list[str]:
    """Each block as plain words, a list item a line; a table's cells are taken by `_table`."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                found.append(plain(block.runs))
            case ListBlock():
                found.append("\n".join(" ".join(_words(item)) for item in block.items))
            case Quote():
                found.append(" ".join(_words(block.blocks)))
            case TableBlock() | ThematicBreak():
                found.append("")
    return found


def _docxtpl(blocks: tuple[Block, ...]) -> Callable[[], object] | None:
    """docxtpl filling a template of the same letter, opened from memory; None where it is not installed."""
    try:
        docxtpl: Any = import_module("docxtpl")
    except ModuleNotFoundError:
        return None
    template = _by_python_docx(blocks, fields=True)
    rows = next(
        [[plain(cell) for cell in row] for row in block.rows] for block in blocks if isinstance(block, TableBlock)
    )
    facts = {"words": _words(blocks), "rows": rows}

    def fill() -> bytes:
        document = docxtpl.DocxTemplate(BytesIO(template))
        document.render(facts)
        file = BytesIO()
        document.save(file)
        return file.getvalue()

    return fill


def _pandoc(markdown: str) -> Callable[[], object] | None:
    """pandoc, a process for each letter, given its Markdown; None where it is not installed."""
    program = shutil.which("pandoc")
    if program is None:
        return None
    command, words = [program, "-f", "markdown", "-t", "docx", "-o", "-"], markdown.encode()
    return lambda: subprocess.run(command, input=words, check=True, capture_output=True)


BARE = """
import typer
app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
@app.command()
def one(name: str) -> None: ...
@app.command()
def two(name: str) -> None: ...
app()
"""


def _starts(folder: Path, starts: int) -> None:
    """Cold starts: a new process each time, with compiled byte code and a warm disk."""
    bare = folder / "bare.py"
    bare.write_text(BARE, "utf-8")
    letters = [sys.executable, "-c", "from letters.cli import main; main()"]
    rows = [
        ("letters --help", [*letters, "--help"], "bare typer --help", [sys.executable, str(bare), "--help"]),
        (
            "letters render illness.yaml",
            [*letters, "render", "illness.yaml", "-o", str(folder / "start")],
            "import typer, pydantic, yaml, jinja2",
            [sys.executable, "-c", "import typer, pydantic, yaml, jinja2"],
        ),
    ]
    print(f"\nCold starts (medians of {starts} pairs, byte code kept; × is our time over the other's):")
    for our_name, ours, other_name, other in rows:
        theirs, mine, ratio = _paired(
            _starting(other, folder), _starting(ours, folder), starts, perf_counter_ns, turn=1
        )
        print(f"  {our_name:<28} {mine:4.0f} ms   {other_name:<37} {theirs:4.0f} ms   {ratio:4.2f} ×")


def _starting(command: list[str], folder: Path) -> Callable[[], object]:
    return lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    main()
