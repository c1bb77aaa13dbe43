"""Who writes, and what they live on: the personal half of a scenario."""

from __future__ import annotations

from typing import Annotated

from letters.base.field_types import Amount, Date, Phrase, Text, whole
from letters.base.person_types import IdNumber, Month, Number
from letters.base.record import Field
from letters.scenario.model.part import Part


class Income(Part):
    before: Amount | None = Field(
        None, title="Monthly income before", description="Income a month before it happened", examples=["8500"]
    )
    during: Amount | None = Field(
        None, title="Monthly income meanwhile", description="Income a month while it lasted", examples=["2100"]
    )
    now: Amount | None = Field(None, title="Monthly income now", description="Income a month now", examples=["5200"])
    support: Amount | None = Field(
        None,
        title="Monthly support",
        description="What family or others give a month; beside the income, and only if you want to tell it",
        examples=["800"],
    )


class Expense(Part):
    label: Text = Field(title="Expense", description="What it is spent on", examples=["rent"])
    amount: Amount | None = Field(
        None, title="Amount of the expense", description="What it costs a month", examples=["1800"]
    )
    category: Text | None = Field(
        None,
        title="Category",
        description="What it belongs to, like 住房 or 医疗; sums are shown by it",
        examples=["housing"],
    )


class Debt(Part):
    creditor: Text = Field(
        title="Creditor",
        description="Whom else you owe: another lender, a relative …",
        examples=["another bank’s card"],
    )
    balance: Amount | None = Field(None, title="Balance", description="What is owed in all", examples=["8200.00"])
    minimum: Amount | None = Field(
        None, title="Least a month", description="The least to pay on it, a month", examples=["410.00"]
    )
    note: Phrase | None = Field(
        None,
        title="Note",
        description="What else to know of it, one phrase",
        examples=["due on the fifth of each month"],
    )


class Borrower(Part):
    name: Text = Field(title="Name", description="The name in the contract", examples=["林晓梅"])
    id_number: IdNumber | None = Field(
        None,
        title="ID number",
        description="Shown masked in letters unless request.show_id is full",
        examples=["330100199003072847"],
    )
    phone: Number | None = Field(
        None, title="Mobile", description="The number registered with the lender", examples=["13800005602"]
    )
    email: Text | None = Field(
        None, title="E-mail", description="Where the answer can be sent", examples=["linxiaomei@example.com"]
    )
    address: Text | None = Field(
        None, title="Postal address", description="Only the petition shows it", examples=["杭州市江畔路 1 号"]
    )
    account: Number | None = Field(
        None, title="Account or its last digits", description="The account, or its last four digits", examples=["6617"]
    )
    since: Month | None = Field(
        None, title="Customer since", description="The month of the first loan or bill", examples=["2023-06"]
    )
    on_time: Annotated[int, whole(1, 600, 31)] | None = Field(
        None,
        title="Paid in time before",
        description="How many instalments or bills were paid in time before",
        examples=["31"],
    )
    died: Date | None = Field(
        None, title="The borrower died on", description="Then an heir writes", examples=["2026-02-11"]
    )


class Writer(Part):
    name: Text = Field(title="Name of the writer", description="Who writes and calls", examples=["李红"])
    relation: Text | None = Field(
        None, title="Relation", description="What the writer is to the borrower", examples=["his wife"]
    )
    id_number: IdNumber | None = Field(
        None,
        title="ID number of the writer",
        description="Only the authority shows it; shown masked unless request.show_id is full",
        examples=["330100199205140025"],
    )
    phone: Number | None = Field(
        None, title="Mobile of the writer", description="Where the writer can be reached", examples=["13800005603"]
    )
    email: Text | None = Field(
        None, title="E-mail of the writer", description="Where the answer can be sent", examples=["lihong@example.com"]
    )
    address: Text | None = Field(
        None, title="Address of the writer", description="Only papers on paper show it", examples=["杭州市江畔路 1 号"]
    )
    authority: Phrase | None = Field(
        None,
        title="Authority",
        description="The paper by which the writer acts",
        examples=["a signed authority of 2 March 2026"],
    )
    until: Date | None = Field(
        None,
        title="Authority until",
        description="The last day of the authority; six months from the date of the letters when absent",
        examples=["2026-09-19"],
    )
