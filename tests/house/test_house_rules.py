"""The house keeps its rules: imports go down the floors of docs/architecture.md, and effects stay at the top."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from cases import ROOT

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "letters").rglob("*.py"))
}
"""Every module by its name: letters.scenario.load."""

OWNERS = {
    "yaml": {"files.yaml_reader"},
    "jinja2": {"drafting", "web.pages"},  # letters as Markdown; the page as HTML
    "python_calamine": {"files.workbook"},
    "pyromark": {"documents.markdown_events.read"},
    "markdown_it": {"documents.markdown_events.by_markdown_it"},
    "docx": {"documents.docx.build_styles"},
    "typst": {"documents.pdf.write"},
    "distributed": {"batch.cluster"},
    "typer": {"cli"},
    "rich": {"cli"},
    "questionary": {"cli.inputs.prompts"},
    "ruamel": {"scenario.writing.yaml_insert"},
    "icalendar": {"followup.calendar"},
    "pyperclip": {"cli.clipboard"},
    "starlette": {"web"},
    "uvicorn": {"web.run"},
}
"""Each third party has one owner, a room or one module of it."""

MOST_LINES = 300


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """Dotted names that a module imports anywhere in it: letters.scenario.load.Case, yaml, jinja2.Environment."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def inside(module: str) -> str:
    """letters.scenario.load → case.load."""
    return module.removeprefix("letters").removeprefix(".")


def room(name: str) -> str:
    """The room of a module: the first part of its name inside the package."""
    return inside(name).partition(".")[0]


def own(name: str) -> str | None:
    """The module that a dotted import stands for: letters.scenario.load.Case → letters.scenario.load."""
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


ROOMS = sorted({room(module) for module in MODULES if inside(module)} - {"__main__"})
FLOORS = {
    "base": 0,
    "files": 1,
    "reference_data": 2,
    "documents": 2,
    "scenario": 3,
    "ledger": 4,
    "negotiation": 5,
    "figures": 6,
    "situation": 7,
    "report": 8,
    "drafting": 9,
    "pipeline": 10,
    "edited": 11,
    "batch": 11,
    "api": 11,
    "followup": 12,
    "web": 13,
    "desk": 13,
    "browser_page": 14,
    "cli": 15,
}
"""The direction of the data, which no change may turn round."""
MOST_IN_A_FOLDER = 14


def test_the_table_draws_the_house_that_is_there() -> None:
    assert sorted(house()) == ROOMS


def test_the_floors_are_those_of_the_design() -> None:
    assert {name: floor for name, (floor, _) in house().items()} == {name: FLOORS[name] for name in ROOMS}


def test_the_table_names_the_modules_of_each_room_and_no_other() -> None:
    offenders = []
    for name in ROOMS:
        named = set(re.findall(r"[a-z_]+", house()[name][1]))
        there = {path.stem for module, path in MODULES.items() if room(module) == name} - {"__init__"}
        there |= {path.parent.name for path in MODULES.values() if path.parent.parent == ROOT / "letters" / name}
        offenders += [f"{name}: not in the table: {module}" for module in sorted(there - named)]
        offenders += [f"{name}: not in the room: {module}" for module in sorted(named - there)]
    assert offenders == []


def test_a_module_imports_from_lower_floors_only() -> None:
    offenders = [
        f"{module} imports {other}"
        for module in MODULES
        if room(module) in FLOORS
        for other in imported_modules(module)
        if inside(other) and room(other) != room(module) and FLOORS[room(other)] >= FLOORS[room(module)]
    ]
    assert offenders == []


def test_there_is_no_circle_inside_a_room() -> None:
    offenders = []
    for name in ROOMS:
        graph = {
            module: {other for other in imported_modules(module) if other != module and room(other) == name}
            for module in MODULES
            if room(module) == name
        }
        try:
            list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            offenders.append(" → ".join(error.args[1]))
    assert offenders == []


def test_each_third_party_has_one_owner() -> None:
    offenders = []
    for module in MODULES:
        for name in imports(module):
            top = name.partition(".")[0]
            if top == "letters" or top in sys.stdlib_module_names:
                continue
            if not OWNERS.get(top, set()) & {room(module), inside(module)}:
                offenders.append(f"{module} imports {top} of {OWNERS.get(top, 'nobody')}")
    assert offenders == []


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    lengths = {module: len(path.read_text("utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: length for module, length in lengths.items() if length > MOST_LINES} == {}


def test_no_folder_holds_more_than_fourteen_modules() -> None:
    held = Counter(path.parent for path in MODULES.values() if path.name != "__init__.py")
    assert {folder.name: count for folder, count in held.items() if count > MOST_IN_A_FOLDER} == {}


def test_a_class_name_stands_for_one_thing() -> None:
    classes = [node.name for module in MODULES for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)]
    assert {name: count for name, count in Counter(classes).items() if count > 1} == {}


EFFECTS = re.compile(
    r"(\w+\.)*(date|datetime)\.(today|now|utcnow)|time\.(time|localtime|monotonic)|print|input|breakpoint|sys\.exit"
    r"|os\.(environ(\..*)?|getenv|getcwd)|Path\.(cwd|home)|locale\..*|random\..*|uuid\..*|socket\..*|urllib\..*"
)


ENTRY_POINT = "letters.api: date.today"
"""`load` is where a program comes in: like a command, it reads the clock once, unless it is given the day."""


def test_below_the_entry_points_there_is_no_clock_no_environment_and_no_printing() -> None:
    found = [f"{module}: {said}" for module in MODULES if room(module) != "cli" for said in effects(module)]
    offenders = [said for said in found if re.sub(r" \d+:", "", said) != ENTRY_POINT]
    assert offenders == []


def effects(module: str) -> Iterator[str]:
    """Calls and names of a module that look at the clock, the environment or the screen; not those of `python -m`."""
    main = [node for node in tree(module).body if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)]
    skipped = {id(inner) for node in main for inner in ast.walk(node)}
    for node in ast.walk(tree(module)):
        if id(node) not in skipped and isinstance(node, ast.Call | ast.Attribute):
            said = ast.unparse(node.func) if isinstance(node, ast.Call) else ast.unparse(node)
            if EFFECTS.fullmatch(said):
                yield f"{node.lineno}: {said}"


def test_above_the_scenario_the_obligations_alone_say_what_is_owed() -> None:
    """Bills are one kind of debt of several: `ledger/obligations.py` alone reads them, and the payments, as typed."""
    typed = {"bills", "loans", "payments"}
    offenders = [
        f"{module}:{node.lineno}: scenario.{node.attr}"
        for module in MODULES
        if not module.startswith("letters.scenario") and module != "letters.ledger.obligations"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in typed and name_of(node.value) == "scenario"
    ]
    assert offenders == []


def name_of(node: ast.expr) -> str:
    """What an expression is called: `scenario` of both `scenario` and `case.scenario`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


DOCUMENTED = {"_replace", "_asdict", "_fields", "_exit"}
"""Names of the standard library that begin with an underscore and are public all the same."""


def test_nobody_else_s_code_is_patched_and_nobody_else_s_private_names_are_used() -> None:
    offenders = []
    own = {name for module in MODULES for name in private_names_defined(module)}
    for module in MODULES:
        of_others = names_of_others(module)
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Attribute):
                is_private = (
                    node.attr.startswith("_") and not node.attr.startswith("__") and node.attr not in DOCUMENTED
                )
                if is_private and node.attr not in own:
                    offenders.append(f"{module}:{node.lineno}: {node.attr}")
                if isinstance(node.ctx, ast.Store | ast.Del) and root_of(node) in of_others:
                    offenders.append(f"{module}:{node.lineno}: sets {node.attr} of {root_of(node)}")
            if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("letters"):
                named = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
                private = [name for name in named if name.startswith("_") and name != "__future__"]
                offenders += [f"{module}:{node.lineno}: imports {name}" for name in private]
    assert offenders == []


def names_of_others(module: str) -> set[str]:
    """The names in a module that stand for another library, or for something imported from it."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names if alias.name != "letters"}
        elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("letters"):
            found |= {alias.asname or alias.name for alias in node.names}
    return found - {"letters"}


def private_names_defined(module: str) -> set[str]:
    """Private names that a module itself defines: its functions, classes and methods, and the fields it sets."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return {name for name in found if name.startswith("_")}


def root_of(node: ast.expr) -> str:
    """The first name of a dotted expression: `typer` of `typer.main.get_command`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_only_the_command_the_house_style_and_the_clipboard_can_be_run_as_programs() -> None:
    runnable = [inside(module) for module, path in MODULES.items() if "__main__" in path.read_text("utf-8")]
    assert sorted(runnable) == ["__main__", "cli.clipboard", "documents.docx.build_styles"]


def test_every_test_file_lies_in_the_folder_of_a_room() -> None:
    """Rooms; cases/, docs/, hostile/ and house/ for the whole; what test files share stands directly in tests/."""
    offenders = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        folder, name = path.parent.relative_to(ROOT / "tests").as_posix(), path.name
        if name.startswith("test_") == (folder == "."):
            offenders.append(f"{folder}/{name}: test files lie in the folder of a room, shared ones directly in tests/")
        elif folder not in {".", "cases", "docs", "hostile", "house", *ROOMS}:
            offenders.append(f"{folder}/{name}: there is no room {folder} in letters/")
    assert offenders == []


MAY_MAKE_FOLDERS = {
    "files.disk",  # the one place
    "files.kept_files.store",  # beside the program, of its own files
    "documents.docx.build_styles",  # builds a file of the package
}


def test_folders_are_made_in_one_place_so_that_nobody_else_looks_into_them() -> None:
    offenders = [
        f"{module}:{node.lineno}"
        for module in MODULES
        if inside(module) not in MAY_MAKE_FOLDERS
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in {"mkdir", "makedirs"}
    ]
    assert offenders == []


FORBIDDEN = re.compile(r"utils?|helpers?|common|misc|managers?")


def test_nothing_is_called_by_a_name_that_says_nothing() -> None:
    assert [module for module in MODULES if FORBIDDEN.search(module)] == []
    assert [path.name for path in Path(ROOT / "tests").glob("*.py") if FORBIDDEN.search(path.name)] == []
    classes = [n.name for module in MODULES for n in ast.walk(tree(module)) if isinstance(n, ast.ClassDef)]
    assert [name for name in classes if re.search("Manager|Helper|Util", name)] == []


ALSO_WORDS = {
    "budget": "a group of figures, in JSON and in templates",
    "counter-offer": "an offer of ours, by the name that JSON gives it",
    "ledger": "a place on the page",
}
"""Names of letters that are words for something else as well."""


def test_no_module_names_a_letter() -> None:
    """A letter is asked for by its role: one of the user's own takes part under any name."""
    shipped = {path.name.removesuffix(".md.j2") for path in (ROOT / "templates" / "zh").glob("[!_]*.md.j2")}
    offenders = [
        f"{module}:{node.lineno}: {node.value}"
        for module in MODULES
        if module != "letters.reference_data.letter_kinds"  # where the roles are, some called like a letter
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and node.value in shipped - set(ALSO_WORDS)
    ]
    assert offenders == []
