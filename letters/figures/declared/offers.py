"""What is asked and could be agreed, what the call script offers, and what waiting costs."""

from __future__ import annotations

from functools import partial

from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.traces import budget, offers, sums
from letters.figures.traces.asked import by_place, of_an_offer, of_the_pause
from letters.negotiation import cost_of_waiting
from letters.negotiation.offers import ladder
from letters.negotiation.plans import deferred

AMOUNT, DAY, COUNT, YES_OR_NO = FigureUnit.AMOUNT, FigureUnit.DAY, FigureUnit.COUNT, FigureUnit.YES_OR_NO

WAITING = FigureGroup(
    "waiting",
    "不还也不停计时，以后的数字",
    "the sums at later days with nothing paid",
    (
        FigureDeclaration("days", COUNT, "再等的天数", "how many more days: 7, 30 and 90"),
        FigureDeclaration(
            "penalty_outstanding",
            AMOUNT,
            "那天的未还罚息",
            "penalty interest unpaid then",
            explained=sums.after_waiting,
        ),
        FigureDeclaration("total_due", AMOUNT, "那天的欠款合计", "all that is owed then", explained=sums.after_waiting),
    ),
    is_list=True,
    made_by=cost_of_waiting.waiting,
)

_OF_AN_OFFER = (
    FigureDeclaration(
        "name",
        FigureUnit.TEXT,
        "方案的名称",
        "what the offer is called",
    ),
    FigureDeclaration("waived", AMOUNT, "减免", "what is waived", explained=of_an_offer(offers.waived)),
    FigureDeclaration(
        "waived_interest",
        AMOUNT,
        "减免利息",
        "what is waived of interest",
        explained=of_an_offer(partial(offers.waived_beside, "waived_interest")),
    ),
    FigureDeclaration(
        "waived_late_fee",
        AMOUNT,
        "减免违约金",
        "what is waived of late fees",
        explained=of_an_offer(partial(offers.waived_beside, "waived_late_fee")),
    ),
    FigureDeclaration(
        "waived_fees",
        AMOUNT,
        "减免按日收取的费用",
        "what is waived of fees by the day",
        explained=of_an_offer(partial(offers.waived_beside, "waived_fees")),
    ),
    FigureDeclaration("to_pay", AMOUNT, "要还", "what is left to pay", explained=of_an_offer(offers.to_pay)),
    FigureGroup(
        "plan",
        "分期",
        "its payments",
        (
            FigureDeclaration(
                "date", DAY, "这一期的日期", "the day of the payment", explained=of_an_offer(offers.instalment_date)
            ),
            FigureDeclaration(
                "amount", AMOUNT, "这一期的数目", "the payment", explained=of_an_offer(offers.instalment)
            ),
        ),
        is_list=True,
    ),
    FigureGroup(
        "rest",
        "计划之后余下的",
        "what its payments leave unpaid; null where they pay all",
        (
            FigureDeclaration(
                "amount", AMOUNT, "计划之后余下的数目", "what is left", explained=of_an_offer(offers.of_the_rest)
            ),
            FigureDeclaration("review", DAY, "再商量的日期", "the day on which it is talked about"),
        ),
        may_lack=True,
    ),
    FigureDeclaration(
        "pay_now",
        AMOUNT,
        "到书信日期为止要付的",
        "what of it is paid by the letters’ date",
        explained=of_an_offer(offers.pay_now),
    ),
    FigureDeclaration(
        "within_30_days",
        AMOUNT,
        "书信日期起 30 天内，对方能收回的",
        "what of it the lender has within 30 days of the letters’ date",
        explained=of_an_offer(offers.within_30_days),
    ),
    FigureDeclaration(
        "per_month",
        AMOUNT,
        "之后各期中最多的一期",
        "the largest of the later payments",
        explained=of_an_offer(offers.per_month),
        may_lack=True,
    ),
    FigureDeclaration("last", DAY, "最后一期的日期", "the day of the last payment"),
    FigureDeclaration(
        "saving",
        AMOUNT,
        "省下：照同样的日期付同样的数目，但不减免、也不停计，到最后一期仍欠的",
        "what would still be owed at its end if the same were paid and nothing waived nor stopped",
        explained=of_an_offer(offers.saving),
    ),
    FigureDeclaration(
        "fits",
        YES_OR_NO,
        "每期是否都不超过每月能用来还款的数目；资料不全则为 null",
        "whether each instalment is within what a month leaves for it; null where that is not known",
        may_lack=True,
    ),
    FigureDeclaration(
        "verdict",
        FigureUnit.TEXT,
        "还不起的不答应（refuse）；还得起、减免又不低于 accept_from 的可以答应（accept）；其余先不定（hold）",
        "refuse what the means do not carry; accept what they carry and what waives accept_from or more; hold any"
        " other",
        choices=("accept", "hold", "refuse"),
    ),
    FigureDeclaration("own", YES_OR_NO, "是否案卷里自己写的方案", "whether it is one of the scenario’s own"),
)
OFFERS = FigureGroup(
    "offers",
    "方案，从减免最多的起",
    "the offers in the order of the contract, the user's own after them",
    _OF_AN_OFFER,
    is_list=True,
    made_by=ladder,
)
ACCEPT_FROM = FigureDeclaration(
    "accept_from",
    AMOUNT,
    "减免到这个数目就可以答应；没有写则只看还不还得起",
    "the waiver from which on you accept; null where the budget alone decides",
    may_lack=True,
    made_by=ladder,
    explained=by_place(offers.accept_from),
)
SCRIPT = FigureGroup(
    "script",
    "通话提纲里的方案",
    "what the call script may offer",
    (
        FigureDeclaration(
            "other_plan",
            YES_OR_NO,
            "计划超出每月能还的数目时为 true：通话提纲改用还得起的、期数最少的计划",
            "true where the plan is more than a month carries: the call script offers the shortest that holds instead",
        ),
        FigureGroup("offers", "提纲里的方案", "the offers that the call script speaks of", _OF_AN_OFFER, is_list=True),
    ),
    made_by=ladder,
)
DEFER = FigureGroup(
    "defer",
    "请求暂缓还款",
    "the pause that is asked for; null where none is",
    (
        FigureDeclaration("until", DAY, "暂缓到这一天", "its last day"),
        FigureDeclaration("token", AMOUNT, "其间每月还的数目", "what is paid a month meanwhile", may_lack=True),
        FigureGroup(
            "plan",
            "其间的还款",
            "the payments meanwhile",
            (
                FigureDeclaration("date", DAY, "还款的日期", "the day of the payment"),
                FigureDeclaration("amount", AMOUNT, "还款的数目", "the payment"),
            ),
            is_list=True,
        ),
    ),
    may_lack=True,
    made_by=deferred,
    explained=of_the_pause,
)
COST_OF_WAITING = FigureGroup(
    "cost_of_waiting",
    "等下去的代价",
    "by how much the debt grows",
    (
        FigureDeclaration("day", AMOUNT, "再等一天多", "in one more day", explained=by_place(budget.growth(1))),
        FigureDeclaration("week", AMOUNT, "再等一周多", "in seven more days", explained=by_place(budget.growth(7))),
        FigureDeclaration("month", AMOUNT, "三十天多", "in thirty more days", explained=by_place(budget.growth(30))),
        FigureDeclaration(
            "threshold",
            AMOUNT,
            "案卷所写的罚息数目，没有写则为下一个整百",
            "the penalty interest that the scenario names, or else the next round hundred",
            explained=by_place(budget.threshold),
        ),
        FigureDeclaration(
            "on",
            DAY,
            "罚息达到那个数目的第一天",
            "the first day on which penalty interest reaches it; null where it has, or will not within ten years",
            explained=by_place(partial(budget.threshold_day, "on")),
            may_lack=True,
        ),
        FigureDeclaration(
            "days",
            COUNT,
            "离那一天的天数",
            "how many days off that day is",
            explained=by_place(partial(budget.threshold_day, "days")),
            may_lack=True,
        ),
    ),
    made_by=cost_of_waiting.cost_of_waiting,
)
