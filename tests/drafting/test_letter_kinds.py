"""Every kind of letter for every hardship, in Chinese: whole where the scenario is, open where it is not, and true."""

import re
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from answered import suited
from every import every, every_row

from letters.base.errors import UnsuitableKind
from letters.base.money import parse_amount, plain
from letters.base.record import Record, declared
from letters.base.resources import bundled
from letters.drafting.draft import Draft, draft
from letters.figures.figures import Figures, compute_figures
from letters.figures.lender_answer import answer
from letters.reference_data.law import read_law
from letters.reference_data.template_library import library, split_front_matter
from letters.reference_data.words import FactWords
from letters.scenario.load import Case, load

TODAY = date(2026, 11, 24)
KINDS = library().kinds("zh")
HARDSHIPS = library().hardships("zh")
FOR_THE_BORROWER = {"call-script", "incoming-call", "evidence-checklist", "prevention-plan"}
"""Kinds that nobody but the borrower reads."""

MISSTATEMENTS = (
    r"第七十条.{0,20}(疾病|失业|有权|必须|应当停)",
    r"停息挂账|征信洗白|债务清零|非恶意逾期|全民清债|银监局.?196",
    r"四倍|4 ?倍|36 ?%|13\.8 ?%",
    r"(第五百三十三条|533).{0,20}不可抗力",
    r"合同法》|民法总则|担保法",
    r"滞纳金",
    r"24 ?小时|15 ?个工作日",
    r"总额不得超过(本金|其对应本金)",
    r"依法应当(免除|减免)|必须(减免|免除)|有权要求(减免|停息)",
    r"删除.{0,6}(征信|信用)?记录",
    r"消费者协会.{0,20}(免费|不收)",
    r"！|!",
)
"""The list at the end of the project's facts, and what else no letter may say."""


def raw_of(hardship: str) -> str:
    return (bundled("scenarios") / f"{hardship}.yaml").read_text("utf-8")


@cache
def opened(text: str) -> tuple[Case, Figures]:
    case = load(text.encode(), "case.yaml", today=TODAY)
    return case, compute_figures(case)


def written(text: str, kind: str) -> Draft:
    case, figures = opened(text)
    return draft(case, figures, kind, "zh")


def disputed(text: str) -> str:
    """The scenario with a claim of the lender's that is 10.50 too high, unless it has a dispute."""
    _, figures = opened(text)
    if figures.disputed:
        return text
    return f"{text}\nclaimed_penalty: {plain(figures.total.penalty_outstanding + Decimal('10.50'))}\n"


def complete(hardship: str, kind: str) -> Draft:
    return written(story_of(hardship, kind), kind)


def story_of(hardship: str, kind: str) -> str:
    """The bundled scenario, with what the kind needs beside it: a dispute, or an answer of the lender's."""
    text = raw_of(hardship)
    return disputed(text) if kind == "legal-notice" else suited(text, kind, TODAY)


def smallest(hardship: str, more: str = "") -> str:
    return (
        f"hardship: {{kind: {hardship}}}\nborrower: {{name: 测试}}\nlender: {{daily_rate: 0.05%}}\n"
        f"bills: [{{due_date: 2026-10-10, amount: 1000}}]\n{more}"
    )


COMPLAINED = "contacts: [{date: 2026-11-02, channel: 信, kind: complaint}]\n"


def test_every_hardship_has_a_scenario() -> None:
    assert {path.stem for path in bundled("scenarios").glob("*.yaml")} >= set(HARDSHIPS)


@every(kind=KINDS, hardship=HARDSHIPS)
def test_a_complete_scenario_leaves_no_blank(hardship: str, kind: str) -> None:
    letter = complete(hardship, kind)
    assert letter.blanks == ()
    assert "【" not in letter.markdown


@every(kind=KINDS, hardship=HARDSHIPS)
def test_the_smallest_scenario_shows_its_gaps_in_sentences_that_still_read(hardship: str, kind: str) -> None:
    text = smallest(hardship, "claimed_penalty: 40.00\n" if kind == "legal-notice" else "")
    letter = written(suited(text, kind, TODAY), kind)
    assert letter.blanks
    assert all(f"【待填:{blank.label}】" in letter.markdown for blank in letter.blanks)
    assert_reads(letter.markdown)


@every(kind=KINDS, hardship=HARDSHIPS)
def test_a_complete_letter_reads(hardship: str, kind: str) -> None:
    assert_reads(complete(hardship, kind).markdown)


def assert_reads(markdown: str) -> None:
    """No trace of a condition gone wrong: doubled or stray marks, empty brackets, Python's own words."""
    assert "None" not in markdown
    assert not re.search(r"[，。；：、]{2}|（）|（[，；、]|[，；、]）|^[，。；、]|[，、]$", markdown, re.MULTILINE)


@every(kind=sorted(set(KINDS) - FOR_THE_BORROWER), hardship=HARDSHIPS)
def test_what_is_sent_holds_no_advice_to_the_borrower(hardship: str, kind: str) -> None:
    chat = kind == "chat-messages"  # its heading tells the borrower how to send them
    text = "\n".join(chat_messages(hardship)) if chat else complete(hardship, kind).markdown
    assert "您" not in text.replace("您好", "")
    assert "contacts" not in text


@every(kind=KINDS, hardship=HARDSHIPS)
def test_no_letter_repeats_a_known_misstatement(hardship: str, kind: str) -> None:
    letter = complete(hardship, kind).markdown.replace("<!--", "")
    for pattern in MISSTATEMENTS:
        found = re.search(pattern, letter)
        assert not found or re.search(r"不(能|要求).{0,4}$", letter[: found.start()]), found


@pytest.mark.parametrize("hardship", HARDSHIPS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_law_cited_applies_to_the_lender_and_there_are_few(hardship: str, kind: str) -> None:
    letter, (case, _) = complete(hardship, kind), opened(story_of(hardship, kind))
    for name in letter.citations:
        assert read_law(name).suits(case.lender.type, case.scenario.lender.profile)
    in_what_is_sent = [
        name for name in letter.citations if FactWords(library(), "zh").law(name).title in letter.markdown
    ]
    assert len(in_what_is_sent) <= 3


def amounts_of(value: Any) -> set[Decimal]:
    """Every amount inside figures or a scenario."""
    if isinstance(value, Decimal):
        return {value}
    if isinstance(value, Record):
        return amounts_of([getattr(value, name) for name in declared(type(value))])
    if isinstance(value, list | tuple):
        inside = [*value, *_properties(value)]
    elif is_dataclass(value) and not isinstance(value, type):
        inside = [*(getattr(value, field.name) for field in fields(value)), *_properties(value)]
    else:
        return set()
    return {amount for item in inside for amount in amounts_of(item)}


def _properties(value: object) -> list[Any]:
    return [getattr(value, name) for name, kept in vars(type(value)).items() if isinstance(kept, property)]


@every(kind=KINDS, hardship=HARDSHIPS)
def test_every_amount_is_one_of_the_figures(hardship: str, kind: str) -> None:
    case, figures = opened(story_of(hardship, kind))
    given = answer(case, figures, case.date)
    known = {abs(amount) for amount in amounts_of(figures) | amounts_of(case.scenario) | amounts_of(given)}
    known |= amounts_of(figures.letters_plan) | amounts_of(
        [figures.affordability.beside(figures.letters_plan), figures.force_majeure]
    )
    known |= {bill.amount + bill.interest_billed for bill in figures.bills}  # an instalment, as it fell due
    if kind == "call-script":  # whole yuan, to be seen at a glance
        known |= amounts_of(figures.ladder)
        known |= {amount.quantize(Decimal(1), ROUND_HALF_UP) for amount in known}
    story = case.scenario.hardship.story or ""
    for amount in re.findall(r"(?<![\d.,])(\d[\d,]*(?:\.\d\d)?)元", complete(hardship, kind).markdown):
        assert parse_amount(amount) in known or f"{amount}元" in story, amount


def chat_messages(hardship: str) -> list[str]:
    text = complete(hardship, "chat-messages").markdown
    return [part.partition("\n")[2].strip() for part in text.split("\n## ")[1:]]


@every(hardship=HARDSHIPS)
def test_chat_messages_are_four_to_six_and_short(hardship: str) -> None:
    messages = chat_messages(hardship)
    assert 4 <= len(messages) <= 6
    for message in messages:
        assert len(message) <= 200
        assert "\n" not in message


@pytest.mark.parametrize("count", [1, 6, 12, 13, 18, 60])
def test_a_repayment_plan_lists_every_instalment_and_they_sum_to_its_total(count: int) -> None:
    text = re.sub(r"plan: \{instalments: \d+", f"plan: {{instalments: {count}", raw_of("illness"))
    text = text.replace("now: 5200", "now: 12000")  # so that a month carries a single payment, too
    _, figures = opened(text)
    table = [line for line in written(text, "repayment-plan").markdown.splitlines() if line.startswith("|")]
    rows = [line for line in table if "**" not in line]
    amounts = [parse_amount(cell) for line in rows for cell in re.findall(r"\| ([\d,]+\.\d\d) (?=\|)", line)]
    assert figures.plan
    assert figures.letters_plan
    assert amounts == [row.amount for row in figures.letters_plan.plan]
    assert sum(amounts) == figures.plan.to_pay - 500  # paid today
    assert f"共{figures.plan.to_pay:,}元" in written(text, "repayment-plan").markdown


def test_a_repayment_plan_beyond_the_month_is_printed_as_the_shortest_that_it_carries() -> None:
    text = re.sub(r"plan: \{instalments: \d+", "plan: {instalments: 5", raw_of("illness"))  # 1,472.68 of 1,300.00
    table = [line for line in written(text, "repayment-plan").markdown.splitlines() if line.startswith("| 第")]
    amounts = [parse_amount(line.split(" | ")[-1].strip(" |")) for line in table]
    assert amounts == [Decimal("1143.90")] * 6
    _, figures = opened(text)
    assert figures.plan
    assert sum(amounts) == figures.plan.to_pay - 500  # paid today


@every(language=["zh", "en"])
def test_a_plan_that_ends_before_all_is_paid_adds_up_and_nowhere_clears_the_debt(language: str) -> None:
    asked = "plan: {per_month: 300.00, first: 2026-04-10, review: 2026-10-01}"
    text = re.sub(r"plan: \{[^}]*\}", asked, raw_of("illness"))
    case, figures = opened(text)
    rows = draft(case, figures, "repayment-plan", language).markdown.splitlines()
    assert any(row.startswith(("| **合计** | ", "| **Total** | ")) and "**1,800.00**" in row for row in rows)
    for kind in ("waiver-email", "petition", "repayment-plan", "chat-messages", "relief-application"):
        letter = draft(case, figures, kind, language).markdown
        assert "5,063.40" in letter, kind
        assert not re.search(r"\d 期还清", letter), kind


def test_a_legal_notice_is_refused_without_a_dispute() -> None:
    with pytest.raises(UnsuitableKind, match="金额没有争议"):
        written(raw_of("illness"), "legal-notice")


def test_a_legal_notice_is_refused_where_the_lender_asks_for_less() -> None:
    with pytest.raises(UnsuitableKind, match="不比计算的多"):
        written(raw_of("illness") + "\nclaimed_penalty: 1.00\n", "legal-notice")


def test_a_legal_notice_sends_the_borrower_to_a_lawyer_first_but_not_in_the_letter() -> None:
    notice = complete("job-loss", "legal-notice")
    assert "律师" not in notice.markdown
    assert "律师" in notice.for_you


FORCE_MAJEURE = re.compile("不可抗力|第五百九十条|第一百八十条")


@every(kind=KINDS, hardship=sorted(set(HARDSHIPS) - {"natural-disaster"}))
def test_only_a_natural_disaster_may_be_force_majeure(hardship: str, kind: str) -> None:
    assert not FORCE_MAJEURE.search(complete(hardship, kind).markdown)


@pytest.mark.parametrize("kind", ["petition", "lender-complaint", "relief-application"])
def test_force_majeure_covers_only_the_days_of_bills_due_while_the_disaster_lasted(kind: str) -> None:
    _, figures = opened(text := raw_of("natural-disaster"))
    assert figures.force_majeure
    passage = next(line for line in written(text, kind).markdown.splitlines() if "第五百九十条" in line)
    assert f"到8月24日为止的罚息是{figures.force_majeure.penalty:,}元" in passage


def test_a_bill_due_on_the_day_of_the_event_counts_and_one_due_the_day_before_does_not() -> None:
    for started, expected in (("2026-10-10", (0, 1)), ("2026-10-11", (1, 0))):
        text = smallest("natural-disaster").replace("natural-disaster", f"natural-disaster, started: {started}")
        _, figures = opened(text)
        assert figures.since
        assert (figures.since.before, figures.since.after) == expected
        assert bool(FORCE_MAJEURE.search(written(text, "petition").markdown)) is bool(expected[1])


def passages(hardship: str) -> set[str]:
    """The sentences that a hardship's passages have of their own, without what fills them."""
    found: set[str] = set()
    for name in ("reasons", "opening", "script", "answers"):
        path = library().find("zh", f"hardship/{hardship}/{name}.md.j2")
        text = path.read_text("utf-8") if path else ""
        if text.startswith("---\n"):
            _, text = split_front_matter(text, name)
        text = re.sub(r"{#.*?#}|{%.*?%}|\n|\(\([\w. ]+\?\?|\|\|", "", text, flags=re.DOTALL)
        for sentence in re.split(r"[。？！]", text):
            words = re.sub(r"{{.*?}}|\(\([^()]*\)\)", "…", sentence).replace("))", "").strip("> -")
            found |= {words} if len(re.sub("[^一-鿿]", "", words)) >= 8 else set()
    return found


SAID_BY_ALL = {"这几期我已经还过 … 元", "证明材料都在手边，可以现在上传"}


@every_row(("one", "other"), combinations(HARDSHIPS, 2))
def test_two_hardships_share_no_sentence(one: str, other: str) -> None:
    assert passages(one) & passages(other) <= SAID_BY_ALL


def test_a_forgotten_payment_claims_no_hardship() -> None:
    for kind in KINDS:
        assert not re.search("困难|困难情况|遇困", complete("forgotten-payment", kind).markdown), kind


@pytest.mark.parametrize(
    ("lender", "hotline"),
    [("bank", "12378"), ("consumer-finance", "12378"), ("small-loan", "12345"), ("other", "lender.type")],
)
def test_a_complaint_names_the_authority_it_is_told_and_the_hotline_of_the_lender(lender: str, hotline: str) -> None:
    text = smallest("illness", COMPLAINED).replace("daily_rate", f"type: {lender}, daily_rate")
    drafted = written(text, "regulator-complaint")
    letter = drafted.markdown
    assert "【待填:监管机关全称】：" in letter
    assert hotline in letter + drafted.for_you
    assert ("15日内" in letter) is (lender in {"bank", "consumer-finance"})
    named = text.replace("daily_rate", "regulator: 江畔市地方金融管理局, daily_rate")
    assert "江畔市地方金融管理局：" in written(named, "regulator-complaint").markdown


def contacts(*rows: str) -> str:
    return smallest("illness", "contacts:\n" + "".join(f"  - {{{row}}}\n" for row in rows))


def test_days_waited_run_from_the_first_contact_and_a_promise_is_missed_once_its_day_has_passed() -> None:
    _, figures = opened(contacts("date: 2026-11-20", "date: 2026-11-01, reply_by: 2026-11-10"))
    waited = figures.waited
    assert waited
    assert (waited.since, waited.days, waited.contacts) == (date(2026, 11, 1), 23, 2)
    assert (waited.last, waited.days_since_last) == (date(2026, 11, 20), 4)
    assert waited.missed
    assert (waited.missed.reply_by, waited.missed.days) == (date(2026, 11, 10), 14)


@pytest.mark.parametrize(
    "rows",
    [
        ("date: 2026-11-01, reply_by: 2026-11-24",),  # the day itself has not passed
        ("date: 2026-11-01, reply_by: 2026-11-10", "date: 2026-11-09"),  # they were heard of in time
    ],
)
def test_a_promise_that_may_have_been_kept_is_not_called_missed(rows: tuple[str, ...]) -> None:
    _, figures = opened(contacts(*rows))
    assert figures.waited
    assert figures.waited.missed is None


def test_a_month_of_needs_is_the_first_savings_goal() -> None:
    _, figures = opened(raw_of("illness"))
    assert figures.prevention.left == Decimal("156.10")
    assert figures.prevention.goal == Decimal("3900.00")
    assert figures.prevention.months == 3
    first = figures.prevention.reminders[0]
    assert (first.on, first.due, first.amount) == (date(2026, 4, 7), date(2026, 4, 10), Decimal("1143.90"))
    assert len(figures.prevention.reminders) == 6


def test_without_a_plan_the_next_bills_are_what_to_be_reminded_of() -> None:
    _, figures = opened(smallest("illness"))
    assert [row.due for row in figures.prevention.reminders] == [
        date(2026, 12, 10),
        date(2027, 1, 10),
        date(2027, 2, 10),
    ]
    assert {row.amount for row in figures.prevention.reminders} == {None}
    assert (figures.prevention.goal, figures.prevention.months) == (None, None)


def test_the_checklist_marks_the_papers_that_the_scenario_has() -> None:
    rows = {
        line.split("|")[1].strip(): line
        for line in complete("illness", "evidence-checklist").markdown.splitlines()
        if line.startswith("| ")
    }
    assert "☑ 有" in rows["诊断证明书"]
    assert "杭州市江畔医院" in rows["诊断证明书"]
    assert "☑ 有" in rows["病假、停薪证明"]
    assert "☐ 有" in rows["检查、化验报告"]


@every(kind=KINDS)
def test_every_kind_says_what_it_is_for(kind: str) -> None:
    head = library().front_matter("zh", f"{kind}.md.j2")
    assert set(head) - {"for", "role", "admits", "asks", "when", "heirs", "unless"} == {
        "title",
        "purpose",
        "use",
        "needs",
    }
    assert (head.get("for") == "yourself") is (kind in FOR_THE_BORROWER)


def test_no_template_names_a_law_itself() -> None:
    for path in Path(bundled("templates") / "zh").rglob("*.j2"):
        text = path.read_text("utf-8")
        assert not re.search(r"第[一二三四五六七八九十百千零]+条", text), path
        assert "《" not in text, path
