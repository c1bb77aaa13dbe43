"""Help: in groups with an example each, in the user's language, as wide as the window; old spellings still work."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import ROOT, bundled
from command import everything_in, letters
from every import every
from reference_page import COMMANDS

from letters.cli.help.groups import EXAMPLES, GROUPS
from letters.cli.help.pages import PLACEHOLDER
from letters.cli.speech import translated
from letters.documents.plain_text import width
from letters.reference_data import guide

LANGUAGES = ["zh", "en"]
SHOWN = {name.partition(" ")[2]: one for name, one in COMMANDS.items() if not one.hidden}


def parameters(kind: str) -> Iterator[tuple[str, Any]]:
    for name, one in COMMANDS.items():
        yield from ((name, param) for param in one.params if param.param_type_name == kind and not param.hidden)


# The pages


@every(language=LANGUAGES, columns=[80, 120, 200], command=["", "render", "figures", "log add", "verify"])
def test_a_page_fits_the_window_and_cuts_nothing(tmp_path: Path, language: str, columns: int, command: str) -> None:
    page = letters(*command.split(), "-h", cwd=tmp_path, LETTERS_LANG=language, COLUMNS=str(columns)).out
    assert max(map(width, page.splitlines())) <= columns
    assert not re.search(r"[a-z,:`]\.\.\.$", page, re.MULTILINE), "typer cuts so"
    assert not re.search(r"<(str|int|path|list)|[{}]", page)


def test_a_wider_window_is_used(tmp_path: Path) -> None:
    pages = [letters("-h", cwd=tmp_path, COLUMNS=columns).out for columns in ("80", "200")]
    assert len(pages[0].splitlines()) > len(pages[1].splitlines())


@every(language=LANGUAGES)
def test_the_page_has_every_command_once_in_a_group_with_an_example(tmp_path: Path, language: str) -> None:
    page = letters("-h", cwd=tmp_path, LETTERS_LANG=language, COLUMNS="200").out
    names = [name for group in GROUPS for name in group.commands]
    assert re.findall(r"^  ([a-z]+) ", page, re.MULTILINE)[: len(names)] == names
    assert [group.example for group in GROUPS if f"`{group.example}`" not in page] == []


def test_every_command_has_an_example_that_its_parser_takes() -> None:
    assert sorted(name for name in SHOWN if name) == sorted(EXAMPLES)
    for name, examples in EXAMPLES.items():
        assert all(one.startswith(f"letters {name}") or name in {"log", "config"} for one in examples)
    for line in [one for examples in EXAMPLES.values() for one in examples] + [group.example for group in GROUPS]:
        command, words = COMMANDS["letters"], shlex.split(line)[1:]
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        command.make_parser(command.make_context("x", [], resilient_parsing=True)).parse_args(words)


def test_what_the_user_writes_there_is_said_in_words_and_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETTERS_LANG", "zh")
    lacking = [(name, one.name) for name, one in parameters("argument") if not one.metavar]
    lacking += [(name, one.name) for name, one in parameters("option") if not one.is_flag and not one.metavar]
    shown = [one.metavar or "" for kind in ("argument", "option") for _, one in parameters(kind)]
    words = set(PLACEHOLDER.findall(" ".join(shown)))
    assert lacking == []
    assert {word for word in words if translated(word) == word} <= {"DOCX"}


def test_a_line_that_is_refused_shows_the_usage_in_the_users_language(tmp_path: Path) -> None:
    said = letters("copy", cwd=tmp_path, LETTERS_LANG="zh").err
    assert said == "error: 缺少参数 '案卷'。\n用法：letters copy 案卷 [选项]\n运行 'letters copy -h' 可以查看说明。\n"


# letters help


def test_help_lists_its_topics_in_both_languages_and_shows_a_commands_page(tmp_path: Path) -> None:
    zh, en = (guide.topics(language, guide.HELP) for language in LANGUAGES)
    assert [one.name for one in zh] == [one.name for one in en]
    assert not {one.name for one in zh} & set(SHOWN), "a topic would be hidden by a command"
    listed = letters("help", cwd=tmp_path, LETTERS_LANG="en").out
    assert all(one.name in listed and one.title in listed for one in en)
    assert letters("help", "render", cwd=tmp_path).out == letters("render", "-h", cwd=tmp_path).out
    assert letters("help", "log", "add", cwd=tmp_path).out == letters("log", "add", "-h", cwd=tmp_path).out
    assert "--as-of" in letters("help", "days", cwd=tmp_path).out
    assert letters("help", "nonsense", cwd=tmp_path).code == 2


@every(language=LANGUAGES)
def test_every_command_that_a_topic_names_exists(language: str) -> None:
    text = guide.whole(language, guide.HELP).split("<!-- topic: spellings -->", maxsplit=1)[0]
    named = {tuple(one.split()[1:]) for one in re.findall(r"`(letters [^`]+)`", text)}
    assert {words[0] for words in named} - {*COMMANDS["letters"].commands} == set()
    options = {option for one in COMMANDS.values() for param in one.params for option in param.opts}
    assert {word for words in named for word in words if word.startswith("-")} <= {*options, "-h"}


@every(language=LANGUAGES)
def test_the_exit_codes_of_help_are_those_of_the_reference(language: str) -> None:
    def codes(text: str) -> list[str]:
        return re.findall(r"^\| (\d+) \|", text, re.MULTILINE)

    assert codes(guide.passage("exit-codes", language, guide.HELP)) == codes((ROOT / "README.md").read_text("utf-8"))


# Old spellings


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    letters("render", "my.yaml", cwd=tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("copy my.yaml petition", "copy my.yaml -k petition"),
        ("copy my.yaml -o my", "copy my.yaml --letters my"),
        ("verify my/petition.md -s my.yaml", "verify my.yaml my/petition.md"),
        ("verify my/petition.md", "verify my.yaml my/petition.md"),
    ],
)
def test_an_old_spelling_does_the_same_and_says_the_new_one(case: Path, old: str, new: str) -> None:
    before, now = letters(*old.split(), cwd=case), letters(*new.split(), cwd=case)
    assert (before.code, before.out) == (now.code, now.out)
    assert "still works; it is written `" in before.err
    assert "still works" not in now.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sent my.yaml petition --on 2026-03-20", "sent my.yaml -k petition --on 2026-03-20"),
        ("log add my.yaml --date 2026-04-01 --said 问", "log add my.yaml --on 2026-04-01 --said 问"),
        ("log add my.yaml --on 2026-04-01 --kind complaint", "log add my.yaml --on 2026-04-01 --what complaint"),
        ("log add my.yaml --on 2026-04-01 --letter petition", "log add my.yaml --on 2026-04-01 -k petition"),
    ],
)
def test_an_old_spelling_writes_the_same(case: Path, old: str, new: str) -> None:
    text = (case / "my.yaml").read_text("utf-8")
    (case / "other").mkdir()
    (case / "other" / "my.yaml").write_text(text, "utf-8")
    letters("render", "my.yaml", cwd=case / "other")
    before, now = letters(*old.split(), cwd=case), letters(*new.split(), cwd=case / "other")
    assert (before.code, now.code) == (0, 0), before.err + now.err
    assert (case / "my.yaml").read_text("utf-8") == (case / "other" / "my.yaml").read_text("utf-8") != text
    assert "still works; it is written `" in before.err
    assert "still works" not in now.err


def test_verify_takes_the_letters_of_a_scenario_where_none_is_named(case: Path) -> None:
    alone = letters("verify", "my.yaml", cwd=case)
    assert alone.code == 0
    assert {line.partition(":")[0] for line in alone.out.splitlines()} >= {"my/petition.md", "my/waiver-email.docx"}
    assert letters("verify", "my.yaml", "my", cwd=case).out == alone.out


READING = [
    *("check illness", "figures illness", "reconcile job-loss", "next illness", "calendar illness", "call illness"),
    *(
        "log illness",
        "list",
        "law",
        "guide",
        "guide today",
        "help",
        "help days",
        "config",
        "templates list",
        "desk cases",
    ),
]
"""Commands that only read; verify, render, update, batch and import have their shapes tried where they are."""


def test_every_command_that_reads_prints_json_alone_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "cases" / "a").mkdir(parents=True)
    (tmp_path / "cases" / "a" / "case.yaml").write_text(bundled("illness.yaml"), "utf-8")
    for line in READING:
        done = letters(*line.split(), "--json", cwd=tmp_path)
        assert isinstance(json.loads(done.out), dict), line
        assert done.code == 0, line
    assert set(everything_in(tmp_path)) == {"cases/a/case.yaml"}
