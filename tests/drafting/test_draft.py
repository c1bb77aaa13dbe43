"""The letters as their reader would check them: no word becomes markup, no gap hides, every number is reckoned."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import accumulate
from typing import Any

import pytest
import yaml
from answered import ANSWERING, suited
from cases import ALL_KINDS, COMPLETE, KINDS, MINIMAL, ROOT, SCENARIOS, TODAY, bundled, changed, letters_of
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from every import every
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario_text import to_scenario
from strategies import cases, examples

from letters.base.money import capital, grouped
from letters.base.record import Record
from letters.documents.markdown import Block, ListBlock, Quote, Run, TableBlock, ThematicBreak, parse, plain
from letters.drafting.tidy import close_up
from letters.figures.interest_rows import interest_spans
from letters.figures.page_rows import page_rows
from letters.ledger.totals import BillFigures
from letters.pipeline import Letters
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.law import read_law
from letters.reference_data.template_library import library
from letters.reference_data.words import FactWords
from letters.report.as_json import record

HARDSHIPS = library().hardships("zh")
SCENARIO_TEXTS = {name: bundled(name) for name in SCENARIOS}


def runs_of(blocks: tuple[Block, ...]) -> Iterator[tuple[Run, ...]]:
    """The words of every paragraph, heading and cell."""
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from runs_of(item)
        elif isinstance(block, TableBlock):
            for row in (block.header, *block.rows):
                yield from row
        elif isinstance(block, Quote):
            yield from runs_of(block.blocks)
        elif not isinstance(block, ThematicBreak):
            yield block.runs


def word_paragraphs(word: bytes) -> list[WordParagraph]:
    """Every paragraph of a Word file, those of tables too."""
    document = Document(BytesIO(word))
    return [WordParagraph(p, document) for p in document.element.body.iter(qn("w:p"))]


def shown(paragraph: WordParagraph) -> str:
    """The words of a paragraph, those in content controls too, which python-docx leaves out."""
    return "".join(text.text or "" for text in paragraph._p.iter(qn("w:t")))


def forms(letters: Letters) -> dict[str, str]:
    """The words of all letters together, as each format gives them to its reader."""
    files = letters.files(["txt", "docx"])
    return {
        "md": "\n".join(plain(runs) for drafted in letters.drafts for runs in runs_of(parse(drafted.markdown))),
        "txt": "\n".join(content.decode() for name, content in files.items() if name.endswith(".txt")),
        "docx": "\n".join(
            shown(p) for name, word in files.items() if name.endswith(".docx") for p in word_paragraphs(word)
        ),
    }


# What is typed stays what was typed

SHOWN = """\
as_of: 2026-03-20
hardship:
  kind: {kind}
  event: {event}
  started: 2025-11-28
  story: {story}
  evidence: [{{document: {document}, issuer: {issuer}}}]
income: {{now: 5200}}
expenses: [{{label: {expense}, amount: 1800}}]
borrower: {{name: {name}, id_number: {id}, phone: {phone}, email: {email}, address: {address}, account: "6617"}}
lender: {{profile: generic, daily_rate: 0.05%, name: {lender}}}
bills: [{{label: {bill}, due_date: 2025-12-10, amount: 3200.00}}]
contacts: [{{date: 2026-03-02, channel: {channel}, agent: {agent}, ticket: {ticket}, promised: {promised}}}]
request: {{show_id: full}}
"""
"""Every text that a letter shows."""
FIELDS = [name for name in re.findall(r"{(\w+)}", SHOWN.replace("{{", "").replace("}}", "")) if name != "kind"]

TRICKS = [
    "**粗**", "*斜*", "__下__", "`码`", "# 题", "## 题", "> 引", "- 项", "+ 项", "1. 项", "1) 项", "| 格 | 格 |",
    "a|b", "[字](http://x)", "![图](x.png)", "<b>粗</b>", "<script>", "<!-- style: Title -->", "<w:p/>",
    "]]>", "&amp;", "&#42;", "&", "{{ 7*7 }}", "{% raw %}", "{# 注 #}", "{{ borrower }}", "${x}", "$x$",
    "~~删~~", "~~~", "```", "---", "===", ":--", "\\", "\\*", "\\n", "a\\", "!", "'", '"', "%s",
    "%(name)s", "http://example.com", "x@example.com", "<x@example.com>", "【待填:假】", "* * *", "***",
    "^上^", "==亮==", ":emoji:", "[^1]", "[x]: y", "|---|", "5 * 3 _ 2", "1\\.",
]  # fmt: skip
MARKUP = st.text("*_`#>-+.)1|[](){}!<>&;\\~$%'\"=:^ 字a", min_size=1, max_size=10).map(
    lambda text: " ".join(text.split())
)
# An apostrophe that leads a number is a spreadsheet's, and is dropped.
TYPED = (st.sampled_from(TRICKS) | MARKUP).filter(lambda text: text.lstrip("'") == text != "")


MARKS_APART = " .;,!。；，！、"
"""What a phrase may begin with that is none of it, so that it becomes a sentence."""


@given(
    st.fixed_dictionaries(dict.fromkeys(FIELDS, TYPED)),
    st.sampled_from(HARDSHIPS),
)
@settings(max_examples=examples(40))
def test_markup_in_any_text_reads_as_what_was_typed_in_every_format(typed: dict[str, str], kind: str) -> None:
    # A tail tells the fields apart; the beginning stays what it is, because there markup is read.
    typed = {name: text + chr(ord("甲") + at) for at, (name, text) in enumerate(typed.items())}
    quoted = {name: json.dumps(text, ensure_ascii=False) for name, text in typed.items()}
    if kind == "forgotten-payment":
        del typed["expense"]  # an oversight is not explained by what a month costs
    for form, words in forms(letters_of(SHOWN.format(kind=kind, **quoted))).items():
        told = {name: close_up(text).lstrip(MARKS_APART) for name, text in typed.items()}
        lost = {name: text for name, text in told.items() if text not in words and typed[name] not in words}
        assert lost == {}, form


@every(trick=TRICKS)
def test_a_trick_in_the_name_and_the_bill_reads_as_what_was_typed(trick: str) -> None:
    quoted = json.dumps(trick, ensure_ascii=False)
    text = changed(MINIMAL, ("林晓梅", quoted), ("{due_date", f"{{label: {quoted}, due_date"))
    for form, words in forms(letters_of(text)).items():
        assert words.count(trick) >= 2 * len(KINDS) - 2, form


def test_paragraphs_of_the_story_stay_paragraphs() -> None:
    [email] = letters_of(COMPLETE, kinds=("waiver-email",)).drafts
    assert "\n\n十二月和一月只有病假工资。\n\n积蓄用在了治疗上。" in email.markdown


@pytest.mark.parametrize("scenario", [*SCENARIOS, "minimal", "complete"])
def test_no_markup_is_left_in_what_is_sent(scenario: str) -> None:
    text = {"minimal": MINIMAL, "complete": COMPLETE}.get(scenario) or SCENARIO_TEXTS[scenario]
    words = forms(letters_of(text))
    for form in ("txt", "docx"):
        for sign in ("*", "\\", "`", "<!--", "|", "{", "}", "#"):
            clean = words[form].replace("330***********2847", "").replace("***********", "")
            assert sign not in clean, (form, sign)


# Blanks


def test_a_blank_is_visible_in_every_format_and_listed() -> None:
    letters = letters_of(MINIMAL)
    assert letters.blanks
    words = forms(letters)
    for label in letters.blanks.values():
        assert all(f"【待填:{label}】" in text for text in words.values()), label
    for text in words.values():
        assert set(re.findall("【待填:(.*?)】", text)) == set(letters.blanks.values())


def test_a_blank_in_a_word_file_is_highlighted_and_nothing_else_is() -> None:
    for name, word in letters_of(MINIMAL).files(["docx"]).items():
        for paragraph in word_paragraphs(word):
            for run in paragraph.runs:
                highlighted = run.font.highlight_color == WD_COLOR_INDEX.YELLOW
                assert highlighted == run.text.startswith("【待填:"), (name, run.text)


def test_a_letter_of_a_complete_case_has_no_blank() -> None:
    for text in (COMPLETE, *SCENARIO_TEXTS.values()):
        letters = letters_of(text)
        assert letters.blanks == {}
        assert all("待填" not in words for words in forms(letters).values())


@pytest.mark.parametrize("language", library().languages())
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_what_a_letter_says_it_needs_is_what_it_leaves_blank_where_all_is_missing(kind: str, language: str) -> None:
    needs = library().front_matter(language, f"{kind}.md.j2")["needs"]
    assert isinstance(needs, list)
    given = {"claimed_penalty"} if kind == "legal-notice" else set()  # without a dispute there is no notice at all
    names = {path for need in needs for path in (need if isinstance(need, dict) else [str(need)])}
    given |= {"contacts"} & names if kind in ANSWERING else set()  # without an answer there is none to it
    given |= {"lender.regulator", "lender.superior_office"} & names  # which these cases bring
    text = suited(MINIMAL, kind, TODAY) + ("claimed_penalty: 500.00\n" if kind == "legal-notice" else "")
    blanks = {re.sub(r"\[\d+\]", "[]", path) for path in letters_of(text, kinds=(kind,), language=language).blanks}
    left_out = LEFT_OUT.get(kind, set()) | (TOLD_BY_KIND - blanks)
    assert blanks | given == names - HAVE_A_DEFAULT - left_out


_TOLD_WHERE_KNOWN = {"hardship.event", "hardship.story", "hardship.evidence"}
LEFT_OUT = {
    "waiver-email": _TOLD_WHERE_KNOWN | {"borrower.id_number", "borrower.email"},
    "petition": _TOLD_WHERE_KNOWN,
    "hardship-statement": _TOLD_WHERE_KNOWN,
    "chat-messages": _TOLD_WHERE_KNOWN,
}
"""What a letter needs, and is silent about where it is missing: a thin letter has few blanks, not a row of them."""
TOLD_BY_KIND = {"hardship.event"}
"""What most letters tell by the kind of the hardship where it is missing: I was ill."""
HAVE_A_DEFAULT = {"bills[].label", "request.reply_within_days"}
"""What a letter needs, and says by the due date or by fifteen days where it is missing."""


def test_the_id_number_is_masked_unless_it_is_asked_for_in_full() -> None:
    number = "330100199003072847"
    assert all(number not in words for words in forms(letters_of(COMPLETE)).values())
    assert all("330＊＊＊＊＊＊＊＊＊＊＊2847" in words for words in forms(letters_of(COMPLETE)).values())
    shown = forms(letters_of(changed(COMPLETE, ("show_id: masked", "show_id: full"))))
    assert all(number in words for words in shown.values())


# Numbers

PAID_TO = ("fees", "interest", "penalty", "principal")
AMOUNT = re.compile(r"(?<![\d.,])\d[\d,]*\.\d\d(?![\d%])")


def amounts_of(data: Any) -> Iterator[Decimal]:
    """Every amount in plain data or in a model."""
    if isinstance(data, Record):
        data = vars(data)
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list | tuple):
        for item in data:
            yield from amounts_of(item)
    elif isinstance(data, Decimal):
        yield data
    elif isinstance(data, str) and re.fullmatch(r"-?\d+\.\d\d", data):
        yield Decimal(data)


def known_amounts(letters: Letters) -> set[str]:
    """What a letter may say: the figures' JSON, the scenario, and the sums that follow from them."""
    figures = record(letters.case, letters.figures)
    bills, total = figures["bills"], figures["total"]
    owing = ("principal_outstanding", "penalty_outstanding", "interest", "late_fee")
    columns = ("amount", "paid", *owing, "daily_accrual")
    owed = {id(bill): sum((Decimal(bill[key]) for key in owing), Decimal(0)) for bill in bills}
    # A bill within grace is not overdue, but it has no penalty and is told apart: both sums are allowed.
    due = [bill for bill in bills if bill["days_overdue"] or Decimal(bill["penalty_outstanding"])]
    fallen = [bill for bill, own in zip(bills, letters.figures.bills, strict=True) if own.is_due]
    # What fell due before the hardship began, and from then on: of a disaster they are told apart.
    started = str(letters.case.scenario.hardship.started)
    since = [[bill for bill in fallen if (bill["due_date"] < started) is before] for before in (True, False)]
    sums = [sum((Decimal(bill[key]) for bill in part), Decimal(0)) for part in (due, fallen, *since) for key in columns]
    sums += [sum((owed[id(bill)] for bill in fallen), Decimal(0)), *owed.values()]
    sums += [Decimal(total["principal_outstanding"]) - Decimal(total["overdue_principal"])]
    sums += [Decimal(total["penalty_outstanding"]) - letters.figures.asked, letters.figures.asked]
    posts = [entry for bill in bills for entry in bill["entries"] if "payment" in entry]
    sums += [Decimal(row["payment"]) - sum(Decimal(row.get(f"to_{to}", 0)) for to in PAID_TO) for row in posts]
    # What was paid of a bill by its due date.
    payments = [[Decimal(row["payment"]) for row in bill["entries"] if "payment" in row] for bill in bills]
    sums += [sum_so_far for amounts in payments for sum_so_far in accumulate(amounts)]
    # What was paid of its late fee and interest, in all of a bill.
    parts = [[row for row in bill["entries"] if "payment" in row] for bill in bills]
    sums += [sum((Decimal(row.get(f"to_{to}", 0)) for row in part), Decimal(0)) for part in parts for to in PAID_TO]
    to_principal = [row for row in posts if not any(Decimal(row.get(f"to_{to}", 0)) for to in PAID_TO[:-1])]
    sums += [sum((Decimal(row["to_principal"]) for row in to_principal), Decimal(0))]
    # The whole plan is asked for also where no offer is left; where a month does not carry it, the largest that fits.
    for plan in filter(None, (letters.figures.plan, letters.figures.letters_plan)):
        rows = [row.amount for row in plan.plan]
        left = plan.rest.amount if plan.rest else Decimal(0)
        paid = sum(rows, Decimal(0))
        assert paid + left == plan.to_pay
        sums += [*rows, left, paid, plan.to_pay, letters.figures.affordability.beside(plan) or Decimal(0)]
    spans = letters.figures.penalty_rows
    sums += [amount for row in spans for amount in (row.penalty, row.paid, row.balance)]
    sums += [one.interest for bill in letters.figures.bills for one in interest_spans(bill)]
    sums += [one.balance for bill in letters.figures.bills for one in interest_spans(bill)]
    sums += [one.penalty for one in page_rows([bill for bill in letters.figures.bills if bill.is_due])]
    sums += [amount for row in spans for amount in (row.late_fee_paid, row.interest_paid, row.paid_before)]
    return {grouped(abs(amount)) for amount in [*amounts_of(figures), *amounts_of(letters.case.scenario), *sums]}


def is_old(letters: Letters) -> bool:
    """Whether limitation lets no letter admit the debt."""
    return letters.figures.limitation is not None and letters.figures.limitation.is_old


def assert_every_amount_is_known(letters: Letters) -> None:
    known, old = known_amounts(letters), is_old(letters)
    for drafted in letters.drafts:
        told = set(AMOUNT.findall(drafted.markdown.replace("\\", "")))
        assert told or drafted.kind == "call-script" or (old and drafted.kind == "debt-verification"), drafted.kind
        assert told - known == set(), drafted.kind


@every(scenario=SCENARIOS)
def test_every_amount_in_a_letter_is_one_of_the_figures(scenario: str) -> None:
    assert_every_amount_is_known(letters_of(SCENARIO_TEXTS[scenario]))


@given(cases())
@settings(max_examples=examples(60))
def test_any_case_can_be_written_about_and_every_amount_is_one_of_the_figures(case: Any) -> None:
    letters = letters_of(to_scenario(case))
    left_out = [kind for kind, _ in letters.left_out]
    old = is_old(letters)
    begun = case["plan"] is not None and case["plan"]["first"] < case["date"]
    owed = letters.figures.total.total_due
    more = ["debt-verification"] if old else []
    more += ["deferral-request"] if case["defer"] and owed else []
    more += ["refund-request"] if not owed and letters.figures.total.penalty_paid else []
    assert sorted([*letters, *left_out]) == sorted([*KINDS, *more])
    if owed and not old:
        paused = {"waiver-email"} if case["defer"] and not case["plan"] else set()
        assert {*left_out} == paused | ({*KINDS} - {"ledger"} if begun else set())
    assert_every_amount_is_known(letters)
    assert_words_fit_together(letters)


@every(scenario=SCENARIOS)
def test_amounts_in_capitals_are_the_amounts_in_digits_before_them(scenario: str) -> None:
    made = letters_of(SCENARIO_TEXTS[scenario], kinds=("petition",))
    [petition] = made.drafts
    pairs = re.findall(r"([\d,]+\.\d\d)元[（，]大写：([零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]+)", petition.markdown)
    assert len(pairs) == petition.markdown.count("大写") >= 1
    for digits, words in pairs:
        assert capital(Decimal(digits.replace(",", ""))) == words


def test_the_ledger_that_is_printed_adds_up_to_the_fen() -> None:
    for text in (COMPLETE, *SCENARIO_TEXTS.values()):
        [ledger] = letters_of(text, kinds=("ledger",)).drafts
        for block in parse(ledger.markdown):
            if isinstance(block, TableBlock) and plain(block.header[0]) == "事项":
                *parts, last = [plain(row[-1]).replace(",", "").replace("−", "-") for row in block.rows]
                assert sum(Decimal(part or 0) for part in parts) == Decimal(last)


# Whatever is missing

LEAVES: list[tuple[str, ...]] = [
    (key,) for key in yaml.safe_load(COMPLETE) if key not in {"hardship", "borrower", "lender", "bills", "as_of"}
]
LEAVES += [
    (part, key)
    for part, required in (("hardship", {"kind"}), ("borrower", {"name"}), ("lender", {"profile", "daily_rate"}))
    for key in yaml.safe_load(COMPLETE)[part]
    if key not in required
]
LEAVES += [(part, key) for part in ("income", "request") for key in yaml.safe_load(COMPLETE)[part]]


def without(paths: set[tuple[str, ...]], kind: str) -> str:
    """The complete scenario without some of its keys, for one hardship."""
    data = yaml.load(COMPLETE, yaml.BaseLoader)
    data["hardship"]["kind"] = kind
    for path in sorted(paths, key=len, reverse=True):
        part = data
        for step in path[:-1]:
            part = part.get(step, {})
        part.pop(path[-1], None)
    if all(bill.get("claimed_penalty") for bill in data["bills"]) and ("claimed_penalty",) in paths:
        data["bills"][0].pop("claimed_penalty")
    return yaml.dump(data, allow_unicode=True)


CLASHES = re.compile(
    r"[，、；：][，、；。：）]|。。|（）|（[，；、]|，$|、$|；；| ，|\bNone\b|\bTrue\b|\bFalse\b|Decimal|\[\]|\(\)"
)


def assert_words_fit_together(letters: Letters) -> None:
    """No two punctuation marks meet, no bracket is empty, nothing of the program shows."""
    for drafted in letters.drafts:
        for runs in runs_of(parse(drafted.markdown)):
            words = plain(runs)
            assert not CLASHES.search(words), (drafted.kind, words)


@given(st.sets(st.sampled_from(LEAVES)), st.sampled_from(HARDSHIPS))
@settings(max_examples=examples(120))
def test_whatever_is_missing_the_letters_are_written_and_their_words_fit_together(
    paths: set[tuple[str, ...]], kind: str
) -> None:
    letters = letters_of(without(paths, kind))
    pauses = letters.case.scenario.request.defer is not None
    waits = {"waiver-email"} if pauses and letters.case.scenario.request.plan is None else set()
    expected = [*(["deferral-request"] if pauses else []), *KINDS]
    assert [drafted.kind for drafted in letters.drafts] == [kind for kind in expected if kind not in waits]
    assert_words_fit_together(letters)


# Law

CITED = re.compile("《([^》]+)》((?:第[零一二三四五六七八九十百千]+条、?)+)")
ARTICLE = re.compile("第([零一二三四五六七八九十百千]+)条")


def number(han: str) -> int:
    """五百六十一 → 561."""
    value = digit = 0
    for char in han:
        if char in "十百千":
            value += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            digit = "零一二三四五六七八九".index(char)
    return value + digit


@pytest.mark.parametrize("scenario", [*SCENARIOS, "minimal", "complete"])
def test_every_article_that_a_letter_cites_is_in_the_reference_and_few_are_cited(scenario: str) -> None:
    text = {"minimal": MINIMAL, "complete": COMPLETE}.get(scenario) or SCENARIO_TEXTS[scenario]
    words = FactWords(library(), "zh")
    known = {words.law(name).title: set(read_law(name).articles) for name in fact_names("law")}
    for drafted in letters_of(text).drafts:
        places = set(CITED.findall(drafted.markdown))
        assert len(places) <= 3, drafted.kind
        cited = [(title, str(number(han))) for title, rest in places for han in ARTICLE.findall(rest)]
        alone = ARTICLE.findall(CITED.sub("", drafted.markdown))
        assert alone == [], f"{drafted.kind}: an article without its law"
        assert all(article in known[title] for title, article in cited)


def test_a_law_cited_past_its_day_of_review_is_warned_of() -> None:
    code = read_law("civil-code")
    for day, is_told in ((code.review_by, False), (code.review_by + timedelta(days=1), True)):
        letters = letters_of(changed(MINIMAL, ("as_of: 2026-03-20", f"as_of: 2026-03-20\ndate: {day}")))
        assert {name for drafted in letters.drafts for name in drafted.citations} == {"civil-code"}
        told = [
            warning.message for warning in letters.warnings if f"a letter cites {code.full_title}" in warning.message
        ]
        assert bool(told) == is_told


# What may never be said. The first thirteen are those of facts.md, "Common misstatements found on pages".

MISSTATEMENTS = {
    "article 70 names no illness": r"第七十条[^。]*(患?病|医疗|住院)|(患?病|医疗|住院)[^。]*第七十条",
    "the bank may agree, nobody has a right to it": r"停息挂账|(有权|必须|应当)(要求)?(停止计息|停息)",
    "article 21 of the privacy law is about processors": r"个人信息保护法》?第?(二十一|21)条?|个保法",
    "the card rules are of 2021": r"2023 ?年[^。]{0,12}银行卡",
    "article 533 is a change of circumstances": r"五百三十三条|533 ?条",
    "four times LPR does not bind a licensed lender": r"LPR|贷款市场报价利率|四倍|4 ?倍",
    "no such rule exists": r"银监局|全民清债|新政|征信洗白|修复征信|征信修复|洗白",
    "these laws are repealed": r"(?<!劳动)合同法|民法总则|民法通则|担保法|物权法|侵权责任法",
    "the 24 and 36 per cent zones ended in 2020": r"(?<![\d.])(24|36) ?[%％]|百分之(二十四|三十六)",
    "a card's late fee is not by the day": r"滞纳金|违约金[^。|]{0,8}(每日|按日)|(每日|按日)[^。|]{0,8}违约金",
    "12378 does not answer at night, nor within 15 working days": r"24 ?小时|(15|十五) ?个工作日",
    "GB/T 45251 sets no deadline": r"GB ?/ ?T|45251|七个工作日|7 ?个工作日",
    "no rule caps interest at the principal": r"不(得|能)?超过本金",
    "illness and job loss are not force majeure": r"不可抗力|五百九十条",
    "to waive is the lender's decision": r"依法(应予)?(免除|减免)|(应当|必须|有义务)(免除|减免)|无权收取|违法收取",
    "a correct credit record is not deleted": r"(删除|消除|撤销|抹去)[^。]{0,8}(征信|信用|逾期记录)",
    "nobody knows the outcome": r"成功率|通过率|一般能减|通常(可以)?减免|保证(能|可以)|一定能减",
    "no threat, no flattery, no shouting": r"[！!]|否则(我|本人)?将|后果自负|曝光|伟大|尊敬的领导|跪求|求求",
    "no slang": r"老赖|上岸|撸|反催收|法务|代理维权|躺平|亲[，,]",
}
TEMPLATES = {
    path: path.read_text("utf-8")
    for path in sorted((ROOT / "templates").rglob("*"))
    if path.is_file() and path.name != "words.yaml"  # which repeats what laws say
}
ALLOWED = {
    "illness and job loss are not force majeure": "natural-disaster",  # which may be
    "GB/T 45251 sets no deadline": "complaint-grounds",  # 消费者权益保护法 46 sets one to authorities
    "the 24 and 36 per cent zones ended in 2020": (
        "_figures.md.j2",
        "trace.yaml",
    ),  # no letters: lines for the borrower
}
"""Where a sentence that is false elsewhere is true."""
WARNING = re.compile("不(理|找)[^。；\n]*")
"""What the borrower is warned of is named and not said."""


def misstated(why: str, text: str, where: str) -> str | None:
    """The words in a text that say what is not so."""
    allowed = ALLOWED.get(why, ())
    if any(part in where for part in ((allowed,) if isinstance(allowed, str) else allowed)):
        return None
    found = re.search(MISSTATEMENTS[why], WARNING.sub("", text))
    return found and found[0]


@every(why=MISSTATEMENTS)
def test_no_template_says_what_is_not_so(why: str) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): said
        for path, text in TEMPLATES.items()
        if (said := misstated(why, re.sub(r"{[%#].*?[%#]}|<!--|!=", "", text), path.as_posix()))
    }
    assert found == {}


@pytest.mark.parametrize("why", MISSTATEMENTS)
@pytest.mark.parametrize("scenario", [*SCENARIOS, "minimal", "complete"])
def test_no_letter_says_what_is_not_so(scenario: str, why: str) -> None:
    text = {"minimal": MINIMAL, "complete": COMPLETE}.get(scenario) or SCENARIO_TEXTS[scenario]
    assert misstated(why, _letters_text(text), scenario) is None


_TEXTS: dict[str, str] = {}


def _letters_text(text: str) -> str:
    if text not in _TEXTS:
        _TEXTS[text] = forms(letters_of(text))["txt"]
    return _TEXTS[text]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("article 70 names no illness", "办法第七十条规定因重大疾病可以分期"),
        ("these laws are repealed", "《合同法》第一百一十四条"),
        ("the 24 and 36 per cent zones ended in 2020", "年利率超过36%的部分无效"),
        ("to waive is the lender's decision", "因病产生的罚息依法应当免除"),
        ("a correct credit record is not deleted", "请删除我的逾期记录"),
    ],
)
def test_the_misstatements_are_recognised(why: str, said: str) -> None:
    assert re.search(MISSTATEMENTS[why], said)
    assert not re.search(MISSTATEMENTS[why], "《劳动合同法》第四十四条；折合年化18.25%；年化136%；恳请减免")


# Hardships differ in substance


def test_no_sentence_of_one_hardships_reasons_stands_in_anothers() -> None:
    owners: dict[str, list[str]] = {}
    for path in sorted((ROOT / "templates").glob("*/hardship/*/money.md.j2")):
        body = path.read_text("utf-8")
        body = re.sub(r"{%.*?%}|{#.*?#}", "", body)
        body = re.sub(r"{{.*?}}", "□", body)
        for sentence in re.split(r"[。；\n]", body):
            if len(re.findall("[\u4e00-\u9fff]", sentence)) >= 8:
                owners.setdefault(sentence.strip(), []).append(path.parent.name)
    assert owners
    assert {sentence: names for sentence, names in owners.items() if len(set(names)) > 1} == {}


# Long ledgers


def test_a_long_ledger_asks_no_more_of_a_bill_than_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    has_interest = BillFigures.has_interest.fget  # type: ignore[attr-defined]

    def counted(bill: BillFigures) -> bool:
        nonlocal asked
        asked += 1
        return bool(has_interest(bill))

    monkeypatch.setattr(BillFigures, "has_interest", property(counted))
    counts = []
    for size in (2, 60):
        rows = ", ".join(f"{{date: {date(2025, 12, 11) + timedelta(day)}, amount: 1.00}}" for day in range(size))
        asked = 0
        letters_of(changed(MINIMAL, ("amount: 3200.00}", f"amount: 3200.00, payments: [{rows}]}}")), kinds=("ledger",))
        counts.append(asked)
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize("typed", ["()", "（）", "甲（）乙", "x ()", "（，乙", "(; y", "（ , ）"])
def test_parentheses_that_were_typed_stay_where_empty_ones_of_a_template_go(typed: str) -> None:
    quoted = {name: json.dumps(typed if name == "promised" else "甲", ensure_ascii=False) for name in FIELDS}
    for form, words in forms(letters_of(SHOWN.format(kind="illness", **quoted))).items():
        assert typed in words, form
