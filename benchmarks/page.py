"""How soon the page answers: every letter after a keystroke, and from the start to a page that can be used.

`python benchmarks/page.py` prints; nothing here is a test. It needs the extra `web`. With `--file letters.html`, which
`letters page --single letters.html` builds, it measures that file in Chromium instead, in time that passes and in time
of the processor, which a busy machine changes less; that needs playwright and Chromium.
"""

from __future__ import annotations

import argparse
import http.client
import json
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from shutil import which
from statistics import median
from time import perf_counter_ns
from typing import Any

from letters.base.resources import bundled
from letters.cli.speech import told
from letters.reference_data.catalogue import scenarios
from letters.reference_data.template_library import library
from letters.web.preview import Visit

TODAY = date(2026, 3, 20)
COMMAND = [sys.executable, "-c", "from letters.cli import main; main()", "serve", "--no-browser"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=60, help="how often each case is shown")
    arguments.add_argument("--starts", type=int, default=9, help="how often the command is started")
    arguments.add_argument("--file", type=Path, help="the page in one file, to be measured in Chromium")
    options = arguments.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in ("negotiation-letters", "starlette", "uvicorn"))
    print(f"Python {platform.python_version()}, {platform.machine()}, {packages}\n")
    if options.file:
        _in_one_file(options.file, options.starts)
        return
    _keystrokes(options.rounds)
    _starts(options.starts)


def _milliseconds(work: Callable[[], object]) -> float:
    begin = perf_counter_ns()
    work()
    return (perf_counter_ns() - begin) / 1e6


def _keystrokes(rounds: int) -> None:
    """What the server does after a keystroke: the scenario's bytes → figures, every letter and the call as JSON."""
    print(f"All letters after a keystroke, warm (of {rounds}):")
    for name in scenarios():
        raw = (bundled("scenarios") / name).read_bytes()
        shown: dict[str, Any] = {}

        def show(raw: bytes = raw, shown: dict[str, Any] = shown) -> None:
            shown["page"] = Visit(TODAY, told, "zh", library()).preview(raw)
            json.dumps(shown["page"], ensure_ascii=False).encode()

        for _ in range(3):
            show()
        taken = sorted(_milliseconds(show) for _ in range(rounds))
        print(
            f"  {name:<24} {len(shown['page']['letters']):>2} letters"
            f"  median {median(taken):5.1f} ms   95 % {taken[int(len(taken) * 0.95)]:5.1f} ms"
        )


def _starts(starts: int) -> None:
    """A new process each time, with compiled byte code and a warm disk: until the page is there, and its figures."""
    raw = (bundled("scenarios") / "illness.yaml").read_bytes()
    rows = [_start(raw) for _ in range(starts)]
    print(f"\nCold, from the command (medians of {starts}):")
    names = ("the address is printed", "the page and all it loads", "figures and every letter")
    for name, taken in zip(names, zip(*rows, strict=True), strict=True):
        print(f"  {name:<26} {median(taken):5.0f} ms")


def _start(raw: bytes) -> tuple[float, float, float]:
    begin = perf_counter_ns()
    marks = []
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        _, _, host, token, _ = process.stdout.readline().split("/")
        marks.append(perf_counter_ns())
        connection = http.client.HTTPConnection(host)
        for name in ("", "page.css", "page.js", "form.js", "phone.js"):
            connection.request("GET", f"/{token}/{name}")
            connection.getresponse().read()
        marks.append(perf_counter_ns())
        connection.request("POST", f"/{token}/preview", raw, {"Origin": f"http://{host}"})
        connection.getresponse().read()
        marks.append(perf_counter_ns())
        connection.close()
        process.kill()
    first, second, third = ((mark - begin) / 1e6 for mark in marks)
    return first, second, third


TYPED = """(text) => new Promise((done) => {
    const field = document.querySelector('#case [data-key="bills"] [data-key="amount"] input');
    const status = document.getElementById("sums");
    const begin = performance.now();
    new MutationObserver((_, seen) => { seen.disconnect(); done(performance.now() - begin); })
        .observe(status, { childList: true });
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
})"""
"""Types an amount, and tells after how many milliseconds the sums are shown anew."""
PAUSE = 120
"""Milliseconds that the page waits for more words first."""
KEYS = 12


def _in_one_file(file: Path, starts: int) -> None:
    """The page in one file, opened from the disk: to a form that takes words, to the first letter, and a keystroke."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        rows = [_opened(driver, file) for _ in range(starts)]
    print(f"One file of {file.stat().st_size / 1e6:.1f} MB, from the disk (medians of {starts}):")
    names = (
        "the form takes words, s",
        "figures and every letter, s",
        "of the processor for it, s",
        "the same after a keystroke, ms",
        "of the processor for it, ms",
        "memory of the page, MB",
    )
    for name, taken in zip(names, zip(*rows, strict=True), strict=True):
        print(f"  {name:<32} {median(taken):7.1f}")


def _opened(driver: Any, file: Path) -> tuple[float, ...]:
    browser = driver.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
    talk = browser.new_browser_cdp_session()

    def renderers() -> list[dict[str, Any]]:
        found = talk.send("SystemInfo.getProcessInfo")["processInfo"]
        return [one for one in found if one["type"] == "renderer"]

    def used() -> float:
        return sum(float(one["cpuTime"]) for one in renderers())

    page = browser.new_context(viewport={"width": 390, "height": 844}, offline=True).new_page()
    page.set_default_timeout(120_000)
    begin, idle = perf_counter_ns(), used()
    page.goto(file.resolve().as_uri() + "#form", wait_until="commit")
    page.locator("#case input").first.wait_for()
    form = (perf_counter_ns() - begin) / 1e9
    page.locator("#file").set_input_files(bundled("scenarios") / "illness.yaml")
    page.locator("body.full").wait_for(state="attached")
    letter, spent = (perf_counter_ns() - begin) / 1e9, used() - idle
    page.wait_for_timeout(1000)
    idle = used()
    typed = [page.evaluate(TYPED, f"32{number:02}.00") - PAUSE for number in range(1, KEYS + 1)]
    by_key = (used() - idle) * 1000 / KEYS
    held = sum(_kilobytes(one["id"]) for one in renderers()) / 1024
    browser.close()
    return form, letter, spent, median(typed), by_key, held


def _kilobytes(process: int) -> int:
    """Returns the memory that a process alone has, with its share of what it has with others (Linux)."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
