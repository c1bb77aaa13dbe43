"""Letters of one's own: looked in first, part by part, ejected from ours, and told of where they are mistaken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import ROOT, bundled
from command import OF_ITS_AGE, Done, everything_in, installed_letters

from letters.cli.trust import trust
from letters.reference_data.template_library import library
from letters.scenario.questions import questions

pytestmark = pytest.mark.slow

USED = "go before the bundled ones"


def letters(*arguments: str, cwd: Path, stdin: bytes = b"", **environ: str) -> Done:
    """A command, once the user has read and trusted the templates there; without the line that says whose it uses."""
    for folder in (cwd / "templates", cwd.parent / "templates"):
        if folder.is_dir():
            trust(folder)
    done = installed_letters(*arguments, cwd=cwd, stdin=stdin, **environ)
    err = "".join(line for line in OF_ITS_AGE.sub("", done.err).splitlines(keepends=True) if USED not in line)
    return Done(done.code, done.out, err)


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
    done = letters("templates", "eject", "-k", "petition", "--lang", "zh", cwd=here)
    assert (done.code, done.out, done.err) == (0, "templates/zh/petition.md.j2\n", "")
    copied = here / "templates" / "zh" / "petition.md.j2"
    assert copied.read_bytes() == (ROOT / "templates" / "zh" / "petition.md.j2").read_bytes()
    copied.write_text("mine")
    done = letters("templates", "eject", "-k", "petition", "--lang", "zh", cwd=here)
    assert (done.code, done.out) == (3, "")
    assert done.err == "error: templates/zh/petition.md.j2 exists already; it is not overwritten\n"
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
    letters("templates", "eject", "-k", "petition", "--lang", "zh", cwd=here)
    path = here / "templates" / "zh" / "petition.md.j2"
    path.write_text(path.read_text("utf-8").replace("## 申请事项", "## 我的情况"), "utf-8")
    assert "\n## 我的情况\n" in petition(here)
    (here / "elsewhere").mkdir()
    done = letters("render", "../my.yaml", "-k", "petition", "-o", "-", cwd=here / "elsewhere")
    assert "\n## 我的情况\n" in done.out


def test_a_part_of_ones_own_replaces_that_part_and_nothing_else(here: Path) -> None:
    plain = petition(here)
    own(here / "templates", "_parts/regret.md.j2", "我会按期还清。\n")
    changed = [line for line in petition(here).splitlines() if line not in plain.splitlines()]
    assert len(changed) == 1
    assert "我会按期还清。" in changed[0]


def test_the_folder_named_goes_before_the_one_beside_the_scenario(here: Path) -> None:
    own(here / "templates", "_parts/regret.md.j2", "我会按期还清。\n")
    own(here / "office", "_parts/regret.md.j2", "我保证按期还清。\n")
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
        (
            "{{ total.amount + due.amount }}\n",
            "petition.md.j2:7: the template cannot be filled: a template does not compute",
        ),
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
    assert done.err == "error: nowhere is not a folder of templates\n"


UNION = """---
title: 请工会转交的投诉
purpose: 由工会转交的投诉
use: 有工会时
role: complaint
needs: [{extra.union_name: 工会名称}, {extra.fee: 会费}, {extra.joined: 入会日期}]
---
{{ extra.union_name }}：会费 {{ extra.fee|money }} 元，{{ extra.joined|date }}入会（{{ extra.joined }}）。
"""


def test_a_letter_of_ones_own_takes_part_by_its_role(here: Path) -> None:
    own(here / "templates", "through-the-union.md.j2", UNION)
    log = "contacts:\n  - {date: 2026-03-02, letter: waiver-email}\n  - {date: 2026-03-10, outcome: refused}\n"
    text = bundled("illness.yaml").partition("contacts:\n")
    rest = text[2].partition("\nrequest:")
    plain = text[0] + log + "request:" + rest[2]
    (here / "my.yaml").write_text(plain, "utf-8")
    said = json.loads(letters("next", "my.yaml", "--on", "2026-03-11", "--json", cwd=here).out)
    assert [row["kind"] for row in said["letters"]] == ["lender-complaint", "through-the-union"]
    sent = log + "  - {date: 2026-03-12, letter: through-the-union}\n"
    (here / "my.yaml").write_text(plain.replace(log, sent), "utf-8")
    said = json.loads(letters("next", "my.yaml", "--on", "2026-03-13", "--json", cwd=here).out)
    assert (said["step"], said["complaint"]) == ("wait", "2026-03-12")
    assert [row["days"] for row in said["limits"]] == [15, 30, 60]


def test_a_letter_of_ones_own_brings_its_own_facts(here: Path) -> None:
    own(here / "templates", "through-the-union.md.j2", UNION)
    text = letters("render", "my.yaml", "-k", "through-the-union", "-o", "-", cwd=here).out
    assert text == "【待填:工会名称】：会费【待填:会费】元，【待填:入会日期】入会（【待填:入会日期】）。\n"
    schema = json.loads(letters("schema", "--lang", "zh", cwd=here).out)
    assert schema["$defs"]["Extra"]["properties"]["union_name"]["title"] == "工会名称"
    asked = letters(
        "new", "illness", "--ask", "--lang", "zh", cwd=here, stdin="住院手术\n林晓梅\n>\n".encode(), LETTERS_LANG="zh"
    )
    assert asked.code == 0, asked.err
    assert "  union_name:                     # 工会名称: 用于“请工会转交的投诉”\n" in (
        here / "illness.yaml"
    ).read_text("utf-8")
    found = {one.path: one for one in questions("zh", shelf=library(here / "templates"))}
    assert found["extra.union_name"].title == "工会名称"
    assert not {path for path in (one.path for one in questions("zh")) if path.startswith("extra")}
    with (here / "my.yaml").open("a", encoding="utf-8") as file:
        file.write("extra: {union_name: 市*总*工会, fee: 1200, joined: 2019-3-1}\n")
    text = letters("render", "my.yaml", "-k", "through-the-union", "-o", "-", cwd=here).out
    assert text == "市\\*总\\*工会：会费1,200.00元，2019年3月1日入会（2019-3-1）。\n"


def test_a_template_whose_when_is_a_sentence_is_told_what_to_write(here: Path) -> None:
    own(here / "templates", "note.md.j2", "---\ntitle: 便条\nwhen: 随时\n---\n好。\n")
    done = letters("render", "my.yaml", "-k", "note", cwd=here, LETTERS_LANG="en")
    assert (done.code, done.out) == (3, "")
    assert "zh/note.md.j2: `when` is now a list of situations" in done.err
    assert "write `use: 随时`" in done.err
    assert letters("render", "my.yaml", cwd=here).code == 0  # the other letters can do without it


# Trust


def test_templates_beside_a_case_are_not_used_until_they_are_trusted(here: Path) -> None:
    own(
        here / "templates",
        "petition.md.j2",
        "---\ntitle: 申请\npurpose: 申请\nuse: 随时\nneeds: []\n---\n陌生人的信。\n",
    )
    render = ("render", "my.yaml", "-k", "petition", "-o", "-")
    done = installed_letters(*render, cwd=here)
    assert "陌生人的信" not in done.out
    told = OF_ITS_AGE.sub("", done.err).splitlines()
    assert [line for line in told if "templates is there and not used" in line] == told
    assert installed_letters("templates", "trust", ".", cwd=here).code == 0
    done = installed_letters(*render, cwd=here)
    assert done.out == "陌生人的信。\n"
    assert USED in done.err
    assert "templates" in installed_letters("templates", "list", cwd=here).out


def test_a_trusted_folder_that_changes_asks_again_and_can_be_forgotten(here: Path) -> None:
    own(here / "templates", "_parts/regret.md.j2", "我会按期还清。\n")
    trust(here / "templates")
    own(here / "templates", "_parts/regret.md.j2", "我什么也不还。\n")
    render = ("render", "my.yaml", "-k", "petition", "-o", "-")
    assert "我什么也不还" not in installed_letters(*render, cwd=here).out
    rows = json.loads(installed_letters("templates", "list", "--json", cwd=here).out)["folders"]
    assert [row["trusted"] for row in rows if row["path"] == str((here / "templates").resolve())] == [False]
    trust(here / "templates")
    assert installed_letters("templates", "untrust", "templates", cwd=here).code == 0
    assert "我什么也不还" not in installed_letters(*render, cwd=here).out


def test_templates_named_on_the_command_line_are_trusted_for_that_run(here: Path) -> None:
    own(here / "office", "_parts/regret.md.j2", "我保证按期还清。\n")
    done = installed_letters("render", "my.yaml", "-k", "petition", "-o", "-", "--templates", "office", cwd=here)
    assert "我保证按期还清" in done.out
    assert OF_ITS_AGE.sub("", done.err) == "note: templates of office go before the bundled ones\n"


def test_a_link_out_of_a_template_folder_is_refused(here: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("PRIVATE KEY", "utf-8")
    own(here / "office", "petition.md.j2", "")
    (here / "office" / "zh" / "petition.md.j2").unlink()
    (here / "office" / "zh" / "petition.md.j2").symlink_to(tmp_path / "secret")
    done = installed_letters("render", "my.yaml", "-k", "petition", "-o", "-", "--templates", "office", cwd=here)
    assert (done.code, done.out) == (3, "")
    assert "link out of the folder of templates" in done.err
    assert installed_letters("templates", "trust", "office", cwd=here).code == 3


def test_the_words_of_a_language_file_reach_into_no_value(here: Path) -> None:
    words = (ROOT / "templates" / "zh" / "language.yaml").read_text("utf-8")
    evil = words.replace('date: "', 'date: "{year.__class__.__mro__}{year:>99999999}').replace("date: '", "date: '")
    own(here / "office", "language.yaml", evil)
    done = installed_letters("render", "my.yaml", "-k", "petition", "-o", "-", "--templates", "office", cwd=here)
    assert "class" not in done.out.replace("__class__", "")
    assert len(done.out) < 100_000
