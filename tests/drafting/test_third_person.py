"""Letters that somebody else writes: the borrower in the third person, the writer in the first."""

from __future__ import annotations

import re

import pytest
from cases import MINIMAL, changed, letters_of

from letters.drafting.voice.capitals import with_capitals

WRITER = "writer: {name: 李红, relation: 配偶, phone: 13900005603, email: lihong@example.com}\n"
KINDS_OF_ASKING = ("waiver-email", "petition", "hardship-statement", "chat-messages", "call-script", "repayment-plan")
FOR_THE_BORROWER = {"waiver-email": "借款人林晓梅，由李红代", "petition": "林晓梅，由李红代（签名）"}
PLAN = "request: {waive: all, plan: {instalments: 6, first: 2026-06-10}}\n"


def written(text: str, kind: str, language: str = "zh") -> str:
    text = text if language == "zh" else "language: en\n" + text
    [draft] = letters_of(text, kinds=(kind,)).drafts
    return draft.markdown


@pytest.mark.parametrize("kind", KINDS_OF_ASKING)
def test_what_somebody_else_writes_says_nothing_of_the_borrower_as_its_own(kind: str) -> None:
    text = written(MINIMAL + PLAN + WRITER, kind)
    own = re.findall("我(?:的收入|每月|愿意(?!协商)|会|因病|想(?!一想|谈)|承担|住院|全还)|由我承担", text)
    assert (own, "李红" in text) == ([], True)


@pytest.mark.parametrize("kind", KINDS_OF_ASKING)
def test_an_english_letter_of_somebody_else_has_no_debt_of_the_writer(kind: str) -> None:
    text = written(MINIMAL + PLAN + WRITER, kind, "en")
    assert not re.findall(r"\b(?:I owe|I became|my (?:income|bill|debt|account)|I will repay|The debt is mine)\b", text)
    assert "李红" in text


@pytest.mark.parametrize("kind", FOR_THE_BORROWER)
def test_the_letter_is_signed_for_the_borrower_and_encloses_the_authority(kind: str) -> None:
    text = written(MINIMAL + WRITER, kind)
    assert FOR_THE_BORROWER[kind] in text
    assert "授权委托书" in text
    assert "不加入这笔债务" in text


def test_the_authority_that_the_scenario_names_is_named() -> None:
    named = MINIMAL + WRITER.replace("phone", "authority: 2026年3月2日的委托书, phone")
    assert "我受林晓梅委托代为办理（2026年3月2日的委托书）" in written(named, "waiver-email")


def test_the_authority_itself_stays_in_the_words_of_the_borrower() -> None:
    text = written(MINIMAL + WRITER, "authorisation", "en")
    assert "I authorise 李红" in text


def test_what_the_scenario_tells_is_not_turned() -> None:
    told = changed(MINIMAL, ("kind: illness", "kind: illness\n  story: 我妈妈照顾我。")) + WRITER
    assert "我妈妈照顾我。" in written(told, "waiver-email")


def test_the_name_of_the_borrower_keeps_its_capital_in_the_middle_of_what_is_said() -> None:
    told = ("kind: illness", "kind: illness\n  event: a stroke\n  started: 2026-01-05")
    writer = "writer: {name: Li Hong, relation: his wife}\n"
    text = written(changed(MINIMAL, told, ("name: 林晓梅", "name: Lin Xiaomei")) + writer, "call-script", "en")
    assert "Lin Xiaomei had a stroke" in text


def test_an_heir_who_is_not_named_is_a_blank_and_the_debt_is_the_estates() -> None:
    died = changed(MINIMAL, ("name: 林晓梅", "name: 林晓梅\n  died: 2026-02-01"))
    text = written(died, "waiver-email")
    assert "【待填:代写人姓名】" in text
    assert "以所得遗产的实际价值为限" in text
    assert "由我承担" not in text


def test_a_pronoun_takes_a_capital_where_a_sentence_begins() -> None:
    mark = "\x04"
    told = f"{mark}they owe it. {mark}they pay,\nand {mark}they ask.\n\n1. {mark}they wait"
    assert with_capitals(told) == "They owe it. They pay,\nand they ask.\n\n1. They wait"


ALONE = [("zh", "本人申请，未委托任何收费机构。"), ("en", "have hired nobody for a fee.")]


@pytest.mark.parametrize(("language", "said"), ALONE)
def test_that_nobody_was_hired_is_said_where_the_scenario_says_so(language: str, said: str) -> None:
    for kind in ("waiver-email", "petition"):
        text = written(MINIMAL + PLAN.replace("waive", "no_agent: true, waive"), kind, language)
        assert text.count(said) == 1, kind
        assert said not in written(MINIMAL + PLAN, kind, language)


def test_somebody_else_does_not_say_that_the_borrower_writes_alone() -> None:
    text = written(MINIMAL + PLAN.replace("waive", "no_agent: true, waive") + WRITER, "waiver-email")
    assert "没有委托任何收费机构。" in text
    assert "本人申请" not in text
