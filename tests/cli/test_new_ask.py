"""`letters new --ask`: a case told question by question, in a terminal and from a pipe."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import COMPLETE, SCENARIOS, TODAY, bundled, letters_of
from command import LETTERS, everything_in, letters, plain_environment
from every import others_slow

from letters.files.yaml_reader import read
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import library
from letters.scenario.asking.answer_data import NO, YES
from letters.scenario.asking.forks import FORKS
from letters.scenario.asking.interview import Interview
from letters.scenario.questions import questions

if sys.platform != "win32":
    import pty

FIRST = """\
bill
self
illness
急性阑尾炎住院手术
2025-11-28
治疗花去了积蓄。
n
林晓梅
330100199003072847
13800005602
lin@example.com
6617
huabei

0.05%
lender
2025 年 12 月账单
2025-12-10
3,200.00
y
2025-12-20
500
n
n
all
instalments
6
2037-04-10
15
n
"""
"""What somebody answers who fills in what a first letter needs."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file that these answers become."""
    folder = tmp_path_factory.mktemp("sound")
    letters("new", "--ask", cwd=folder, stdin=FIRST)
    return (folder / "illness.yaml").read_bytes()


def test_the_answers_become_a_commented_scenario_whose_letters_can_be_written(tmp_path: Path) -> None:
    done = letters("new", "--ask", cwd=tmp_path, stdin=FIRST)
    assert (done.code, done.out) == (0, "illness.yaml\nscenario.schema.json\n")
    assert "next: letters check illness.yaml, then letters render illness.yaml\n" in done.err
    text = (tmp_path / "illness.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n# Your case. ")
    assert "\n    amount: 3,200.00              # Principal of the bill\n" in text
    assert "\n  # ended: 2026-01-15             # Ended on: The day it ended, if it has\n" in text
    rendered = letters("render", "illness.yaml", "--as-of", "2026-03-20", cwd=tmp_path)
    assert rendered.code == 0, rendered.err
    assert "lender.name" in rendered.err  # left open, and told as a blank
    assert "borrower.phone" not in rendered.err


def test_the_questions_are_chinese_unless_another_language_is_asked_for(tmp_path: Path) -> None:
    done = letters("new", "--ask", cwd=tmp_path, stdin=FIRST, LETTERS_LANG="")
    assert done.code == 0
    assert "账单 1 · 到期还款日 (" in done.err
    assert "# 账单本金" in (tmp_path / "illness.yaml").read_text("utf-8")


def test_what_people_call_a_lender_or_a_hardship_is_an_answer(tmp_path: Path) -> None:
    said = FIRST.replace("\nhuabei\n", "\n花呗\n", 1).replace("\n0.05%\n", "\n万分之五\n", 1)
    assert said != FIRST
    done = letters("new", "生病", "--ask", cwd=tmp_path, stdin=said.replace("illness\n", "", 1))
    assert done.code == 0, done.err
    text = (tmp_path / "illness.yaml").read_text("utf-8")
    assert re.findall(r"^  (kind|profile|daily_rate): (\S+)", text, re.MULTILINE) == [
        ("kind", "illness"),
        ("profile", "huabei"),
        ("daily_rate", "万分之五"),
    ]


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("2025-12-10", "2025-13-10", "'2025-13-10' is not a date"),
        ("3,200.00", "3,2OO", "'3,2OO' is not an amount of money; write 3200.00"),
        ("林晓梅", "", "is empty; it is needed"),
        ("0.05%", "0.05", "0.05 means 5 % a day; write 0.05%"),
        ("huabei", "花贝", "write one of the numbers, 1 to 13"),
        ("2037-04-10", "2037-04-31", "'2037-04-31' does not exist: that month has 30 days"),
    ],
)
def test_a_wrong_answer_is_told_at_once_and_asked_again(
    tmp_path: Path, sound: bytes, wrong: str, right: str, told: str
) -> None:
    mistaken = FIRST.replace(f"\n{wrong}\n", f"\n{right}\n{wrong}\n", 1)
    assert mistaken != FIRST
    done = letters("new", "--ask", cwd=tmp_path, stdin=mistaken)
    assert done.code == 0, done.err
    assert f"  ! {told}" in done.err
    assert (tmp_path / "illness.yaml").read_bytes() == sound


def test_a_plan_that_should_have_begun_is_taken_and_told_by_check_and_its_letters_are_left_out(tmp_path: Path) -> None:
    done = letters("new", "--ask", cwd=tmp_path, stdin=FIRST.replace("2037-04-10", "2020-04-10"))
    assert done.code == 0, done.err
    assert "  ! " not in done.err
    checked = letters("check", "illness.yaml", cwd=tmp_path)
    assert checked.code == 0
    assert "request.plan.first: 2020-04-10 is before the letters' date" in checked.out
    rendered = letters("render", "illness.yaml", "--as-of", "2026-03-20", cwd=tmp_path)
    assert rendered.code == 0
    assert {path.name for path in (tmp_path / "illness").iterdir() if path.suffix == ".md"} == {"ledger.md"}
    assert "its plan begins on 2020-04-10, before the date of the letters, 2026-03-20" in rendered.err


def test_a_day_that_lies_ahead_is_told_at_once_and_asked_again_at_the_end(tmp_path: Path, sound: bytes) -> None:
    mistaken = FIRST.replace("2025-11-28", "2037-11-28\n") + "2025-11-28\n"
    done = letters("new", "--ask", cwd=tmp_path, stdin=mistaken)
    assert done.code == 0, done.err
    assert "  ! 2037-11-28 lies ahead; look at the year again (Enter keeps it as it is)" in done.err
    assert "  ! Began on: 2037-11-28 is after the letters' date" in done.err
    assert (tmp_path / "illness.yaml").read_bytes() == sound


def test_a_plan_without_an_amount_is_asked_again(tmp_path: Path, sound: bytes) -> None:
    done = letters("new", "--ask", cwd=tmp_path, stdin=FIRST.replace("\n6\n", "\n\n") + "6\n")
    assert done.code == 0, done.err
    assert "  ! Instalments: is empty; it is needed" in done.err
    assert (tmp_path / "illness.yaml").read_bytes() == sound


def test_a_file_that_is_there_already_stays_as_it_is(tmp_path: Path, sound: bytes) -> None:
    (tmp_path / "illness.yaml").write_text("mine")
    done = letters("new", "--ask", cwd=tmp_path, stdin=FIRST)
    assert (done.code, done.out) == (0, "illness-2.yaml\nscenario.schema.json\n")
    assert (tmp_path / "illness.yaml").read_text() == "mine"
    assert (tmp_path / "illness-2.yaml").read_bytes() == sound


def test_a_rate_that_no_profile_knows_is_asked_for(tmp_path: Path) -> None:
    answers = FIRST.replace("\nhuabei\n\n0.05%\n", "\ngeneric\n\n\n\n") + "0.05%\n"
    done = letters("new", "--ask", cwd=tmp_path, stdin=answers)
    assert done.code == 0, done.err
    assert "  ! Daily penalty rate: there is no daily rate: write the one on your bill or contract" in done.err


def test_a_rate_by_the_year_is_asked_for_where_none_by_the_day_is_known(tmp_path: Path) -> None:
    answers = FIRST.replace("\nhuabei\n\n0.05%\n", "\ngeneric\n\n\n0.05%\n18.25%\n")
    done = letters("new", "--ask", cwd=tmp_path, stdin=answers)
    assert done.code == 0, done.err
    assert "  ! 0.05 % a year is very little; is it a rate by the day?" in done.err
    assert "  annual_rate: 18.25% " in (tmp_path / "illness.yaml").read_text("utf-8")


def test_one_can_go_back_and_answer_again(tmp_path: Path) -> None:
    answers = FIRST.replace("\n林晓梅\n", "\n林小梅\n<\n林晓梅\n").replace("bill\n", "<\ncard\n<\nbill\n", 1)
    done = letters("new", "--ask", cwd=tmp_path, stdin=answers)
    assert done.code == 0, done.err
    assert "this is the first question" in done.err
    text = (tmp_path / "illness.yaml").read_text("utf-8")
    assert "林小梅" not in text
    assert "  name: 林晓梅 " in text


def test_one_can_stop_and_keep_what_was_answered(tmp_path: Path) -> None:
    done = letters("new", "job-loss", "--ask", cwd=tmp_path, stdin="bill\nself\n单位停业\n>\n")
    assert (done.code, done.out) == (0, "job-loss.yaml\nscenario.schema.json\n")
    text = (tmp_path / "job-loss.yaml").read_text("utf-8")
    assert "  kind: job-loss " in text
    assert "  event: 单位停业 " in text
    assert "\n  name:                           # Name (needed): The name in the contract (林晓梅)\n" in text
    assert letters("check", "job-loss.yaml", cwd=tmp_path).code == 1


def test_the_examples_are_those_of_the_hardship(tmp_path: Path) -> None:
    done = letters("new", "job-loss", "--ask", "--lang", "en", cwd=tmp_path, stdin="bill\nself\n>\n")
    assert "for example the shop I worked in closed and my contract was ended" in done.err
    text = (tmp_path / "job-loss.yaml").read_text("utf-8")
    assert "document: certificate of termination of employment" in text
    assert "appendicitis" not in done.err + text


def test_answers_that_end_too_early_leave_no_file(tmp_path: Path) -> None:
    done = letters("new", "--ask", cwd=tmp_path, stdin="bill\nself\nillness\n住院\n")
    assert (done.code, done.out) == (3, "")
    assert "there is no terminal here: each line of the input is one answer\n" in done.err
    assert "error: the answers end before 'Began on'; nothing was written." in done.err
    assert everything_in(tmp_path) == {}


@pytest.mark.parametrize("locale", ["C.UTF-8", "en_US.UTF-8"])
def test_answers_in_another_encoding_are_told_and_leave_no_file(tmp_path: Path, locale: str) -> None:
    """C.UTF-8 has Python take any byte for text: a file of garbled words came of it."""
    gbk = FIRST.encode("gbk")
    done = letters("new", "--ask", cwd=tmp_path, stdin=gbk, LC_ALL=locale)
    assert (done.code, done.out) == (3, "")
    assert "error: the answers are not UTF-8; nothing was written" in done.err
    assert everything_in(tmp_path) == {}


def test_a_wide_space_stays_a_space_and_no_character_of_a_name_is_lost(tmp_path: Path) -> None:
    rare = "林\ue863梅"  # as banks write a name that Unicode lacked
    answers = FIRST.replace("急性阑尾炎住院手术", "在北京\u3000朝阳\t住院\ufeff").replace("林晓梅", rare)
    done = letters("new", "--ask", cwd=tmp_path, stdin=answers)
    assert done.code == 0, done.err
    data: Any = read((tmp_path / "illness.yaml").read_bytes(), "illness.yaml").data
    assert (data["hardship"]["event"], data["borrower"]["name"]) == ("在北京 朝阳 住院", rare)


def test_a_character_that_no_letter_can_hold_is_told_and_asked_again(tmp_path: Path, sound: bytes) -> None:
    """An arrow key where lines are read, as an example: its rest would stand in the answer."""
    answers = FIRST.replace("\n林晓梅\n", "\n林晓梅\x1b[D\n林晓梅\n")
    done = letters("new", "--ask", cwd=tmp_path, stdin=answers)
    assert done.code == 0, done.err
    assert "  ! the character U+001B cannot stand in a letter; delete it" in done.err
    assert (tmp_path / "illness.yaml").read_bytes() == sound


def test_an_unknown_hardship_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    done = letters("new", "ilness", "--ask", cwd=tmp_path, stdin=FIRST)
    assert done.code == 2
    assert done.err.startswith("error: no hardship is called 'ilness'; did you mean 'illness'?")
    assert everything_in(tmp_path) == {}


def test_more_can_be_filled_in_part_by_part_and_left_part_by_part(tmp_path: Path) -> None:
    parts = ["n", "n", "y", "2026-01-15", "2026-02-02", "23000", "7", *[""] * 4, *["n"] * 20]
    answers = FIRST.removesuffix("n\n") + "y\n" + "\n".join(parts) + "\n"
    done = letters("new", "--ask", cwd=tmp_path, stdin=answers)
    assert done.code == 0, done.err
    assert (
        "Hardship: fill in more? (Ended on, Back at work on, Own cost, Whose trouble, In short, In hospital" in done.err
    )
    assert "Severance pay" not in done.err, "an illness has no severance pay"
    hardship: Any = read((tmp_path / "illness.yaml").read_bytes(), "illness.yaml").data
    assert hardship["hardship"]["own_cost"] == "23000"


def test_an_event_is_shown_as_it_will_read(tmp_path: Path) -> None:
    done = letters("new", "--ask", cwd=tmp_path, stdin=FIRST, LETTERS_LANG="")
    assert "信里会这样写发生的事：我因急性阑尾炎住院做了手术\n" in done.err
    assert "是谁的事" not in done.err


def test_an_illness_that_names_somebody_else_is_asked_whose_it_is(tmp_path: Path) -> None:
    doubtful = FIRST.replace(
        "急性阑尾炎住院手术\n2025-11-28\n治疗花去了积蓄。\n", "父亲肺癌住院\n2025-11-28\n治疗花去了积蓄。\nparent\n"
    )
    done = letters("new", "--ask", cwd=tmp_path, stdin=doubtful, LETTERS_LANG="")
    assert done.code == 0, done.err
    assert "信里会这样写发生的事：父亲因肺癌住院\n" in done.err
    assert "`who: self`" in done.err
    hardship: Any = read((tmp_path / "illness.yaml").read_bytes(), "illness.yaml").data
    assert hardship["hardship"]["who"] == "parent"


# In a terminal


class Terminal:
    """`letters` in a terminal, where one waits for words and types."""

    def __init__(self, cwd: Path, *arguments: str, **settings: str) -> None:
        self.parent, child = pty.openpty()
        environ = plain_environment() | {"TERM": "xterm", "COLUMNS": "200", "LINES": "60", "PROMPT_TOOLKIT_NO_CPR": "1"}
        environ |= settings
        self.process = subprocess.Popen(
            [LETTERS, *arguments], cwd=cwd, env=environ, stdin=child, stdout=child, stderr=child, start_new_session=True
        )
        os.close(child)
        self.shown = ""

    def wait_for(self, words: str) -> None:
        until = time.monotonic() + 30
        while words not in self.shown:
            assert time.monotonic() < until, f"{words!r} did not come:\n{self.shown}"
            if select.select([self.parent], [], [], 0.1)[0]:
                piece = os.read(self.parent, 65536).decode(errors="replace")
                self.shown += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", piece)
        self.shown = self.shown.partition(words)[2]

    def type(self, keys: str) -> None:
        os.write(self.parent, keys.encode())

    def ended(self) -> int:
        until = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < until:
            if select.select([self.parent], [], [], 0.1)[0]:
                try:
                    os.read(self.parent, 65536)
                except OSError:  # Linux: the other side is closed
                    break
        os.close(self.parent)
        return self.process.wait(timeout=10)


DOWN, UP, ENTER, CTRL_C, CTRL_D = "\x1b[B", "\x1b[A", "\r", "\x03", "\x04"


def test_in_a_terminal_one_chooses_by_arrow_keys_corrects_goes_back_and_stops(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "--ask")
    terminal.wait_for("stop here")
    terminal.type(ENTER)
    terminal.wait_for("Who writes and calls?")
    terminal.wait_for("stop here")
    terminal.type(ENTER)
    terminal.wait_for("illness – ")
    terminal.type(DOWN * 2 + ENTER)
    terminal.wait_for("What happened, in one phrase")
    terminal.type("住院" + ENTER)
    terminal.wait_for("Began on")
    terminal.type("2025-13-10" + ENTER)
    terminal.wait_for("'2025-13-10' is not a date")
    terminal.wait_for("Began on")
    terminal.type("\x7f" * 5 + "12-10" + ENTER)  # the line is there to be corrected
    terminal.wait_for("Your own account")
    terminal.type("<" + ENTER)
    terminal.wait_for("Began on")
    terminal.type(ENTER)
    terminal.wait_for("Your own account")
    terminal.type("治疗花去了积蓄。" + ENTER)
    terminal.wait_for("stop here")
    terminal.type(UP + ENTER)
    assert terminal.ended() == 0
    text = (tmp_path / "illness.yaml").read_text("utf-8")
    assert "  started: 2025-12-10 " in text
    assert "  story: 治疗花去了积蓄。 " in text


def to_the_first_day(terminal: Terminal) -> None:
    """Answers up to the day it began, which is asked then."""
    for words in ("What kind of debt is it?", "Who writes and calls?"):
        terminal.wait_for(words)
        terminal.wait_for("stop here")
        terminal.type(ENTER)
    terminal.wait_for("What happened, in one phrase")
    terminal.type("住院" + ENTER)
    terminal.wait_for("Began on")


def test_ctrl_c_twice_leaves_no_file(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "illness", "--ask")
    to_the_first_day(terminal)
    terminal.type(CTRL_C)
    terminal.wait_for("Keep what you have answered as a draft?")
    terminal.wait_for("no")
    terminal.type(CTRL_C)
    assert terminal.ended() == 130
    assert everything_in(tmp_path) == {}


@pytest.mark.slow
def test_ctrl_c_keeps_a_draft_that_goes_on_from_the_first_open_question(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "illness", "--ask")
    to_the_first_day(terminal)
    terminal.type(CTRL_C)
    terminal.wait_for("Keep what you have answered as a draft?")
    terminal.wait_for("no")
    terminal.type(ENTER)
    assert terminal.ended() == 130
    assert everything_in(tmp_path).keys() == {"illness.yaml"}
    assert "letters new --ask illness.yaml" in (tmp_path / "illness.yaml").read_text("utf-8")
    rest = FIRST.partition("住院手术\n")[2]
    done = letters("new", "--ask", "illness.yaml", cwd=tmp_path, stdin=rest)
    assert (done.code, done.out) == (0, "illness.yaml\nscenario.schema.json\n"), done.err
    text = (tmp_path / "illness.yaml").read_text("utf-8")
    assert ("  event: 住院 " in text, "  started: 2025-11-28 " in text) == (True, True)
    assert "new --ask" not in text, "it is no draft any more"


@pytest.mark.slow
def test_where_lines_are_read_the_end_of_a_terminal_offers_the_draft_too(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "illness", "--ask", TERM="dumb")
    terminal.wait_for("[bill]")
    terminal.type("card" + ENTER)
    terminal.wait_for("[self]")
    terminal.type(CTRL_D)
    terminal.wait_for("Keep what you have answered as a draft?")
    terminal.wait_for("[yes]")
    terminal.type("y" + ENTER)
    assert terminal.ended() == 3
    assert "# answered: debt?=card" in (tmp_path / "illness.yaml").read_text("utf-8")


def test_a_file_is_gone_on_with_and_asked_what_it_leaves_open(tmp_path: Path, sound: bytes) -> None:
    """One that a person wrote, with notes of their own: what it says stands, and it stays as it is."""
    mine = (
        "# mine\nlanguage: en\nhardship: {kind: 生病}\nborrower: {name: 林晓梅}\nlender: 花呗\nextra: {union: 工会}\n"
    )
    (tmp_path / "mei.yaml").write_text(mine, "utf-8")
    given = ("illness\n", "林晓梅\n", "huabei\n")
    rest = FIRST
    for line in given:
        rest = rest.replace(line, "", 1)
    done = letters("new", "--ask", "mei.yaml", cwd=tmp_path, stdin=rest)
    assert (done.code, done.out) == (0, "mei-2.yaml\nscenario.schema.json\n"), done.err
    assert (tmp_path / "mei.yaml").read_text("utf-8") == mine
    told: Any = read((tmp_path / "mei-2.yaml").read_bytes(), "mei-2.yaml").data
    meant: Any = read(sound, "illness.yaml").data
    assert told == meant | {"extra": {"union": "工会"}}


def test_a_file_to_go_on_with_has_to_be_there(tmp_path: Path) -> None:
    done = letters("new", "--ask", "illness.yaml", cwd=tmp_path, stdin=FIRST)
    assert (done.code, done.out) == (3, "")
    assert "error: illness.yaml: there is no such file here" in done.err


def test_it_ends_with_the_figures_and_writes_the_letters_if_that_is_wanted(tmp_path: Path) -> None:
    done = letters("new", "--ask", cwd=tmp_path, stdin=f"{FIRST}y\n")
    assert done.code == 0, done.err
    shown = re.search(r"owed on \S+: (\S+) in all, of it principal 2,716.00, penalty (\S+)\n", done.err)
    assert shown, done.err
    assert f"asked to be waived: {shown[2]}\nplan: 2,716.00 in 6 payments from 2037-04-10, 452.70 at most\n" in done.err
    assert "Write the letters now?" in done.err
    assert done.out.splitlines()[:3] == ["illness.yaml", "scenario.schema.json", "illness/waiver-email.md"]


@pytest.mark.parametrize(
    "slip",
    others_slow(
        [
            ("lin@example.com", "330100199003072847", "this is an ID number, not an e-mail address"),
            ("330100199003072847", "330100199003072848", "the check digit, date or region of this ID number"),
            ("13800005602", "1380000560", "a mobile number has 11 digits, this one 10"),
            ("2025-12-10", "2035-12-10", "due more than a year after"),
        ]
    ),
)
def test_what_is_probably_a_slip_is_asked_about_and_kept_if_it_is_said_again(
    tmp_path: Path, sound: bytes, slip: tuple[str, str, str]
) -> None:
    key, doubtful, told = slip
    for again, line in (("corrected", key), ("kept", "")):
        done = letters("new", "--ask", cwd=tmp_path, stdin=FIRST.replace(f"\n{key}\n", f"\n{doubtful}\n{line}\n", 1))
        assert f"  ! {told}" in done.err
        if again == "corrected":
            assert (tmp_path / "illness.yaml").read_bytes() == sound
        elif not told.startswith("due"):
            assert f": {doubtful} " in (tmp_path / "illness-2.yaml").read_text("utf-8")


def test_a_desk_that_has_a_writer_is_suggested_as_the_one_who_writes(tmp_path: Path) -> None:
    (tmp_path / "letters.toml").write_text("[writer]\nname = '江畔法律援助站'\nrelation = '代办人'\n", "utf-8")
    assert letters("config", "trust", ".", cwd=tmp_path).code == 0
    lines = ["bill", "", "illness", "住院", "", "", "n", "林晓梅", *[""] * 8, ">"]
    done = letters("new", "--ask", cwd=tmp_path, stdin="\n".join([*lines, ""]))
    assert done.code == 0, done.err
    told: Any = read((tmp_path / "illness.yaml").read_bytes(), "illness.yaml").data
    assert told["writer"].items() >= {"name": "江畔法律援助站", "relation": "代办人", "phone": None}.items()


def test_one_can_go_back_any_number_of_times_and_from_a_question_that_is_asked_again(tmp_path: Path) -> None:
    typed = FIRST.splitlines()
    place = typed.index("huabei")
    there_and_back = [*typed[:place], *["<"] * place, *typed]
    done = letters("new", "--ask", cwd=tmp_path, stdin="\n".join([*there_and_back, ""]))
    assert done.code == 0, done.err
    assert "this is the first question" not in done.err
    mended = FIRST.replace("2025-11-28", "2037-11-28\n") + "<\n<\n20\n2025-11-28\nn\n"
    done = letters("new", "--ask", cwd=tmp_path, stdin=mended)
    assert done.code == 0, done.err
    text = (tmp_path / "illness-2.yaml").read_text("utf-8")
    assert ("  reply_within_days: 20 " in text, "  started: 2025-11-28 " in text) == (True, True)


# The order of the questions


EVERYTHING = "any"
"""The option of every fork that leaves nothing out."""


def answered(data: Any) -> Interview:
    """An interview in which somebody tells all of a scenario."""
    asked = questions("zh", kinds=MAIN_ROLES)
    interview = Interview(asked, TODAY, library(), data.get("language", "zh"))
    while step := interview.step():
        key = step.key.removesuffix("?").removesuffix("+")
        value = value_at(data, key) if key else data
        yes_or_no = YES if value is not None else NO
        told = "" if isinstance(value, dict) else str(value or "")  # a rule in the place of an amount
        said = yes_or_no if step.question is None else told
        said = EVERYTHING if step.key in {fork.key for fork in FORKS} else said
        if interview.answer(step, said) is not None:  # it deserves a second look: on that day it lies ahead
            assert interview.answer(step, said) is None, f"{step.key}: {said}"
    return interview


def value_at(data: Any, key: str) -> Any:
    for part in re.findall(r"[a-z_]+|\d+", key):
        if isinstance(data, list):
            data = data[int(part)] if int(part) < len(data) else None
        else:
            data = data.get(part) if data else None
    return data


@pytest.mark.parametrize("text", others_slow([COMPLETE, *map(bundled, SCENARIOS)]))
def test_whatever_a_scenario_says_can_be_answered(text: str) -> None:
    data: Any = read(text.encode(), "case.yaml").data
    if isinstance(data["lender"], str):
        data["lender"] = {"profile": data["lender"]}
    told = letters_of(answered(data).text()).case.scenario
    meant = letters_of(text).case.scenario
    rules = {
        "lender": {"late_fee"},
        "bills": {"__all__": {"late_fee", "interest"}},
    }  # mappings, for those who write YAML
    assert told.copy_with(dict.fromkeys(rules | STORY)) == meant.copy_with(dict.fromkeys(rules | STORY))


STORY: dict[str, Any] = {"hardship": {"story"}}
"""Asked for in one line: its paragraphs become one."""


def test_an_answer_that_a_later_one_contradicts_is_asked_again() -> None:
    interview = Interview(questions("en", kinds=MAIN_ROLES), date(2026, 3, 20), library(), "zh")
    interview.answers = {
        "hardship.kind": "illness",
        "hardship.started": "2025-11-28",
        "borrower.name": "林晓梅",
        "lender.profile": "huabei",
        "bills[0].due_date": "2025-12-10",
        "bills[0].amount": "3200",
        "request.plan.instalments": "6",
        "request.plan.first": "2026-04-10",
        "date": "2025-11-01",
    }
    ((path, message),) = interview.mend()
    assert path == "hardship.started"
    assert message.startswith("2025-11-28 is after the letters' date")
    assert path not in interview.answers
    assert interview.suggested[path] == "2025-11-28"
