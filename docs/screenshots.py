"""The pictures of the local page in README and docs/, taken in Chromium: python docs/screenshots.py

It needs the development group and `apt-get install chromium fonts-noto-cjk`. The case is the bundled example, which is
fictitious.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, HAND = (1200, 800), (390, 780)


def main() -> None:
    command = [str(Path(sys.executable).with_name("letters")), "serve", "--no-browser", "illness.yaml"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        address = server.stdout.readline().strip()
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=which("chromium"), args=ARGUMENTS)
                _letters(_opened(browser, f"{address}?lang=zh", WIDE)).screenshot(path=IMAGES / "page.png")
                _letters(_opened(browser, f"{address}?lang=en", WIDE, dark=True)).screenshot(
                    path=IMAGES / "page-dark.png"
                )
                _call(_opened(browser, f"{address}?lang=zh", HAND)).screenshot(path=IMAGES / "page-phone.png")
                browser.close()
        finally:
            server.kill()


def _opened(browser: Browser, address: str, size: tuple[int, int], *, dark: bool = False) -> Page:
    """The page with the example in it."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    page.goto(address)
    page.locator("body.full").wait_for()
    page.evaluate("document.getElementById('notice').textContent = ''")
    return page


def _letters(page: Page) -> Page:
    """The e-mail with one blank: the telephone number is taken out."""
    page.locator('#case [data-key="phone"] input').fill("")
    page.locator('.views [data-view="letters"]').click()
    page.locator("#paper .blank").first.wait_for()
    page.locator("#status").click()
    page.evaluate("scrollTo(0, 0)")
    return page


def _call(page: Page) -> Page:
    """What may be heard in the call, as buttons."""
    page.locator('.views [data-view="phone"]').click()
    page.locator("#call-start").click()
    while page.locator("#call-next").is_visible():
        page.locator("#call-next").click()
    page.locator(".g-breath [data-to=replies]").click()
    page.locator("#call-grid").wait_for()
    return page


if __name__ == "__main__":
    main()
