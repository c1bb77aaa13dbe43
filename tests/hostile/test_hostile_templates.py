"""Templates of a stranger end soon, in little memory, with an error that says where; and each guard is needed."""

from __future__ import annotations

import re
import secrets
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import bundled
from hostile_templates import HEAD, a_little_too_much, hostile_templates

from letters.base.errors import DraftError
from letters.drafting import templates
from letters.drafting.sandbox import allowance, bounded
from letters.pipeline import write_letters
from letters.reference_data.catalogue import scenarios
from letters.reference_data.template_library import library

pytestmark = pytest.mark.slow

SEED = 14
SLOW = 2.0
"""Seconds of one core that a hostile template may take."""


_NAMED = re.compile(r"zh/(?:hostile|_parts/sums)\.md\.j2")
"""The template at fault, or the passage of ours that it fills again and again."""


def failure(folder: Path, text: str) -> str | None:
    """What is wrong with how a template ended, or None where it ended as it should."""
    own = folder / "zh"
    own.mkdir(parents=True)
    (own / "hostile.md.j2").write_text(HEAD + text, "utf-8")
    began = time.process_time()
    try:
        write_letters(
            bundled("illness.yaml").encode(), "a.yaml", today=date(2026, 4, 1), kinds=["hostile"], shelf=library(folder)
        )
    except DraftError as error:
        took = time.process_time() - began
        return None if took < SLOW and _NAMED.search(str(error)) else f"{took:.1f} s: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "no error"


@pytest.mark.parametrize("seed", [SEED, pytest.param(None, marks=pytest.mark.slow)])
def test_a_hostile_template_ends_soon_with_an_error_that_says_where(tmp_path: Path, seed: int | None) -> None:
    seed = secrets.randbelow(10**6) if seed is None else seed
    failed = {
        name: wrong
        for number, (name, text) in enumerate(hostile_templates(seed))
        if (wrong := failure(tmp_path / str(number), text))
    }
    assert not failed, f"seed {seed}"


GUARDS: dict[str, tuple[Any, str, Any]] = {
    "text": (allowance, "MOST_TEXT", 10**9),
    "steps": (allowance, "MOST_STEPS", 10**9),
    "weight": (allowance.Allowance, "weigh", lambda *_: None),
    "printed": (allowance, "MOST_PRINTED", 10**9),
    "filters": (bounded, "FILTERS", bounded.FILTERS | {"center"}),
    "calls": (bounded, "may_call", lambda *_: True),
    "source": (templates, "MOST_SOURCE", 10**9),
}
"""Where each guard stands, and what takes it away."""


def test_without_a_guard_its_fault_is_found_again(tmp_path: Path) -> None:
    cases = a_little_too_much(SEED)
    assert set(cases) == set(GUARDS)
    held = {guard for guard, text in cases.items() if failure(tmp_path / guard, text) is None}
    assert held == set(GUARDS)
    unnoticed = []
    for guard, (place, name, without) in GUARDS.items():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(place, name, without)
            if failure(tmp_path / f"without-{guard}", cases[guard]) != "no error":
                unnoticed.append(guard)
    assert not unnoticed


def test_a_folder_of_ones_own_leaves_every_bundled_letter_as_it_is(tmp_path: Path) -> None:
    other = []
    for language in library().languages():
        (tmp_path / language).mkdir()
        for name in scenarios():
            raw, on = bundled(name).encode(), date(2026, 4, 1)
            made = [
                write_letters(raw, name, today=on, kinds=("all",), language=language, shelf=shelf)
                for shelf in (library(), library(tmp_path))
            ]
            texts = [{one.kind: one.markdown for one in letters.drafts} for letters in made]
            if texts[0] != texts[1] or len(texts[0]) < 3:
                other.append((language, name))
    assert other == []
