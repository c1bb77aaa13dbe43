"""Scenarios with a log that letters of answer suit: the text of any scenario, a few contacts and payments added."""

from __future__ import annotations

import re
from datetime import date, timedelta

from letters.base.dates import parse_date
from letters.figures.figures import compute_figures
from letters.figures.lender_answer import answer
from letters.scenario.load import load

ANSWERING = (
    "acceptance-confirmation",
    "counter-offer",
    "follow-up",
    "lender-complaint",
    "receipt-request",
    "regulator-complaint",
    "review-request",
)


def suited(text: str, kind: str, today: date) -> str:
    """The scenario with what a letter of answer needs; as it is for any other kind."""
    if kind == "debt-verification":  # somebody collects for the lender
        name = "Hengli Services" if re.search(r"^language: en", text, re.MULTILINE) else "恒砾信息服务有限公司"
        return _in_lender(text, f"collector: {{name: {name}}}")
    found = re.search(r"^as_of: *(\S+)", text, re.MULTILINE)
    day = parse_date(found[1]) if found else today
    chinese = not re.search(r"^language: en", text, re.MULTILINE)
    if kind not in ANSWERING:
        return _of_few(text, kind, day, chinese=chinese)
    if kind == "regulator-complaint":
        text = _in_lender(text, "regulator: 江畔市地方金融管理局" if chinese else "regulator: Local Financial Bureau")
    if kind == "review-request":
        text = _in_lender(text, "type: bank")
        text = _in_lender(text, "superior_office: 江畔银行总行" if chinese else "superior_office: Head Office")
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
        "lender-complaint": f"date: {before}, {words}, outcome: refused",
        "regulator-complaint": f"date: {day - timedelta(40)}, {words}, kind: complaint",
        "review-request": f"date: {before}, {words}, outcome: refused",
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


def _in_lender(text: str, row: str) -> str:
    """The scenario with one more key of the lender; one that it has already is replaced."""
    key = row.partition(":")[0]
    [lender] = re.findall(r"^lender:.*?(?=^\S)", f"{text}\n.", re.MULTILINE | re.DOTALL)
    flow = "{" in lender.partition("\n")[0]
    less = re.sub(rf"\b{key}: [^,}}\n]*, |, {key}: [^,}}\n]*(?=}})|^  {key}: .*\n", "", lender, flags=re.MULTILINE)
    more = less.replace("{", f"{{{row}, ", 1) if flow else less.replace("lender:\n", f"lender:\n  {row}\n", 1)
    return text.replace(lender, more, 1)


def _of_few(text: str, kind: str, day: date, *, chinese: bool) -> str:
    """The scenario with what a letter for few cases needs; as it is for any other kind."""
    if kind == "deferral-request":
        plan = re.sub(r"^  plan: .*\n", "", text, flags=re.MULTILINE)
        return _with_request(plan, "defer: {months: 3}")
    if kind == "collection-conduct":
        to, said, proof = (
            ("母亲", "要她代还", "通话记录截图") if chinese else ("my mother", "asked her to pay", "call list")
        )
        return (
            text
            + f"\ncollection: [{{date: {day}, time: 22:40, number: '3391', to: {to}, said: {said}, proof: {proof}}}]\n"
        )
    if kind == "authorisation":
        name, relation = ("李红", "妻子") if chinese else ("Li Hong", "his wife")
        return text + f"\nwriter: {{name: {name}, relation: {relation}, phone: '13800005603'}}\n"
    if kind != "refund-request":
        return text
    case = load(text.encode(), "case.yaml", today=day)
    owed = compute_figures(case).total.total_due
    text = re.sub(r"^  (plan|today): .*\n", "", text, flags=re.MULTILINE)
    return f"{text}\npayments: [{{date: {day}, amount: {owed}}}]\n"


def _with_request(text: str, row: str) -> str:
    if re.search(r"^request:\s*$", text, re.MULTILINE):
        return text.replace("request:\n", f"request:\n  {row}\n", 1)
    if re.search(r"^request: *{", text, re.MULTILINE):
        return re.sub(r"^request: *{", f"request: {{{row}, ", text, count=1, flags=re.MULTILINE)
    return f"{text}\nrequest: {{{row}}}\n"


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
            "lender-complaint": f"{who}, said: 询问申请的结果, promised: 不能减免",
            "regulator-complaint": f"{who}, said: 投诉不予减免也不说明理由, promised: 已登记",
            "review-request": f"{who}, said: 询问申请的结果, promised: 不能减免",
        }
    who = "channel: telephone, agent: '2051', ticket: T-90"
    return {
        "acceptance-confirmation": f"{who}, said: asked for the result, promised: agreed as requested",
        "counter-offer": f"{who}, said: asked for the result, promised: a part can be waived",
        "follow-up": f"{who}, said: asked how far it has come, promised: a specialist will ring back",
        "receipt-request": f"{who}, said: asked for the result, promised: agreed",
        "lender-complaint": f"{who}, said: asked for the result, promised: nothing can be waived",
        "regulator-complaint": f"{who}, said: complained of a refusal without reasons, promised: noted",
        "review-request": f"{who}, said: asked for the result, promised: nothing can be waived",
    }
