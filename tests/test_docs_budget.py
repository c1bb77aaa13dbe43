"""The page on means and offers: its commands run as they stand on its own scenario and print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "budget.md").read_text("utf-8")
SCENARIO = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
BLOCKS = [block.splitlines() for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)]
RUN = "import sys; from letters.cli import main; main()"


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: str(block[0]))
def test_every_command_of_the_page_prints_the_lines_shown_below_it(block: list[str], tmp_path: Path) -> None:
    assert SCENARIO
    (tmp_path / "month.yaml").write_text(SCENARIO[1], "utf-8")
    command, *shown = block
    words = shlex.split(command.removeprefix("$ letters"))
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    lines = iter(line.rstrip() for line in done.stdout.decode().splitlines())
    for line in shown:
        assert line == "…" or line.rstrip() in lines, line


def test_the_page_has_a_block_for_each_of_its_sections_on_figures() -> None:
    assert len(BLOCKS) == 5
