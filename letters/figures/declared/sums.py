"""The sums of all bills and of those that are due, what is asked of them, and both ends of a rate that is a range."""

from __future__ import annotations

from functools import partial
from operator import attrgetter

from letters.figures.bill_at_as_of import figures_of_bill
from letters.figures.both_ends import bills_at_both_ends
from letters.figures.declared.bills import DAILY_FEES
from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.figures import disputed_penalty
from letters.figures.traces import case, offers, sums
from letters.figures.traces.asked import by_place, stated
from letters.ledger.totals import annual_cost, paid_to_principal, sums_of
from letters.negotiation.waivers import waived, waivers_asked

AMOUNT, RATE, TEXT = FigureUnit.AMOUNT, FigureUnit.RATE, FigureUnit.TEXT

_ABOVE_LINE = FigureGroup(
    "above_line",
    "折合年化成本和可以请求法院调减的线",
    "the cost of a year held against the line beyond which a court may be asked to reduce it",
    (
        FigureDeclaration(
            "line",
            RATE,
            "折合年化成本的一条线，过了它可以请求法院调减",
            "a line for the cost of a year, above which a court may be asked to reduce it",
        ),
        FigureDeclaration(
            "passed",
            FigureUnit.YES_OR_NO,
            "折合年化成本是否超过这条线",
            "whether the cost of a year is above that line; null where no day was charged",
            explained=sums.annual_cost,
            may_lack=True,
        ),
        FigureDeclaration("source", TEXT, "这条线的出处", "where that line is drawn"),
    ),
    made_by=annual_cost,
    explained=sums.of_the_line,
)


def _sums(name: str, zh: str, en: str, of: str) -> FigureGroup:
    """Returns the sums of all bills, or of those that are due: `of` is what their Chinese names begin with."""
    return FigureGroup(
        name,
        zh,
        en,
        (
            FigureDeclaration("amount", AMOUNT, f"{of}账单金额合计", "the principal billed"),
            FigureDeclaration("paid", AMOUNT, f"{of}已还合计", "what was paid", explained=sums.paid),
            FigureDeclaration(
                "overpaid", AMOUNT, f"{of}多付合计", "what was paid beyond what was owed", explained=sums.paid
            ),
            FigureDeclaration("principal_outstanding", AMOUNT, f"{of}未还本金合计", "principal unpaid"),
            FigureDeclaration(
                "overdue_principal", AMOUNT, f"{of}逾期本金合计", "principal overdue", explained=sums.overdue
            ),
            FigureDeclaration(
                "penalty_accrued", AMOUNT, f"{of}产生的罚息合计", "penalty interest accrued, paid or not"
            ),
            FigureDeclaration("penalty_paid", AMOUNT, f"{of}已抵罚息合计", "penalty interest paid"),
            FigureDeclaration("penalty_outstanding", AMOUNT, f"{of}未还罚息合计", "penalty interest unpaid"),
            FigureDeclaration("interest", AMOUNT, f"{of}利息合计", "ordinary interest unpaid"),
            FigureDeclaration("interest_paid", AMOUNT, f"{of}已抵利息合计", "ordinary interest paid"),
            FigureDeclaration("late_fee", AMOUNT, f"{of}违约金合计", "late fees unpaid"),
            FigureDeclaration("total_due", AMOUNT, f"{of}欠款合计", "all that is owed", explained=sums.total_due),
            FigureDeclaration(
                "daily_accrual", AMOUNT, f"{of}每日增加合计", "what one more day adds", explained=sums.a_day
            ),
            FigureDeclaration(
                "claimed_penalty",
                AMOUNT,
                f"{of}对方所示罚息合计",
                "the penalty interest that the lender asks for in all",
                explained=sums.claimed,
                may_lack=True,
            ),
            FigureDeclaration(
                "difference",
                AMOUNT,
                f"{of}与对方所示罚息的差额",
                "the lender's claim less our figure; null where nothing is claimed",
                explained=sums.difference,
                may_lack=True,
            ),
            FigureDeclaration("interest_billed", AMOUNT, f"{of}账单所列利息合计", "interest that the bills state"),
            FigureDeclaration(
                "penalty_on_interest", AMOUNT, f"{of}未还利息的罚息合计", "penalty interest on unpaid interest"
            ),
            FigureDeclaration("penalty_waived", AMOUNT, f"{of}已减免罚息合计", "penalty interest taken off already"),
            FigureDeclaration("interest_waived", AMOUNT, f"{of}已减免利息合计", "interest taken off already"),
            FigureDeclaration("late_fee_waived", AMOUNT, f"{of}已减免违约金合计", "late fees taken off already"),
            DAILY_FEES,
            FigureDeclaration(
                "annual_cost",
                RATE,
                f"{of}罚息、利息和违约金折合年化",
                "what was charged as a fraction a year; null where no day was charged",
                made_by=annual_cost,
                explained=sums.annual_cost,
                may_lack=True,
            ),
            _ABOVE_LINE,
        ),
        made_by=sums_of,
        explained=sums.of_all_bills,
    )


TOTAL = _sums("total", "全部账单合计", "the sums of all bills", "")
DUE = _sums(
    "due", "逾期账单合计", "the same sums of the bills that are due, which alone letters call overdue", "逾期："
)

OF_THE_REQUEST = (
    FigureDeclaration(
        "not_due_principal",
        AMOUNT,
        "未到期的未还本金",
        "principal unpaid on bills that are not due",
        made_by=sums_of,
        explained=sums.not_due,
    ),
    FigureDeclaration(
        "paid_to_principal",
        AMOUNT,
        "只抵本金的还款",
        "what was paid in payments that reached principal alone",
        made_by=paid_to_principal,
        explained=sums.paid_to_principal,
    ),
    FigureDeclaration(
        "asked",
        AMOUNT,
        "请求减免的罚息",
        "what the request asks to be waived",
        made_by=waived,
        explained=by_place(offers.asked),
    ),
    FigureDeclaration(
        "remaining_penalty",
        AMOUNT,
        "请求减免后仍付的罚息",
        "the penalty interest that the request leaves to pay",
        made_by=waived,
        explained=by_place(offers.remaining_penalty),
    ),
    FigureDeclaration(
        "asked_interest",
        AMOUNT,
        "请求减免的利息",
        "what it asks to be waived of interest",
        made_by=waivers_asked,
        explained=by_place(partial(offers.asked_beside, "interest")),
    ),
    FigureDeclaration(
        "asked_late_fee",
        AMOUNT,
        "请求减免的违约金",
        "what it asks to be waived of late fees",
        made_by=waivers_asked,
        explained=by_place(partial(offers.asked_beside, "late_fee")),
    ),
    FigureDeclaration(
        "asked_fees",
        AMOUNT,
        "请求减免的按日费用",
        "what it asks to be waived of daily fees",
        made_by=waivers_asked,
        explained=by_place(partial(offers.asked_beside, "fees")),
    ),
    FigureDeclaration(
        "asked_in_all",
        AMOUNT,
        "请求减免的合计",
        "all that the request asks to be waived",
        made_by=waivers_asked,
        explained=by_place(offers.asked_in_all),
    ),
    FigureDeclaration(
        "remaining_interest",
        AMOUNT,
        "请求减免后仍付的利息",
        "the interest that the request leaves to pay",
        made_by=waivers_asked,
        explained=by_place(partial(offers.remaining_beside, "interest")),
    ),
    FigureDeclaration(
        "remaining_late_fee",
        AMOUNT,
        "请求减免后仍付的违约金",
        "the late fees that the request leaves to pay",
        made_by=waivers_asked,
        explained=by_place(partial(offers.remaining_beside, "late_fee")),
    ),
    FigureDeclaration(
        "remaining_fees",
        AMOUNT,
        "请求减免后仍付的按日费用",
        "the fees by the day that the request leaves to pay",
        made_by=waivers_asked,
        explained=by_place(partial(offers.remaining_beside, "fees")),
    ),
    FigureDeclaration(
        "disputed",
        AMOUNT,
        "对方多计的罚息",
        "by how much the lender's figures are more than ours; nothing where they are not, or not known",
        made_by=disputed_penalty,
        explained=sums.disputed,
    ),
)


def _one_end(name: str, zh: str, en: str, total_due: str) -> FigureGroup:
    """Returns the figures at one end of the range; `total_due` is the attribute that holds all that is owed."""
    return FigureGroup(
        name,
        zh,
        en,
        (
            FigureDeclaration("principal_outstanding", AMOUNT, "未还本金", "principal unpaid"),
            FigureDeclaration("penalty_accrued", AMOUNT, "产生的罚息", "penalty interest accrued, paid or not"),
            FigureDeclaration("penalty_paid", AMOUNT, "已抵罚息", "penalty interest paid"),
            FigureDeclaration("penalty_outstanding", AMOUNT, "未还罚息", "penalty interest unpaid"),
            FigureDeclaration("interest", AMOUNT, "利息", "ordinary interest unpaid"),
            FigureDeclaration("late_fee", AMOUNT, "违约金", "late fees unpaid"),
            FigureDeclaration("total_due", AMOUNT, "欠款", "all that is owed", read=attrgetter(total_due)),
            FigureDeclaration("daily_accrual", AMOUNT, "每日增加", "what one more day adds"),
        ),
        explained=case.at_one_end,
    )


def _both_ends(total_due: str) -> tuple[FigureGroup, FigureGroup]:
    return (
        _one_end("low", "按低的利率", "at the low rate", total_due),
        _one_end("high", "按高的利率", "at the high rate", total_due),
    )


RANGE = FigureGroup(
    "range",
    "利率只知在两个数之间时，两端各自的数字",
    "the figures at both ends of a rate known only to lie between two",
    (
        FigureDeclaration("daily_rate_low", RATE, "低的每日利率", "the low daily rate"),
        FigureDeclaration("daily_rate_high", RATE, "高的每日利率", "the high daily rate"),
        FigureGroup("total", "全部账单合计", "the sums of all bills", _both_ends("total_due"), made_by=sums_of),
        FigureGroup(
            "due", "逾期账单合计", "the sums of the bills that are due", _both_ends("total_due"), made_by=sums_of
        ),
        FigureGroup(
            "bills",
            "每期账单",
            "each bill",
            (
                FigureDeclaration("label", TEXT, "账单", "what the bill is called", explained=stated),
                *_both_ends("owed"),
            ),
            is_list=True,
            made_by=figures_of_bill,
        ),
    ),
    made_by=bills_at_both_ends,
    may_lack=True,
)
