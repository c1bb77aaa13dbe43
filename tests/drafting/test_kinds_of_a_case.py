"""Which letters a case bears: written unasked, left out of all with a reason, refused by name with the same reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from cases import KINDS, MINIMAL, ROOT, TODAY, bundled, changed
from command import letters as run
from every import every

from letters.base.errors import UnsuitableKind
from letters.pipeline import Letters, write_letters
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import library

OF_FEW = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "tests" / "letter_cases").glob("*.yaml"))}


def made(text: str, *kinds: str, language: str | None = None) -> Letters:
    return write_letters(text.encode(), "case.yaml", today=TODAY, kinds=kinds or MAIN_ROLES, language=language)


UNASKED = {
    "authorisation": ["authorisation", *KINDS],
    "collection-conduct": ["collection-conduct", *KINDS],
    "counter-offer": ["counter-offer", *KINDS],
    "debt-verification": ["debt-verification", "call-script", "ledger"],
    "deferral-request": ["deferral-request", *sorted({*KINDS} - {"waiver-email"})],
    "refund-request": ["refund-request", "ledger"],
    "regulator-complaint": ["collection-conduct", *KINDS],
    "review-request": ["review-request", *KINDS],
}


@every(case=sorted(UNASKED))
def test_the_letter_that_a_case_asks_for_is_written_unasked_and_first(case: str) -> None:
    written = list(made(OF_FEW[case]))
    assert written[0] == UNASKED[case][0]
    assert sorted(written) == sorted(UNASKED[case])


def test_a_debt_said_to_be_sold_without_notice_asks_for_proof_before_anything_else() -> None:
    sold = changed(MINIMAL, ("0.05%}", "0.05%, assigned_to: {name: 砚溪资产管理有限公司, notified: none}}"))
    written = made(sold)
    assert list(written) == ["debt-verification", "call-script", "ledger"]
    assert {kind for kind, _ in written.left_out} == {"petition", "waiver-email"}
    assert list(made(sold, "waiver-email")) == ["waiver-email"]


def test_once_the_lender_has_agreed_the_confirmation_is_written_and_nothing_is_asked() -> None:
    agreed = MINIMAL + "contacts: [{date: 2026-03-12, outcome: accepted, waived: 10.00}]\n"
    written = made(agreed)
    assert list(written) == ["acceptance-confirmation", "call-script", "ledger"]
    assert {kind for kind, _ in written.left_out} == {"petition", "waiver-email"}


@every(kind=[kind for kind in library().kinds("zh") if library().front_matter("zh", f"{kind}.md.j2").get("when")])
def test_a_letter_for_other_cases_is_left_out_of_all_and_refused_by_name_with_one_reason(kind: str) -> None:
    left_out = dict(made(MINIMAL, "all").left_out)
    assert left_out[kind]
    for word in ("contacts", "outcome", "_", "asked_by", "situation"):
        assert word not in left_out[kind], left_out[kind]
    with pytest.raises(UnsuitableKind) as refused:
        made(MINIMAL, kind)
    assert refused.value.message == left_out[kind]


def test_a_letter_refused_by_name_ends_with_1_and_the_reason_in_the_language_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL, "utf-8")
    done = run("render", "case.yaml", "-k", "regulator-complaint", cwd=tmp_path)
    assert done.code == 1
    assert "nothing was complained of to the lender yet" in done.err
    done = run("render", "case.yaml", "-k", "regulator-complaint", cwd=tmp_path, LETTERS_LANG="zh")
    assert "还没有向贷款机构投诉过：先向它投诉，等它答复" in done.err
    assert not (tmp_path / "case").exists()


def test_a_letter_of_ones_own_can_say_for_which_situations_it_is(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(bundled("illness.yaml"), "utf-8")
    own = tmp_path / "templates" / "zh"
    own.mkdir(parents=True)
    head = "---\ntitle: 工会\npurpose: 请工会出面\nuse: 单位拖欠工资时\nwhen: [%s]\n---\n# 工会\n"
    (own / "union.md.j2").write_text(head % "lender_refused", "utf-8")
    told = run("render", "case.yaml", "-k", "union", "--templates", str(tmp_path / "templates"), cwd=tmp_path)
    assert told.code == 1
    assert "it is for another case than this: 单位拖欠工资时" in told.err
    misspelt = tmp_path / "misspelt" / "zh"
    misspelt.mkdir(parents=True)
    (misspelt / "union.md.j2").write_text(head % "lender_refuses", "utf-8")
    told = run("render", "case.yaml", "-k", "union", "--templates", str(tmp_path / "misspelt"), cwd=tmp_path)
    assert told.code == 3
    assert "no situation is called 'lender_refuses'; did you mean 'lender_refused'?" in told.err


FIGURES = {
    "deferral-request": ["55.66", "3,586.18", "1,097.66", "79.18", "1.66", "1,870.00", "1,070.00", "1,176.84"],
    "refund-request": ["1.29", "864.49", "863.20"],
    "authorisation": [],
    "collection-conduct": [],
    "debt-verification": ["8,460.00"],
    "counter-offer": [
        *("262.65", "393.98", "6,771.32", "961.88", "961.92", "6,902.65", "986.09", "986.11", "1,000.00", "383.13"),
        *("6,640.00", "525.30", "3.32"),
    ],
    "regulator-complaint": ["36.56", "76.80", "423.20", "239.92", "276.48", "3,016.72", "2,776.80"],
    "review-request": [],
}
"""The amounts of the models in docs of the project, letter by letter."""


@every(kind=sorted(FIGURES), language=["zh", "en"])
def test_a_letter_for_few_cases_states_the_amounts_that_were_worked_by_hand(kind: str, language: str) -> None:
    written = made(OF_FEW[kind], kind, language=language)[kind].markdown
    assert [amount for amount in FIGURES[kind] if amount not in written] == []


def test_penalty_that_is_not_stopped_grows_by_what_the_plan_leaves_of_the_principal() -> None:
    # 6,640.00 × 0.05 % for 28 days, then 986.09 less each month: 92.96 + 87.64 + 72.35 + 51.54 + 41.78 + 25.64 + 11.21
    # and the parts of a fen.
    from letters.figures.figures import compute_figures
    from letters.figures.lender_answer import answer
    from letters.scenario.load import load

    case = load(OF_FEW["counter-offer"].encode(), "case.yaml", today=TODAY)
    given = answer(case, compute_figures(case), case.date)
    assert given and given.taken and given.counter
    assert given.growth == Decimal("383.13")
    assert (given.counter.pay_now, given.taken.pay_now) == (Decimal("1000.00"), Decimal("0.00"))
