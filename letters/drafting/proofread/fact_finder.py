"""Finds the facts that words state: amounts, dates, rates, names, accounts and the like, in every form people write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.drafting.proofread.numerals import capital_value, small_number
from letters.drafting.proofread.stated_facts import Fact
from letters.drafting.wording import mask
from letters.scenario.load import Case

KindOfFact = tuple[str, Iterable["re.Pattern[str] | None"], "_Reads"]
"""A kind of fact: what it is called, the patterns that find it, and what a found one means."""
_Reads = Callable[[re.Match[str]], str | None]
_TAKEN = "\0"
"""Stands where a fact has been found: no letter, digit or space, so it is part of nothing else."""


_PLAIN = str.maketrans("０１２３４５６７８９．％＊－﹣", "0123456789.%*--")
_HAN_DIGIT = "〇零一二三四五六七八九"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_N = rf"\d{{1,2}}|[{_HAN_DIGIT}十]{{1,3}}"
_DATES = (
    re.compile(r"(?<![\d.])(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d.]\d|\d)"),
    re.compile(
        rf"(?:(?P<year>(?<!\d)\d{{4}}|[{_HAN_DIGIT}]{{4}})\s*年\s*|(?P<said>[去今明]年)\s*|(?<![\d年]))"
        rf"(?P<month>{_N})\s*月\s*(?P<day>{_N})\s*[日号]"
    ),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"
        r"(?:,?\s+(?P<year>\d{4})(?!\d)|\s+(?P<said>last year))?"
    ),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year>\d{{4}})(?!\d))?"),
)
_RATES = (
    re.compile(r"(?<![\d.])(?P<number>\d{1,9}(?:\.\d{1,12})?)\s*(?P<unit>[%‰])"),
    re.compile(
        rf"(?P<unit>[百千万])分之(?P<number>\d{{1,6}}(?:\.\d{{1,6}})?|零点[{_HAN_DIGIT}]+|[{_HAN_DIGIT}十]{{1,3}})"
    ),
)
_PARTS = {"%": 100, "‰": 1000, "百": 100, "千": 1000, "万": 10000}
_CAPITAL = re.compile(
    r"[零壹贰叁肆伍陆柒捌玖拾][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{0,40}[元圆][零壹贰叁肆伍陆柒捌玖角分]*[整正]?"
    r"|[壹贰叁肆伍陆柒捌玖]角(?:[壹贰叁肆伍陆柒捌玖]分)?[整正]?"
)
_AMOUNT = re.compile(
    r"(?<![0-9A-Za-z.,])(?P<before>(?:CNY|RMB|人民币|[¥￥])\s*)?(?P<sign>[-−+]\s?)?"
    r"(?P<number>\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,12})?|\d{1,15}(?:\.\d{1,12})?)(?![0-9A-Za-z%]|[.,]\d)"
    r"(?P<after>\s*(?:万元|万块|元|块|yuan\b))?"
)
_DAYS = re.compile(r"(?<![\d.,])(?P<number>\d{1,4})\s*(?:天|日内|days?\b)|\A\s*(?P<alone>\d{1,4})\s*\Z")
_ID = re.compile(r"(?<![0-9A-Za-z*])(?:\d{17}[0-9Xx]|\d{0,6}\*{2,}\d{0,6}[0-9Xx])(?![0-9A-Za-z*])")
_PHONE = re.compile(
    r"(?<![\d*])(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8}|[48]00[- ]\d{3}[- ]?\d{4})(?![\d*])"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_TAIL = re.compile(r"(?:尾号|\bending)(?:\s*(?:为|是|in|with|[:：]))?\s*(?P<tail>\d{3,6})(?!\d|[.,]\d)")
_CARD = re.compile(r"(?<![\d.*])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?(?![\d.*])")


class Known(NamedTuple):
    """The names and numbers that only the case can tell: who writes to whom, and what belongs to them."""

    names: tuple[str, ...]
    id_number: str | None
    accounts: tuple[str, ...]
    today: date
    """The letters' date: the year of a date that is said without one."""


def known(case: Case) -> Known:
    """Returns the names and numbers of a case."""
    borrower, people = case.scenario.borrower, case.signatories
    lenders = [case.lender.name, case.lender.name_en, *(person.lender for person in people)]
    names = [borrower.name, *(person.name for person in people), *lenders]
    accounts = [borrower.account, *(person.account for person in people)]
    return Known(
        tuple(sorted({name for name in names if name and len(name) > 1}, key=lambda name: (-len(name), name))),
        borrower.id_number,
        tuple(dict.fromkeys(account for account in accounts if account)),
        case.date,
    )


class Finder:
    """Finds the facts of a paragraph, kind by kind. A found fact is not searched again, so order matters."""

    def __init__(self, known: Known, also: Iterable[KindOfFact] = ()) -> None:
        """`also` are further kinds, which are looked for behind the names and before the figures."""
        self.known = known
        self._names = re.compile("|".join(map(re.escape, known.names))) if known.names else None
        tails = {account[-4:] for account in known.accounts} | set(known.accounts)
        self._tails = re.compile(rf"\A\s*(?:{'|'.join(map(re.escape, sorted(tails)))})\s*\Z") if tails else None
        self._kinds: list[KindOfFact] = [
            ("name", (self._names,), lambda found: found[0]),
            *also,
            ("email", (_EMAIL,), lambda found: found[0].lower()),
            ("id", (_ID,), self._id),
            ("phone", (_PHONE,), lambda found: re.sub(r"\D", "", found[0])[-11:]),
            ("account", (_TAIL, _CARD, self._tails), self._account),
            ("date", _DATES, self._date),
            ("rate", _RATES, _rate),
            ("amount in words", (_CAPITAL,), lambda found: capital_value(found[0])),
            ("amount", (_AMOUNT,), _amount),
            ("days", (_DAYS,), lambda found: str(int(found["number"] or found["alone"]))),
        ]

    def facts(self, words: str) -> list[Fact]:
        """Returns the facts in the order in which they stand."""
        text = words.translate(_PLAIN)
        taken: list[Fact] = []
        for what, patterns, value_of in self._kinds:

            def take(found: re.Match[str], what: str = what, value_of: _Reads = value_of) -> str:
                value = value_of(found)
                if value is None:
                    return found[0]
                start, end = found.span()
                taken.append(Fact(what, words[start:end].strip(), value, start, end))
                return _TAKEN * (end - start)

            for pattern in patterns:
                text = pattern.sub(take, text) if pattern else text
        return sorted(taken, key=lambda fact: fact.start)

    def _id(self, found: re.Match[str]) -> str:
        number = found[0].upper()
        return mask(number).translate(_PLAIN) if number == (self.known.id_number or "").upper() else number

    def _account(self, found: re.Match[str]) -> str:
        if found.re is _TAIL:
            return found["tail"][-4:]
        digits = re.sub(r"\D", "", found[0])
        own = {re.sub(r"\D", "", account) for account in self.known.accounts}
        return digits[-4:] if digits in own else digits

    def _date(self, found: re.Match[str]) -> str | None:
        parts = found.groupdict()
        month = _MONTHS.index(parts["name"][:3].lower()) + 1 if parts.get("name") else small_number(parts["month"])
        day = small_number(parts["day"])
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        said = (parts.get("said") or "")[:1]
        year = self.known.today.year + {"去": -1, "l": -1, "明": 1}.get(said, 0)
        if written := parts.get("year"):
            year = int("".join(str(max(_HAN_DIGIT.find(c) - 1, 0)) if c in _HAN_DIGIT else c for c in written))
        return f"{year:04}-{month:02}-{day:02}"


def _rate(found: re.Match[str]) -> str:
    number = found["number"]
    if number.startswith("零点"):
        value = Decimal("0." + "".join(str(max(_HAN_DIGIT.find(c) - 1, 0)) for c in number[2:]))
    else:
        value = Decimal(number) if number[0].isascii() else Decimal(small_number(number))
    return f"{(value / _PARTS[found['unit']]).normalize():f}"


def _amount(found: re.Match[str]) -> str | None:
    """Finds amounts. An amount has a unit, a comma, fen or a minus; a plain 6 only numbers something."""
    number, after = found["number"], (found["after"] or "").strip()
    _, _, decimals = number.partition(".")
    if not (found["before"] or after or "," in number or len(decimals) > 1 or "−" in (found["sign"] or "")):
        return None
    value = Decimal(number.replace(",", "")) * (10000 if after.startswith("万") else 1)
    sign = "-" if found["sign"] and found["sign"][0] in "-−" else ""
    return f"{sign}{value.normalize():f}"
