"""The short form of templates becomes Jinja, line for line."""

from __future__ import annotations

import jinja2
import pytest

from letters.drafting.short_form import ShortForm


def filled(text: str, **facts: object) -> str:
    made = jinja2.Environment(extensions=[ShortForm], trim_blocks=True, lstrip_blocks=True)
    return made.from_string(text).render(facts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我是((name))。", "我是林晓梅。"),
        ("((yes??甲))乙", "甲乙"),
        ("((no??甲))乙", "乙"),
        ("((no??甲||乙))", "乙"),
        ("((no??甲||yes??乙||丙))", "乙"),
        ("((yes and not no??甲))", "甲"),
        ("((yes??我是((name))))。", "我是林晓梅。"),
        ("((yes??\n甲\n))\n乙", "甲\n乙"),
        ("((yes??甲))\n((no??乙))\n丙", "甲丙"),
        ("(((name)) and (((name))))", "(林晓梅 and (林晓梅))"),
        ("((yes??a (b)))", "a (b)"),
        ('((names|join("、")))', "甲、乙"),
        ("((yes??{{ name }}|| ))", "林晓梅"),
        ("a | b || c (d)", "a | b || c (d)"),
        ("{# ((name)) #}{{ '((' }}", "(("),
    ],
)
def test_what_stands_between_double_parentheses_is_a_fact_or_words_for_a_situation(text: str, expected: str) -> None:
    assert filled(text, name="林晓梅", names=["甲", "乙"], yes=True, no=False) == expected


@pytest.mark.parametrize(
    ("text", "jinja"),
    [
        ("((> sums))", '{% include "_parts/sums.md.j2" %}'),
        (
            "((> hardship/opening))",
            '{% include ["hardship/" + hardship.kind + "/opening.md.j2", "_parts/opening.md.j2"] %}',
        ),
        (
            "((> hardship/answers?))",
            '{% include "hardship/" + hardship.kind + "/answers.md.j2" ignore missing %}',
        ),
    ],
)
def test_a_passage_is_named_after_a_greater_than_sign(text: str, jinja: str) -> None:
    assert ShortForm(jinja2.Environment()).preprocess(text, "a") == jinja


def test_words_without_an_end_are_told_with_the_line_on_which_they_begin() -> None:
    with pytest.raises(jinja2.TemplateSyntaxError) as told:
        filled("甲\n((yes??乙", yes=True)
    assert told.value.lineno == 2
