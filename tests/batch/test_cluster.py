"""`letters batch --dask` does the same work on a Dask cluster, and loses nothing with a worker."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import TODAY
from command import LETTERS, everything_in, letters, plain_environment

from letters.base.errors import OutputError
from letters.batch import cluster, work
from letters.batch.item import Item
from letters.batch.journal import NAME as JOURNAL
from letters.batch.work import Order, edition, program
from letters.reference_data.template_library import library

pytestmark = pytest.mark.cluster
DASK = str(Path(sys.executable).with_name("dask"))
NAMES = [f"case-{number}" for number in range(400)]
ROW = {
    "language": "zh",
    "as_of": "2026-03-20",
    "hardship.kind": "illness",
    "hardship.started": "2025-11-28",
    "borrower.name": "林晓梅",
    "lender.profile": "huabei",
    "lender.daily_rate": "0.05%",
    "bills[0].due_date": "2025-12-10",
    "bills[0].amount": "3200.00",
}


def wait_until(found: Path, process: subprocess.Popen[bytes]) -> None:
    """Until a file has something in it."""
    end = time.monotonic() + 60
    while not found.exists() or not found.stat().st_size:
        assert process.poll() is None, "it ended early"
        assert time.monotonic() < end, f"{found} does not come"
        time.sleep(0.01)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler on loopback, and its two workers: processes of one thread."""
    file, quiet = tmp_path / "scheduler.json", ["--no-dashboard", "--host", "127.0.0.1"]

    def start(*command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([DASK, *command], cwd=tmp_path, stdout=-3, stderr=-3)

    running = [start("scheduler", "--port", "0", "--scheduler-file", str(file), *quiet)]
    try:
        wait_until(file, running[0])
        address = json.loads(file.read_text("utf-8"))["address"]
        running += [start("worker", address, "--nthreads", "1", "--no-nanny", *quiet) for _ in range(2)]
        ready = "import sys, distributed; distributed.Client(sys.argv[1]).wait_for_workers(2, timeout=60)"
        subprocess.run([sys.executable, "-c", ready, address], check=True, capture_output=True)
        yield address, running[1:]
    finally:
        for process in running:
            process.kill()
            process.wait()


def test_a_worker_that_is_killed_loses_no_case_and_no_case_is_noted_twice(
    workers: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, (first, _) = workers
    file = io.StringIO()
    table = csv.DictWriter(file, ["output", *ROW])
    table.writeheader()
    table.writerows(ROW | {"output": name} for name in NAMES)
    (tmp_path / "people.csv").write_text(file.getvalue(), "utf-8")
    options = ["batch", "people.csv", "-k", "ledger", "-f", "md"]
    started = subprocess.Popen(
        [LETTERS, *options, "-o", "out", "--dask", address],
        cwd=tmp_path,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until(tmp_path / "out" / JOURNAL, started)
    first.send_signal(signal.SIGKILL)
    lines = (tmp_path / "out" / JOURNAL).read_text("utf-8").count("\n")
    assert lines < len(NAMES), "it was over before the worker was killed"
    out, err = started.communicate(timeout=60)
    noted = f"note: {len(NAMES)} cases with blanks, 0 with warnings: see out/notes.csv\n"
    assert (started.returncode, err.decode()) == (0, noted)
    assert out.decode() == f"out: {len(NAMES)} cases written, 0 done before, 0 failed\n"
    done = [json.loads(line)["output"] for line in (tmp_path / "out" / JOURNAL).read_text("utf-8").splitlines()]
    assert sorted(done) == sorted(NAMES)
    letters(*options, "-o", "here", cwd=tmp_path)
    assert {name: everything_in(tmp_path / "out" / name) for name in NAMES} == {
        name: everything_in(tmp_path / "here" / name) for name in NAMES
    }


def test_an_address_where_no_scheduler_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", "0.2s")
    with (
        pytest.raises(OutputError, match="no Dask scheduler answers"),
        cluster.connected("tcp://127.0.0.1:9"),
    ):
        pass


@pytest.mark.parametrize(
    ("is_shared", "other", "what"),
    [(False, "", "must be a folder that all machines share"), (True, "x", "has another version of letters")],
)
def test_a_worker_that_is_not_fit_writes_nothing(tmp_path: Path, is_shared: bool, other: str, what: str) -> None:
    if is_shared:
        (tmp_path / JOURNAL).write_text("", "utf-8")
    shelf = library()
    order = Order(tmp_path, TODAY, ("ledger",), ("md",), shelf, edition=edition(shelf, program()) + other)
    item = Item("people.csv", "lin", 2, tuple(ROW), tuple(ROW.values()))
    with pytest.raises(OutputError, match=what):
        cluster.write_there([item], order)
    assert not (tmp_path / "lin").exists()
    if is_shared:
        fit = Order(tmp_path, TODAY, ("ledger",), ("md",), shelf, edition=edition(shelf, program()))
        assert [outcome.state for outcome in cluster.write_there([item], fit)] == ["done"]


def test_a_worker_that_runs_on_takes_an_edited_template_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_text("", "utf-8")
    own = tmp_path / "templates"
    part = own / "zh" / "ledger.md.j2"
    part.parent.mkdir(parents=True)
    item = Item("people.csv", "lin", 2, tuple(ROW), tuple(ROW.values()))
    for words in ("第一版", "第二版"):
        part.write_text(f"---\ntitle: 计算明细\n---\n{words}\n", "utf-8")
        shelf = library(own)
        order = Order(tmp_path, TODAY, ("ledger",), ("md",), shelf, edition=edition(shelf, program()))
        assert [outcome.state for outcome in cluster.write_there([item], order)] == ["done"]
        assert words in (tmp_path / "lin" / "ledger.md").read_text("utf-8")


def test_a_worker_whose_program_was_replaced_on_the_disk_is_not_fit_before_it_starts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / JOURNAL).write_text("", "utf-8")
    monkeypatch.setattr(work, "version", lambda name: "999")
    shelf = library()
    order = Order(tmp_path, TODAY, ("ledger",), ("md",), shelf, edition=edition(shelf, program()))
    item = Item("people.csv", "lin", 2, tuple(ROW), tuple(ROW.values()))
    with pytest.raises(OutputError, match="start the workers anew"):
        cluster.write_there([item], order)
