"""The day, the currency and the lender's terms."""

from __future__ import annotations

from datetime import date

from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.traces import case
from letters.scenario.load import load
from letters.scenario.model.rates import RateChange

AS_OF = FigureDeclaration(
    "as_of", FigureUnit.DAY, "数字截至（含）", "the day that the figures include", made_by=load, explained=case.as_of
)
CURRENCY = FigureDeclaration(
    "currency", FigureUnit.TEXT, "人民币", "Chinese yuan", read=lambda _: "CNY", choices=("CNY",)
)


def _first_day(change: RateChange) -> date | None:
    return None if change.start == date.min else change.start


LENDER = FigureGroup(
    "lender",
    "贷款机构和合同的计息办法",
    "the lender and the terms of the contract",
    (
        FigureDeclaration(
            "name", FigureUnit.TEXT, "合同上的贷款机构", "the lender named in the contract", may_lack=True
        ),
        FigureDeclaration(
            "daily_rate",
            FigureUnit.RATE,
            "截止日适用的每日利率",
            "the daily rate in force on the day of the figures; null where the contract has a rate a year",
            explained=case.rate,
            may_lack=True,
        ),
        FigureDeclaration(
            "annual_rate", FigureUnit.RATE, "折合年化利率，单利", "that rate a year, simple", explained=case.rate
        ),
        FigureDeclaration("year_days", FigureUnit.COUNT, "一年按多少天计", "the days of a year"),
        FigureDeclaration("allocation", FigureUnit.TEXT, "还款先抵什么", "what a payment pays first"),
        FigureDeclaration("compounding", FigureUnit.TEXT, "是否计复利", "whether unpaid charges join the base"),
        FigureDeclaration(
            "rate_source",
            FigureUnit.TEXT,
            "利率取自案卷（scenario）或产品资料（profile）",
            "where the rate was read, scenario or profile",
            choices=("scenario", "profile"),
        ),
        FigureGroup(
            "rates",
            "利率的变动",
            "the history of the rate, oldest first; empty where it never changed",
            (
                FigureDeclaration(
                    "from",
                    FigureUnit.DAY,
                    "自何日起",
                    "the first day of that rate; null for the days before the first change",
                    read=_first_day,
                    may_lack=True,
                ),
                FigureDeclaration(
                    "daily_rate", FigureUnit.RATE, "那时的每日利率", "the daily rate from then on", may_lack=True
                ),
                FigureDeclaration("source", FigureUnit.TEXT, "出处", "the notice that says so", may_lack=True),
            ),
            is_list=True,
            explained=case.rate_of_the_history,
        ),
    ),
    read=lambda figures: figures.case.lender,
    made_by=load,
)
