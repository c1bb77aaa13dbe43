"""A single letter comes soon: a command imports what it needs alone, and templates are compiled once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from cases import ROOT, TODAY, bundled

from letters.cli.app import app
from letters.drafting.templates import Loader, environment
from letters.drafting.wording import Page
from letters.files.kept_files.store import write_news
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import Library, library

MODULES = """
import sys
sys.argv[1:] = {arguments!r}
try:
    from letters.cli import main
    main()
finally:
    print(*sorted(sys.modules), sep="\\n", file=open({to!r}, "w"))
"""


def imported(tmp_path: Path, *arguments: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    code = MODULES.format(arguments=list(arguments), to=str(tmp_path / "modules"))
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)
    return set((tmp_path / "modules").read_text("utf-8").split())


def test_help_imports_neither_models_nor_templates_nor_yaml(tmp_path: Path) -> None:
    found = imported(tmp_path, "--help")
    assert found & {"pydantic.main", "jinja2", "yaml", "pyromark", "rich", "csv", "multiprocessing"} == set()
    assert {name for name in found if name.startswith("letters.")} & {"letters.pipeline", "letters.batch"} == set()


@pytest.mark.parametrize("arguments", [["illness.yaml"], ["illness.yaml", "-k", "ledger", "-f", "txt"]])
def test_render_imports_nothing_that_only_other_commands_need(tmp_path: Path, arguments: list[str]) -> None:
    found = imported(tmp_path, "render", *arguments)
    others = {"pydantic", "docx", "rich", "python_calamine", "stdnum", "pyperclip", "multiprocessing", "asyncio"}
    assert found & others == set()
    own = {name.removeprefix("letters.") for name in found if name.startswith("letters.")}
    assert own & {"case.schema", "case.catalogue", "case.signatories", "batch"} == set()
    assert (
        own & {"figures.record", "figures.reconcile", "figures.rules", "figures.standing", "figures.answers"} == set()
    )
    assert own & {"drafting.redaction", "drafting.checklist", "drafting.timeline", "writers.mail"} == set()


def test_a_command_brings_the_module_of_that_command_alone(tmp_path: Path) -> None:
    found = imported(tmp_path, "law", "--json")
    assert {name for name in found if name.startswith("letters.cli.commands.")} == {"letters.cli.commands.choices"}


def test_of_the_commands_those_are_made_that_are_asked_for_and_of_the_page_none() -> None:
    program = typer.main.get_command(app)
    commands = program.commands  # type: ignore[attr-defined]
    program.make_context("letters", [], resilient_parsing=True).get_help()
    assert {one for one in commands.data.values() if one is not None} == set()
    assert commands["log"].commands.keys() == {"show", "add", "pay", "waived"}
    assert [name for name, one in commands.data.items() if one is not None] == ["log"]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A copy of the bundled templates, to edit."""
    return Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))


def compiled(folder: Path, name: str, kept: Path) -> str:
    """What a template says, from a fresh environment that keeps its compiled templates in a file."""
    made = environment.__wrapped__(Library((folder,)), "zh")
    assert isinstance(made.loader, Loader)
    assert made.loader.compiled is not None
    made.loader.compiled.kept.file = kept
    said = made.get_template(name).render()
    write_news()
    return said


def test_an_edited_template_is_never_taken_from_what_was_kept(templates: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    page = templates / "zh" / "_page.md.j2"
    page.write_text("一", "utf-8")
    before = page.stat()
    assert compiled(templates, "_page.md.j2", kept) == "一"
    first = kept.read_bytes()
    page.write_text("二", "utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))  # not even where its size and time say the same
    assert compiled(templates, "_page.md.j2", kept) == "二"
    assert kept.read_bytes() != first


def test_what_was_kept_is_taken_and_not_written_again(templates: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (templates / "zh" / "_page.md.j2").write_text("一", "utf-8")
    compiled(templates, "_page.md.j2", kept)
    before = kept.stat().st_mtime_ns
    compiled(templates, "_page.md.j2", kept)
    assert kept.stat().st_mtime_ns == before


@pytest.mark.parametrize("spoilt", [b"", b"\x00", None])
def test_what_was_kept_and_cannot_be_read_is_made_anew(templates: Path, tmp_path: Path, spoilt: bytes | None) -> None:
    kept = tmp_path / "kept"
    (templates / "zh" / "_page.md.j2").write_text("一", "utf-8")
    compiled(templates, "_page.md.j2", kept)
    kept.write_bytes(kept.read_bytes()[:30] if spoilt is None else spoilt)
    assert compiled(templates, "_page.md.j2", kept) == "一"


def test_where_nothing_can_be_kept_the_letters_are_the_same(templates: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file, no folder", "utf-8")
    (templates / "zh" / "_page.md.j2").write_text("一", "utf-8")
    assert compiled(templates, "_page.md.j2", tmp_path / "kept" / "file") == "一"


def test_templates_of_ones_own_are_not_kept_by_the_program(templates: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "zh"
    own.mkdir(parents=True)
    (own / "_page.md.j2").write_text("我的", "utf-8")
    made = environment.__wrapped__(Library((tmp_path / "own", templates)), "zh")
    assert isinstance(made.loader, Loader)
    assert made.loader.compiled is None
    page = Page(read_language(library(), "zh"), TODAY, "other", "generic")
    assert made.get_template("_page.md.j2").render(page=page) == "我的"


def test_a_letter_from_what_was_kept_is_the_letter_compiled_anew(tmp_path: Path) -> None:
    from letters.drafting.draft import Drafter
    from letters.figures.figures import compute_figures
    from letters.scenario.load import load

    case = load(bundled("illness.yaml").encode(), "illness.yaml", today=TODAY)
    figures = compute_figures(case)
    anew = Drafter(case, figures, "zh")
    anew.templates = environment.__wrapped__(case.library, "zh")
    assert isinstance(anew.templates.loader, Loader)
    anew.templates.loader.compiled = None
    for kind in case.library.kinds("zh")[:6]:
        try:
            assert Drafter(case, figures, "zh").draft(kind) == anew.draft(kind)
        except Exception as error:
            assert type(error).__name__ == "UnsuitableKind"
