"""Each figure is declared once: what templates see, what JSON says, its schema and the page of all figures agree."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from answered import suited
from cases import LOANS, ROOT, TERMS, changed
from jsonschema import Draft202012Validator  # type: ignore[import-untyped,unused-ignore]

from letters.base.resources import bundled
from letters.drafting.draft import draft
from letters.drafting.sandbox.later import Later
from letters.drafting.template_names import context
from letters.drafting.wording import Between, Blank
from letters.figures.declared.declaration import Declared, FigureDeclaration, FigureGroup, value_of
from letters.figures.declared.every import FIGURES, every_figure
from letters.figures.declared.names import OF_FIGURES, READ_OTHERWISE
from letters.figures.figures import Figures, compute_figures
from letters.reference_data.languages import read_language, trace_words
from letters.reference_data.template_library import library
from letters.report.as_json import record
from letters.report.figures_schema import figures_schema
from letters.scenario.load import Case, load

TODAY = date(2026, 3, 20)
ILLNESS = (bundled("scenarios") / "illness.yaml").read_text("utf-8")
RANGE = ILLNESS.replace("daily_rate: 0.05%", "daily_rate: 0.05%..0.075%")
BARGAINING = ILLNESS.replace(
    "borrower:\n", "debts:\n  - {creditor: 某银行, balance: 8200.00, minimum: 410.00}\nborrower:\n"
).replace("  reply_within", "  accept_from: 60%\n  offers: [{name: 先还五百, waive: 80%, today: 500}]\n  reply_within")
ASKING = changed(
    ILLNESS,
    ("plan: {instalments: 6, first: 2026-04-10}", "plan: {per_month: 300.00, first: 2026-04-10, review: 2026-07-10}"),
    ("  reply_within", "  defer: {months: 3, token: 100.00}\n  waive_interest: all\n  reply_within"),
)
TEXTS = {
    "illness": ILLNESS,
    "a rate known as a range": RANGE,
    "a claim within the range": f"{RANGE}\nclaimed_penalty: 300.00\n",
    "a claim above the range": f"{RANGE}\nclaimed_penalty: 900.00\n",
    "other debts and offers": BARGAINING,
    "a joint petition": f"{ILLNESS}\nsignatories: others.csv\n",
    "agreed": suited(ILLNESS, "acceptance-confirmation", TODAY),
    "agreed at a range": suited(RANGE, "acceptance-confirmation", TODAY),
    "partly": suited(ILLNESS, "counter-offer", TODAY),
    "terms that are not one rate a day": TERMS,
    "steps, a pause and other waivers": ASKING,
    "income to come": (bundled("scenarios") / "job-loss.yaml").read_text("utf-8"),
    "a disaster that bears a part": (bundled("scenarios") / "natural-disaster.yaml").read_text("utf-8"),
    "loans in instalments": LOANS,
    "almost nothing": "hardship: {kind: illness}\nborrower: {name: 测试}\nlender: huabei\n"
    "bills: [{due_date: 2025-12-10, amount: 3200.00}]\n",
}
OTHERS = "name,account,due_date,amount\n李四,5678,2025-12-10,1000.00\n"
ELSEWHERE = {
    "currency": "letters write 元 or CNY",
    "lender.compounding": "no letter speaks of it",
    "lender.rates[].from": "`since` of a rate",
    "bills[].entries": "the ledger's lines are those of `at_low`; at a range `bills` have the payments alone",
    "range.bills[].low.total_due": "`owed` of a bill",
    "range.bills[].high.total_due": "`owed` of a bill",
}
"""Figures that a template sees under no name, or whose rows have names of their own, and why."""


DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""How JSON calls a bill without a name; letters write the date out."""


def beside(name: str) -> bytes:
    return OTHERS.encode() if name == "others.csv" else b"%PDF-1.4"


@cache
def opened(name: str) -> tuple[Case, Figures]:
    case = load(TEXTS[name].encode(), "case.yaml", today=TODAY, beside=beside)
    return case, compute_figures(case)


def seen_by_templates(name: str) -> dict[str, Any]:
    case, figures = opened(name)
    names = context(case, figures, read_language(library(), "zh"), {"cause": "因病"})
    return {key: value.value if isinstance(value, Later) else value for key, value in names.items()}


def differing(one: Declared, seen: Any, ends: tuple[Any, Any], path: str) -> Iterator[str]:
    """The paths at which what a template sees is not what JSON says of the low and the high rate."""
    if path in ELSEWHERE or isinstance(seen, Blank) or (path.endswith("bills[].label") and DAY.fullmatch(ends[0])):
        return
    if isinstance(one, FigureDeclaration):
        low, high = ends
        if isinstance(low, Decimal) and low != high:
            if not (isinstance(seen, Between) and (Decimal(seen), seen.high) == (low, high)):
                yield f"{path}: {seen} in a template, {low} to {high} in JSON"
        elif seen != (low if path.endswith("above_line.passed") else high):
            yield f"{path}: {seen} in a template, {low} to {high} in JSON"
    elif ends[0] is None:
        if seen:
            yield f"{path}: {seen} in a template, null in JSON"
    else:
        yield from differing_in(one, seen, ends, path)


def differing_in(group: FigureGroup, seen: Any, ends: tuple[Any, Any], path: str) -> Iterator[str]:
    rows = list(zip(seen, *ends, strict=True)) if group.is_list else [(seen, *ends)]
    for member in group.members:
        name = f"{path}{'[]' if group.is_list else ''}.{member.name}"
        for row, *both in rows if name not in ELSEWHERE else ():
            low, high = (value_of(member, end) for end in both)
            yield from differing(member, getattr(row, member.name), (low, high), name)


def test_a_template_sees_each_figure_under_the_name_and_with_the_value_of_json() -> None:
    """At a range, both ends of an amount that the rate moves; of anything else the high one, of a line the low one."""
    offenders = []
    for case_name in TEXTS:
        _, figures = opened(case_name)
        names, high = seen_by_templates(case_name), figures.at_high or figures
        for one in FIGURES.members:
            if one.name not in ELSEWHERE:
                ends = (value_of(one, figures), value_of(one, figures if one.name == "range" else high))
                found = differing(one, names[one.name], ends, one.name)
                offenders += [f"{case_name}: {said}" for said in found]
    assert offenders == []


def test_the_cases_have_every_group_of_figures_once() -> None:
    found = [record(*opened(name)) for name in TEXTS]
    assert all(any(data[one.name] is not None for data in found) for one in FIGURES.members)


def test_the_json_of_each_case_is_what_its_schema_says() -> None:
    validator = Draft202012Validator(figures_schema("zh"))
    offenders = [
        f"{name}: {error.json_path} {error.message}"
        for name in TEXTS
        for error in validator.iter_errors(record(*opened(name)) | {"situations": [], "blanks": [], "warnings": []})
    ]
    assert offenders == []


def test_the_schema_refuses_an_amount_without_its_decimals() -> None:
    data = record(*opened("illness")) | {"situations": [], "blanks": [], "warnings": []}
    data["asked"] = "5"
    assert not Draft202012Validator(figures_schema("en")).is_valid(data)


def test_every_figure_has_words_in_both_languages_and_names_the_function_that_works_it_out() -> None:
    offenders = [one.path for one in every_figure() if not (one.declared.zh and one.declared.en)]
    offenders += [one.path for one in every_figure() if one.made_by is None and one.path != "currency"]
    assert offenders == []


def test_words_of_an_explanation_that_are_named_by_a_figure_name_one_that_there_is() -> None:
    known = {one.path for one in every_figure()}
    kinds = [kind for kind in trace_words(library(), "zh") if "." in kind or "_" in kind.partition("-")[0]]
    assert [kind for kind in kinds if kind not in known and not kind.startswith(("payment-", "stated-"))] == []


def test_the_page_of_all_figures_is_that_of_the_declarations() -> None:
    path = ROOT / "docs" / "figure_names.py"
    spec = importlib.util.spec_from_file_location("figure_names", path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.PAGE.read_text("utf-8") == made.page(), "run python docs/figure_names.py"


def test_the_words_of_a_letter_lead_to_the_function_in_two_steps() -> None:
    """The words stand in a declaration, and the function that it names is where the figure is worked out."""
    ledger = draft(*opened("a rate known as a range"), "ledger", "zh").markdown
    petition = draft(*opened("illness"), "petition", "zh").markdown
    budget = draft(*opened("illness"), "budget", "zh").markdown
    deferral = draft(*opened("steps, a pause and other waivers"), "deferral-request", "zh").markdown
    said = {"未还罚息合计": ledger, "欠款合计": ledger, "账单金额": petition, "逾期天数": deferral, "支出合计": budget}
    folder = ROOT / "letters" / "figures" / "declared"
    declarations = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    for words, letter in said.items():
        assert words in letter
        assert words in declarations
        found = [one for one in every_figure() if words in one.declared.zh]
        assert found
        for one in found:
            assert one.made_by
            source = Path(str(one.made_by.__code__.co_filename)).read_text("utf-8")
            assert re.search(rf"^def {one.made_by.__name__}\(", source, re.MULTILINE)


def test_a_letter_knows_the_names_that_are_declared_and_no_other() -> None:
    assert {*OF_FIGURES, *READ_OTHERWISE} == {one.name for one in FIGURES.members}
    assert {one.name for one in FIGURES.members if one.read is not None} == {*READ_OTHERWISE}
