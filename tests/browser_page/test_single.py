"""The page in one file, opened from a disk in a real browser without a network."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from threading import Thread
from typing import Any
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from command import LETTERS, letters, plain_environment
from every import every
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from letters.base.resources import bundled
from letters.browser_page.single import INDEX, bundle
from letters.reference_data.catalogue import scenarios

STORES = "async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length"
"""How much the browser keeps for the page."""
MOST_BYTES = 20_000_000
HAND = {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
expect.set_options(timeout=30_000)
"""A busy machine is no reason to fail."""


def test_the_script_in_the_file_holds_every_module_and_names_no_file() -> None:
    script = bundle("page.js")
    assert re.findall(r"^(?:import|export)\b.*", script, re.MULTILINE) == []
    modules = re.findall(r"^const (\w+)_module = ", script, re.MULTILINE)
    assert sorted(modules) == [
        "call",
        "form",
        "guide",
        "keep",
        "link",
        "notes",
        "now",
        "page",
        "paste_rows",
        "phone",
        "understood",
        "why",
        "wide",
    ]
    assert [line for line in script.splitlines() if line.startswith("const {") and " as " in line] == []
    assert "new Worker(" in script  # the link of the page in one file, not that of a server


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of letters.html and of site/, built as a user builds them; npm and pip bring what is not kept yet."""
    folder = tmp_path_factory.mktemp("built")
    command = [LETTERS, "page", "--single", "letters.html", "--site", "site", "--lang", "zh"]
    done = subprocess.run(
        command, cwd=folder, env=plain_environment(), capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["letters.html", str(Path("site", INDEX))]
    assert hashlib.sha256((folder / "letters.html").read_bytes()).hexdigest() in done.stderr
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=which("chromium"), args=QUIET)
        yield browser
        browser.close()


@contextmanager
def opened(chromium: Browser, address: str, script: str = "", **more: Any) -> Iterator[Page]:
    """A tab without a network, on a phone's screen, in which no error may be told. `script` runs before the page's."""
    context = chromium.new_context(
        viewport=HAND,  # type: ignore[arg-type]
        accept_downloads=True,
        reduced_motion="reduce",
        **({"offline": True} | more),
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    if script:
        page.add_init_script(script)
    page.goto(address)
    try:
        yield page
    finally:
        context.close()
    assert errors == []


def awake(page: Page) -> None:
    """Waits until the program answers."""
    expect(page.locator("#starting")).to_be_hidden(timeout=60_000)
    expect(page.locator("html")).to_have_class("working")


def view(page: Page, name: str) -> None:
    page.locator(f'.views [data-view="{name}"]').click()


def put(page: Page, name: str) -> None:
    """A bundled case in the form, as a file that somebody opens."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#file").set_input_files(
        {"name": name, "mimeType": "text/yaml", "buffer": (bundled("scenarios") / name).read_bytes()}
    )
    expect(page.locator("#status")).to_have_text("结果已更新。")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
def test_the_file_writes_the_same_bytes_as_render_and_asks_nothing_of_anybody(
    chromium: Browser, built: Path, tmp_path: Path
) -> None:
    asked: list[str] = []
    offenders = []
    with opened(chromium, (built / "letters.html").as_uri()) as page:
        awake(page)
        page.context.on("request", lambda request: asked.append(request.url))
        page.locator("html").evaluate("root => root.dataset.opened = 1")
        for name in scenarios():
            put(page, name)
            expect(page.locator("html")).to_have_attribute("data-opened", "1")
            view(page, "files")
            with page.expect_download() as waiting:
                page.locator("#archive button").click()
            waiting.value.save_as(tmp_path / "letters.zip")
            view(page, "form")
            out = tmp_path / name.partition(".")[0]
            done = letters("render", name, "-k", "all", "-o", str(out), cwd=tmp_path)
            assert done.code == 0, done.err
            rendered = {path.name: path.read_bytes() for path in out.iterdir() if path.suffix in {".md", ".docx"}}
            with ZipFile(tmp_path / "letters.zip") as archive:
                made = {one: archive.read(one) for one in archive.namelist() if not one.endswith(".yaml")}
            differ = [one for one in rendered.keys() | made.keys() if rendered.get(one) != made.get(one)]
            if differ or len(made) < 8:
                offenders.append((name, sorted(differ)))
    assert offenders == []
    assert [url for url in asked if not url.startswith("blob:")] == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
def test_the_file_is_small_shut_and_says_what_is_inside_under_which_licence(built: Path) -> None:
    text = (built / "letters.html").read_text("utf-8")
    assert len(text.encode()) <= MOST_BYTES
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules
    allowed = re.compile(r"'none'|'sha256-[\w+/=]+'|'wasm-unsafe-eval'|blob:|data:")
    assert [source for rule in rules.values() for source in rule.split() if not allowed.fullmatch(source)] == []
    for held in ("Mozilla Public License Version 2.0", "pyodide 314", "markdown-it-py", "jinja2", "BSD-3-Clause"):
        assert held in text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
def test_what_is_typed_while_the_program_starts_becomes_a_letter(chromium: Browser, built: Path) -> None:
    with opened(chromium, f"{(built / 'letters.html').as_uri()}#form") as page:
        name = page.locator('#case [data-key="borrower"] [data-key="name"] input').first
        name.fill("张三")
        expect(page.locator("#starting")).to_be_visible()
        awake(page)
        expect(page.locator("#todo")).to_contain_text("写信之前还需要填写")
        assert name.input_value() == "张三"
        page.locator("#menu > summary").click()
        page.get_by_role("link", name="English").click()
        expect(page.locator(".top h1")).to_have_text("Letters that ask for penalty interest to be waived")
        assert page.locator('#case [data-key="borrower"] [data-key="name"] input').first.input_value() == "张三"
        expect(page.locator(".private")).to_contain_text("Nothing leaves this device")
        expect(page.locator(".foot")).to_contain_text(re.compile(r"letters \d+\.\d+.*No fee"))
        expect(page.locator(".foot .inside")).to_contain_text("MPL-2.0")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
@every(
    lacking=[
        ("script", {"java_script_enabled": False}, ""),
        ("WebAssembly", {}, "delete globalThis.WebAssembly"),
    ]
)
def test_without_script_or_webassembly_it_says_so_within_three_seconds_and_offers_a_form_to_print(
    chromium: Browser, built: Path, lacking: tuple[str, dict[str, Any], str]
) -> None:
    name, more, script = lacking
    with opened(chromium, (built / "letters.html").as_uri(), script, **more) as page:
        told = page.locator(".lacking")
        expect(told).to_be_visible(timeout=3_000)
        expect(told).to_contain_text("这个网页在这里不能写信")
        expect(told.locator(".by-hand td").first).to_be_visible()
        expect(told.locator(".by-hand")).to_contain_text("到期还款日")
        if script:
            expect(page.locator("#lacks")).to_have_text(f"缺少：{name}")
            expect(page.locator("#print-form")).to_be_visible()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
def test_nothing_is_kept_unless_somebody_asks_and_one_button_forgets_it(chromium: Browser, built: Path) -> None:
    with opened(chromium, (built / "letters.html").as_uri()) as page:
        awake(page)
        put(page, "illness.yaml")
        assert page.evaluate(STORES) == 0
        page.locator("#menu > summary").click()
        page.locator("#keep").check()
        page.locator('#case [data-key="borrower"] [data-key="name"] input').first.fill("李四")
        page.once("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(page.locator('#case [data-key="borrower"] [data-key="name"] input').first).to_have_value("李四")
        awake(page)
        expect(page.locator("#figures-paper")).to_contain_text("254.94")
        page.locator("#menu > summary").click()
        page.locator("#forget").click()
        expect(page.locator("#kept")).to_contain_text("已经忘掉")
        assert page.evaluate(STORES) == 0


def end_browser(profile: Path) -> None:
    """Ends the browser of a profile at once, as a phone does that is switched off."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (folder / "cmdline").read_bytes().split(b"\0")
            if f"--user-data-dir={profile}".encode() in command and not any(b"--type=" in one for one in command):
                os.kill(int(folder.name), signal.SIGKILL)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
def test_a_browser_that_is_killed_loses_nothing_while_keeping_is_on(
    chromium: Browser, built: Path, tmp_path: Path
) -> None:
    address, size = (built / "letters.html").as_uri(), {"width": 390, "height": 844}
    name = '#case [data-key="borrower"] [data-key="name"] input'
    text = "# 只在这台设备里\n" + (bundled("scenarios") / "illness.yaml").read_text("utf-8")

    def begun() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=which("chromium"),
            args=QUIET,
            viewport=size,  # type: ignore[arg-type]
            offline=True,
        )

    page = begun().pages[0]
    page.goto(f"{address}#form")
    page.locator("#menu > summary").click()
    page.locator("#keep").check()
    page.locator("#file").set_input_files({"name": "mine.yaml", "mimeType": "text/yaml", "buffer": text.encode()})
    expect(page.locator(name).first).to_have_value("林晓梅", timeout=60_000)
    page.locator(name).first.fill("李四")
    page.wait_for_timeout(300)
    end_browser(tmp_path)
    page = begun().pages[0]
    page.set_default_timeout(60_000)
    page.goto(address)
    expect(page.locator("#resume")).to_contain_text("存在这台设备里")
    page.locator("#resume button").click()
    expect(page.locator(name).first).to_have_value("李四")
    awake(page)
    page.locator("#menu > summary").click()
    with page.expect_download() as waiting:
        page.locator(".tools [data-save]").click()
    assert waiting.value.suggested_filename == "mine.yaml"
    waiting.value.save_as(tmp_path / "saved.yaml")
    assert (tmp_path / "saved.yaml").read_text("utf-8") == text.replace("name: 林晓梅", "name: 李四")
    end_browser(tmp_path)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
def test_a_call_without_a_network_outlives_a_page_that_is_loaded_again_where_keeping_is_on(
    chromium: Browser, built: Path
) -> None:
    with opened(chromium, (built / "letters.html").as_uri()) as page:
        awake(page)
        put(page, "illness.yaml")
        page.locator("#keep").evaluate("box => box.click()")
        view(page, "phone")
        page.locator("#call-start").click()
        page.locator(".g-breath [data-to=replies]").click()
        page.locator('[data-reply="only-half"]').click()
        page.locator("#call-note").fill("工号2083，要主管批")
        page.once("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(page.locator("#call-note")).to_have_value(
            "工号2083，要主管批", timeout=3_000
        )  # before the program is awake
        expect(page.locator("#call-heard")).to_have_text("对方说：只能减一半")
        expect(page.locator("#call-numbers dd").first).to_have_text("7,618元")
        expect(page.locator("#call-clock")).not_to_have_text("00:00")
        page.locator("#call-finish").click()
        expect(page.locator("#call-record")).to_contain_text("2083")
        expect(page.locator("#end-now h3")).to_have_text("还一个自己做得到的方案")
        assert page.evaluate("localStorage.getItem('letters.call')") is None
        page.locator("#call-leave").click()
        page.locator("#call-rehearse").click()
        while page.locator("#call-next").is_visible():
            page.locator("#call-next").click()
        expect(page.locator("#call-played")).to_contain_text("对方说")
        page.locator("#forget").evaluate("button => button.click()")
        assert page.evaluate("localStorage.length") == 0


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
def test_no_rule_of_accessibility_is_broken_in_the_file(chromium: Browser, built: Path) -> None:
    offenders = []
    with opened(chromium, (built / "letters.html").as_uri()) as page:
        awake(page)
        put(page, "illness.yaml")
        for name in ("form", "letters", "files"):
            view(page, name)
            found = Axe().run(page).response["violations"]
            offenders += [(name, one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]
    assert offenders == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.needs("nodejs", "npm")
def test_the_site_does_the_same_from_a_web_server(chromium: Browser, built: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(built / "site")))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with opened(chromium, f"http://127.0.0.1:{server.server_port}/", offline=False) as page:
            awake(page)
            put(page, "illness.yaml")
            expect(page.locator("#figures-paper")).to_contain_text("254.94")
    finally:
        server.shutdown()


class Silent(SimpleHTTPRequestHandler):
    """A web server as others have one, which writes no line for each request."""

    def log_message(self, format: str, *args: Any) -> None:
        pass
