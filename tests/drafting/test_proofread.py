"""What a letter states is read back: what nothing bears out stops the run before anything is written."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from cases import COMPLETE, LOANS, SCENARIOS, TERMS, TODAY, bundled
from every import every

from letters.base.errors import DraftError, UnborneStatement, UnsuitableKind
from letters.base.resources import bundled as bundled_folder
from letters.cli.error_messages import BUG, reported
from letters.drafting.proofread.borne import IN_WORDS, STATED, Proofreader
from letters.figures.figures import compute_figures
from letters.pipeline import write_letters
from letters.reference_data.template_library import library
from letters.scenario.load import load

ILLNESS = bundled("illness.yaml")


def reader(text: str = ILLNESS, language: str = "zh") -> Proofreader:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return Proofreader(case, compute_figures(case), language)


@every(
    stated=[
        "罚息254.95元",
        "自付23,001元",
        "大写：贰佰伍拾肆元玖角伍分",
        "3.5万元",
        "77元",
        "日利率0.06%",
        "零元零壹分",
        "零零壹拾元整",
        "2025年12月11日住院",
        "12月11日住院",
        "2025-12-11",
        "《民法典》第五百八十五条之二第九百条，《不存在的法》",
        "手机13800005603",
        "我是借呗用户",
    ]
)
def test_what_the_case_does_not_bear_is_found(stated: str) -> None:
    assert reader().find_unborne(f"您好。我申请：{stated}。", set())


@every(stated=["CNY 77", "on 11 December 2025", "on 11 December", "0.06% a day", "CNY 254.95", "Arts. 9999", "Jiebei"])
def test_what_the_case_does_not_bear_is_found_in_english(stated: str) -> None:
    assert reader(language="en").find_unborne(f"I ask for this: {stated}, please.", set())


@every(
    stated=[
        "罚息254.94元",
        "自付2.3万元",
        "自付23,000元",
        "11月28日住院",
        "2025年11月28日",
        "2026年3月3日",
        "日利率0.05%",
        "每日万分之五",
        "手机13800005602",
        "分6期，共3条，第15日",
        "我是花呗用户",
        "尾号零零零零，工单一零零零",  # the last digits of 0000 and 1000 as they are said on the telephone
    ]
)
def test_what_the_case_says_in_any_form_is_borne(stated: str) -> None:
    assert reader().find_unborne(f"您好。我申请：{stated}。", set()) is None


def test_what_was_printed_of_a_value_is_borne_and_a_piece_of_it_is_not() -> None:
    assert reader().find_unborne("每月还1,143.90元", {"1,143.90"}) is None
    assert reader().find_unborne("每月还143.90元", {"1,143.90"}) == "143.90"


def test_a_false_number_stops_the_run_and_is_our_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("letters.drafting.wording.escape", lambda text: f"{text}（欠99,999.99元）")
    with pytest.raises(SystemExit) as ended, reported(debug=False):
        write_letters(ILLNESS.encode(), "case.yaml", today=TODAY)
    assert ended.value.code == BUG
    told = capsys.readouterr().err
    assert "99,999.99" in told and "our mistake" in told and "Traceback" not in told


def test_a_number_typed_into_a_template_of_ones_own_is_told_with_its_place(tmp_path: Path) -> None:
    part = tmp_path / "zh" / "_parts" / "regret.md.j2"
    part.parent.mkdir(parents=True)
    part.write_text("没能按时还上，很抱歉。\n违约金是88.00元。", "utf-8")
    with pytest.raises(DraftError, match=r"regret\.md\.j2:2: 88\.00 stands in the template itself.*extra"):
        write_letters(ILLNESS.encode(), "case.yaml", today=TODAY, kinds=["waiver-email"], shelf=library(tmp_path))


def test_a_number_of_ones_own_facts_is_borne(tmp_path: Path) -> None:
    part = tmp_path / "zh" / "_parts" / "regret.md.j2"
    part.parent.mkdir(parents=True)
    part.write_text("违约金是{{ extra.fine|money }}元。", "utf-8")
    text = ILLNESS + "extra: {fine: 88.00}\n"
    made = write_letters(text.encode(), "case.yaml", today=TODAY, kinds=["waiver-email"], shelf=library(tmp_path))
    assert "违约金是88.00元" in made.drafts[0].markdown


@pytest.mark.slow
@every(name=[*SCENARIOS, "COMPLETE", "TERMS", "LOANS"], language=["zh", "en"], day=[None, date(2027, 2, 28)])
def test_no_letter_of_a_case_we_know_states_what_it_does_not_bear(name: str, language: str, day: date | None) -> None:
    text = {"COMPLETE": COMPLETE, "TERMS": TERMS, "LOANS": LOANS}.get(name) or bundled(name)
    try:
        write_letters(text.encode(), name, today=TODAY, as_of=day, kinds=["all"], language=language)
    except UnborneStatement as error:
        pytest.fail(error.message)
    except UnsuitableKind:
        pass


def test_no_bundled_template_states_a_number_or_a_law_of_its_own() -> None:
    code = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
    offenders = []
    for path in sorted(bundled_folder("templates").rglob("*.md.j2")):
        text = code.sub(" ", path.read_text("utf-8").partition("\n---\n")[2] or path.read_text("utf-8"))
        stated = [found[0] for pattern in (STATED, *IN_WORDS) for found in pattern.finditer(text)]
        offenders += [f"{path.parent.name}/{path.name}: {one}" for one in stated]
    assert offenders == []
