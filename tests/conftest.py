"""What holds for every test: golden letters can be regenerated, and in CI nothing is skipped in silence."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest
from hypothesis import settings

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

# The program speaks the language of the scenario; the tests read its messages in English, test_cli_speech apart.
os.environ["LETTERS_LANG"] = "en"

settings.register_profile("letters", deadline=None)  # a busy machine is no reason to fail
settings.load_profile("letters")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write tests/golden/ anew; then review it as prose")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_skip((yield))


def _without_skip(report: Report) -> Report:
    """Where CI or LETTERS_CI is set, a skip is a failure: `.ci/run` installs every tool that a test needs."""
    if report.skipped and not hasattr(report, "wasxfail") and (os.environ.get("CI") or os.environ.get("LETTERS_CI")):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
