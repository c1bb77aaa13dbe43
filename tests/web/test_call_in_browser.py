"""The call on a phone, in a real browser of 390 × 700: from the first sentence to the record and what to do next."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from cases import SCENARIOS, bundled
from command import letters, served
from page_tab import browser_started, dialogs_of, example, press, saved, tab, view, write
from playwright.sync_api import Browser, Page, expect

from letters.files.yaml_reader import read

pytestmark = pytest.mark.browser
HAND = {"width": 390, "height": 700}
IN_SIGHT = """() => {
    const middle = document.querySelector('.c-mid').getBoundingClientRect();
    const isIn = (el) => { const box = el.getBoundingClientRect();
        return box.top >= middle.top && box.bottom <= middle.bottom && box.left >= 0 && box.right <= innerWidth; };
    const all = [...document.querySelectorAll('#call-grid button')];
    return all.filter((one) => !isIn(one)).map((one) => one.textContent);
}"""
"""The replies that cannot be seen without scrolling."""
TOO_SMALL = """() => [...document.querySelectorAll('#call button, #call input')].filter((one) => one.checkVisibility())
    .map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 44 || box.width < 44).map(([name]) => name)"""


NUMBERS = {
    "lender.profile": "weilidai",
    "lender.daily_rate": "0.05%",
    "bills[0].due_date": (date.today() - timedelta(80)).isoformat(),
    "bills[0].amount": "3200",
    "hardship.kind": "illness",
    "request.plan.instalments": "6",
    "request.plan.first": (date.today() + timedelta(30)).isoformat(),
    "borrower.name": "张三",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as (found, _):
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser_started() as browser:
        yield browser


def put(page: Page, text: str) -> None:
    """A case in the form, as somebody pastes it."""
    page.evaluate("location.hash = 'form'")
    press(page, "#paste")
    page.locator("#pasted").fill(text)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#take").click()
    expect(page.locator("#status")).to_have_text(re.compile("结果已更新。|Up to date."))


def in_call(page: Page, button: str = "call-start") -> None:
    page.evaluate("location.hash = 'phone'")
    page.locator(f"#{button}").click()
    expect(page.locator("#call-say")).to_be_visible()


def to_replies(page: Page) -> None:
    while page.locator("#call-next").is_visible():
        page.locator("#call-next").click()
    page.locator(".g-breath [data-to=replies]").click()
    expect(page.locator("#call-grid")).to_be_visible()


def contacts_of(content: bytes) -> list[dict[str, Any]]:
    data: Any = read(content, "kept").data
    found: list[dict[str, Any]] = data["contacts"]
    return found


def test_from_the_first_number_through_the_call_to_its_record_and_what_to_do_next(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with tab(chromium, address, size=HAND) as page:
        for path, text in NUMBERS.items():
            write(page, path, text)
        expect(page.locator("body.full:not(.stale)")).to_be_attached()
        view(page, "files")
        _, before = saved(page, "[data-show=files] [data-save]", tmp_path)

        in_call(page)
        count = page.locator("#call-dots li").count()
        assert 3 <= count <= 6
        for place in range(count):
            expect(page.locator("#call-say")).to_have_text(re.compile("^「.*」$"))
            expect(page.locator("#call-hush")).to_be_visible()
            expect(page.locator("#call-numbers dd").first).to_be_in_viewport()
            expect(page.locator("#call-note")).to_be_in_viewport()
            if place + 1 < count:
                page.locator("#call-next").click()
        page.locator(".g-breath [data-to=replies]").click()
        names = page.locator("#call-grid button").evaluate_all("all => all.map((one) => one.dataset.reply)")
        assert page.evaluate(IN_SIGHT) == []
        for name in random.Random(17).sample(names[:-2], 3):
            button = page.locator(f'[data-reply="{name}"]')
            expect(button).to_be_in_viewport(ratio=1)
            button.click()
            expect(page.locator("#call-answer")).to_be_in_viewport(ratio=1)
            expect(page.locator("#call-then")).to_be_in_viewport(ratio=1)
            page.locator("#call-other").click()
        page.locator('[data-reply="only-half"]').click()
        expect(page.locator("#call-slip dd").first).to_have_text("同意一部分")
        page.locator("#call-note").fill("工号2083，要主管批")
        page.locator("#call-to-closing").click()
        expect(page.locator("#call-read-back")).to_contain_text("我复述一下")
        waived = page.locator('#call-asks [data-key="waived"] input').input_value()
        page.locator('#call-asks [data-key="ticket"] input').fill("HB-1187")
        page.locator(".g-closing .main").click()
        expect(page.locator("#call-ended")).to_be_focused()
        expect(page.locator("#call-ended")).to_have_text("打完了，您做得很好")
        expect(page.locator("#end-now h3")).to_have_text("还一个自己做得到的方案")
        expect(page.locator("#call-record")).to_contain_text("同意一部分")
        view(page, "files")
        _, after = saved(page, "[data-show=files] [data-save]", tmp_path)
    [made] = contacts_of(after)
    own = tmp_path / "own.yaml"
    own.write_bytes(before)
    said = ("--heard", "only-half", "--agent", "2083", "--ticket", "HB-1187", "--promised", "只能减一半；要主管批")
    when = ("--date", made["date"], "--time", made["time"])
    done = letters("log", "add", "own.yaml", *said, *when, cwd=tmp_path, stdin="", LETTERS_LANG="zh")
    assert done.code == 0, done.err
    assert contacts_of(own.read_bytes()) == [made]
    assert made["waived"] == waived


@pytest.mark.slow
def test_every_reply_of_every_case_is_found_without_scrolling_in_both_languages(
    chromium: Browser, address: str
) -> None:
    offenders = []
    for language in ("zh", "en"):
        with tab(chromium, address, language, size=HAND) as page:
            for name in SCENARIOS:
                put(page, re.sub("^language: .*$", "", bundled(name), flags=re.MULTILINE) + f"\nlanguage: {language}\n")
                page.evaluate("location.hash = 'phone'")
                for button in ("call-start", "call-incoming"):
                    if not page.locator(f"#{button}").is_visible():
                        continue
                    in_call(page, button)
                    to_replies(page)
                    hidden, small = page.evaluate(IN_SIGHT), page.evaluate(TOO_SMALL)
                    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                    offenders += [(language, name, button, hidden, small, wide)] if hidden or small or wide else []
                    page.locator("#call-finish").click()
                    page.locator("#call-leave").click()
    assert offenders == []


def test_the_call_can_be_led_by_keys_alone_and_they_rest_while_something_is_written(
    chromium: Browser, address: str
) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        page.evaluate("location.hash = 'phone'")
        page.locator("#call-start").focus()
        page.keyboard.press("Enter")
        for _ in range(2):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".p-breath h2")).to_have_text(re.compile("^第3句，共[56]句$"))
        expect(page.locator(".p-breath h2")).to_be_focused()
        page.keyboard.press("n")
        expect(page.locator("#call-note")).to_be_focused()
        page.keyboard.type("r 1 n")
        expect(page.locator("#call-note")).to_have_value("r 1 n")
        page.keyboard.press("Enter")
        expect(page.locator("#call-next")).to_be_focused()
        page.keyboard.press("r")
        expect(page.locator(".p-replies h2")).to_be_focused()
        for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"):
            page.keyboard.press(key)
        expect(page.locator('[data-reply="only-half"]')).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#call-heard")).to_have_text("对方说：只能减一半")
        page.keyboard.press("Escape")
        page.keyboard.press("1")
        expect(page.locator("#call-heard")).to_have_text("对方说：减不了")
        page.go_back()
        expect(page.locator("#call-grid")).to_be_visible()
        page.locator("#call-finish").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#call-ended")).to_be_focused()


def test_keys_can_be_turned_off(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        page.evaluate("location.hash = 'phone'")
        page.locator("#call-ready summary").click()
        page.locator("#call-keys").uncheck()
        page.locator("#call-start").click()
        page.keyboard.press("r")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".p-breath h2")).to_have_text(re.compile("^第1句"))


def test_a_screen_reader_hears_what_each_thing_is(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        in_call(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("打给花呗")
        expect(page.get_by_role("timer")).to_have_accessible_name(re.compile(r"^通话0分\d+秒，不出声$"))
        expect(page.get_by_role("button", name="上一句")).to_be_disabled()
        expect(page.get_by_role("textbox", name="记一句")).to_be_visible()
        expect(page.get_by_role("button", name="下一句")).to_be_visible()
        to_replies(page)
        page.get_by_role("button", name="只能减一半，停就可答应").click()
        expect(page.get_by_role("heading", level=2, name="对方说：只能减一半")).to_be_focused()
        page.locator("#call-to-closing").click()
        expect(page.get_by_role("textbox", name="对方工号")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "dark"), [("zh", False), ("zh", True), ("en", False)])
def test_no_screen_of_the_call_keeps_people_out_and_its_words_have_a_contrast_of_seven(
    chromium: Browser, address: str, language: str, dark: bool
) -> None:
    offenders = []
    rules = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
    walk = ["#call-start", "#call-grid", '[data-reply="only-half"]', "#call-to-closing", ".g-closing .main"]
    with tab(chromium, address, language, size=HAND, dark=dark) as page:
        example(page)
        page.evaluate("location.hash = 'phone'")
        for step in walk:
            if step == "#call-grid":
                to_replies(page)
            else:
                page.locator(step).click()
            found = Axe().run(page, context="main", options=rules).response["violations"]
            said = [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
            said += page.evaluate(TOO_SMALL)
            page.set_viewport_size({"width": 320, "height": 700})
            said += ["sideways"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
            page.set_viewport_size(HAND)  # type: ignore[arg-type]
            offenders += [(step, said)] if said else []
    assert offenders == []


def test_a_rehearsal_plays_the_other_side_and_leaves_nothing_behind(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        view(page, "now")
        page.locator("#now-card").get_by_role("button", name="先练一遍").click()
        expect(page.locator("#call-title")).to_have_text("练习：打给花呗")
        while page.locator("#call-next").is_visible():
            page.locator("#call-next").click()
        heard = []
        while page.locator(".g-played .main").is_visible():
            heard.append(page.locator("#call-played").inner_text())
            expect(page.locator("#call-answer")).to_be_hidden()
            page.locator(".g-played .main").click()
            expect(page.locator("#call-answer")).to_be_visible()
            page.locator("#call-next-answer").click()
        assert heard[:2] == ["对方说：减不了", "对方说：只能减一半"]
        assert len(heard) > 15
        expect(page.locator("#call-read-back")).to_be_visible()
        page.locator(".g-closing .main").click()
        expect(page.locator("#call-ended")).to_have_text("练完了，您已经都说过一遍了")
        expect(page.locator("#call-record")).to_contain_text("127.47")
        expect(page.locator("#end-now")).to_be_hidden()
        page.locator("#call-throw").click()
        expect(page.locator("#call-start")).to_be_visible()
        view(page, "files")
        _, content = saved(page, "[data-show=files] [data-save]", tmp_path)
    assert len(contacts_of(content)) == 2


def test_somebody_who_rings_is_asked_who_they_are_and_their_call_is_noted_as_a_demand(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    with tab(chromium, address, size=HAND) as page:
        example(page)
        in_call(page, "call-incoming")
        expect(page.locator("#call-say")).to_contain_text("请问您是哪家公司")
        expect(page.locator("#call-numbers")).to_be_empty()
        to_replies(page)
        page.get_by_role("button", name="转到这个账户，不答应").click()
        expect(page.locator("#call-answer")).to_contain_text("只还合同账户")
        page.locator("#call-to-closing").click()
        expect(page.locator("#call-read-back")).to_contain_text("请书面联系我")
        page.locator('#call-asks [data-key="who"] input').fill("某某公司")
        page.locator(".g-closing .main").click()
        expect(page.locator("#call-record")).to_contain_text("某某公司")
        expect(page.locator("#call-afterwards")).to_contain_text("挂断以后，可以发给花呗客服")
        view(page, "files")
        _, content = saved(page, "[data-show=files] [data-save]", tmp_path)
    last = contacts_of(content)[-1]
    assert (last["kind"], last["channel"], last["promised"], last["who"]) == (
        "demand", "电话", "转到这个账户", "某某公司",
    )  # fmt: skip


def test_a_record_can_be_changed_or_taken_out_and_nothing_is_recorded_of_a_call_without_a_word(
    chromium: Browser, address: str
) -> None:
    rows = '#case [data-key="contacts"] > .rows > .row'
    with tab(chromium, address, size=HAND) as page:
        example(page)
        before = page.locator(rows).count()
        in_call(page)
        page.locator("#call-finish").click()
        expect(page.locator("#call-empty")).to_be_visible()
        expect(page.locator("#call-record")).to_be_hidden()
        expect(page.locator(rows)).to_have_count(before)
        page.locator("#call-leave").click()
        in_call(page)
        page.locator("#call-note").fill("三天内回电")
        page.locator("#call-finish").click()
        expect(page.locator("#call-record")).to_contain_text("三天内回电")
        expect(page.locator(rows)).to_have_count(before + 1)
        page.locator("#call-change").click()
        expect(page.locator(rows)).to_have_count(before)
        page.locator('#notes [data-key="time"] input').fill("25:99")
        page.locator("#notes button[type=submit]").click()
        expect(page.locator("#noted")).to_contain_text("25:99")
        page.locator('#notes [data-key="time"] input').fill("9:05")
        page.locator("#notes button[type=submit]").click()
        expect(page.locator("#call-record")).to_contain_text("9:05")
        page.locator("#call-undo").click()
        expect(page.locator("#call-start")).to_be_visible()
        expect(page.locator(rows)).to_have_count(before)


def test_a_locked_screen_takes_nothing_away_and_the_screen_is_asked_to_stay_on(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        page.evaluate(
            "() => { window.asked = []; const request = async (kind) => { asked.push(kind);"
            " return { release() { asked.push('released'); } }; };"
            " Object.defineProperty(navigator, 'wakeLock', { value: { request } }); }"
        )
        example(page)
        page.clock.install()
        in_call(page)
        page.locator("#call-next").click()
        page.locator("#call-note").fill("工号2083")
        page.clock.fast_forward("04:12")  # as a page that slept
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("#call-clock")).to_have_text(re.compile("^04:1[2-9]$"))
        expect(page.locator("#call-note")).to_have_value("工号2083")
        expect(page.locator(".p-breath h2")).to_have_text(re.compile("^第2句"))
        assert page.evaluate("asked") == ["screen", "screen"]
        page.evaluate("location.hash = 'form'")
        page.locator('.views [data-view="phone"]').click()
        page.locator("#call-resume").click()
        expect(page.locator("#call-note")).to_have_value("工号2083")
        page.locator("#call-finish").click()
        assert page.evaluate("asked.at(-1)") == "released"


def test_who_begins_a_note_at_once_keeps_the_line(chromium: Browser, address: str) -> None:
    """The browser tells of a new address later than the page that set it has shown it."""
    with tab(chromium, address, size=HAND) as page:
        example(page)
        in_call(page)
        page.evaluate(
            "() => new Promise((done) => {"
            " addEventListener('hashchange', () => setTimeout(done));"
            " for (const key of ['ArrowRight', 'n'])"
            " document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); })"
        )
        expect(page.locator(".p-breath h2")).to_have_text(re.compile("^第2句，共[56]句$"))
        expect(page.locator("#call-note")).to_be_focused()


def test_a_call_that_is_not_in_the_record_is_not_left_without_asking(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked = dialogs_of(page, accept=True)
    page.goto(f"{address}?lang=zh#phone")
    example(page)
    page.locator("#call-start").click()
    page.locator("#call-note").press_sequentially("三天内回电")
    page.goto("about:blank")
    assert asked == ["beforeunload"]
    context.close()


def test_an_old_debt_has_no_call_to_make_but_the_one_that_comes_in(chromium: Browser, address: str) -> None:
    with tab(chromium, address, size=HAND) as page:
        put(page, bundled("old-debt.yaml"))
        view(page, "phone")
        expect(page.locator("#call-start")).to_be_hidden()
        expect(page.locator("#call-page")).to_contain_text("只问材料")
        page.locator("#call-incoming").click()
        expect(page.locator("#call-say")).to_be_visible()


def test_on_a_wide_screen_the_replies_stand_beside_the_sentence(chromium: Browser, address: str) -> None:
    with tab(chromium, address) as page:
        example(page)
        in_call(page)
        expect(page.locator("#call-grid")).to_be_visible()
        page.locator('[data-reply="needs-approval"]').click()
        expect(page.locator("#call-answer")).to_contain_text("最迟哪天答复")
        expect(page.locator("#call-grid")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
