"""Reads the table of people who sign a joint petition: a row for each bill or loan, or one with a person's own
figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from letters.base.errors import Message, Problem, ScenarioError, suggestion
from letters.base.field_types import Amount, Date, Text, YearlyRate, one_of, whole
from letters.base.record import Record
from letters.base.record_reading import Unreadable, read_record
from letters.files.tables import Sheet, read_sheet
from letters.reference_data.catalogue import our_name
from letters.reference_data.template_library import library
from letters.scenario.model.bills import Payment, Payments
from letters.scenario.model.loans import METHODS, MOST_IN_A_LOAN, Loan

HEADS = {
    "name": "姓名",
    "account": "账号尾号",
    "lender": "贷款机构",
    "due_date": "到期日",
    "amount": "账单金额",
    "paid": "已还",
    "paid_on": "还款日",
    "waived": "已减免罚息",
    "waived_on": "减免日",
    "shown_on": "页面日期",
    "shown_principal": "页面本金",
    "shown_penalty": "页面罚息",
    "principal": "未还本金",
    "penalty": "未还罚息",
    "as_of": "截至",
    "loan_principal": "借款本金",
    "contract_annual_rate": "合同年利率",
    "method": "还款方式",
    "instalments": "期数",
    "first": "首期到期日",
    "paid_instalments": "按时还清期数",
    "called_in": "提前到期日",
}
"""The columns, by either name."""


class SignatoryRow(Record):
    """One row: a bill (due_date, amount), a bill as its page showed it (due_date, shown_on to shown_penalty), a loan in
    instalments (loan_principal to called_in), each perhaps with a payment (paid, paid_on) and penalty waived (waived,
    waived_on), or a person's own figures (principal, penalty, as_of)."""

    name: Text
    account: Text | None = None
    lender: Text | None = None
    due_date: Date | None = None
    amount: Amount | None = None
    paid: Amount | None = None
    paid_on: Date | None = None
    waived: Amount | None = None
    waived_on: Date | None = None
    shown_on: Date | None = None
    shown_principal: Amount | None = None
    shown_penalty: Amount | None = None
    principal: Amount | None = None
    penalty: Amount | None = None
    as_of: Date | None = None
    loan_principal: Amount | None = None
    contract_annual_rate: YearlyRate | None = None
    method: Annotated[str, one_of(*METHODS)] | None = None
    instalments: Annotated[int, whole(1, MOST_IN_A_LOAN, 12)] | None = None
    first: Date | None = None
    paid_instalments: Annotated[int, whole(0, MOST_IN_A_LOAN, 4)] | None = None
    called_in: Date | None = None

    @property
    def loan(self) -> Loan | None:
        """The loan that it tells, or None if it tells a bill or sums."""
        if self.loan_principal is None:
            return None
        payments: Payments = ()
        if self.paid is not None and self.paid_on is not None:
            payments = (Payment(date=self.paid_on, amount=self.paid),)
        return Loan(
            principal=self.loan_principal,
            contract_annual_rate=self.contract_annual_rate,
            method=self.method,
            instalments=self.instalments,
            first=self.first,
            paid_instalments=self.paid_instalments or 0,
            payments=payments,
            called_in=self.called_in,
        )


_OF_A_PAGE = ("shown_on", "shown_principal", "shown_penalty")
"""What a page shows of a bill."""
_OF_A_LOAN = ("loan_principal", "contract_annual_rate", "method", "instalments", "first")
"""What the schedule of a loan is made of."""


class Signatory(NamedTuple):
    """One person with their rows: one for each bill, or a single one with their own figures. `line` is that of the
    first.
    """

    name: str
    account: str | None
    lender: str | None
    rows: tuple[SignatoryRow, ...]
    line: int


def read_signatories(raw: bytes, name: str) -> list[Signatory]:
    """Reads a CSV or XLSX file; returns the people in its order. Raises ScenarioError with every bad row and column."""
    sheet = read_sheet(raw, name)
    keys = _keys(sheet)
    problems: list[Problem] = []
    people: dict[tuple[str, str | None, str | None], tuple[int, list[SignatoryRow]]] = {}
    for number, cells in sheet.rows:
        row = _row(sheet, number, {keys[head]: cell for head, cell in cells.items()}, keys, problems)
        if row:
            people.setdefault((row.name, row.account, row.lender), (number, []))[1].append(row)
    for (person, _, _), (number, rows) in people.items():
        if len(rows) > 1 and any(row.principal is not None for row in rows):
            message = Message("{name} has more than one row with figures of their own; keep one", name=person)
            problems.append(sheet.problem(number, None, message))
    if not people and not problems:
        problems.append(sheet.problem(1, None, Message("nobody is in the table; write a row for each signatory")))
    if problems:
        raise ScenarioError(name, problems)
    return [Signatory(*who, tuple(rows), number) for who, (number, rows) in people.items()]


def _keys(sheet: Sheet) -> dict[str, str]:
    """Maps the heads of the file to the keys of SignatoryRow. Raises ScenarioError for an unknown head."""
    by_name = {key: key for key in HEADS} | {chinese: key for key, chinese in HEADS.items()}
    unknown = [head for head in sheet.heads if head and head not in by_name]
    if unknown:
        known = [*HEADS.values(), *HEADS]
        raise ScenarioError(
            sheet.name,
            [sheet.problem(1, head, _no_column(head, known)) for head in unknown],
        )
    return {head: by_name[head] for head in sheet.heads if head}


def _no_column(head: str, known: list[str]) -> Message:
    return Message("'{head}' is not a column here{suggestion}", head=head, suggestion=suggestion(head, known))


def _row(
    sheet: Sheet, number: int, cells: dict[str, str], keys: dict[str, str], problems: list[Problem]
) -> SignatoryRow | None:
    head_of = {key: head for head, key in keys.items()}
    cells = {key: our_name(library(), f"loans[].{key}", cell) for key, cell in cells.items()}
    try:
        row = read_record(SignatoryRow, cells)
    except Unreadable as error:
        for one in error.mistakes:
            key = str(one.path[0])
            problems.append(sheet.problem(number, head_of.get(key, HEADS[key]), one.what))
        return None
    found = len(problems)
    problems += [sheet.problem(number, head_of.get(key), message) for key, message in _contradictions(row)]
    return row if len(problems) == found else None


def _contradictions(row: SignatoryRow) -> list[tuple[str, Message]]:
    shown = [key for key in _OF_A_PAGE if getattr(row, key) is not None]
    own, bill = row.principal is not None or row.penalty is not None, row.due_date or row.amount or shown
    of_loan = [key for key in (*_OF_A_LOAN, "paid_instalments", "called_in") if getattr(row, key) is not None]
    if own and bill:
        return [("principal", Message("give either a bill (到期日, 账单金额) or figures of one's own, not both"))]
    if of_loan and (own or bill):
        return [(of_loan[0], Message("give either a loan (借款本金, 首期到期日 …) or a bill or sums, not both"))]
    found = []
    if of_loan:
        found += [(key, Message("is empty; it is needed")) for key in _OF_A_LOAN if getattr(row, key) is None]
        if not found:
            found += _of_the_loan(row)
    elif own:
        found += [
            (key, Message("is empty; it is needed")) for key in ("principal", "penalty") if getattr(row, key) is None
        ]
    else:
        needed = ("due_date", *_OF_A_PAGE) if shown else ("due_date", "amount")
        found += [(key, Message("is empty; it is needed")) for key in needed if getattr(row, key) is None]
        if shown and row.amount is not None:
            found.append(
                ("amount", Message("give either 账单金额 or what the page showed (页面本金, 页面罚息), not both"))
            )
    if (row.paid is None) != (row.paid_on is None):
        found.append(("paid_on", Message("a payment needs both its amount and its day")))
    if (row.waived is None) != (row.waived_on is None):
        found.append(("waived_on", Message("a waiver needs both its amount and its day")))
    found += [
        (key, Message("is not after {day}, when the page was read: it stands on the page already", day=row.shown_on))
        for key in ("paid_on", "waived_on")
        if row.shown_on and (given := getattr(row, key)) and given <= row.shown_on
    ]
    return found


def _of_the_loan(row: SignatoryRow) -> Iterator[tuple[str, Message]]:
    """Yields what of a loan contradicts itself, once nothing of it is missing."""
    loan = row.loan
    assert loan is not None
    if loan.paid_instalments > loan.count:
        yield "paid_instalments", Message("there are {count} instalments in all", count=loan.count)
    elif loan.called_in and not loan.due_date(1) <= loan.called_in < loan.due_date(loan.count):
        yield (
            "called_in",
            Message(
                "{day} is not between the first instalment, {first}, and the last, {last}",
                day=loan.called_in,
                first=loan.due_date(1),
                last=loan.due_date(loan.count),
            ),
        )
