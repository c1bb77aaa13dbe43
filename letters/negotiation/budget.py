"""The statement of income and spending: by category, with the other debts, and each lender's share of what is left."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from letters.base.money import down_to_fen, total
from letters.negotiation.affordability import Affordability, carried, months_to_clear, sum_of
from letters.scenario.load import Case


class BudgetItem(NamedTuple):
    """One expense a month: what it is spent on, and how much, or None if the scenario gives no amount."""

    label: str
    amount: Decimal | None


class Category(NamedTuple):
    """Expenses of one category, in the order of the file; `category` is None for the expenses that name none."""

    category: str | None
    items: tuple[BudgetItem, ...]
    amount: Decimal | None
    """Their sum in yuan, or None if one of them has no amount."""


class DebtRow(NamedTuple):
    """One creditor; the first row is the lender of the letters, which has no `minimum`.

    `pro_rata` is its share, by balance, of what a month leaves: rounded down, the last takes the rest.
    """

    creditor: str | None
    balance: Decimal | None
    minimum: Decimal | None
    note: str | None
    pro_rata: Decimal | None


class Budget(NamedTuple):
    """The income and spending of a month, in yuan.

    A sum is None if a part of it is missing; `holes` then names the missing parts as scenario paths.
    """

    income: Decimal | None
    categories: tuple[Category, ...]
    expenses: Decimal | None
    available: Decimal | None
    debts: tuple[DebtRow, ...]
    balances: Decimal | None
    minimums: Decimal | None
    after_minimums: Decimal | None
    months_to_clear: int | None
    """How many months of all that is available pay off all debts if nothing is added to them."""
    holes: tuple[str, ...]

    @property
    def others(self) -> tuple[DebtRow, ...]:
        """The debts beside that of the letters."""
        return self.debts[1:]

    @property
    def by_category(self) -> bool:
        """Whether any expense has a category."""
        return any(group.category for group in self.categories)


def budget(case: Case, means: Affordability, owed: Decimal) -> Budget:
    """Returns the statement of a month. `owed` is all that is owed to the lender of the letters, in yuan."""
    others = case.scenario.debts or ()
    balances = sum_of([owed, *(debt.balance for debt in others)])
    shares = _pro_rata([owed, *(debt.balance for debt in others)], means.available)
    debts = [DebtRow(case.lender.name, owed, None, None, shares[0])]
    for debt, share in zip(others, shares[1:], strict=True):
        debts.append(DebtRow(debt.creditor, debt.balance, debt.minimum, debt.note, share))
    pays = balances is not None and carried(means.available)
    return Budget(
        income=means.income,
        categories=tuple(_categories(case)),
        expenses=means.expenses,
        available=means.available,
        debts=tuple(debts),
        balances=balances,
        minimums=means.minimums,
        after_minimums=means.for_plan,
        months_to_clear=months_to_clear(balances, pays) if balances is not None and pays else None,
        holes=tuple(_holes(case)),
    )


def _categories(case: Case) -> list[Category]:
    """Returns the expenses by category, in the order in which each first appears; those without one come last."""
    expenses = case.scenario.expenses or ()
    names = [name for name in dict.fromkeys(item.category for item in expenses) if name is not None]
    groups: list[str | None] = [*names, *([None] if any(item.category is None for item in expenses) else [])]
    return [
        Category(
            name,
            tuple(BudgetItem(item.label, item.amount) for item in expenses if item.category == name),
            sum_of([item.amount for item in expenses if item.category == name]),
        )
        for name in groups
    ]


def _pro_rata(balances: list[Decimal | None], available: Decimal | None) -> list[Decimal | None]:
    """Returns each debt's share of what a month leaves, or None for every debt if a balance is not known."""
    known = [balance for balance in balances if balance is not None]
    whole = total(known)
    if len(known) < len(balances) or available is None or not whole:
        return [None] * len(balances)
    shared = carried(available)
    parts = [down_to_fen(shared * balance / whole) for balance in known]
    parts[-1] = shared - total(parts[:-1])
    return list(parts)


def _holes(case: Case) -> list[str]:
    """Returns the scenario paths of what is missing."""
    scenario = case.scenario
    holes = [f"expenses[{i}].amount" for i, item in enumerate(scenario.expenses or ()) if item.amount is None]
    holes += [] if scenario.expenses else ["expenses"]
    holes += [] if scenario.income.now is not None else ["income.now"]
    for key in ("balance", "minimum"):
        holes += [f"debts[{i}].{key}" for i, debt in enumerate(scenario.debts or ()) if getattr(debt, key) is None]
    return holes
