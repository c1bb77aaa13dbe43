"""Pipes, sockets and devices in any place that a command reads or writes, and names that steer a terminal: a sweep."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from cases import bundled
from command import Done, Runs, letters, letters_in_this_process, plain_environment
from typer.main import get_command

from letters.cli.app import app
from letters.files.disk import MOST_BYTES
from letters.reference_data.template_library import MOST_HEAD, MOST_PART

pytestmark = pytest.mark.slow

TEMPLATE_LIBRARY = "letters.reference_data.template_library"
MORE = {
    "verify": ["my.md", "-s", "{}"],
    "sent": ["{}", "petition"],
    "batch": ["{}", "-o", "out"],
    "copy": ["{}", "petition"],
}
"""What a command needs besides the scenario."""
NO_SCENARIO = {"new", "list", "law", "guide", "schema", "templates", "serve", "log"}


def taking_a_scenario(name: str) -> list[list[str]]:
    """A command line for every command that reads a scenario."""
    known = sorted(set(get_command(app).commands) - NO_SCENARIO)  # type: ignore[attr-defined]
    lines = [[one, *(word.replace("{}", name) for word in MORE.get(one, ["{}"]))] for one in known]
    return [*lines, ["log", "show", name], ["log", "add", name, "--said", "x"]]


@contextmanager
def at_once(seconds: int = 20) -> Iterator[None]:
    """Ends what waits for ever, which then counts as a mistake of ours."""

    def stop(_: int, __: FrameType | None) -> None:
        raise RuntimeError("it waits")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def pipe(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def device(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def listener(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


ODD = [pipe, *(pytest.param(make, marks=pytest.mark.slow) for make in (device, listener))]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case, its letters, and a configuration of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    (tmp_path / "my.md").write_text("x", "utf-8")
    assert letters("render", "my.yaml", "-k", "petition", "-f", "md", cwd=tmp_path).code == 0
    return tmp_path


def wrong(done: Done) -> bool:
    """Whether a command ended otherwise than with an error that it tells."""
    return done.code not in {1, 2, 3, 5} or "\x1b" in done.out + done.err or not done.err + done.out


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_a_scenario_that_is_no_file_is_an_error_at_once_on_every_command(
    here: Path, make: Callable[[Path], None]
) -> None:
    make(here / "odd.yaml")
    failed = []
    for line in [*taking_a_scenario("odd.yaml"), ["serve", "odd.yaml", "--no-browser"]]:
        with at_once():
            done = letters(*(word.replace("{here}", str(here)) for word in line), cwd=here)
        if wrong(done):
            failed.append((line, done.code, done.err[-200:]))
    assert failed == [], "\n".join(map(str, failed))


PLACES = {
    "letterhead": ("odd", ["render", "my.yaml", "--reference-doc", "odd", "-f", "docx"]),
    "letter": ("odd.md", ["verify", "odd.md", "-s", "my.yaml", "-k", "petition"]),
    "table": ("odd.csv", ["batch", "odd.csv", "-o", "out"]),
    "case of a batch": ("cases/a.yaml", ["batch", "cases", "-o", "out"]),
    "evidence": ("proof.pdf", ["render", "proof.yaml"]),
    "signatories": ("others.csv", ["render", "others.yaml"]),
    "language": ("t/zh/language.yaml", ["render", "my.yaml", "--templates", "{here}/t"]),
    "words": ("t/zh/words.yaml", ["render", "my.yaml", "--templates", "{here}/t"]),
    "template": ("t/zh/petition.md.j2", ["render", "my.yaml", "--templates", "{here}/t"]),
    "template listed": ("t/zh/petition.md.j2", ["list", "--templates", "{here}/t", "--lang", "zh"]),
    "template trusted": ("t/zh/petition.md.j2", ["templates", "trust", "t"]),
    "passage": ("t/zh/_base.md.j2", ["copy", "my.yaml", "petition", "--templates", "{here}/t"]),
    "trust": ("config/letters/trusted.json", ["templates", "list"]),
    "trust written": ("config/letters/trusted.json", ["templates", "trust", "empty"]),
    "folder": ("odd", ["render", "my.yaml", "-o", "odd"]),
    "letter written": ("my/petition.md", ["render", "my.yaml", "-k", "petition", "-f", "md"]),
    "manifest": ("my/.letters.json", ["render", "my.yaml", "-k", "petition", "-f", "md", "--as-of", "2026-03-31"]),
    "copy": ("my/petition.md", ["sent", "my.yaml", "petition"]),
    "sent": ("my/sent/2026-04-01-petition/manifest.json", ["sent", "my.yaml", "petition", "--on", "2026-04-01"]),
    "sent bundled": ("my/sent/2026-04-01-petition/a.md", ["bundle", "my.yaml"]),
    "calendar": ("my.ics", ["calendar", "my.yaml"]),
    "calendar named": ("odd", ["calendar", "my.yaml", "-o", "odd"]),
    "bundle": ("my.zip", ["bundle", "my.yaml"]),
    "plot": ("odd.svg", ["figures", "my.yaml", "--plot", "odd.svg"]),
    "new": ("job-loss.yaml", ["new", "job-loss"]),
    "eject": ("templates/zh/petition.md.j2", ["templates", "eject", "petition", "--lang", "zh"]),
    "eject folder": ("templates", ["templates", "eject", "petition", "--lang", "zh"]),
    "files": ("odd", ["render", "my.yaml", "--files-from", "odd"]),
    "templates": ("odd", ["render", "my.yaml", "--templates", "odd"]),
    "batch folder": ("odd", ["batch", "cases", "-o", "odd"]),
    "journal": ("out/batch.jsonl", ["batch", "cases", "-o", "out"]),
    "report": ("out/report.csv", ["batch", "broken", "-o", "out"]),
    "letters of a batch": ("out/a/petition.md", ["batch", "cases", "-o", "out", "-k", "petition", "-f", "md"]),
}
"""Where something stands that is no file → the command that meets it."""


def furnish(here: Path) -> None:
    text = bundled("illness.yaml")
    for folder in ("cases", "broken", "empty/zh"):
        (here / folder).mkdir(parents=True)
    (here / "cases" / "a.yaml").write_text(text, "utf-8")
    (here / "broken" / "a.yaml").write_text("x: 1\n", "utf-8")
    (here / "proof.yaml").write_text(text.replace("issuer:", "file: proof.pdf, issuer:", 1), "utf-8")
    (here / "others.yaml").write_text(text + "\nsignatories: others.csv\n", "utf-8")
    sent = here / "my" / "sent" / "2026-04-01-petition"
    sent.mkdir(parents=True)


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_is_no_file_is_an_error_at_once_wherever_it_stands(here: Path, make: Callable[[Path], None]) -> None:
    failed = []
    furnish(here)
    for what, (place, line) in PLACES.items():
        path = here / place
        kept = path.read_bytes() if path.is_file() else None
        if path.is_dir():
            path.rename(here / "aside")
        make(path)
        with at_once():
            done = letters(
                *(word.replace("{here}", str(here)) for word in line), cwd=here, XDG_CONFIG_HOME=str(here / "config")
            )
        if wrong(done) or (what == "report" and done.code == 5):
            failed.append((what, done.code, done.err[-200:]))
        path.unlink(missing_ok=True)
        if kept is not None:
            path.write_bytes(kept)
        if (here / "aside").exists():
            (here / "aside").rename(path)
    assert failed == [], "\n".join(map(str, failed))


OWN = ["--templates", "{here}/t"]
LARGE = [
    ("t/zh/language.yaml", MOST_PART + 1, ["render", "my.yaml", *OWN], "larger than 256 KiB"),
    (
        "t/zh/words.yaml",
        MOST_PART + 1,
        ["copy", "my.yaml", "petition", *OWN],
        "larger than 256 KiB",
    ),
    ("t/zh/petition.md.j2", MOST_PART + 1, ["list", *OWN, "--lang", "zh"], "larger than 256 KiB"),
    ("u/zh/own.md.j2", MOST_HEAD + 9, ["list", "--templates", "{here}/u", "--lang", "zh"], "longer than 16 KiB"),
    ("config/letters/trusted.json", 1 << 21, ["templates", "list"], "cannot be read"),
    ("my.ics", MOST_BYTES + 1, ["calendar", "my.yaml"], "larger than 64 MiB"),
    ("my/petition.md", MOST_BYTES + 1, ["render", "my.yaml", "-k", "petition", "-f", "md"], "larger than 64 MiB"),
    ("my/a.bin", MOST_BYTES + 1, ["sent", "my.yaml", "petition"], "larger than 64 MiB"),
    ("my/sent/a/b.md", MOST_BYTES + 1, ["bundle", "my.yaml"], "larger than 64 MiB"),
    ("my.zip", MOST_BYTES + 1, ["bundle", "my.yaml"], "larger than 64 MiB"),
]
"""A file, how large, the command that meets it, and what it says."""


def test_a_file_larger_than_any_of_its_kind_is_an_error_that_names_it(here: Path) -> None:
    failed = []
    for place, size, line, says in LARGE:
        path = here / place
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = path.read_bytes() if path.is_file() else None
        with path.open("wb") as file:  # of a text, so that its size alone is wrong; a hole is read as zeros
            file.write(f"---\ntitle: x\nabout: {'x' * size}\n---\n".encode() if size < 1 << 20 else b"")
            file.truncate(max(size, file.tell()))
        with at_once():
            done = letters(
                *(word.replace("{here}", str(here)) for word in line), cwd=here, XDG_CONFIG_HOME=str(here / "config")
            )
        if done.code != 3 or says not in done.err or path.name not in done.err:
            failed.append((place, done.code, done.err[-200:]))
        path.unlink()
        if kept is not None:
            path.write_bytes(kept)
    assert failed == [], "\n".join(map(str, failed))


STEERING = "a\x1b]0;owned\x07\x9b2Jb\u202ec\u200bd\x85"
"""A name that would set a terminal's title, clear it and turn its text round."""


def test_a_name_steers_no_terminal_whatever_has_it(here: Path) -> None:
    text = bundled("illness.yaml")
    own = f"{STEERING}.yaml"
    (here / own).write_text(text, "utf-8")
    (here / f"broken{own}").write_text("x: 1\n", "utf-8")
    (here / f"proof{own}").write_text(text.replace("issuer:", "file: missing.pdf, issuer:", 1), "utf-8")
    folder = here / STEERING / "zh"
    folder.mkdir(parents=True)
    (here / STEERING / "en").mkdir()
    for language in ("zh", "en"):
        (here / STEERING / language / f"own{STEERING}.md.j2").write_text("---\ntitle: t\nabout: a\n---\n# t\n", "utf-8")
    (here / f"{STEERING}.csv").write_text(f"name,{STEERING}\nx,1\n", "utf-8")
    (here / f"{STEERING}.docx").write_bytes(b"PK")
    told = (f"broken{own}", f"no{own}", f"proof{own}")[: 1 if Runs.in_this_process else None]
    lines = [line for name in (own, *told) for line in taking_a_scenario(name)]
    lines += [[*line, "--json"] for line in taking_a_scenario(own) if line[0] not in {"copy", "calendar", "bundle"}]
    lines += [
        ["render", own, "-o", STEERING],
        ["render", own, "-k", STEERING],
        ["render", own, "-f", STEERING],
        ["render", own, f"--{STEERING}"],
        ["render", own, "--lang", STEERING],
        ["render", own, "--as-of", STEERING],
        ["render", own, "--templates", STEERING],
        ["render", own, "--templates", STEERING, "-k", f"own{STEERING}", "-f", "md"],
        ["render", own, "--reference-doc", f"{STEERING}.docx", "-f", "docx"],
        ["render", own, "--files-from", STEERING],
        ["figures", own, STEERING, "--explain"],
        ["figures", own, "--plot", f"{STEERING}.svg"],
        ["verify", f"{STEERING}.docx", "-s", "my.yaml"],
        ["list", "--templates", STEERING],
        ["list", "--templates", STEERING, "--json"],
        ["templates", "trust", STEERING],
        ["templates", "list"],
        ["templates", "list", "--json"],
        ["templates", "untrust", STEERING],
        ["templates", "eject", STEERING],
        ["new", STEERING],
        ["guide", STEERING],
        [STEERING],
        ["log", STEERING],
        ["batch", f"{STEERING}.csv", "-o", "out"],
        ["batch", ".", "-o", STEERING],
        ["batch", ".", "-o", STEERING, "--json"],
    ]
    steering = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]")
    failed = []
    for line in lines:
        with at_once(60):
            done = letters(*line, cwd=here, XDG_CONFIG_HOME=str(here / "config"))
        if done.code == 70 or steering.search(done.out + done.err):
            failed.append((line, done.code, (done.out + done.err)[-300:]))
        elif "--json" in line and done.code == 0:
            json.loads(done.out)
    assert failed == [], "\n".join(map(str, failed))


def changed_by_hand(content: bytes, chance: random.Random) -> bytes:
    """A file as a hand, a disk or a stranger may leave it."""
    at = chance.randrange(len(content) or 1)
    end = min(len(content), at + chance.randrange(1, 40))
    odd = [
        b"\xff",
        b"\0",
        b"null",
        b"-1",
        b"9" * 400,
        b"{}",
        b"[]",
        b'""',
        b"\r\n",
        b"[" * 2000,
        b"1e999",
        b'"\\ud800"',
    ]
    return chance.choice(
        [
            content[:at],
            content[:at] + content[end:],
            content[:at] + chance.choice(odd) + content[end:],
            re.sub(rb'"[^"]*"', lambda found: chance.choice([found[0], found[0], b"1", b"null", b"[]"]), content),
            re.sub(rb"[0-9]+", lambda found: chance.choice([found[0], found[0], b"0", b"x", b"9" * 30]), content),
            chance.choice(odd),
        ]
    )


@pytest.mark.parametrize("seed", [14, pytest.param(None, marks=pytest.mark.slow)])
def test_a_file_of_ours_changed_by_hand_is_no_mistake_of_ours(here: Path, seed: int | None) -> None:
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    chance, environ = random.Random(seed), {"XDG_CONFIG_HOME": str(here / "config")}
    furnish(here)
    (here / "my" / "sent" / "2026-04-01-petition").rmdir()
    on = ["--on", "2026-04-01"]
    for line in (
        ["sent", "my.yaml", "petition", "--as-of", "2026-04-01", *on],
        ["calendar", "my.yaml"],
        ["bundle", "my.yaml"],
        ["templates", "trust", "empty"],
        ["batch", "cases", "-o", "out", "-f", "md"],
    ):
        assert letters(*line, cwd=here, **environ).code == 0, line
    readers = {
        "my/.letters.json": [
            ["render", "my.yaml", "-k", "petition", "-f", "md"],
            ["update", "my.yaml"],
            ["bundle", "my.yaml"],
        ],
        "my.ics": [["calendar", "my.yaml", "--on", "2026-05-01"]],
        "my.zip": [["bundle", "my.yaml", "--as-of", "2026-03-01"]],
        "my/sent/2026-04-01-petition/manifest.json": [["sent", "my.yaml", "petition", *on], ["next", "my.yaml"]],
        "config/letters/trusted.json": [["templates", "list"], ["templates", "trust", "empty"]],
        "out/batch.jsonl": [["batch", "cases", "-o", "out", "-f", "md"]],
    }
    failed = []
    for place, lines in readers.items():
        path = here / place
        before = path.read_bytes()
        contents = [before.replace(b"empty", b"e" * 5000), *(changed_by_hand(before, chance) for _ in range(9))]
        for content in contents[: 2 if "batch" in place else None]:
            for line in lines:
                path.write_bytes(content)
                with at_once(60):
                    done = letters(*line, cwd=here, **environ)
                if done.code not in range(6) or "\x1b" in done.out + done.err:
                    failed.append((place, content[:200], line, done.code, done.err[-200:]))
        path.write_bytes(before)
    assert failed == [], f"seed {seed}\n" + "\n".join(map(str, failed))


GUARDS: dict[str, tuple[list[tuple[str, str, object]], str, list[str]]] = {
    "kind of file": (
        [("letters.files.disk", "check_ordinary", lambda _: None)],
        "my/sent/2026-04-01-petition/a.md",
        ["bundle", "my.yaml"],
    ),
    "kind of template": (
        [(module, "check_ordinary", lambda _: None) for module in ("letters.files.disk", TEMPLATE_LIBRARY)],
        "t/zh/petition.md.j2",
        ["templates", "trust", "t"],
    ),
    "size of a template": (
        [(TEMPLATE_LIBRARY, "MOST_PART", 1 << 40), (TEMPLATE_LIBRARY, "MOST_BYTES", 1 << 40)],
        "large/zh/words.yaml",
        ["copy", "my.yaml", "petition", "--templates", "{here}/large"],
    ),
    "names in messages": ([("letters.cli.error_messages", "visible", str)], "", ["render", f"no{STEERING}.yaml"]),
    "names in lists": ([("letters.cli.tables", "visible", str)], "", ["list", "--templates", STEERING]),
    "names in JSON": ([("letters.cli.tables", "escaped", str)], "", ["list", "--templates", STEERING, "--json"]),
}
"""A guard → what stands in its place, where a pipe or a large file stands, and the command that misses the guard."""


@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard_that_is_taken_out_is_missed(here: Path, guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changes, place, line = GUARDS[guard]
    environ = {"XDG_CONFIG_HOME": str(here / "config")}
    (here / STEERING / "zh").mkdir(parents=True)
    (here / STEERING / "zh" / f"own{STEERING}.md.j2").write_text("---\ntitle: t\nabout: a\n---\n# t\n", "utf-8")
    (here / STEERING / "en").mkdir()
    (here / STEERING / "en" / f"own{STEERING}.md.j2").write_text("---\ntitle: t\nabout: a\n---\n# t\n", "utf-8")
    if place.startswith("large"):
        (here / place).parent.mkdir(parents=True)
        (here / place).write_text(f"x: {'y' * (1 << 19)}\n", "utf-8")
    elif place:
        pipe(here / place)
    for module, name, without in changes:
        monkeypatch.setattr(f"{module}.{name}", without)
    with at_once(1):
        done = letters_in_this_process(
            *(word.replace("{here}", str(here)) for word in line), cwd=here, environ=plain_environment() | environ
        )
    missed = done.code == 70 or re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.out + done.err)
    assert missed or (place.startswith("large") and "larger than" not in done.err), done
