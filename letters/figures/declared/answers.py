"""What the lender answered, how long it has had, and what those who sign together owe."""

from __future__ import annotations

from functools import partial

from letters.figures.declared.declaration import FigureDeclaration, FigureGroup, FigureUnit
from letters.figures.hardship.bills_around_hardship import bills_around_hardship
from letters.figures.hardship.force_majeure import force_majeure
from letters.figures.lender_answer import agreed_terms, answer, counter_terms
from letters.figures.limitation import EVENTS, STATES, limitation
from letters.figures.time_since_contact import time_since_contact
from letters.figures.traces import budget, case, sums
from letters.figures.traces.asked import by_place
from letters.negotiation.joint_petition import joint
from letters.reference_data.holidays import working_day

AMOUNT, DAY, COUNT, YES_OR_NO = FigureUnit.AMOUNT, FigureUnit.DAY, FigureUnit.COUNT, FigureUnit.YES_OR_NO


AGREED = FigureGroup(
    "agreed",
    "对方同意的",
    "what the lender agreed to by the log; null where its last answer agrees to nothing",
    (
        FigureDeclaration("on", DAY, "对方同意的日期", "the day on which the lender agreed"),
        FigureDeclaration("as_of", DAY, "同意时，数字的截止日", "the day that the figures agreed on include"),
        FigureDeclaration(
            "waived",
            AMOUNT,
            "同意减免的数目；记录里没有写的，按当时提出的",
            "what the lender agreed to waive; where the log names no amount, what was last proposed",
        ),
        FigureDeclaration(
            "to_pay", AMOUNT, "截止日的全部欠款，减去同意减免的", "all that was owed on that day, less what is waived"
        ),
        FigureDeclaration("paid", AMOUNT, "同意以后的还款之和", "the sum of the payments since the lender agreed"),
        FigureDeclaration(
            "settled", YES_OR_NO, "同意以后的还款，是否已经还清", "whether the payments since then have settled it"
        ),
        FigureGroup(
            "plan",
            "谈妥的计划",
            "the plan agreed",
            (
                FigureDeclaration(
                    "date", DAY, "谈妥的计划，这一期的日期", "the day of this instalment of the plan agreed"
                ),
                FigureDeclaration(
                    "amount",
                    AMOUNT,
                    "谈妥的计划，这一期的数目；除最后一期外，不足一分的舍去",
                    "this instalment of the plan agreed; rounded down to the fen, the last takes the rest",
                ),
            ),
            is_list=True,
        ),
    ),
    read=agreed_terms,
    made_by=answer,
    explained=case.of_the_answer,
    may_lack=True,
)
COUNTER = FigureGroup(
    "counter",
    "还价",
    "the counter-offer that answers a part; null where nothing is to counter",
    (
        FigureDeclaration(
            "waived",
            AMOUNT,
            "申请减免的和未还罚息的四分之三，取较小的；不低于对方答应的",
            "the request or three quarters of the penalty interest, whichever is less; never below what the lender"
            " offered",
        ),
        FigureDeclaration(
            "to_pay", AMOUNT, "全部欠款，减去还价减免的", "everything owed, less what the counter-offer waives"
        ),
        FigureDeclaration("pay_now", AMOUNT, "还价里确认以后先还的", "paid once the counter-offer is confirmed"),
        FigureGroup(
            "plan",
            "还价的计划",
            "the plan of the counter-offer",
            (
                FigureDeclaration(
                    "date", DAY, "还价的计划，这一期的日期", "the plan of the counter-offer, the day of this instalment"
                ),
                FigureDeclaration(
                    "amount",
                    AMOUNT,
                    "还价的计划，这一期的数目；除最后一期外，不足一分的舍去",
                    "the plan of the counter-offer, this instalment; each but the last cut down to the fen",
                ),
            ),
            is_list=True,
        ),
    ),
    read=counter_terms,
    made_by=answer,
    explained=case.of_the_answer,
    may_lack=True,
)
SINCE = FigureGroup(
    "since",
    "困难开始前后的账单",
    "how the bills that are not settled lie around the day on which the hardship began; null where that is not known",
    (
        FigureDeclaration(
            "before",
            COUNT,
            "困难开始之前到期、没有还清的账单数",
            "bills not settled that fell due before the hardship began",
        ),
        FigureDeclaration(
            "after",
            COUNT,
            "困难开始之后到期、没有还清的账单数",
            "bills not settled that fell due on or after that day",
        ),
        FigureDeclaration(
            "penalty_before",
            AMOUNT,
            "困难开始之前到期的账单的未还罚息",
            "penalty interest unpaid on those before",
            explained=by_place(partial(budget.penalty_beside_the_hardship, "before")),
        ),
        FigureDeclaration(
            "penalty_after",
            AMOUNT,
            "困难开始之后到期的账单的未还罚息",
            "penalty interest unpaid on those after",
            explained=by_place(partial(budget.penalty_beside_the_hardship, "after")),
        ),
    ),
    made_by=bills_around_hardship,
    may_lack=True,
)
FORCE_MAJEURE = FigureGroup(
    "force_majeure",
    "自然灾害期间的罚息（民法典第五百九十条）",
    "what of the penalty a natural disaster may excuse (民法典 §590); null where it bears none",
    (
        FigureDeclaration("until", DAY, "算到哪一天为止", "the last day that counts"),
        FigureDeclaration(
            "penalty",
            AMOUNT,
            "到这一天为止产生、还没有还的罚息",
            "the penalty of the days up to it that is unpaid",
            explained=sums.of_the_disaster,
        ),
        FigureGroup(
            "bills",
            "期间到期的账单",
            "the bills that fell due meanwhile and are not settled",
            (
                FigureDeclaration("label", FigureUnit.TEXT, "账单", "what the bill is called"),
                FigureDeclaration("days", COUNT, "到这一天为止的天数", "days of penalty up to that day"),
                FigureDeclaration(
                    "penalty",
                    AMOUNT,
                    "这一期到这一天为止的罚息",
                    "the bill’s penalty of those days that is unpaid",
                    explained=sums.of_a_bill_in_the_disaster,
                ),
            ),
            is_list=True,
        ),
    ),
    made_by=force_majeure,
    may_lack=True,
)
REPLY_BY = FigureDeclaration(
    "reply_by",
    DAY,
    "书信的日期加 request.reply_within_days 天（没有写的加 15 天），遇休息日顺延到下一个工作日",
    "the letters’ date and request.reply_within_days more (15 where it is not given), moved to the next working day",
    made_by=working_day,
)
WAITED = FigureGroup(
    "waited",
    "对方已经有多少时间",
    "how long the lender has had, by the log, to the letters’ date; null without a contact",
    (
        FigureDeclaration("since", DAY, "按联系记录，第一次联系的日期", "the day of the first contact"),
        FigureDeclaration(
            "days",
            COUNT,
            "按联系记录，从第一次联系到书信的日期的天数",
            "days from the first contact to the letters’ date",
        ),
        FigureDeclaration("contacts", COUNT, "按联系记录，联系的次数", "how many contacts"),
        FigureDeclaration("last", DAY, "按联系记录，最近一次联系的日期", "the day of the last contact"),
        FigureDeclaration(
            "days_since_last",
            COUNT,
            "按联系记录，从最近一次联系到书信的日期的天数",
            "days from the last contact to the letters’ date",
        ),
    ),
    made_by=time_since_contact,
    may_lack=True,
)
_ENDS_ON = FigureDeclaration("ends_on", DAY, "诉讼时效的最后一天", "the last day of the limitation period")
_STATE = FigureDeclaration(
    "state",
    FigureUnit.TEXT,
    "诉讼时效：未满（running）、将满（near）、可能已满（may-have-passed）",
    "whether limitation runs, is near its end, or may have passed",
    choices=STATES,
)
LIMITATION = FigureGroup(
    "limitation",
    "诉讼时效",
    "limitation of what is due and unpaid, by the worst of its bills; null where nothing is",
    (
        FigureDeclaration("counted_from", DAY, "从哪天起算", "the last event that started the years of the worst bill"),
        _ENDS_ON,
        _STATE,
        FigureGroup(
            "events",
            "起算和重新起算的事项",
            "what started the years, by day",
            (
                FigureDeclaration("date", DAY, "日期", "the day of the event"),
                FigureDeclaration(
                    "what",
                    FigureUnit.TEXT,
                    "到期（due）、还款（payment）、催款（demand）、承认（acknowledgement）或者转让通知（assignment）",
                    "what it was",
                    choices=EVENTS,
                ),
                FigureDeclaration("line", FigureUnit.LINE, "案卷里的行", "its line in the scenario file"),
            ),
            is_list=True,
        ),
        FigureGroup(
            "bills",
            "每一期",
            "each bill that is due and unpaid",
            (FigureDeclaration("label", FigureUnit.TEXT, "账单", "what the bill is called"), _ENDS_ON, _STATE),
            is_list=True,
        ),
    ),
    made_by=limitation,
    may_lack=True,
)
JOINT = FigureGroup(
    "joint",
    "联名的人各自和合计的数字",
    "what those who sign a joint petition owe; null where nobody else signs",
    (
        FigureGroup(
            "rows",
            "联名的人",
            "those who sign, in the order of the petition, without names",
            (
                FigureDeclaration("bills", COUNT, "账单数", "how many bills; 0 where the person gave sums"),
                FigureDeclaration("principal", AMOUNT, "未还本金", "principal unpaid"),
                FigureDeclaration("penalty", AMOUNT, "未还罚息", "penalty interest unpaid"),
                FigureDeclaration("as_of", DAY, "截至", "the day that these include"),
                FigureDeclaration("own", YES_OR_NO, "是否本人提供的数字", "whether the person gave them"),
            ),
            is_list=True,
            explained=sums.of_a_signatory,
        ),
        FigureDeclaration("principal", AMOUNT, "联名本金合计", "the principal of all"),
        FigureDeclaration("penalty", AMOUNT, "联名罚息合计", "the penalty interest of all"),
        FigureDeclaration("owed", AMOUNT, "联名本金与罚息合计", "both together"),
    ),
    made_by=joint,
    explained=sums.of_all_signatories,
    may_lack=True,
)
