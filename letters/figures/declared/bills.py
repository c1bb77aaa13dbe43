"""Each bill, and the lines of its ledger."""

from __future__ import annotations

from letters.figures.bill_at_as_of import figures_of_bill
from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
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
)
_A_DAY = (*_DAYS, FigureDeclaration("daily_rate", FigureUnit.RATE, "每日利率", "the daily rate of those days"))
_A_YEAR = (
    *_DAYS,
    FigureDeclaration("annual_rate", FigureUnit.RATE, "年利率", "the yearly rate of those days"),
    FigureDeclaration("year_days", COUNT, "一年按多少天计", "the days of its year"),
)
_ORDINARY_INTEREST = FigureDeclaration(
    "ordinary_interest", EXACT, "利息，未取整", "ordinary interest, exact", read="interest"
)
_FEE_LABEL = FigureDeclaration("label", FigureUnit.TEXT, "费用", "what the fee is called")
_ON = FigureDeclaration(
    "on",
    FigureUnit.TEXT,
    "以未还利息计收",
    "interest, where it runs on unpaid interest",
    choices=("interest",),
    only_if_any=True,
)
_OF_AN_ACCRUAL = (
    _ON,
    FigureDeclaration(
        "least_per_day",
        AMOUNT,
        "每天至少",
        "the least of a day, where the rate gives less",
        read="least",
        only_if_any=True,
    ),
    FigureDeclaration(
        "overdue",
        FigureUnit.TEXT,
        "因哪一期逾期而计",
        "what of the loan is overdue, where this is not",
        only_if_any=True,
    ),
    FigureDeclaration(
        "to_come",
        AMOUNT,
        "其中尚未到期的本金",
        "what of the balance is principal of the loan that is to come",
        only_if_any=True,
    ),
)

DAILY_FEES = FigureGroup(
    "daily_fees",
    "按日收取的费用",
    "the fees by the day",
    (
        FigureDeclaration("label", FigureUnit.TEXT, "费用", "what the fee is called"),
        FigureDeclaration("accrued", AMOUNT, "产生的费用", "what accrued of it, paid or not"),
        FigureDeclaration("paid", AMOUNT, "已还的费用", "what was paid of it"),
        FigureDeclaration("waived", AMOUNT, "已减免的费用", "what was taken off it"),
        FigureDeclaration("outstanding", AMOUNT, "未还的费用", "what is unpaid of it"),
    ),
    is_list=True,
    explained=sums.of_a_fee,
)

ENTRIES = FigureGroup(
    "entries",
    "逐笔明细",
    "the ledger of the bill, line by line",
    kinds={
        entries.Accrual: (
            *_A_DAY,
            FigureDeclaration("interest", EXACT, "这些天的罚息，未取整", "penalty interest of those days, exact"),
            *_OF_AN_ACCRUAL,
            LINE,
        ),
        entries.YearlyAccrual: (
            *_A_YEAR,
            FigureDeclaration(
                "interest",
                FigureUnit.TEN_DECIMALS,
                "这些天的罚息，未取整",
                "penalty interest of those days, to ten decimals",
            ),
            *_OF_AN_ACCRUAL,
            LINE,
        ),
        entries.InterestDays: (*_A_DAY, _ORDINARY_INTEREST, LINE),
        entries.YearlyInterestDays: (
            *_A_YEAR,
            FigureDeclaration(
                "ordinary_interest",
                FigureUnit.TEN_DECIMALS,
                "利息，未取整",
                "ordinary interest, to ten decimals",
                read="interest",
            ),
            LINE,
        ),
        entries.DailyFeeDays: (
            *_A_DAY,
            FigureDeclaration("fee", EXACT, "这些天的费用，未取整", "the fee of those days, exact"),
            _FEE_LABEL,
            LINE,
        ),
        entries.DailyFeeRounding: (
            _DATE,
            FigureDeclaration("fee", EXACT, "费用四舍五入到分的差额", "what rounding the fee added or took away"),
            _FEE_LABEL,
            LINE,
        ),
        entries.OpeningBalance: (
            _DATE,
            FigureGroup(
                "opening",
                "页面所示的余额",
                "the balances that the lender's page shows",
                (
                    FigureDeclaration("principal", AMOUNT, "页面所示本金", "principal shown"),
                    FigureDeclaration("interest", AMOUNT, "页面所示利息", "interest shown"),
                    FigureDeclaration("penalty", AMOUNT, "页面所示罚息", "penalty interest shown"),
                    FigureDeclaration("late_fee", AMOUNT, "页面所示违约金", "the late fee shown"),
                ),
                read=lambda entry: entry,
            ),
            LINE,
        ),
        entries.Waived: (
            _DATE,
            FigureDeclaration("waived", AMOUNT, "对方已减免", "what the lender took off"),
            FigureDeclaration(
                "of",
                FigureUnit.TEXT,
                "减免的是什么",
                "what it was taken off",
                choices=("penalty", "interest", "late_fee", "daily_fee"),
            ),
            LINE,
        ),
        entries.InterestStated: (_DATE, _ORDINARY_INTEREST, LINE),
        entries.InterestRounding: (_DATE, _ORDINARY_INTEREST, LINE),
        entries.Posting: (
            _DATE,
            FigureDeclaration("payment", AMOUNT, "还款", "the payment"),
            FigureDeclaration("to_fees", AMOUNT, "抵违约金", "what of it paid the late fee"),
            FigureDeclaration(
                "to_daily_fees", AMOUNT, "抵按日收取的费用", "what of it paid fees by the day", only_if_any=True
            ),
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
            _ON,
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
        FigureDeclaration(
            "kind",
            FigureUnit.TEXT,
            "是什么",
            "a bill, an instalment of a loan, or principal called in",
            explained=stated,
            choices=("bill", "instalment", "called-in"),
        ),
        FigureDeclaration("loan", FigureUnit.TEXT, "属于哪笔借款", "the loan", explained=stated, may_lack=True),
        FigureDeclaration("number", COUNT, "第几期", "the number of the instalment", explained=stated, may_lack=True),
        FigureDeclaration(
            "state",
            FigureUnit.TEXT,
            "状态",
            "where it stands; revolving where the minimum was paid",
            explained=stated,
            choices=("not-due", "in-grace", "revolving", "overdue", "settled"),
        ),
        FigureDeclaration("interest_billed", AMOUNT, "账单所列利息", "interest that it states"),
        FigureDeclaration("penalty_on_interest", AMOUNT, "未还利息的罚息", "penalty interest on unpaid interest"),
        FigureDeclaration("penalty_waived", AMOUNT, "已减免罚息", "penalty interest taken off already"),
        FigureDeclaration("interest_waived", AMOUNT, "已减免利息", "interest taken off already"),
        FigureDeclaration("late_fee_waived", AMOUNT, "已减免违约金", "the late fee taken off already"),
        DAILY_FEES,
        FigureDeclaration(
            "shown_on",
            DAY,
            "页面的日期",
            "the day of the lender's page that its balances come from",
            explained=stated,
            may_lack=True,
        ),
        ENTRIES,
    ),
    is_list=True,
    made_by=figures_of_bill,
    explained=sums.of_a_bill,
)
