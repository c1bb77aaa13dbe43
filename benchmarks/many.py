"""How long many cases take: with one process, with two, and with two workers of a Dask cluster on this machine.

`python benchmarks/many.py` prints; benchmarks/README.md says what was measured last. Needs the extra `dask`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

KINDS = ("waiver-email", "call-script", "petition")
ONE, TWO, DASK = "one process", "two processes", "Dask, two workers"
FIELDS = {
    "language": "zh",
    "as_of": "2026-03-20",
    "hardship.kind": "illness",
    "hardship.started": "2025-11-28",
    "borrower.name": "林晓梅",
    "borrower.id_number": "330100199003072847",
    "borrower.phone": "13800138000",
    "lender.profile": "huabei",
    "lender.daily_rate": "0.05%",
}
BILLS = ("2025-10-10", "2025-11-10", "2025-12-10", "2026-01-10")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=1000)
    arguments.add_argument("--rounds", type=int, default=3, help="how often each way is measured, in turn")
    arguments.add_argument("--folder", type=Path, help="where the letters go; best a disk in memory")
    options = arguments.parse_args()
    with TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        table = _table(folder / "people.csv", options.cases)
        scheduler, address, workers = _cluster(folder)
        try:
            ways = {ONE: ["--jobs", "1"], TWO: ["--jobs", "2"], DASK: ["--dask", address]}
            rounds = [{way: _batch(table, folder, asked) for way, asked in ways.items()} for _ in range(options.rounds)]
        finally:
            for process in (*workers, scheduler):
                process.kill()
                process.wait()
    print(f"{options.cases} cases × {len(KINDS)} letters, each as .md and .docx; medians of {options.rounds} rounds:")
    for way in ways:
        wall, cpu, peak = (median(one[way][place] for one in rounds) for place in range(3))
        ratio = median(one[ONE][0] / one[way][0] for one in rounds)
        spent = f"{cpu:6.1f} s of CPU{', its workers apart' * (way == DASK)}, {peak:4.0f} MB at most"
        print(f"  {way:<18} {wall:6.1f} s, {options.cases / wall:6.0f} cases/s, {ratio:4.2f} × one process; {spent}")


def _table(path: Path, count: int) -> Path:
    """Rows that differ in name and amounts, each with four bills and a payment."""
    rows = []
    for number in range(count):
        row = FIELDS | {"output": f"case-{number:06}", "borrower.name": f"林晓梅{number}"}
        for place, day in enumerate(BILLS):
            row |= {f"bills[{place}].due_date": day, f"bills[{place}].amount": f"{1000 + number % 900 + place}.50"}
        row |= {"bills[0].payments[0].date": "2025-12-20", "bills[0].payments[0].amount": "500.00"}
        rows.append(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _batch(table: Path, folder: Path, asked: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds of all processes it started, peak memory of the largest in MB."""
    out = folder / "out"
    kinds = [option for kind in KINDS for option in ("-k", kind)]
    command = [sys.executable, "-c", "from letters.cli import main; main()", "batch", str(table), "-o", str(out)]
    begin, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([*command, *kinds, *asked, "--json"], stdout=subprocess.PIPE)
    assert process.stdout
    done = json.loads(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    wall, after = perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert os.waitstatus_to_exitcode(status) == 0
    lines = [json.loads(line)["output"] for line in (out / "batch.jsonl").read_text("utf-8").splitlines()]
    assert done["done"] == len(lines) == len(set(lines)), "a case is missing, or there twice"
    rmtree(out)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, usage.ru_maxrss / 1024


def _cluster(folder: Path) -> tuple[subprocess.Popen[bytes], str, list[subprocess.Popen[bytes]]]:
    """A scheduler on loopback and two workers of one thread."""
    dask, file = str(Path(sys.executable).with_name("dask")), folder / "scheduler.json"
    quiet = ["--no-dashboard", "--host", "127.0.0.1"]

    def start(*command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([dask, *command, *quiet], cwd=folder, stdout=-3, stderr=-3)

    scheduler = start("scheduler", "--port", "0", "--scheduler-file", str(file))
    _wait(lambda: file.exists() and file.stat().st_size > 0)
    address = str(json.loads(file.read_text("utf-8"))["address"])
    workers = [start("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
    distributed: Any = import_module("distributed")
    with distributed.Client(address) as client:
        client.wait_for_workers(2)
    return scheduler, address, workers


def _wait(ready: Callable[[], bool]) -> None:
    for _ in range(600):
        if ready():
            return
        sleep(0.1)
    raise TimeoutError("the Dask scheduler does not start")


if __name__ == "__main__":
    main()
