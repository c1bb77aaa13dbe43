"""What else of a letter a clerk decides on, beside figures, dates and names: how many, by which rule, whose paper."""

from __future__ import annotations

import re
from unicodedata import normalize

from letters.drafting.proofread.fact_finder import Finder, KindOfFact, known
from letters.drafting.proofread.numerals import small_number
from letters.drafting.proofread.stated_facts import texts_in
from letters.scenario.load import Case

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
    places = sorted({one for one in texts_in(case.source.data) if _INSTITUTION.fullmatch(one)}, key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, places))) if places else None
    kinds: list[KindOfFact] = [
        ("institution", (named,), lambda found: found[0]),
        ("law", (_LAW,), lambda found: found["title"]),
        ("article", (_ARTICLE,), lambda found: str(small_number(found["number"] or found["latin"]))),
        ("ticket", (_TICKET,), lambda found: normalize("NFKC", found["number"]).upper()),
        ("count", (_COUNT,), lambda found: str(small_number(found["number"]))),
    ]
    return Finder(known(case), kinds)
