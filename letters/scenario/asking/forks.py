"""Questions that decide which others are asked: the kind of debt, who writes, who is owed, how it is to be paid.

A fork is asked before a question, or before all of them. What it sets `apart` is asked only where the option that was
chosen has it; the rest is asked whatever was chosen. The terminal and the page ask the same forks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from letters.base.errors import Message
from letters.scenario.asking.debt_forks import DEBT, OWED_TO
from letters.scenario.asking.fork import FORK, Fork, ForkOption
from letters.scenario.questions import Question

_WRITER = ("writer", *(f"writer.{name}" for name in ("name", "relation", "phone", "email")))
_WRITER_LATER = ("writer.id_number", "writer.address")

WRITER = Fork(
    name="who",
    before="",
    title=Message("Who writes and calls?"),
    help=Message("Letters are signed by whoever writes them, and the call is opened by name"),
    options=(
        ForkOption("self", Message("the borrower")),
        ForkOption(
            "instead",
            Message("somebody in the borrower’s stead: family, a friend, a social worker"),
            (*_WRITER, "writer.authority", "writer.until"),
            _WRITER_LATER,
            needs=("writer.name",),
        ),
        ForkOption(
            "heir",
            Message("the borrower has died, and an heir writes"),
            ("borrower.died", *_WRITER),
            _WRITER_LATER,
            needs=("borrower.died", "writer.name"),
            suggests={f"plan{FORK}": "none"},  # an heir need not promise anything
        ),
    ),
    usual="self",
    apart=frozenset({"borrower.died", "writer", "writer.authority", "writer.until"}),
)

PLAN = Fork(
    name="plan",
    before="request.plan",
    title=Message("How can it be paid?"),
    help=Message("Only what you can keep; the rest can be talked about"),
    options=(
        ForkOption(
            "instalments",
            Message("in so many equal instalments"),
            ("request.plan", "request.plan.instalments", "request.plan.first"),
        ),
        ForkOption(
            "per_month",
            Message("with the same sum each month, until all is paid or for a while"),
            ("request.plan", "request.plan.per_month", "request.plan.first", "request.plan.review"),
        ),
        ForkOption(
            "steps",
            Message("with sums that change, first less and then more"),
            (
                *("request.plan", "request.plan.steps", "request.plan.steps[].amount", "request.plan.steps[].months"),
                *("request.plan.first", "request.plan.review"),
            ),
        ),
        ForkOption(
            "defer",
            Message("not for now: I ask for a pause"),
            (
                *("request.defer", "request.defer.months", "request.defer.until", "request.defer.token"),
                *("income", "income.now", "expenses", "expenses[].label", "expenses[].amount"),
            ),
        ),
        ForkOption("none", Message("I do not know yet")),
        ForkOption("any", Message("in another way, or in several: ask for everything"), is_open=True),
    ),
    usual="instalments",
    apart=frozenset(
        {
            *("request.plan", "request.plan.instalments", "request.plan.per_month", "request.plan.steps"),
            *("request.plan.review", "request.defer"),
        }
    ),
)
FORKS = (DEBT, WRITER, OWED_TO, PLAN)


def chosen(asked: Sequence[Question], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Returns the questions that are asked by the options that were chosen; all of `asked` if none was."""
    found = list(asked)
    for fork in FORKS:
        option = fork.option(answers.get(fork.key, ""))
        if not option.is_open:
            found = list(fork.asked_of(found, option))
    return tuple(found)
