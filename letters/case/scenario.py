"""The scenario: every field that a case file may have, in the order people fill it in."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from letters.case.charges import InterestField, LateFee, LateFeeField
from letters.case.fields import Amount, Clock, Date, Phrase, Story, Text, Waive, WaiveField, one_of, whole
from letters.case.lender import Allocation, Compounding, GraceDays, LenderType, Rounding, YearDays
from letters.case.rates import RateOrRange, RateRow

ALL = Waive(share=Decimal(1))
CONTACT_KINDS = ("request", "complaint", "regulator", "mediation")
OUTCOMES = ("accepted", "partly", "refused", "waiting")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_missing(cls, data: Any) -> Any:
        """An empty value stands for a missing key, wherever the field can do without one."""
        if not isinstance(data, dict):
            return data
        fields = cls.model_fields
        given = {k: None if isinstance(v, str) and not v.strip() else v for k, v in data.items()}
        return {k: v for k, v in given.items() if v is not None or k not in fields or fields[k].is_required()}


class Evidence(_Part):
    document: Phrase = Field(description="What the paper is called")
    issuer: Text | None = Field(None, description="Who issued it")
    date: Date | None = Field(None, description="The date on it")
    file: Text | None = Field(None, description="The scan or photograph of it, a file beside this one")


class Hardship(_Part):
    kind: Text = Field(description="What happened: illness, job-loss, family-emergency … (see `letters list`)")
    event: Phrase | None = Field(None, description="One phrase, used in the middle of a sentence")
    started: Date | None = Field(None, description="The day it began")
    ended: Date | None = Field(None, description="The day it ended, if it has")
    resumed: Date | None = Field(None, description="Back at work since")
    own_cost: Amount | None = Field(None, description="What the borrower paid because of it")
    story: Story | None = Field(None, description="The borrower's own words; paragraphs are kept")
    evidence: tuple[Evidence, ...] = Field((), description="The papers that show it, in the order they are attached")


class Income(_Part):
    before: Amount | None = Field(None, description="Income a month before it happened")
    during: Amount | None = Field(None, description="Income a month while it lasted")
    now: Amount | None = Field(None, description="Income a month now")


class Expense(_Part):
    label: Text = Field(description="What it is spent on")
    amount: Amount | None = Field(None, description="A month")
    category: Text | None = Field(None, description="What it belongs to, like 住房 or 医疗; sums are shown by it")


class Debt(_Part):
    creditor: Text = Field(description="Whom else you owe: another lender, a relative …")
    balance: Amount | None = Field(None, description="What is owed in all")
    minimum: Amount | None = Field(None, description="The least to pay on it, a month")
    note: Phrase | None = Field(None, description="What else to know of it, one phrase")


class Borrower(_Part):
    name: Text = Field(description="The name in the contract")
    id_number: Text | None = Field(None, description="Shown masked in letters unless request.show_id is full")
    phone: Text | None = Field(None, description="The number registered with the lender")
    email: Text | None = Field(None, description="Where the answer can be sent")
    address: Text | None = Field(None, description="Postal address")
    account: Text | None = Field(None, description="The account, or its last four digits")


class LenderEntry(_Part):
    profile: Text = Field("generic", description="A lender profile (see `letters list`)")
    name: Text | None = Field(None, description="The lender named in the contract: a bank or a company")
    type: LenderType | None = Field(None, description="What kind of lender it is")
    daily_rate: RateOrRange | None = Field(
        None,
        description="The penalty rate a day on your bill, like 0.05%; a range like 0.05%..0.075% where it shows none",
    )
    rates: tuple[RateRow, ...] = Field(
        (), description="Where the rate changed: each from a day on; daily_rate is that of the days before the first"
    )
    allocation: Allocation | None = Field(None, description="What a payment pays first")
    grace_days: GraceDays | None = Field(None, description="Days after the due date that still count as on time")
    rounding: Rounding | None = Field(None, description="daily: each day's interest is rounded")
    year_days: YearDays | None = Field(None, description="365, or 360, for the annual rate")
    compounding: Compounding | None = Field(
        None, description="monthly: unpaid penalty and interest join the base each month, where the contract has it"
    )
    email: Text | None = Field(None, description="Where the lender takes requests by e-mail, from its own website")
    late_fee: LateFee | None = Field(None, description="How each bill's late fee is computed (cards)")


class Payment(_Part):
    date: Date = Field(description="The day it was paid")
    amount: Amount = Field(description="How much was paid")


Payments = tuple[Payment, ...]


class Bill(_Part):
    label: Text | None = Field(None, description="What the lender calls the bill")
    due_date: Date = Field(description="The last day to pay it")
    amount: Amount = Field(description="The principal billed")
    payments: Payments = Field((), description="What has been paid on this bill")
    minimum_payment: Amount | None = Field(None, description="What this bill alone asks for at least (最低还款额)")
    late_fee: LateFeeField | None = Field(
        None, description="The late fee charged on this bill (违约金), or a mapping by which it is computed"
    )
    interest: InterestField | None = Field(
        None, description="Ordinary interest that this bill states (利息), or a mapping by which it is computed"
    )
    claimed_penalty: Amount | None = Field(None, description="The penalty that the lender asks for on this bill")

    @property
    def title(self) -> str:
        """How letters call the bill."""
        return self.label or self.due_date.isoformat()


class Contact(_Part):
    date: Date = Field(description="The day of the call or message")
    time: Clock | None = Field(None, description="The time of day, like 14:30")
    channel: Text | None = Field(None, description="电话, 在线客服, 邮件 …")
    who: Text | None = Field(None, description="Whom you spoke to, by name or post")
    agent: Text | None = Field(None, description="The agent's work number")
    ticket: Text | None = Field(None, description="The ticket number")
    said: Phrase | None = Field(None, description="What you asked")
    promised: Phrase | None = Field(None, description="What the lender answered or promised")
    reply_by: Date | None = Field(None, description="When an answer was promised")
    asked_by: Date | None = Field(None, description="When you asked for an answer, in a letter")
    letter: Text | None = Field(None, description="The kind of letter that was sent (`letters sent` writes it)")
    kind: Annotated[str, one_of(*CONTACT_KINDS)] | None = Field(
        None, description="What it was: a request when absent, a complaint to the lender, to the regulator, mediation"
    )
    outcome: Annotated[str, one_of(*OUTCOMES)] | None = Field(
        None, description="The lender's answer, where it gave one: accepted, partly, refused; waiting where it did not"
    )
    waived: Amount | None = Field(None, description="What the lender then offered, or agreed, to waive")


class Plan(_Part):
    instalments: Annotated[int, whole(1, 60, 6)] = Field(description="How many monthly instalments, 60 at most")
    first: Date = Field(description="The day of the first one")


class OwnOffer(_Part):
    name: Text = Field(description="What you call this offer")
    waive: WaiveField | None = Field(None, description="What it asks to be waived; as in request.waive when absent")
    instalments: Annotated[int, whole(1, 60, 3)] | None = Field(None, description="How many; without it, one payment")
    first: Date | None = Field(None, description="The day of the first one; that of request.plan when absent")
    today: Amount | None = Field(None, description="What is paid at once; the instalments are of the rest")


class Request(_Part):
    waive: WaiveField = Field(ALL, description="all, a share like 60%, or an amount of the penalty outstanding")
    plan: Plan | None = Field(None, description="The instalments you can keep")
    today: Amount | None = Field(None, description="What you could pay today")
    reply_within_days: Annotated[int, whole(1, 365, 15)] | None = Field(
        None, description="Days until an answer is asked for"
    )
    offers: tuple[OwnOffer, ...] = Field((), description="Offers of your own, beside those that are computed")
    accept_from: WaiveField | None = Field(
        None, description="From which waiver on you accept: a share, or an amount; half the penalty when absent"
    )
    threshold: Amount | None = Field(
        None, description="A penalty whose day is worked out; the next round hundred when absent"
    )
    show_id: Annotated[str, one_of("masked", "full")] = Field("masked", description="How letters show the ID number")


class Scenario(_Part):
    language: Text = Field("zh", description="The letters' language")
    as_of: Date | None = Field(None, description="Figures include this day; today when absent")
    date: Date | None = Field(None, description="The letters' date; as_of when absent")
    hardship: Hardship = Field(description="What happened, and what shows it")
    income: Income = Field(default_factory=Income, description="A month")
    expenses: tuple[Expense, ...] | None = Field(None, description="What you need to live on, a month")
    debts: tuple[Debt, ...] | None = Field(None, description="What you owe to others; [] where there is nothing")
    borrower: Borrower = Field(description="Who writes")
    lender: LenderEntry = Field(description="A lender profile's name, or a mapping over one")
    bills: tuple[Bill, ...] = Field(min_length=1, description="Every bill that is not settled")
    payments: Payments = Field((), description="Payments on the account as a whole: the oldest bill is settled first")
    claimed_penalty: Amount | None = Field(None, description="The total penalty that the lender asks for")
    contacts: tuple[Contact, ...] = Field((), description="Calls and messages so far")
    request: Request = Field(default_factory=Request, description="What you ask for")
    signatories: Text | None = Field(
        None, description="A CSV or XLSX file beside this one with the others who sign: a joint petition"
    )

    @model_validator(mode="before")
    @classmethod
    def _plain_forms(cls, data: Any) -> Any:
        """A lender's name alone stands for its profile."""
        if not isinstance(data, dict):
            return data
        lender = data.get("lender")
        return data | ({"lender": {"profile": lender}} if isinstance(lender, str) else {})
