"""Questions that decide which others are asked: what kind of debt it is, and how it is to be paid.

A fork is asked before a question, or first of all. What it sets `apart` is asked only where the option that was
chosen has it; the rest is asked whatever was chosen. The terminal and the page ask the same forks. To add a kind of
debt, add an option with the paths that it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from letters.base.errors import Message
from letters.scenario.model.debt_terms import DebtTerms
from letters.scenario.questions import Choice, Question, Say

FORK = "?"
"""What the key of a fork ends in, where the answers are kept: it is no key of the file."""


@dataclass(frozen=True, slots=True)
class ForkOption:
    """One answer to a fork.

    `asks` are the paths that are asked for at once, `also` those that may be told later. An open option leaves
    everything as it is.
    """

    value: str
    title: Message
    asks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    is_open: bool = False

    def has(self, path: str) -> bool:
        """Says whether it has a path that the fork sets apart."""
        return self.is_open or path in self.asks or path in self.also


@dataclass(frozen=True, slots=True)
class Fork:
    """A question that decides which others are asked."""

    name: str
    before: str
    """The path of the question that it is asked before; "" if it is asked first of all."""
    title: Message
    help: Message
    options: tuple[ForkOption, ...]
    usual: str
    """The option that a form shows before one was chosen."""
    apart: frozenset[str]
    """What only some options have; a group or a list of these that is asked for has no yes or no before it."""
    last: tuple[str, ...] = ()
    """Paths that are asked after those beside them, where their option was chosen."""

    @property
    def key(self) -> str:
        """Where its answer is kept."""
        return f"{self.name}{FORK}"

    def option(self, value: str) -> ForkOption:
        """Returns the option of a value; the one that leaves everything open where there is none."""
        return next((one for one in self.options if one.value == value), ForkOption(value, Message(""), is_open=True))

    def question(self, say: Say) -> Question:
        """Returns the fork as a form asks it, in the reader's language."""
        choices = tuple(Choice(one.value, say(one.title)) for one in self.options)
        return Question(
            path=self.key,
            title=say(self.title),
            help=say(self.help),
            example="",
            kind="choice",
            choices=choices,
            required=True,
            default=self.usual,
            first=True,
            rule=False,
        )


_BILL = ("bills", "bills[].label", "bills[].due_date", "bills[].amount", "bills[].payments")
_RATE = ("lender.daily_rate",)
_OWN_TERMS = tuple(f"bills[].{name}" for name in DebtTerms.model_fields)
_SHOWN = ("on", "principal", "interest", "penalty", "late_fee", "days_overdue")
_LOAN = (
    *("label", "principal", "contract_annual_rate", "method", "instalments", "first", "paid_instalments", "payments"),
    "called_in",
)

DEBT = Fork(
    name="debt",
    before="",
    title=Message("What kind of debt is it?"),
    help=Message("Look at the bill, or at the page of the loan in the app"),
    options=(
        ForkOption(
            "bill",
            Message("bills with a due date and a daily rate (Huabei, Baitiao and the like)"),
            (*_BILL, *_RATE),
        ),
        ForkOption(
            "card",
            Message("a bank's credit card: the bill has a minimum payment"),
            (*_BILL, *_RATE, "bills[].minimum_payment", "bills[].interest", "bills[].late_fee"),
            ("lender.late_fee",),
        ),
        ForkOption(
            "loan",
            Message("a loan in monthly instalments, each with principal and interest"),
            ("loans", *(f"loans[].{name}" for name in (*_LOAN, "daily_rate", "penalty_multiple"))),
            _RATE,
        ),
        ForkOption(
            "page",
            Message("all that is known is what the app shows today"),
            (
                *("bills", "bills[].label", "bills[].due_date", "bills[].payments", "bills[].as_shown"),
                *(f"bills[].as_shown.{name}" for name in _SHOWN),
                *_RATE,
            ),
        ),
        ForkOption(
            "rates",
            Message("several sums, each at a rate of its own"),
            (*_BILL, "bills[].daily_rate", "bills[].annual_rate"),
            (*_OWN_TERMS, *_RATE),
        ),
        ForkOption("any", Message("something else, or several of these: ask for everything"), is_open=True),
    ),
    usual="bill",
    apart=frozenset(
        {
            *("bills", "loans", "bills[].amount", "bills[].as_shown", "bills[].minimum_payment", "lender.late_fee"),
            *_OWN_TERMS,
        }
    ),
    last=("bills[].due_date",),
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
            ("request.defer", "request.defer.months", "request.defer.until", "request.defer.token"),
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
FORKS = (DEBT, PLAN)


def chosen(asked: Sequence[Question], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Returns the questions that are asked by the options that were chosen; all of `asked` if none was."""
    found = list(asked)
    for fork in FORKS:
        option = fork.option(answers.get(fork.key, ""))
        if not option.is_open:
            found = list(_of_option(found, fork, option))
    return tuple(found)


def _of_option(asked: Sequence[Question], fork: Fork, option: ForkOption) -> Iterator[Question]:
    left_out = [path for path in fork.apart if not option.has(path)]
    put_off = [path for path in fork.last if "bills[].as_shown" in option.asks]
    later: list[Question] = []
    for question in asked:
        if any(_is_in(question.path, path) for path in left_out):
            continue
        one = _told(question, fork, option)
        if one.path in put_off:
            later.append(one)
            continue
        if later and not one.path.startswith(later[0].parent):
            yield from later
            later = []
        yield one
    yield from later


def _told(question: Question, fork: Fork, option: ForkOption) -> Question:
    """Returns a question as an option has it asked: at once, or later."""
    if question.path in option.asks:
        return replace(question, first=True, opened=question.holds and question.path in fork.apart)
    by_others = any(question.path in other.asks for other in fork.options)
    return replace(question, first=False) if by_others else question


def _is_in(path: str, group: str) -> bool:
    """Says whether a path is a group's or stands inside it."""
    return path == group or path.startswith((f"{group}.", f"{group}[]"))
