"""What a month leaves, and how it is shared."""

from __future__ import annotations

from functools import partial

from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.traces import budget, loans
from letters.figures.traces.asked import by_place
from letters.negotiation.affordability import affordability, largest_plan
from letters.negotiation.budget import budget as budget_of
from letters.negotiation.meanwhile import with_meanwhile

AMOUNT, COUNT, TEXT = FigureUnit.AMOUNT, FigureUnit.COUNT, FigureUnit.TEXT

AFFORDABILITY = FigureGroup(
    "affordability",
    "每月还得起多少",
    "what a month carries; null where a fact is missing",
    (
        FigureDeclaration(
            "income", AMOUNT, "每月收入", "income a month", explained=by_place(budget.income), may_lack=True
        ),
        FigureDeclaration(
            "expenses",
            AMOUNT,
            "每月必要支出",
            "what is needed to live on",
            explained=by_place(budget.expenses),
            may_lack=True,
        ),
        FigureDeclaration(
            "available",
            AMOUNT,
            "收入减去必要支出",
            "income less expenses",
            explained=by_place(budget.available),
            may_lack=True,
        ),
        FigureDeclaration(
            "largest_instalment",
            AMOUNT,
            "所请求的计划里最多的一期",
            "the largest instalment of the plan asked for",
            explained=by_place(budget.largest_instalment),
            may_lack=True,
        ),
        FigureDeclaration(
            "fits",
            FigureUnit.YES_OR_NO,
            "所请求的计划里最多的一期，是否不超过每月能用来还款的数目",
            "whether that is within what a month leaves for it",
            may_lack=True,
        ),
        FigureDeclaration(
            "minimums",
            AMOUNT,
            "其他债务的最低还款",
            "the minimums of other debts",
            explained=by_place(budget.minimums),
            may_lack=True,
        ),
        FigureDeclaration(
            "regular",
            AMOUNT,
            "每月到期的期款",
            "the instalments of loans that come due in a month beside a plan",
            explained=by_place(loans.regular),
        ),
        FigureDeclaration(
            "for_plan",
            AMOUNT,
            "每月可用于还款",
            "what is left of a month for a plan, once the minimums of other debts and those instalments are paid",
            explained=by_place(budget.for_plan),
            may_lack=True,
        ),
        FigureGroup(
            "largest_plan",
            "每月能用来还款的数目所能承担的、期数最少的计划",
            "the shortest plan that what a month leaves can carry",
            (
                FigureDeclaration(
                    "instalment",
                    AMOUNT,
                    "每月能用来还款的数目",
                    "what a month leaves for it",
                    explained=by_place(budget.largest_plan_instalment),
                ),
                FigureDeclaration(
                    "months",
                    COUNT,
                    "要还的数目 ÷ 每月能用来还款的数目，进位",
                    "what is to pay ÷ what a month leaves, rounded up",
                    explained=by_place(budget.largest_plan_months),
                ),
                FigureDeclaration(
                    "per_month",
                    AMOUNT,
                    "分成这么多期，除最后一期以外的每期",
                    "each instalment but the last, in that many months",
                    explained=by_place(budget.largest_plan_per_month),
                    may_lack=True,
                ),
            ),
            made_by=largest_plan,
            may_lack=True,
        ),
    ),
    made_by=affordability,
)
MEANWHILE = FigureGroup(
    "meanwhile",
    "恢复收入以前的每月收支；不在以后恢复的，为空",
    "a month until the return to work; null where none lies ahead",
    (
        FigureDeclaration("until", FigureUnit.DAY, "哪天恢复", "the day from which the other income is earned"),
        FigureDeclaration(
            "income",
            AMOUNT,
            "恢复以前的每月收入",
            "income a month until then",
            explained=by_place(budget.income_meanwhile),
            may_lack=True,
        ),
        FigureDeclaration(
            "available",
            AMOUNT,
            "恢复以前的收入减去必要支出",
            "that less expenses",
            explained=by_place(budget.available_meanwhile),
            may_lack=True,
        ),
        FigureDeclaration(
            "for_plan",
            AMOUNT,
            "恢复以前每月可用于还款",
            "what is left of a month for a plan until then",
            explained=by_place(budget.for_plan_meanwhile),
            may_lack=True,
        ),
    ),
    read=lambda figures: figures.affordability.meanwhile,
    made_by=with_meanwhile,
    may_lack=True,
)
BUDGET = FigureGroup(
    "budget",
    "收支情况，取自案卷",
    "income and spending, from the scenario",
    (
        FigureDeclaration(
            "income", AMOUNT, "每月收入", "income a month", explained=by_place(budget.income), may_lack=True
        ),
        FigureGroup(
            "categories",
            "支出的类别",
            "spending by category",
            (
                FigureDeclaration("category", TEXT, "类别", "the category; null for what has none", may_lack=True),
                FigureDeclaration(
                    "amount",
                    AMOUNT,
                    "这一类各项支出之和",
                    "the sum of the category’s expenses",
                    explained=by_place(budget.category),
                    may_lack=True,
                ),
                FigureGroup(
                    "items",
                    "各项支出",
                    "its expenses",
                    (
                        FigureDeclaration(
                            "label",
                            TEXT,
                            "支出项目",
                            "what is paid for",
                            explained=by_place(partial(budget.expense, "label")),
                        ),
                        FigureDeclaration(
                            "amount",
                            AMOUNT,
                            "支出金额",
                            "how much a month",
                            explained=by_place(partial(budget.expense, "amount")),
                            may_lack=True,
                        ),
                    ),
                    is_list=True,
                ),
            ),
            is_list=True,
        ),
        FigureDeclaration(
            "expenses", AMOUNT, "支出合计", "all expenses", explained=by_place(budget.expenses), may_lack=True
        ),
        FigureDeclaration(
            "available",
            AMOUNT,
            "收入减去支出",
            "income less expenses",
            explained=by_place(budget.available),
            may_lack=True,
        ),
        FigureGroup(
            "debts",
            "各家欠款，收信的一家在前",
            "all creditors, the lender of the letters first",
            (
                FigureDeclaration(
                    "creditor",
                    TEXT,
                    "债权人",
                    "who",
                    explained=by_place(partial(budget.debt, "creditor")),
                    may_lack=True,
                ),
                FigureDeclaration(
                    "balance",
                    AMOUNT,
                    "欠这一家的数目",
                    "what is owed to this creditor",
                    explained=by_place(partial(budget.debt, "balance")),
                    may_lack=True,
                ),
                FigureDeclaration(
                    "minimum",
                    AMOUNT,
                    "每月最低还款额",
                    "the least to pay a month",
                    explained=by_place(partial(budget.debt, "minimum")),
                    may_lack=True,
                ),
                FigureDeclaration(
                    "note", TEXT, "备注", "a note", explained=by_place(partial(budget.debt, "note")), may_lack=True
                ),
                FigureDeclaration(
                    "pro_rata",
                    AMOUNT,
                    "每月余款按各家欠款的比例分给这一家的，不足一分的舍去，末家取其余",
                    "this creditor’s share, by balance, of what a month leaves; rounded down, the last takes the rest",
                    explained=by_place(budget.pro_rata),
                    may_lack=True,
                ),
            ),
            is_list=True,
        ),
        FigureDeclaration(
            "balances", AMOUNT, "全部欠款", "all debts", explained=by_place(budget.balances), may_lack=True
        ),
        FigureDeclaration(
            "minimums",
            AMOUNT,
            "其他债务的最低还款",
            "the minimums of other debts",
            explained=by_place(budget.minimums),
            may_lack=True,
        ),
        FigureDeclaration(
            "after_minimums",
            AMOUNT,
            "付过最低还款以后的余款",
            "what is left after the minimums",
            explained=by_place(budget.for_plan),
            may_lack=True,
        ),
        FigureDeclaration(
            "months_to_clear",
            COUNT,
            "全部欠款 ÷ 每月余款，进位；期间不再增加",
            "all debts ÷ what a month leaves, rounded up, if nothing were added",
            explained=by_place(budget.months_to_clear),
            may_lack=True,
        ),
        FigureDeclaration("holes", TEXT, "没有填的项", "what is missing, as paths of the scenario", is_list=True),
    ),
    made_by=budget_of,
)
