"""Each bill, and the lines of its ledger."""

from __future__ import annotations

from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.figures import figures_of_bill
from letters.figures.traces import sums
from letters.figures.traces.asked import stated
from letters.ledger import entries
from letters.ledger.account import BillAccount

AMOUNT, EXACT, DAY, COUNT = FigureUnit.AMOUNT, FigureUnit.EXACT_AMOUNT, FigureUnit.DAY, FigureUnit.COUNT
LINE = FigureDeclaration("line", FigureUnit.LINE, "案卷里的行", "its line in the scenario file", read="origin")
_DATE = FigureDeclaration("date", DAY, "日期", "the day of the entry")
_DAYS = (
    FigureDeclaration("from", DAY, "此日之后起", "the day before the first day counted", read="start"),
    FigureDeclaration("to", DAY, "至此日（含）", "the last day counted", read="end"),
    FigureDeclaration("days", COUNT, "天数", "how many days"),
    FigureDeclaration("balance", AMOUNT, "计息的余额", "what the interest runs on"),
    FigureDeclaration("daily_rate", FigureUnit.RATE, "每日利率", "the daily rate of those days"),
)
_ORDINARY_INTEREST = FigureDeclaration(
    "ordinary_interest", EXACT, "到期前的利息，未取整", "ordinary interest, exact", read="interest"
)

ENTRIES = FigureGroup(
    "entries",
    "逐笔明细",
    "the ledger of the bill, line by line",
    kinds={
        entries.Accrual: (
            *_DAYS,
            FigureDeclaration("interest", EXACT, "这些天的罚息，未取整", "penalty interest of those days, exact"),
            LINE,
        ),
        entries.InterestDays: (*_DAYS, _ORDINARY_INTEREST, LINE),
        entries.InterestStated: (_DATE, _ORDINARY_INTEREST, LINE),
        entries.InterestRounding: (_DATE, _ORDINARY_INTEREST, LINE),
        entries.Posting: (
            _DATE,
            FigureDeclaration("payment", AMOUNT, "还款", "the payment"),
            FigureDeclaration("to_fees", AMOUNT, "抵违约金", "what of it paid the late fee"),
            FigureDeclaration("to_interest", AMOUNT, "抵利息", "what of it paid interest", only_if_any=True),
            FigureDeclaration("to_penalty", AMOUNT, "抵罚息", "what of it paid penalty interest"),
            FigureDeclaration("to_principal", AMOUNT, "抵本金", "what of it paid principal"),
            LINE,
        ),
        entries.FeeCharged: (
            _DATE,
            FigureDeclaration("late_fee", AMOUNT, "违约金", "the late fee charged"),
            FigureDeclaration("share", FigureUnit.RATE, "违约金的比例", "the share of the minimum that it is"),
            FigureDeclaration("unpaid_minimum", AMOUNT, "最低还款额未还部分", "the part of the minimum left unpaid"),
            FigureDeclaration(
                "bound",
                FigureUnit.TEXT,
                "按下限或上限",
                "whether the floor or the cap decided",
                may_lack=True,
                choices=("floor", "cap"),
            ),
            LINE,
        ),
        entries.Capitalised: (
            _DATE,
            FigureDeclaration("capitalised", AMOUNT, "计入基数的利息和罚息", "unpaid charges that joined the base"),
            LINE,
        ),
        entries.Rounding: (
            _DATE,
            FigureDeclaration("rounding", EXACT, "四舍五入到分的差额", "what rounding the penalty added or took away"),
            LINE,
        ),
    },
    is_list=True,
    made_by=BillAccount,
    explained=sums.of_an_entry,
)

BILLS = FigureGroup(
    "bills",
    "每期账单",
    "each bill, in the order of the scenario",
    (
        FigureDeclaration(
            "label",
            FigureUnit.TEXT,
            "账单",
            "what the bill is called; its due date when it has no name",
            explained=stated,
        ),
        FigureDeclaration("due_date", DAY, "到期日", "the last day to pay it", explained=stated),
        FigureDeclaration("amount", AMOUNT, "账单金额", "the principal billed"),
        FigureDeclaration("paid", AMOUNT, "已还", "what was paid on it"),
        FigureDeclaration("overpaid", AMOUNT, "多付", "what was paid beyond what it owed"),
        FigureDeclaration("principal_outstanding", AMOUNT, "未还本金", "principal unpaid"),
        FigureDeclaration("days_overdue", COUNT, "逾期天数", "days overdue"),
        FigureDeclaration("penalty_accrued", AMOUNT, "产生的罚息", "penalty interest accrued, paid or not"),
        FigureDeclaration("penalty_paid", AMOUNT, "已抵罚息", "penalty interest paid"),
        FigureDeclaration("penalty_outstanding", AMOUNT, "未还罚息", "penalty interest unpaid"),
        FigureDeclaration("interest", AMOUNT, "利息", "ordinary interest unpaid"),
        FigureDeclaration("interest_paid", AMOUNT, "已抵利息", "ordinary interest paid"),
        FigureDeclaration("late_fee", AMOUNT, "违约金", "the late fee unpaid"),
        FigureDeclaration("daily_accrual", AMOUNT, "每日增加", "what one more day adds"),
        FigureDeclaration(
            "claimed_penalty",
            AMOUNT,
            "对方所示罚息",
            "the penalty interest that the lender asks for",
            may_lack=True,
        ),
        FigureDeclaration(
            "difference",
            AMOUNT,
            "与对方所示罚息的差额",
            "the lender's claim less our figure; null where nothing is claimed",
            may_lack=True,
        ),
        ENTRIES,
    ),
    is_list=True,
    made_by=figures_of_bill,
    explained=sums.of_a_bill,
)
