"""What may be said, when: named properties of a case, decided once, by which templates in every language choose words.

A template names a situation as it names a fact: `((waives_all??减免全部罚息))`. To add one, add a property to the class
of its theme (`bills`, `claims`, `means`, `hardship`, `log`): its name is the template's, its docstring says when it is
borne. A new theme is a module of its own, named in `THEMES`. What belongs to one bill, offer or row of a letter is a
property of that: `plan.at_once`, `bill.in_grace`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from letters.situation.agreements import AgreementSituations
from letters.situation.bills import BillSituations
from letters.situation.claims import ClaimSituations
from letters.situation.debts.loans import LoanSituations
from letters.situation.debts.old_debt import OldDebtSituations
from letters.situation.hardship import HardshipSituations
from letters.situation.kept_plan import KeptPlanSituations
from letters.situation.law import LawSituations
from letters.situation.log import LogSituations
from letters.situation.means import MeansSituations
from letters.situation.scale import ScaleSituations
from letters.situation.telephone.call import CallSituations
from letters.situation.theme import KnownFacts, Theme
from letters.situation.waiting import WaitingSituations
from letters.situation.which_letters import LetterSituations

THEMES: tuple[type[Theme], ...] = (
    BillSituations,
    ScaleSituations,
    ClaimSituations,
    LoanSituations,
    MeansSituations,
    HardshipSituations,
    LogSituations,
    AgreementSituations,
    WaitingSituations,
    KeptPlanSituations,
    OldDebtSituations,
    LawSituations,
    LetterSituations,
    CallSituations,
)

_NAMES = [
    (theme, [name for name, value in vars(theme).items() if isinstance(value, property) and not name.startswith("_")])
    for theme in THEMES
]
"""The situations of each theme."""


@cache
def situation_names() -> Mapping[str, str]:
    """Returns every situation with the sentence that says when it is borne, by theme and in the order of the
    modules.
    """
    return {name: (vars(theme)[name].fget.__doc__ or "").strip() for theme, names in _NAMES for name in names}


def situations(known: KnownFacts) -> dict[str, Callable[[], bool]]:
    """Returns, for each situation, a function that decides it when it is asked for."""
    found: dict[str, Callable[[], bool]] = {}
    for theme, names in _NAMES:
        of_case = theme(known)
        for name in names:
            found[name] = partial(getattr, of_case, name)
    return found


def borne(known: KnownFacts) -> list[str]:
    """Returns the names of the situations that a case bears, in the order of the themes."""
    return [name for name, decide in situations(known).items() if decide()]
