"""What holds for every test: what it needs is there or named, golden letters can be regenerated, CI skips nothing."""

from __future__ import annotations

import inspect
import os
import signal
import sys
import tempfile
from collections.abc import Generator
from typing import TypeVar

import pytest
from command import Runs
from hypothesis import settings
from machine import PACKAGES_OF_MARKER, missing_packages
from posix_only import POSIX

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

# The program speaks the language of the scenario; the tests read its messages in English, test_cli_speech apart.
os.environ["LETTERS_LANG"] = "en"
# The configuration of whoever runs the tests decides nothing here: no folder of theirs is trusted.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="letters-config-")

# What a shell starts in the background ignores Ctrl-C, and so would each program that a test starts from there.
signal.signal(signal.SIGINT, signal.default_int_handler)

LONGER = int(os.environ.get("LETTERS_EXAMPLES", "1"))
"""How many times as many examples a full run draws: LETTERS_EXAMPLES=20 for a long one."""
# Without a deadline: a busy machine is no reason to fail.
settings.register_profile("quick", deadline=None, max_examples=20)
settings.register_profile("full", deadline=None, max_examples=100 * LONGER)


def in_ci() -> bool:
    return bool(os.environ.get("CI") or os.environ.get("LETTERS_CI"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On Windows, leaves out the tests in whose own lines something stands that it lacks; the others run there."""
    if sys.platform == "win32":
        for item in items:
            if isinstance(item, pytest.Function) and POSIX.search(inspect.getsource(item.function)):
                item.add_marker(pytest.mark.skip(reason="needs what Windows lacks"))


def pytest_configure(config: pytest.Config) -> None:
    """A run without the slow tests draws fewer examples, except in CI; it runs most commands in its own process."""
    quick = "not slow" in config.getoption("markexpr")
    Runs.in_this_process = quick
    settings.load_profile("quick" if quick and not in_ci() and LONGER == 1 else "full")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No workers for a run that names a single file: starting them takes longer than most files."""
    named = {argument.partition("::")[0] for argument in config.args}
    return 0 if len(named) == 1 and named.pop().endswith(".py") else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where a program or a font is missing, says which Debian package brings it."""
    needed = {package for marker in item.iter_markers("needs") for package in marker.args}
    for name, packages in PACKAGES_OF_MARKER.items():
        if item.get_closest_marker(name):
            needed |= set(packages)
    if needed and (lacking := sorted(needed & missing_packages())):
        pytest.skip(f"not installed: apt-get install {' '.join(lacking)}")


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
    if report.skipped and not hasattr(report, "wasxfail") and in_ci():
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
