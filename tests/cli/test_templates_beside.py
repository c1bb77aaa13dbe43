"""Letters of one's own: looked in first, part by part, ejected from ours, and told of where they are mistaken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import ROOT, bundled
from command import everything_in
from command import installed_letters as letters

from letters.reference_data.template_library import library


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    return tmp_path


def own(folder: Path, part: str, text: str, language: str = "zh") -> None:
    path = folder / language / part
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def petition(here: Path, *options: str) -> str:
    done = letters("render", "my.yaml", "-k", "petition", "-o", "-", *options, cwd=here)
    assert (done.code, done.err) == (0, "")
    return done.out


def test_an_ejected_template_is_ours_and_is_never_overwritten(here: Path) -> None:
    done = letters("templates", "eject", "petition", "--lang", "zh", cwd=here)
    assert (done.code, done.out, done.err) == (0, "templates/zh/petition.md.j2\n", "")
    copied = here / "templates" / "zh" / "petition.md.j2"
    assert copied.read_bytes() == (ROOT / "templates" / "zh" / "petition.md.j2").read_bytes()
    copied.write_text("mine")
    done = letters("templates", "eject", "petition", "--lang", "zh", cwd=here)
    assert (done.code, done.out) == (3, "")
    assert done.err == "letters: templates/zh/petition.md.j2 exists already; it is not overwritten\n"
    assert copied.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("petitoin",), "no letter kind is called 'petitoin'; did you mean 'petition'?"),
        (("petition", "--lang", "xx"), "no language is called 'xx' (en, zh)"),
    ],
)
def test_what_cannot_be_ejected_is_told_with_the_nearest(here: Path, arguments: tuple[str, ...], said: str) -> None:
    done = letters("templates", "eject", *arguments, cwd=here)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert set(everything_in(here)) == {"my.yaml"}


def test_a_template_beside_the_scenario_goes_before_ours(here: Path) -> None:
    letters("templates", "eject", "petition", "--lang", "zh", cwd=here)
    path = here / "templates" / "zh" / "petition.md.j2"
    path.write_text(path.read_text("utf-8").replace("## 事实与理由", "## 我的情况"), "utf-8")
    assert "\n## 我的情况\n" in petition(here)
    (here / "elsewhere").mkdir()
    done = letters("render", "../my.yaml", "-k", "petition", "-o", "-", cwd=here / "elsewhere")
    assert "\n## 我的情况\n" in done.out


def test_a_part_of_ones_own_replaces_that_part_and_nothing_else(here: Path) -> None:
    plain = petition(here)
    own(here / "templates", "_parts/promise.md.j2", "我会按期还清。\n")
    changed = [line for line in petition(here).splitlines() if line not in plain.splitlines()]
    assert len(changed) == 1
    assert "我会按期还清。" in changed[0]


def test_the_folder_named_goes_before_the_one_beside_the_scenario(here: Path) -> None:
    own(here / "templates", "_parts/promise.md.j2", "我会按期还清。\n")
    own(here / "office", "_parts/promise.md.j2", "我保证按期还清。\n")
    assert "我保证按期还清。" in petition(here, "--templates", "office")
    assert "我保证按期还清。" not in petition(here)


def test_a_kind_and_a_hardship_of_ones_own_are_listed_with_where_they_come_from(here: Path) -> None:
    own(here / "templates", "note.md.j2", "---\ntitle: 便条\npurpose: 一句话\nuse: 随时\nneeds: []\n---\n好。\n")
    for name in ("opening", "script", "evidence"):
        own(here / "templates", f"hardship/strike/{name}.md.j2", "停工。\n")
    own(here / "templates", "hardship/strike/reasons.md.j2", "---\nabout: 停工\ncause: 因停工\n---\n停工。\n")
    rows = json.loads(letters("list", "--json", "--lang", "zh", cwd=here).out)
    places = {row["name"]: row["from"] for group in rows.values() for row in group if "from" in row}
    assert places == {
        "note": "templates/zh/note.md.j2",
        "strike": "templates/zh/hardship/strike/reasons.md.j2",
    }
    assert "from: templates/zh/note.md.j2" in letters("list", "--lang", "zh", cwd=here).out
    assert letters("render", "my.yaml", "-k", "note", "-o", "-", cwd=here).out == "好。\n"


def test_in_a_checkout_the_templates_there_are_ours_and_nobodys_own() -> None:
    ours = library(ROOT / "templates")
    assert ours == library()
    assert not ours.is_own(ROOT / "templates" / "zh" / "petition.md.j2")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("好。\n{{ borrower.nmae }}\n", "petition.md.j2:8: the template cannot be filled: "),
        ("{% if %}\n", "petition.md.j2:7: the template cannot be filled: "),
        ("{{ 7 * 6 }}\n", "petition.md.j2:7: the template cannot be filled: a template does not compute"),
        ("{{ total.amount + due.amount }}\n", "petition.md.j2:7: the template cannot be filled: "),
        ("{{ borrower.__class__.__mro__ }}\n", "petition.md.j2:7: the template cannot be filled: "),
        ('{% include "../../my.yaml" %}\n', "../../my.yaml"),
        ("{{ borrower.name|safe }}\n", "petition.md.j2:7: the template cannot be filled: "),
    ],
)
def test_a_mistake_is_told_with_template_and_line_and_nothing_is_written(here: Path, body: str, said: str) -> None:
    head = "---\ntitle: 申请\npurpose: 申请\nuse: 随时\nneeds: []\n---\n"
    own(here / "templates", "petition.md.j2", head + body)
    done = letters("render", "my.yaml", cwd=here)
    assert (done.code, done.out) == (3, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (here / "my").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("好。\n", "petition.md.j2:1: the template does not begin with front matter (---)"),
        ("---\ntitle: 申请\nwhen: [\n---\n好。\n", "petition.md.j2:"),
    ],
)
def test_front_matter_that_is_missing_or_broken_is_told_with_its_place(here: Path, text: str, said: str) -> None:
    own(here / "templates", "petition.md.j2", text)
    for command in (("list", "--lang", "zh"), ("render", "my.yaml")):
        done = letters(*command, cwd=here)
        assert (done.code, done.out) == (3, "")
        assert said in done.err


def test_a_folder_that_is_not_there_is_told(here: Path) -> None:
    done = letters("render", "my.yaml", "--templates", "nowhere", cwd=here)
    assert (done.code, done.out) == (3, "")
    assert done.err == "letters: nowhere is not a folder of templates\n"
