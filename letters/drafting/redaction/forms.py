"""What has the form of somebody's number or address, whosever: an ID, a phone, a card, an e-mail address.

Dates and amounts that stand in a row are none of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from letters.drafting.redaction.comparison import FORM, TAIL, Rule
from letters.drafting.redaction.numbers import CUE_AND_DIGITS

_SEP = "[ _-]"
_ANY = "[ _.·-]"
"""Also a point, as some write phones and cards."""
_DAY = rf"(?:19|20)[0-9]{{2}}{_SEP}?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = "(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?"
_MONTH = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])"
_IS_DATES = rf"(?:{_DAY}{_SEP}?(?:{_DAY}|{_CLOCK})|{_MONTH}{_MONTH})(?![0-9])"
_IS_AMOUNTS = rf"(?:[1-9][0-9][0-9]0{_SEP}){{3}}[1-9][0-9][0-9]0(?![0-9])"  # round, four in a row
_IS_YEARS = rf"(?:(?:19|20)[0-9]{{2}}{_SEP}){{3}}(?:19|20)[0-9]{{2}}(?![0-9])"
_END = r"(?![0-9])(?!\.[0-9]{1,2}(?![0-9]))"  # the last of several figures may have its fen
_BEGIN = r"(?<![0-9])(?<![0-9][.,:/-])"
_FORMS = (
    ("email", r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"),
    ("id_number", r"(?<![0-9])[1-9][0-9]{16}[0-9x](?![0-9])"),
    # Spaced, only around a day of birth: figures in a row have as many digits.
    (
        "id_number",
        rf"(?<![0-9])[1-9](?:{_SEP}?[0-9]){{5}}{_SEP}?(?:1{_SEP}?9|2{_SEP}?0{_SEP}?(?=[01])){_SEP}?[0-9]{_SEP}?[0-9]"
        rf"{_SEP}?(?:0{_SEP}?[1-9]|1{_SEP}?[0-2]){_SEP}?(?:0{_SEP}?[1-9]|[12]{_SEP}?[0-9]|3{_SEP}?[01])"
        rf"(?:{_SEP}?[0-9]){{3}}{_SEP}?[0-9x](?![0-9])",
    ),
    ("account", rf"(?<![0-9])(?!{_IS_DATES})[0-9]{{12,19}}(?![0-9])"),
    (
        "account",  # in fours, as on a card
        rf"(?<![0-9])(?!{_IS_DATES}|{_IS_AMOUNTS}|{_IS_YEARS})"
        rf"[0-9]{{4}}(?:{_ANY}[0-9]{{4}}){{3,4}}(?:{_ANY}?[0-9]{{1,3}})?{_END}",
    ),
    ("phone", r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])"),
    ("phone", rf"(?<![0-9])1[3-9][0-9]{_ANY}(?!{_DAY})[0-9]{{4}}{_ANY}?[0-9]{{4}}{_END}"),
    ("phone", rf"{_BEGIN}1[3-9][0-9]{{5}}{_ANY}[0-9]{{4}}{_END}"),
    (
        "phone",
        rf"{_BEGIN}\(?0(?:10|2[0-9]|[3-9][0-9]{{2}})\)?{_ANY}?[2-9][0-9]{{2,3}}{_ANY}?[0-9]{{4}}{_END}",
    ),  # a landline
    ("phone", r"(?<![0-9])1[3-9][0-9][ -]?(?:[*×#x○□●·]){4}[ -]?[0-9]{4}(?![0-9])"),
    ("id_number", r"(?<![0-9])[1-9][0-9]{2,5}[*×#x○□●·]{6,}[0-9]{0,3}[0-9x](?![0-9])"),
    ("account", r"(?<![0-9])[0-9]{4,6} ?(?:[*×#x○□●·] ?){4,}[0-9]{3,4}(?![0-9])"),
)


def form_rules(marks: Mapping[str, str], hidden: Collection[str]) -> Iterator[Rule]:
    """Returns the rules for the forms of what is to be hidden; `marks` gives each kind its mark."""
    for key, pattern in _FORMS:
        if key in hidden:
            yield Rule(pattern, marks[key], FORM, is_word=False)
    if "account" in hidden:
        yield Rule(CUE_AND_DIGITS, marks["account"], TAIL, is_word=False)
