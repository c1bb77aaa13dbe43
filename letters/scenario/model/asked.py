"""What the person asks for: waivers, a plan of instalments or a pause, offers of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from letters.base.field_types import Amount, Date, Flag, Text, Waive, WaiveField, one_of, whole
from letters.base.record import Field
from letters.scenario.model.part import Part

ALL = Waive(share=Decimal(1))
MOST_INSTALMENTS = 60
_COVERS = {
    "due": "what is due; the instalments to come are paid beside it on their days",
    "all": "what is due and the principal of the instalments to come, without their interest",
}
_ID_SHOWN = {"masked": "the first three and last four characters", "full": "all of it"}


class PlanStep(Part):
    amount: Amount = Field(title="Amount a month", description="What is paid in each month", examples=["300.00"])
    months: Annotated[int, whole(1, MOST_INSTALMENTS, 5)] | None = Field(
        None,
        title="Months of this amount",
        description="For how many months; the last step runs until all is paid",
        examples=["5"],
    )


class Plan(Part):
    instalments: Annotated[int, whole(1, MOST_INSTALMENTS, 6)] | None = Field(
        None, title="Instalments", description="How many monthly instalments, 60 at most", examples=["6"]
    )
    per_month: Amount | None = Field(
        None,
        title="Amount a month",
        description="What you can pay a month until all is paid, instead of a number of instalments",
        examples=["500.00"],
    )
    steps: tuple[PlanStep, ...] = Field(
        (),
        title="Amounts that change",
        description="Amounts one after the other, each for some months, instead of a number of instalments",
    )
    first: Date = Field(title="First instalment on", description="The day of the first one", examples=["2026-04-10"])
    covers: Annotated[str, one_of(*_COVERS, says=_COVERS)] = Field(
        "due", title="What the plan pays", description="Of a loan in instalments: what is due, or all of it"
    )
    review: Date | None = Field(
        None,
        title="Looked at again on",
        description="The day on which the rest is talked about, where the plan ends before all is paid",
        examples=["2026-10-10"],
    )


class Defer(Part):
    months: Annotated[int, whole(1, MOST_INSTALMENTS, 3)] | None = Field(
        None, title="Months of the pause", description="How many months, from the date of the letters", examples=["3"]
    )
    until: Date | None = Field(
        None, title="Pause until", description="Its last day, instead of months", examples=["2026-07-01"]
    )
    token: Amount | None = Field(
        None,
        title="Paid a month meanwhile",
        description="What you can pay a month meanwhile, if anything",
        examples=["100.00"],
    )


class OwnOffer(Part):
    name: Text = Field(title="Name of the offer", description="What you call this offer", examples=["five hundred now"])
    waive: WaiveField | None = Field(
        None,
        title="How much to waive",
        description="What it asks to be waived; as in request.waive when absent",
        examples=["80%"],
    )
    instalments: Annotated[int, whole(1, 60, 3)] | None = Field(
        None, title="Instalments", description="How many; without it, one payment", examples=["3"]
    )
    first: Date | None = Field(
        None,
        title="First instalment on",
        description="The day of the first one; that of request.plan when absent",
        examples=["2026-04-10"],
    )
    today: Amount | None = Field(
        None,
        title="Paid at once",
        description="What is paid at once; the instalments are of the rest",
        examples=["500.00"],
    )


class Request(Part):
    waive: WaiveField = Field(
        ALL,
        title="How much to waive",
        description="all, a share like 60%, or an amount of the penalty outstanding",
        examples=["60%"],
    )
    plan: Plan | None = Field(None, title="Repayment plan", description="The instalments you can keep")
    defer: Defer | None = Field(None, title="A pause", description="The time in which you cannot pay instalments")
    waive_interest: WaiveField | None = Field(
        None,
        title="Interest to waive",
        description="all, a share like 60%, or an amount of the ordinary interest; nothing when absent",
        examples=["50%"],
    )
    waive_late_fee: WaiveField | None = Field(
        None,
        title="Late fees to waive",
        description="all, a share like 60%, or an amount of the late fees; nothing when absent",
        examples=["all"],
    )
    waive_fees: WaiveField | None = Field(
        None,
        title="Fees by the day to waive",
        description="all, a share like 60%, or an amount of the fees by the day; nothing when absent",
        examples=["all"],
    )
    today: Amount | None = Field(
        None, title="What you can pay today", description="What you could pay today", examples=["500.00"]
    )
    reply_within_days: Annotated[int, whole(1, 365, 15)] | None = Field(
        None,
        title="Days for an answer",
        description="Days until an answer is asked for; 15 when absent",
        examples=["15"],
    )
    offers: tuple[OwnOffer, ...] = Field(
        (), title="Offers of your own", description="Offers of your own, beside those that are computed"
    )
    accept_from: WaiveField | None = Field(
        None,
        title="Waiver that you accept",
        description="From which waiver on you accept: a share, or an amount; the budget alone decides when absent",
        examples=["60%"],
    )
    threshold: Amount | None = Field(
        None,
        title="Penalty to look out for",
        description="A penalty whose day is worked out; the next round hundred when absent",
        examples=["300.00"],
    )
    show_id: Annotated[str, one_of(*_ID_SHOWN, says=_ID_SHOWN)] = Field(
        "masked", title="ID number in letters", description="How letters show the ID number"
    )
    acknowledge: Flag = Field(
        False,
        title="Write although the debt is old",
        description="You have taken advice and want to admit the debt all the same",
        examples=["true"],
    )
    no_agent: Flag = Field(
        False,
        title="Without a paid agent",
        description="You write yourself and have hired nobody for a fee; the letters then say so",
        examples=["true"],
    )
