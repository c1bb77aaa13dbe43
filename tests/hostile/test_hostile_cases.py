"""A stranger's cases, tables, letters and templates end soon, in little memory, and tell nothing; no guard is idle."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

TRIALS = Path(__file__).parent.parent / "hostile_trials.py"
SEED = 14


@cache
def trials(seed: int) -> dict[str, Any]:
    """What the hostile cases of a seed find, in processes of their own."""
    paths = os.pathsep.join((str(TRIALS.parent.parent), str(TRIALS.parent)))
    environment = os.environ | {"LETTERS_LANG": "en", "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, TRIALS, str(seed)], check=True, capture_output=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(params=[SEED, pytest.param(None, marks=pytest.mark.slow)])
def found(request: pytest.FixtureRequest) -> dict[str, Any]:
    seed = secrets.randbelow(10**6) if request.param is None else request.param
    return trials(seed) | {"seed": seed}


def test_no_hostile_case_breaks_fills_or_spies(found: dict[str, Any]) -> None:
    assert len(found["held"]) == 10
    assert not any(found["held"].values()), (found["seed"], found["held"])


def test_a_guard_that_is_taken_out_is_missed(found: dict[str, Any]) -> None:
    assert len(found["removed"]) == 22
    unnoticed = [guard for guard, findings in found["removed"].items() if not findings]
    assert not unnoticed, found["seed"]
