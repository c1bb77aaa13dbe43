"""No letter of a case contradicts another: amounts, days and plans that have a label have one value in all letters."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress

import pytest
from answered import ANSWERING, suited
from cases import COMPLETE, LOANS, SCENARIOS, TERMS, TODAY, bundled
from every import every
from hypothesis import HealthCheck, given, settings
from scenario_text import to_scenario
from strategies import cases, examples

from letters.base.errors import ScenarioError
from letters.pipeline import write_letters

_SUM = r"(约?[\d,]+(?:\.\d\d)?(?:元?[至–][\d,]+\.\d\d)?)元"
_ENGLISH_SUM = r"((?:about )?CNY [\d,]+(?:\.\d\d)?(?: to (?:CNY )?[\d,]+\.\d\d)?)"
LABELS = {
    "zh": {
        "income of today": rf"(?:现在|目前)(?:每月收入|每月){_SUM}",
        "what a month leaves": rf"每月(?:可用于还款|最多能还|能还的是){_SUM}",
        "growth a day": rf"(?:每天增加|每多一日增加){_SUM}",
        "principal of what is overdue": rf"未还本金{_SUM}，罚息",
        "penalty of what is overdue": rf"未还本金{_SUM[:-1]}元，(?:罚息|逾期利息|逾期产生的利息){_SUM}",
        "all that is overdue": rf"(?:逾期合计\|\**|(?:罚息|利息|违约金){_SUM[:-1]}元，合计){_SUM}",
        "answer by": r"请在(\d{4}年\d+月\d+日)（含）前",
        "instalments": r"(?:本金|其余|余下)[^。；|]{0,30}?分(\d+)期",
        "first instalment": r"(?:自|从)(\d{4}年\d+月\d+日)起(?:分\d+期|每月\d+日)",
        "account": r"尾号(\d{4})",
        "annual rate": r"折合年化([\d.]+%)",
        "capitals": r"欠款合计[\d,.]+元（大写：(\S+?)）",
    },
    "en": {
        "income of today": rf"now (?:have|earn) {_ENGLISH_SUM} a month",
        "what a month leaves": rf"leaves {_ENGLISH_SUM} a month for repayment",
        "growth a day": rf"(?:further|Each) day adds about {_ENGLISH_SUM}",
        "penalty of what is overdue": rf"principal of {_ENGLISH_SUM} and penalty interest of (?P<it>CNY [\d,.]+\d)",
        "answer by": r"(?:Please reply|Reply|Please answer|Please confirm)(?: in writing)? by (\d+ [A-Z][a-z]+ \d{4})",
        "first instalment": r"instalments from (\d+ [A-Z][a-z]+ \d{4})",
        "account": r"ending (\d{4})",
        "annual rate": r"\(([\d.]+%) a year\)",
    },
}
"""What is read: a label, and a pattern whose last group is its value."""
OTHER_PLANS = {"call-script", "counter-offer", "deferral-request", "prevention-plan"}
"""Letters that speak of more than one plan, which the script offers and the counter-offer compares."""
OF_OTHERS = {"collection-conduct"}
"""Letters in which a number that ends in four digits is a collector's telephone."""


def contradictions(text: str, language: str) -> list[str]:
    """Labels that have more than one value in the letters of a case, with the letters."""
    made = write_letters(text.encode(), "case.yaml", today=TODAY, kinds=["all"], language=language)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in made.drafts:
        words = "".join(one.markdown.split()) if language == "zh" else " ".join(one.markdown.split())
        for label, pattern in LABELS[language].items():
            if (label in {"instalments", "first instalment"} and one.kind in OTHER_PLANS) or (
                label == "account" and one.kind in OF_OTHERS
            ):
                continue
            for match in re.finditer(pattern, words):
                value = match.groups()[-1].replace("约", "").replace("about ", "").removesuffix(".00")
                found[label][value].add(one.kind)
    return [f"{label}: {dict(values)}" for label, values in found.items() if len(values) > 1]


KNOWN = {name: bundled(name) for name in SCENARIOS} | {"COMPLETE": COMPLETE, "TERMS": TERMS, "LOANS": LOANS}


@every(name=["illness.yaml", "job-loss.yaml"], language=["zh"])
def test_no_letter_of_two_bundled_cases_contradicts_another(name: str, language: str) -> None:
    assert contradictions(KNOWN[name], language) == []


@pytest.mark.slow
@every(name=KNOWN, language=LABELS)
def test_no_letter_of_a_bundled_case_contradicts_another(name: str, language: str) -> None:
    assert contradictions(KNOWN[name], language) == []


def test_a_contradiction_would_be_found() -> None:
    words = {"甲": "我目前每月收入5,200元。", "乙": "现在每月6,500元。"}
    pattern = re.compile(LABELS["zh"]["income of today"])
    assert [pattern.findall(text) for text in words.values()] == [["5,200"], ["6,500"]]


@pytest.mark.slow
@every(name=SCENARIOS, kind=[*ANSWERING, "deferral-request", "collection-conduct", "authorisation"], language=LABELS)
def test_no_letter_after_an_answer_contradicts_another(name: str, kind: str, language: str) -> None:
    with suppress(ScenarioError):  # that answer does not fit that case
        assert contradictions(suited(KNOWN[name], kind, TODAY), language) == []


@pytest.mark.slow
@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), deadline=None)
@given(cases())
def test_no_letter_of_a_drawn_case_contradicts_another(case: dict[str, object]) -> None:
    for language in LABELS:
        with suppress(ScenarioError):  # it asks for more than there is
            assert contradictions(to_scenario(case), language) == []
