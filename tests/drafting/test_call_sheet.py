"""The sheet for a call: what is read aloud is short and true, every case has the replies that it needs."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from cases import MINIMAL, TODAY, bundled
from hypothesis import given
from hypothesis import strategies as st

from letters.base.resources import bundled as bundled_path
from letters.documents.formats import write_as
from letters.documents.markdown import parse
from letters.drafting.call import spoken, spoken_chinese, spoken_english
from letters.drafting.call.call_sheet import call_sheet
from letters.drafting.call.incoming_call import read_incoming
from letters.drafting.call.replies import FOLDER, MOST_REPLIES, read_reply
from letters.drafting.call.spoken import TO_THE_YUAN, named_of_instalment
from letters.drafting.draft import Drafter
from letters.figures.figures import compute_figures
from letters.pipeline import Letters, write_letters
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import library
from letters.scenario.load import load
from letters.scenario.model.bills import AsShown

SCENARIOS = sorted(path.name for path in bundled_path("scenarios").glob("*.yaml"))
ALOUD = {"zh": re.compile("「([^」]*)」"), "en": re.compile("“([^”]*)”")}
MOST = {"zh": 40, "en": 20}
OF_THE_MODEL = [
    "减不了", "只能减一半", "先还一笔、先还本金", "能分期，要手续费", "先还最低", "只延期、停息不减", "要上级审批",
    "要材料", "上不上征信", "要起诉、已立案、会上门", "已委外、已转让", "马上全额还清", "找家人垫、再借一笔",
    "加微信、转私人账户",
    "没有个性化分期", "今天不定就没有", "机器人、没人工", "语气很冲", "说到录音",
]  # fmt: skip
NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万]+")
VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
UNITS = {"十": 10, "百": 100, "千": 1000}
WRITTEN = MINIMAL + "writer: {name: 李红, relation: 配偶}\n"
CASES = {
    "agreed": MINIMAL + "contacts: [{date: 2026-03-12, ticket: HB-4471, outcome: accepted, waived: 100.00}]\n",
    "refused": MINIMAL + "contacts: [{date: 2026-03-12, outcome: refused}]\n",
    "partly": MINIMAL + "contacts: [{date: 2026-03-12, outcome: partly, waived: 100.00}]\n",
    "small": MINIMAL + "request: {today: 3200.00}\n",
    "written": WRITTEN,
    "collected": MINIMAL.replace("0.05%}", "0.05%, collector: {name: 恒砾信息服务有限公司}}"),
    "range": MINIMAL.replace("0.05%}", "0.05%..0.075%}"),
    "no-income": MINIMAL + "income: {now: 0}\n",
}


@cache
def sheet(name: str, language: str) -> tuple[str, Letters]:
    text = CASES.get(name) or bundled(name)
    day = TODAY if name in CASES else date(2026, 11, 30)
    made = write_letters(text.encode(), "case.yaml", today=day, kinds=["call-script"], language=language)
    return made.drafts[0].markdown, made


def aloud(name: str, language: str) -> list[str]:
    found = ALOUD[language].findall(sheet(name, language)[0])
    return [said for said in found if "＿" not in said and "__" not in said]


def cues(name: str, language: str = "zh") -> list[str]:
    return re.findall(r"^\| \*\*([^*]+)\*\* \| (?!\*)", sheet(name, language)[0], re.MULTILINE)


def number(text: str) -> int:
    """The number that Chinese numerals say, with the unit that people leave out: 两千一 is 2100."""
    high, wan, low = text.rpartition("万")
    if not (set(text) & {*UNITS, "万"}):
        return int("".join(str(VALUES[char]) for char in text))
    total, digit, unit, after_zero = 0, 0, 10000 if wan else 0, False
    for char in low:
        if char in UNITS:
            total, unit, digit = total + (digit or 1) * UNITS[char], UNITS[char], 0
        else:
            digit, after_zero = VALUES[char], after_zero or char in "零"
    total += digit * (1 if unit <= 10 or low[-2:-1] == "零" or not digit else unit // 10)
    return total + (number(high) * 10000 if wan else 0)


def test_every_sentence_is_a_breath_and_only_sentences_stand_in_the_marks_of_speech() -> None:
    long = []
    for name in (*SCENARIOS, *CASES):
        for language, most in MOST.items():
            sizes = {said: len(said if language == "zh" else said.split()) for said in aloud(name, language)}
            long += [(name, language, said) for said, size in sizes.items() if not 0 < size <= most]
    assert long == []


def test_each_breath_is_followed_by_a_stop_and_the_first_greets_and_names_the_caller() -> None:
    for name in (*SCENARIOS, *CASES):
        for language, stop, greets in (("zh", "■停", "「您好，我"), ("en", "■ STOP", "“Good morning. My name is")):
            text, made = sheet(name, language)
            breaths = re.findall(r"^\d\. (.*)$", text, re.MULTILINE)
            if not breaths:
                assert "old_debt" in name or made.figures.limitation
                continue
            assert 3 <= len(breaths) <= {"zh": 7, "en": 9}[language], (name, breaths)
            assert all(stop in breath for breath in breaths), name
            assert breaths[0].startswith(greets), (name, breaths[0])


def shown(page: AsShown) -> list[Decimal]:
    return [page.principal, page.interest + page.penalty + page.late_fee]


def test_numbers_said_in_chinese_are_the_figures() -> None:
    wrong = []
    for name in SCENARIOS:
        _, made = sheet(name, "zh")
        figures, scenario = made.figures, made.case.scenario
        offers = list(figures.ladder.call.offers)
        amounts = [
            figures.total.total_due, figures.total.principal_outstanding, figures.total.penalty_outstanding,
            figures.asked, figures.to_pay, figures.affordability.for_plan, scenario.request.today,
            scenario.income.before, scenario.income.during, scenario.income.now,
            figures.defer.token if figures.defer else None, figures.total.interest, figures.total.late_fee,
            figures.total.claimed_penalty, figures.total.difference and abs(figures.total.difference),
            *(offer.each for offer in offers), *(offer.whole for offer in offers),
            *(amount for bill in scenario.bills if bill.as_shown for amount in shown(bill.as_shown)),
            *(one.amount for bill in scenario.bills for one in bill.payments),
        ]  # fmt: skip
        known = [Decimal(one) for one in amounts if one is not None]
        for said in aloud(name, "zh"):
            for found in re.finditer(f"({NUMERAL.pattern})(多|块多)?", said):
                value = number(found[1])
                if value < 100 and not found[2]:
                    continue  # a day, a month, a count, a digit of an account
                if len(found[1]) == 4 and not set(found[1]) & {*UNITS, "万"}:
                    continue  # the last digits of an account or a ticket
                step = 10 ** max(len(str(value)) - 2, 0)
                near = [one for one in known if (value <= one < value + step if found[2] else abs(one - value) <= step)]
                wrong += [] if near else [(name, said, found[0])]
    assert wrong == []


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (2, "两块", "two"),
        (38, "三十八块", "thirty-eight"),
        (105, "一百零五", "one hundred and five"),
        (250, "两百五", "two hundred and fifty"),
        (1270, "一千二百七", "twelve hundred and seventy"),
        (2100, "两千一", "two thousand one hundred"),
        (10200, "一万零二百", "ten thousand two hundred"),
        (23000, "两万三", "twenty-three thousand"),
    ],
)
def test_amounts_are_said_as_people_say_them(amount: int, zh: str, en: str) -> None:
    assert (spoken_chinese.whole(amount), spoken_english.whole(amount)) == (zh, en)
    if amount >= 100:
        assert number(zh) == amount


@given(fen=st.integers(1, 99_999_99), months=st.integers(1, 60))
def test_an_instalment_is_never_said_as_more_than_it_is_and_as_little_less_as_two_figures_allow(
    fen: int, months: int
) -> None:
    amount = Decimal(fen) / 100
    named = named_of_instalment(amount)
    said_in_zh = str(spoken.said_near(amount, read_language(library(), "zh")))
    assert named <= amount and months * named <= months * amount
    assert named == amount or said_in_zh.endswith(("多", "不到一块")), "what is left out is told"
    assert amount - named < max(Decimal(1), amount / 10)
    assert amount >= TO_THE_YUAN or amount - named < 1
    if amount >= 100:
        assert number(said_in_zh.removesuffix("多").removesuffix("块")) == named


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        ("1023.82", "一千零二十多", "over one thousand and twenty"),
        ("1143.90", "一千一百多", "over eleven hundred"),
        ("1200.00", "一千二", "twelve hundred"),
        ("903.89", "九百零三块多", "over nine hundred and three"),
        ("299.99", "两百九十九块多", "over two hundred and ninety-nine"),
        ("300.01", "三百多", "over three hundred"),
        ("0.40", "不到一块", "less than one"),
    ],
)
def test_an_instalment_is_said_so_that_it_stays_true(amount: str, zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        assert str(spoken.said_near(Decimal(amount), read_language(library(), language))) == said


def test_the_most_that_a_month_leaves_is_said_to_nobody() -> None:
    told = []
    for name in SCENARIOS:
        text, made = sheet(name, "zh")
        most, plan = made.figures.affordability.for_plan, made.figures.ladder.call.plan
        if most is None or most <= 0 or (plan and plan.each == most):
            continue
        said = str(spoken.said(most, read_language(library(), "zh")))
        lines = [one for one in ALOUD["zh"].findall(text) if re.search(f"{said}(?![十百千零多])", one)]
        told += [(name, one) for one in lines]
        assert "（不说出来）" in text or "三样都有" not in text or made.figures.ladder.call.plan is None, name
    assert told == []


def test_the_sheet_of_the_example_has_every_reply_of_the_model_in_its_order() -> None:
    heard = cues("illness.yaml")
    assert [cue for cue in heard if cue in OF_THE_MODEL] == OF_THE_MODEL
    text, _ = sheet("illness.yaml", "zh")
    assert "| **7,618元** | **255元** | **1,300元** | **每期1,144元** |" in text
    assert "「您好，我叫林晓梅，花呗用户，账号尾号六六一七。」 **■停**" in text
    assert (
        "全减，每期1,144元（今天没还500元的，每期1,227元）；减四分之三，每期1,155元；"
        "减一半，每期1,165元；一分不减但停计，每期1,186元，都还得起。" in text
    )
    assert "| 停就可答应，1,165元 |" in text


@pytest.mark.parametrize(
    ("name", "has", "lacks"),
    [
        ("card-minimum-paid.yaml", ["停卡、降额"], ["先还一笔"]),
        ("loan-instalments.yaml", ["提前到期、要全部还"], []),
        ("debt-sold.yaml", ["债权归我们了"], ["已委外、已转让"]),
        ("no-income.yaml", ["没有收入怎么还"], []),
        ("job-loss.yaml", ["罚息不是这个数", "没工作也还不上"], []),
        ("forgotten-payment.yaml", ["怎么会忘", "先还了再说", "过了宽限期"], ["减不了", "马上全额还清"]),
        ("old-debt.yaml", [], OF_THE_MODEL),
        ("agreed", ["没有这个记录", "条件变了"], ["减不了", "只能减一半", "马上全额还清"]),
        ("refused", ["上次说过不行"], []),
        ("partly", ["就按上次说的"], []),
        ("small", ["先还了再说"], ["马上全额还清", "减不了", "过了宽限期"]),
        ("written", ["要本人来谈"], []),
        ("collected", ["找催收公司谈"], ["已委外、已转让"]),
    ],
)
def test_a_case_has_the_replies_that_it_needs_and_none_that_contradict_it(
    name: str, has: list[str], lacks: list[str]
) -> None:
    heard = cues(name)
    assert [cue for cue in has if cue not in heard] == []
    assert [cue for cue in lacks if cue in heard] == []
    assert len(heard) <= MOST_REPLIES
    assert len(cues(name, "en")) == len(heard)


def test_nothing_is_admitted_about_an_old_debt_and_no_instalment_stands_where_a_month_leaves_nothing() -> None:
    old, _ = sheet("old-debt.yaml", "zh")
    assert ALOUD["zh"].findall(old) == ["我没有看到材料，请书面发给我。再见。"]
    paused, _ = sheet("no-income.yaml", "zh")
    assert not re.search("分[一二三四五六七八九十两]+期|每期\\d", paused)
    assert "停就可答应" in paused


def test_a_caller_for_the_borrower_says_who_rings_and_for_whom() -> None:
    assert "「您好，我是林晓梅的配偶李红，受委托打这个电话。」" in sheet("written", "zh")[0]


def test_every_language_says_the_same_of_a_reply_but_its_key_words() -> None:
    shelf = library()
    assert shelf.parts_in("zh", FOLDER) == shelf.parts_in("en", FOLDER)
    differ = []
    for name in shelf.parts_in("zh", FOLDER):
        zh, en = (read_reply(shelf, language, name) for language in ("zh", "en"))
        same = ("place", "mark", "when", "unless", "hardships", "outcome", "amount")
        differ += [name] if [getattr(zh, key) for key in same] != [getattr(en, key) for key in same] else []
        assert len(zh.cue) <= 12, name
        assert len(zh.short) <= 6 and len(en.short) <= 24, name  # one line of a button, and two
    assert differ == []


def test_the_plain_text_has_the_order_of_the_sheet_and_no_wide_table() -> None:
    text = write_as("txt", sheet("illness.yaml", "zh")[0], "通话提纲", "zh").decode()
    assert "一共欠  7,618元\n其中罚息  255元\n" in text
    assert "▪ 减不了  问清再说\n「请登记申请，转给能批的人。工单号多少？」\n" in text
    assert [text.index(cue) for cue in OF_THE_MODEL] == sorted(text.index(cue) for cue in OF_THE_MODEL)


@pytest.mark.slow
def test_the_sheet_is_two_pages_of_a_pdf_in_every_case_and_language(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    assert typst
    long = []
    for name in SCENARIOS:
        for language in ("zh", "en"):
            made = write_as("pdf", sheet(name, language)[0], "通话提纲", language)
            pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", made))
            long += [(name, language, pages)] if pages > 2 else []
    assert long == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_for_a_collector_who_rings_is_short_names_no_sum_and_suits_every_case(language: str) -> None:
    for name in (*SCENARIOS, *CASES):
        text, day = CASES.get(name) or bundled(name), TODAY if name in CASES else date(2026, 11, 30)
        made = write_letters(text.encode(), "case.yaml", today=day, kinds=["incoming-call"], language=language)
        sheet_of = made.drafts[0].markdown
        for said in ALOUD[language].findall(sheet_of):
            assert len(said if language == "zh" else said.split()) <= MOST[language], said
        assert not re.search(r"\d元|CNY", sheet_of), name
    assert ("我没有看到材料" if language == "zh" else "I have seen no documents") in write_letters(
        bundled("old-debt.yaml").encode(), "case.yaml", today=TODAY, kinds=["incoming-call"], language=language
    ).drafts[0].markdown


def test_the_sheet_is_a_record_with_all_that_a_screen_needs_in_the_order_of_the_paper() -> None:
    case = load(bundled("illness.yaml").encode(), "illness.yaml", today=TODAY)
    found = call_sheet(Drafter(case, compute_figures(case), "zh"))
    assert found is not None
    assert found.numbers[0] == ("一共欠", "7,618元")
    assert found.purpose == "申请减免罚息"
    assert [len(found.breaths), len(found.numbers), len(found.record), len(found.closing)] == [5, 4, 5, 2]
    assert found.breaths[0].say.startswith("「您好，我叫林晓梅") and found.breaths[0].asides
    assert found.ready.startswith("手边") and found.conditions.startswith("三样都有")
    half = next(one for one in found.replies if one.name == "only-half")
    assert (half.cue, half.mark, half.channel, half.outcome, str(half.amount)) == (
        "只能减一半", "yes", "电话", "partly", "127.47",
    )  # fmt: skip
    assert [one.cue for one in found.replies] == cues("illness.yaml")
    assert [rung.name for rung in found.rungs] == [
        "request-plan", "three-quarters-plan", "half-plan", "no-waiver-plan",
    ]  # fmt: skip
    old = load(bundled("old-debt.yaml").encode(), "old-debt.yaml", today=TODAY)
    assert call_sheet(Drafter(old, compute_figures(old), "zh")) is None


def test_the_card_for_an_incoming_call_is_a_record_with_all_that_a_screen_needs() -> None:
    lost = []
    for name in (*SCENARIOS, *CASES):
        text, day = CASES.get(name) or bundled(name), TODAY if name in CASES else date(2026, 11, 30)
        for language in ("zh", "en"):
            made = write_letters(text.encode(), "case.yaml", today=day, kinds=["incoming-call"], language=language)
            blocks = parse(made.drafts[0].markdown)
            found = read_incoming(blocks)
            assert found is not None
            assert [len(found.breaths), len(found.reminders)] == [5, 2], name
            assert all(one.say.startswith(("「", "“")) for one in found.breaths)
            assert found.breaths[3].asides and found.breaths[4].asides and len(found.replies) == 14
            shown = "".join(map(str, (found.breaths, found.reminders, found.closing, found.replies, found.afterwards)))
            said = ALOUD[language].findall(made.drafts[0].markdown.replace("\\", ""))
            lost += [(name, language, one) for one in said if one not in shown]
    assert lost == []
    assert read_incoming(parse(sheet("old-debt.yaml", "zh")[0])) is None
