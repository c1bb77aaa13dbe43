"""Scenarios with a log that letters of answer suit: the text of any scenario, a few contacts and payments added."""

from __future__ import annotations

import re
from datetime import date, timedelta

from letters.base.dates import parse_date
from letters.figures.figures import compute_figures
from letters.figures.lender_answer import answer
from letters.scenario.load import load

ANSWERING = ("acceptance-confirmation", "counter-offer", "follow-up", "receipt-request")


def suited(text: str, kind: str, today: date) -> str:
    """The scenario with what a letter of answer needs; as it is for any other kind."""
    if kind == "debt-verification":  # somebody collects for the lender
        return re.sub(
            r"^lender: *(?:{|\n)",
            lambda found: found[0] + _collector(found[0], text),
            text,
            count=1,
            flags=re.MULTILINE,
        )
    if kind not in ANSWERING:
        return text
    found = re.search(r"^as_of: *(\S+)", text, re.MULTILINE)
    day = parse_date(found[1]) if found else today
    chinese = not re.search(r"^language: en", text, re.MULTILINE)
    words = _words(chinese)[kind]
    before = day - timedelta(2)
    days = re.findall(r"^  - {date: (\S+), channel", text, re.MULTILINE)
    called = max(map(parse_date, days), default=day)
    asked, due = (day - timedelta(6), day - timedelta(3))
    if asked < called < day:
        asked = due = day - timedelta(1)
    rows = {
        "acceptance-confirmation": f"date: {day}, {words}, outcome: accepted",
        "counter-offer": f"date: {before}, {words}, outcome: partly, waived: 10.00",
        "follow-up": f"date: {asked}, {words}, reply_by: {due}",
        "receipt-request": f"date: {before}, {words}, outcome: accepted",
    }
    text = with_contact(text, rows[kind])
    if kind != "receipt-request":
        return text
    case = load(text.encode(), "case.yaml", today=day)
    given = answer(case, compute_figures(case), day)
    assert given and given.offer
    paid = f"{{date: {day}, amount: {given.offer.to_pay}}}"
    assert not re.search(r"^payments:", text, re.MULTILINE)
    return f"{text}\npayments: [{paid}]\n"


def _collector(head: str, text: str) -> str:
    name = "Hengli Services" if re.search(r"^language: en", text, re.MULTILINE) else "恒砾信息服务有限公司"
    return f"collector: {{name: {name}}}, " if "{" in head else f"  collector: {{name: {name}}}\n"


def with_contact(text: str, row: str) -> str:
    """The scenario with one more contact, the last."""
    if re.search(r"^contacts:\s*$", text, re.MULTILINE):
        head, _, rest = text.partition("contacts:\n")
        lines = rest.splitlines(keepends=True)
        end = next((place for place, line in enumerate(lines) if line[0] not in " -#\n"), len(lines))
        return head + "contacts:\n" + "".join(lines[:end]) + f"  - {{{row}}}\n" + "".join(lines[end:])
    return f"{text}\ncontacts:\n  - {{{row}}}\n"


def _words(chinese: bool) -> dict[str, str]:
    if chinese:
        who = "channel: 电话, agent: '2051', ticket: T-90"
        return {
            "acceptance-confirmation": f"{who}, said: 询问申请的结果, promised: 同意减免并按申请的计划分期",
            "counter-offer": f"{who}, said: 询问申请的结果, promised: 罚息可以减免一部分，其余照还",
            "follow-up": f"{who}, said: 询问申请的进度, promised: 转专人办理后回电",
            "receipt-request": f"{who}, said: 询问申请的结果, promised: 同意",
        }
    who = "channel: telephone, agent: '2051', ticket: T-90"
    return {
        "acceptance-confirmation": f"{who}, said: asked for the result, promised: agreed as requested",
        "counter-offer": f"{who}, said: asked for the result, promised: a part can be waived",
        "follow-up": f"{who}, said: asked how far it has come, promised: a specialist will ring back",
        "receipt-request": f"{who}, said: asked for the result, promised: agreed",
    }
