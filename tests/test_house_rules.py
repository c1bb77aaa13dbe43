"""The house keeps its rules: imports go down the floors of docs/architecture.md, and effects stay at the top."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from cases import ROOT

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "letters").rglob("*.py"))
}
"""Every module by its name: letters.case.load."""

OWNERS = {
    "yaml": {"case.source"},
    "pydantic": {"case"},
    "pydantic_core": {"case"},
    "stdnum": {"case.checks"},
    "jinja2": {"drafting", "web.pages"},  # letters as Markdown; the page as HTML
    "python_calamine": {"case.workbook"},
    "pyromark": {"writers.blocks"},
    "docx": {"writers.house"},
    "typst": {"writers.pdf"},
    "distributed": {"batch.cluster"},
    "typer": {"cli"},
    "rich": {"cli"},
    "questionary": {"cli.asking"},
    "ruamel": {"log.splice"},
    "icalendar": {"calendar"},
    "pyperclip": {"clipboard"},
    "starlette": {"web"},
    "uvicorn": {"web.run"},
}
"""Each third party has one owner, a room or one module of it."""
# docs/architecture.md: it walks the models, so it names what they all are. No other name, no other module.
EXCEPTION = ("drafting.facts", "pydantic.BaseModel")

MOST_LINES = 300


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """Dotted names that a module imports anywhere in it: letters.case.load.Case, yaml, pydantic.BaseModel."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def inside(module: str) -> str:
    """letters.case.load → case.load."""
    return module.removeprefix("letters").removeprefix(".")


def room(name: str) -> str:
    return inside(name).partition(".")[0]


def own(name: str) -> str | None:
    """The module that a dotted import stands for: letters.case.load.Case → letters.case.load."""
    while name and name not in MODULES:
        name = name.rpartition(".")[0]
    return name or None


def imported_modules(module: str) -> Iterator[str]:
    for name in imports(module):
        if name.split(".")[0] == "letters" and (found := own(name)):
            yield found


@cache
def house() -> dict[str, tuple[int, str]]:
    """Room → (floor, what the table says is inside), as docs/architecture.md draws it."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert re.search(r"^\| floor \| room \| inside \| owns \|$", text, re.MULTILINE)
    found = {}
    for floor, rooms, contents in re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]*) \|", text, re.MULTILINE):
        for name in re.findall(r"`(\w+)`", rooms):
            assert name not in found, f"{name} has two floors"
            found[name] = (int(floor), contents)
    return found


ROOMS = sorted({room(module) for module in MODULES if inside(module)})


def test_the_table_draws_the_house_that_is_there() -> None:
    assert sorted(house()) == ROOMS


def test_the_floors_are_those_of_the_design() -> None:
    order = ["base", "case", "figures", "drafting", "writers", "pipeline"]
    assert [house()[name][0] for name in order] == list(range(6))
    assert house()["log"][0] == 5  # beside the pipeline: more than one feature writes to it
    assert {house()[name][0] for name in ROOMS if name not in {*order, "log", "cli"}} == {6}
    assert house()["cli"][0] == 7


@pytest.mark.parametrize("name", ROOMS)
def test_the_table_names_the_modules_of_a_room_and_no_other(name: str) -> None:
    named = set(re.findall(r"[a-z_]+", house()[name][1]))
    there = {inside(module).partition(".")[2] or name for module in MODULES if room(module) == name}
    if len(there) > 1:
        there -= {name}  # the room's own __init__
    assert there <= named
    assert named <= there


@pytest.mark.parametrize("module", [module for module in MODULES if inside(module)])
def test_a_module_imports_from_lower_floors_only(module: str) -> None:
    for other in imported_modules(module):
        if inside(other) and room(other) != room(module):
            assert house()[room(other)][0] < house()[room(module)][0], f"{module} imports {other}"


@pytest.mark.parametrize("name", ROOMS)
def test_there_is_no_circle_inside_a_room(name: str) -> None:
    graph = {
        module: {other for other in imported_modules(module) if other != module and room(other) == name}
        for module in MODULES
        if room(module) == name
    }
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("module", MODULES)
def test_each_third_party_has_one_owner(module: str) -> None:
    for name in imports(module):
        top = name.partition(".")[0]
        if top == "letters" or top in sys.stdlib_module_names or (inside(module), name) == EXCEPTION:
            continue
        assert top in OWNERS, f"{module} imports {top}, which nobody owns"
        assert OWNERS[top] & {room(module), inside(module)}, f"{module} imports {top} of {OWNERS[top]}"


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_longer_than_three_hundred_lines(module: str) -> None:
    assert len(MODULES[module].read_text("utf-8").splitlines()) <= MOST_LINES


EFFECTS = re.compile(
    r"(\w+\.)*(date|datetime)\.(today|now|utcnow)|time\.(time|localtime|monotonic)|print|input|breakpoint|sys\.exit"
    r"|os\.(environ(\..*)?|getenv|getcwd)|Path\.(cwd|home)|locale\..*|random\..*|uuid\..*|socket\..*|urllib\..*"
)


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) != "cli"])
def test_below_the_command_line_there_is_no_clock_no_environment_and_no_printing(module: str) -> None:
    main = [node for node in tree(module).body if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)]
    skipped = {id(inner) for node in main for inner in ast.walk(node)}
    for node in ast.walk(tree(module)):
        if id(node) in skipped:
            continue
        said = (
            ast.unparse(node.func)
            if isinstance(node, ast.Call)
            else ast.unparse(node)
            if isinstance(node, ast.Attribute)
            else ""
        )
        assert not EFFECTS.fullmatch(said), f"{module}:{getattr(node, 'lineno', 0)}: {said}"


def test_only_the_house_style_and_the_clipboard_can_be_run_as_programs() -> None:
    runnable = [inside(module) for module, path in MODULES.items() if "__main__" in path.read_text("utf-8")]
    assert sorted(runnable) == ["clipboard", "writers.house"]


FORBIDDEN = re.compile(r"utils?|helpers?|common|misc|managers?")


def test_nothing_is_called_by_a_name_that_says_nothing() -> None:
    assert [module for module in MODULES if FORBIDDEN.search(module)] == []
    assert [path.name for path in Path(ROOT / "tests").glob("*.py") if FORBIDDEN.search(path.name)] == []
    classes = [n.name for module in MODULES for n in ast.walk(tree(module)) if isinstance(n, ast.ClassDef)]
    assert [name for name in classes if re.search("Manager|Helper|Util", name)] == []
