"""Every fact of an edited letter is found, and told apart: right, changed, gone, or right on another day."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from desk import ROOT, SCENARIO, Desk, delete, paragraph
from docx.document import Document as WordDocument
from every import others_slow
from hypothesis import given
from hypothesis import strategies as st

from letters.base.money import capital
from letters.documents.read_back import read_words
from letters.drafting.draft import Draft
from letters.drafting.proofread.fact_finder import Finder, Known, known
from letters.drafting.proofread.numerals import capital_value, small_number
from letters.edited.verify import verify
from letters.pipeline import Letters, write_letters
from letters.scenario.load import load

SCENARIOS = sorted(path.name for path in (ROOT / "scenarios").glob("*.yaml"))
KNOWN = Known(("重庆蚂蚁消费金融有限公司", "林晓梅"), "330100199003072847", ("6617",), date(2026, 3, 20))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "case.yaml").write_text(SCENARIO, "utf-8")
    made = Desk(tmp_path, monkeypatch, capsys)
    made.render()
    return made


def keys(words: str) -> list[tuple[str, str]]:
    return [fact.key for fact in Finder(KNOWN).facts(words)]


# Facts


@pytest.mark.parametrize(
    ("words", "what", "value"),
    [
        ("罚息1,234.56元", "amount", "1234.56"),
        ("罚息1234.56", "amount", "1234.56"),
        ("500元", "amount", "500"),
        ("CNY 500", "amount", "500"),
        ("￥500", "amount", "500"),
        ("人民币23,000", "amount", "23000"),
        ("１２３．４５元", "amount", "123.45"),
        ("1.2万元", "amount", "12000"),
        ("−16.00", "amount", "-16"),
        ("98.8563", "amount", "98.8563"),
        ("柒仟叁佰陆拾叁元肆角", "amount in words", "7363.40"),
        ("壹万零贰佰叁拾捌元壹角柒分", "amount in words", "10238.17"),
        ("贰佰伍拾肆圆整", "amount in words", "254.00"),
        ("2026-03-20", "date", "2026-03-20"),
        ("2026/3/20", "date", "2026-03-20"),
        ("2026.3.20", "date", "2026-03-20"),
        ("2026年3月20日", "date", "2026-03-20"),
        ("2026年3月20号", "date", "2026-03-20"),
        ("二〇二六年三月二十日", "date", "2026-03-20"),
        ("3月20日", "date", "2026-03-20"),
        ("去年12月10日", "date", "2025-12-10"),
        ("20 March 2026", "date", "2026-03-20"),
        ("March 20, 2026", "date", "2026-03-20"),
        ("20th of March, 2026", "date", "2026-03-20"),
        ("10 December last year", "date", "2025-12-10"),
        ("10 April", "date", "2026-04-10"),
        ("0.05%", "rate", "0.0005"),
        ("0.050 ％", "rate", "0.0005"),
        ("万分之五", "rate", "0.0005"),
        ("百分之零点零五", "rate", "0.0005"),
        ("17天", "days", "17"),
        (" 100 ", "days", "100"),
        ("for 17 days", "days", "17"),
        ("林晓梅", "name", "林晓梅"),
        ("330＊＊＊＊＊＊＊＊＊＊＊2847", "id", "330***********2847"),
        ("330100199003072847", "id", "330***********2847"),
        ("330100199003072848", "id", "330100199003072848"),
        ("13800005602", "phone", "13800005602"),
        ("+86 138-0000-5602", "phone", "13800005602"),
        ("a@Example.com", "email", "a@example.com"),
        ("尾号6617", "account", "6617"),
        ("account ending 6617", "account", "6617"),
        ("total spending 800.00", "amount", "800"),
        ("6217 0000 1234 5678", "account", "6217000012345678"),
    ],
)
def test_a_fact_is_known_in_the_forms_that_people_write(words: str, what: str, value: str) -> None:
    assert keys(words) == [(what, value)]


@pytest.mark.parametrize(
    "words",
    [
        "第2条",
        "分6期",
        "每月10日",
        "2025年11月账单",
        "工单号 HB0312-4471",
        "95188",
        "v2.0",
        "13月45日",
        "附件1",
        "",
    ],
)
def test_a_bare_number_is_no_fact(words: str) -> None:
    assert keys(words) == []


@given(st.integers(1, 10**13 - 1))
def test_every_amount_in_words_is_read_back(fen: int) -> None:
    amount = Decimal(fen) / 100
    assert Decimal(capital_value(capital(amount))) == amount


def test_small_numbers_are_read_in_characters() -> None:
    assert [small_number(text) for text in ("一", "十", "十二", "二十", "三十一", "07")] == [1, 10, 12, 20, 31, 7]
    assert capital_value("元元") == "元元"


@given(st.text(max_size=200))
def test_no_text_is_too_odd_and_facts_do_not_overlap(words: str) -> None:
    found = Finder(KNOWN).facts(words)
    for one, two in pairwise(found):
        assert one.end <= two.start


def test_the_names_of_all_who_sign_are_known() -> None:
    (case,) = [load(SCENARIO.encode(), "case.yaml", today=date(2026, 3, 20))]
    assert known(case).names[0] == "Chongqing Ant Consumer Finance Co., Ltd."
    assert "林晓梅" in known(case).names


# A letter as it was written


def verified(letters: Letters, drafted: Draft, extension: str) -> list[tuple[str, str | None, str | None, str]]:
    first = replace(letters, drafts=(drafted, *letters.drafts))
    [(name, content)] = replace(letters, drafts=(drafted,)).files([extension]).items()
    found = verify(name, read_words(content, name).letter, first, redraft=lambda day: None)
    assert found.facts
    return [(fact.what, fact.found, fact.expected, fact.state) for fact in found.facts if fact.state != "matches"]


@pytest.mark.parametrize("language", others_slow(["zh", "en"]))
@pytest.mark.parametrize("extension", ["md", "docx", "txt"])
@pytest.mark.parametrize("scenario", others_slow(SCENARIOS))
def test_a_letter_that_nobody_touched_matches_whatever_its_form(scenario: str, extension: str, language: str) -> None:
    raw = (ROOT / "scenarios" / scenario).read_bytes()
    letters = write_letters(raw, scenario, today=date(2026, 3, 20), kinds=["all"], language=language)
    for drafted in letters.drafts:
        assert verified(letters, drafted, extension) == [], drafted.kind


# What people do to a letter


def test_a_mistyped_amount_is_named_with_the_one_that_stood_there(desk: Desk) -> None:
    desk.edit("petition.docx", lambda document: swap(document, "254.94元", "245.94元"))
    assert desk.differing("petition.docx") == [("amount", "245.94元", "254.94元", "changed")]


def swap(document: WordDocument, old: str, new: str) -> None:
    [found] = [run for run in paragraph(document, old).runs if old in run.text]
    found.text = found.text.replace(old, new)


def test_a_figure_of_another_place_is_wrong_in_this_one(desk: Desk) -> None:
    desk.replace("petition.md", "本金7,363.40元今天", "本金7,618.34元今天")
    assert desk.differing("petition.md") == [("amount", "7,618.34元", "7,363.40元", "changed")]


LENDER, LETTERBOX = "重庆蚂蚁消费金融有限公司", "linxiaomei@example.com"


@pytest.mark.parametrize(
    ("around", "what", "found", "expected"),
    [
        ("大写：{}）", "amount in words", "贰佰肆拾伍元玖角肆分", "贰佰伍拾肆元玖角肆分"),
        ("{}出院", "date", "2026年1月16日", "2026年1月15日"),
        ("日利率{}（折合", "rate", "0.5%", "0.05%"),
        ("**申请人：** {}", "name", "林小梅", "林晓梅"),
        ("{}，邮箱", "account", "尾号6671", "尾号6617"),
        ("手机{}", "phone", "13800005620", "13800005602"),
        ("{}：", "name", "重庆蚂蚁金融公司", LENDER),
        ("邮箱{}", "email", "linxiaomei@example.org", LETTERBOX),
    ],
)
def test_a_changed_fact_of_any_kind_is_found(desk: Desk, around: str, what: str, found: str, expected: str) -> None:
    desk.replace("petition.md", around.format(expected), around.format(found))
    assert desk.differing("petition.md") == [(what, found, expected, "changed")]


def test_another_way_to_write_the_same_matches(desk: Desk) -> None:
    desk.replace("petition.md", "日利率0.05%（折合", "日利率万分之五（折合")
    desk.replace("petition.md", "2026年1月15日出院", "2026/1/15出院")
    desk.replace("petition.md", "目前254.94元", "目前人民币254.94元")
    desk.replace("petition.md", "330＊＊＊＊＊＊＊＊＊＊＊2847", "330100199003072847")
    assert desk.differing("petition.md") == []


def test_a_deleted_sentence_leaves_its_facts_missing(desk: Desk) -> None:
    desk.edit("petition.docx", lambda document: delete(paragraph(document, "去年12月和今年1月")))
    assert desk.differing("petition.docx") == [
        ("date", None, "2025年11月28日", "missing"),
        ("date", None, "2026年1月15日", "missing"),
        ("count", None, "三期", "missing"),
        ("count", None, "两期", "missing"),
        ("count", None, "一期", "missing"),
        ("amount", None, "23,000元", "missing"),
        ("amount", None, "2,100元", "missing"),
        ("amount", None, "8,500元", "missing"),
        ("date", None, "2026年2月2日", "missing"),
        ("amount", None, "5,200元", "missing"),
    ]


def test_a_moved_sentence_and_a_new_one_with_figures_of_the_case_match(desk: Desk) -> None:
    text = desk.path("petition.md").read_text("utf-8")
    sentence = next(line for line in text.splitlines() if line.startswith("2026年3月3日我打电话"))
    moved = text.replace(f"{sentence}\n\n", "").replace("附件：1", f"{sentence}\n\n本月可先还500元。\n\n附件：1", 1)
    desk.path("petition.md").write_text(moved, "utf-8")
    assert desk.differing("petition.md") == []


def test_a_figure_that_the_case_does_not_know_is_said_to_be_none(desk: Desk) -> None:
    desk.replace("petition.md", "附件：1", "我还欠亲戚9,999.00元，等了45天。\n\n附件：1")
    assert desk.differing("petition.md") == [("amount", "9,999.00元", None, "changed")]


def test_hidden_and_deleted_words_do_not_count_and_inserted_ones_do(desk: Desk) -> None:
    amount = "目前254.94元，大写"
    tracked = (
        '目前</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>254.94</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>200.00</w:t></w:r></w:ins>'
        '<w:r><w:rPr><w:vanish/></w:rPr><w:t>254.94</w:t></w:r><w:r><w:t xml:space="preserve">元，大写'
    )
    desk.edit_xml("petition.docx", amount, tracked)
    assert desk.differing("petition.docx") == [("amount", "200.00元", "254.94元", "changed")]


def test_a_blank_that_was_filled_in_by_hand_is_no_figure_of_the_case(desk: Desk) -> None:
    desk.scenario(("  phone: 13800005602\n", ""))
    desk.render("-k", "petition")
    assert desk.differing("petition.md") == []
    desk.replace("petition.md", "【待填:手机】", "13912345678")
    assert desk.differing("petition.md") == [("phone", "13912345678", None, "changed")]


def test_a_letterhead_may_say_what_it_likes_but_of_the_case_only_what_is_right(desk: Desk) -> None:
    def edit(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "林晓梅　0571-88886666　2020年1月1日　罚息254.94元"

    desk.edit("petition.docx", edit)
    assert desk.differing("petition.docx") == []
    assert [fact["what"] for fact in desk.facts("petition.docx")[-2:]] == ["name", "amount"]
    assert desk.differing("petition.docx", "--as-of", "2026-04-03")[-1] == ("amount", "254.94元", "306.47元", "stale")


def test_a_redacted_letter_is_held_to_the_redacted_case(desk: Desk) -> None:
    desk.render("-k", "petition", "--redact")
    assert desk.differing("petition.redacted.docx") == []


# Another day


def test_figures_of_the_day_before_are_stale_and_todays_stand_beside_them(desk: Desk) -> None:
    differing = desk.differing("waiver-email.docx", "--as-of", "2026-04-03")
    assert {state for *_, state in differing} == {"stale"}
    assert ("amount", "254.94", "306.47", "stale") in differing
    assert ("days", "90", "104", "stale") in differing
    assert ("date", "2026年3月20日", "2026年4月3日", "stale") in differing


def test_without_the_manifest_the_day_is_found_among_those_the_file_speaks_of(desk: Desk) -> None:
    (desk.folder / "case" / ".letters.json").unlink()
    done = desk.letters("verify", "case/waiver-email.docx", "--scenario", "case.yaml", "--as-of", "2026-04-03")
    assert done.code == 4
    assert done.out.splitlines()[-1] == (
        "case/waiver-email.docx: 81 match, 0 changed, 0 missing, 18 stale;"
        " its figures are those of 2026-03-20, today's of 2026-04-03"
    )


def test_a_stale_figure_in_the_users_own_sentence_is_given_todays(desk: Desk) -> None:
    desk.replace("petition.md", "附件：1", "到那天为止，罚息一共是254.94元。\n\n附件：1")
    assert ("amount", "254.94元", "306.47", "stale") in [
        (what, found, (expected or "").removesuffix("元"), state)
        for what, found, expected, state in desk.differing("petition.md", "--as-of", "2026-04-03")
    ]


def test_a_typing_mistake_in_a_stale_letter_is_still_a_change(desk: Desk) -> None:
    desk.replace("waiver-email.md", "目前254.94元", "目前255.94元")
    assert ("amount", "255.94元", "306.47元", "changed") in desk.differing("waiver-email.md", "--as-of", "2026-04-03")


def test_a_payment_that_came_later_makes_the_letter_stale(desk: Desk) -> None:
    desk.scenario(("amount: 2865.40}", "amount: 2865.40, payments: [{date: 2026-03-01, amount: 400.00}]}"))
    assert ("amount", "7,363.40元", "7,035.04元", "stale") in desk.differing("waiver-email.docx")


# The command


def test_the_json_has_the_documented_shape(desk: Desk) -> None:
    desk.edit("petition.docx", lambda document: delete(paragraph(document, "去年12月和今年1月")))
    done = desk.letters("verify", "case/petition.docx", "case/ledger.md", "--scenario", "case.yaml", "--json")
    data = json.loads(done.out)
    assert done.code == 4
    assert (data["schema"], [file["file"] for file in data["files"]]) == (1, ["case/petition.docx", "case/ledger.md"])
    assert {key: value for key, value in data["files"][0].items() if key not in ("facts", "file")} == {
        "kind": "petition", "language": "zh", "as_of": "2026-03-20", "made_for": None,
    }  # fmt: skip
    assert {tuple(fact) for file in data["files"] for fact in file["facts"]} == {
        ("what", "found", "expected", "state", "paragraph")
    }
    first = data["files"][0]["facts"][0]
    assert first == {
        "what": "name", "found": "重庆蚂蚁消费金融有限公司", "expected": "重庆蚂蚁消费金融有限公司",
        "state": "matches", "paragraph": 2,
    }  # fmt: skip


def test_the_table_lists_every_fact_and_sums_them_up(desk: Desk) -> None:
    desk.render("-k", "call-log")
    done = desk.letters("verify", "case/call-log.md", "-s", "case.yaml", "--all")
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].split() == ["paragraph", "what", "in", "the", "file", "today"]
    assert lines[-1] == "case/call-log.md: 15 match, 0 changed, 0 missing, 0 stale"
    assert len(lines) == 17


def test_only_what_differs_is_printed_with_the_sentence_it_stands_in(desk: Desk) -> None:
    desk.replace("petition.md", "申请减免罚息254.94元", "申请减免罚息245.94元")
    done = desk.letters("verify", "case/petition.md", "-s", "case.yaml")
    first, sentence, last = done.out.splitlines()
    assert first == "paragraph 3, amount, changed: 245.94元; today: 254.94元"
    assert sentence.strip() == "我是花呗用户林晓梅，申请减免罚息245.94元；"
    assert re.fullmatch(r"case/petition\.md: \d+ match, 1 changed, 0 missing, 0 stale", last)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("日起分6期归还", "日起分8期归还", ("count", "8期", "6期", "changed")),
        ("到期的有三期：", "到期的有四期：", ("count", "四期", "三期", "changed")),
        ("工单HB0312-4471", "工单HB0312-4417", ("ticket", "工单HB0312-4417", "工单HB0312-4471", "changed")),
        ("工号3721", "工号3712", ("ticket", "工号3712", "工号3721", "changed")),
        ("杭州市江畔医院", "杭州市江滨医院", ("institution", "滨", "杭州市江畔医院", "changed")),
        ("第五百四十三条", "第五百四十五条", ("article", "第五百四十五条", "第五百四十三条", "changed")),
        ("以上情况属实。", "以上情况属实。依《合同法》应当免除。", ("law", "《合同法》", None, "changed")),
    ],
)
def test_what_a_clerk_decides_on_is_guarded(
    desk: Desk, old: str, new: str, expected: tuple[str, str | None, str | None, str]
) -> None:
    desk.render("-k", "waiver-email")
    old = old.replace("到期的有三期：", "还没有还清的有三期：")
    desk.replace("waiver-email.md", old, new.replace("到期的有", "还没有还清的有"))
    found = desk.differing("waiver-email.md")
    if expected[0] == "institution":  # a name is told by what stands in its place
        assert [(what, state) for what, _, _, state in found] == [("institution", "changed")]
    else:
        assert found == [expected]


def test_a_file_that_says_that_word_holds_another_open_is_passed_over_and_told(desk: Desk) -> None:
    lock = desk.path("~$tition.docx")
    lock.write_bytes(b"\x05owner")
    done = desk.letters("verify", "case.yaml", "case/petition.docx", "case/~$tition.docx")
    assert done.code == 0, done.err
    assert "case/~$tition.docx: passed over" in done.err
    assert "case/petition.docx is open in Word or LibreOffice" in done.err
    assert done.out.splitlines()[-1].startswith("case/petition.docx: ")
    assert desk.letters("verify", "case.yaml", "case/~$tition.docx").code == 3


def test_pasted_text_is_read_from_stdin_and_needs_a_kind(desk: Desk) -> None:
    desk.render("-f", "txt")
    pasted = desk.path("waiver-email.txt").read_bytes()
    done = desk.letters("verify", "-", "-s", "case.yaml", "--kind", "waiver-email", stdin=pasted)
    assert (done.code, done.out.splitlines()[-1]) == (0, "stdin: 99 match, 0 changed, 0 missing, 0 stale")
    wrap = partial(textwrap.fill, width=40, break_long_words=False, break_on_hyphens=False)
    mailed = "\r\n".join(wrap(line) for line in pasted.decode().splitlines())
    done = desk.letters("verify", "-", "-s", "case.yaml", "-k", "waiver-email", stdin=mailed.encode())
    assert (done.code, done.out.splitlines()[-1]) == (0, "stdin: 99 match, 0 changed, 0 missing, 0 stale")
    done = desk.letters("verify", "-", "-s", "case.yaml", stdin=pasted)
    assert (done.code, "say with --kind which letter this is" in done.err) == (2, True)
    assert desk.letters("verify", "-", "-s", "-", stdin=pasted).code == 2


@pytest.mark.parametrize(
    "name", ["petition (1).docx", "petition-最终版.docx", "petition.1.bak.docx", "petition.zh.docx"]
)
def test_a_copy_under_another_name_is_still_known(desk: Desk, name: str) -> None:
    desk.path("petition.docx").rename(desk.path(name))
    assert desk.differing(name) == []


def test_the_language_is_the_one_that_the_name_says(desk: Desk) -> None:
    desk.render("--lang", "en")
    assert desk.differing("petition.en.docx") == []


@pytest.mark.parametrize(
    ("file", "raw", "code", "said"),
    [
        ("petition.docx", bytes.fromhex("D0CF11E0") + bytes(600), 3, "is protected by a password"),
        ("petition.docx", b"PK\x03\x04oops", 3, "is damaged"),
        ("petition.docm", b"PK\x03\x04oops", 3, "is damaged"),
        ("petition.docx", b"x" * (9 * 1024 * 1024), 3, "is larger than 8 MiB"),
        ("petition.docx", None, 3, "cannot be read"),
        ("mine.docx", b"", 2, "say with --kind"),
    ],
)
def test_a_file_that_cannot_be_verified_is_named_with_the_reason(
    desk: Desk, file: str, raw: bytes | None, code: int, said: str
) -> None:
    desk.path(file).unlink(missing_ok=True)
    if raw is not None:
        desk.path(file).write_bytes(raw or desk.path("petition.docx").read_bytes())
    done = desk.letters("verify", f"case/{file}", "-s", "case.yaml")
    assert done.code == code
    assert file in done.err.replace("\n", "")
    assert said in " ".join(done.err.split())
    assert done.out == ""


def test_a_kind_that_does_not_exist_or_suit_is_said_so(desk: Desk) -> None:
    assert desk.letters("verify", "case/petition.md", "-s", "case.yaml", "-k", "petitoin").code == 2
    assert desk.letters("verify", "case/petition.md", "-s", "case.yaml", "-k", "legal-notice").code == 1


def test_the_table_is_told_in_the_reader_s_language(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETTERS_LANG", "zh")
    desk.render()
    desk.replace("petition.md", "254.94", "255.94")
    head, *rows, last = desk.letters("verify", "case/petition.md", "-s", "case.yaml", "--all").out.splitlines()
    assert head.split() == ["段落", "项目", "文件中", "今日应为"]
    [changed] = [row.split() for row in rows if row.endswith("已改动")]
    assert changed[1:] == ["金额", "255.94元", "254.94元", "已改动"]
    assert last == "case/petition.md：一致 137 处，已改动 1 处，缺少 0 处，已过时 0 处"
