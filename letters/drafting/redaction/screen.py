"""What hides identities in a text: every string that was marked as one, and what has the form of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any

from letters.base.placeholders import fill
from letters.drafting.redaction.comparison import PART, WHOLE, Reading, Rule, fold, text_rule
from letters.drafting.redaction.forms import form_rules
from letters.drafting.redaction.names import name_rules
from letters.drafting.redaction.numbers import address_rules, code_rules, email_rules, number_rules
from letters.reference_data.languages import Language

EVERYTHING = ("name", "id_number", "phone", "email", "address", "account", "who", "agent", "ticket", "issuer")
"""All kinds of identity that can be hidden."""
_POST = re.compile(
    "(?:在线|人工|智能|机器人|电话|热线|值班|高级|资深|客户|客服|服务|信贷|贷后|催收|投诉|协商|大堂|银行|中心|部门"
    "|工作|人员|专员|柜员|职员|经理|主管|主任|组长|坐席|座席|代表|对方|[员的部 ]"
    r"|\b(?:the|an?|customer|services?|support|care|call|cent(?:er|re)|hotline|help|desk|line|bank|agent|staff|team"
    r"|representative|manager|supervisor|officer|operator|clerk|adviser|advisor)\b)+",
    re.IGNORECASE,
)
_SHORT_HAN = re.compile("[\u4e00-\u9fff]{1,3}")
_NOUN = re.compile(
    r"(?:\b(?:my|the|an?|former|company|employer|hospital|school|bank|clinic|court|university)\b| )+", re.IGNORECASE
)


class Screen:
    """Gives each identity its mark: the same for the same string, with a number from the second of a kind on.

    What is not to be hidden stays as it is. `hide` knows what was marked before it is first asked.
    """

    def __init__(self, words: Language, hidden: Collection[str], lender: str) -> None:
        self._words = words
        self._hidden = hidden
        self._lender = lender
        self._marks: dict[str, dict[str, tuple[str, str]]] = {}

    def mark(self, key: str, value: str | None) -> str | None:
        """Returns the mark for an identity, which is then known."""
        if value is None or key not in self._hidden:
            return value
        known = self._marks.setdefault(key, {})
        _, mark = known.setdefault(fold(value), (value, self._form(key, len(known) + 1)))
        return mark

    def hide(self, text: str | None) -> Any:
        """Returns a text with a mark for each identity in it; None stays None."""
        if text is None:
            return None
        reading = Reading(text)
        for rule in self._rules:
            rule.apply(reading)
        return reading.hidden()

    def is_named_in(self, text: str) -> bool:
        """Returns whether a text names somebody, or holds a whole number or address of theirs; forms do not count."""
        reading = Reading(text)
        for rule in self._rules:
            if rule.order in {WHOLE, PART}:
                rule.apply(reading)
        return reading.is_changed

    def _form(self, key: str, number: int = 1) -> str:
        what = self._words.withheld_names.get(key, key)
        return fill(self._words.withheld, {"what": what if number == 1 else f"{what} {number}"})

    @cached_property
    def _rules(self) -> list[Rule]:
        found = [*form_rules({key: self._form(key) for key in EVERYTHING}, self._hidden)]
        found += [rule for key, known in self._marks.items() for one in known.values() for rule in self._of(key, *one)]
        return sorted(found, key=lambda rule: (rule.order, -len(rule.parts)))

    def _of(self, key: str, value: str, mark: str) -> Iterator[Rule]:
        if key == "name":
            yield from name_rules(value, mark, self._lender)
        elif key in {"id_number", "phone", "account"}:
            yield from number_rules(value, mark)
        elif key in {"agent", "ticket"}:
            yield from code_rules(value, mark)
        elif key == "email":
            yield from email_rules(value, mark)
        elif key == "address":
            yield from address_rules(value, mark)
        elif _names(key, value, self._lender):
            yield from text_rule(value, mark, self._lender)


def _names(key: str, text: str, lender: str) -> bool:
    """Returns whether a string says who somebody is also elsewhere: a post (客服) and a plain word (公司) do not."""
    if key == "who":
        rest = _POST.sub("", text).strip()
        lenders = rf"\b{re.escape(rest)}\b" if rest.isascii() else re.escape(rest)
        return rest != "" and not (len(rest) > 1 and re.search(lenders, lender))
    return not (_SHORT_HAN.fullmatch(text) or _NOUN.fullmatch(text))
