"""The English letters: no blank from a complete case, and the same amounts and dates as the Chinese ones."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest
from answered import suited
from cases import SCENARIOS
from every import every

from letters.base.errors import UnsuitableKind
from letters.base.resources import bundled
from letters.drafting.draft import Draft, draft
from letters.figures.figures import compute_figures
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import library
from letters.scenario.load import Case, load

SHELF = library()
KINDS = SHELF.kinds("en")
TODAY = date(2026, 3, 20)
CONTACT = "contacts:\n  - {date: 2026-03-02, channel: 电话, agent: '3721', said: 申请减免, promised: 三天内答复}\n"
TRUE_ENGLISH = """
language: en
as_of: 2026-03-31
hardship:
  kind: {hardship}
  event: my employer closed its Shenzhen office
  started: 2025-12-31
  ended: 2026-02-01
  resumed: 2026-04-20
  own_cost: 1200
  story: The whole Shenzhen team was made redundant.
  evidence:
    - {{document: Certificate of termination of employment, issuer: Nanyu Ltd, date: 2025-12-31}}
    - {{document: Unemployment registration and benefit record, issuer: Employment Service, date: 2026-03-10}}
    - {{document: Offer of employment, issuer: Haiting Ltd, date: 2026-03-26}}
income: {{before: 9800, during: 2124, now: 6500}}
expenses: [{{label: rent, amount: 2400}}, {{label: food and travel, amount: 1900}}]
borrower: {{name: Zhao Lei, id_number: 440300199308112316, phone: 13700004409, email: z@example.com, account: "5518"}}
lender: {{profile: jiebei, name: "Chongqing Ant Consumer Finance Co., Ltd.", daily_rate: 0.05%}}
bills:
  - {{label: January 2026, due_date: 2026-01-20, amount: 2240.00, payments: [{{date: 2026-02-20, amount: 300.00}}],
     claimed_penalty: 78.40}}
  - {{label: February 2026, due_date: 2026-02-20, amount: 2240.00, claimed_penalty: 43.68}}
contacts:
  - {{date: 2026-02-26, channel: telephone, agent: "2067", ticket: T1, said: asked for a waiver, promised: a reply soon,
     reply_by: 2026-03-03}}
request: {{waive: all, plan: {{instalments: 6, first: 2026-05-15}}, today: 200, reply_within_days: 15}}
"""

CARD = {
    "profile: jiebei": "profile: credit-card, compounding: monthly, late_fee: {share: 5%, floor: 10, cap: 500}",
    "amount: 2240.00, ": "amount: 2240.00, minimum_payment: 224.00, interest: 12.34, ",
    "waive: all": "waive: 60%",
}

MONTHS = read_language(SHELF, "en").months
EN_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}})| (last year))?")
ZH_DATE = re.compile(r"(?:(\d{4}) ?年 ?|(去年) ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?日")
ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
AMOUNT = re.compile(r"\d[\d,]*\.\d\d(?!\d|%)|\d{1,3}(?:,\d{3})+(?!\d|\.\d)")
# Half-width marks and what every language shares; anything else above Latin is a Chinese word or mark.
LOST_SPACE = re.compile(r"[a-z)]\.[A-Z]|[;,][A-Za-z]|\b\d+[a-z]{2}|[a-z]\d|\w  \w| [.,;:)]|\.\.")
CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff09\uff0b-\uffef\u3000-\u303f]+")  # but for ＊, the mask


@cache
def case_of(name: str, kind: str = "") -> Case:
    """A bundled scenario, with a contact where it has none; of a hardship's name, the case in plain English;
    `card`, that case with a bank card's interest, late fees and compounding."""
    if name in SHELF.hardships("en"):
        return load(suited(TRUE_ENGLISH.format(hardship=name), kind, TODAY).encode(), "en.yaml", today=TODAY)
    if name == "card":
        text = TRUE_ENGLISH.format(hardship="illness")
        for plain, richer in CARD.items():
            text = text.replace(plain, richer)
        return load(suited(text, kind, TODAY).encode(), "card.yaml", today=TODAY)
    text = (bundled("scenarios") / name).read_text("utf-8")
    text = suited(text if "\ncontacts:" in text else text + CONTACT, kind, TODAY)
    return load(text.encode(), name, today=TODAY)


@cache
def written(name: str, kind: str, spoken: str = "en") -> Draft | None:
    """The letter, or None where the kind does not suit the case."""
    case = case_of(name, kind)
    try:
        return draft(case, compute_figures(case), kind, spoken)
    except UnsuitableKind:
        return None


def dates(text: str, year: int) -> set[date]:
    """Every full date of a letter, in whatever form; one without a year is of the letter's year."""
    found = {date(int(y), int(m), int(d)) for y, m, d in ISO_DATE.findall(text)}
    for day, month, its_year, last in EN_DATE.findall(text):
        found.add(date(int(its_year) if its_year else year - bool(last), MONTHS.index(month) + 1, int(day)))
    for its_year, last, month, day in ZH_DATE.findall(text):
        found.add(date(int(its_year) if its_year else year - bool(last), int(month), int(day)))
    return found


def amounts(text: str) -> set[str]:
    """Every amount with decimals or grouped thousands."""
    return {found.removesuffix(".00") for found in AMOUNT.findall(text)}


def without_own_words(text: str, name: str) -> str:
    """A sheet for a call without the borrower's own words, which stand in the language that they are written in."""
    hardship = case_of(name).scenario.hardship
    for clause in re.split(r"[，。；\n]", f"{hardship.story}，{hardship.in_short}，{hardship.event}"):
        text = text.replace(clause.strip(), "") if clause.strip() else text
    return text


def values(case: Case) -> str:
    """Everything the scenario says, with its white space as letters print it."""
    return " ".join(" ".join(case.source.lines).split())


@pytest.mark.slow
@every(name=SCENARIOS, kind=KINDS)
def test_a_complete_case_has_no_blank_in_english(name: str, kind: str) -> None:
    letter = written(name, kind)
    assert letter is None or not letter.blanks


@every(name=[*SCENARIOS, *SHELF.hardships("en"), "card"], kind=KINDS)
def test_both_languages_state_the_same_amounts_and_dates(name: str, kind: str) -> None:
    english, chinese = written(name, kind), written(name, kind, "zh")
    assert (english is None) == (chinese is None)
    if english and chinese:
        year = case_of(name).date.year
        one, other = (without_own_words(letter.markdown, name) for letter in (english, chinese))
        if kind != "call-script":
            one, other = english.markdown, chinese.markdown
        assert amounts(one) == amounts(other)
        assert dates(one, year) == dates(other, year)


@every(name=SCENARIOS, kind=KINDS)
def test_an_english_letter_has_no_chinese_but_the_scenario_s_own(name: str, kind: str) -> None:
    letter = written(name, kind)
    own = values(case_of(name, kind))
    assert [run for run in CHINESE.findall(letter.markdown if letter else "") if run not in own] == []


@every(hardship=SHELF.hardships("en"), kind=KINDS)
def test_an_english_case_makes_letters_in_plain_english(hardship: str, kind: str) -> None:
    letter = written(hardship, kind)
    assert letter is not None and not letter.blanks
    text = letter.markdown
    assert not CHINESE.findall(text)
    assert LOST_SPACE.findall(prose(text)) == []


def prose(text: str) -> str:
    """The running text: without tables, styles, addresses, masked numbers and lines to fill in by hand."""
    lines = [line for line in text.splitlines() if not line.startswith(("|", "<!--"))]
    return re.sub(r"\S+@\S+|_{2,}|\S*\\\*\S*", "0", "\n".join(lines)).replace("CNY ", "")


def test_chat_messages_are_short() -> None:
    for name in SCENARIOS + SHELF.hardships("en"):
        letter = written(name, "chat-messages")
        assert letter is not None
        messages = re.split(r"## Message \d\n", letter.markdown)[1:]
        assert 4 <= len(messages) <= 6
        assert [message for message in messages if len(" ".join(message.split())) > 200] == []


def test_both_languages_have_the_same_kinds_hardships_and_labels() -> None:
    assert SHELF.kinds("en") == SHELF.kinds("zh")
    assert SHELF.hardships("en") == SHELF.hardships("zh")
    en, zh = read_language(SHELF, "en"), read_language(SHELF, "zh")
    assert set(en.labels) == set(zh.labels)
    assert set(en.you) == set(zh.you)


def test_citations_have_the_number_of_their_articles() -> None:
    text = " ".join(letter.markdown for name in SCENARIOS if (letter := written(name, "petition")))
    assert "PRC Civil Code, Arts. 543 and 544" in text
    assert "PRC Civil Code, Art. 561" in text
    assert not re.search(r"Arts\. \d+[);,]|Art\. \d+ and", text)


def test_the_joint_petition_reads_in_english() -> None:
    text = (bundled("scenarios") / "natural-disaster.yaml").read_text("utf-8") + "signatories: all.csv\n"
    table = "name,account,due_date,amount\nLi Na,1234,2026-07-20,1000.00\nWang Fang,5678,2026-08-20,2000.00\n"
    case = load(text.encode(), "joint.yaml", today=TODAY, beside=lambda _: table.encode())
    letter = draft(case, compute_figures(case), "petition", "en")
    chinese = draft(case, compute_figures(case), "petition", "zh")
    assert "There are 3 of us." in letter.markdown
    assert amounts(letter.markdown) == amounts(chinese.markdown)
    assert dates(letter.markdown, 2026) == dates(chinese.markdown, 2026)


def test_a_sentence_is_set_apart_from_the_one_before() -> None:
    """What is told of few cases is where a space is lost or doubled."""
    found = []
    for name in SCENARIOS:
        for kind in ("waiver-email", "petition", "chat-messages", "hardship-statement"):
            letter = written(name, kind)
            text = "" if letter is None else letter.markdown
            found += [(name, kind, hit) for hit in re.findall(r"\w{3}\.[A-Z][a-z]\w*|[a-z]\.  +[A-Z]\w*", text)]
    assert found == []
