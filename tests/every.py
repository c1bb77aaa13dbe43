"""A property over many things (letters, hardships, files) as one test that says for which of them it does not hold."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import pytest

MOST_TOLD = 12
"""Offenders that are told in full; of the others, their number."""


def every(**values: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Makes one test of a test with these arguments: run for each combination, it tells those for which it fails."""
    return every_row(tuple(values), product(*(list(those) for those in values.values())))


def every_row(
    names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Makes one test of a test with these arguments: run for each row of them, it tells the rows for which it fails.

    What else the test takes are fixtures; they are the same for all rows. An exception that is no failed assertion
    counts as one, too, so that one offender does not hide the others.
    """
    combinations = list(rows)

    def one_test_of(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def run(**fixtures: Any) -> None:
            assert combinations, "there is nothing to look at"
            offenders = []
            for combination in combinations:
                try:
                    test(**fixtures, **dict(zip(names, combination, strict=True)))
                except (Exception, pytest.fail.Exception) as error:
                    offenders.append(f"{', '.join(map(str, combination))}: {type(error).__name__}: {error}")
            if offenders:
                rest = [f"and {len(offenders) - MOST_TOLD} more"] if len(offenders) > MOST_TOLD else []
                told = "\n".join([*offenders[:MOST_TOLD], *rest])
                pytest.fail(f"does not hold for {len(offenders)} of {len(combinations)}:\n{told}", pytrace=False)

        signature = inspect.signature(test)
        kept = [parameter for name, parameter in signature.parameters.items() if name not in names]
        run.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        return run

    return one_test_of


def others_slow(values: Iterable[Any], quick: int = 1) -> list[Any]:
    """The values as parameters of a test, of which a quick run takes the first few and leaves the others out."""
    listed = list(values)
    return [*listed[:quick], *(pytest.param(value, marks=pytest.mark.slow) for value in listed[quick:])]
