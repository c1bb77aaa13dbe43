"""The terms that a lender has for every debt, and that a bill or a loan may have of its own."""

from __future__ import annotations

from typing import Annotated

from letters.base.errors import Message
from letters.base.field_types import Amount, Multiple, Rate, Text, YearlyRate, one_number, one_of, whole
from letters.base.record import Field
from letters.scenario.model.charges import or_mapping
from letters.scenario.model.part import Part
from letters.scenario.model.rates import RateOrRange, RateRow, TierRow

_COMPOUNDINGS = {
    "none": "penalty is charged on the principal alone",
    "monthly": "unpaid penalty and interest join the base each month",
    "quarterly": "unpaid penalty and interest join the base in March, June, September and December",
}
_ON_INTEREST = {
    "none": "unpaid interest bears no penalty",
    "penalty": "unpaid interest bears penalty at the penalty rate",
    "contract": "unpaid interest bears penalty at the contract's own rate",
}
_GRACES = {
    "reaches-back": "what is still unpaid after the days of grace bears penalty from the due date",
    "delays": "penalty begins only after the days of grace",
}
_BASES = {
    "unpaid": "penalty runs on what is unpaid of what is due",
    "whole-loan": "while anything is overdue, penalty runs on all of the principal, due or not",
}
_EVERY = {"month": "each month", "quarter": "in March, June, September and December"}
GraceDays = Annotated[int, whole(0, 60, 3)]
YearDays = Annotated[int, one_number(365, 360)]
_WORD = one_of(*_COMPOUNDINGS, says=_COMPOUNDINGS)


class JoiningRule(Part):
    """Compounding on a fixed day of the month, whatever the due date is."""

    every: Annotated[str, one_of(*_EVERY, says=_EVERY)] = Field(
        title="How often it joins", description="Each month, or each quarter", examples=["quarter"]
    )
    on: Annotated[int, whole(1, 31, 20)] = Field(
        title="On which day of the month", description="The last of the month where it has no such day", examples=["20"]
    )


Compounding = Annotated[
    str | JoiningRule,
    or_mapping(_WORD, Message("expects none, monthly, quarterly, or a mapping like {every: quarter, on: 20}")),
]


class DailyFeeRow(Part):
    """A fee charged by the day, on what penalty runs on."""

    label: Text = Field(title="Name of the fee", description="What the lender calls it", examples=["逾期管理费"])
    daily_rate: Rate = Field(title="Daily rate of the fee", description="Its rate a day", examples=["0.02%"])


class DebtTerms(Part):
    """The rates and rules of penalty: the lender's for every debt, or those of one bill or loan alone."""

    daily_rate: RateOrRange | None = Field(
        None,
        title="Daily penalty rate",
        description="The penalty rate a day on your bill; a range like 0.05%..0.075% where it shows none",
        examples=["0.05%"],
    )
    annual_rate: YearlyRate | None = Field(
        None,
        title="Yearly penalty rate",
        description="The penalty rate where the contract gives it by the year, instead of daily_rate",
        examples=["15.4%"],
    )
    penalty_multiple: Multiple | None = Field(
        None,
        title="Penalty rate as a multiple",
        description="The penalty rate as a multiple of contract_annual_rate, instead of daily_rate",
        examples=["150%"],
    )
    contract_annual_rate: YearlyRate | None = Field(
        None,
        title="Yearly rate of the contract",
        description="The contract's own rate a year, before anything is overdue",
        examples=["14.4%"],
    )
    rates: tuple[RateRow, ...] = Field(
        (),
        title="Changes of the rate",
        description="Where the rate changed: each from a day on; daily_rate is that of the days before the first",
    )
    tiers: tuple[TierRow, ...] = Field(
        (),
        title="Rates by days overdue",
        description="Where the rate rises with the days overdue: each from a day on; daily_rate is that of the first",
    )
    base: Annotated[str, one_of(*_BASES, says=_BASES)] | None = Field(
        None, title="What penalty runs on", description="What is unpaid of what is due, when absent"
    )
    daily_fees: tuple[DailyFeeRow, ...] = Field(
        (), title="Fees by the day", description="Fees charged by the day, on what penalty runs on"
    )
    least_per_day: Amount | None = Field(
        None,
        title="Least penalty a day",
        description="The least penalty of a day on which any runs",
        examples=["0.01"],
    )
    on_interest: Annotated[str, one_of(*_ON_INTEREST, says=_ON_INTEREST)] | None = Field(
        None,
        title="Penalty on interest",
        description="Whether interest that is unpaid after its due date bears penalty; none when absent",
    )
    compounding: Compounding | None = Field(
        None,
        title="Compound interest",
        description="Whether unpaid penalty and interest join the base, where the contract has it; none when absent",
    )
    grace_days: GraceDays | None = Field(
        None, title="Days of grace", description="Days after the due date that still count as on time", examples=["3"]
    )
    grace: Annotated[str, one_of(*_GRACES, says=_GRACES)] | None = Field(
        None,
        title="What grace does",
        description="Whether penalty reaches back to the due date once grace is over; it does when absent",
    )

    year_days: YearDays | None = Field(
        None, title="Days of a year", description="For the annual rate: 365, or 360 where the contract says so"
    )

    @property
    def states_rate(self) -> bool:
        """Whether a penalty rate is given here."""
        return any(one is not None for one in (self.daily_rate, self.annual_rate, self.penalty_multiple))

    @property
    def has_own_rates(self) -> bool:
        """Whether a rate, a history or tiers are given here, which replace all of the lender's."""
        return self.states_rate or bool(self.rates or self.tiers)
