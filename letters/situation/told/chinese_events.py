"""Chinese events as sentences: a subject and a verb are added where the words bear only one reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match

from letters.situation.told.chinese_words import (
    DIED,
    DISASTER,
    DONE_BY_THE_ONE_IN_TROUBLE,
    DONE_BY_THE_TELLER,
    FELL_ILL,
    FORGOT,
    ILLNESS,
    INJURY,
    LOST,
    LOST_THE_JOB,
    OF_ILLNESS,
    OF_TROUBLE,
    PAY,
    RELATIVES,
    THING,
    WORKPLACE,
    whole,
)
from letters.situation.told.teller import Rule, Teller, first_said

_AROUND = " \t\n。．.；;，,、!！"
_DATE = re.compile(r"(?:去年|今年|前年)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|初|中旬|底|上旬|下旬)?(?:起|，|,)?(?=.)")
_CAUSE = re.compile(r"我?(?:因为|由于|因)(?!病|伤|故|公(?!司))[，,]?")
_OF_KIND = {
    "illness": "{subject}生病了",
    "job-loss": "{subject}失业了",
    "family-emergency": "{teller}家里出了变故",
    "natural-disaster": "{teller}遇到了自然灾害",
    "income-drop": "{subject}的收入下降了",
    "forgotten-payment": "{teller}忘了按时还款",
}
_ANY_KIND = "{teller}遇到了困难"
_SUBJECTS = {
    "self": "{teller}",
    "spouse": "{teller}的爱人",
    "parent": "{teller}的家人",
    "child": "{teller}的孩子",
    "sibling": "{teller}的家人",
}


_BEGINS_WITH_A_SUBJECT = (
    rf"我(?:们|家|国|的|方|司|厂|店|村|[^，因被]{{0,2}}(?:{WORKPLACE}|所在|租|经营)|[^，因被]{{1,3}}的|{RELATIVES})"
)


def chinese_sentence(event: str, told: Teller) -> str:
    """Returns a Chinese event as a sentence without a full stop; by the kind alone where the event is empty."""
    event = event.strip(_AROUND)
    date = _DATE.match(event)
    before, text = (date[0], event[date.end() :]) if date else ("", event)
    first, mark, rest = re.fullmatch(r"([^，,；;。]*)([，,；;。]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    if not first or (told.name and "我" in text):
        return _of_kind(told)
    said = _of_clause(first.strip(), told)
    if said is None:
        return f"{_teller(told)}遇到的情况是：{event}" if told.is_own else f"情况是：{event}"
    told_so = f"{before}{said}{mark.replace(',', '，')}{rest.strip()}"
    untold = told.kind == "job-loss" and told.is_own and not re.search(LOST_THE_JOB, told_so)
    return f"{told_so}，{_teller(told)}失业了" if untold else told_so


def _teller(told: Teller) -> str:
    return told.name or "我"


def _subject(told: Teller) -> str | None:
    """Returns the words for whose trouble it is, or None if that is not known."""
    form = _SUBJECTS.get(told.whose or "")
    return form.format(teller=_teller(told)) if form else None


def _of_kind(told: Teller) -> str:
    subject, form = _subject(told), _OF_KIND.get(told.kind, _ANY_KIND)
    if subject is None and "{subject}" in form:
        form = _ANY_KIND
    return form.format(subject=subject, teller=_teller(told))


def _of_clause(text: str, told: Teller) -> str | None:
    """Returns a clause with its subject and its verb, or None if the words do not tell them."""
    if text.startswith("我") and re.match(_BEGINS_WITH_A_SUBJECT, text):
        return first_said(((rf"(我的?)({RELATIVES})(.*)", _of_a_relative),), text, told) or text
    if found := _CAUSE.match(text):
        rest = text[found.end() :]
        if loss := re.match(whole(r"(.+?)[而，]?(失业|住院|离职|下岗|待业|无法工作|不能工作|失去工作|收入下降)"), rest):
            return f"{_teller(told)}因{loss[1]}{loss[2]}" if told.is_own and not rest.startswith("被") else None
        said = first_said(_RULES, rest, told)
        return f"因{rest}" if said == rest and rest.startswith("台风") else said
    return first_said(_RULES, text.removeprefix("我").strip(), told)


def _of_a_relative(found: Match[str], told: Teller) -> str | None:
    """Returns a clause that begins with a relative, after 我, 我的 or nothing."""
    mine, who, rest = found.groups()
    if told.name or not rest or rest.startswith("的"):
        return None
    done = _of_illness(rest) or OF_TROUBLE.get(rest)
    return f"{mine}{who}{done or rest}" if done or len(rest) > 1 else None


def _with_subject(text: str, told: Teller) -> str | None:
    """Returns a clause without a subject, with the one that it can only have; None if that is not known."""
    subject = _subject(told)
    if told.kind == "family-emergency" and told.whose is None:
        subject = f"{_teller(told)}的家人"
    if health := _of_illness(text):
        return f"{subject}{health}" if subject else None
    done = OF_TROUBLE.get(text)
    if told.is_own or told.kind == "forgotten-payment":
        mine = done or re.match(DONE_BY_THE_ONE_IN_TROUBLE, text)
        return f"{_teller(told)}{done or text}" if mine else None
    return f"{subject}{done or text}" if told.whose and subject and re.match(LOST, text) else None


def _own(form: str) -> Callable[[Match[str], Teller], str | None]:
    """Returns what fills a form with the teller and the groups of the match, where the trouble is the borrower's."""
    return lambda found, told: form.format(_teller(told), *found.groups()) if told.is_own else None


def _in_a_disaster(form: str) -> Callable[[Match[str], Teller], str | None]:
    """Returns what fills a form like `_own`, where the hardship is a natural disaster, too."""

    def say(found: Match[str], told: Teller) -> str | None:
        struck = told.is_own or told.kind == "natural-disaster"
        return form.format(_teller(told), *found.groups()) if struck else None

    return say


_RULES: tuple[Rule, ...] = (
    (rf"()({RELATIVES})(.*)", _of_a_relative),
    (whole(rf"(.*{WORKPLACE}.*[^被致，])失业"), _own("{1}，{0}失业了")),
    (whole(rf"({DISASTER}(?:[和与、]{DISASTER})*(?:灾害)?)"), _in_a_disaster("{0}遇上了{1}")),
    (whole(rf"({DISASTER}(?:受[灾损困]|被困))"), _in_a_disaster("{0}因{1}")),
    (rf"({DISASTER}.{{2,}})", _in_a_disaster("{1}")),
    (whole(rf"({PAY}.{{2,}})"), _own("{0}的{1}")),
    (whole(rf"{PAY}.*|{THING}.?|{THING}的.{{1,3}}"), lambda found, told: None),
    (rf"(?!{FORGOT}){THING}.{{2,}}|手机.*坏.*", lambda found, told: found.string),
    (
        whole(rf"(?:{FORGOT}).+"),
        lambda found, told: (
            f"{_teller(told)}{found[0]}" if told.kind == "forgotten-payment" else _with_subject(found[0], told)
        ),
    ),
    (
        rf"(?:{DONE_BY_THE_TELLER}).*",
        lambda found, told: f"{_teller(told)}{OF_TROUBLE.get(found[0], found[0])}",
    ),
    (whole(DIED), lambda found, told: None if told.is_own or not _subject(told) else f"{_subject(told)}{found[0]}"),
    (".+", lambda found, told: _with_subject(found[0], told)),
)
"""How a clause is told, the first that matches."""

_OF_ILLNESS: tuple[tuple[str, Callable[[Match[str]], str | None]], ...] = (
    (
        whole(r"(.*?)[并后，]?住院(?:并|，|、|期间)?(?:做|接受|进行)?了?([^，住院]{0,10}手术)"),
        lambda found: f"{cause}住院做了{found[2]}" if (cause := _cause(found[1])) is not None else None,
    ),
    (
        whole(r"(.+?)住院((?:治疗|抢救|观察|康复)?(?:至今|[一二两三四五六七八九十半数多\d]+(?:天|周|个月|个多月))?)"),
        lambda found: f"{cause}住院{found[2]}" if (cause := _cause(found[1])) is not None else None,
    ),
    (whole(r"(做|进行|接受|动)了?(.{0,10}手术)"), lambda found: f"{found[1]}了{found[2]}"),
    (r"(?:等待|准备|需要|需|要|待)[^，]*手术\Z", lambda found: found[0]),
    (whole(rf"(?!{FELL_ILL})[^，]{{1,11}}手术"), lambda found: f"做了{found[0]}"),
    (rf"(?:{FELL_ILL}).*", lambda found: found[0]),
    (whole(INJURY), lambda found: found[0]),
    (whole(ILLNESS), lambda found: f"患{found[0]}"),
)


def _of_illness(text: str) -> str | None:
    """Returns what a clause of illness says with its verb, like 因肺炎住院; None if it is no such clause."""
    if text in OF_ILLNESS:
        return OF_ILLNESS[text]
    return next((say(found) for pattern, say in _OF_ILLNESS if (found := re.match(pattern, text))), None)


def _cause(text: str) -> str | None:
    """Returns what stands before 住院: a verb as it is, an illness as its cause; None if it is neither."""
    text = text.removeprefix("因") if not re.match("因[病伤公]", text) else text
    if not text or re.match(FELL_ILL, text):
        return text
    return f"因{text}" if re.fullmatch(rf"{ILLNESS}|{INJURY}|.{{0,6}}(?:车祸|事故|工伤|手术)", text) else None
