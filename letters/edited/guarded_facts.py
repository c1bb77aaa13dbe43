"""What else of a letter a clerk decides on, beside figures, dates and names: how many, by which rule, whose paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from letters.drafting.proofread.stated_facts import Finder, KindOfFact, known
from letters.scenario.load import Case

_HAN = "〇零一二三四五六七八九"
_N = r"\d{1,4}|[〇零一二三四五六七八九十百两]{1,8}"
_LAW = re.compile(r"《(?P<title>[^《》]{2,40})》")
_ARTICLE = re.compile(rf"第\s*(?P<number>{_N})\s*条|\bArt(?:icles?|s?\.)\s*(?P<latin>\d+)")
_TICKET = re.compile(
    r"(?:工单号?|工号|受理号|\bticket(?: number| no\.)?|\bagent(?: number| no\.)?)[ :：为是]{0,3}"
    r"(?P<number>(?=[A-Za-z-]*\d)[A-Za-z0-9][A-Za-z0-9-]{2,})",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?<![\d.第每上下首末])(?P<number>{_N})\s*"
    r"(?:(?:个月)?期(?![间限内满望末])|[笔张]账单|(?:monthly )?instalments?\b|bills?\b)"
)
_INSTITUTION = re.compile(r"[\u4e00-\u9fff（）]{2,24}(?:医院|卫生院|诊所|公司|银行|委员会|办事处|学校|学院|工厂|中心)")


def letter_finder(case: Case) -> Finder:
    """Returns what finds the facts of a case's letter, these among them."""
    places = sorted({one for one in _texts(case.source.data) if _INSTITUTION.fullmatch(one)}, key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, places))) if places else None
    kinds: list[KindOfFact] = [
        ("institution", (named,), lambda found: found[0]),
        ("law", (_LAW,), lambda found: found["title"]),
        ("article", (_ARTICLE,), lambda found: _number(found["number"] or found["latin"])),
        ("ticket", (_TICKET,), lambda found: normalize("NFKC", found["number"]).upper()),
        ("count", (_COUNT,), lambda found: _number(found["number"])),
    ]
    return Finder(known(case), kinds)


def _number(text: str) -> str:
    """Returns a number in digits: 五百六十一 → 561."""
    if text.isdecimal():
        return str(int(text))
    total, digit = 0, 0
    for char in text.replace("两", "二"):
        if char in "十百":
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
        else:
            digit = max(_HAN.index(char) - 1, 0)
    return str(total + digit)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list | tuple):
        for item in data:
            yield from _texts(item)
    elif isinstance(data, str):
        yield data
