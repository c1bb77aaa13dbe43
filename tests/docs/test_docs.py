"""Every `letters` command in README and docs/ runs as it stands, in order, and shows what is shown there."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import ALL_KINDS, ROOT
from command import shell
from every import every, others_slow

from letters.files.yaml_reader import read

DOCS = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
READMES = DOCS[:2]
SAVED = re.compile(
    r"^(?:Save this as|存为) `([\w.]+)`[^\n]*\n\n```(?:yaml|toml|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
BLOCK = re.compile(r"^```(console|bash)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path) -> list[list[tuple[str, list[str]]]]:
    """Each console block as its commands (lines that begin with `$ `), each with the output shown below it."""
    found = []
    for _, text in BLOCK.findall(path.read_text("utf-8")):
        commands: list[tuple[str, list[str]]] = []
        for line in text.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:], []))
            elif not commands:
                commands.append((line, []))
            else:
                commands[-1][1].append(line)
        found.append(commands)
    return found


def shown_in_order(shown: list[str], written: str) -> bool:
    """Whether the lines stand in what was written, in this order; a line `…` stands for any."""
    rest = iter(line.rstrip() for line in written.splitlines())
    return all(line.rstrip() in rest for line in shown if line.strip() not in {"", "…", "..."})


def is_part(data: Any, whole: Any) -> bool:
    """Whether all of some data stands in other data, which may say more."""
    if isinstance(data, dict):
        return all(key in whole and is_part(value, whole[key]) for key, value in data.items())
    if isinstance(data, list):
        return all(any(is_part(one, other) for other in whole) for one in data)
    return bool(data == whole)


@pytest.mark.parametrize("path", others_slow(DOCS), ids=lambda path: path.name)
def test_every_command_runs_and_shows_what_is_shown(path: Path, tmp_path: Path) -> None:
    for name, content in SAVED.findall(path.read_text("utf-8")):
        (tmp_path / name).write_text(content, "utf-8")
    commands = [command for block in blocks(path) for command in block]
    if path in READMES:
        commands = commands[2:]  # they set up an environment of their own; `.ci/run` runs the second
    for command, shown in commands:
        if command.split()[0] == "letters":
            spoken = "" if path.name.endswith(".zh.md") else "en"  # a Chinese page shows what its reader sees unasked
            done = shell(command, cwd=tmp_path, LETTERS_LANG=spoken, COLUMNS="200")
            assert done.code == 0, f"{command}\n{done.out}{done.err}"
            told = {line.rstrip() for line in (done.out + done.err).splitlines()} | {"", "…", "..."}
            assert [line for line in shown if line.strip() and line.rstrip() not in told] == [], command
            on_stdout = [line for line in shown if line.rstrip() in done.out.splitlines()]
            assert shown_in_order(on_stdout, done.out), f"the output of {command} is shown in another order"


@pytest.mark.slow
def test_what_is_agreed_in_the_story_is_what_its_letter_offered(tmp_path: Path) -> None:
    for block in blocks(ROOT / "docs" / "case-story.md"):
        for command, _ in block:
            assert shell(command, cwd=tmp_path).code == 0
    offer, agreed = (
        (tmp_path / "illness" / f"{kind}.md").read_text("utf-8")
        for kind in ("counter-offer", "acceptance-confirmation")
    )
    plan_a = re.search(
        r"减免罚息 \| ([\d.,]+元).*?还要还 \| ([\d.,]+元).*?(先还[\d.,]+元).*?分6期，(每期[\d.,]+元)", offer, re.DOTALL
    )
    assert plan_a
    assert [words for words in plan_a.groups() if words not in agreed] == []
    _, rest, first, each = (Decimal(re.sub(r"[^\d.]", "", words)) for words in plan_a.groups())
    assert rest == first + 6 * each


@every(path=READMES)
def test_a_readme_begins_with_one_command_that_writes_letters_and_one_that_runs_the_tests(path: Path) -> None:
    [[(first, _)], [(second, _)], *_] = blocks(path)
    assert "letters render illness.yaml" in first
    assert "python -m pytest" in second


@every(path=READMES)
def test_a_readme_names_every_letter(path: Path) -> None:
    named = re.findall(r"`([\w-]+)`", "".join(re.findall(r"^\|.*\|$", path.read_text("utf-8"), re.MULTILINE)))
    assert sorted(set(ALL_KINDS) - set(named)) == []


@every(path=READMES)
def test_what_a_readme_quotes_of_the_example_and_of_its_letter_stands_there(path: Path, tmp_path: Path) -> None:
    page, example = path.read_text("utf-8"), (ROOT / "scenarios" / "illness.yaml").read_bytes()
    pieces = "".join(re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    assert is_part(read(pieces.encode(), path.name).data, read(example, "illness.yaml").data)
    shell("letters render illness.yaml -k call-script -f md -o made", cwd=tmp_path)
    script = {line.strip("> #") for line in (tmp_path / "made" / "call-script.md").read_text("utf-8").splitlines()}
    assert [one for one in re.findall(r"^> .*$", page, re.MULTILINE) if one.strip("> *") not in script] == []


@every(path=READMES)
def test_the_mistakes_that_a_readme_shows_are_told_like_that(path: Path, tmp_path: Path) -> None:
    text = (ROOT / "scenarios" / "illness.yaml").read_text("utf-8")
    for right, wrong in (("0.05%}", "0.05}"), ("3200.00", "32OO.00"), ("2026-01-10", "2026-02-30")):
        text = text.replace(right, wrong)
    (tmp_path / "my.yaml").write_text(text, "utf-8")
    said = shell("letters check my.yaml", cwd=tmp_path, LETTERS_LANG="" if path.name.endswith(".zh.md") else "en")
    [shown] = re.findall(r"^```text\n(my\.yaml:.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert [line for line in shown.splitlines() if line not in (said.out + said.err).splitlines()] == []


def test_both_readmes_begin_with_the_same_two_commands() -> None:
    english, chinese = ([command for block in blocks(path)[:2] for command, _ in block] for path in READMES)
    assert english == chinese


@pytest.mark.parametrize("path", [*DOCS, ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


def test_each_promise_of_security_names_tests_that_are_there_in_both_languages() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    rows = re.findall(r"^\| (?!-)(.+) \| (.+) \|$", text, re.MULTILINE)
    promises = [(promise, re.findall(r"`(tests/[^`]+)`", tests)) for promise, tests in rows if "tests/" in tests]
    offenders = [promise for promise, tests in rows if not tests.startswith("`tests/")]
    assert offenders == ["保证", "promise"]  # the heads of the tables
    for name in (name for _, tests in promises for name in tests):
        path, _, test = name.partition("::")
        if not (ROOT / path).is_file() or (test and f"def {test}(" not in (ROOT / path).read_text("utf-8")):
            offenders.append(name)
    assert offenders[2:] == []
    chinese, english = promises[: len(promises) // 2], promises[len(promises) // 2 :]
    assert [tests for _, tests in chinese] == [tests for _, tests in english]
