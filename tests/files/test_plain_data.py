"""A scenario that a program holds is read as if it had been typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.base.errors import ScenarioError
from letters.files.plain_data import yaml_of
from letters.files.text import control_character
from letters.files.yaml_reader import read

TEXTS = st.text().filter(lambda text: text and not control_character(text) and not control_character(repr(text)))


@given(TEXTS, TEXTS)
def test_any_text_that_a_letter_can_hold_is_read_as_it_is(key: str, value: str) -> None:
    data = {key: value, "list": [value, {key: value}]}
    assert read(yaml_of(data, "x"), "x").data == (data if key != "list" else {"list": data["list"]})


@pytest.mark.parametrize(
    "text", ["A\u2028B", "A\x85B", "😀\ufeff", "- a: b # c", "null", "~", "'\"", "A\nB\tC", "\\u0041"]
)
def test_a_text_that_yaml_would_read_otherwise_stays_what_it_is(text: str) -> None:
    assert read(yaml_of({"a": text}, "x"), "x").data == {"a": text}


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        (Decimal("3.2E+3"), "3200"),
        (Decimal("3200.10"), "3200.10"),
        (5, "5"),
        (True, "true"),
        (date(2026, 3, 20), "2026-03-20"),
        (None, None),
        ("", None),
        ((), []),
    ],
)
def test_a_value_of_python_becomes_what_one_would_type(value: object, typed: object) -> None:
    assert read(yaml_of({"a": value}, "x"), "x").data == {"a": typed}


@pytest.mark.parametrize("text", ["\x00", "\x7f", "\ud800", "\u202e"])
def test_a_character_that_no_letter_can_hold_is_a_problem(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"cannot stand in a letter|cannot be read"):
        read(yaml_of({"a": text}, "x"), "x")
