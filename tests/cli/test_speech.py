"""The program speaks Chinese and English: which one when, every message of it, and codes that stay."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import catalogue
import pytest
from babel.messages.pofile import read_po
from cases import ROOT
from command import Runs, letters_in_this_process
from every import every

from letters.base.errors import Counted, Message, ScenarioError, UnknownName
from letters.cli import third_party_messages
from letters.cli.speech import languages, told
from letters.documents.plain_text import width
from letters.files.yaml_reader import read

SETTINGS = {"LETTERS_LANG", "LANGUAGE", "LANG", "LC_ALL", "LC_MESSAGES", "LC_CTYPE", "COLUMNS", "NO_COLOR"}
RUN = "import sys; from letters.cli import main; sys.argv[0] = 'letters'; main()"

BROKEN = """\
hardship: {kind: ilness, started: 2026-02-30}
borrower: {name: 王小明}
lender: {profile: huabei, daily_rate: 0.05}
bills:
  - {due_date: 2025-12-10, amount: 32OO}
"""
GOOD = BROKEN.replace("ilness", "illness").replace("02-30", "02-03").replace("0.05}", "0.05%}").replace("32OO", "3200")


def letters(*arguments: str, cwd: Path, code: int = 0, run: str = RUN, **environ: str) -> str:
    """What a command prints, on stdout and stderr together."""
    plain = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environ = plain | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environ
    if Runs.in_this_process and run == RUN:
        said = letters_in_this_process(*arguments, cwd=cwd, environ=environ)
        assert said.code == code, said.err
        return said.err + said.out
    done = subprocess.run(
        [sys.executable, "-c", run, *arguments],
        cwd=cwd,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stdout.decode()
    return done.stdout.decode()


def is_chinese(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text))


# The same file in both languages


def test_the_problems_of_a_file_are_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(BROKEN, "utf-8")
    out = letters("check", "my.yaml", cwd=tmp_path, code=1, LETTERS_LANG="zh")
    lines = [line for line in out.splitlines() if line.startswith("my.yaml")]
    assert re.fullmatch(
        r"my\.yaml:1:18: hardship\.kind: 没有名为 'ilness' 的困难原因；是不是想写 'illness'？（可选：.*）", lines[0]
    )
    assert lines[1:] == [
        "my.yaml:1:35: hardship.started: '2026-02-30' 不存在：那个月只有 28 天，请写成 2026-02-28",
        "my.yaml:3:39: lender.daily_rate: 0.05 的意思是每天 5 %，请写成 0.05%",
        "my.yaml:5:36: bills[0].amount: '32OO' 不是金额，请写成 3200.00",
    ]


def test_the_problems_of_the_same_file_are_told_in_english(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(BROKEN, "utf-8")
    out = letters("check", "my.yaml", cwd=tmp_path, code=1, LETTERS_LANG="en")
    lines = [line for line in out.splitlines() if line.startswith("my.yaml")]
    assert lines[0].startswith("my.yaml:1:18: hardship.kind: no hardship is called 'ilness'; did you mean 'illness'? (")
    assert lines[1:] == [
        "my.yaml:1:35: hardship.started: '2026-02-30' does not exist: that month has 28 days; write it like 2026-02-28",
        "my.yaml:3:39: lender.daily_rate: 0.05 means 5 % a day; write 0.05%",
        "my.yaml:5:36: bills[0].amount: '32OO' is not an amount of money; write 3200.00",
    ]


def test_what_check_counts_is_counted_in_both(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(GOOD, "utf-8")
    chinese = letters("check", "my.yaml", cwd=tmp_path, LETTERS_LANG="zh").splitlines()
    english = letters("check", "my.yaml", cwd=tmp_path, LETTERS_LANG="en").splitlines()
    assert re.fullmatch(r"my\.yaml: 没有错误，\d+ 处待填，\d+ 条提醒", chinese[-1])
    assert re.fullmatch(r"my\.yaml: no problems, \d+ blanks, \d+ warnings?", english[-1])
    assert "my.yaml:2:1: borrower.phone: 还没有填，信里显示为【待填:手机】" in chinese
    assert "my.yaml:2:1: borrower.phone: blank in the letters, 【待填:手机】" in english
    assert re.findall(r"\d+", chinese[-1]) == re.findall(r"\d+", english[-1])


def test_a_command_line_is_refused_in_both(tmp_path: Path) -> None:
    assert letters("rander", cwd=tmp_path, code=2, LETTERS_LANG="zh") == (
        "error: 没有 'rander' 这个命令。是不是想写 'render'？\n用法：letters 命令 …\n运行 'letters -h' 可以查看说明。\n"
    )
    assert letters("rander", cwd=tmp_path, code=2, LETTERS_LANG="en") == (
        "error: No such command 'rander'. Did you mean 'render'?\n"
        "Usage: letters COMMAND …\nTry 'letters -h' for help.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        ("render", "Missing argument 'SCENARIO'.", "缺少参数 '案卷'。"),
        ("render x --forc", "No such option: --forc (Possible options: ", "没有 --forc 这个选项"),
        ("render x -k", "Option '-k' requires an argument.", "选项 '-k' 后面要写一个值。"),
        ("render x y", "Got unexpected extra argument(s) (y)", "多出了参数（y）"),
        ("--force=1 new", "No such option: --force", "没有 --force 这个选项"),
        ("copy illness -k all", "Invalid value for -k: copy takes one letter kind", "-k 的值不对：copy 一次"),
        (
            "check illness --as-of x",
            "Invalid value for --as-of: 'x' is not a date; write",
            "--as-of 的值不对：'x' 不是",
        ),
    ],
)
def test_every_refusal_of_typers_is_translated(tmp_path: Path, arguments: str, english: str, chinese: str) -> None:
    said = letters(*arguments.split(), cwd=tmp_path, code=2, LETTERS_LANG="en")
    assert f"error: {english}" in said
    said = letters(*arguments.split(), cwd=tmp_path, code=2, LETTERS_LANG="zh")
    assert f"error: {chinese}" in said


# Which language


@pytest.mark.parametrize(
    ("environ", "scenario", "chinese"),
    [
        ({"LETTERS_LANG": "en", "LANG": "zh_CN.UTF-8"}, "zh", False),
        ({"LETTERS_LANG": "zh", "LANG": "en_GB.UTF-8"}, "en", True),
        ({"LETTERS_LANG": "zh_CN.UTF-8"}, "en", True),
        ({"LETTERS_LANG": "", "LANG": "C"}, "zh", True),
        ({"LETTERS_LANG": "xx", "LANG": "C"}, "zh", True),
        ({"LANG": "C"}, "zh", True),
        ({"LANG": "C"}, '"zh" # quoted', True),
        ({"LANG": "C"}, None, True),
        ({"LANG": "zh_CN.UTF-8"}, "en", False),
        ({"LANG": "zh_CN.UTF-8"}, "xx", True),
        ({"LANG": "C"}, "xx", False),
    ],
)
def test_letters_lang_goes_before_the_scenarios_language_and_that_before_the_locale(
    tmp_path: Path, environ: dict[str, str], scenario: str | None, chinese: bool
) -> None:
    text = BROKEN if scenario is None else f"language: {scenario}\n{BROKEN}"
    (tmp_path / "my.yaml").write_text(text, "utf-8")
    out = letters("figures", "my.yaml", cwd=tmp_path, code=1, **environ)
    assert is_chinese(out.split("bills[0].amount: ")[1].split("'32OO'")[1].splitlines()[0]) == chinese


@pytest.mark.parametrize(
    ("environ", "chinese"),
    [
        ({}, False),
        ({"LANG": "zh"}, True),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, False),
        ({"LANG": "C", "LC_ALL": "zh_TW.UTF-8"}, True),
        ({"LANG": "fr_FR.UTF-8"}, False),
        ({"LANG": "fr_FR.UTF-8", "LETTERS_LANG": "zh"}, True),
    ],
)
def test_without_a_scenario_the_locale_decides(tmp_path: Path, environ: dict[str, str], chinese: bool) -> None:
    assert is_chinese(letters("check", "nothing.yaml", cwd=tmp_path, code=3, **environ)) == chinese
    assert ("用法：" in letters("check", "-h", cwd=tmp_path, code=0, **environ)) == chinese


def test_json_has_the_same_words_everywhere_unless_letters_lang_is_set(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(BROKEN, "utf-8")

    def messages(**environ: str) -> list[str]:
        data = json.loads(letters("check", "my.yaml", "--json", cwd=tmp_path, code=1, **environ))
        assert list(data) == ["schema", "problems", "blanks", "warnings"]
        return [problem["message"] for problem in data["problems"]]

    plain = messages(LANG="zh_CN.UTF-8")
    assert plain == messages(LANG="C") == messages(LETTERS_LANG="en")
    assert plain[-1] == "'32OO' is not an amount of money; write 3200.00"
    assert messages(LETTERS_LANG="zh")[-1] == "'32OO' 不是金额，请写成 3200.00"


def test_warnings_in_the_json_of_figures_are_for_programs_too(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(GOOD.replace("daily_rate: 0.05%", "type: bank"), "utf-8")

    def warning(**environ: str) -> str:
        words: list[str] = json.loads(letters("figures", "my.yaml", "--json", cwd=tmp_path, code=0, **environ))[
            "warnings"
        ]
        return next(word for word in words if word.startswith("lender: "))

    assert warning(LANG="zh_CN.UTF-8").startswith("lender: the daily rate 0.05% is only the usual one")
    assert warning(LETTERS_LANG="zh").startswith("lender: 日利率 0.05% 只是")


# Starters, lists, guide


@pytest.mark.parametrize(
    ("options", "environ", "language"),
    [
        ([], {"LANG": "C"}, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LETTERS_LANG": "en"}, "en"),
        (["--lang", "en"], {"LANG": "C"}, "en"),
        (["--lang", "zh"], {"LETTERS_LANG": "en"}, "zh"),
    ],
)
def test_a_starter_a_list_and_the_guide_are_chinese_unless_another_language_is_asked_for(
    tmp_path: Path, options: list[str], environ: dict[str, str], language: str
) -> None:
    letters("new", *options, cwd=tmp_path, code=0, **environ)
    assert f"\nlanguage: {language}\n" in (tmp_path / "illness.yaml").read_text("utf-8")
    assert is_chinese(letters("guide", *options, cwd=tmp_path, code=0, **environ)) == (language == "zh")
    kinds = letters("list", *options, cwd=tmp_path, code=0, **environ)
    assert ("医" in kinds or "住院" in kinds) == (language == "zh") or "hospital" in kinds
    spoken = environ.get("LETTERS_LANG", language)
    assert kinds.startswith({"zh": "信的种类：\n", "en": "kinds:\n"}[spoken])
    assert ("何时用：" in kinds) == (spoken == "zh")


def test_a_language_without_templates_is_told(tmp_path: Path) -> None:
    for command in ("new", "list", "guide"):
        out = letters(command, "--lang", "xx", cwd=tmp_path, code=2, LETTERS_LANG="en")
        assert out == "error: no language is called 'xx' (en, zh)\n"
    assert list(tmp_path.iterdir()) == []


def test_a_kind_that_a_language_lacks_is_listed_in_another(tmp_path: Path) -> None:
    own = tmp_path / "office" / "zh"
    own.mkdir(parents=True)
    (own / "my-letter.md.j2").write_text("---\ntitle: 信\npurpose: 我自己的信\n---\n", "utf-8")
    listed = letters("list", "--lang", "en", "--templates", "office", cwd=tmp_path)
    assert re.search("^  my-letter +我自己的信$", listed, re.MULTILINE)


def test_laws_are_listed_in_both(tmp_path: Path) -> None:
    chinese, english = (
        letters("law", cwd=tmp_path, LETTERS_LANG=language, COLUMNS="2000") for language in ("zh", "en")
    )
    assert "civil-code: 《民法典》（法律，2020-05-28 文本，2021-01-01 起施行）\n  适用：" in chinese
    assert "civil-code: Civil Code (" in english
    assert len(chinese.splitlines()) == len(english.splitlines())


# Help


COMMANDS = ["", "render", "new", "check", "figures", "copy", "list", "law", "guide", "schema", "templates"]


@pytest.mark.parametrize("command", [*COMMANDS, "templates eject"])
def test_help_is_chinese_or_english_and_fits_the_terminal(tmp_path: Path, command: str) -> None:
    chinese = letters(*command.split(), "-h", cwd=tmp_path, LANG="zh_CN.UTF-8")
    english = letters(*command.split(), "-h", cwd=tmp_path, LANG="C")
    assert english.startswith("Usage: letters ") and chinese.startswith("用法：letters ")
    assert "Show this message and exit." in english and "显示这份说明。" in chinese
    names = re.compile(r"^  (-\S+|[a-z]+  )", re.MULTILINE)
    assert names.findall(english) == names.findall(chinese)
    assert max(width(line) for line in chinese.splitlines()) <= 80
    assert not re.search("^ *[，。；：、！？）】》]", chinese, re.MULTILINE)
    assert not re.search("[\ue000]|[\u4e00-\u9fff] [\u4e00-\u9fff]", chinese)
    lines = [line for line in chinese.splitlines()[1:] if not line.startswith("  letters ")]  # examples, as typed
    typed = re.compile("`[^`]*`")
    words = [line for line in lines if re.search("[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", typed.sub("", line))]
    assert words == [], "still in English"


def test_help_stays_light_in_chinese(tmp_path: Path) -> None:
    look = "finally: print(sorted({'babel', 'jinja2', 'docx', 'yaml', 'pydantic', 'rich'} & set(sys.modules)))"
    run = f"import sys\nfrom letters.cli import main\nsys.argv[0] = 'letters'\ntry: main()\n{look}"
    assert letters("--help", cwd=tmp_path, run=run, LETTERS_LANG="zh").splitlines()[-1] == "[]"


# Messages inside messages


def test_a_message_inside_a_message_is_told_too() -> None:
    unknown = UnknownName(Message("hardship"), "ilness", ["illness"]).message
    assert told(unknown, "zh") == "没有名为 'ilness' 的困难原因；是不是想写 'illness'？（可选：illness）"
    assert told(unknown, "en") == unknown == "no hardship is called 'ilness'; did you mean 'illness'? (illness)"


def test_a_value_in_braces_is_not_taken_for_a_placeholder() -> None:
    assert told(Message("'{value}' is not a date; write it like 2025-12-10", value="{x}{0}"), "zh").startswith(
        "'{x}{0}' 不是"
    )
    plain = Message("expects an amount of money, or {since: 2025-11-12}")
    assert told(plain, "zh") == "这里要写一个金额，或者 {since: 2025-11-12}"
    assert told("{kind} as the user wrote it", "zh") == "{kind} as the user wrote it"


@pytest.mark.parametrize(("count", "english"), [(0, "0 blanks"), (1, "1 blank"), (2, "2 blanks")])
def test_a_number_of_things_has_its_plural(count: int, english: str) -> None:
    message = Counted("{count} blank", "{count} blanks", count=count)
    assert (message, told(message, "en"), told(message, "zh")) == (english, english, f"{count} 处待填")


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c",
        "a: [b",
        "a: {b",
        "a: {b: 1]",
        "a:\n  - b\n c: d",
        "a: *",
        "a: @b",
        "a: !x!y b",
        "a: - b",
        "a\nb: c",
        "- a\nb: c",
    ],
)
def test_what_the_yaml_reader_says_is_told_in_chinese(text: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(text.encode(), "my.yaml")
    for problem in caught.value.problems:
        said = told(problem.message, "zh")
        assert is_chinese(said)
        assert not re.search("[a-z]{3,} [a-z]{2,}", said.replace("letters new", "")), said


def test_what_the_system_says_is_spelled_as_the_system_spells_it() -> None:
    spelled = {os.strerror(number) for number in range(1, 134)}
    assert {str(message) for message in third_party_messages.SYSTEM} <= spelled


def test_a_file_that_cannot_be_written_is_told_in_chinese(tmp_path: Path) -> None:
    letters("new", cwd=tmp_path)
    assert letters("new", cwd=tmp_path, code=3, LETTERS_LANG="zh") == "error: illness.yaml 已经存在，不会覆盖\n"
    letters("render", "illness", "-k", "ledger", "-f", "md", cwd=tmp_path)
    (tmp_path / "illness" / "ledger.md").write_text("mine")
    out = letters("render", "illness.yaml", cwd=tmp_path, code=1)
    out = letters("render", "job-loss", "-o", "illness", cwd=tmp_path, code=3, LETTERS_LANG="zh")
    assert out.splitlines()[-1] == (
        "error: illness/ledger.md: 写出以后被修改过，或者不是 letters 写的；没有写出任何文件。"
        "可以用 -k 只写别的信，用 -o 换一个文件夹，或者用 --force：它先把原文件各留一份，名为 name.N.bak.ext"
    )


# The catalogue


@cache
def messages() -> Any:
    """What the catalogue is made of, read when a test first needs it."""
    return catalogue.extracted()


AGAIN = "run: python tests/catalogue.py"


def test_there_is_a_catalogue_for_every_language_of_letters() -> None:
    assert languages() == ["en", *catalogue.languages()]
    assert {path.parent.name for path in (ROOT / "templates").glob("*/language.yaml")} == set(languages())


def test_the_list_of_messages_is_that_of_the_code() -> None:
    assert catalogue.POT.read_bytes() == catalogue.as_text(messages()), AGAIN


@every(language=catalogue.languages())
def test_every_message_is_translated_and_none_is_a_guess(language: str) -> None:
    catalog = catalogue.merged(language, messages())
    assert [message.id for message in catalog if message.id and catalogue.untranslated(message)] == []


@every(language=catalogue.languages())
def test_the_translations_have_every_message_and_no_other(language: str) -> None:
    assert catalogue.po(language).read_bytes() == catalogue.as_text(catalogue.merged(language, messages())), AGAIN


@every(language=catalogue.languages())
def test_the_compiled_catalogue_is_that_of_the_translations_byte_for_byte(language: str) -> None:
    path = catalogue.po(language)
    assert path.with_suffix(".mo").read_bytes() == catalogue.compiled(path.read_bytes(), language), AGAIN


def fields(text: str) -> set[str | None]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text)} - {None}
    except ValueError:  # a text with braces of its own, which is never formatted
        return set(re.findall("[{}]", text))


@every(language=catalogue.languages())
def test_a_translation_fills_the_same_places(language: str) -> None:
    with catalogue.po(language).open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                ids = [message.id] if isinstance(message.id, str) else list(message.id)
                for text in catalogue.strings(message):
                    assert fields(text) == fields(ids[-1]), text


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


MODULES = sorted((ROOT / "letters").rglob("*.py"))
DYNAMIC = {"errors.py", "third_party_messages.py"}
"""Where a Message is made of a text that is not in the code: what others said."""


@every(path=MODULES)
def test_every_message_is_a_literal_that_can_be_extracted(path: Path) -> None:
    known = {text for message in messages() for text in ([message.id] if isinstance(message.id, str) else message.id)}
    for name, call in calls(path):
        if name in catalogue.MARKERS:
            for argument in call.args:
                if isinstance(argument, ast.Constant):
                    assert argument.value in known, f"not extracted (in an f-string?): {argument.value!r}"
                else:
                    assert path.name in DYNAMIC, ast.unparse(call)


def has_words(arguments: list[ast.expr]) -> bool:
    """Whether one is a text, or an f-string, with words of its own."""
    parts: list[Any] = []
    for argument in arguments:
        parts += argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    texts = [part.value for part in parts if isinstance(part, ast.Constant)]
    return any(isinstance(text, str) and re.search(r"[^\W\d_]", text) for text in texts)


PRINTERS = {"print", "note", "told", "_complain", "BadParameter", "echo", "secho"}
MAKERS = {"Problem", "problem", "refuse", "_say", "UnknownName"}


@every(path=MODULES)
def test_no_words_reach_the_user_past_the_catalogue(path: Path) -> None:
    for name, call in calls(path):
        if name in MAKERS or (name in PRINTERS and path.parent.name == "cli"):
            assert not has_words(call.args), ast.unparse(call)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Raise)
            and isinstance(node.exc, ast.Call)
            and "Custom" not in ast.unparse(node.exc.func)
        ):
            assert not has_words(node.exc.args), ast.unparse(node)
