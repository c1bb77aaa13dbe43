"""What of a person's name says who that is: the whole of it, its parts, and the surname with a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from letters.drafting.redaction.comparison import GAP, HAN, PART, Rule, fold, not_the_lender, spread, text_rule, word

WORDS = Path(__file__).with_name("name_words.txt")
_LISTS = {
    name: frozenset(words.split())
    for name, words in (line.split(":") for line in WORDS.read_text("utf-8").splitlines() if not line.startswith("#"))
}
_COMPOUND = _LISTS["compound"]
"""Surnames of two characters."""
_TITLES = "女士|先生|小姐|太太|夫人|同志|老师|师傅|阿姨|叔叔|大姐|大哥|大爷|大妈|姐|哥|某{1,3}"
_ORDINARY = _LISTS["ordinary"]
"""Words that begin as 小, 老 or 阿 with a surname do."""
_AFTER_A_WORD = "(?<![关对由属等至基鉴位在])"
"""于 is a surname, and the end of 关于 and 对于."""
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿元年月日初")
_NOBODY = _LISTS["nobody"]
"""What stands in brackets after a name and is none."""
_PARTICLES = _LISTS["particles"]
_WORDS = _LISTS["english"]
"""Parts of names that are words of English as well: they are names where they begin with a capital."""
_NEVER = _LISTS["never"]
"""Words that begin a sentence too often: they are names after a title."""
_MONTHS = _LISTS["months"]
_ENGLISH_TITLE = r"(?:mr|mrs|ms|miss|mx|madam|dr|sir)\.? ?"


def name_rules(name: str, mark: str, lender: str) -> list[Rule]:
    """Returns what finds a person's name in a text: whole, in parts, and as 林女士, 小林 or Ms Smith.

    `lender` is the name of the lender, in which a part of a name is none.
    """
    rules = text_rule(name, mark, lender)
    beside = re.split(r"[()\[\]【】《》<>]", fold(name))
    for place, part in enumerate(beside):
        if place and part.strip() in _NOBODY:
            continue
        if place or len(beside) > 1:
            rules += text_rule(part, mark, lender)
        rules += _parts(part, mark, lender)
    return rules


def _parts(name: str, mark: str, lender: str) -> Iterator[Rule]:
    han = re.findall(f"[{HAN}]+", name)
    if len(han) > 1 and (re.search("[·.]", name) or (len("".join(han)) > 4 and min(map(len, han)) > 1)):
        pieces = {one for one in han if len(one) > 1}
    else:
        joined = "".join(han)
        pieces = set(_given(joined))
        yield from _titled(joined, mark)
    yield from (_han(one, mark, lender) for one in pieces if not set(one) <= _NUMERALS)
    for one in re.findall(rf"[^\W\d_{HAN}]+(?:'[^\W\d_{HAN}]+)*", name):
        yield from _foreign(one, mark)


def _given(name: str) -> Iterator[str]:
    """Returns the parts of a Chinese name by which somebody is called: the given name above all."""
    surname = 2 if name[:2] in _COMPOUND and len(name) > 2 else 1
    if len(name) in {3, 4}:
        yield name[1:]
    if len(name) == 4:
        yield name[2:]
        if surname == 1:
            yield name[:2]
    if len(name) > 4:
        for size in range(3, len(name)):
            yield name[:size]
            yield name[-size:]


def _han(part: str, mark: str, lender: str) -> Rule:
    return Rule(spread(part) + not_the_lender(part, lender), mark, PART, parts=part)


def _titled(name: str, mark: str) -> Iterator[Rule]:
    """Returns what finds the surname with a title before or after it; the two-character name may be all surname."""
    if len(name) < 2:
        return
    surname = name[:2] if name[:2] in _COMPOUND else name[:1]
    spelled = spread(surname)
    yield Rule(f"{_AFTER_A_WORD if surname == '于' else ''}{spelled}{GAP}(?:{_TITLES})", mark, PART, parts=surname)
    others = "".join(f"(?!{one})" for one in sorted(_ORDINARY) if one[1:].startswith(surname))
    yield Rule(f"{others}[小老阿]{spelled}", mark, PART, parts=surname)


def _foreign(part: str, mark: str) -> Iterator[Rule]:
    """Returns what finds a part of a name in letters, which is a word of its own."""
    if len(part) < 2 or part in _PARTICLES:
        return
    yield Rule(f"{_ENGLISH_TITLE}(?P<it>{word(part)})", mark, PART, parts=part)
    if part in _NEVER:
        return
    pattern = rf"(?<![0-9])(?<![0-9] ){word(part)}(?! ?[0-9])" if part in _MONTHS else word(part)
    is_capital = (part in _WORDS or len(part) == 2) and part.upper() != part
    yield Rule(pattern, mark, PART, is_capital=is_capital, parts=part)
