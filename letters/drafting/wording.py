"""How values become words: filters, the escaping of everything printed, and visible blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Self

from letters.base.errors import Message
from letters.base.money import ZERO, capital, grouped, percent
from letters.base.placeholders import fill
from letters.drafting.sandbox.allowance import Allowance
from letters.drafting.tidy import KEPT
from letters.reference_data.languages import Language, cited
from letters.reference_data.law import read_law
from letters.scenario.model.rates import AnnualRate


class Md(str):
    """Text that is Markdown already; everything else is escaped when it is printed."""

    __slots__ = ()


class Stated(Md):
    """An amount, a date, a rate or a citation in words, made of a value of the case or of the law."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A fact that the scenario does not give: false in an `if`, of no length, and visible when it is printed."""

    path: str
    label: str

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


NO_SPACE, UNIT = "\x01", "\x02"
"""Marks around a printed pair of amounts, which no scenario can hold; `ranges.settled` reads them."""


class Between(Decimal):
    """An amount known only to lie between two: it counts as the low one, and is printed as both."""

    high: Decimal

    def __new__(cls, low: Decimal, high: Decimal) -> Self:
        made = super().__new__(cls, low)
        made.high = high
        return made

    def __add__(self, other: Any) -> Decimal:
        return Between(Decimal.__add__(self, other), self.high + getattr(other, "high", other))

    __radd__ = __add__

    def __abs__(self) -> Decimal:
        return Between(Decimal.__abs__(self), abs(self.high))

    def each(self, form: Callable[[Decimal], str]) -> tuple[str, str]:
        """Returns both ends in a form, the lower first."""
        low, high = sorted([+Decimal(self), +Decimal(self.high)])
        return form(low), form(high)


class Difference(Between):
    """How far the lender's figure is from both ends of ours.

    If it lies between them it is false in an `if`, and printed as nothing.
    """

    def __bool__(self) -> bool:
        return Decimal(self) * self.high > 0


@dataclass(frozen=True, slots=True)
class RangePair:
    """Both ends as they will be printed; `kind` is "amount", "cell", "rate" or "words"."""

    low: str
    high: str
    kind: str


def _printed(value: Decimal, kind: str, form: Callable[[Decimal], str]) -> Any:
    if not isinstance(value, Between):
        return Stated(form(value))
    if isinstance(value, Difference) and not value:
        return Stated(form(ZERO))
    low, high = value.each(form)
    return Stated(low) if low == high else RangePair(low, high, kind)


_MARKUP = re.compile(r"([\\`*_\[\]<>&#~|!$])")
_OPENED = re.compile(r"([(（])")
_LEADS = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")


@lru_cache(maxsize=1024)  # a name or a label stands in a letter many times
def escape(text: str) -> Md:
    """Returns a text as Markdown that reads as exactly that text, wherever in a line it stands."""
    escaped = _OPENED.sub(rf"\1{KEPT}", _MARKUP.sub(r"\\\1", " ".join(text.split())))
    return Md(_LEADS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped))


class Page:
    """One letter being written: its language, its date, the type of lender, and the blanks it has printed.

    `answer_days` are the forms in which it has printed the day that it asks for an answer by, `stated` those of every
    amount, date and rate; `allowance` is what it may still cost if the template is the user's own.
    """

    def __init__(self, language: Language, today: date, lender_type: str, profile: str) -> None:
        self.language, self.today, self.lender_type, self.profile = language, today, lender_type, profile
        self.blanks: dict[str, Blank] = {}
        self.citations: dict[str, None] = {}
        self.answer_days: set[str] = set()
        self.stated: set[str] = set()
        self.allowance = Allowance()

    def may_cite(self, name: str) -> bool:
        """Returns whether the law applies to this lender."""
        return read_law(name).suits(self.lender_type, self.profile)

    def cite(self, name: str, *numbers: int) -> Md:
        """Returns articles of a law, as the language cites them.

        Raises ValueError for a law that does not apply to this lender, UnknownName for a law or article that is not
        kept.
        """
        law = read_law(name)
        if not law.suits(self.lender_type, self.profile):
            raise ValueError(
                Message("{name} does not apply to a lender of type {type}", name=name, type=self.lender_type)
            )
        for number in numbers:
            law.check_article(str(number))
        self.citations[name] = None
        return Stated(cited(self.language, name, numbers))

    def finalize(self, value: object) -> str:
        """Returns what `{{ value }}` prints."""
        if isinstance(value, Md):
            if isinstance(value, Stated):
                self.stated.add(value)
            return value
        if isinstance(value, str):
            return escape(value)
        if isinstance(value, Blank):
            self.blanks.setdefault(value.path, value)
            return Md(fill(self.language.blank, {"label": escape(value.label)}))
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, Decimal):
            return Md(fill(self.language.amount, {"amount": self.finalize(money(value))}))
        if isinstance(value, RangePair):
            self.stated |= {value.low, value.high}
            form = getattr(self.language.between, value.kind)
            marked = (NO_SPACE, UNIT) if value.kind == "amount" else ("", "")
            return Md(marked[0] + fill(form, {"low": value.low + marked[1], "high": value.high}))
        # Undefined raises here, with the name it lacks; anything else needs a filter.
        raise TypeError(Message("{value!r} has no wording; give it a filter such as money or date", value=str(value)))


def money(value: Any) -> Any:
    """Returns an amount as a letter has it: 3200.5 is 3,200.50."""
    return _printed(value, "amount", grouped) if isinstance(value, Decimal) else value


def cell(value: Any) -> Any:
    """Returns an amount for a narrow column: of a range, both ends and nothing else."""
    return _printed(value, "cell", grouped) if isinstance(value, Decimal) else value


def rounded(value: Any) -> Any:
    """Returns an amount without decimals that are zero: 23000.00 is 23,000; an amount with fen keeps them."""
    return _printed(value, "amount", _whole) if isinstance(value, Decimal) else value


def _whole(value: Decimal) -> str:
    return grouped(value).removesuffix(".00")


def in_yuan(value: Any) -> Any:
    """Returns an amount to see at a glance: whole yuan from 100 on, 7,618; below it with fen where it has any."""
    return _printed(value, "cell", _at_a_glance) if isinstance(value, Decimal) else value


def _at_a_glance(value: Decimal) -> str:
    return _whole(value if abs(value) < 100 else value.quantize(Decimal(1), ROUND_HALF_UP))


def exact(value: Any) -> Any:
    """Returns interest with all its digits, and at least two decimals: 201.204."""
    if not isinstance(value, Decimal):
        return value
    text = f"{value.normalize():,f}"
    whole, _, decimals = text.partition(".")
    return Stated(f"{whole}.{decimals.ljust(2, '0')}".replace("-", "−"))


def signed(value: Any) -> Any:
    """Returns a rounding with its sign: +0.0037 or −0.004."""
    return Stated(("+" if value > 0 else "") + exact(value)) if isinstance(value, Decimal) else value


def sign(value: Any) -> Any:
    """Returns a minus for an amount below zero, whose digits are printed after it; for another, nothing."""
    return Md("−" if isinstance(value, Decimal) and value < 0 else "")


def in_capitals(value: Any) -> Any:
    """Returns an amount in capital characters: 285.67 is 贰佰捌拾伍元陆角柒分."""
    return _printed(value, "words", capital) if isinstance(value, Decimal) else value


def rate(value: Any) -> Any:
    """Returns a rate in percent: 0.0005 is 0.05%."""
    return _printed(value, "rate", percent) if isinstance(value, Decimal) else value


def iso(value: Any) -> Any:
    """Returns a date for a table: 2025-12-10."""
    return Stated(value.isoformat()) if isinstance(value, date) else value


def month(value: Any) -> Any:
    """Returns a month for an axis: 2025-12."""
    return Stated(f"{value:%Y-%m}") if isinstance(value, date) else value


def tail(value: Any) -> Any:
    """Returns the last four characters of an account."""
    if not isinstance(value, str):
        return value
    return value[-4:] if value[-4:].isdecimal() else value


def paragraphs(value: Any) -> Any:
    """Returns the borrower's own words, paragraph by paragraph."""
    return Md("\n\n".join(escape(line) for line in value.splitlines())) if isinstance(value, str) else value


MASK = "＊"
"""What hides a character: full-width, since Markdown reads `*` as its own mark."""


def mask(number: str) -> str:
    """Returns an ID number of which only the first three and last four characters show; of a short one, the last
    two.
    """
    head, end = (3, 4) if len(number) > 7 else (0, 2)
    return number[:head] + MASK * max(len(number) - head - end, 1) + number[-end:]


def as_sentence(value: Any, language: Language) -> Any:
    """Returns the user's words with a full stop, if they have none."""
    if not isinstance(value, str) or value.rstrip().endswith(("。", ".", "！", "？", "!", "?")):
        return value
    return value.rstrip() + ("。" if language.numerals == "han" else ".")


def at_rate(value: Any, language: Language) -> Any:
    """Returns a rate with what it is of: 每日 0.05%, or 年利率15.4%，按360天计."""
    if isinstance(value, AnnualRate):
        return Stated(fill(language.rate_a_year, {"rate": percent(value.annual), "days": value.year_days}))
    return Stated(fill(language.rate_a_day, {"rate": percent(value)})) if isinstance(value, Decimal) else value


def counted(value: Any, language: Language) -> Any:
    """Returns a small number as a word: 2 is 两."""
    number = str(value) if language.numerals == "plain" else f" {value} "  # digits among Han stand apart
    return Md(language.counts[value] if 0 <= value < len(language.counts) else number)


def times(value: int, language: Language) -> Md:
    """Returns how often something was done: 2 is twice, 3 is three times."""
    *known, more = language.times
    return Md(known[value] if value < len(known) else more.replace("{count}", str(counted(value, language))))


def marks(contact: Any, facts: Sequence[str], language: Language) -> str:
    """Returns what tells a contact apart, of the facts named as far as they are known: 工号 1024，工单号 88."""
    said = [(language.contact.get(fact, "{fact}"), getattr(contact, fact)) for fact in facts]
    return language.contact["join"].join(form.replace("{fact}", value) for form, value in said if value)
