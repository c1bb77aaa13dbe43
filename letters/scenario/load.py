"""Reads a scenario file into a Case: validated, checked, with its lender, signatories and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from letters.base.errors import FieldPath, InputError, Message, Problem, ScenarioError, UnknownName
from letters.base.money import ZERO
from letters.base.record_reading import Unreadable, read_record
from letters.files.yaml_reader import Data, Source, read
from letters.reference_data import lenders
from letters.reference_data.catalogue import is_our_name, our_name
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.languages import read_language
from letters.reference_data.lenders import LenderProfile
from letters.reference_data.template_library import Library, library
from letters.scenario import checks, checks_of_slips, checks_of_terms
from letters.scenario.attachments import Attachment, Beside, attachments
from letters.scenario.checking import asked, bills
from letters.scenario.checking import loans as of_loans
from letters.scenario.defaults import Defaults, with_defaults
from letters.scenario.lender import DailyFee, Lender
from letters.scenario.model.debt_terms import DebtTerms, JoiningRule
from letters.scenario.model.penalty_rates import PenaltyRates, stated_rates
from letters.scenario.model.rates import RateChange, history
from letters.scenario.model.scenario_file import Scenario
from letters.scenario.problems import problems_of

if TYPE_CHECKING:
    from letters.documents.docx.letterhead import Letterhead
    from letters.scenario.signatories import Signatory


@dataclass(frozen=True, slots=True)
class Case:
    """A checked scenario with its lender, its dates and the place of every value in the file.

    `as_of` is the last day that figures include; `date` is the day on the letters. `warnings` stop nothing.
    """

    scenario: Scenario
    lender: Lender
    source: Source
    library: Library
    as_of: date
    date: date
    warnings: tuple[Problem, ...]
    signatories: tuple[Signatory, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    letterhead: Letterhead | None = None
    """The Word document of the user's that the case names, to write its letters over."""

    @property
    def names(self) -> list[list[str]]:
        """Groups of names by which a letter is known to be of this case: who borrowed; of whom, on which account."""
        who = self.scenario.borrower
        groups: list[list[str | None]] = [[who.name], [self.lender.name, (who.account or "")[-4:]]]
        return [[name for name in group if name] for group in groups]

    def refuse(self, path: FieldPath, message: str) -> ScenarioError:
        """Returns the error to raise for a value that only the figures show to be impossible."""
        return ScenarioError(self.source.name, [self.source.problem(path, message)])


def load(  # noqa: PLR0913 - the inputs of a case, all by name
    raw: bytes,
    name: str,
    *,
    today: date,
    as_of: date | None = None,
    shelf: Library | None = None,
    beside: Beside | None = None,
    dated: bool = True,
    defaults: Defaults | None = None,
) -> Case:
    """Reads the bytes of a scenario file. Raises ScenarioError with all its problems at once.

    `as_of` overrides the scenario's own; `today` is used if neither is given. `shelf` is the template library, the
    bundled one by default. `beside` reads a file that the scenario names. Without `dated`, what is wrong only because
    of the date (a plan that should have begun) is no problem, so that the log of an older case can be read. `defaults`
    stand for what the file does not give.
    """
    source = with_defaults(read(raw, name), defaults)
    return check(source, today=today, as_of=as_of, shelf=shelf, beside=beside, dated=dated)


def check(  # noqa: PLR0913 - as `load`
    source: Source,
    *,
    today: date,
    as_of: date | None = None,
    shelf: Library | None = None,
    beside: Beside | None = None,
    dated: bool = True,
) -> Case:
    """Checks what was read from a file or from a row of a table; otherwise as `load`."""
    shelf, name = shelf or library(), source.name
    source = in_our_names(source, shelf)
    try:
        scenario = read_record(Scenario, source.data)
    except Unreadable as error:
        problems = problems_of(error, Scenario, source)
        raise ScenarioError(name, problems + _lookup_problems(source, shelf, problems)) from None
    figures_day = as_of or scenario.as_of or today
    letters_day = scenario.date or figures_day
    incomplete = (bills.incomplete, of_loans.incomplete, asked.incomplete)
    if problems := [one for look in incomplete for one in look(scenario, source)]:
        raise ScenarioError(name, problems + _lookup_problems(source, shelf, problems))
    problems = _lookup_problems(source, shelf, []) + checks.problems(scenario, letters_day, source, dated=dated)
    problems += checks_of_terms.problems(scenario, source)
    problems += bills.problems(scenario, figures_day, source)
    problems += of_loans.problems(scenario, source)
    if dated:
        problems += checks_of_terms.offer_dates(scenario, letters_day, source)
        problems += asked.dates(scenario, letters_day, source)
    if problems:
        raise ScenarioError(name, problems)
    lender = _lender(scenario, figures_day)
    signatories = tuple(_signatories(scenario, source, beside))
    if problems := checks_of_terms.days_without_a_rate(scenario, lender, signatories, source):
        raise ScenarioError(name, problems)
    warnings = [*source.warnings, *checks.warnings(scenario, lender, figures_day, letters_day, source)]
    warnings += checks_of_terms.warnings(scenario, lender, source)
    warnings += checks_of_slips.warnings(scenario, figures_day, source)
    warnings += bills.warnings(scenario, lender, figures_day, source)
    warnings += of_loans.warnings(scenario, figures_day, source)
    files = attachments(scenario, source, beside, read_language(shelf, scenario.language).evidence_file)
    paper = _letterhead(scenario, source, beside)
    return Case(scenario, lender, source, shelf, figures_day, letters_day, tuple(warnings), signatories, files, paper)


def in_our_names(source: Source, shelf: Library) -> Source:
    """Returns the source with our names for lender, hardship and type of lender where people's own stand."""
    data = source.data
    if not isinstance(data, dict):
        return source
    lender, hardship = data.get("lender"), data.get("hardship")
    changed: dict[str, Data] = {}
    if isinstance(lender, str):
        changed["lender"] = _our_name(shelf, "lender.profile", lender)
    elif isinstance(lender, dict):
        changed["lender"] = {key: _our_name(shelf, f"lender.{key}", value) for key, value in lender.items()}
    loans = data.get("loans")
    if isinstance(loans, list):
        changed["loans"] = [
            {key: _our_name(shelf, f"loans[].{key}", value) for key, value in loan.items()}
            if isinstance(loan, dict)
            else loan
            for loan in loans
        ]
    if isinstance(hardship, dict) and "kind" in hardship:
        changed["hardship"] = hardship | {"kind": _our_name(shelf, "hardship.kind", hardship["kind"])}
    return source._replace(data=data | changed)


def _our_name(shelf: Library, path: str, value: Data) -> Data:
    """Returns what stands at a field path by our name; the words of the languages are read for another name alone."""
    return value if not isinstance(value, str) or is_our_name(shelf, path, value) else our_name(shelf, path, value)


def _letterhead(scenario: Scenario, source: Source, beside: Beside | None) -> Letterhead | None:
    """Reads the letterhead that the scenario names. Raises ScenarioError if it cannot be used."""
    if scenario.letterhead is None:
        return None
    from letters.documents.docx.letterhead import Letterhead  # most cases have none

    try:
        if beside is None:
            raise InputError(Message("no file can be read from here"))
        return Letterhead(beside(scenario.letterhead), scenario.letterhead)
    except InputError as error:
        raise ScenarioError(source.name, [source.problem(("letterhead",), error.message)]) from error


def _signatories(scenario: Scenario, source: Source, beside: Beside | None) -> list[Signatory]:
    """Reads the others who sign. Raises ScenarioError about the scenario if the file cannot be read, else about the
    file.
    """
    if scenario.signatories is None:
        return []
    try:
        if beside is None:
            raise InputError(Message("no file can be read from here"))
        raw = beside(scenario.signatories)
    except InputError as error:
        raise ScenarioError(source.name, [source.problem(("signatories",), error.message)]) from error
    from letters.scenario.signatories import read_signatories  # tables: most cases have none

    return read_signatories(raw, scenario.signatories)


def _lookup_problems(source: Source, shelf: Library, found: list[Problem]) -> list[Problem]:
    """Returns a problem for each name that the bundled folders do not have, and for a rate that no profile supplies.

    It reads the raw data, so that these problems are told together with those that the model `found`.
    """
    mistaken = {problem.path for problem in found}
    data = source.data if isinstance(source.data, dict) else {}
    language = data.get("language") or "zh"
    hardship, lender = data.get("hardship"), data.get("lender")
    kind = hardship.get("kind") if isinstance(hardship, dict) else None
    entry = lender if isinstance(lender, dict) else {"profile": lender}
    profile = entry.get("profile") or "generic"
    asked: list[tuple[FieldPath, Message, object, list[str]]] = [
        (("language",), Message("language"), language, shelf.languages()),
        (("lender", "profile"), Message("lender profile"), profile, fact_names("lenders")),
    ]
    if language in shelf.languages():
        asked.append((("hardship", "kind"), Message("hardship"), kind, shelf.hardships(str(language))))
    problems = [
        source.problem(path, UnknownName(what, value, known).message)
        for path, what, value, known in asked
        if isinstance(value, str) and value not in known and path not in mistaken
    ]
    if not data.get("bills") and not data.get("loans") and not mistaken & {("bills",), ("loans",)}:
        message = Message(
            "there is neither a bill nor a loan; write at least one bill, with due_date and amount, or one loan under"
            " `loans`"
        )
        problems.append(source.problem(("bills",), message))
    has_rate = _states_rate(entry) or _each_states_rate(data)
    if lender is not None and profile in fact_names("lenders") and not has_rate:
        problems += _missing_rate(source, str(profile))
    return problems


def _states_rate(entry: Any) -> bool:
    keys = ("daily_rate", "annual_rate", "penalty_multiple", "rates")
    return isinstance(entry, dict) and any(entry.get(key) not in (None, "", []) for key in keys)


def _each_states_rate(data: Any) -> bool:
    """Returns whether every debt has a rate of its own, so that the lender needs none."""
    debts = [one for key in ("bills", "loans") if isinstance(data.get(key), list) for one in data[key]]
    return bool(debts) and all(map(_states_rate, debts))


def _missing_rate(source: Source, profile: str) -> list[Problem]:
    known = lenders.read_lender_profile(profile)
    if _has_rate(known):
        return []
    message = Message(
        "there is no daily rate: write the one on your bill or contract, like"
        " `lender: {{profile: {profile}, daily_rate: 0.05%}}`",
        profile=profile,
    )
    return [source.problem(("lender", "daily_rate"), message)]


def _lender(scenario: Scenario, figures_day: date) -> Lender:
    entry, profile = scenario.lender, lenders.read_lender_profile(scenario.lender.profile)
    year_days = entry.year_days or 365
    usual = _usual_rates(scenario, profile)
    penalty = stated_rates(entry, year_days, usual)
    joining = entry.compounding
    every = {"month": "monthly", "quarter": "quarterly"}
    return Lender(
        profile=profile,
        name=entry.name,
        type=entry.type or profile.type_of(entry.name),
        penalty=penalty,
        rate=penalty.on(figures_day),
        rate_source="profile" if not entry.has_own_rates and _has_rate(profile) else "scenario",
        allocation=entry.allocation or profile.allocation,
        grace_days=entry.grace_days or 0,
        rounding=entry.rounding or "half-up",
        year_days=year_days,
        compounding=every[joining.every] if isinstance(joining, JoiningRule) else joining or "none",
        joins_on=joining.on if isinstance(joining, JoiningRule) else None,
        grace=entry.grace or "reaches-back",
        on_interest=entry.on_interest or "none",
        base=entry.base or "unpaid",
        daily_fees=tuple(DailyFee(row.label, row.daily_rate) for row in entry.daily_fees),
        least_per_day=entry.least_per_day or ZERO,
        late_fee=entry.late_fee,
        email=entry.email or (profile.email.address if profile.email else None),
    )


def _has_rate(profile: LenderProfile) -> bool:
    return profile.daily_rate is not None or bool(profile.rates)


def _usual_rates(scenario: Scenario, profile: LenderProfile) -> PenaltyRates:
    """Returns what holds where the lender states no rate: the profile's, or the first of those that every debt has."""
    rate = profile.daily_rate.value if profile.daily_rate else None
    rows = [RateChange(fact.start, fact.value, fact.source) for fact in profile.rates]
    if rate is None and not rows and not scenario.lender.has_own_rates:
        entry = scenario.lender
        blank = PenaltyRates(ZERO, contract=stated_rates(entry, entry.year_days or 365, PenaltyRates(ZERO)).contract)
        first: DebtTerms = [*scenario.bills, *scenario.loans][0]
        return blank._replace(rate=stated_rates(first, first.year_days or entry.year_days or 365, blank).rate)
    return PenaltyRates(rate or ZERO, rates=history(rate, rows))
