"""A file's form: YAML is read as text with places, and what cannot be read is said where it stands."""

from __future__ import annotations

import re

import pytest
from cases import MINIMAL, changed
from hypothesis import given
from hypothesis import strategies as st
from yaml import BaseLoader

from letters.base.errors import Mark, ScenarioError
from letters.cli.error_messages import described, place
from letters.files import yaml_reader
from letters.files.yaml_reader import read


def problems(raw: bytes | str) -> list[str]:
    """What is said of a file that cannot be read."""
    with pytest.raises(ScenarioError) as refused:
        read(raw.encode() if isinstance(raw, str) else raw, "case.yaml")
    return [f"{place('case.yaml', problem)}: {described(problem)}" for problem in refused.value.problems]


# What is read


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "true", "0123456", "12:30", "1.10", "3200.10", "1e3", "0x1F", "010-62330000", "2026-03-20"],
)
def test_what_yaml_would_guess_at_stays_the_text_that_was_typed(text: str) -> None:
    assert read(f"value: {text}".encode(), "case.yaml").data == {"value": text}


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL", '""', "''", "# nothing"])
def test_empty_and_null_are_missing(text: str) -> None:
    assert read(f"value: {text}\nother: x".encode(), "case.yaml").data == {"value": None, "other": "x"}


@pytest.mark.parametrize("text", ['"~"', "'null'", '" "', "nil", "None", "NA", "无"])
def test_what_is_quoted_or_only_looks_like_null_is_a_text(text: str) -> None:
    assert read(f"value: {text}".encode(), "case.yaml").data == {"value": text.strip("\"'")}


def test_a_value_knows_its_line_and_column_in_characters() -> None:
    read_from = read("甲:\n  - {乙: 丙, 丁: 戊}\n".encode(), "case.yaml")
    assert read_from.mark(("甲", 0, "丁")) == Mark(2, 15)
    assert read_from.mark(("甲", 0, "丁"), of_key=True) == Mark(2, 12)
    assert read_from.mark(("甲", 0, "己")) == Mark(2, 5), "what is missing points at what lacks it"
    assert read_from.mark(("甲", 7, "乙")) == Mark(1, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_mark_that_windows_puts_first_do_not_matter(begin: bytes, end: str) -> None:
    raw = begin + MINIMAL.replace("\n", end).encode()
    assert read(raw, "case.yaml").data == read(MINIMAL.encode(), "case.yaml").data
    assert read(raw, "case.yaml").mark(("borrower", "name")) == Mark(5, 9)


def test_an_anchor_and_its_alias_are_the_same_value_with_places_of_their_own() -> None:
    twice = read(b"a: &a {b: c}\nd: *a\n", "case.yaml")
    assert twice.data == {"a": {"b": "c"}, "d": {"b": "c"}}
    assert twice.mark(("d",)) == Mark(2, 4)


def test_the_pure_loader_reads_the_same_where_the_fast_one_is_not_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read(MINIMAL.encode(), "case.yaml")
    monkeypatch.setattr(yaml_reader, "_LOADER", BaseLoader)
    slow = read(MINIMAL.encode(), "case.yaml")
    assert slow == fast


# What is not a scenario


@pytest.mark.parametrize("raw", ["", "\n\n", "# only a comment\n", "---\n", "~\n", "\ufeff"])
def test_an_empty_file_is_told_how_to_begin(raw: str) -> None:
    [message] = problems(raw)
    assert message.endswith(": the file is empty; `letters new` writes a starter to fill in")


@pytest.mark.parametrize("raw", ["- a\n- b\n", "just words\n", "[]\n", "3200\n"])
def test_a_list_or_a_text_is_no_scenario(raw: str) -> None:
    message = "a scenario is a list of `key: value` lines; `letters new` writes a starter to fill in"
    assert problems(raw) == [f"case.yaml:1:1: {message}"]


def test_a_file_of_full_width_colons_is_one_long_text_and_the_colon_is_named() -> None:
    assert problems("# 我的情况\n姓名：张三\n手机：138\n") == [
        "case.yaml:2:3: the colon '：' is full-width; write an ASCII colon and a space: `key: value`"
    ]


# Encodings


def test_a_gbk_file_is_recognised_and_its_first_foreign_character_named() -> None:
    assert problems(MINIMAL.encode("gbk")) == [
        "case.yaml:5:9: the file is not UTF-8 (it looks like GBK); save it as UTF-8"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf_16_file_is_recognised(encoding: str) -> None:
    raw = "\ufeff".encode(encoding) * (encoding != "utf-16") + MINIMAL.encode(encoding)
    assert problems(raw) == ["case.yaml:1:1: the file is UTF-16; save it as UTF-8"]


def test_bytes_that_are_no_text_are_said_to_be_none() -> None:
    assert problems(b"name: \xff\xfe\xfd") == ["case.yaml:1:7: the file is not UTF-8; save it as UTF-8"]


# Control characters


@pytest.mark.parametrize("code", [0x00, 0x07, 0x08, 0x0B, 0x0C, 0x1B, 0x7F, 0x9B, 0xFFFE])
def test_a_control_character_is_named_where_it_stands(code: int) -> None:
    raw = changed(MINIMAL, ("林晓梅", f"林{chr(code)}晓梅"))
    assert problems(raw) == [f"case.yaml:5:10: the character U+{code:04X} cannot stand in a letter; delete it"]


@pytest.mark.parametrize("escape", [r"\a", r"\0", r"\x1b", r"\u200b\b", r"\ud800", r"\ufffe"])
def test_a_control_character_does_not_slip_in_as_an_escape(escape: str) -> None:
    [message] = problems(changed(MINIMAL, ("林晓梅", f'"林{escape}晓梅"')))
    assert message.startswith("case.yaml:5:9: ")
    assert "cannot stand in a letter" in message or "cannot be read" in message


@pytest.mark.slow
def test_of_many_control_characters_the_first_twenty_are_named() -> None:
    assert len(problems(b"\x00" * 5000)) == 20


# Files that want to break the reader


def test_three_thousand_brackets_are_too_deep_and_nothing_overflows() -> None:
    for begin in ("[", "{a: ", "- "):
        # Where it is noticed differs: libyaml has a bound of its own since PyYAML 6.0.4 and reads ahead of us.
        [message] = problems(begin * 3000)
        assert re.fullmatch(
            r"case\.yaml:1:\d+: the values are nested too deeply; a scenario needs three levels", message
        )


def test_the_forty_first_level_is_refused_where_it_begins() -> None:
    assert problems("a: " + "[" * 60 + "]" * 60) == [
        "case.yaml:1:44: the values are nested too deeply; a scenario needs three levels"
    ]


def test_aliases_that_explode_are_stopped() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    assert problems("\n".join(lines)) == ["case.yaml:5:8: the aliases repeat too much; write the values out"]


@pytest.mark.parametrize("value", ["&a [*a]", "&a {b: *a}", "&a [[[*a]]]"])
def test_an_alias_of_itself_stands_for_nothing(value: str) -> None:
    [message] = problems(f"a: {value}\n")
    assert message.endswith(": the alias '*a' stands for nothing written above it")


def test_a_tag_runs_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    [message] = problems('event: !!python/object/apply:os.system ["echo ran"]\n')
    assert message == (
        "case.yaml:1:8: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not needed; write the value alone"
    )
    assert capfd.readouterr() == ("", "")


def test_a_merge_key_merges_nothing() -> None:
    assert read(b"a: &a {b: c}\nd: {<<: *a}\n", "case.yaml").data == {"a": {"b": "c"}, "d": {"<<": {"b": "c"}}}


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused_with_a_place(raw: bytes) -> None:
    try:
        read(raw, "case.yaml")
    except ScenarioError as error:
        assert all(problem.message and problem.mark for problem in error.problems)


PIECES = [
    "a",
    "：",
    ": ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "\n",
    "  ",
    "\t",
    "&a ",
    "*a",
    "!t ",
    "'",
    '"',
    ">",
    "#",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_pieces_of_yaml_are_read_or_refused_with_a_place_in_the_file(text: str) -> None:
    try:
        found = read(text.encode(), "case.yaml")
    except ScenarioError as error:
        for problem in error.problems:
            assert problem.mark
            assert problem.mark.line <= text.count("\n") + 2  # the end of the file, where something is missing
            assert "{" + "{" not in problem.message, "a template of a message that was never filled in"
    else:
        assert isinstance(found.data, dict)
