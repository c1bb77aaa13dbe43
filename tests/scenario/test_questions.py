"""Every field of a scenario is a question with a name, a word of help and an example, in each language."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from cases import COMPLETE, MINIMAL, SCENARIOS, bundled
from every import every
from reference_page import KEYS

from letters.cli.speech import teller
from letters.files.yaml_reader import read
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.scenario.json_schema import json_schema
from letters.scenario.model.rates import RateRow
from letters.scenario.questions import KINDS, Field, fields, model_questions, problem, questions, texts
from letters.scenario.writing.yaml_writer import scalar, written

LANGUAGES = ["zh", "en"]
FIELDS = {field.path: field for field in fields()}
WRITTEN = ("text", "long", "money", "date", "rate", "share", "waive", "whole", "file")
"""Kinds that take a text which an example can show."""


@every(field=FIELDS.values())
def test_a_key_of_the_model_says_what_it_is(field: Field) -> None:
    where = f"{field.path} (letters/scenario/model/scenario_file.py, person.py or charges.py)"
    assert field.info.title, f'{where} has no name: write Field(…, title="Due date")'
    assert field.info.description, f'{where} has no help: write Field(…, description="The last day to pay it")'
    assert field.kind in KINDS, f"{where} is asked as {field.kind}: give its Typed a kind of questions.KINDS"
    for name, meaning in (field.typed.says if field.typed else {}).items():
        assert meaning or name.isdecimal(), f'{where}: say what "{name}" means: one_of(…, says={{"{name}": "…"}})'
    if field.kind in WRITTEN:
        assert field.info.examples, f'{where} has no example: write Field(…, examples=["2025-12-10"])'
        assert problem(field.path, str(field.info.examples[0])) is None, f"{where}: its example is not valid"


@every(language=LANGUAGES)
def test_every_question_is_told_in_the_language(language: str) -> None:
    for question in model_questions(language, teller(language)):
        words = [question.title, question.help]
        words += [choice.title for choice in question.choices if not choice.value.isdecimal()]
        words += [question.example] if texts(FIELDS[question.path])["example"] else []
        for text in words:
            han = any("一" <= char <= "鿿" for char in text)
            told = language == "en" or han or question.path in {"language", "lender.daily_rate"}
            assert text and told, f"{question.path}: {text!r} (after a change: python tests/catalogue.py)"


SPOKEN_BY_LETTERS = {"bills[].claimed_penalty", "claimed_penalty", "signatories", "lender.type"}
"""Keys whose blank in a letter is said to the lender, or names something else."""


def test_a_question_calls_a_field_what_the_reference_and_the_blanks_call_it() -> None:
    titles = {one.path: one.title for one in model_questions("zh", teller("zh")) if one.path not in SPOKEN_BY_LETTERS}
    assert titles == {path: name for path, (_, name) in KEYS.items() if path not in SPOKEN_BY_LETTERS}


def test_the_schema_has_the_words_of_the_questions() -> None:
    for language in LANGUAGES:
        schema = json_schema(teller(language))
        asked = {one.path: one for one in questions(language, teller(language))}
        for path, at in {"as_of": schema, "hardship.event": schema["$defs"]["Hardship"]}.items():
            shown = at["properties"][path.rpartition(".")[2]]
            assert (shown["title"], shown["description"]) == (asked[path].title, asked[path].help)
            assert shown["examples"] == [asked[path].example]


def test_a_first_letter_needs_what_it_shows_blank_and_what_figures_stand_on() -> None:
    first = {one.path for one in questions("zh", kinds=MAIN_ROLES) if one.first}
    assert {"hardship.kind", "hardship.story", "borrower.phone", "lender.daily_rate", "bills[].amount"} <= first
    assert first.isdisjoint({"as_of", "income", "lender.rounding", "contacts[].date", "bills[].late_fee.share"})
    assert {one.path for one in questions("zh") if one.required and not one.rule and "." not in one.path} <= first


def test_a_question_knows_where_it_stands() -> None:
    one = next(one for one in questions("en") if one.path == "bills[].payments[].date")
    assert (one.key, one.parent, one.kind, one.holds) == ("date", "bills[].payments", "date", False)
    assert next(one for one in questions("en") if one.path == "bills").parent == ""


def test_a_key_that_python_cannot_spell_is_asked_by_its_name_in_the_file() -> None:
    assert [field.path for field in fields(RateRow, "rates[].")][:1] == ["rates[].from"]


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("bills[0].amount", "3,2OO", "'3,2OO' is not an amount of money; write 3200.00"),
        ("bills[].amount", "3,200.00", None),
        ("borrower.name", " ", "is empty; it is needed"),
        ("borrower.phone", "", None),
        ("lender.type", "bnak", "'bnak' is none of: bank, consumer-finance, small-loan, other"),
        ("lender.profile", "huabie", "no lender profile is called 'huabie'; did you mean 'huabei'?"),
        ("request.waive", "60%", None),
        ("request.plan", "6", "expects `key: value` lines, not a single value"),
    ],
)
def test_a_single_answer_is_checked_by_the_models_own_words(path: str, text: str, said: str | None) -> None:
    found = problem(path, text)
    assert found is None if said is None else str(found).startswith(said)


# The file that answers become


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [*map(bundled, SCENARIOS), COMPLETE, MINIMAL])
def test_a_written_scenario_reads_back_as_it_was_and_an_editor_reads_it_too(text: str, language: str) -> None:
    data: Any = read(text.encode(), "case.yaml").data
    again = written(data, questions(language, teller(language), kinds=MAIN_ROLES), ["my case"])
    assert _filled(read(again.encode(), "case.yaml").data) == _filled(data)
    assert again.startswith("# yaml-language-server: $schema=scenario.schema.json\n# my case\n")
    assert yaml.safe_load(again)


def _filled(data: Any) -> Any:
    """The data without the empty values that wait to be filled in."""
    if isinstance(data, dict):
        return {key: _filled(value) for key, value in data.items() if value is not None and _filled(value) != {}}
    return [_filled(item) for item in data] if isinstance(data, list) else data


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "~",
            "null",
            "a: b",
            "a #b",
            "#a",
            "- a",
            "{a",
            "'a",
            '"a',
            "a:",
            "%a",
            "0518",
            "3,200.00",
            "[x]",
            "@a",
        ),
        *("a, b", "`a", "é\u2028b", "\ufeffa", "a\tb", "😀", "=a", "<<", "? a", "|", ">", "&a", "*a", "!a", "  a "),
    ],
)
def test_any_text_reads_back(text: str) -> None:
    assert read(f"name: {scalar(text)}\n".encode(), "case.yaml").data == {"name": text}
    data = {"hardship": {"story": f"{text}\n{text}\n"}, "others": [text, {text: [text]}]}
    assert read(written(data, ()).encode(), "case.yaml").data == data


def test_what_no_question_knows_is_kept() -> None:
    data: Any = {"borrower": {"name": "林晓梅", "nickname": "梅"}, "mood": ["calm", {"since": "today"}], "none": []}
    again: Any = read(written(data, questions("en")).encode(), "case.yaml").data
    assert again["mood"] == data["mood"]
    assert "nickname: 梅\n" in written(data, questions("en"))


def test_what_is_missing_stands_there_to_be_filled_in_with_an_example() -> None:
    text = written({"hardship": {"kind": "illness"}}, questions("en", kinds=MAIN_ROLES))
    assert "\n  started:                        # Began on: The day it began (2025-11-28)\n" in text
    assert "\n# payments: [{date: 2025-12-20, amount: 500.00}]  # Payments on no bill in particular: " in text
    assert "\n  # rounding: half-up " in text
