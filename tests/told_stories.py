"""Cases that somebody tells by the questions alone, one of each kind: what is typed at which question.

The days are as many before or after today as they always are: `letters new --ask` reads the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from letters.base.dates import add_months
from letters.cli.speech import teller
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import library
from letters.scenario.asking.interview import Interview
from letters.scenario.asking.interview_step import InterviewStep
from letters.scenario.questions import questions

BACK = "<"
Typed = Mapping[str, str | Sequence[str]]
"""What is typed at each question, by its key; several lines where something is corrected."""

Part = dict[str, "str | Sequence[str]"]


def ago(days: int) -> str:
    return (date.today() - timedelta(days)).isoformat()


def months_ago(months: int) -> str:
    return add_months(date.today(), -months).isoformat()


def new_interview() -> Interview:
    return Interview(questions("zh", teller("zh"), kinds=MAIN_ROLES), date.today(), library(), "zh", teller("zh"))


class Teller:
    """Somebody who is asked: types what is known of a question, once; else leaves it open, or says no."""

    def __init__(self, known: Typed) -> None:
        self.left = {key: [said] if isinstance(said, str) else list(said) for key, said in known.items()}
        self.asked: list[str] = []

    def line(self, step: InterviewStep) -> str:
        self.asked.append(step.key)
        lines = self.left.get(step.key)
        if lines:
            return lines.pop(0) if len(lines) > 1 or lines[0] == BACK else lines[0]
        return "no" if step.question is None else ""


def tell(interview: Interview, teller: Teller, most: int = 10_000) -> list[str]:
    """Tells up to so many lines and returns them; what nobody accepts is told again."""
    lines: list[str] = []
    while len(lines) < most:
        step = interview.step()
        if step is None:
            if not interview.mend():
                break
            continue
        line = teller.line(step)
        lines.append(line)
        if line == BACK:
            assert interview.back()
            continue
        usual = interview.suggested.get(step.key) or (step.question.default if step.question else "")
        interview.answer(step, "" if line == "-" else line or usual)
    return lines


def lines_of(known: Typed) -> str:
    """What is typed in all, a line each."""
    teller = Teller(known)
    lines = tell(new_interview(), teller)
    unasked = [key for key in known if key not in teller.asked]
    assert not unasked, f"nobody asked for {unasked}"
    return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True)
class Story:
    """What somebody tells, which letters come of it, and words that stand in one of them and in none of them."""

    typed: Typed
    letters: str = "waiver-email call-script petition ledger"
    says: Mapping[str, Sequence[str]] = field(default_factory=dict)
    never: Sequence[str] = ()


_ME: Part = {
    "hardship.kind": ["sheng bing", "生病"],
    "hardship.event": "脑梗住院",
    "hardship.started": [ago(-20), ago(230)],
    "borrower.name": "林晓梅",
    "borrower.id_number": ["330100199003072848", "330100199003072847"],
    "borrower.phone": [BACK, "13800005602"],
    "borrower.account": "6617",
}
_LENDER: Part = {"lender.profile": "consumer-finance-company", "lender.name": "岚溪消费金融有限公司"}
_PLAN: Part = {"plan?": "instalments", "request.plan.instalments": "6", "request.plan.first": ago(-20)}
_BILL: Part = {
    "debt?": "bill",
    "lender.daily_rate": ["0.05", "万分之五"],
    "bills[0].due_date": ago(170),
    "bills[0].amount": ["3,2OO", "3200"],
}
_CARD: Part = {
    "debt?": "card",
    "lender.name": "江畔银行股份有限公司",
    "lender.daily_rate": "0.05%",
    "bills[0].amount": "8000",
    "bills[0].minimum_payment": "400",
}
_LOAN: Part = {
    "debt?": "loan",
    "loans[0].label": "现金分期",
    "loans[0].principal": "12000",
    "loans[0].contract_annual_rate": "14.4%",
    "loans[0].penalty_multiple": "150%",
}
_ROWS: Part = {f"loans[0].schedule[{row}]?": "yes" for row in range(6)}
for _row in range(6):
    _ROWS[f"loans[0].schedule[{_row}].due_date"] = months_ago(8 - _row)
    _ROWS[f"loans[0].schedule[{_row}].principal"] = "2000"
    _ROWS[f"loans[0].schedule[{_row}].interest"] = str(144 - 24 * _row)
_WRITER: Part = {"writer.name": "李红", "writer.relation": "妻子", "writer.phone": ["1380000560", "13800005603"]}

STORIES: dict[str, Story] = {
    "bill": Story(
        _ME | _BILL | _PLAN | {"lender.profile": "花呗", "debt?": ["card", "bill"], "who?": [BACK, "self"]},
        says={"waiver-email": ["手机13800005602", "本金3,200.00元", "日利率0.05%（万分之五"]},
    ),
    "loan": Story(
        _ME
        | _LENDER
        | _LOAN
        | _PLAN
        | {
            "loans[0].method": "等额本息",
            "loans[0].instalments": "12",
            "loans[0].first": months_ago(9),
            "loans[0].paid_instalments": "4",
        },
        says={
            "waiver-email": ["第5期", "另有四期已按期还清", "尚未到期", "年利率21.6%"],
            "call-script": ["消费贷款借款人"],
        },
        never=["提前到期"],
    ),
    "loan called in": Story(
        _ME | _LENDER | _LOAN | _ROWS | _PLAN | {"loans[0].called_in": months_ago(4), "loans[0].paid_instalments": "2"},
        says={"waiver-email": ["第3期", "提前到期本金", "被宣布提前到期"]},
        never=["照常按期归还"],
    ),
    "card": Story(
        _ME | _CARD | _PLAN | {"bills[0].due_date": ago(50)},
        says={"waiver-email": ["信用卡持卡人", "逾期产生的利息", "关于审理银行卡民事纠纷"]},
        never=["罚息"],
    ),
    "card whose minimum was paid": Story(
        _ME
        | _CARD
        | _PLAN
        | {
            "bills[0].due_date": ago(20),
            "bills[0].payments[0]?": "yes",
            "bills[0].payments[0].date": ago(22),
            "bills[0].payments[0].amount": "400",
        },
        says={"waiver-email": ["申请调整信用卡还款安排", "最低还款额已还"]},
        never=["已逾期", "逾期利息", "逾期产生", "罚息", "未能按时"],
    ),
    "page": Story(
        _ME
        | _LENDER
        | _PLAN
        | {
            "debt?": "page",
            "lender.daily_rate": "0.05%",
            "bills[0].as_shown.on": ago(2),
            "bills[0].as_shown.principal": "15000",
            "bills[0].as_shown.interest": "300",
            "bills[0].as_shown.penalty": "200",
            "bills[0].as_shown.days_overdue": "45",
        },
        says={"waiver-email": ["15,000.00", "215.00", "App所示"]},
    ),
    "two rates": Story(
        _ME
        | _LENDER
        | _PLAN
        | {
            "debt?": "rates",
            "bills[0].label": "第一笔",
            "bills[0].due_date": ago(170),
            "bills[0].amount": "3000",
            "bills[0].daily_rate": "0.05%",
            "bills[1]?": "yes",
            "bills[1].label": "第二笔",
            "bills[1].due_date": ago(140),
            "bills[1].amount": "2000",
            "bills[1].annual_rate": "15.4%",
        },
        says={"waiver-email": ["日利率0.05%", "年利率15.4%，按365天计", "各笔的利率写在上表"]},
    ),
    "sold without a notice": Story(
        _ME
        | _LENDER
        | _BILL
        | _PLAN
        | {
            "owed_to?": "sold",
            "lender.assigned_to.name": "砚溪资产管理有限公司",
            "lender.assigned_to.on": ago(90),
            "lender.assigned_to.notified": "没有",
        },
        letters="debt-verification call-script ledger",
        says={"debt-verification": ["砚溪资产管理有限公司：", "我没有收到过岚溪消费金融有限公司的转让通知"]},
    ),
    "sold": Story(
        _ME
        | _LENDER
        | _BILL
        | _PLAN
        | {
            "owed_to?": "sold",
            "lender.assigned_to.name": "砚溪资产管理有限公司",
            "lender.assigned_to.on": ago(90),
            "lender.assigned_to.notified": ago(80),
        },
        says={"waiver-email": ["砚溪资产管理有限公司：", "债权转让通知", "第五百四十八条"]},
    ),
    "collected": Story(
        _ME | _LENDER | _BILL | _PLAN | {"owed_to?": "collector", "lender.collector.name": "恒砾信息服务有限公司"},
        says={"waiver-email": ["岚溪消费金融有限公司客户服务负责人："]},
    ),
    "old": Story(
        _ME
        | _LENDER
        | _BILL
        | {"bills[0].due_date": months_ago(41), "hardship.started": months_ago(42), "request.acknowledge": "false"},
        letters="debt-verification call-script ledger",
        says={"debt-verification": ["本函只用于核对"], "call-script": ["诉讼时效可能已满", "只念这一句"]},
        never=["申请减免", "欠款由我承担", "没能按时还上"],
    ),
    "old, and written to after advice": Story(
        _ME
        | _LENDER
        | _BILL
        | _PLAN
        | {"bills[0].due_date": months_ago(41), "hardship.started": months_ago(42)}
        | {"request.acknowledge": ["true"]},
        says={"waiver-email": ["申请减免罚息"]},
    ),
    "old, and demanded since": Story(
        _ME
        | _LENDER
        | _BILL
        | _PLAN
        | {"bills[0].due_date": months_ago(41), "hardship.started": months_ago(42)}
        | {"contacts[0]?": "yes", "contacts[0].date": months_ago(12), "contacts[0].kind": "demand"},
        says={"waiver-email": ["申请减免罚息"]},
    ),
    "no income": Story(
        _ME
        | _LENDER
        | _BILL
        | {
            "hardship.kind": "失业",
            "hardship.event": "被公司裁员",
            "plan?": "defer",
            "request.defer.months": "3",
            "income.now": "0",
            "expenses[0]?": "yes",
            "expenses[0].label": "房租",
            "expenses[0].amount": "1500",
        },
        letters="deferral-request call-script petition ledger",
        says={"deferral-request": ["现在没有收入，申请暂缓还款", "1,500.00"], "call-script": ["暂缓到"]},
        never=["期归还", "待填:每月必要支出"],
    ),
    "somebody writes in the borrower's stead": Story(
        _ME
        | _LENDER
        | _BILL
        | _PLAN
        | _WRITER
        | {"who?": "instead", "writer.authority": "今年三月二日签署的授权委托书"},
        letters="authorisation waiver-email call-script petition ledger",
        says={
            "waiver-email": [
                "我是林晓梅的妻子李红，代",
                "我受林晓梅委托代为办理（今年三月二日签署的授权委托书），不加入这笔债务，也不作担保",
                "\n借款人林晓梅，由李红代\n",
                "林晓梅因脑梗住院",
            ],
            "call-script": ["「您好，我是林晓梅的妻子李红，受委托打这个电话。」"],
            "petition": ["申请人林晓梅，由李红代（签名）："],
            "authorisation": ["**委托人：** 林晓梅", "**受托人：** 李红", "与委托人的关系：妻子"],
        },
        never=["我因脑梗"],
    ),
    "an heir": Story(
        _ME | _LENDER | _BILL | _WRITER | {"who?": "heir", "borrower.died": ["", ago(100)], "plan?": ""},
        says={
            "waiver-email": [
                "借款人去世，请核对欠款",
                "林晓梅的妻子李红",
                "我以继承人的身份写信",
                "第一千一百六十一条",
                "\n李红（借款人林晓梅的妻子）\n",
            ],
            "call-script": ["「您好，我叫李红，是林晓梅的妻子。」", "林晓梅已经去世"],
            "petition": ["申请人李红（借款人林晓梅的妻子）（签名）："],
        },
        never=["欠款由我承担", "分6期", "授权委托书"],
    ),
}
"""One case of each kind; each is corrected on the way, and goes back."""
