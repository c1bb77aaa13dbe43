"""What the lender answered is taken up in the letters: kept where it was good, told where it was not."""

from __future__ import annotations

import pytest
from cases import MINIMAL, letters_of

MEANS = "income: {before: 7300, during: 0, now: 4900}\nexpenses: [{label: 房租, amount: 1700}]\ndebts: []\n"
PLAN = "request: {waive: all, plan: {instalments: 6, first: 2026-06-10}}\n"
OFFER = "outcome: partly, waived: 80.00, condition: 三天内一次还清, valid_until: 2026-03-25"


def email(*contacts: str, language: str = "zh", more: str = MEANS + PLAN) -> str:
    log = "contacts:\n" + "".join(f"  - {{channel: 电话, said: 申请减免, {one}}}\n" for one in contacts)
    text = MINIMAL if language == "zh" else f"language: en\n{MINIMAL}"
    [draft] = letters_of(text + more + log, kinds=("waiver-email",)).drafts
    return draft.markdown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ["减免80.00元，我接受；三天内一次还清，我做不到", "以后不再计收，这一条最要紧", "2026年3月25日前有效"]),
        ("en", ["I accept your offer of 19 March to waive CNY 80.00", "Plan B", "This is the point that matters most"]),
    ],
)
def test_the_email_after_an_offer_takes_it_and_answers_its_condition(language: str, said: list[str]) -> None:
    text = email(f"date: 2026-03-19, {OFFER}", language=language)
    assert [one for one in said if one not in text] == []
    assert "账户还没有显示" not in text
    assert "my account does not show it" not in text


def test_the_email_after_an_offer_asks_for_what_the_counter_offer_asks() -> None:
    log = f"contacts: [{{date: 2026-03-19, channel: 电话, {OFFER}}}]\n"
    drafts = letters_of(MINIMAL + MEANS + PLAN + log, kinds=("waiver-email", "counter-offer", "petition")).drafts
    asked = [draft.markdown.partition("请减免罚息")[2].partition("，")[0] for draft in drafts]
    assert asked[0] == asked[1] == asked[2] != ""
    assert f"减免罚息{asked[0]}，余下的" in drafts[2].markdown.partition("## 申请事项")[2]


def test_an_offer_is_kept_in_the_wishes_where_no_plan_answers_it() -> None:
    text = email(f"date: 2026-03-19, {OFFER}", more="")
    assert "3月19日提出减免的80.00元我接受，请先记录" in text
    assert "答复是只同意一部分（减免80.00元，条件是三天内一次还清，3月25日前有效）" in text


def test_each_refusal_is_told() -> None:
    text = email("date: 2026-03-10, outcome: refused", "date: 2026-03-19, outcome: refused, promised: 系统不能减免")
    assert "答复是不同意" in text
    assert "答复是系统不能减免" in text
    assert "请重新考虑" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "请照贵公司3月10日的答复，至少减免80.00元"),
        ("en", "keep to the CNY 80.00 that you agreed to waive on 10 March"),
    ],
)
def test_what_was_agreed_and_then_denied_is_asked_to_be_kept(language: str, said: str) -> None:
    text = email(
        "date: 2026-03-10, outcome: accepted, waived: 80.00", "date: 2026-03-19, outcome: refused", language=language
    )
    assert said in text


IN_SHORT = "1月中风住院，右手不便；六年没有逾期"


@pytest.mark.parametrize(
    "kind", ["waiver-email", "petition", "chat-messages", "deferral-request", "mediation-request", "relief-application"]
)
def test_the_two_strongest_facts_reach_every_paper(kind: str) -> None:
    told = MINIMAL.replace("kind: illness", f"kind: illness\n  in_short: {IN_SHORT}")
    [draft] = letters_of(told + PLAN.replace("plan:", "defer: {months: 3}, plan:"), kinds=(kind,)).drafts
    assert IN_SHORT in draft.markdown
