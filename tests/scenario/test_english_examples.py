"""The bundled examples in English: one for each hardship, the Chinese one's figures, letters without a Chinese word."""

from __future__ import annotations

import re

import pytest
from cases import HARDSHIPS, TODAY
from every import every

from letters.base.resources import bundled
from letters.figures.figures import Figures
from letters.pipeline import Letters, write_letters
from letters.reference_data.catalogue import examples_of, translated_scenarios
from letters.scenario.starter import example

HAN = re.compile("[\u3400-\u9fff]")
LENDERS = ("重庆蚂蚁消费金融有限公司",)
"""The legal names of real lenders, which stand as the contract has them."""


def letters_of(name: str, kind: str = "all", language: str | None = None) -> Letters:
    raw = (bundled("scenarios") / name).read_bytes()
    return write_letters(raw, name, today=TODAY, kinds=[kind], language=language)


def sums(figures: Figures) -> tuple[object, ...]:
    total = figures.total
    return total.principal_outstanding, total.penalty_outstanding, figures.asked, figures.as_of


def test_every_hardship_has_an_example_in_english_that_new_writes() -> None:
    assert {name.removeprefix("en/").removesuffix(".yaml") for name in translated_scenarios()} == set(HARDSHIPS)
    for hardship in HARDSHIPS:
        assert examples_of(hardship, "en")[0] == f"en/{hardship}.yaml"
        assert "language: en" in example(hardship, language="en")
        assert "language: zh" in example(hardship, language="zh")


@pytest.mark.slow
@every(hardship=HARDSHIPS)
def test_an_english_example_has_the_sums_of_the_chinese_and_no_chinese_word(hardship: str) -> None:
    english, chinese = letters_of(f"en/{hardship}.yaml"), letters_of(f"{hardship}.yaml")
    assert sums(english.figures) == sums(chinese.figures)
    for drafted in english.drafts:
        text = drafted.markdown
        for name in LENDERS:
            text = text.replace(name, "")
        assert not HAN.search(text), (drafted.kind, HAN.findall(text))


def test_english_letters_of_a_case_told_in_chinese_warn_of_what_stands_in_chinese() -> None:
    def said(letters: Letters) -> list[str]:
        return [one.message for one in letters.warnings if "stand in Chinese" in one.message]

    [told] = said(letters_of("illness.yaml", "petition", "en"))
    assert "what happened, the papers, the contacts, the spending" in told
    assert "letters new illness --lang en --example" in told
    assert said(letters_of("illness.yaml", "petition")) == []
    assert said(letters_of("en/illness.yaml", "petition")) == []
