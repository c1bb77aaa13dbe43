"""What a template sees of the lender, of the call script's offers and of payments that were divided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from letters.base.errors import FieldPath
from letters.base.placeholders import fill
from letters.base.record import declared
from letters.drafting.wording import Between, Blank
from letters.ledger.allocation import order_of
from letters.ledger.entries import Entry, Posting
from letters.ledger.obligations import GrantedWaiver, Obligations, Paid
from letters.ledger.totals import BillFigures
from letters.reference_data.languages import Language
from letters.scenario.lender import Lender
from letters.scenario.load import Case
from letters.scenario.model.person import Writer
from letters.scenario.model.rates import daily_of

if TYPE_CHECKING:
    from letters.negotiation.budget import Budget
    from letters.negotiation.rung import Instalment


class NoPlan:
    """Stands for a plan if there is none: it is false in an `if`, and so is each of its properties."""

    in_parts = at_once = is_long = fits = False
    rest: None = None
    today: None = None
    plan: tuple[Instalment, ...] = ()

    def __bool__(self) -> bool:
        return False


NO_PLAN = NoPlan()


def enclosures(papers: Sequence[Any], *, ledger: bool, budget: bool, authority: bool) -> list[SimpleNamespace]:
    """Returns what a letter encloses, each with its `number`, and its `paper` or what of ours it is."""
    ours = {"is_ledger": False, "is_budget": False, "is_authority": False, "paper": None}
    found = [{"is_ledger": True}] if ledger else []
    found += [{"paper": paper} for paper in papers]
    found += [{"is_budget": True}] if budget else []
    found += [{"is_authority": True}] if authority else []
    return [SimpleNamespace(**ours | one, number=number) for number, one in enumerate(found, 1)]


def ledger_lines(bill: Any, on_account: Sequence[Paid]) -> Any:
    """Returns a bill whose payments say of what payment they are a part."""
    made = {paid.origin: paid.amount for paid in on_account}
    return bill._replace(entries=tuple(_ledger_line(entry, made) for entry in bill.entries))


def _ledger_line(entry: Entry, made: Mapping[FieldPath, Decimal]) -> Entry | SimpleNamespace:
    """Returns a line; of a payment also its `whole`: what was paid if the bill got only a part of it, else None."""
    if not isinstance(entry, Posting):
        return entry
    whole = made.get(entry.origin, entry.payment)
    return SimpleNamespace(**entry._asdict(), excess=entry.excess, whole=None if whole == entry.payment else whole)


def names_of_debts(words: Language, *, card: bool, by_instalment: bool) -> dict[str, str]:
    """Returns what each part of a debt is called: a bank card's, or that of whole instalments, has names of its own."""
    own = (words.card_debts if card else {}) | (words.instalment_debts if by_instalment else {})
    return dict(words.debts) | own


def divided_payments(
    case: Case, on_account: Sequence[Paid], bills: list[Any], named: Mapping[str, str]
) -> list[SimpleNamespace]:
    """Returns the payments that paid something else than principal: what of each went where, in the order it went.

    `whole` is the payment as it was made; `is_split` says that this bill got only a part of it.
    """
    made = {paid.origin: paid.amount for paid in on_account}
    found = []
    for bill in bills:
        for entry in bill.entries:
            if not isinstance(entry, Posting) or not (
                entry.to_fees or entry.to_daily_fees or entry.to_interest or entry.to_penalty
            ):
                continue
            whole = made.get(entry.origin, entry.payment)
            order = order_of(case.lender.allocation, entry.date)
            parts = [SimpleNamespace(what=named[name], amount=getattr(entry, f"to_{name}")) for name in order]
            found.append(
                SimpleNamespace(
                    date=entry.date,
                    label=bill.label,
                    whole=whole,
                    payment=entry.payment,
                    is_split=whole != entry.payment,
                    parts=[part for part in parts if part.amount],
                    to_fees=entry.to_fees,
                    excess=entry.excess,
                )
            )
    return found


def spending_groups(expenses: Sequence[Any], statement: Budget) -> list[SimpleNamespace]:
    """Returns the expenses, each with its blanks, in groups: by category if there are categories, else all in one.

    A group has its `name`, its `rows` and, if the statement needs one, its `subtotal`.
    """
    if not statement.by_category:
        return [SimpleNamespace(name=None, rows=expenses, subtotal=None)] if expenses else []
    several = len(statement.categories) > 1
    return [
        SimpleNamespace(
            name=group.category,
            rows=[item for item in expenses if item.category == group.category],
            subtotal=group.amount if several and len(group.items) > 1 else None,
        )
        for group in statement.categories
    ]


def debt_rows(debts: Sequence[Any], statement: Budget) -> list[SimpleNamespace]:
    """Returns the other debts, each with its blanks and its `share` of what a month leaves."""
    rows = zip(debts, statement.others, strict=True)
    return [SimpleNamespace(**vars(debt), share=row.pro_rata) for debt, row in rows]


def lender_view(case: Case, words: Language) -> SimpleNamespace:
    lender, high = case.lender, case.lender.daily_rate_high
    annual = lender.annual_rate
    said = words.facts.lender(case.scenario.lender.profile)
    return SimpleNamespace(
        name=lender.name or blank_at("lender.name", words),
        name_en=lender.name_en,
        notified=_notified(case),
        sold_on=case.scenario.lender.assigned_to.on if case.scenario.lender.assigned_to else None,
        claimant=_claimant(case) or lender.name or blank_at("lender.name", words),
        product=case.scenario.lender.product or said.product,
        customer=said.customer,
        account_name=said.account_name or words.account_name,
        brand=said.brand,
        type=lender.type,
        you=words.you[lender.type],
        daily_rate=lender.daily_rate if high is None else Between(daily_of(lender.rate), high),
        rate=lender.rate,
        written_rate=_written_rate(case),
        by_year=lender.daily_rate is None,
        year_days=lender.year_days,
        compounding=lender.compounding,
        joins_on=lender.joins_on,
        least_per_day=lender.least_per_day,
        daily_fees=lender.daily_fees,
        grace_delays=lender.grace == "delays",
        annual_rate=annual if high is None else Between(annual, high * lender.year_days),
        daily_rate_low=lender.daily_rate,
        daily_rate_high=high,
        rates=_history(lender),
        rate_source=lender.rate_source,
        allocation=lender.allocation,
        grace_days=lender.grace_days,
        rounding=lender.rounding,
        hotline=lender.hotline,
    )


def called(view: SimpleNamespace, name: str) -> SimpleNamespace:
    """Returns a lender that is spoken of by a name, and not spoken to: {% set lender = lender|called("…") %}."""
    return SimpleNamespace(**vars(view) | {"you": name})


_PLAIN_RATE = re.compile(r"[0-9.\s%％]*")


def _written_rate(case: Case) -> str | None:
    """Returns how the bill or the contract writes the rate, where that is not in percent: 万分之五."""
    data = case.source.data
    entry = data.get("lender") if isinstance(data, dict) else None
    text = entry.get("daily_rate") if isinstance(entry, dict) else None
    if not isinstance(text, str) or _PLAIN_RATE.fullmatch(text) or case.lender.daily_rate_high is not None:
        return None
    return text.strip()


def granted_waivers(obligations: Obligations, as_of: date) -> list[GrantedWaiver]:
    """Returns what the account shows to be waived by a day, the oldest first."""
    each = [*obligations.waivers, *(waiver for one in obligations.each for waiver in one.waivers)]
    return sorted((one for one in each if one.date <= as_of), key=lambda one: one.date)


def _notified(case: Case) -> date | None:
    """Returns the day on which notice came that the debt was sold, or None if none came or that is not known."""
    sold = case.scenario.lender.assigned_to
    return sold.notified if sold and isinstance(sold.notified, date) else None


def _claimant(case: Case) -> str | None:
    """Returns who claims the debt if that is not the lender: who bought it, or who collects it; else None."""
    entry = case.scenario.lender
    found = entry.assigned_to or entry.collector
    return found.name if found else None


def _history(lender: Lender) -> list[SimpleNamespace]:
    """Returns each rate with its first and last day, None for an open end; empty if there was but one rate."""
    if not lender.rates:
        return []
    ends = [change.start - timedelta(days=1) for change in lender.rates[1:]]
    return [
        SimpleNamespace(
            since=None if change.start == date.min else change.start,
            until=until,
            rate=change.rate,
            source=change.source,
        )
        for change, until in zip(lender.rates, [*ends, None], strict=True)
    ]


def blank_at(path: str, words: Language) -> Blank:
    """Returns a blank for a fact that the scenario lacks, by its path."""
    return Blank(path, words.labels.get(path, path))


def promised_waivers(contacts: Sequence[Any], day: date, any_posted: bool) -> list[Any]:
    """Returns the contacts up to a day in which the lender said that it waives something.

    An offer of a part counts only where the account shows a waiver: until then it is not taken up.
    """
    said = [one for one in contacts if one.waived and one.date <= day]
    return [one for one in said if any_posted or one.outcome != "partly"]


def instalment_name(bill: BillFigures, several: bool, words: Language) -> str:
    """Returns what a letter calls an instalment or what was called in, with its loan where there are several."""
    form = words.loan.get("instalment" if bill.number else "called_in")
    if form is None:
        return bill.label
    part = fill(form, {"number": bill.number})
    if not several:
        return part
    loan = bill.loan or fill(words.loan.get("unnamed", "{number}"), {"number": (bill.group or 0) + 1})
    return fill(words.loan.get("of", "{loan} {part}"), {"loan": loan, "part": part})


def nobody(words: Language) -> SimpleNamespace:
    """Returns a writer of whom nothing is known: where an heir has to write, the name is a blank."""
    return SimpleNamespace(**dict.fromkeys(declared(Writer)) | {"name": blank_at("writer.name", words)})
