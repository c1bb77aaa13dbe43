"""What a template may speak of: the scenario with its gaps made visible, and the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from letters.base.errors import Message, UnsuitableKind
from letters.base.placeholders import fill
from letters.base.record import Record
from letters.drafting.call.call_facts import CallFacts
from letters.drafting.call.script_view import script_view
from letters.drafting.dates_said import long_date
from letters.drafting.kinds.facts import facts_of_kinds
from letters.drafting.kinds.paid_and_left import facts_of_sums
from letters.drafting.letter_views import (
    NO_PLAN,
    blank_at,
    debt_rows,
    divided_payments,
    enclosures,
    granted_waivers,
    instalment_name,
    ledger_lines,
    lender_view,
    names_of_debts,
    nobody,
    promised_waivers,
    spending_groups,
)
from letters.drafting.ranges import between, spread
from letters.drafting.sandbox.later import Later
from letters.drafting.views.contacts import contact_views, last_ticket, unanswered_ticket
from letters.drafting.views.rows import facts_of_rows, pages_shown
from letters.drafting.wording import Blank, mask
from letters.figures.declared.names import OF_FIGURES, READ_OTHERWISE
from letters.figures.figures import Figures
from letters.ledger.totals import BillFigures
from letters.reference_data.channels import channels_for
from letters.reference_data.languages import Language
from letters.scenario.checks import agreed_on
from letters.scenario.load import Case
from letters.scenario.model.contacts import ANSWERS, in_order
from letters.situation.situations import situations
from letters.situation.theme import KnownFacts
from letters.situation.told.event_sentence import event_sentence

if TYPE_CHECKING:
    from letters.figures.lender_answer import Answer


def context(case: Case, figures: Figures, words: Language, head: Mapping[str, Any]) -> dict[str, Any]:
    """Returns every name that a template knows, some with a Later; `head` is what the hardship's passages say."""
    scenario, low = case.scenario, figures
    figures = spread(figures)
    given = {name: value for name, value in vars(scenario).items() if name not in {"bills", "loans"}}  # the figures'
    facts = _with_gaps(given, "", "", words)
    facts["writer"] = facts["writer"] or nobody(words)
    if scenario.borrower.id_number and scenario.request.show_id == "masked":
        facts["borrower"].id_number = mask(scenario.borrower.id_number)
    cause = "cause" if scenario.hardship.whose in {"self", None} else "cause_of_another"
    facts["hardship"].cause = str(head.get(cause, head["cause"]))
    facts["hardship"].says = dict(head)
    facts["hardship"].sentence = told = event_sentence(scenario, words.name)
    facts["hardship"].sentence_alone = told[:1].upper() + told[1:]
    for one in case.attachments:  # called in a letter what the file is called that goes with it
        facts["hardship"].evidence[one.number - 1].file = one.name
    if facts["contacts"]:
        facts["contacts"] = contact_views(in_order(scenario.contacts), in_order(facts["contacts"]), case, words)
    asked_before = [one for one in facts["contacts"] or () if not one.is_demand] if scenario.contacts else []
    if scenario.debts == ():
        facts["debts"] = ()
    names = [one.name for one in low.obligations.each]
    several = len(low.obligations.loans) > 1
    bills = [_named(*pair, words, several) for pair in zip(figures.bills, names, strict=True)]
    listed = [bill for bill in bills if not bill.paid_in_time]
    called = {bill.label: one.label for bill, one in zip(low.bills, bills, strict=True) if bill.group is not None}
    told_names = [name if bill.group is None else bill.label for bill, name in zip(bills, names, strict=True)]
    ends = Later(lambda: _answers(case, low))
    reply = Later(lambda: between(*ends.value))
    known = KnownFacts(case, figures, low, lambda: reply.value)
    plan = figures.letters_plan
    plan = plan and replace(plan, fits=(low.at_high or low).affordability.carries(plan.plan))
    said = {name: Later(decide) for name, decide in situations(known).items()}
    return (
        facts
        | said
        | _declared(figures, low)
        | {
            "answer": reply,
            "agreed_plan": Later(lambda: known.agreed_plan or NO_PLAN),
            "kept_plan": Later(lambda: known.agreed_plan or _printed(case, plan)),
            "told_plan": Later(lambda: known.agreed_plan or _countered(said, reply) or _printed(case, plan)),
            "settled": Later(lambda: known.settled),
            "standing": Later(lambda: known.status),
            **{name: Later(make) for name, make in facts_of_kinds(case, known, called).items()},
            **{name: Later(make) for name, make in facts_of_sums(low).items()},
            **{name: Later(make) for name, make in facts_of_rows(low, bills).items()},
            "date": case.date,
            "lender": lender_view(case, words),
            "bills": bills,
            "due_bills": [bill for bill in bills if bill.is_due],
            "paid_in_time": [bill for bill in bills if bill.paid_in_time],
            "later_bills": [bill for bill in bills if not bill.is_due and bill.owed],
            "enclosed": Later(
                lambda: enclosures(
                    facts["hardship"].evidence if scenario.hardship.evidence else (),
                    ledger=said["ledger_enclosed"].value,
                    budget=said["budget_in_columns"].value
                    and not said["small_matter"].value
                    and scenario.borrower.died is None,
                    authority=said["acts_for_borrower"].value,
                )
            ),
            "asked_before": asked_before,
            "last_ticket": last_ticket(asked_before),
            "unanswered": unanswered_ticket(asked_before),
            "penalty_rows": Later(lambda: _rows(low, bills, names)),
            "left_beside_plan": Later(lambda: figures.affordability.beside(plan)),
            "open_due": [bill for bill in bills if bill.is_due and bill.owed and not bill.is_called_in],
            "pages": pages_shown(bills),
            "granted": Later(lambda: granted_waivers(low.obligations, case.as_of)),
            "promised": Later(
                lambda: promised_waivers(facts["contacts"] or (), case.as_of, said["waivers_differ"].value)
            ),
            "applied": Later(
                lambda: divided_payments(
                    case,
                    low.obligations.on_several,
                    listed,
                    names_of_debts(
                        words, card=said["bank_card"].value, by_instalment=said["billed_by_instalment"].value
                    ),
                )
            ),
            "to_pay": figures.to_pay,
            "plan": Later(lambda: _printed(case, plan)),
            "asked_plan": figures.plan or NO_PLAN,
            "offers_best_first": Later(lambda: figures.ladder.best_first),
            "script": Later(lambda: _printed(case, script_view(known))),
            "spending": Later(lambda: spending_groups(facts["expenses"], figures.budget)),
            "debt_rows": Later(lambda: debt_rows(facts["debts"], figures.budget)),
            "at_low": Later(
                lambda: SimpleNamespace(
                    bills=[
                        ledger_lines(_named(*pair, words, several), low.obligations.on_several)
                        for pair in zip(low.bills, names, strict=True)
                        if not pair[0].paid_in_time
                    ],
                    total=low.total,
                )
            ),
            "checklist": Later(lambda: _checklist(case, words)),
            "events": Later(lambda: _by_day(case, figures, told_names, facts["contacts"] or ())),
            "channel": Later(lambda: {name: words.facts.channel(name) for name in channels_for(case.lender.type)}),
            "reconciled": figures.reconciled,
            "superior_office": scenario.lender.superior_office or blank_at("lender.superior_office", words),
            "regulator": scenario.lender.regulator or blank_at("lender.regulator", words),
            "call": Later(lambda: CallFacts(case, figures, words, said)),
            "time_ahead": Later(lambda: _prevention(case, low, ends.value)),
            "missing_account": blank_at("signatories", words),
            "reply_by": figures.reply_by,
        }
    )


def _printed(case: Case, plan: Any) -> Any:
    """Returns the plan that a letter prints. Raises UnsuitableKind if the plan asked for should have begun before."""
    asked = case.scenario.request.plan
    if asked and asked.first < case.date and agreed_on(case.scenario, case.date) is None:
        raise UnsuitableKind(
            Message(
                "its plan begins on {first}, before the date of the letters, {day}; write a later day in"
                " request.plan.first",
                first=asked.first,
                day=case.date,
            )
        )
    return plan or NO_PLAN


def _countered(said: Mapping[str, Later], reply: Later) -> Any:
    """Returns the plan by which the lender's offer of a part is answered, or None if it is not answered so."""
    return reply.value.counter if said["answers_offer"].value else None


def _declared(figures: Figures, low: Figures) -> dict[str, Later]:
    """Returns every figure under the name that it has in JSON; if the rate is a range, at both ends (see `ranges`)."""
    named = {name: Later(partial(getattr, figures, name)) for name in OF_FIGURES}
    return named | {name: Later(partial(_read, name, low)) for name in READ_OTHERWISE}


def _read(name: str, low: Figures) -> Any:
    from letters.figures.declared.declaration import value_of
    from letters.figures.declared.every import find

    declared = find(name).declared
    return between(value_of(declared, low), value_of(declared, low.at_high or low))


# What most letters do not speak of is imported by the first that does.


def _answers(case: Case, figures: Figures) -> tuple[Answer | None, Answer | None]:
    """Returns the lender's last answer, at both ends of the rate."""
    if not any(contact.outcome in ANSWERS for contact in case.scenario.contacts):
        return None, None
    from letters.figures.lender_answer import answers

    return answers(case, figures, case.date)


def _prevention(case: Case, figures: Figures, given: tuple[Answer | None, Answer | None]) -> Any:
    """Returns the figures for the time after, by the plan that was agreed if one was."""
    from letters.figures.lender_answer import agreed_plan
    from letters.negotiation.prevention import prevention

    ends = (figures, figures.at_high or figures)
    agreed = [agreed_plan(case, one) for one in given]
    if not all(agreed):
        return between(*(end.prevention for end in ends))
    pairs = zip(ends, agreed, strict=True)
    return between(*(prevention(case, end.obligations, plan, end.affordability) for end, plan in pairs))


def _by_day(case: Case, figures: Figures, names: Sequence[str | None], contacts: Sequence[Any]) -> Any:
    from letters.drafting.timeline import by_day

    return by_day(case, figures, names, contacts)


def _checklist(case: Case, words: Language) -> Any:
    from letters.drafting.checklist import checklist

    return checklist(case, words.name)


def _rows(figures: Figures, bills: Sequence[Any], names: Sequence[str | None]) -> list[Any]:
    """Returns the rows of the penalty, each with its bill as letters name it; [] if the rate is a range."""
    if figures.at_high is not None:
        return []
    named = {id(one): pair for one, pair in zip(figures.bills, zip(bills, names, strict=True), strict=True)}
    found = []
    for row in figures.penalty_rows:
        bill, name = named[id(row.bill)]
        found.append(row._replace(bill=bill, is_named=name is not None or bill.group is not None))
    return found


def _named(bill: BillFigures, name: str | None, words: Language, several: bool) -> Any:
    """Returns a bill; if the scenario gives it no name, letters call it by its due date.

    What a loan has made is named in the letter's language.
    """
    if bill.group is not None:
        return bill._replace(label=instalment_name(bill, several, words))
    if name is not None:
        return bill
    return bill._replace(label=fill(words.bill_due, {"date": long_date(bill.due_date, words)}))


_WHOLE = frozenset({str, Decimal, date, bool, int})
"""Types of which a value is taken as it is."""


def _with_blanks(model: Record, place: str, form: str, words: Language) -> SimpleNamespace:
    """Returns a model's fields, with a Blank for each that is missing and has a label.

    `place` is what stands before the path of a field, `bills[0].`, and `form` the same without numbers, `bills[].`.
    """
    return SimpleNamespace(**_with_gaps(vars(model), place, form, words))


def _with_gaps(fields: Mapping[str, Any], place: str, form: str, words: Language) -> dict[str, Any]:
    return {
        name: value if value.__class__ in _WHOLE else _value(value, place + name, form + name, words)
        for name, value in fields.items()
    }


def _value(value: Any, path: str, form: str, words: Language) -> Any:
    if value is None or value == ():
        label = words.labels.get(form)
        return Blank(path, label) if label else value
    if isinstance(value, Record):
        return _with_blanks(value, f"{path}.", f"{form}.", words)
    if isinstance(value, tuple):
        return [
            _with_blanks(item, f"{path}[{index}].", f"{form}[].", words) if isinstance(item, Record) else item
            for index, item in enumerate(value)
        ]
    return value
