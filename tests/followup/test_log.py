"""`letters log`: a contact goes into the scenario itself, and everything else in it stays as the user wrote it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from cases import COMPLETE, MINIMAL, TODAY, bundled
from command import LETTERS, installed_letters, letters, plain_environment

from letters.base.errors import OutputError, ScenarioError
from letters.cli.inputs.contact_answers import WORDS
from letters.files.yaml_reader import read
from letters.followup import log as adding
from letters.scenario.model.contacts import CONTACT_KINDS, OUTCOMES
from letters.scenario.writing.yaml_insert import Row, UnclearPlaceError, with_row

ENTRY: Row = {"date": date(2026, 3, 25), "channel": "电话", "agent": "0518", "said": "问: 结果, 如何 #1"}
WRITTEN = "{date: 2026-03-25, channel: 电话, agent: '0518', said: '问: 结果, 如何 #1'}"
DATA = {"date": "2026-03-25", "channel": "电话", "agent": "0518", "said": "问: 结果, 如何 #1"}

PLACES = {
    "no key": ("a: 1\n", f"a: 1\ncontacts:\n  - {WRITTEN}\n"),
    "no line end": ("a: 1", f"a: 1\ncontacts:\n  - {WRITTEN}\n"),
    "empty": ("contacts:\nb: 2\n", f"contacts:\n  - {WRITTEN}\nb: 2\n"),
    "a comment alone": (
        "contacts:   # none yet\n  # - {x: 1}\n\nb: 2\n",
        f"contacts:   # none yet\n  - {WRITTEN}\n  # - {{x: 1}}\n\nb: 2\n",
    ),
    "brackets": ("contacts: []  # none\nb: 1\n", f"contacts:  # none\n  - {WRITTEN}\nb: 1\n"),
    "null": ("contacts: ~\n", f"contacts:\n  - {WRITTEN}\n"),
    "deep": (
        "contacts:\n    - {date: 1}   # why\n    # then\n    - {date: 2}  # last\n# z\nb: 1\n",
        f"contacts:\n    - {{date: 1}}   # why\n    # then\n    - {{date: 2}}  # last\n    - {WRITTEN}\n# z\nb: 1\n",
    ),
    "flow": (
        "contacts: [{date: 1},\n  {date: 2}, # x\n]\n",
        f"contacts: [{{date: 1}},\n  {{date: 2}}, {WRITTEN}, # x\n]\n",
    ),
    "Windows": ("a: 1\r\ncontacts:\r\n- {date: 1}\r\n", f"a: 1\r\ncontacts:\r\n- {{date: 1}}\r\n- {WRITTEN}\r\n"),
    "JSON": ('{"a": 1}', f'{{"a": 1, "contacts": [{WRITTEN}]}}'),
    "lines": (
        "contacts:\n- date: 1\n  said: |\n    foo\n    bar\n\n# after\nb: 1\n",
        "contacts:\n- date: 1\n  said: |\n    foo\n    bar\n- date: 2026-03-25\n  channel: 电话\n  agent: '0518'\n"
        "  said: '问: 结果, 如何 #1'\n\n# after\nb: 1\n",
    ),
    "an empty value": (
        "contacts:\n  - date: 1\n    said:\nb: 1\n",
        "contacts:\n  - date: 1\n    said:\n  - date: 2026-03-25\n    channel: 电话\n    agent: '0518'\n"
        "    said: '问: 结果, 如何 #1'\nb: 1\n",
    ),
    "JSON without contacts yet": ('{"contacts": [], "a": 1}', f'{{"contacts": [{WRITTEN}], "a": 1}}'),
    "JSON's null": ('{"contacts": null, "a": 1}', f'{{"contacts": [{WRITTEN}], "a": 1}}'),
    "a comment in brackets": ("contacts: [\n  # none\n]\n", f"contacts: [{WRITTEN}\n  # none\n]\n"),
    "a comment beside a bracket": ("contacts: [ # none\n]\n", f"contacts: [{WRITTEN} # none\n]\n"),
    "an anchor": (
        "contacts: &log\n  - {date: 1}\nb: 2\n",
        f"contacts: &log\n  - {{date: 1}}\n  - {WRITTEN}\nb: 2\n",
    ),
    "an anchor and no indentation": (
        "contacts: &log # -\n- {date: 1}\nb: 2\n",
        f"contacts: &log # -\n- {{date: 1}}\n- {WRITTEN}\nb: 2\n",
    ),
    "an anchor on a line of its own": (
        "contacts:\n    &log\n  - {date: 1}\n",
        f"contacts:\n    &log\n  - {{date: 1}}\n  - {WRITTEN}\n",
    ),
    "an anchor of nothing": ("contacts: &log []\nb: 2\n", f"contacts: &log\n  - {WRITTEN}\nb: 2\n"),
    "tabs": (
        "a:\tzh\t# Chinese\ncontacts:\t\n  - {date: 1}\t\n",
        f"a:\tzh\t# Chinese\ncontacts:\t\n  - {{date: 1}}\t\n  - {WRITTEN}\n",
    ),
    "a tab before brackets": ("contacts:\t[]\t# none\n", f"contacts:\t# none\n  - {WRITTEN}\n"),
    "a story at the end": ("story: |\n  x\n  y\n", f"story: |\n  x\n  y\ncontacts:\n  - {WRITTEN}\n"),
}


@pytest.mark.parametrize(("before", "after"), PLACES.values(), ids=PLACES)
def test_a_contact_is_put_where_the_others_stand_and_nothing_else_changes(before: str, after: str) -> None:
    assert with_row(before, ENTRY) == after
    data = read(before.encode(), "case.yaml").data
    assert isinstance(data, dict)
    kept = data.get("contacts") or []
    assert isinstance(kept, list)
    assert read(after.encode(), "case.yaml").data == data | {"contacts": [*kept, DATA]}


@pytest.mark.parametrize("end", ["", "\n\n\n", "\n  "])
@pytest.mark.parametrize("block", ["|", "|+", ">-", "|2"])
def test_a_text_that_ends_the_file_keeps_every_character(block: str, end: str) -> None:
    for text in (
        f"contacts:\n  - date: 2026-03-02\n    said: {block}\n      说明\n      病情{end}",
        f"borrower: {{name: 林晓梅, address: 一路}}\nincome: {{now: 5200}}\nhardship:\n  kind: illness\n"
        f"  story: {block}\n      说明\n      病情{end}",
    ):
        case = MINIMAL.replace("hardship:\n  kind: illness\nborrower:\n  name: 林晓梅\n", "")
        if text.startswith("contacts"):
            case = MINIMAL
        raw = (case + text).encode()
        new = adding.with_entry(raw, "case.yaml", ENTRY, adding.ScenarioReading(TODAY))
        rest = iter(new.decode())
        assert all(character in rest for character in raw.decode())
        assert "".join(new.decode().split()).count("问:结果,如何") == 1


def test_an_anchor_used_elsewhere_stays_as_it_is_or_the_contacts_are_refused() -> None:
    used = MINIMAL + "contacts: &log []\npayments: *log\n"
    with pytest.raises(OutputError, match="without an alias"):
        adding.with_entry(used.encode(), "case.yaml", ENTRY, adding.ScenarioReading(TODAY))


def test_a_line_that_stands_in_the_way_of_the_log_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnclearPlaceError) as unclear:
        with_row("a:\n  b: 1\n\tc: 2\n", ENTRY)
    assert unclear.value.line == 3

    def refused(*_: object) -> str:
        raise unclear.value

    monkeypatch.setattr(adding, "with_row", refused)
    with pytest.raises(OutputError, match="while line 3 is written"):
        adding.with_entry(MINIMAL.encode(), "case.yaml", ENTRY, adding.ScenarioReading(TODAY))


@pytest.mark.parametrize("text", ["a: &x [{date: 1}]\ncontacts: *x\n", "contacts: said something\n", "[1]", "{}"])
def test_contacts_in_a_form_that_nothing_can_be_added_to_are_refused(text: str) -> None:
    with pytest.raises(UnclearPlaceError):
        with_row(text, ENTRY)


@pytest.mark.parametrize("text", [MINIMAL, COMPLETE, bundled("illness.yaml"), "\ufeff" + MINIMAL])
def test_every_line_of_a_scenario_is_kept(text: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(text.encode())
    adding.add(path, "case.yaml", ENTRY, adding.ScenarioReading(TODAY))
    rest = iter(path.read_bytes().decode().splitlines())
    assert all(line in rest for line in text.splitlines())
    assert len(path.read_bytes().decode().splitlines()) > len(text.splitlines())


def test_a_scenario_with_an_error_is_told_with_its_line_and_never_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    broken = MINIMAL.replace("3200.00", "32OO")
    path.write_text(broken)
    done = letters("log", "add", "case.yaml", "--said", "问", cwd=tmp_path, LETTERS_LANG="en")
    assert done.code == 1
    assert "case.yaml:8:36: bills[0].amount: '32OO' is not an amount of money" in done.err
    assert path.read_text() == broken
    assert list(tmp_path.iterdir()) == [path]


def test_a_value_that_makes_the_file_wrong_is_refused_and_the_file_kept(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(MINIMAL)
    with pytest.raises(ScenarioError):
        adding.add(path, "case.yaml", {"date": date(2026, 3, 1), "said": "a\u202eb"}, adding.ScenarioReading(TODAY))
    with pytest.raises(OutputError):
        adding.add(tmp_path / "none.yaml", "none.yaml", ENTRY, adding.ScenarioReading(TODAY))
    assert path.read_text() == MINIMAL


def test_the_mode_of_the_file_and_a_link_to_it_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "case.yaml"
    real.write_text(MINIMAL)
    real.chmod(0o640)
    link.symlink_to(real)
    adding.add(link, "case.yaml", ENTRY, adding.ScenarioReading(TODAY))
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert WRITTEN in real.read_text()


def test_flags_make_an_entry_that_log_shows(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL)
    flags = ["--on", "2026年3月2日", "--channel", "电话", "--who", "张经理", "--agent", "0518", "--ticket", "T-1"]
    flags += ["--time", "9：05"]
    flags += ["--said", "申请减免", "--promised", "三天内答复", "--reply-by", "2026/3/5", "--outcome", "waiting"]
    done = letters("log", "add", "case.yaml", *flags, cwd=tmp_path, LETTERS_LANG="en")
    assert (done.code, done.out) == (0, "")
    assert done.err == "note: case.yaml: the contact of 2026-03-02 is added\n"
    shown = letters("log", "case.yaml", cwd=tmp_path)
    assert "2026年3月2日09:05" in shown.out
    assert "张经理，工号0518，工单 T-1" in shown.out
    row = json.loads(letters("log", "--json", "case.yaml", cwd=tmp_path).out)
    assert row == {
        "schema": 1,
        "contacts": [
            {
                "date": "2026-03-02",
                "time": "09:05",
                "channel": "电话",
                "who": "张经理",
                "agent": "0518",
                "ticket": "T-1",
                "said": "申请减免",
                "promised": "三天内答复",
                "reply_by": "2026-03-05",
                "asked_by": None,
                "letter": None,
                "kind": None,
                "outcome": "waiting",
                "waived": None,
                "condition": None,
                "valid_until": None,
                "acknowledged": None,
            }
        ],
    }


def test_the_contacts_of_one_day_are_shown_as_they_happened(tmp_path: Path) -> None:
    rows = ("time: '16:00', said: third", "said: fourth", "time: '9:05', said: second")
    log = "".join(f"  - {{date: 2026-03-02, {row}}}\n" for row in rows)
    (tmp_path / "case.yaml").write_text(MINIMAL + "contacts:\n" + log + "  - {date: 2026-03-01, said: first}\n")
    expected = ["first", "second", "third", "fourth"]
    contacts = json.loads(letters("log", "--json", "case.yaml", cwd=tmp_path).out)["contacts"]
    assert [one["said"] for one in contacts] == expected
    shown = letters("log", "case.yaml", cwd=tmp_path).out
    assert sorted(expected, key=shown.index) == expected


def test_without_flags_it_asks_also_from_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(MINIMAL)
    answers = "2026-03-40\n2026-03-04\n25:00\n14:30\n在线客服\n\n\n\n问进度\n\n\n\n\n"
    done = letters("log", "add", "case.yaml", cwd=tmp_path, stdin=answers, LETTERS_LANG="en")
    assert done.code == 0, done.err
    assert "2026-03-40" in done.err  # asked again
    assert path.read_text().endswith(
        "contacts:\n  - {date: 2026-03-04, time: 14:30, channel: 在线客服, said: 问进度}\n"
    )
    ended = letters("log", "add", "case.yaml", cwd=tmp_path, stdin="2026-03-05\n", LETTERS_LANG="en")
    assert ended.code == 3
    assert "nothing was added" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["add", "illness.yaml", "--said", "x"], 3, "bundled example"),
        (["add", "-", "--said", "x"], 3, "stdin cannot be written to"),
        (["add", "case.yaml", "--outcome", "accept"], 2, "did you mean 'accepted'?"),
        (["add", "case.yaml", "--what", "call"], 2, "request, complaint, regulator, mediation"),
        (["add", "case.yaml", "--time", "2pm"], 2, "write it like 14:30"),
        (["add", "case.yaml", "--reply-by", "soon"], 2, "--reply-by"),
        (["add", "case.yaml", "--waived", "1,2"], 2, "--waived"),
        (["add", "case.yaml", "--letter", "petiton"], 2, "did you mean 'petition'?"),
        (["add", "case.yaml", "--letter", "petition", "--asked-by", "soon"], 2, "--asked-by"),
    ],
)
def test_what_cannot_be_logged_is_said(arguments: list[str], code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL)
    done = letters("log", *arguments, cwd=tmp_path, stdin=MINIMAL, LETTERS_LANG="en")
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert (tmp_path / "case.yaml").read_text() == MINIMAL


def test_an_answer_can_be_told_in_one_s_own_words_and_what_was_offered_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(MINIMAL)
    answers = "2026-03-04\n\n\n\n\n\n\n\n\n投诉\n部分同意\n30.00\n"
    done = letters("log", "add", "case.yaml", cwd=tmp_path, stdin=answers, LETTERS_LANG="zh")
    assert done.code == 0, done.err
    assert path.read_text().endswith("  - {date: 2026-03-04, kind: complaint, outcome: partly, waived: '30.00'}\n")
    assert set(WORDS["kind"]) == set(CONTACT_KINDS)
    assert set(WORDS["outcome"]) == set(OUTCOMES)


def test_a_letter_that_was_sent_can_be_logged_by_flags_and_by_answers(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(MINIMAL)
    flags = ["--date", "2026-03-04", "--letter", "waiver-email", "--asked-by", "2026年3月19日"]
    assert letters("log", "add", "case.yaml", *flags, cwd=tmp_path).code == 0
    assert path.read_text().endswith("  - {date: 2026-03-04, letter: waiver-email, asked_by: 2026-03-19}\n")
    answers = "2026-03-05" + "\n" * 11
    done = letters("log", "add", "case.yaml", cwd=tmp_path, stdin=f"{answers}petiton\npetition\n2026-03-20\n")
    assert done.code == 0, done.err
    assert "did you mean 'petition'?" in done.err  # asked again
    assert path.read_text().endswith("  - {date: 2026-03-05, letter: petition, asked_by: 2026-03-20}\n")
    done = letters("log", "add", "case.yaml", cwd=tmp_path, stdin="2026-03-06" + "\n" * 10 + "refused\n")
    assert (done.code, "letter sent" in done.err) == (0, False)  # what the lender answered is no letter of one's own


def test_a_letter_of_ones_own_can_be_logged(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL)
    own = tmp_path / "office" / "zh" / "note.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntitle: 便条\npurpose: 便条\nuse: 随时\nneeds: []\n---\n好。\n", "utf-8")
    flags = ["log", "add", "case.yaml", "--date", "2026-03-04", "--letter", "note"]
    assert letters(*flags, cwd=tmp_path).code == 2
    assert letters(*flags, "--templates", str(tmp_path / "office"), cwd=tmp_path).code == 0
    assert "{date: 2026-03-04, letter: note}" in (tmp_path / "case.yaml").read_text("utf-8")


def test_a_word_of_another_language_is_known_too(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL)
    flags = ["--date", "2026-03-04", "--outcome", "不同意"]
    assert letters("log", "add", "case.yaml", *flags, cwd=tmp_path, LETTERS_LANG="en").code == 0
    assert "outcome: refused" in (tmp_path / "case.yaml").read_text()


def test_a_contact_of_a_day_to_come_is_said(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL)
    later = str(date.today() + timedelta(days=2))
    done = letters("log", "add", "case.yaml", "--date", later, cwd=tmp_path, LETTERS_LANG="en")
    assert (done.code, f"{later} is still to come" in done.err) == (0, True)


def test_a_contact_is_added_to_bytes_without_any_file() -> None:
    raw = ("\ufeff" + MINIMAL).encode()
    assert (
        adding.with_entry(raw, "case.yaml", ENTRY, adding.ScenarioReading(TODAY))
        == raw + f"contacts:\n  - {WRITTEN}\n".encode()
    )
    with pytest.raises(ScenarioError):
        adding.with_entry(raw + b"x: 1\n", "case.yaml", ENTRY, adding.ScenarioReading(TODAY))


@pytest.mark.slow
def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(MINIMAL)

    def one(number: int) -> int:
        flags = ["--date", "2026-03-02", "--said", f"第 {number} 次"]
        return installed_letters("log", "add", "case.yaml", *flags, cwd=tmp_path).code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(one, range(8))) == {0}
    assert all(f"said: 第 {number} 次" in path.read_text() for number in range(8))


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(MINIMAL)
    whole = {MINIMAL}
    for wait in (0.05, 0.15, 0.25, 0.35, 0.5):
        command = [LETTERS, "log", "add", "case.yaml", "--date", "2026-03-02", "--said", "问"]
        child = subprocess.Popen(
            command, cwd=tmp_path, env=plain_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(wait)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        text = path.read_text()
        assert text in whole or text.startswith(MINIMAL + "contacts:\n")
        assert text.endswith(("\n", "}\n"))
    assert letters("log", "add", "case.yaml", "--date", "2026-03-02", "--said", "再问", cwd=tmp_path).code == 0
    assert "said: 再问" in path.read_text()
    assert [one.name for one in tmp_path.iterdir()] == ["case.yaml"]


def test_a_write_that_dies_before_the_file_is_renamed_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(MINIMAL)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        adding.add(path, "case.yaml", ENTRY, adding.ScenarioReading(TODAY))
    assert path.read_text() == MINIMAL
    assert [one.name for one in tmp_path.iterdir()] == ["case.yaml"]
