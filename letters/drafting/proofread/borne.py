"""Reads back what a letter states. What neither the case nor the law bears out is a mistake, and is never written.

Borne out is what a template printed of a figure of the case or of an article of the law; what stands in the scenario,
in its JSON or in the words of the facts; and any of these said in another form (4.2万元 for 42000).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from contextlib import suppress
from functools import cache, cached_property
from typing import TYPE_CHECKING

from letters.base.errors import DraftError
from letters.drafting.proofread.stated_facts import Fact, Key, plain_values, texts_in
from letters.figures.figures import Figures
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.template_library import Library
from letters.reference_data.words import FILE, FactWords
from letters.scenario.load import Case

if TYPE_CHECKING:
    from letters.drafting.proofread.fact_finder import Finder

_MONTH = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec"
_NUMBERS = re.compile(r"[0-9][0-9,.年月日%‰-]*(?: [A-Z][a-z]{2,8}(?: [0-9]{4})?)?")
"""Whatever has a digit, found fast; most of it was printed just so."""
STATED = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|\d{4}-\d\d-\d\d"
    rf"|\d{{1,2}} (?:{_MONTH})[a-z]*\b(?: \d{{4}}\b)?"
    r"|\d[\d,]*(?:\.\d+)? ?[%‰]|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2,}|\d+(?:\.\d+)?(?= ?(?:万元|万块|元|块))"
    r"|(?<=CNY )\d+|\d{7,}"
)
"""What of a number is a statement, in the forms that letters write; `fact_finder` reads every form."""
_CAPITAL = "[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]"
IN_WORDS = (
    re.compile(
        rf"(?!零+(?!{_CAPITAL}))[零壹贰叁肆伍陆柒捌玖拾]{_CAPITAL}{{2,}}"
    ),  # 零零零零 is digits, said one by one
    re.compile(r"《[^》\n]{2,60}》(?:第[一二三四五六七八九十百千零]+条)?"),
    re.compile(r"[Aa]rts?\. \d+"),
)
"""Statements that are looked for as they stand, in no other form: 大写 and citations."""
_UNITS = ("元", "块", "万元", "万块", " 元")


class Proofreader:
    """Reads the letters of one case in one language."""

    def __init__(self, case: Case, figures: Figures, spoken: str) -> None:
        self.case, self.figures, self.spoken = case, figures, spoken

    def find_unborne(self, text: str, stated: Set[str]) -> str | None:
        """Returns the first amount, date, rate, number, name or citation of a letter that nothing bears out, or None.

        `stated` is what its templates printed of values.
        """
        whole = {one.replace(" ", "") for one in stated}
        printed = frozenset(whole | {one.lstrip("+−-") for one in whole})  # of +0.0037 the number is read
        for run in _NUMBERS.finditer(text):
            number = run[0]
            if number.isdecimal() and len(number) < 5 and not text.startswith(_UNITS, run.end()):
                continue  # a count, the number of an item, a year
            if number.rstrip(".,-").replace(" ", "") not in printed:
                for found in STATED.finditer(text, run.start(), run.end() + 3):
                    if not self._is_borne(found, printed):
                        return found[0].strip()
        for pattern in IN_WORDS:
            for found in pattern.finditer(text):
                if found[0].replace(" ", "") not in printed and not self._is_said(found[0], printed):
                    return found[0].strip()
        for name in _brands(self.case.library, self.spoken, self.case.scenario.lender.profile).findall(text):
            if name not in self._written and name not in self._checked:
                return str(name)
        return None

    def _is_said(self, token: str, printed: Set[str]) -> bool:
        """Returns whether a statement stands just so in what was printed, in the scenario or in the words of facts."""
        return (
            token.replace(" ", "") in printed
            or _stands_in(token, self._written)
            or any(_stands_in(token.replace(" ", ""), one) for one in printed)
            or _stands_in(token, self._checked)
            or _stands_in(token, _words(self.case.library, self.spoken))
        )

    def _is_borne(self, found: re.Match[str], printed: Set[str]) -> bool:
        """Returns whether a number is said just so, or says in another form what the case has."""
        if _values([found[0]]) & self._typed or self._is_said(found[0], printed):
            return True
        start = found.string.rfind("\n", 0, found.start()) + 1
        first, last = found.start() - start, found.end() - start
        line = found.string[start:].partition("\n")[0]
        facts = [fact for fact in self._finder.facts(line) if fact.start < last and first < fact.end]
        also = {other.key for one in printed for other in self._finder.facts(one)} if facts else set()
        return all(self._bears(fact, also) for fact in facts)

    def _bears(self, fact: Fact, also: Set[Key]) -> bool:
        """Returns whether a fact, in whatever form, is one of the case or of `also`, those of what was printed."""
        what, value = fact.key
        if what == "date" and not re.search(r"\d{4}", fact.text):  # said without its year
            return any(kind == what and day[4:] == value[4:] for kind, day in self._facts | also)
        return bool({(what, value), (what, value.lstrip("-"))} & (self._facts | also))

    @cached_property
    def _finder(self) -> Finder:
        from letters.drafting.proofread.fact_finder import Finder, known  # needed for few letters alone

        return Finder(known(self.case))

    @cached_property
    def _written(self) -> str:
        """All that the scenario says, as it was typed."""
        return "\n".join(texts_in(self.case.source.data))

    @cached_property
    def _checked(self) -> str:
        """All that the scenario and its table of signatories say, as it was understood."""
        return f"{self.case.lender.name_en}{self.case.signatories}{self.case.scenario}"

    @cached_property
    def _typed(self) -> frozenset[Key]:
        """The amounts and dates that the scenario consists of."""
        return _values(texts_in(self.case.source.data))

    @cached_property
    def _facts(self) -> frozenset[Key]:
        """Every fact of the scenario and of the figures as JSON, whatever form it has there."""
        from letters.report.as_json import record  # needed for few letters alone

        texts = frozenset((*texts_in(self.case.source.data), *texts_in(record(self.case, self.figures))))
        return _values(texts).union(fact.key for text in texts for fact in self._finder.facts(text))


def _values(texts: Iterable[str]) -> frozenset[Key]:
    """Returns the amounts and dates among texts, of those that are nothing else."""
    return frozenset(key for text in texts if text[:1].isdigit() for key in plain_values(text))


def _stands_in(token: str, text: str) -> bool:
    """Returns whether a text has a statement whole, not as a piece of a longer number."""
    at = text.find(token)
    while at >= 0:
        end = at + len(token)
        before, after = text[at - 1 : at], text[end : end + 2]
        goes_on = after[:1].isdigit() or (after[:1] in {",", "."} and after[1:].isdigit())
        if not (token[0].isdigit() and before in {*"0123456789,."}) and not (token[-1].isdigit() and goes_on):
            return True
        at = text.find(token, at + 1)
    return False


@cache
def _words(shelf: Library, language: str) -> str:
    """Returns the words of the facts in a language, and of the language itself, as they stand in their files."""
    found = [path for part in (FILE, "language.yaml") for path in shelf.every(language, part)]
    return "\n".join(shelf.text(path) for path in found)


@cache
def _brands(shelf: Library, language: str, lender: str) -> re.Pattern[str]:
    """Returns what finds the names that other lenders' products have."""
    words, names = FactWords(shelf, language), set()
    for profile in fact_names("lenders"):
        with suppress(DraftError):
            if profile != lender and (brand := words.lender(profile).brand):
                names.add(re.escape(brand))
    return re.compile("|".join(sorted(names)) or r"(?!)")
