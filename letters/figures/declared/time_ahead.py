"""The time after: what a month leaves beside the plan, and the first sum to put aside."""

from __future__ import annotations

from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.traces import budget
from letters.figures.traces.asked import by_place
from letters.negotiation.prevention import prevention

AMOUNT, COUNT = FigureUnit.AMOUNT, FigureUnit.COUNT

PREVENTION = FigureGroup(
    "prevention",
    "以后不再逾期",
    "the sums of the page for the time ahead",
    (
        FigureDeclaration(
            "left",
            AMOUNT,
            "分期期间还余",
            "what a month leaves beside the plan",
            explained=by_place(budget.left_beside_the_plan),
            may_lack=True,
        ),
        FigureDeclaration(
            "goal", AMOUNT, "一个月的支出", "the spending of one month", explained=by_place(budget.goal), may_lack=True
        ),
        FigureDeclaration(
            "months",
            COUNT,
            "每月可用于还款的都存起来，多少个月存够一个月的支出",
            "the months in which what a month leaves for repayment makes up one month’s spending",
            may_lack=True,
        ),
    ),
    made_by=prevention,
)
