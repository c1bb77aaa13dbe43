"""What of a number says whose it is, however grouped: the whole, its beginning, masked, and the last digits.

What has the form of an amount or a date stays, also where it equals such digits by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from letters.drafting.redaction.comparison import GAP, PART, TAIL, WHOLE, Rule, fold, spread, word

_GAP = r"[\W_]{0,3}"
"""What may stand between the digits of a number."""
MASK = r"[*×#x○□●·.]"
_SHORT = 7
"""A number of so many digits is no chance."""
CUE = (
    r"(?:尾号|尾数|[后末尾][三四五六3-6]位(?:数字|数|号码)?|last (?:three|four|five|six|[3-6])(?: digits)?(?: of)?"
    r"|end(?:s|ing)(?: in| with)?)"
)
"""What stands before the last digits of a number."""
_WHOSE = (
    rf"(?:{CUE}|[账帐]号|账户|卡号|卡|手机号?|电话|身份证号?|工号|工单号?"
    r"|account(?: no\.?| number)?|card(?: no\.?| number)?)"
)
_BETWEEN = r"[\W_]{0,4}(?:[为是]|is |are |in )?[\W_]{0,4}"
_NO_AMOUNT_BEFORE = (
    r"(?<![0-9a-z])(?<![0-9][.,:/-])(?<![¥$€£])(?<![¥$€£] )(?<![还付欠共计额约款费息金本币])"
    r"(?<![还付欠共计额约款费息金本币了] )(?<![还付欠]了)(?<!rmb)(?<!cny)(?<!rmb )(?<!cny )(?<!yuan )"
)
_NO_AMOUNT_AFTER = (
    r"(?![0-9a-z])(?![.,:/-][0-9])"
    r"(?! ?(?:[元块万千百分角%‰年月日号天期笔次个人点时度户]|yuan|rmb|cny|usd|dollar|day|month|year|times|percent))"
)
_LIKE_ANY = re.compile(r"(?:19|20)[0-9]{2}|[0-9]*00")
"""A year or a round amount, which is one's own number only where that is said."""


def number_rules(value: str, mark: str) -> Iterator[Rule]:
    """Returns what finds a number of somebody's in a text: of an ID, a phone, an account or a card."""
    for one in re.split(r"[,、/;]|转.*|ext.*", fold(value)):
        digits = re.sub("[^0-9a-z]", "", one)
        if not re.fullmatch("[0-9]+x?", digits):
            yield from code_rules(one, mark)
            continue
        if found := re.fullmatch("(?:0{0,2}86)(1[3-9][0-9]{9})", digits):
            digits = found[1]
        yield from _whole(digits, mark)
        yield from _ends(digits, mark)


def code_rules(value: str, mark: str) -> Iterator[Rule]:
    """Returns what finds a code (of a clerk, a ticket, an account in letters) in a text."""
    characters = re.sub(GAP, "", fold(value).strip())
    if characters.isdecimal() and len(characters) < _SHORT:
        yield from _ends(characters, mark)
    elif len(characters) > 1:
        yield Rule(spread(characters), mark, WHOLE, parts=characters)


def email_rules(value: str, mark: str) -> Iterator[Rule]:
    """Returns what finds an address for e-mail in a text, and the name before its @, by which people are called too."""
    local, at, domain = fold(value).strip().partition("@")
    if not at:
        yield from code_rules(value, mark)
        return
    pattern = rf"{spread(local, ' ?')} ?(?:@|%40|[\[(]at[\])]) ?{spread(domain, ' ?')}"
    yield Rule(pattern, mark, WHOLE, parts=local)
    if len(local) > 5:
        yield Rule(re.escape(local), mark, PART, parts=local)


def address_rules(value: str, mark: str) -> Iterator[Rule]:
    """Returns what finds a postal address in a text, and the street in it alone."""
    text = re.sub(GAP, "", fold(value))
    street = re.split("[省市区县]", text)[-1]
    for one, order in ((text, WHOLE), (street, PART)):
        if len(one) > 1 and (order == WHOLE or (len(one) > 3 and re.search("[0-9]", one))):
            yield Rule(word(one) if one.isalpha() and one.isascii() else spread(one), mark, order, parts=one)


def _whole(digits: str, mark: str) -> Iterator[Rule]:
    """Returns what finds a number in one piece, its beginning, and with its middle masked."""
    size = len(digits)
    if size < _SHORT:
        return
    bracket = r"\(?" if digits[0] == "0" else ""  # around the area code
    yield Rule(bracket + spread(digits, _GAP), mark, WHOLE, is_word=size < _SHORT + 2, parts=digits)
    if digits[0] == "0" and size > 9:  # a landline without its area code
        local = digits[3 if digits[1] in "12" else 4 :]
        yield Rule(spread(local, _GAP), mark, PART, parts=local)
    if size > 9:
        least = 8 if size > 14 else 7
        more = "".join(f"(?:{_GAP}{digit}" for digit in digits[least:-1]) + ")?" * (size - 1 - least)
        yield Rule(spread(digits[:least], _GAP) + more, mark, PART, parts=digits[:least])
        middle = rf"(?=[0-9 -]*{MASK}[ -]?{MASK})(?:[0-9 -]|{MASK}){{2,24}}?"
        yield Rule(spread(digits[:3], _GAP) + middle + spread(digits[-2:], _GAP), mark, WHOLE, parts=digits[:3])


def _ends(digits: str, mark: str) -> Iterator[Rule]:
    """Returns what finds the last digits of a number: after what says so, after a mask, and the last four alone."""
    sizes = range(min(8, len(digits)), 2, -1)
    ends = "|".join(digits[-size:] for size in sizes) or digits
    yield Rule(
        rf"(?:{_WHOSE}{_BETWEEN}|{MASK}{{2,}}[ -]?)(?P<it>{ends})(?![0-9a-z])", mark, TAIL, False, parts=digits[-3:]
    )
    alone = digits if len(digits) < _SHORT else digits[-4:]
    if len(alone) > 2 and not _LIKE_ANY.fullmatch(alone):
        yield Rule(_NO_AMOUNT_BEFORE + alone + _NO_AMOUNT_AFTER, mark, TAIL, False, parts=alone)


CUE_AND_DIGITS = rf"{CUE}{_BETWEEN}(?P<it>[0-9]{{3,6}}x?)(?![0-9a-z])"
"""The last digits of any number, after what says so."""
