"""What people expect of a program in a terminal, in a pipe, and when they have had enough of it."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cases import COMPLETE, MINIMAL, bundled, changed
from command import LETTERS, letters, plain_environment, shell

if sys.platform != "win32":
    import pty

ESCAPE = "\x1b"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def in_a_terminal(*arguments: str, cwd: Path, code: int = 0, **environ: str) -> str:
    """What `letters` shows in a terminal of 120 columns."""
    parent, child = pty.openpty()
    environ = plain_environment() | {"TERM": "xterm-256color", "COLUMNS": "120"} | environ
    process = subprocess.Popen([LETTERS, *arguments], cwd=cwd, env=environ, stdin=child, stdout=child, stderr=child)
    os.close(child)
    shown, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([parent], [], [], 0.1)[0]:
            try:
                piece = os.read(parent, 65536)
            except OSError:  # Linux: the other side is closed
                break
            if not piece:
                break
            shown += piece
        elif process.poll() is not None:
            break
    os.close(parent)
    assert process.wait(timeout=10) == code, shown.decode()
    return shown.decode()


# Terminal and pipe


def test_an_error_and_a_warning_say_so_first_in_colour_on_a_terminal_alone(tmp_path: Path) -> None:
    plain = "error: there is no file nothing.yaml"
    assert letters("check", "nothing.yaml", cwd=tmp_path).err.startswith(plain)
    assert letters("check", "nothing.yaml", cwd=tmp_path, LETTERS_LANG="zh").err.startswith("error: ")
    assert letters("chekc", cwd=tmp_path).err.startswith("error: No such command")
    assert in_a_terminal("check", "nothing.yaml", cwd=tmp_path, code=3).startswith(f"{ESCAPE}[1;31merror:{ESCAPE}[0m ")
    assert in_a_terminal("check", "nothing.yaml", cwd=tmp_path, code=3, NO_COLOR="1").startswith(plain)
    (tmp_path / "my.yaml").write_text(changed(MINIMAL, ("0.05%", "0.05%..0.075%")), "utf-8")
    said = letters("figures", "my.yaml", cwd=tmp_path).err
    assert said.startswith("warning: my.yaml:")


def test_a_terminal_gets_a_drawn_table_and_a_pipe_plain_text(tmp_path: Path) -> None:
    shown = in_a_terminal("figures", "illness", cwd=tmp_path)
    assert COLOUR.search(shown)
    assert "━" in shown
    assert "│" in shown
    piped = letters("figures", "illness", cwd=tmp_path).out
    assert ESCAPE not in piped
    assert not set("━│┃┏") & set(piped)
    for number in ("2,716.00", "254.94", "7,618.34", "1,227.25"):
        assert number in piped
        assert number in COLOUR.sub("", shown)


def test_no_color_takes_the_colour_and_leaves_the_table(tmp_path: Path) -> None:
    shown = in_a_terminal("figures", "illness", cwd=tmp_path, NO_COLOR="1")
    assert not re.search(r"\x1b\[(3[0-7]|9[0-7]|4[0-7]|38|48)", shown)
    assert "│" in shown


def test_the_borders_of_a_terminal_table_stand_below_each_other(tmp_path: Path) -> None:
    from letters.documents.plain_text import width

    shown = COLOUR.sub("", in_a_terminal("figures", "illness", cwd=tmp_path, COLUMNS="170")).replace("\r", "")
    rows = [line for line in shown.splitlines() if line.startswith("│") and "账单" in line]
    assert len(rows) == 3
    assert len({tuple(width(row[:at]) for at, char in enumerate(row) if char == "│") for row in rows}) == 1


def test_markup_of_the_table_drawer_in_a_label_is_text(tmp_path: Path) -> None:
    text = changed(COMPLETE, ("十一月账单", '"[/home] [bold]粗"'), ("name: 林晓梅", 'name: "[red]林[/red]"'))
    (tmp_path / "my.yaml").write_text(text, "utf-8")
    shown = in_a_terminal("figures", "my.yaml", cwd=tmp_path, COLUMNS="200")
    assert "[/home] [bold]粗" in shown
    assert "[red]林[/red]" in shown


# Escapes


@pytest.mark.parametrize("command", ["check", "render"])
def test_an_escape_in_a_value_is_refused_and_not_shown(tmp_path: Path, command: str) -> None:
    for name in ("\x1b[31m红", '"\\e[31m红"'):
        (tmp_path / "my.yaml").write_text(changed(MINIMAL, ("林晓梅", name)), "utf-8")
        done = letters(command, "my.yaml", cwd=tmp_path)
        assert done.code == 1
        assert not {ESCAPE, "\x9b"} & set(done.out + done.err)
        assert "cannot stand in a letter" in done.out + done.err


def test_what_could_turn_the_text_of_a_terminal_around_is_made_visible(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(changed(MINIMAL, ("林晓梅", "林\u202e梅\u200b")), "utf-8")
    for command in ("figures", "check"):
        done = letters(command, "my.yaml", cwd=tmp_path)
        assert not {"\u202e", "\u200b"} & set(done.out + done.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "no\x1b[31mthing"),
        ("render", "illness", "-k", "\x1b[31mred"),
        ("render", "illness", "-f", "\x1b[31mred"),
        ("new", "\x1b[31mred"),
        ("check", "\x1b[31mred.yaml"),
        ("render", "\x1b[31mred.yaml", "-f", "md"),
        ("figures", "\x1b[31mred.yaml"),
    ],
)
def test_an_escape_in_an_argument_or_a_file_name_does_not_reach_the_terminal(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "\x1b[31mred.yaml").write_text(bundled("illness.yaml"), "utf-8")
    done = letters(*arguments, cwd=tmp_path)
    assert ESCAPE not in done.out + done.err


# Pipes


@pytest.mark.parametrize("command", ["letters list", "letters figures illness --json", "letters --help"])
def test_a_pipe_that_closes_early_ends_quietly_with_zero(tmp_path: Path, command: str) -> None:
    done = shell(f"{command} 2>err | head -1; echo ${{PIPESTATUS[0]}}; cat err >&2", cwd=tmp_path)
    assert done.out.splitlines()[-1] == "0"
    assert done.err in {"", "note: illness: no such file here; using the bundled example illness.yaml\n"}


def test_a_pipe_that_was_never_read_ends_quietly_with_zero(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(MINIMAL + "  - {due_date: 2025-12-10, amount: 3200.00}\n" * 500, "utf-8")
    line = "{ sleep 0.3; letters figures my.yaml --json; echo $? >&2; } | true"
    assert shell(line, cwd=tmp_path).err == "0\n"


def test_a_disk_that_is_full_is_not_our_mistake_and_ends_with_three(tmp_path: Path) -> None:
    done = shell("letters list > /dev/full", cwd=tmp_path)
    assert "our mistake" not in done.err
    assert done.code == 3


# Interrupts


@pytest.mark.slow
def test_an_interrupt_ends_with_one_hundred_and_thirty_and_without_a_trace(tmp_path: Path) -> None:
    command, pipe = [LETTERS, "render", "-"], subprocess.PIPE
    # What a shell runs in the background (`pytest &`) ignores interrupts, and so would `letters`.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, cwd=tmp_path, env=plain_environment(), stdin=pipe, stdout=pipe, stderr=pipe)
    signal.signal(signal.SIGINT, before)
    time.sleep(1)  # it waits for the scenario then
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert err in {b"", b"error: interrupted\n"}
    assert list(tmp_path.iterdir()) == []


EARLY = """
import sys, letters.cli
class Interrupt:
    def find_spec(self, name, *_):
        if name == "letters.cli.commands":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
letters.cli.main()
"""


def test_an_interrupt_while_the_program_is_still_starting_leaves_no_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", EARLY], check=False, cwd=tmp_path, capture_output=True, env=plain_environment()
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.slow
def test_an_interrupt_ends_figures_that_take_long_within_a_second(tmp_path: Path) -> None:
    """Old bills that compound each month and round each day; issue 14 has them at 100 seconds."""
    lender = "{name: 某某, daily_rate: 0.05%, compounding: monthly, rounding: daily}"
    bills = "".join(f"  - {{due_date: 1991-01-10, amount: {3000 + number}.00}}\n" for number in range(3000))
    head = "as_of: 2026-03-20\nhardship: {kind: illness}\nborrower: {name: 测试}\n"
    (tmp_path / "old.yaml").write_text(f"{head}lender: {lender}\nbills:\n{bills}", "utf-8")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    command, pipe = [LETTERS, "figures", "old.yaml"], subprocess.PIPE
    process = subprocess.Popen(command, cwd=tmp_path, env=plain_environment(), stdout=pipe, stderr=pipe)
    signal.signal(signal.SIGINT, before)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - sent < 1
    assert (process.returncode, out) == (130, b"")
    assert err in {b"", b"error: interrupted\n"}


# Nothing of ours shows


def test_debug_shows_where_and_no_value(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(changed(MINIMAL, ("3200.00", "-88.88")), "utf-8")
    done = letters("--debug", "figures", "my.yaml", cwd=tmp_path)
    assert done.code == 1
    assert re.search(r"^  .*load\.py:\d+ in load$", done.err, re.MULTILINE)
    frames = [line for line in done.err.splitlines() if re.match(r"  \S", line)]
    assert all("88.88" not in frame and "林晓梅" not in frame for frame in frames)


# A light start


def modules_after(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a command has imported when it ends."""
    code = (
        "import sys, json\n"
        f"sys.argv = ['letters', *{list(arguments)!r}]\n"
        "from letters.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True, env=plain_environment())
    names: list[str] = json.loads(done.stderr.splitlines()[-1])
    return set(names)


HEAVY = {"docx", "lxml", "jinja2", "yaml", "pydantic", "pyromark", "stdnum", "pyperclip", "cn2an"}


def test_help_and_version_import_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    for option in ("--help", "--version"):
        assert modules_after(option, cwd=tmp_path) & HEAVY == set()


def test_rendering_to_word_imports_neither_python_docx_nor_a_clipboard(tmp_path: Path) -> None:
    used = modules_after("render", "illness", cwd=tmp_path)
    assert (tmp_path / "illness" / "petition.docx").exists()
    assert used & {"docx", "lxml", "pyperclip", "rich.console", "cn2an"} == set()


def test_a_pipe_with_a_name_is_no_file_to_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "my.yaml")
    done = letters("check", "my.yaml", cwd=tmp_path)
    assert (done.code, done.err) == (3, "error: my.yaml is a pipe, a socket or a device; name a file\n")
