"""What has to hold between a debt and the same debt with one thing changed, whatever the debt (metamorphic relations).

Each relation takes a drawn debt and a source of chance, and returns whether it holds; None where it does not apply.
Money is rounded to the fen wherever it is posted, so a relation of more and less holds but for a fen a posting:
`slack` says how much. Where nothing is rounded otherwise, it holds exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from drawn_debts import FEE_RULES, FEN, Debt

from letters.base.dates import add_months
from letters.base.money import ZERO, to_fen, total
from letters.ledger.fees import Charges
from letters.ledger.obligations import GrantedWaiver, Paid, ShownBalance
from letters.negotiation.affordability import largest_plan
from letters.scenario.lender import DailyFee
from letters.scenario.model.rates import AnnualRate, RateChange, RateTier

Relation = Callable[[Debt, Random], bool | None]
RELATIONS: dict[str, Relation] = {}
_DAY = timedelta(days=1)


def relation(check: Relation) -> Relation:
    """Notes a relation by its name."""
    RELATIONS[check.__name__] = check
    return check


def slack(debt: Debt) -> Decimal:
    """What roundings may add up to: a fen for each payment, joining and end of each obligation."""
    payments = len(debt.owed.on_account) * len(debt.each) + sum(len(one.payments) for one in debt.each)
    joinings = 0
    for one in debt.each:
        if one.terms.compounding != "none":
            joinings += max((debt.as_of - one.due_date).days, 0) // 28 + 1
    return FEN * (2 * payments + joinings + 2 * len(debt.each))


def rounded_by_day(debt: Debt) -> bool:
    return any(one.terms.rounding == "daily" for one in debt.each)


def days_of_penalty(debt: Debt) -> int:
    return sum(max((debt.as_of - one.due_date).days, 0) for one in debt.each)


def nothing_paid(debt: Debt) -> Debt:
    """The debt without payments and waivers."""
    each = tuple(one._replace(payments=(), waivers=()) for one in debt.each)
    return Debt(debt.owed._replace(each=each, on_account=(), waivers=()), debt.as_of)


def alone(debt: Debt, place: int = 0) -> Debt:
    """One obligation of the debt by itself, nothing waived."""
    one = debt.each[place]._replace(waivers=(), terms=debt.each[place].terms._replace(base="unpaid"))
    return Debt(debt.owed._replace(each=(one,), on_account=(), waivers=()), debt.as_of)


def plain(debt: Debt) -> Debt:
    """The debt without what is charged beside penalty."""
    return debt.with_each(tuple(one._replace(charges=Charges()) for one in debt.each))


def unwaived(debt: Debt) -> Debt:
    return debt.with_each(tuple(one._replace(waivers=()) for one in debt.each))


def with_waiver(debt: Debt, draw: Random) -> tuple[Debt, int] | None:
    """The debt with one waiver, of part of the penalty outstanding of a bill, and the bill's number."""
    debt = unwaived(debt)
    place, day = draw.randrange(len(debt.each)), debt.as_of - draw.randint(0, 20) * _DAY
    outstanding = debt.on(day).sums[place].penalty
    if outstanding < 2 * FEN:
        return None
    amount = Decimal(draw.randint(2, int(outstanding * 100))) * FEN
    one = debt.each[place]
    waiver = GrantedWaiver(day, amount, "penalty", (*one.origin, "waivers", 0))
    waived = debt.with_one(place, one._replace(waivers=(waiver,)))
    return None if waived.is_refused else (waived, place)


def _at_rate(debt: Debt, times: Decimal) -> Debt:
    each = []
    for one in debt.each:
        terms = one.terms
        changed = [
            AnnualRate(rate.annual * times, rate.year_days) if isinstance(rate, AnnualRate) else rate * times
            for rate in (terms.rate, *(row.rate for row in terms.rates), *(row.rate for row in terms.tiers))
        ]
        rates = tuple(RateChange(row.start, rate) for row, rate in zip(terms.rates, changed[1:], strict=False))
        tiers = changed[1 + len(terms.rates) :]
        each.append(
            one._replace(
                terms=terms._replace(
                    rate=changed[0],
                    rates=rates,
                    tiers=tuple(RateTier(row.from_day, rate) for row, rate in zip(terms.tiers, tiers, strict=True)),
                ),
            )
        )
    return debt.with_each(tuple(each))


def _shifted(debt: Debt, days: int) -> Debt:
    later = timedelta(days=days)
    each = []
    for one in debt.each:
        since = one.charges.interest_since
        rates = tuple(
            row if row.start == date.min else RateChange(row.start + later, row.rate) for row in one.terms.rates
        )
        each.append(
            one._replace(
                due_date=one.due_date + later,
                terms=one.terms._replace(rates=rates),
                charges=one.charges._replace(interest_since=since + later if since else None),
                payments=tuple(paid._replace(date=paid.date + later) for paid in one.payments),
                waivers=tuple(waiver._replace(date=waiver.date + later) for waiver in one.waivers),
            )
        )
    on_account = tuple(paid._replace(date=paid.date + later) for paid in debt.owed.on_account)
    return Debt(debt.owed._replace(each=tuple(each), on_account=on_account), debt.as_of + later)


# What changes nothing


@relation
def the_order_of_the_bills_changes_nothing(debt: Debt, draw: Random) -> bool | None:
    if len(debt.each) == 1:
        return None
    order = draw.sample(range(len(debt.each)), len(debt.each))
    other = debt.with_each(tuple(debt.each[place] for place in order))
    return [other.sums[order.index(place)] for place in range(len(order))] == list(debt.sums)


@relation
def the_order_of_payments_in_the_file_changes_nothing(debt: Debt, draw: Random) -> bool | None:
    each = tuple(one._replace(payments=tuple(draw.sample(one.payments, len(one.payments)))) for one in debt.each)
    days = [[paid.date for paid in one.payments] for one in debt.each]
    if all(len(row) < 2 for row in days) or any(len(set(row)) < len(row) for row in days):
        return None
    return debt.with_each(each).sums == debt.sums


@relation
def another_name_changes_nothing(debt: Debt, draw: Random) -> bool | None:
    return debt.with_each(tuple(one._replace(name="x", claimed_penalty=FEN) for one in debt.each)).sums == debt.sums


@relation
def a_payment_split_in_two_on_its_day_changes_nothing(debt: Debt, draw: Random) -> bool | None:
    places = [place for place, one in enumerate(debt.each) if one.payments and one.payments[0].amount > FEN]
    if not places:
        return None
    one = debt.each[draw.choice(places)]
    paid, *others = one.payments
    part = Decimal(draw.randint(1, int(paid.amount * 100) - 1)) * FEN
    halves = (paid._replace(amount=part), paid._replace(amount=paid.amount - part))
    return debt.with_one(debt.each.index(one), one._replace(payments=(*halves, *others))).sums == debt.sums


@relation
def a_waiver_split_in_two_on_its_day_changes_nothing(debt: Debt, draw: Random) -> bool | None:
    found = with_waiver(debt, draw)
    if found is None:
        return None
    debt, place = found
    one, waiver = debt.each[place], debt.each[place].waivers[0]
    part = Decimal(draw.randint(1, int(waiver.amount * 100) - 1)) * FEN
    halves = (waiver._replace(amount=part), waiver._replace(amount=waiver.amount - part))
    return debt.with_one(place, one._replace(waivers=halves)).sums == debt.sums


@relation
def a_payment_after_the_day_is_not_counted(debt: Debt, draw: Random) -> bool | None:
    paid = Paid(debt.as_of + draw.randint(1, 90) * _DAY, Decimal(draw.randint(1, 900)), ())
    return debt.with_account((*debt.owed.on_account, paid)).sums == debt.sums


@relation
def a_debt_of_its_own_changes_no_other(debt: Debt, draw: Random) -> bool | None:
    if len(debt.each) == 1:
        return None
    debt = debt.with_account(()).with_terms(base="unpaid")
    debt = debt.with_each(tuple(one._replace(charges=one.charges._replace(minimum=ZERO)) for one in debt.each))
    return debt.sums == tuple(debt.with_each((one,)).sums[0] for one in debt.each)


@relation
def the_only_bill_is_paid_on_the_account_as_on_itself(debt: Debt, draw: Random) -> bool | None:
    one = alone(debt)
    if not one.each[0].payments:
        return None
    other = one.with_one(0, one.each[0]._replace(payments=())).with_account(one.each[0].payments)
    [here], [there] = one.sums, other.sums
    same = replace(here, paid=ZERO, overpaid=ZERO) == replace(there, paid=ZERO, overpaid=ZERO)
    return same and here.overpaid == other.excess


@relation
def a_waiver_on_the_account_is_one_on_the_only_bill(debt: Debt, draw: Random) -> bool | None:
    found = with_waiver(alone(debt), draw)
    if found is None:
        return None
    debt, _ = found
    other = debt.with_one(0, debt.each[0]._replace(waivers=()))
    return Debt(other.owed._replace(waivers=debt.each[0].waivers), debt.as_of).sums == debt.sums


@relation
def all_dates_four_years_later_change_nothing(debt: Debt, draw: Random) -> bool | None:
    return _shifted(debt, 1461).sums == debt.sums


@relation
def all_dates_some_days_later_change_nothing_that_goes_by_no_month(debt: Debt, draw: Random) -> bool | None:
    by_months = any(one.terms.compounding != "none" or one.charges.minimum for one in debt.each)
    return None if by_months else _shifted(debt, draw.randint(-300, 900)).sums == debt.sums


@relation
def a_history_of_one_rate_is_that_rate(debt: Debt, draw: Random) -> bool | None:
    rate = Decimal("0.0006")
    fixed = debt.with_terms(rate=rate, rates=(), tiers=())
    day = debt.as_of - draw.randint(0, 200) * _DAY
    by_history = fixed.with_terms(rates=(RateChange(date.min, rate), RateChange(day, rate)))
    if rounded_by_day(debt):
        return by_history.sums == fixed.sums
    return by_history.total == fixed.total


@relation
def a_tier_at_the_rate_before_it_is_none(debt: Debt, draw: Random) -> bool | None:
    fixed = debt.with_terms(rate=Decimal("0.0006"), rates=(), tiers=())
    return fixed.with_terms(tiers=(RateTier(draw.randint(1, 60), Decimal("0.0006")),)).sums == fixed.sums


@relation
def a_tier_that_is_never_reached_is_none(debt: Debt, draw: Random) -> bool | None:
    fixed = debt.with_terms(rate=Decimal("0.0006"), rates=(), tiers=())
    return fixed.with_terms(tiers=(RateTier(5000, Decimal("0.002")),)).sums == fixed.sums


@relation
def a_yearly_rate_at_its_daily_equivalent_differs_by_rounding_alone(debt: Debt, draw: Random) -> bool | None:
    year = draw.choice([360, 365])
    by_day = debt.with_terms(rate=Decimal("0.0005"), rates=(), tiers=())
    by_year = debt.with_terms(rate=AnnualRate(Decimal("0.0005") * year, year), rates=(), tiers=())
    return by_day.sums == by_year.sums


@relation
def grace_that_reaches_back_is_none_once_it_is_over(debt: Debt, draw: Random) -> bool | None:
    unpaid = plain(nothing_paid(debt)).with_terms(grace="reaches-back", grace_days=0, compounding="none")
    if any((debt.as_of - one.due_date).days <= 5 for one in debt.each):
        return None
    return unpaid.with_terms(grace_days=draw.randint(1, 5)).sums == unpaid.sums


@relation
def a_page_read_on_the_way_changes_nothing_but_roundings(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(alone(debt))).with_terms(compounding="none", grace_days=0, daily_fees=())
    late = (debt.as_of - one.each[0].due_date).days
    if late < 2:
        return None
    on = one.each[0].due_date + draw.randint(1, late - 1) * _DAY
    [sums] = one.on(on).sums
    page = ShownBalance(on, sums.principal, sums.interest, sums.penalty, sums.late_fee, ())
    shown = one.with_one(0, one.each[0]._replace(shown=page))
    return abs(shown.total - one.total) <= FEN


# More and less


@relation
def a_day_later_nothing_less_is_owed(debt: Debt, draw: Random) -> bool | None:
    later = debt.as_of + _DAY
    if any(paid.date == later for paid in debt.owed.payments):
        return None
    return debt.on(later).total >= debt.total


@relation
def a_day_later_adds_what_a_day_adds(debt: Debt, draw: Random) -> bool | None:
    unpaid = plain(nothing_paid(debt)).with_terms(
        rate=Decimal("0.0005"), rates=(), tiers=(), compounding="none", rounding="half-up", base="unpaid", daily_fees=()
    )
    unpaid = unpaid.with_terms(least_per_day=ZERO)
    if any((debt.as_of - one.due_date).days <= 5 for one in debt.each):
        return None
    principal = total(one.principal for one in unpaid.each)
    more = unpaid.on(debt.as_of + _DAY).total - unpaid.total
    return abs(more - principal * Decimal("0.0005")) <= FEN * len(unpaid.each)


@relation
def a_higher_rate_owes_no_less(debt: Debt, draw: Random) -> bool | None:
    free = unwaived(debt)
    return _at_rate(free, Decimal("1.5")).total >= free.total - slack(debt)


@relation
def twice_the_rate_is_twice_the_penalty(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(debt)).with_terms(compounding="none", least_per_day=ZERO, rounding="half-up")
    single, double = (total(row.penalty for row in other.sums) for other in (one, _at_rate(one, Decimal(2))))
    return abs(double - 2 * single) <= FEN * 2 * len(debt.each)


@relation
def no_rate_means_no_penalty(debt: Debt, draw: Random) -> bool | None:
    free = unwaived(debt).with_terms(rate=ZERO, rates=(), tiers=(), least_per_day=ZERO, contract=AnnualRate(ZERO, 365))
    return all(row.accrued == 0 for row in free.sums)


@relation
def a_fen_more_of_principal_owes_a_fen_more_but_for_roundings(debt: Debt, draw: Random) -> bool | None:
    one = unwaived(debt)
    place = draw.randrange(len(one.each))
    more = one.with_one(place, one.each[place]._replace(principal=one.each[place].principal + FEN))
    return more.total - _beyond(more) >= one.total - _beyond(one) + FEN - slack(debt)


@relation
def a_bill_split_in_two_owes_the_same_but_for_roundings(debt: Debt, draw: Random) -> bool | None:
    whole = plain(nothing_paid(alone(debt))).with_terms(least_per_day=ZERO, rounding="half-up")
    one = whole.each[0]
    if one.principal < 2 * FEN:
        return None
    part = Decimal(draw.randint(1, int(one.principal * 100) - 1)) * FEN
    halves = whole.with_each((one._replace(principal=part), one._replace(principal=one.principal - part)))
    return abs(halves.total - whole.total) <= slack(whole) + slack(halves)


@relation
def a_hundredfold_debt_has_a_hundredfold_penalty(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(alone(debt))).with_terms(least_per_day=ZERO, rounding="half-up")
    hundred = one.with_one(0, one.each[0]._replace(principal=one.each[0].principal * 100))
    return abs(hundred.total - 100 * one.total) <= 100 * slack(one)


@relation
def a_payment_a_day_sooner_owes_no_more_but_for_roundings(debt: Debt, draw: Random) -> bool | None:
    one = plain(unwaived(debt))
    paid = [(place, n) for place, row in enumerate(one.each) for n, _ in enumerate(row.payments)]
    if not paid:
        return None
    place, n = draw.choice(paid)
    payments = list(one.each[place].payments)
    payments[n] = payments[n]._replace(date=payments[n].date - _DAY)
    if payments[n].date >= debt.as_of:
        return None
    sooner = one.with_one(place, one.each[place]._replace(payments=tuple(payments)))
    return sooner.total - _beyond(sooner) <= one.total - _beyond(one) + slack(debt)


def _beyond(debt: Debt) -> Decimal:
    """All that was paid beyond what was owed."""
    return debt.excess + total(row.overpaid for row in debt.sums)


@relation
def one_more_payment_takes_off_what_it_pays(debt: Debt, draw: Random) -> bool | None:
    paid = Paid(debt.as_of, Decimal(draw.randint(1, 500_000)) * FEN, ())
    more = debt.with_account((*debt.owed.on_account, paid))
    excess = more.excess - debt.excess
    if any(row.state == "revolving" for row in (*debt.sums, *more.sums)):
        return None
    return abs(debt.total - more.total - (paid.amount - excess)) <= slack(debt)


@relation
def an_earlier_payment_saves_at_least_itself(debt: Debt, draw: Random) -> bool | None:
    one = plain(unwaived(debt))
    day = debt.as_of - draw.randint(0, 60) * _DAY
    paid = Paid(day, Decimal(draw.randint(1, 100_000)) * FEN, ())
    more = one.with_account((*one.owed.on_account, paid))
    return more.total - _beyond(more) <= one.total - _beyond(one) - paid.amount + slack(debt) + slack(more)


@relation
def a_waiver_lowers_the_penalty_by_its_amount(debt: Debt, draw: Random) -> bool | None:
    found = with_waiver(nothing_paid(debt).with_terms(compounding="none"), draw)
    if found is None:
        return None
    debt, place = found
    waiver = debt.each[place].waivers[0]
    lower = total(row.penalty for row in unwaived(debt).sums) - total(row.penalty for row in debt.sums)
    return abs(lower - waiver.amount) <= FEN * (2 if debt.each[place].terms.on_interest != "none" else 1)


@relation
def a_waiver_is_no_payment(debt: Debt, draw: Random) -> bool | None:
    found = with_waiver(debt, draw)
    if found is None:
        return None
    debt, place = found
    waived = debt.each[place].waivers[0].amount
    paid = [total(row.paid for row in other.sums) + other.excess for other in (debt, unwaived(debt))]
    return total(row.waived for row in debt.sums) == waived and paid[0] == paid[1]


@relation
def a_bill_due_a_day_later_owes_no_more(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(debt)).with_terms(compounding="none", base="unpaid", rates=(), tiers=())
    later = one.with_each(tuple(row._replace(due_date=row.due_date + _DAY) for row in one.each))
    return later.total <= one.total


@relation
def a_tier_that_begins_a_day_later_owes_no_more(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(debt)).with_terms(rate=Decimal("0.0005"), rates=())
    day = draw.randint(1, 60)
    early, late = (one.with_terms(tiers=(RateTier(n, Decimal("0.001")),)).total for n in (day, day + 1))
    return late <= early


@relation
def grace_that_delays_owes_no_more_than_grace_that_reaches_back(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(debt)).with_terms(grace_days=draw.randint(1, 5), compounding="none", rates=(), tiers=())
    return one.with_terms(grace="delays").total <= one.with_terms(grace="reaches-back").total


@relation
def a_longer_grace_owes_no_more(debt: Debt, draw: Random) -> bool | None:
    one = nothing_paid(debt).with_terms(grace="delays", grace_days=2, compounding="none", rates=(), tiers=())
    one = one.with_each(tuple(row._replace(charges=row.charges._replace(interest_since=None)) for row in one.each))
    if any(row.charges.minimum for row in one.each):
        return None
    return one.with_terms(grace_days=4).total <= one.total


@relation
def joining_owes_no_less(debt: Debt, draw: Random) -> bool | None:
    free = unwaived(debt)
    none = free.with_terms(compounding="none").total
    return free.with_terms(compounding="monthly").total >= none - slack(debt.with_terms(compounding="monthly"))


@relation
def joining_each_month_owes_no_less_than_each_quarter(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(debt)).with_terms(rounding="half-up")
    day = draw.choice([None, 20])
    month, quarter = (one.with_terms(compounding=each, joins_on=day) for each in ("monthly", "quarterly"))
    return month.total >= quarter.total - slack(month)


@relation
def a_base_of_the_whole_loan_owes_no_less(debt: Debt, draw: Random) -> bool | None:
    free = unwaived(debt)
    return free.with_terms(base="whole-loan").total >= free.with_terms(base="unpaid").total - slack(debt)


@relation
def penalty_on_interest_owes_no_less_and_its_part_is_told(debt: Debt, draw: Random) -> bool | None:
    free = nothing_paid(debt).with_terms(compounding="none")
    none, penalty = free.with_terms(on_interest="none"), free.with_terms(on_interest="penalty")
    more = total(row.on_interest for row in penalty.sums)
    return abs(penalty.total - none.total - more) <= FEN * 2 * len(debt.each) + _by_fees(penalty, none) and more >= 0


def _by_fees(more: Debt, less: Debt) -> Decimal:
    """By how much the fees by the day differ, which run on interest too where penalty does."""
    return total(row.daily_fees for row in more.sums) - total(row.daily_fees for row in less.sums)


@relation
def the_rate_of_the_contract_on_interest_lies_between_none_and_the_penalty_rate(
    debt: Debt, draw: Random
) -> bool | None:
    free = nothing_paid(debt).with_terms(
        rate=Decimal("0.0005"), rates=(), tiers=(), compounding="none", contract=AnnualRate(Decimal("0.09"), 365)
    )
    none, contract, penalty = (free.with_terms(on_interest=one).total for one in ("none", "contract", "penalty"))
    return none <= contract <= penalty


@relation
def a_least_sum_a_day_owes_no_less(debt: Debt, draw: Random) -> bool | None:
    one = nothing_paid(debt)
    none, some, more = (one.with_terms(least_per_day=least).total for least in (ZERO, FEN, Decimal(1)))
    return none <= some <= more


@relation
def a_least_sum_above_all_else_is_the_penalty_of_each_day(debt: Debt, draw: Random) -> bool | None:
    least = Decimal(draw.randint(200, 900))
    one = plain(nothing_paid(alone(debt))).with_terms(compounding="none", grace_days=0, least_per_day=least)
    return one.sums[0].accrued == least * max((debt.as_of - one.each[0].due_date).days, 0)


@relation
def a_tier_charges_its_own_days(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(alone(debt))).with_terms(
        rate=ZERO, rates=(), compounding="none", grace_days=0, least_per_day=ZERO, rounding="half-up"
    )
    first, rate = draw.randint(1, 60), Decimal("0.001")
    days = max((debt.as_of - one.each[0].due_date).days - first + 1, 0)
    tiered = one.with_terms(tiers=(RateTier(first, rate),))
    return tiered.sums[0].accrued == to_fen(one.each[0].principal * rate * days)


@relation
def a_whole_loan_bears_penalty_as_if_all_of_it_were_due(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(debt)).with_terms(
        base="whole-loan", rates=(), tiers=(), least_per_day=ZERO, compounding="none", grace_days=0, rounding="half-up"
    )
    oldest = min(row.due_date for row in one.each)
    together = one.with_each(tuple(row._replace(due_date=oldest) for row in one.each)).with_terms(base="unpaid")
    return [row.accrued for row in one.sums] == [row.accrued for row in together.sums]


@relation
def a_fee_by_the_day_is_reckoned_like_penalty_and_moves_none(debt: Debt, draw: Random) -> bool | None:
    one = nothing_paid(debt).with_terms(
        rate=Decimal("0.0004"), rates=(), tiers=(), least_per_day=ZERO, compounding="none", rounding="half-up"
    )
    one = one.with_terms(on_interest="penalty", daily_fees=())
    fee = one.with_terms(daily_fees=(DailyFee("管理费", Decimal("0.0004")),))
    fees, penalty = (total(getattr(row, name) for row in fee.sums) for name in ("daily_fees", "penalty"))
    return penalty == total(row.penalty for row in one.sums) and abs(fees - penalty) <= FEN * 2 * len(debt.each)


@relation
def rounding_each_day_differs_by_half_a_fen_a_day_at_most(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(debt)).with_terms(compounding="none", base="unpaid", daily_fees=())
    by_day, at_end = (one.with_terms(rounding=how).total for how in ("daily", "half-up"))
    return abs(by_day - at_end) <= (days_of_penalty(debt) + 2 * len(debt.each)) * FEN / 2


@relation
def principal_first_leaves_no_more_principal(debt: Debt, draw: Random) -> bool | None:
    first, law = (debt.with_terms(allocation=order) for order in ("principal-first", "statutory"))
    if first.is_refused or law.is_refused or debt.owed.on_account:
        return None
    return all(a.principal <= b.principal for a, b in zip(first.sums, law.sums, strict=True))


@relation
def nothing_is_lost_between_what_was_charged_paid_waived_and_owed(debt: Debt, draw: Random) -> bool | None:
    one = debt.with_each(tuple(row._replace(charges=Charges()) for row in debt.each)).with_terms(daily_fees=())
    if one.is_refused:
        return None
    billed = total(row.principal for row in one.each)
    return all(
        obligation.principal + row.accrued == row.paid - row.overpaid + row.waived + row.owed
        for obligation, row in zip(one.each, one.sums, strict=True)
    ) and billed >= total(row.principal for row in one.sums)


# Where a payment goes


@relation
def a_payment_pays_the_next_thing_only_once_the_one_before_is_paid(debt: Debt, draw: Random) -> bool | None:
    one = alone(debt)
    if one.total <= FEN or one.sums[0].state == "revolving":
        return None
    paid = Paid(debt.as_of, Decimal(draw.randint(1, int(one.total * 100))) * FEN, ())
    [before], [after] = one.sums, one.with_account((paid,)).sums
    order = ["late_fee", "daily_fees", "interest", "penalty", "principal"]
    if one.each[0].terms.allocation == "principal-first":
        order = ["principal", "interest", "penalty", "late_fee", "daily_fees"]
    rest = paid.amount
    for name in order:
        part = min(rest, getattr(before, name))
        if getattr(after, name) != getattr(before, name) - part:
            return False
        rest -= part
    return True


@relation
def a_payment_on_the_account_settles_the_oldest_first(debt: Debt, draw: Random) -> bool | None:
    one = unwaived(debt).with_account(())
    if len(one.each) == 1 or one.total <= FEN or any(row.state == "revolving" for row in one.sums):
        return None
    paid = Paid(debt.as_of, Decimal(draw.randint(1, int(one.total * 100))) * FEN, ())
    after = one.with_account((paid,))
    rest, oldest_first = paid.amount, sorted(range(len(one.each)), key=lambda place: one.each[place].due_date)
    for place in oldest_first:
        part = min(rest, one.sums[place].owed)
        if abs(one.sums[place].owed - part - after.sums[place].owed) > FEN:
            return False
        rest -= part
    return True


@relation
def a_payment_lowers_the_base_from_the_next_day(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(alone(debt))).with_terms(
        rate=Decimal("0.0005"), rates=(), tiers=(), compounding="none", least_per_day=ZERO, rounding="half-up"
    )
    one = one.with_terms(allocation="principal-first", grace_days=0)
    bill, late = one.each[0], (debt.as_of - one.each[0].due_date).days
    if late < 2:
        return None
    day = draw.randint(0, late - 1)
    part = Decimal(draw.randint(1, int(bill.principal * 100))) * FEN
    paid = one.with_one(0, bill._replace(payments=(Paid(bill.due_date + day * _DAY, part, ()),)))
    expected = to_fen(
        bill.principal * Decimal("0.0005") * day + (bill.principal - part) * Decimal("0.0005") * (late - day)
    )
    return paid.sums[0].penalty == expected if part < bill.principal else abs(paid.sums[0].accrued - expected) <= FEN


@relation
def a_waiver_comes_before_the_payments_of_its_day(debt: Debt, draw: Random) -> bool | None:
    one = plain(nothing_paid(alone(debt))).with_terms(allocation="statutory", compounding="none", daily_fees=())
    late = (debt.as_of - one.each[0].due_date).days
    if late < 10:
        return None
    day = debt.as_of - draw.randint(0, late - 8) * _DAY
    penalty = one.on(day).sums[0].penalty
    if penalty < FEN:
        return None
    waiver, paid = GrantedWaiver(day, penalty, "penalty", ()), Paid(day, one.each[0].principal, ())
    both = one.with_one(0, one.each[0]._replace(waivers=(waiver,), payments=(paid,)))
    return both.total == 0 and both.sums[0].waived == penalty


# What a month carries


@relation
def dearer_living_carries_no_shorter_plan(debt: Debt, draw: Random) -> bool | None:
    left = Decimal(draw.randint(1, 1_000_000)) * FEN
    cheaper, dearer = (largest_plan(debt.total, limit) for limit in (left, left - draw.randint(0, 100) * FEN))
    if cheaper is None or dearer is None:
        return cheaper is not None or dearer is None
    return cheaper.months <= dearer.months


# Cards


def _card(debt: Debt, paid: Decimal, minimum: Decimal) -> Debt:
    one = alone(debt).each[0]
    rule = one.charges.fee_rule
    charges = Charges(fee_rule=rule, minimum=minimum, interest_since=one.charges.interest_since)
    payments = (Paid(one.due_date, paid, (*one.origin, "payments", 0)),) if paid else ()
    terms = one.terms._replace(compounding="none", daily_fees=(), least_per_day=ZERO)
    return Debt(
        debt.owed._replace(each=(one._replace(charges=charges, payments=payments, terms=terms),), on_account=()),
        min(debt.as_of, add_months(one.due_date, 1)),
    )


@relation
def a_minimum_that_was_paid_bears_no_penalty_and_one_a_fen_short_does(debt: Debt, draw: Random) -> bool | None:
    one = debt.each[0]
    minimum = to_fen(one.principal / 10)
    if minimum < 2 * FEN or debt.as_of <= one.due_date + timedelta(days=one.terms.grace_days):
        return None
    met, short = _card(debt, minimum, minimum), _card(debt, minimum - FEN, minimum)
    [here], [there] = met.sums, short.sums
    return (here.state, here.accrued, here.late_fee, there.state) == ("revolving", ZERO, ZERO, "overdue")


_RULES = [
    (FEE_RULES[0].copy_with(more), FEE_RULES[0].copy_with(more | {"each_statement": True}))
    for more in ({"minimum_share": Decimal("0.1")}, {"minimum_share": Decimal("0.1"), "floor": Decimal(10)})
]
"""The same late fee once, and on each statement."""


@relation
def a_late_fee_on_each_statement_is_no_less(debt: Debt, draw: Random) -> bool | None:
    one = nothing_paid(alone(debt))
    minimum, rules = max(to_fen(one.each[0].principal / 10), FEN), draw.choice(_RULES)
    once, each = (
        one.with_one(0, one.each[0]._replace(charges=Charges(fee_rule=rule, minimum=minimum))) for rule in rules
    )
    return each.total >= once.total and each.sums[0].penalty == once.sums[0].penalty


@relation
def a_later_statement_carries_over_what_was_unpaid_of_the_last(debt: Debt, draw: Random) -> bool | None:
    one = nothing_paid(alone(debt))
    bill, principal = one.each[0], one.each[0].principal
    minimum, rule = max(to_fen(principal / 10), FEN), _RULES[0][1]
    day = add_months(bill.due_date, 1) + timedelta(days=bill.terms.grace_days + draw.randint(1, 20))
    asked = minimum + to_fen((principal - minimum) / 10)
    fees = [to_fen(each * Decimal("0.05")) for each in (minimum, asked)]
    return one.with_one(0, bill._replace(charges=Charges(fee_rule=rule, minimum=minimum))).on(day).sums[
        0
    ].late_fee == total(fees)


@relation
def a_settled_bill_charges_nothing_more(debt: Debt, draw: Random) -> bool | None:
    one = alone(plain(debt))
    paid = Paid(debt.as_of, one.total, ())
    settled = one.with_account((paid,))
    later = settled.on(debt.as_of + draw.randint(1, 400) * _DAY)
    return None if one.total == 0 or settled.total else later.total == 0 and later.sums[0].state == "settled"


def describe(debt: Debt) -> str:
    """The debt in a line each, for a relation that does not hold."""
    rows = [f"as of {debt.as_of}, on the account {debt.owed.on_account}"]
    rows += [repr(one) for one in debt.each]
    return "\n".join([*rows, *(repr(row) for row in debt.sums)])
