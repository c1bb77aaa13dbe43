"""How soon the local page answers: every letter after a keystroke, and from the command to a page that can be used.

`python benchmarks/page.py` prints; nothing here is a test. It needs the extra `web`.
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
    options = arguments.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in ("negotiation-letters", "starlette", "uvicorn"))
    print(f"Python {platform.python_version()}, {platform.machine()}, {packages}\n")
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


if __name__ == "__main__":
    main()
