"""What the page shows: the same letters and figures as the commands, and where each blank and problem is mended."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cases import COMPLETE, MINIMAL, SCENARIOS, TODAY, bundled, changed
from command import letters
from docx import Document
from every import every
from visitor import Visitor, as_sent

from letters.documents.formats import FORMATS
from letters.documents.markdown import parse
from letters.documents.plain_text import paragraphs, to_text
from letters.files.yaml_reader import read
from letters.pipeline import write_letters

NOT_OPENED = "the page opens no file: this one is kept in the case, and `letters render` names it in the letters"


@pytest.fixture(scope="module")
def visitor() -> Visitor:
    return Visitor()


def words(html: str) -> str:
    """What can be read, without the spaces."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", " ", html)))


def given_in(data: Any) -> Any:
    """The data without the keys that are still empty."""
    if isinstance(data, list):
        return [given_in(item) for item in data]
    if not isinstance(data, dict):
        return data
    found = {key: given_in(value) for key, value in data.items()}
    return {key: value for key, value in found.items() if value not in (None, {}, [])}


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_letter_that_render_writes_is_shown_word_for_word(visitor: Visitor, name: str) -> None:
    text = bundled(name)
    shown = visitor.preview(text)
    written = write_letters(text.encode(), name, today=TODAY, kinds=["all"])
    by_kind = {one["kind"]: one for one in shown["letters"]}
    assert list(by_kind)[:4] == ["waiver-email", "call-script", "petition", "ledger"]
    assert set(by_kind) == {one.kind for one in written.drafts}
    for one in written.drafts:
        assert words(by_kind[one.kind]["html"]) == re.sub(r"\s+", "", "".join(paragraphs(parse(one.markdown))))
        assert words(by_kind[one.kind]["for_you"]) == re.sub(r"\s+", "", "".join(paragraphs(parse(one.for_you))))
        assert by_kind[one.kind]["title"] == one.title
    assert [one["kind"] for one in shown["left_out"]] == [kind for kind, _ in written.left_out]


def test_what_the_form_sends_gives_what_its_file_gives(visitor: Visitor) -> None:
    text = bundled("illness.yaml")
    assert visitor.preview(as_sent(visitor.opened(text)["data"])) == visitor.preview(text)


@pytest.mark.parametrize("text", [MINIMAL, COMPLETE, *map(bundled, SCENARIOS)])
def test_the_file_to_keep_gives_the_same_letters_and_says_what_each_key_means(visitor: Visitor, text: str) -> None:
    kept = visitor.post("scenario", text)
    assert (
        kept.headers["content-disposition"]
        == f'attachment; filename="{visitor.opened(text)["data"]["hardship"]["kind"]}.yaml"'
    )
    assert visitor.preview(kept.text) == visitor.preview(text)
    assert given_in(visitor.opened(kept.text)["data"]) == given_in(visitor.opened(text)["data"])
    assert "# Name" in kept.text
    assert "# 姓名" in visitor.post("scenario?lang=zh", text).text


def test_a_case_that_is_not_finished_can_be_kept_too(visitor: Visitor) -> None:
    kept = visitor.post("scenario", as_sent({"bills": [{"amount": "32OO"}], "borrower": {}}))
    assert given_in(read(kept.content, "kept").data) == {"bills": [{"amount": "32OO"}]}
    assert kept.headers["content-disposition"] == 'attachment; filename="case.yaml"'


@pytest.mark.parametrize("char", ["\x0b", "\x7f", "\x00", "\u202e", "\ufffe"])
def test_a_character_that_no_letter_can_hold_is_told_at_its_field_and_can_be_kept(visitor: Visitor, char: str) -> None:
    """Word writes U+000B for Shift+Enter: one of it blocked the whole page, and nothing said where it stood."""
    data = visitor.opened(changed(MINIMAL, ("amount: 3200.00", "amount: 32OO.00")))["data"]
    data["hardship"]["story"] = f"第一段{char}第二段"
    sent = json.dumps(data)  # with escapes, as the page sends such characters
    message = f"the character U+{ord(char):04X} cannot stand in a letter; delete it"
    assert visitor.preview(sent)["problems"] == [
        {"path": "hardship.story", "message": message},
        {"path": "bills[0].amount", "message": "'32OO.00' is not an amount of money; write 3200.00"},
    ]
    kept = visitor.post("scenario", sent)
    assert kept.status_code == 200
    assert given_in(visitor.opened(kept.text)["data"]) == given_in(data)
    for path in ("file?kind=petition&format=md", "files?format=md"):
        answer = visitor.post(path, sent)
        assert (answer.status_code, message in answer.text) == (422, True)


def test_a_blank_is_a_button_that_knows_its_field(visitor: Visitor) -> None:
    shown = visitor.preview(MINIMAL)
    email = next(one["html"] for one in shown["letters"] if one["kind"] == "waiver-email")
    assert '<button type="button" class="blank" data-path="borrower.phone">【待填:手机】</button>' in email
    assert {"path": "borrower.phone", "label": "手机"} in shown["blanks"]
    assert 'data-path="borrower.phone"' not in str(visitor.preview(COMPLETE))


def test_every_problem_has_its_path_and_the_words_of_the_command_line(visitor: Visitor) -> None:
    text = changed(MINIMAL, ("amount: 3200.00", "amount: 32OO.00"), ("daily_rate: 0.05%", "daily_rate: 0.05"))
    found = visitor.preview(text)
    assert found.keys() == {"problems", "read"}
    assert found["problems"] == [
        {"path": "lender.daily_rate", "message": "0.05 means 5 % a day; write 0.05%"},
        {"path": "bills[0].amount", "message": "'32OO.00' is not an amount of money; write 3200.00"},
    ]
    chinese = visitor.post("preview?lang=zh", text).json()["problems"]
    assert chinese[0]["message"] == "0.05 的意思是每天 5 %，请写成 0.05%"


def test_who_has_never_seen_the_file_is_told_of_fields_and_products_not_of_keys(visitor: Visitor) -> None:
    """`daily_rate`, `huabei`, `request-lump-sum` and `[]` mean nothing to somebody who sees the form alone."""
    text = changed(MINIMAL, ("{profile: generic, daily_rate: 0.05%}", "huabei"))
    shown = visitor.post("preview?lang=zh", text).json()
    told = [warning["message"] for warning in shown["warnings"]]
    assert "日利率 0.05% 只是花呗通常的利率，请对照账单或合同确认，再写在“每日罚息利率”里" in told
    english = [warning["message"] for warning in visitor.preview(text)["warnings"]]
    assert any("usual one of Huabei" in one and "write it as “Daily penalty rate”" in one for one in english), english
    helps = [
        text
        for one in ("zh", "en")
        for text in re.findall(r'"(?:says|help)">([^<]*)<', visitor.get(f"?lang={one}").text)
    ]
    for words in [*told, shown["figures"], *helps]:
        seen = re.sub(r"<[^>]+>|e-mail", "", words)
        assert not re.search(r"[a-z]+[_-][a-z]+|[a-z]\.[a-z]|\[\]|`", seen), words


def test_a_file_that_cannot_be_read_as_yaml_is_told_with_its_line(visitor: Visitor) -> None:
    [problem] = visitor.opened("language: zh\nborrower：\n  name: 张三\n")["problems"]
    assert problem["line"] == 2
    assert "full-width" in problem["message"]


def test_a_lender_named_alone_is_a_profile_when_a_file_is_opened(visitor: Visitor) -> None:
    assert visitor.opened("# 我的案卷\nlender: huabei\n") == {"data": {"lender": {"profile": "huabei"}}}


def saved(visitor: Visitor, data: dict[str, Any], text: str) -> str:
    """The file that the page gives for a case that came from a file and was changed in the form."""
    answer = visitor.post("scenario?was=1", f"{as_sent(data)}\n{text}")
    assert answer.status_code == 200
    return answer.text


def test_a_file_that_was_opened_and_not_changed_comes_back_character_by_character(visitor: Visitor) -> None:
    texts = [MINIMAL, COMPLETE, "# 我的案卷\r\nlender: huabei  # 花呗\r\n", *map(bundled, SCENARIOS)]
    assert [text for text in texts if saved(visitor, visitor.opened(text)["data"], text) != text] == []


def test_what_changed_is_put_into_the_file_and_every_comment_stays(visitor: Visitor) -> None:
    text = bundled("illness.yaml").replace("event: 急性胰腺炎住院手术", "event: 急性胰腺炎住院手术  # 病历上的写法")
    data = visitor.opened(text)["data"]
    data["hardship"]["event"] = "急性胰腺炎住院"
    data["bills"][1]["amount"] = "2,900.00"
    del data["income"]["before"]
    data["borrower"]["address"] = "杭州市江畔路 1 号"
    data["bills"].append({"label": "2月账单", "due_date": "2026-03-10", "amount": "100"})
    kept = saved(visitor, data, text)
    assert given_in(visitor.opened(kept)["data"]) == given_in(data)
    before, after = text.splitlines(), kept.splitlines()
    assert [line for line in before if line not in after] == [
        "  event: 急性胰腺炎住院手术  # 病历上的写法",
        "income: {before: 8500, during: 2100, now: 5200}",
        "  - {label: 2025年12月账单, due_date: 2026-01-10, amount: 2865.40}",
    ]
    assert "  event: 急性胰腺炎住院  # 病历上的写法" in after
    assert "income: {during: 2100, now: 5200}" in after
    assert "  address: 杭州市江畔路 1 号" in after
    assert [line for line in before if "#" in line and line not in after] == [before[before.index("hardship:") + 2]]
    with ZipFile(BytesIO(visitor.post("files?was=1&format=md", f"{as_sent(data)}\n{text}").content)) as archive:
        assert archive.read("illness.yaml").decode() == kept


def test_a_file_that_cannot_take_what_changed_is_written_anew_with_its_comments_at_the_end(visitor: Visitor) -> None:
    text = "# 先问过律师\nbills:\n  - &one {amount: 3200.00}\n  - *one\nlender: huabei\n"
    data = visitor.opened(text)["data"]
    data["bills"][1]["amount"] = "100"
    kept = saved(visitor, data, text)
    assert given_in(visitor.opened(kept)["data"]) == given_in(data)
    assert kept.endswith("# Notes of the file that was opened:\n# 先问过律师\n")


def test_what_people_call_a_lender_or_a_hardship_is_chosen_in_the_form_and_stays_in_the_file(visitor: Visitor) -> None:
    text = "hardship: {kind: 生病}\nlender: 花呗\nloans: [{method: 等额本息}]\n"
    data = visitor.opened(text)["data"]
    assert (data["hardship"]["kind"], data["lender"]["profile"]) == ("illness", "huabei")
    assert data["loans"] == [{"method": "equal-payment"}]
    assert saved(visitor, data, text) == text
    data["hardship"]["kind"] = "job-loss"
    assert saved(visitor, data, text) == text.replace("生病", "job-loss")


@pytest.mark.parametrize("form", ["docx", "md", "txt"])
def test_a_letter_is_downloaded_as_render_writes_it(visitor: Visitor, form: str) -> None:
    text = bundled("illness.yaml")
    given = visitor.post(f"file?kind=petition&format={form}", text)
    [(name, content)] = write_letters(text.encode(), "x", today=TODAY, kinds=["petition"]).files([form]).items()
    assert given.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert given.content == content


def test_all_letters_and_the_case_come_in_one_archive_which_is_the_same_each_time(visitor: Visitor) -> None:
    text = bundled("job-loss.yaml")
    given = visitor.post("files?format=docx&format=md", text)
    with ZipFile(BytesIO(given.content)) as archive:
        names = archive.namelist()
        petition = Document(BytesIO(archive.read("petition.docx")))
        kept = read(archive.read("job-loss.yaml"), "kept").data
        assert given_in(kept) == given_in(visitor.opened(text)["data"])
    letters = visitor.preview(text)["letters"]
    kinds = {one["kind"] for one in letters} | {f"{one['kind']}.for-you" for one in letters if one["for_you"]}
    assert set(names) == {"job-loss.yaml", *(f"{kind}.{form}" for kind in kinds for form in ("docx", "md"))}
    assert any("申请" in paragraph.text for paragraph in petition.paragraphs)
    assert visitor.post("files?format=docx&format=md", text).content == given.content


def test_pdf_is_offered_where_the_extra_is(visitor: Visitor) -> None:
    assert FORMATS["pdf"].is_installed
    assert 'data-download="pdf"' in visitor.get().text
    given = visitor.post("file?kind=waiver-email&format=pdf", bundled("illness.yaml"))
    assert given.content.startswith(b"%PDF-")


def test_a_file_of_evidence_is_not_opened_but_kept_and_told(visitor: Visitor) -> None:
    text = changed(COMPLETE, ("date: 2025-11-28}", "date: 2025-11-28, file: scan.jpg}"))
    shown = visitor.preview(text)
    assert {"path": "hardship.evidence[0].file", "message": NOT_OPENED} in shown["warnings"]
    assert shown["letters"] == visitor.preview(COMPLETE)["letters"]
    assert "file: scan.jpg" in visitor.post("scenario", text).text
    assert visitor.post("file?kind=petition&format=docx", text).status_code == 200


def test_a_file_outside_of_any_cases_folder_is_an_error_and_the_scenario_can_be_kept(visitor: Visitor) -> None:
    text = changed(COMPLETE, ("date: 2025-11-28}", "date: 2025-11-28, file: /etc/passwd}"))
    (problem,) = visitor.preview(text)["problems"]
    assert problem["path"] == "hardship.evidence[0].file"
    assert "/etc/passwd lies outside the folder of the case" in problem["message"]
    assert "file: /etc/passwd" in visitor.post("scenario", text).text
    assert visitor.post("file?kind=petition&format=docx", text).status_code == 422


def test_the_chart_is_that_of_the_command(visitor: Visitor, tmp_path: Path) -> None:
    done = letters("figures", "illness.yaml", "--plot", "chart.svg", cwd=tmp_path)
    assert done.code == 0
    assert visitor.preview(bundled("illness.yaml"))["chart"] == (tmp_path / "chart.svg").read_text("utf-8")


def test_a_letter_that_does_not_suit_the_case_is_refused_with_the_templates_reason(visitor: Visitor) -> None:
    answer = visitor.post("file?kind=legal-notice&format=md", bundled("illness.yaml"))
    assert answer.status_code == 422
    assert "金额没有争议" in answer.text


def test_the_call_is_data_with_its_numbers_sentences_and_replies_in_the_order_of_the_sheet(visitor: Visitor) -> None:
    call = visitor.preview(bundled("illness.yaml"))["call"]["outgoing"]
    assert call["title"] == "打给花呗"
    assert call["numbers"][0] == ["一共欠", "", "7,618元"]
    assert call["numbers"][3] == ["罚息全减", "，今天还500元，分六期，4月10日起", "每期1,144元"]
    assert "■" not in str(call["breaths"]) and "反面" not in str(call["notes"])
    half = next(one for one in call["replies"] if one["name"] == "only-half")
    assert (half["mark"], half["word"], half["then"]) == ("if", "停就可答应", "停就可答应，1,165元")
    assert half["known"] == {
        "channel": "电话", "said": "申请减免罚息", "promised": "只能减一半", "outcome": "partly", "waived": "127.47",
    }  # fmt: skip
    assert [one["short"] for one in call["replies"][-2:]] == ["同意了", "都不像"]
    assert call["replies"][-2]["known"]["waived"] == "254.94"
    assert call["unsure"] == call["replies"][-1]["say"] == "「我想一想，明天再打给您。」"


@every(name=SCENARIOS, language=["zh", "en"])
def test_no_sentence_of_the_script_or_the_card_is_lost_on_the_phone(visitor: Visitor, name: str, language: str) -> None:
    text = re.sub("^language: .*$", "", bundled(name), flags=re.MULTILINE) + f"\nlanguage: {language}\n"
    call = visitor.preview(text)["call"]
    kinds = {"outgoing": "call-script", "incoming": "incoming-call"}
    aloud = {"zh": "「[^」]*」", "en": "“[^”]*”"}[language]
    made = write_letters(text.encode(), name, today=TODAY, kinds=list(kinds.values()))
    for draft in made.drafts:
        [way] = [way for way, kind in kinds.items() if kind == draft.kind]
        shown = str(call[way] or call["page"])
        said = re.findall(aloud, to_text(parse(draft.markdown)).replace("\n", " "))
        assert [one for one in said if one not in shown and "Overleaf" not in one] == [], draft.kind
        assert said


def test_a_script_of_ones_own_that_is_no_sheet_is_shown_as_it_is(visitor: Visitor) -> None:
    call = visitor.preview(bundled("old-debt.yaml"))["call"]
    assert call["outgoing"] is None
    assert "只问材料" in call["page"]
    assert len(call["incoming"]["replies"]) == 14


def test_the_english_page_and_the_chinese_one_ask_the_same_questions(visitor: Visitor) -> None:
    pages = [visitor.get(f"?lang={language}").text for language in ("zh", "en")]
    keys = [re.findall(r'data-key="(\w+)"', page) for page in pages]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 50
    assert "signatories" not in keys[0]
    assert '<html lang="zh-CN">' in pages[0] and '<html lang="en">' in pages[1]
    assert "所有内容都不离开这台电脑" in pages[0] and "Nothing leaves this machine" in pages[1]


def test_an_unknown_language_gives_the_pages_own(visitor: Visitor) -> None:
    assert visitor.get("?lang=xx").text == visitor.get().text


def told_on(visitor: Visitor, text: str) -> list[str]:
    return [warning["message"] for warning in visitor.preview(text)["warnings"]]


def test_the_page_says_first_that_a_debt_is_old_then_that_the_file_is_then_how_the_event_reads(
    visitor: Visitor,
) -> None:
    old = changed(MINIMAL, ("as_of: 2026-03-20", "as_of: 2026-03-01"), ("2025-12-10", "2021-01-08"))
    debt, file, event, *_ = told_on(visitor, changed(old, ("kind: illness", "kind: illness\n  event: 住院手术")))
    assert debt.startswith("limitation (3 years from 2021-01-08) may have passed on 2024-01-08")
    assert file.startswith("2026-03-01 is 19 days ago")
    assert event == "what happened will read: 我住院做了手术"


def test_the_bundled_example_is_never_old_on_the_page(visitor: Visitor) -> None:
    example = changed(bundled("illness.yaml"), ("as_of: 2026-03-20", "as_of: 2026-03-01"))
    assert not any("days ago: letters would" in one for one in told_on(visitor, example))
