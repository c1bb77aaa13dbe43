"""Relations between debts that differ in one thing hold on thousands of drawn debts, and planted faults break them."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import pytest
import relations_of_loans  # noqa: F401 - they join the relations
from drawn_debts import Debt, drawn
from planted_faults import FAULTS, Fault
from relations import RELATIONS, describe

QUICK, THOROUGH = 40, 2000
"""Debts that each relation is held to: in every run, and in the slow tests."""
ENOUGH = 150
"""Debts on which a planted fault has to show."""
MOST_DRAWN = 12 * THOROUGH
"""Debts drawn in search of those that a relation applies to."""


@lru_cache(maxsize=MOST_DRAWN)
def debt_of(seed: int) -> Debt:
    return drawn(seed)


def broken(name: str, count: int, *, afresh: bool = False) -> int | None:
    """The seed of the first debt on which a relation does not hold, of `count` that it applies to; None if there is
    none."""
    held = 0
    for seed in range(MOST_DRAWN):
        if held == count:
            return None
        holds = RELATIONS[name](drawn(seed) if afresh else debt_of(seed), Random(seed))
        if holds is False:
            return seed
        held += holds is not None
    pytest.fail(f"{name} applies to {held} of {MOST_DRAWN} debts alone")


def test_there_are_enough_relations() -> None:
    assert len(RELATIONS) >= 25


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_holds(name: str) -> None:
    seed = broken(name, QUICK)
    assert seed is None, describe(debt_of(seed))


@pytest.mark.slow
@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_holds_on_two_thousand_debts(name: str) -> None:
    seed = broken(name, THOROUGH)
    assert seed is None, describe(debt_of(seed))


@pytest.mark.slow
def test_planted_faults_are_caught() -> None:
    missed = [fault.says for fault in FAULTS if not is_caught(fault)]
    assert len(FAULTS) >= 20
    assert len(missed) <= len(FAULTS) // 20, missed


def is_caught(fault: Fault) -> bool:
    with fault.planted():
        return any(_breaks(name) for name in RELATIONS)


def _breaks(name: str) -> bool:
    try:
        return any(RELATIONS[name](drawn(seed), Random(seed)) is False for seed in range(ENOUGH))
    except (ArithmeticError, AssertionError):
        return True
