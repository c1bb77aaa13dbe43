"""Who writes, what happened to them, and what they live on: the personal half of a scenario."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from letters.base.field_types import Amount, Date, FileName, Phrase, Story, Text, listed
from letters.scenario.model.part import Part


class Evidence(Part):
    document: Phrase = Field(
        title="Document", description="What the paper is called", examples=["a medical certificate"]
    )
    issuer: Text | None = Field(
        None, title="Issued by", description="Who issued it", examples=["a hospital, an employer, a village committee"]
    )
    date: Date | None = Field(None, title="Date of the document", description="The date on it", examples=["2025-11-28"])
    file: FileName | None = Field(
        None,
        title="File of the document",
        description="The scan or photograph of it, a file beside this one",
        examples=["certificate.jpg"],
    )


class Hardship(Part):
    kind: Annotated[str, listed("hardships")] = Field(
        title="Reason", description="What happened: an illness, the loss of work, an emergency … (see `letters list`)"
    )
    event: Phrase | None = Field(
        None,
        title="What happened, in one phrase",
        description="One phrase, used in the middle of a sentence",
        examples=["an operation after acute appendicitis"],
    )
    started: Date | None = Field(None, title="Began on", description="The day it began", examples=["2025-11-28"])
    ended: Date | None = Field(
        None, title="Ended on", description="The day it ended, if it has", examples=["2026-01-15"]
    )
    resumed: Date | None = Field(
        None, title="Back at work on", description="Back at work since", examples=["2026-02-02"]
    )
    own_cost: Amount | None = Field(
        None, title="Own cost", description="What the borrower paid because of it", examples=["23000"]
    )
    story: Story | None = Field(
        None,
        title="Your own account",
        description="The borrower's own words; paragraphs are kept",
        examples=["For three months my income did not cover rent and food, and my savings are used up."],
    )
    evidence: tuple[Evidence, ...] = Field(
        (), title="Evidence", description="The papers that show it, in the order they are attached"
    )


class Income(Part):
    before: Amount | None = Field(
        None, title="Monthly income before", description="Income a month before it happened", examples=["8500"]
    )
    during: Amount | None = Field(
        None, title="Monthly income meanwhile", description="Income a month while it lasted", examples=["2100"]
    )
    now: Amount | None = Field(None, title="Monthly income now", description="Income a month now", examples=["5200"])


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
    id_number: Text | None = Field(
        None,
        title="ID number",
        description="Shown masked in letters unless request.show_id is full",
        examples=["330100199003072847"],
    )
    phone: Text | None = Field(
        None, title="Mobile", description="The number registered with the lender", examples=["13800005602"]
    )
    email: Text | None = Field(
        None, title="E-mail", description="Where the answer can be sent", examples=["linxiaomei@example.com"]
    )
    address: Text | None = Field(
        None, title="Postal address", description="Only the petition shows it", examples=["杭州市江畔路 1 号"]
    )
    account: Text | None = Field(
        None, title="Account or its last digits", description="The account, or its last four digits", examples=["6617"]
    )
