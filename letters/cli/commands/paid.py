"""The commands that add money to a case's record: log pay, log waived."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import Message, UnknownName, borrowed
from letters.cli.commands.log import log, own_file
from letters.cli.error_messages import say_warning, visible
from letters.cli.help.pages import Command, placed
from letters.cli.inputs.option_values import day_of
from letters.cli.options import FilesFrom, ScenarioArgument, case_of
from letters.cli.settings import settings_for
from letters.cli.speech import told
from letters.cli.tables import note

if TYPE_CHECKING:
    from letters.cli.scenario_input import ScenarioInput

_DayArgument = Annotated[str, typer.Argument(metavar="DATE", help="The day, like 2026-03-20.", show_default=False)]
_AmountArgument = Annotated[
    str, typer.Argument(metavar="AMOUNT", help="The amount in yuan, like 500.00.", show_default=False)
]
_OfBill = Annotated[
    str | None,
    typer.Option(
        "--bill", metavar="BILL", help="The bill or loan, by its label or due date; the account as a whole when absent."
    ),
]


@log.command("pay", cls=Command)
def pay(
    scenario: ScenarioArgument,
    day: Annotated[str | None, typer.Argument(metavar="DATE", help="The day, like 2026-03-20.")] = None,
    amount: Annotated[str | None, typer.Argument(metavar="AMOUNT", help="The amount in yuan, like 500.00.")] = None,
    bill: _OfBill = None,
    from_bill: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE", help="All repayments to this lender in a bill exported by Alipay or WeChat."
        ),
    ] = None,
    files_from: FilesFrom = None,
) -> None:
    """Add a payment to the scenario itself, or all of a wallet's bill."""
    source = own_file(scenario, files_from)
    if from_bill is not None and day is None:
        _pay_all(source, from_bill, bill)
        return
    if from_bill is not None or day is None or amount is None:
        what = Message("name the day and the amount, or a wallet's bill with --from")
        raise typer.BadParameter(told(what), param_hint=placed("DATE"))
    when, row = _row(day, amount)
    _add(source, when, row, bill, "payments")
    note(Message("{path}: the payment of {day}, {amount}, is added", path=source.name, day=when, amount=row["amount"]))
    if when > date.today():
        note(Message("{day} is still to come; until then the payment is not counted", day=when))


def _pay_all(source: ScenarioInput, path: Path, bill: str | None) -> None:
    """Adds the repayments of a wallet's bill that are not in the scenario yet, all at once, and says each."""
    from letters.figures.case_status import owed
    from letters.files.safe_zip import read_file
    from letters.followup.log import ScenarioReading, add_all, with_entries
    from letters.reference_data.catalogue import spoken_names
    from letters.scenario.tables.wallet import repayments
    from letters.scenario.writing.money_place import money_place, stands_there

    case = case_of(source, dated=False)
    entry = case.scenario.lender
    own = [name for name, of in spoken_names(case.library)["lenders"].items() if of == entry.profile]
    names = [entry.product or "", entry.name or "", *(own if entry.profile != "generic" else ())]
    found = repayments(read_file(path), str(path), names)
    place = money_place(case.scenario, bill, "payments")
    new = [one for one in found if not stands_there(case.scenario, place, one.date, one.amount)]
    if new:
        rows: list[dict[str, str | date]] = [{"date": one.date, "amount": f"{one.amount:.2f}"} for one in new]
        reading = ScenarioReading(date.today(), source.read_beside, settings_for(source).defaults)
        made = source._replace(raw=with_entries(source.raw, source.name, rows, reading, place))
        owed(case_of(made, dated=False), max(case.as_of, *(one.date for one in new)))
        add_all(Path(source.name), source.name, rows, reading, place)
    for one in new:
        print(visible(f"{one.date} {one.amount:.2f} {one.what}"))
    note(
        Message(
            "{path}: {count} payments added, {known} stood there already",
            path=source.name,
            count=len(new),
            known=len(found) - len(new),
        )
    )


@log.command("waived", cls=Command)
def waived(
    scenario: ScenarioArgument,
    day: _DayArgument,
    amount: _AmountArgument,
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="TEXT",
            help="What was taken off: penalty, interest, late_fee or daily_fee; penalty when absent.",
        ),
    ] = None,
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="TEXT", help="The number under which it was granted.")
    ] = None,
    bill: _OfBill = None,
    files_from: FilesFrom = None,
) -> None:
    """Add to the scenario itself what the account shows as waived."""
    from letters.scenario.model.bills import WAIVED

    source = own_file(scenario, files_from)
    when, row = _row(day, amount)
    if of is not None:
        words = {told(borrowed(text)): key for key, text in WAIVED.items()}
        if of not in {*WAIVED, *words}:
            raise UnknownName(Message("kind of waiver"), of, [*WAIVED, *words])
        row["of"] = words.get(of, of)
    if ticket:
        row["ticket"] = ticket
    _add(source, when, row, bill, "waivers")
    note(Message("{path}: the waiver of {day}, {amount}, is added", path=source.name, day=when, amount=row["amount"]))


def _row(day: str, amount: str) -> tuple[date, dict[str, str | date]]:
    """Returns the day, and day and amount as they are written to the file. Raises typer.BadParameter."""
    from letters.base.money import parse_amount

    when = day_of(day, placed("DATE"))
    try:
        yuan = parse_amount(amount)
    except ValueError as error:
        raise typer.BadParameter(told(error.args[0]), param_hint=placed("AMOUNT")) from None
    if not yuan:
        raise typer.BadParameter(told(Message("nothing was paid or waived with 0.00")), param_hint=placed("AMOUNT"))
    return when, {"date": when, "amount": f"{yuan:.2f}"}


def _add(source: ScenarioInput, when: date, row: dict[str, str | date], bill: str | None, key: str) -> None:
    """Writes the row, once the figures can be made with it; warns where one of the same day and amount stands there."""
    from decimal import Decimal

    from letters.figures.case_status import owed
    from letters.followup.log import ScenarioReading, add, with_entry
    from letters.scenario.writing.money_place import money_place, stands_there

    case = case_of(source, dated=False)
    path = money_place(case.scenario, bill, key)
    reading = ScenarioReading(date.today(), source.read_beside, settings_for(source).defaults)
    new = with_entry(source.raw, source.name, row, reading, path)
    owed(case_of(source._replace(raw=new), dated=False), max(case.as_of, when))
    add(Path(source.name), source.name, row, reading, path)
    if stands_there(case.scenario, path, when, Decimal(str(row["amount"]))):
        what = Message(
            "{path}: {day}, {amount} stood there already and now stands there twice; take one away if it is the same",
            path=source.name,
            day=when,
            amount=row["amount"],
        )
        say_warning(what)
