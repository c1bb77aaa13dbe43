"""The scenario: every field that a case file may have, in the order people fill it in.

A field's `title`, `description` and `examples` are what forms, the terminal's questions and editors show
(`scenario/questions.py`); their translations stand in the catalogue.
"""

from __future__ import annotations

from typing import Annotated, Any

from letters.base.field_types import Amount, Date, FileName, Text, listed
from letters.base.record import Field
from letters.reference_data.lenders import Allocation, LenderType
from letters.scenario.lender import Rounding
from letters.scenario.model.asked import Request
from letters.scenario.model.bills import Bill, Payments, Waivers
from letters.scenario.model.charges import LateFee
from letters.scenario.model.contacts import CollectionCall, Contact
from letters.scenario.model.debt_terms import DebtTerms
from letters.scenario.model.extra import Extra
from letters.scenario.model.hardship import Hardship
from letters.scenario.model.loans import Loan
from letters.scenario.model.owed_to import Assignee, Collector
from letters.scenario.model.part import Part
from letters.scenario.model.person import Borrower, Debt, Expense, Income, Writer


class _LenderNames(Part):
    profile: Annotated[str, listed("lenders")] = Field(
        "generic", title="Product", description="A lender profile (see `letters list`)"
    )
    name: Text | None = Field(
        None,
        title="Full name of the lender in the contract",
        description="The lender named in the contract: a bank or a company",
        examples=["重庆蚂蚁消费金融有限公司"],
    )
    type: LenderType | None = Field(
        None, title="Kind of lender", description="What kind of lender it is; the profile's when absent"
    )


class LenderEntry(DebtTerms, _LenderNames):
    """The lender: who it is, then its terms for every debt. Bases stand in reverse of the order of the fields."""

    allocation: Allocation | None = Field(
        None,
        title="Order of payment",
        description="What a payment pays first; the principal only where the contract says so",
    )
    rounding: Rounding | None = Field(
        None,
        title="Rounding",
        description="How the lender rounds penalty; when it is paid and on the last day, where this is absent",
    )
    product: Text | None = Field(
        None, title="Name of the product", description="The name people know it by", examples=["白条"]
    )
    assigned_to: Assignee | None = Field(
        None, title="The debt was sold", description="To whom, when, and whether a notice came"
    )
    collector: Collector | None = Field(
        None, title="Somebody else collects", description="A company that collects for the lender"
    )
    purpose: Text | None = Field(
        None,
        title="What the money was for",
        description="What it was spent on, where a letter to an authority should say so",
        examples=["a deposit for a flat"],
    )
    superior_office: Text | None = Field(
        None,
        title="Superior office of the lender",
        description="The office above the one that refused, by its full name, for a review",
        examples=["江畔银行股份有限公司"],
    )
    regulator: Text | None = Field(
        None,
        title="Name of the authority over the lender",
        description="The office that a complaint is addressed to, by its full name",
        examples=["上海市地方金融管理局"],
    )
    email: Text | None = Field(
        None,
        title="E-mail of the lender",
        description="Where the lender takes requests by e-mail, from its own website",
        examples=["service@example.com"],
    )
    late_fee: LateFee | None = Field(
        None, title="How the late fee is computed", description="How each bill's late fee is computed (cards)"
    )


class Scenario(Part):
    language: Annotated[str, listed("languages")] = Field("zh", title="Language", description="The letters' language")
    as_of: Date | None = Field(
        None, title="Figures as of", description="Figures include this day; today when absent", examples=["2026-03-20"]
    )
    date: Date | None = Field(
        None, title="Date of the letters", description="The letters' date; as_of when absent", examples=["2026-03-20"]
    )
    hardship: Hardship = Field(title="Hardship", description="What happened, and what shows it")
    income: Income = Field(
        default_factory=Income,
        title="Monthly income",
        description="Before, meanwhile and now: letters show what changed",
    )
    expenses: tuple[Expense, ...] | None = Field(
        None, title="Necessary monthly expenses", description="What you need to live on, a month"
    )
    debts: tuple[Debt, ...] | None = Field(
        None, title="Other debts", description="What you owe to others (`debts: []` where there is nothing)"
    )
    savings: Amount | None = Field(
        None,
        title="Savings",
        description="What is put aside, only if you want to tell it",
        examples=["3000"],
    )
    borrower: Borrower = Field(title="Borrower", description="Who owes, and who writes where nobody else does")
    writer: Writer | None = Field(
        None, title="Somebody else writes", description="Who writes and calls for the borrower, or as an heir"
    )
    lender: LenderEntry = Field(
        title="Lender", description="Who lent: the name of a profile, or the profile with what your contract says"
    )
    bills: tuple[Bill, ...] = Field(
        (), title="Bills", description="Every bill that is not settled; at least one, or a loan"
    )
    loans: tuple[Loan, ...] = Field(
        (), title="Loans in instalments", description="Every loan that is paid back in instalments"
    )
    payments: Payments = Field(
        (),
        title="Payments on no bill in particular",
        description="Payments on the account as a whole: the oldest is settled first",
    )
    waivers: Waivers = Field(
        (),
        title="Waived on no bill in particular",
        description="What the lender has taken off the account: of the oldest bill first",
    )
    claimed_penalty: Amount | None = Field(
        None,
        title="Penalty shown in all",
        description="The total penalty that the lender asks for",
        examples=["286.40"],
    )
    contacts: tuple[Contact, ...] = Field((), title="Contacts with the lender", description="Calls and messages so far")
    collection: tuple[CollectionCall, ...] = Field(
        (),
        title="What collectors did",
        description="Calls, visits and messages of collectors that you want to stop: when, from where, to whom",
    )
    request: Request = Field(default_factory=Request, title="Request", description="What you ask for")
    extra: Extra = Field(
        default_factory=Extra,
        title="Facts of your own",
        description="Keys of your own for your own letters: a text, an amount or a day each",
    )
    signatories: FileName | None = Field(
        None,
        title="Others who sign",
        description="A CSV or XLSX file beside this one with the others who sign: a joint petition",
        examples=["neighbours.csv"],
    )
    letterhead: FileName | None = Field(
        None,
        title="Letterhead",
        description="A Word document beside this file over which the letters are written: header, footer, page, styles",
        examples=["letterhead.docx"],
    )

    @classmethod
    def prepared(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Takes a lender given as a single name for the profile of that name."""
        lender = data.get("lender")
        return super().prepared(data | ({"lender": {"profile": lender}} if isinstance(lender, str) else {}))
