"""Progress of what takes long, colours, and signs that a console lacks."""

from __future__ import annotations

import codecs
import io
import sys
from pathlib import Path

import pytest
from cases import ROOT
from command import letters

from letters.cli.error_messages import say_note, say_warning, shows_colours
from letters.cli.shown.progress import progress
from letters.cli.shown.signs import PLAIN, plainly

codecs.register_error("plainly", plainly)

SIGNS = "−–—‑·☐☑☒│├└─…→←‘’“”「」■●•×÷✓¥"
"""Signs that letters, tables and messages have."""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock on which each piece of work takes `pace` seconds."""

    def __init__(self, pace: float) -> None:
        self.now, self.pace = 0.0, pace

    def __call__(self) -> float:
        return self.now


def shown(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, pace: float, total: int, *, is_told: bool = False
) -> str:
    clock = Clock(pace)
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(total, clock=clock) as advance:
        for number in range(total):
            clock.now += pace
            if is_told and number == 5:
                say_warning("halfway")
            advance()
    return stream.getvalue()


def test_what_takes_long_shows_how_far_it_is_and_how_long_it_still_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown(monkeypatch, Terminal(), 1.0, 10)
    assert "\r3/10, about 0:07 left" in said
    assert said.endswith("\r"), "the line is taken away"
    assert "about 2:45:59 left" in shown(monkeypatch, Terminal(), 1.0, 9_960)


def test_what_is_done_soon_or_is_no_terminal_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 0.01, 50) == ""
    assert shown(monkeypatch, io.StringIO(), 1.0, 10) == ""


def test_a_message_takes_the_line_away_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    said = shown(monkeypatch, Terminal(), 1.0, 10, is_told=True)
    before, after = said.split("warning: halfway\n")
    assert before.endswith(" \r")
    assert after.startswith("\r6/10")


def test_a_note_is_coloured_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for stream, said in ((Terminal(), "\x1b[1;36mnote:\x1b[0m x\n"), (io.StringIO(), "note: x\n")):
        monkeypatch.setattr(sys, "stderr", stream)
        say_note("x")
        assert stream.getvalue() == said
    monkeypatch.setenv("NO_COLOR", "1")
    assert not shows_colours(Terminal())


def test_an_old_console_of_windows_gets_no_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM", "WT_SESSION", "ANSICON"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert not shows_colours(Terminal())
    monkeypatch.setenv("WT_SESSION", "1")
    assert shows_colours(Terminal())


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
def test_a_sign_that_a_console_lacks_has_a_plain_one(encoding: str) -> None:
    out = io.BytesIO()
    stream = io.TextIOWrapper(out, encoding, errors="plainly")
    stream.write(SIGNS)
    stream.flush()
    assert "?" not in out.getvalue().decode(encoding)
    assert all(one.isascii() for one in PLAIN.values())


def test_every_sign_of_the_templates_and_messages_shows_on_a_chinese_console() -> None:
    said = [path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.*")]
    said.append((ROOT / "letters/locale/zh/LC_MESSAGES/letters.po").read_text("utf-8"))
    out = "".join(sorted(set("".join(said)))).encode("gbk", "plainly").decode("gbk")
    assert out.count("?") == 1, "its own"


def test_figures_on_a_chinese_console_have_their_minus(tmp_path: Path) -> None:
    done = letters("figures", "illness", "--explain", cwd=tmp_path, PYTHONIOENCODING="ascii", LETTERS_LANG="en")
    assert "-16.00" in done.out
    assert "total.total_due = 7,618.34\n|- " not in done.out
    tree = letters("figures", "illness", "total.total_due", cwd=tmp_path, PYTHONIOENCODING="ascii").out
    assert "\n+- 7,363.40  total.principal_outstanding\n|  +- " in tree
