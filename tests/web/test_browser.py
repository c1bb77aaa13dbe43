"""The local page in a real browser: what somebody sees who comes for the first time, on a screen and on a phone."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from cases import COMPLETE, MINIMAL, bundled, changed
from command import letters, served
from docx import Document
from docx.oxml.ns import qn
from every import every
from page_tab import (
    HAND,
    OWN_NAME,
    SCREEN,
    browser_started,
    dialogs_of,
    example,
    field,
    press,
    saved,
    tab,
    view,
    violations,
    write,
)
from playwright.sync_api import Browser, Error, expect

from letters.files.yaml_reader import read

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as (found, _):
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser_started() as browser:
        yield browser


def test_a_first_time_user_comes_from_an_empty_page_to_a_word_file(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with tab(chromium, address) as page:
        todo = page.locator("#todo")
        expect(todo).to_contain_text("写信之前还需要填写")
        expect(todo.locator("button")).to_have_text(
            ["原因", "姓名", "贷款机构", "账单 1 · 到期还款日", "账单 1 · 账单本金"]
        )
        todo.get_by_role("button", name="姓名").click()
        expect(page.get_by_label(OWN_NAME)).to_be_focused()

        write(page, "hardship.kind", "illness")
        write(page, "borrower.name", "张三")
        write(page, "lender.profile", "weilidai")
        write(page, "bills[0].due_date", "2025-12-10")
        write(page, "bills[0].amount", "32OO")
        page.keyboard.press("Tab")
        expect(todo).to_contain_text("每日罚息利率")
        wrong = page.locator('[data-key="amount"] .error').first
        expect(wrong).to_have_text("'32OO' 不是金额，请写成 3200.00")
        amount = page.get_by_label("账单本金").first
        expect(amount).to_have_attribute("aria-invalid", "true")

        write(page, "bills[0].amount", "3200")
        write(page, "lender.daily_rate", "0.05")
        page.keyboard.press("Tab")
        expect(page.locator('[data-key="daily_rate"] .error').first).to_contain_text("请写成 0.05%")
        write(page, "lender.daily_rate", "0.05%")
        expect(page.locator("#status")).to_have_text("结果已更新。")
        expect(wrong).to_be_hidden()
        expect(todo).to_be_empty()
        write(page, "as_of", "2026-03-20")
        expect(page.locator("#figures-paper")).to_contain_text("160.00")

        view(page, "letters")
        blank = page.locator("#paper button.blank").filter(has_text="手机").first
        blank.click()
        expect(page.get_by_label(re.compile("^手机"))).to_be_focused()
        page.keyboard.type("13800005602")
        view(page, "letters")
        expect(page.locator("#paper")).to_contain_text("13800005602")

        name, content = saved(page, '#results .bar [data-download="docx"]', tmp_path)
        assert name == "waiver-email.docx"
        words = "".join(text.text or "" for text in Document(BytesIO(content)).element.iter(qn("w:t")))
        assert "张三" in words and "13800005602" in words and "160.00" in words
        assert "【待填:" in words  # what is not known stays a blank in the file

        view(page, "files")
        name, content = saved(page, "[data-show=files] [data-save]", tmp_path)
        assert name == "illness.yaml"
        (tmp_path / name).write_bytes(content)
    done = letters("figures", name, "--json", cwd=tmp_path)
    assert json.loads(done.out)["total"]["penalty_outstanding"] == "160.00"


def test_a_file_is_opened_changed_and_kept_with_everything_in_it(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    text = bundled("illness.yaml")
    with tab(chromium, address, "en") as page:
        page.locator("#file").set_input_files({"name": "a.yaml", "mimeType": "text/yaml", "buffer": text.encode()})
        expect(page.get_by_label("Full name of the lender")).to_have_value("重庆蚂蚁消费金融有限公司")
        assert saved(page, ".tools [data-save]", tmp_path) == ("a.yaml", text.encode())
        write(page, "bills[2].amount", "2980.00")
        expect(page.locator("#figures-paper")).to_contain_text("2,980.00")
        _, content = saved(page, ".tools [data-save]", tmp_path)
        assert content.decode() == text.replace("amount: 1980.00", "amount: 2980.00")
        view(page, "files")
        page.get_by_role("checkbox", name="Markdown").uncheck()
        name, content = saved(page, "#archive button", tmp_path)
        assert name == "letters.zip"
        with ZipFile(BytesIO(content)) as archive:
            assert "2980.00" in archive.read("illness.yaml").decode()
            names = archive.namelist()
        assert "petition.docx" in names and "petition.md" not in names


def kept(data: object) -> object:
    """Data without what is empty."""
    if isinstance(data, list):
        return [kept(item) for item in data]
    if isinstance(data, dict):
        return {key: kept(value) for key, value in data.items() if value not in (None, {}, [])}
    return data.strip() if isinstance(data, str) else data


def test_the_page_begins_with_the_file_that_it_was_started_with(chromium: Browser, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(bundled("job-loss.yaml"), "utf-8")
    with served(str(mine)) as (begun, _), tab(chromium, begun) as page:
        expect(page.locator("#status")).to_have_text("结果已更新。")
        assert page.get_by_label("原因").input_value() == "job-loss"
        _, content = saved(page, ".tools [data-save]", tmp_path)
        assert content == mine.read_bytes()


def test_what_is_pasted_wrong_is_told_with_its_line_and_changes_nothing(chromium: Browser, address: str) -> None:
    with tab(chromium, address) as page:
        write(page, "borrower.name", "张三")
        page.once("dialog", lambda dialog: dialog.accept())
        page.locator("#paste").click()
        page.locator("#pasted").fill("language: zh\nborrower：\n  name: 李四\n")
        page.locator("#take").click()
        expect(page.locator("#notice")).to_contain_text("2：")
        expect(page.locator("#notice")).to_contain_text("全角")
        expect(page.get_by_label(OWN_NAME)).to_have_value("张三")
        page.locator("#paste").click()
        expect(page.locator("#pasted")).to_have_value(re.compile("borrower："))  # it can be mended where it stands
        page.evaluate("document.getElementById('pasted').value = 'a: ' + 'x'.repeat(5_000_000)")
        page.locator("#take").click()
        expect(page.locator("#notice")).to_contain_text("内容超过 128 KiB")
        expect(page.get_by_label(OWN_NAME)).to_have_value("张三")


def test_what_the_form_has_no_place_for_is_kept_and_told(chromium: Browser, address: str, tmp_path: Path) -> None:
    with tab(chromium, address, "en") as page:
        page.locator("#paste").click()
        page.locator("#pasted").fill("borrower: {name: 张三, nick: 小张}\nlender: huabei\n")
        page.locator("#take").click()
        expect(page.locator("#notice")).to_contain_text("borrower.nick")
        expect(page.locator("#todo")).to_contain_text("'nick' is not a key here")
        _, content = saved(page, ".tools [data-save]", tmp_path)
        assert "nick: 小张" in content.decode()


def test_a_line_break_of_word_is_one_and_an_unseen_character_is_told_at_its_field(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with tab(chromium, address, "en") as page:
        example(page)
        write(page, "hardship.story", "one\vtwo")
        expect(page.get_by_label("Your own account")).to_have_value("one\ntwo")
        expect(page.locator("#status")).to_have_text("Up to date.")
        for char in ("\x7f", "\u202e", "\x01"):
            write(page, "bills[0].label", f"November{char}")
            told = page.locator("#todo").get_by_role("button", name="Bills 1 · Name of the bill")
            expect(told).to_contain_text(f"U+{ord(char):04X} cannot stand in a letter")
        _, content = saved(page, ".tools [data-save]", tmp_path)
        page.locator("#example").click()
        expect(page.locator("#status")).to_have_text("Up to date.")
        page.locator("#file").set_input_files({"name": "a.yaml", "mimeType": "text/yaml", "buffer": content})
        told.click()
        expect(field(page, "bills[0].label").locator("input")).to_be_focused()


def test_a_name_that_no_choice_has_is_told_as_wrong_and_not_as_missing(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    wrong = {
        "lender.profile": ("profile: huabei", "profile: hubei", "Product: no lender profile is called 'hubei'"),
        "hardship.kind": ("kind: illness", "kind: ilness", "Reason: no hardship is called 'ilness'; did you mean"),
        "language": ("language: zh", "language: ch", "Language: no language is called 'ch'"),
    }
    with tab(chromium, address, "en") as page:
        for path, (right, typed, told) in wrong.items():
            page.locator("#paste").click()
            page.locator("#pasted").fill(changed(bundled("illness.yaml"), (right, typed)))
            page.locator("#take").click()
            expect(page.locator("#todo")).to_contain_text(told)
            expect(page.locator("#todo")).not_to_contain_text("Still needed")
            expect(field(page, path).locator("select")).to_have_value(typed.partition(": ")[2])
            expect(field(page, path).locator(".error")).to_be_visible()
            _, content = saved(page, ".tools [data-save]", tmp_path)
            assert typed in content.decode()
            write(page, path, right.partition(": ")[2])
            expect(page.locator("#status")).to_have_text("Up to date.")
            _, content = saved(page, ".tools [data-save]", tmp_path)
            assert right in content.decode()


def test_a_value_of_another_form_than_its_field_is_told_as_wrong_until_it_is_replaced(
    chromium: Browser, address: str
) -> None:
    with tab(chromium, address, "en") as page:
        page.locator("#paste").click()
        page.locator("#pasted").fill(f"{MINIMAL}request: {{waive: {{share: 60%}}}}\ncontacts: [null]\n")
        page.locator("#take").click()
        todo = page.locator("#todo")
        expect(todo).to_contain_text("expects all, a share like 60%, or an amount")
        expect(todo).to_contain_text("Contacts with the lender: is empty")
        expect(todo).not_to_contain_text("Still needed")
        write(page, "request.waive", "all")
        expect(todo).not_to_contain_text("a share like 60%")
        page.get_by_role("button", name="Add: Contacts with the lender").click()
        write(page, "contacts[0].date", "2026-03-01")
        write(page, "contacts[0].channel", "phone")
        write(page, "contacts[0].said", "asked")
        expect(page.locator("#status")).to_have_text("Up to date.")


def test_the_facts_of_one_hardship_are_asked_only_where_it_is_the_reason(chromium: Browser, address: str) -> None:
    facts = {"illness": "hardship.in_hospital_until", "job-loss": "hardship.severance"}
    with tab(chromium, address) as page:
        for reason, own_fact in facts.items():
            field(page, "hardship.kind").locator("select").select_option(reason)
            for path in facts.values():
                hidden = field(page, path).evaluate("box => box.hidden")
                assert hidden == (path != own_fact), (reason, path)


def test_no_other_debts_is_a_fact_that_is_kept(chromium: Browser, address: str, tmp_path: Path) -> None:
    with tab(chromium, address, "en") as page:
        page.locator("#paste").click()
        page.locator("#pasted").fill(f"{MINIMAL}debts: []\n")
        page.locator("#take").click()
        expect(page.locator("#status")).to_have_text("Up to date.")
        expect(page.locator("#notice")).to_be_empty()
        _, content = saved(page, ".tools [data-save]", tmp_path)
        data: Any = read(content, "kept").data
        assert data["debts"] == []


def test_nothing_is_downloaded_of_a_case_with_mistakes_or_in_no_form(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with tab(chromium, address, "zh") as page:
        example(page)
        view(page, "files")
        for form in ("Word", "Markdown"):
            page.get_by_role("checkbox", name=form).uncheck()
        page.locator("#archive button").click()
        expect(page.locator("#status")).to_have_text("请至少选一种文件格式。")
        write(page, "bills[0].amount", "30OO")
        expect(page.locator("#todo")).to_contain_text("账单 1 · 账单本金：'30OO' 不是金额，请写成 3000.00")
        view(page, "letters")
        page.locator('#results .bar [data-download="docx"]').click()
        expect(page.locator("#status")).to_contain_text("请先改正列出的地方")
        _, content = saved(page, ".tools [data-save]", tmp_path)  # what is wrong can be kept all the same
        assert "30OO" in content.decode()


def test_on_a_phone_the_call_says_what_is_missing_and_what_is_wrong(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        view(page, "phone")
        expect(page.locator("#todo")).to_be_visible()
        view(page, "form")
        example(page)
        view(page, "phone")
        expect(page.locator("#todo")).to_be_hidden()
        view(page, "form")
        write(page, "bills[0].amount", "32OO")
        view(page, "phone")
        expect(page.locator("#todo").get_by_text("32OO")).to_be_visible()


def test_a_wrong_note_is_told_beside_its_field_and_stays_there(chromium: Browser, address: str) -> None:
    with tab(chromium, address, "en", size=HAND) as page:
        example(page)
        view(page, "phone")
        noted = {key: page.locator(f'#notes [data-key="{key}"]') for key in ("time", "date", "agent")}
        noted["agent"].locator("input").fill("7788")
        noted["time"].locator("input").fill("25:99")
        noted["date"].locator("input").fill("")
        page.locator("#notes button[type=submit]").click()
        expect(noted["time"].locator(".error")).to_have_text("'25:99' is not a time of day; write it like 14:30")
        expect(noted["time"].locator("input")).to_be_focused()
        expect(page.locator("#noted")).to_contain_text("Date: (needed)")
        expect(noted["agent"].locator("input")).to_have_value("7788")
        expect(page.locator('#case [data-key="contacts"] > .rows > .row')).to_have_count(2)
        noted["time"].locator("input").fill("9:05")
        noted["date"].locator("input").fill("2026-03-19")
        page.locator("#notes button[type=submit]").click()
        expect(page.locator("#noted")).to_have_text("In the record. Save the file to keep it.")
        expect(noted["time"].locator(".error")).to_be_hidden()
        expect(noted["agent"].locator("input")).to_have_value("")
        expect(page.locator('#case [data-key="contacts"] > .rows > .row')).to_have_count(3)


def test_enter_leads_through_the_notes_and_ends_none(chromium: Browser, address: str) -> None:
    with tab(chromium, address, "en", size=HAND) as page:
        example(page)
        view(page, "phone")
        page.locator('#notes [data-key="agent"] input').click()
        page.keyboard.type("7788")
        page.keyboard.press("Enter")
        expect(page.locator('#notes [data-key="agent"] input')).to_have_value("7788")
        expect(page.locator('#notes [data-key="agent"] input')).not_to_be_focused()
        assert page.evaluate("document.activeElement.matches('#notes input, #notes textarea')")
        page.keyboard.type("42")
        page.locator("#note-fields input").last.focus()
        for _ in range(3):
            page.keyboard.press("Enter")
            if page.evaluate("document.activeElement.type") == "submit":
                break
        page.keyboard.press("Enter")  # on the button, as everywhere
        expect(page.locator("#noted")).to_have_text("In the record. Save the file to keep it.")
        expect(page.locator('#case [data-key="contacts"] > .rows > .row')).to_have_count(3)


def test_notes_of_a_call_are_not_lost_without_asking(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked = dialogs_of(page, accept=False)
    page.goto(f"{address}?lang=en#phone")
    press(page, "#example")
    expect(page.locator("body.full")).to_be_attached()
    page.locator('#notes [data-key="agent"] input').press_sequentially("7788")
    with pytest.raises(Error, match="ERR_ABORTED"):
        page.goto("about:blank")
    assert asked == ["beforeunload"]
    context.close()


def test_on_a_phone_every_view_begins_at_its_top(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        for name in ("letters", "figures", "phone", "files"):
            view(page, "form")
            page.evaluate("scrollTo(0, 3500)")
            view(page, name)
            expect(page.locator(f"#{name}-title")).to_be_attached()
            head = page.locator(f"[data-show={name}]").bounding_box()
            bar = page.locator(".views").bounding_box()
            assert head and bar
            assert bar["y"] + bar["height"] <= head["y"] < SCREEN["height"] / 2, name


def test_on_a_phone_what_is_needed_is_one_step_from_the_top_of_the_form(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        to_do = page.get_by_role("button", name="还需填写或改正：5 处")
        to_do.click()
        expect(page.locator("#todo button").first).to_be_focused()
        expect(page.locator("#todo")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.get_by_label("原因")).to_be_focused()
        page.evaluate("scrollTo(0, 0)")
        example(page)
        expect(page.locator("#to-do")).to_be_hidden()


def test_a_rule_in_the_place_of_an_amount_is_kept_as_one(chromium: Browser, address: str, tmp_path: Path) -> None:
    text = changed(
        COMPLETE,
        ("    late_fee: 20.00\n", "    late_fee: {share: 5%, floor: 10.00}\n"),
        ("    interest: 12.40\n", "    interest: {since: 2025-11-12}\n"),
    )
    with tab(chromium, address) as page:
        page.locator("#paste").click()
        page.locator("#pasted").fill(text)
        page.locator("#take").click()
        expect(page.locator("#status")).to_have_text("结果已更新。")
        expect(page.locator("#notice")).to_be_empty()
        amount = field(page, "bills[0].late_fee").locator("input").first
        expect(amount).to_be_disabled()
        _, content = saved(page, ".tools [data-save]", tmp_path)
        assert kept(read(content, "kept").data) == kept(read(text.encode(), "x").data)
        write(page, "bills[0].late_fee.share", "")
        write(page, "bills[0].late_fee.floor", "")
        expect(amount).to_be_enabled()


def test_the_script_is_copied(chromium: Browser, address: str, tmp_path: Path) -> None:
    with tab(chromium, address, size=HAND) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        example(page)
        view(page, "phone")
        page.locator("#copy-script").click()
        expect(page.locator("#script-copied")).to_have_text("已复制。")
        text = page.evaluate("navigator.clipboard.readText()")
        assert text == letters("copy", "illness.yaml", cwd=tmp_path, LETTERS_LANG="zh").out
        assert "减不了" in text


@every(language=["zh", "en"])
def test_nothing_moves_sideways_on_a_phone(chromium: Browser, address: str, language: str) -> None:
    with tab(chromium, address, language, size=HAND) as page:
        example(page)
        page.locator("#case details").evaluate_all("all => all.forEach((one) => { one.open = true })")
        for name in ("form", "figures", "letters", "phone", "files"):
            view(page, name)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_everything_can_be_done_with_the_keyboard_alone(chromium: Browser, address: str) -> None:
    with tab(chromium, address) as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        seen = []
        for _ in range(12):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.tagName"))
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", seen
        assert {"打开文件…", "看一个例子", "打电话"} <= set(seen)
        page.get_by_label("原因").focus()
        page.keyboard.type("生病")
        page.get_by_label(OWN_NAME).focus()
        page.keyboard.type("张三")
        page.get_by_role("button", name="添加：账单").focus()
        page.keyboard.press("Enter")
        expect(page.locator('#case [data-key="bills"] > .rows > .row')).to_have_count(2)
        expect(page.locator('#case [data-key="bills"] > .rows > .row:nth-child(2) input').first).to_be_focused()
        page.locator('#case [data-key="bills"] > .rows > .row:nth-child(2) > div > .remove').focus()
        page.keyboard.press("Enter")
        expect(page.locator('#case [data-key="bills"] > .rows > .row')).to_have_count(1)
        page.locator('.views [data-view="phone"]').focus()
        page.keyboard.press("Enter")
        expect(page.locator("#phone-title")).to_be_visible()
        page.go_back()
        expect(page.locator("#form-title")).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), [(SCREEN, False), (SCREEN, True), (HAND, False)])
def test_axe_finds_nothing_that_keeps_people_out(
    chromium: Browser, address: str, size: dict[str, int], dark: bool
) -> None:
    with tab(chromium, address, size=size, dark=dark) as page:
        assert violations(page) == []
        press(page, "#paste")
        page.locator("#pasted").fill(bundled("illness.yaml").replace("13800005602", "").replace("3200.00", "32OO"))
        page.locator("#take").click()
        expect(page.locator("#todo")).to_contain_text("需要改正")
        assert violations(page) == []
        write(page, "bills[0].amount", "3200.00")
        expect(page.locator("#status")).to_have_text("结果已更新。")
        for name in ("figures", "letters", "phone", "files"):
            view(page, name)
            assert violations(page) == [], name


def test_the_language_changes_and_what_was_written_stays(chromium: Browser, address: str) -> None:
    with tab(chromium, address) as page:
        example(page)
        view(page, "letters")
        page.locator("#kind").select_option("petition")
        page.get_by_role("link", name="English").click()
        expect(page.locator("#paper")).to_have_attribute("data-kind", "petition")
        expect(page.get_by_role("heading", level=1)).to_have_text("Letters that ask for penalty interest to be waived")
        assert page.evaluate("document.documentElement.lang") == "en"
        expect(page.locator("#paper")).to_contain_text("林晓梅")
        write(page, "borrower.name", "李四")
        expect(page.locator("#paper")).to_contain_text("李四")
        assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


def test_tabs_keep_each_its_own_case(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    pages = [context.new_page() for _ in range(3)]
    for number, page in enumerate(pages):
        page.goto(address)
        example(page)
        write(page, "borrower.name", f"张{number}")
    for number, page in enumerate(pages):
        expect(page.locator("#figures-paper")).to_contain_text(f"张{number}")
    context.close()


def test_what_was_not_saved_is_not_closed_or_replaced_without_asking(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}?lang=zh#form")
    asked = dialogs_of(page, accept=False)
    page.get_by_label(OWN_NAME).press_sequentially("张三")
    with page.expect_event("dialog"):
        page.locator("#example").click()
    expect(page.get_by_label(OWN_NAME)).to_have_value("张三")
    with pytest.raises(Error, match="ERR_ABORTED"):
        page.goto("about:blank")
    expect(page.get_by_label(OWN_NAME)).to_have_value("张三")
    assert asked == ["confirm", "beforeunload"]
    context.close()


def test_when_the_server_has_ended_the_page_says_so_and_what_was_written_can_be_saved(
    chromium: Browser, tmp_path: Path
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with served() as (address, _):
        page.goto(f"{address}?lang=en")
        example(page)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#example").click()
    expect(page.locator("#notice")).to_contain_text("does not answer")
    write(page, "borrower.name", "李四")
    expect(page.locator("#status")).to_contain_text("does not answer")
    page.evaluate("document.getElementById('notice').textContent = ''")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("#notice")).to_contain_text("does not answer")
    expect(page.get_by_label("Name", exact=False).first).to_be_attached()
    name, content = saved(page, ".tools [data-save]", tmp_path)
    assert name == "case.yaml"
    data: Any = read(content, "saved").data
    assert (data["borrower"]["name"], data["bills"][0]["amount"]) == ("李四", "3200.00")
    expect(page.locator("#status")).to_contain_text("as plain data")
    context.close()


def test_no_table_is_cut_off_on_a_phone_and_every_cell_says_of_what_it_is(chromium: Browser, address: str) -> None:
    cut = """() => [...document.querySelectorAll('.wide')]
        .filter((el) => el.checkVisibility({ contentVisibilityAuto: true }) && el.scrollWidth > el.clientWidth)
        .map((el) => el.textContent.slice(0, 40))"""
    with tab(chromium, address, size=HAND) as page:
        example(page)
        view(page, "figures")
        page.locator("#tables summary").click()
        page.locator("#ledger summary").click()
        stacked = page.locator("#figures-paper .stacked").first
        expect(stacked).to_be_visible()
        assert stacked.locator("td").nth(1).evaluate("el => getComputedStyle(el, '::before').content") == '"到期日"'
        assert page.evaluate(cut) == []
        view(page, "letters")
        for kind in page.locator("#kind option").evaluate_all("all => all.map(one => one.value)"):
            page.locator("#kind").select_option(kind)
            page.wait_for_timeout(60)
            assert page.evaluate(cut) == [], kind


def test_a_press_on_an_amount_opens_where_it_comes_from_and_closes_it_again(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        view(page, "figures")
        expect(page.locator("#sums")).to_contain_text("7,618.34")
        penalty = page.locator("#sums .amount").nth(1)
        penalty.focus()
        page.keyboard.press("Enter")
        why = page.get_by_role("region", name="254.94元，怎么来的？")
        expect(why).to_contain_text("90 天 × 2,716.00 × 0.05%")
        expect(penalty).to_have_attribute("aria-expanded", "true")
        why.get_by_role("button", name="去看这一格").click()
        expect(field(page, "lender.daily_rate").locator("input")).to_be_focused()
        view(page, "letters")
        page.locator("#kind").select_option("waiver-email")
        amount = page.locator("#paper .amount", has_text="254.94").first
        amount.click()
        expect(page.locator(".why")).to_have_count(1)  # one at a time
        expect(page.locator("#paper .why")).to_contain_text("同一个数，也是：请求减免的罚息")
        amount.click()
        expect(page.locator(".why")).to_have_count(0)


def test_no_empty_list_of_blanks_can_be_opened(chromium: Browser, address: str) -> None:
    with tab(chromium, address, "en") as page:
        example(page)
        view(page, "letters")
        expect(page.locator("#blanks")).to_be_hidden()
        expect(page.locator("#no-blanks")).to_have_text("No blank is left in the letters.")
        write(page, "borrower.phone", "")
        expect(page.locator("#blanks summary")).to_contain_text("Blanks in the letters (1)")
        expect(page.locator("#no-blanks")).to_be_hidden()


def test_the_page_asks_for_what_the_kind_of_debt_needs_and_for_nothing_else(chromium: Browser, address: str) -> None:
    with tab(chromium, address, "en") as page:
        amount, shown, minimum = (
            page.locator(f'#case [data-key="bills"] > .rows [data-key="{key}"]').first
            for key in ("amount", "as_shown", "minimum_payment")
        )
        expect(amount).to_be_visible()
        expect(shown).to_be_hidden()
        page.get_by_label("all that is known is what the app shows today").check()
        expect(shown).to_be_visible()
        expect(amount).to_be_hidden()
        page.get_by_label("a bank's credit card: the bill has a minimum payment").check()
        expect(minimum).to_be_visible()
        write(page, "bills[0].minimum_payment", "100")
        page.get_by_label("a loan in monthly instalments, each with principal and interest").check()
        expect(page.locator('#case [data-key="loans"] > .rows [data-key="method"]')).to_be_visible()
        expect(minimum).to_be_visible()  # what is written is never hidden


def test_the_guide_asks_for_all_that_whoever_writes_has_to_tell(chromium: Browser, address: str) -> None:
    with tab(chromium, address, screen="#q5") as page:
        page.get_by_label("别人代写：家人、朋友、社工等").check()
        for key in ("name", "relation", "phone", "authority"):
            expect(field(page, f"writer.{key}").locator("input")).to_be_visible()
        expect(page.locator('.fork[data-name="debt"]')).to_be_hidden()
    with tab(chromium, address, screen="#q1") as page:
        page.get_by_label("自称买下了这笔债权的公司").check()
        expect(field(page, "lender.assigned_to.notified").locator("input")).to_be_visible()
        expect(page.locator('.fork[data-name="who"]')).to_be_hidden()


def test_the_page_asks_who_writes_and_who_asks_for_the_money_and_signs_by_it(chromium: Browser, address: str) -> None:
    with tab(chromium, address) as page:
        writer = page.locator('#case [data-key="writer"]')
        buyer = page.locator('#case [data-key="assigned_to"]')
        view(page, "form")
        expect(writer).to_be_hidden()
        expect(buyer).to_be_hidden()
        page.get_by_label("借款人已去世，由继承人写").check()
        expect(page.locator('#case [data-key="borrower"] [data-key="died"]')).to_be_visible()
        expect(page.locator("#todo")).to_contain_text("借款人去世日期")
        page.get_by_label("别人代写：家人、朋友、社工等").check()
        expect(page.locator('#case [data-key="borrower"] [data-key="died"]')).to_be_hidden()
        expect(page.locator("#todo")).not_to_contain_text("借款人去世日期")
        expect(page.locator("#todo")).to_contain_text("代写人姓名")
        page.get_by_label("自称买下了这笔债权的公司").check()
        expect(buyer).to_be_visible()
        page.get_by_label("银行信用卡：账单上有最低还款额").check()
        profile = page.locator('#case [data-key="lender"] [data-key="profile"] select')
        expect(profile).to_have_value("credit-card")
        page.get_by_label("有到期日、按日计息的账单（花呗、白条之类）").check()
        expect(profile).to_have_value("generic")
    with tab(chromium, address) as page:
        example(page)
        view(page, "form")
        page.get_by_label("别人代写：家人、朋友、社工等").check()
        write(page, "writer.name", "李红")
        write(page, "writer.relation", "妻子")
        view(page, "letters")
        expect(page.locator("#paper")).to_contain_text("由李红代")


def test_what_to_do_now_comes_first_and_leads_to_the_call_and_the_letter(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        view(page, "now")
        card = page.locator("#now-card")
        expect(card.locator(".by")).to_have_text("今天")
        expect(card.locator("h3")).to_have_text("先打一个电话，再发申请")
        expect(card.get_by_role("link", name="95188")).to_have_attribute("href", "tel:95188")
        expect(page.locator("#now-groups h3")).to_have_text(["现在用", "另外还有", "最后的办法，现在用不上"])
        assert not re.search(r"[a-z]+[-_.][a-z]", page.locator('[data-show="now"]').inner_text())  # no key, no command
        card.get_by_role("button", name="申请").click()
        expect(page.locator("#paper")).to_contain_text("主题：")
        view(page, "now")
        card.get_by_role("button", name="打开照着念的纸").click()
        expect(page.locator("#call-start")).to_be_visible()


def test_warnings_stand_beside_the_letter_and_the_download_and_are_counted_on_the_buttons(
    chromium: Browser, address: str
) -> None:
    with tab(chromium, address) as page:
        example(page)
        for name in ("now", "letters", "files"):
            view(page, name)
            expect(page.locator(f'[data-show="{name}"] .heed li').first).to_be_visible()
        counted = len(page.locator('[data-show="files"] .heed li').all())
        expect(page.locator("#archive button")).to_contain_text(f"先看{counted}件事")
        expect(page.locator('#results .bar [data-download="docx"]')).to_contain_text(f"先看{counted}件事")


def test_somebody_is_led_from_an_empty_page_to_a_letter_and_a_call_a_group_of_questions_at_a_time(
    chromium: Browser, address: str
) -> None:
    with tab(chromium, address, size=HAND, screen="") as page:
        expect(page.locator("#start h2")).to_have_text("还不上的时候，可以好好谈")
        expect(page.locator(".views")).to_be_hidden()
        page.locator('[data-door="cannot"]').click()
        title = page.locator(".ask:not(.off) h2")
        expect(title).to_have_count(1)
        expect(title).to_be_focused()
        expect(title).to_have_text("这笔钱，是在哪里借的？")
        expect(page.locator("#guide-left")).to_have_text("再答3题，信就写好了")
        shown = page.locator("#case > .part:visible > legend")
        expect(shown).to_have_text([re.compile("贷款机构")])
        write(page, "lender.profile", "weilidai")
        page.locator("#guide-next").click()
        expect(title).to_have_text("照着账单，抄几个数")
        expect(page.locator("svg.find")).to_be_visible()
        write(page, "lender.daily_rate", "0.05%")
        write(page, "bills[0].due_date", "2025-12-10")
        write(page, "bills[0].amount", "32OO")
        page.keyboard.press("Tab")
        expect(page.locator("#guide-next")).to_have_text("先往下，回头再改")
        write(page, "bills[0].amount", "3200")
        expect(page.locator("#guide-left")).to_have_text("再答2题，信就写好了")
        page.locator("#guide-next").click()
        write(page, "hardship.kind", "illness")
        page.locator("#guide-next").click()
        expect(shown).to_have_text([re.compile("每月收入"), re.compile("每月必要支出"), re.compile("请求")])
        page.go_back()
        expect(title).to_have_text("那段时间，出了什么事？")
        page.go_forward()
        page.locator("#guide-next").click()
        write(page, "borrower.name", "张三")
        expect(page.locator("#guide-left")).to_have_text("✓ 信写好了。")
        page.locator("#guide-next").click()
        expect(page.locator("#now-card h3")).to_have_text("先打一个电话，再发申请")
        page.locator("#now-card").get_by_role("button", name="申请").click()
        expect(page.locator("#paper")).to_contain_text("张三")
        view(page, "form")
        expect(title).to_have_text("信上署谁的名字？")  # where the guide was left
        page.locator("#guide-all").click()
        expect(page.locator("#case > .part:visible").nth(6)).to_be_attached()


def test_who_was_only_late_and_who_helps_come_in_by_their_own_doors(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND, screen="") as page:
        page.locator('[data-door="late"]').click()
        expect(page).to_have_url(re.compile("#q1$"))
        assert field(page, "hardship.kind").locator("select").input_value() == "forgotten-payment"
        page.go_back()
        page.locator('[data-door="helper"]').click()
        expect(page.get_by_label(OWN_NAME)).to_be_visible()
        expect(page.locator(".guide-bar")).to_be_hidden()


def test_no_screen_of_the_guide_keeps_people_out_or_is_cut_off(chromium: Browser, address: str) -> None:
    offenders = []
    for dark in (False, True):
        with tab(chromium, address, size={"width": 320, "height": 640}, dark=dark, screen="#start") as page:
            for screen in ("start", "q1", "q2", "q3", "q4", "q5"):
                page.evaluate("name => { location.hash = name; }", screen)
                expect(page.locator("#start:visible, .guide:visible").first).to_be_visible()
                found = Axe().run(page).response["violations"]
                offenders += [(screen, one["id"], [node["html"] for node in one["nodes"]]) for one in found]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    offenders.append((screen, "sideways", []))
    assert offenders == []


def test_rows_of_a_spreadsheet_become_bills(chromium: Browser, address: str) -> None:
    with tab(chromium, address) as page:
        write(page, "lender.daily_rate", "0.05%")
        page.locator("#paste-rows").click()
        page.locator("#pasted-rows").fill("备注\n下个月再说")
        page.locator("#take-rows").click()
        expect(page.locator("#rows-said")).to_have_text("没有哪一行同时有还款日和金额。")
        page.locator("#pasted-rows").fill(
            "账单名称\t还款日\t账单金额\t还过多少\t还款日期\n2025年11月账单\t2025-12-10\t3200.00\t500\t2025-12-20\n"
            "2025年12月账单\t2026/1/10\t2,865.40\n合计\t\t6065.40"
        )
        page.locator("#take-rows").click()
        bills = page.locator('#case > .part [data-key="bills"] > .rows > .row')
        expect(bills).to_have_count(2)
        expect(page.locator("#notice")).to_contain_text("没有放进来的行：1")
        values = {
            "bills[0].label": "2025年11月账单",
            "bills[0].payments[0].amount": "500",
            "bills[0].payments[0].date": "2025-12-20",
            "bills[1].amount": "2,865.40",
        }
        for path, value in values.items():
            expect(field(page, path).locator("input").first).to_have_value(value)
        page.locator("#paste-rows").click()  # without a line of names, and more of them
        page.locator("#pasted-rows").fill("2026-02-10;1980.00\n2026-03-10  1,500.00")
        page.locator("#take-rows").click()
        expect(bills).to_have_count(4)
        expect(field(page, "bills[3].amount").locator("input").first).to_have_value("1,500.00")
        expect(page.locator('.part [data-key="bills"] .row-title .count').last).to_have_text("4")


def test_wrong_values_are_named_where_they_stand_and_likely_slips_are_asked_about(
    chromium: Browser, address: str
) -> None:
    with tab(chromium, address, size=HAND, screen="#q2") as page:
        expect(field(page, "lender.daily_rate").locator(".unit")).to_have_text("% 一天")
        write(page, "lender.daily_rate", "0.5%")
        write(page, "bills[0].amount", "3200元")
        expect(field(page, "bills[0].amount").locator(".got")).to_have_text("3,200.00元")
        write(page, "bills[0].due_date", "2026.1.32")
        rate = field(page, "lender.daily_rate")
        expect(rate.locator(".question")).to_have_text("账单上是每天0.05%吗？")
        expect(page.locator("#asked")).to_have_text("账单上是每天0.05%吗？")
        rate.get_by_role("button", name="是，0.05%").click()
        expect(rate.locator("input")).to_have_value("0.05%")
        expect(rate.locator(".got")).to_have_text("每天0.05%，一年18.25%。欠1,000元，一天0.50元。")
        expect(rate.locator(".query")).to_be_hidden()
        expect(field(page, "bills[0].due_date").locator(".error")).to_contain_text("2026.1.32")
        write(page, "lender.daily_rate", "0.3%")
        page.locator(".ask h2:visible").first.click()
        rate.get_by_role("button", name="不，就是0.3%").click()
        expect(rate.locator(".query")).to_be_hidden()
        write(page, "bills[0].amount", "3300")  # whoever keeps a value is not asked again
        expect(field(page, "bills[0].amount").locator(".got")).to_have_text("3,300.00元")
        expect(rate.locator(".query")).to_be_hidden()
        page.goto(f"{address}?lang=zh#q1")
        write(page, "lender.name", "支付宝")
        page.locator(".ask h2:visible").first.click()
        lender = field(page, "lender.name")
        expect(lender.locator(".question")).to_have_text("“支付宝”是App的名字。合同上的贷款机构是哪一家？")
        lender.get_by_role("button", name="现在看不到，先空着").click()
        expect(lender.locator("input")).to_have_value("")


CONTRASTS = """() => {
    const parsed = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
    const over = ([r, g, b, a], below) => [r, g, b].map((one, n) => one * a + below[n] * (1 - a));
    const light = (rgb) => rgb.map((one) => one / 255)
        .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
        .reduce((sum, one, n) => sum + one * [0.2126, 0.7152, 0.0722][n], 0);
    const ground = (el) => {
        const layers = [];
        for (let at = el; at; at = at.parentElement) {
            const colour = parsed(getComputedStyle(at).backgroundColor);
            if (colour[3]) layers.push(colour);
            if (colour[3] === 1) break;
        }
        return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, el = node.parentElement;
        const text = node.textContent.trim();
        if (!text || !el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
        if (el.closest(".unseen, .skip, script, style, option, svg, [disabled]")) continue;
        const below = ground(el), above = over(parsed(getComputedStyle(el).color), below);
        const [a, b] = [light(above), light(below)].sort((x, y) => y - x);
        const contrast = (a + 0.05) / (b + 0.05);
        if (contrast < 7) found.push(`${contrast.toFixed(2)} <${el.tagName} ${el.className}> ${text.slice(0, 30)}`);
    }
    return found;
}"""
SMALL = """() => [...document.querySelectorAll("button, a, summary, select, textarea, input, label:has(> input)")]
    .filter((el) => el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
    .filter((el) => !el.matches(".amount, .blank, .skip, [hidden]") && !(el.matches("input") && el.closest("label")))
    .filter((el) => el.getBoundingClientRect().height < 43.5)
    .map((el) => `${el.getBoundingClientRect().height} <${el.tagName} ${el.id}> ${el.textContent.trim().slice(0, 30)}`)
"""
"""What is pressed and is less than 44 pixels high; amounts and blanks in a sentence are links in text."""


@pytest.mark.parametrize("dark", [False, True])
def test_every_word_can_be_read_and_everything_pressed_in_every_view(
    chromium: Browser, address: str, dark: bool
) -> None:
    """Every word at 7:1, and every target 44 pixels high."""
    offenders: dict[str, list[str]] = {}

    def look(name: str) -> None:
        offenders[name] = [*page.evaluate(CONTRASTS), *page.evaluate(SMALL)]

    with tab(chromium, address, size=HAND, dark=dark, screen="#start") as page:
        look("start")
        for step in range(1, 6):
            page.goto(f"{address}?lang=zh#q{step}")
            look(f"q{step}")
        page.goto(f"{address}?lang=zh#q2")
        write(page, "lender.daily_rate", "0.5%")
        write(page, "bills[0].due_date", "2026.1.32")
        page.locator(".ask h2:visible").first.click()
        expect(page.locator(".query:visible")).to_have_count(1)
        look("wrong values")
        page.once("dialog", lambda dialog: dialog.accept())
        example(page)
        for name in ("now", "figures", "letters", "phone", "files", "form"):
            view(page, name)
            if name == "figures":
                page.locator("#sums .amount").nth(1).click()
                expect(page.locator(".why")).to_be_visible()
                page.locator("#tables summary").click()
            look(name)
        press(page, "#paste")
        look("pasting")
    assert {name: found for name, found in offenders.items() if found} == {}


def test_at_200_percent_and_on_the_narrowest_phone_nothing_is_cut_off(chromium: Browser, address: str) -> None:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    offenders = []
    for size in ({"width": 320, "height": 640}, {"width": 640, "height": 450}):
        with tab(chromium, address, size=size, screen="#start") as page:
            if size["width"] == 640:
                page.locator("html").evaluate("el => { el.style.fontSize = '200%'; }")
            offenders += [(size["width"], "start")] if page.evaluate(wide) else []
            example(page)
            for name in ("form", "now", "figures", "letters", "phone", "files"):
                view(page, name)
                offenders += [(size["width"], name)] if page.evaluate(wide) or violations(page) else []
    assert offenders == []


@pytest.mark.needs("poppler-utils")
def test_printed_to_pdf_a_letter_has_its_words_and_nothing_of_the_page(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        view(page, "letters")
        page.locator("#kind").select_option("waiver-email")
        letter = page.locator("#paper").inner_text()
        page.locator("#paper .amount").first.click()
        expect(page.locator(".why")).to_be_visible()
        path = tmp_path / "letter.pdf"
        path.write_bytes(page.pdf(format="A4"))
    text = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout
    plain = re.sub(r"\s", "", text)
    missing = [word for word in letter.split() if re.sub(r"\s", "", word) not in plain]
    assert missing == []
    for foreign in ("存和打开", "现在做什么", "先看", "复制文字", "怎么来的", "不是法律意见", "MIT"):
        assert foreign not in plain, foreign
