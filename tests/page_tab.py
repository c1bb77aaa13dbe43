"""The local page in a tab of Debian's Chromium, and what somebody does in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect, sync_playwright

CHROMIUM = which("chromium")
OWN_NAME = re.compile("^姓名")
"""The borrower's field; that of somebody who writes for the borrower is another."""
expect.set_options(timeout=30_000)  # a busy machine is no reason to fail
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN, HAND = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def browser_started() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def tab(
    chromium: Browser,
    address: str,
    language: str = "zh",
    *,
    size: dict[str, int] = SCREEN,
    dark: bool = False,
    screen: str = "#form",
) -> Iterator[Page]:
    """A new tab with all questions on one page, unless another `screen` is asked for.

    Every request must go to the page's own address, and no error may be told.
    """
    context: BrowserContext = chromium.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme="dark" if dark else "light",
        accept_downloads=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    foreign: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not _is_own(request.url, address) else None)
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}?lang={language}{screen}")
    try:
        yield page
    finally:
        context.close()
    assert foreign == []
    assert errors == []


def dialogs_of(page: Page, *, accept: bool) -> list[str]:
    """The types of the dialogs that the page has opened, filled in as they come; each is accepted, or dismissed."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if accept:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    return asked


def _is_own(url: str, address: str) -> bool:
    return url.startswith((address, f"blob:{address.rpartition('/')[0].rpartition('/')[0]}"))


def own(box: Locator, key: str) -> Locator:
    """The first part of that key that is the box's own: a bill and what a page shows of it both have a late fee."""
    found = box.locator(f'[data-key="{key}"]')
    depths = found.evaluate_all(
        "all => all.map(one => { let depth = 0;"
        " for (let up = one.parentElement; up; up = up.parentElement) depth += up.matches('[data-key], .row');"
        " return depth; })"
    )
    return found.nth(depths.index(min(depths)) if depths else 0)


def field(page: Page, path: str) -> Locator:
    """The box of a field: bills[1].amount."""
    found = page.locator("#case")
    for step in re.findall(r"[^.\[\]]+|\[\d+\]", path):
        if step.startswith("["):
            found = found.locator("> .rows > .row").nth(int(step[1:-1]))
        else:
            # An amount and the rule that may replace it have one key: the rule holds further keys.
            group = found.locator(f'[data-key="{step}"][data-is="group"]')
            found = group.first if path.partition(f"{step}.")[2] and group.count() else own(found, step)
    return found


def write(page: Page, path: str, text: str) -> None:
    box = field(page, path)
    for closed in box.locator("xpath=ancestor::details[not(@open)]").all():
        closed.locator("xpath=./summary").click()
    control = box.locator("input, textarea, select").first
    if control.evaluate("el => el.tagName") == "SELECT":
        control.select_option(text)
    else:
        control.fill(text)


def view(page: Page, name: str) -> None:
    page.locator(f'.views [data-view="{name}"]').click()


def press(page: Page, button: str) -> None:
    """Presses a button of the menu, which is closed on a phone."""
    if page.locator("#menu > summary").is_visible() and page.locator("#menu:not([open])").count():
        page.locator("#menu > summary").click()
    page.locator(button).click()


def example(page: Page) -> None:
    """The bundled example in the form."""
    press(page, "#example")
    expect(page.locator("body.full")).to_be_attached()


def saved(page: Page, press: str, folder: Path) -> tuple[str, bytes]:
    """What a button downloads: its name and content."""
    with page.expect_download() as waiting:
        page.locator(press).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.name, path.read_bytes()


def violations(page: Page) -> list[str]:
    """What axe finds, with the places."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
