"""Each loan in instalments with its schedule, and what of all of them is still to come."""

from __future__ import annotations

from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.loans import ROW_STATES, figures_of_loan
from letters.figures.traces import loans
from letters.figures.traces.asked import by_place, stated
from letters.ledger.schedule import schedule_of, to_come
from letters.scenario.model.loans import METHODS

AMOUNT, DAY, COUNT = FigureUnit.AMOUNT, FigureUnit.DAY, FigureUnit.COUNT

LOANS = FigureGroup(
    "loans",
    "分期偿还的借款",
    "each loan in instalments, in the order of the scenario",
    (
        FigureDeclaration("label", FigureUnit.TEXT, "借款", "what the loan is called", explained=stated, may_lack=True),
        FigureDeclaration("principal", AMOUNT, "借款本金", "what was lent", explained=by_place(loans.lent)),
        FigureDeclaration(
            "contract_annual_rate",
            FigureUnit.RATE,
            "合同年利率",
            "the contract's own rate a year; null where the lender's schedule alone is known",
            explained=stated,
            may_lack=True,
        ),
        FigureDeclaration(
            "method",
            FigureUnit.TEXT,
            "还款方式",
            "how it is paid back; null where the lender's schedule alone is known",
            explained=stated,
            choices=METHODS,
            may_lack=True,
        ),
        FigureDeclaration("instalments", COUNT, "总期数", "how many instalments in all", explained=stated),
        FigureDeclaration("paid_instalments", COUNT, "按时还清的期数", "paid in full on their days", explained=stated),
        FigureDeclaration(
            "called_in",
            DAY,
            "宣布提前到期的日期",
            "the day for which it was called in; null where it was not by the day of the figures",
            explained=stated,
            may_lack=True,
        ),
        FigureGroup(
            "schedule",
            "还款计划表",
            "its schedule",
            (
                FigureDeclaration("number", COUNT, "第几期", "the number of the instalment"),
                FigureDeclaration("due_date", DAY, "到期日", "the last day to pay it"),
                FigureDeclaration("principal", AMOUNT, "这一期的本金部分", "its principal part"),
                FigureDeclaration("interest", AMOUNT, "这一期的利息部分", "its interest part"),
                FigureDeclaration(
                    "state",
                    FigureUnit.TEXT,
                    "状态：未到期（not-due）、提前到期（called-in），已到期的同账单",
                    "that of its bill once it is due; not-due while it is to come, called-in where it no longer is",
                    choices=ROW_STATES,
                ),
            ),
            is_list=True,
            made_by=schedule_of,
            explained=loans.scheduled,
        ),
    ),
    is_list=True,
    made_by=figures_of_loan,
)
TO_COME = FigureGroup(
    "to_come",
    "尚未到期的期款",
    "the instalments that are to come, which are in no sum of what is owed; null where there are none",
    (
        FigureDeclaration("count", COUNT, "尚未到期的期数", "how many"),
        FigureDeclaration(
            "principal",
            AMOUNT,
            "尚未到期的本金部分",
            "their principal parts",
            explained=by_place(loans.principal_to_come),
        ),
        FigureDeclaration(
            "interest",
            AMOUNT,
            "尚未到期的利息部分",
            "their interest parts",
            explained=by_place(loans.interest_to_come),
        ),
        FigureGroup(
            "next",
            "下一次到期的期款",
            "what falls due next",
            (
                FigureDeclaration("date", DAY, "下一次到期的日期", "its day"),
                FigureDeclaration(
                    "amount",
                    AMOUNT,
                    "那一天到期的期款",
                    "principal and interest of every instalment of that day",
                    explained=by_place(loans.next_to_come),
                ),
            ),
        ),
    ),
    made_by=to_come,
    may_lack=True,
)
