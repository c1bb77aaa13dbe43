"""Templates place facts and figures: every name they use exists, and nothing in them reckons or hides a gap."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jinja2
import pytest
from answered import ANSWERING, suited, with_contact
from cases import ALL_KINDS, COMPLETE, HARDSHIPS, LOANS, MINIMAL, ROOT, SCENARIOS, TERMS, TODAY, bundled, changed
from every import every, every_row
from jinja2 import nodes

from letters.drafting.letter_views import NO_PLAN, called
from letters.drafting.picture import TEMPLATE as PICTURE
from letters.drafting.sandbox.allowance import PAGE
from letters.drafting.sandbox.later import Later
from letters.drafting.template_names import context
from letters.drafting.templates import environment, front_matter
from letters.drafting.wording import Blank, Page
from letters.figures.figures import compute_figures
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import library
from letters.report.chart import plot
from letters.scenario.load import load

FOLDER = ROOT / "templates"
TEMPLATES = {
    language: sorted(path.relative_to(FOLDER / language).as_posix() for path in (FOLDER / language).rglob("*.j2"))
    for language in library().languages()
}
each_language = every(language=TEMPLATES)
each_template = every_row(
    ("language", "template"), [(language, name) for language, names in TEMPLATES.items() for name in names]
)
DEEPEST = 3
"""How many loops stand in each other, over templates that include each other: a rule of a hit of a question."""
LOOP = {"index", "index0", "first", "last", "length", "revindex"}

# Every figure there is: an overpaid bill, a plan that does not come out even, a bill not due, no exact rounding,
# a card's interest, late fee and compounding, a table of others who sign, a rate known only to lie in a range.
HISTORY = "  rates: [{from: 2026-05-01, daily_rate: 0.045%, source: 2026年3月的公告}]\n"
OTHER_PLANS = ["steps: [{amount: 300, months: 3}, {amount: 1300}]", "per_month: 300, review: 2026-10-01"]
SAMPLES = [
    COMPLETE,
    MINIMAL,
    changed(COMPLETE, ("date: 2025-12-20, amount: 500.00", "date: 2025-12-20, amount: 9500.00")),
    changed(
        COMPLETE,
        ("compounding: none", "compounding: monthly"),
        ("interest: 12.40", "interest: {since: 2025-11-12}"),
        ("    late_fee: 20.00\n", ""),
    ),
    TERMS,
    LOANS,
    COMPLETE + "signatories: neighbours.csv\n",
    changed(COMPLETE, ("daily_rate: 0.05%\n", "daily_rate: 0.05%..0.075%\n"), (HISTORY, "")),
    *map(bundled, SCENARIOS),
    *(changed(bundled("illness.yaml"), ("plan: {instalments: 6", f"plan: {{{form}")) for form in OTHER_PLANS),
    *(suited(bundled("illness.yaml"), kind, TODAY) for kind in ANSWERING),
    *(path.read_text("utf-8") for path in sorted((ROOT / "tests" / "letter_cases").glob("*.yaml"))),
    bundled("old-debt.yaml"),
    changed(
        MINIMAL,
        (
            "amount: 3200.00}",
            "amount: 3200.00, minimum_payment: 320.00, late_fee: 16.00, payments: "
            "[{date: 2025-12-10, amount: 100.00}]}",
        ),
    ),
    changed(bundled("illness.yaml"), ("now: 5200", "now: 5130"), ("  today: 500.00\n", "")),
    with_contact(bundled("illness.yaml"), "date: 2026-03-04, letter: lender-complaint, asked_by: 2026-03-19"),
    with_contact(
        with_contact(bundled("illness.yaml"), "date: 2026-03-13, outcome: accepted, waived: 100.00"),
        "date: 2026-03-19, outcome: refused",
    ),
]
NEIGHBOURS = "姓名,账号尾号,到期日,账单金额\n王小明,1234,2025-12-10,1000.00\n"


def environment_of(language: str) -> jinja2.Environment:
    return environment(library(), language)


@cache
def parsed(language: str, template: str) -> nodes.Template:
    loader = environment_of(language).loader
    assert loader
    return environment_of(language).parse(loader.get_source(environment_of(language), template)[0])


@cache
def facts(language: str) -> list[dict[str, Any]]:
    """What templates are given, for each sample."""
    given = []
    for text in SAMPLES:
        case = load(text.encode(), "case.yaml", today=TODAY, beside=lambda _: NEIGHBOURS.encode())
        head = front_matter(environment_of(language), f"hardship/{case.scenario.hardship.kind}/reasons.md.j2")
        figures = compute_figures(case)
        drawn = {"plot": plot(case, figures), "low_rate": case.lender.daily_rate}
        named = context(case, figures, read_language(library(), language), head) | drawn
        given.append({name: fact.value if isinstance(fact, Later) else fact for name, fact in named.items()})
    return given


def inside(many: list[Any]) -> Iterator[Any]:
    """The items of all lists among some values."""
    for value in many:
        if isinstance(value, list | tuple):
            yield from value


class Names:
    """What each name of a template stands for: all the values that it has in the samples."""

    def __init__(self, values: dict[str, list[Any]]) -> None:
        self.values = values

    def bound_by(self, *templates: nodes.Template) -> dict[str, list[Any]]:
        """The names that templates set or go through, with the values that they have there."""
        nodes_of = (node for template in templates for node in template.find_all((nodes.Assign, nodes.For)))
        return {name: values for node in nodes_of for name, values in self.bound_in(node)}

    def bound_in(self, node: Any) -> Iterator[tuple[str, list[Any]]]:
        """The names that an assignment or a loop gives values to."""
        try:
            if isinstance(node, nodes.Assign):
                yield from self._named(node.target, self.of(node.node))
            else:
                yield from self._named(node.target, list(inside(self.of(node.iter))))
        except AssertionError:
            pass  # told where the expression itself stands

    def _named(self, target: Any, values: list[Any]) -> Iterator[tuple[str, list[Any]]]:
        if isinstance(target, nodes.Tuple):
            for place, part in enumerate(target.items):
                yield from self._named(part, [value[place] for value in values])
        else:
            yield target.name, values

    def of(self, node: Any) -> list[Any]:  # noqa: PLR0912 - a branch for each kind of node
        """The values of an expression in the samples, as far as they matter for the names inside it."""
        found: list[Any] = []
        match node:
            case nodes.Name():
                assert node.name in self.values, f"{node.name} is not a name that templates are given"
                found = self.values[node.name]
            case nodes.Getattr():
                found = self.attribute(node)
            case nodes.Getitem(arg=nodes.Const(value=place)):
                found = [
                    value[place] for value in self.of(node.node) if value and (isinstance(place, int) or place in value)
                ]
            case nodes.Getitem(arg=nodes.Getitem() | nodes.Getattr()):
                found = list(inside(self.of(node.node)))
            case nodes.Getitem(arg=nodes.Slice()) | nodes.Filter(name="sort" | "selectattr" | "rejectattr" | "list"):
                found = self.of(node.node)
            case nodes.Filter(name="first" | "last"):
                found = [value[-1] for value in self.of(node.node) if value]
            case nodes.Filter(name="items"):
                found = [list(value.items()) for value in self.of(node.node)]
            case nodes.Filter(name="batch"):
                found = [[list(value)] for value in self.of(node.node) if value]
            case nodes.Filter(name="groupby", args=[nodes.Const(value=key)]):
                found = [[(getattr(item, key), [item])] for item in inside(self.of(node.node))]
            case nodes.Or(left=left, right=right):
                found = self.of(left) + self.of(right)
            case nodes.Call(node=nodes.Getattr(node=nodes.Dict(items=pairs), attr="get")):
                found = [value for pair in pairs for value in self.of(pair.value)]
            case nodes.Call(node=nodes.Getattr(node=owner, attr="get"), args=[nodes.Const(value=key)]):
                found = [value.get(key) for value in self.of(owner)]
            case nodes.Filter(name="called", args=[nodes.Const(value=name)]):
                found = [called(value, name) for value in self.of(node.node)]
        return found

    def attribute(self, node: nodes.Getattr) -> list[Any]:
        """The attribute's values; it must exist wherever there is something to have it."""
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            assert node.attr in LOOP
            return []
        if isinstance(node.node, nodes.Dict):
            return []
        nothing = (type(None), type(NO_PLAN), Blank)
        values = [value for value in self.of(node.node) if not isinstance(value, nothing) or hasattr(value, node.attr)]
        assert values, f"no sample has a value for what stands before .{node.attr}"
        having = [
            value for value in values if hasattr(value, node.attr) or (isinstance(value, dict) and node.attr in value)
        ]
        assert having, f".{node.attr} does not exist on {type(values[0]).__name__}"
        # The lines of a ledger are of several types, told apart by their kind; everything else is of one.
        if not all(hasattr(value, "kind") for value in values):
            assert len(having) == len(values), f".{node.attr} exists on some only"
        return [getattr(value, node.attr) if hasattr(value, node.attr) else value[node.attr] for value in having]


@cache
def names_outside(language: str) -> dict[str, list[Any]]:
    """The names that a template of a language may be given, by the program or by a template that includes it."""
    given: dict[str, list[Any]] = {name: [None] for name in environment_of(language).globals}
    for sample in facts(language):
        for name, value in sample.items():
            given.setdefault(name, []).append(value)
    # A name that another template sets (me, annex) or goes through (payment) is seen by those that it includes.
    others = [parsed(language, name) for name in TEMPLATES[language] if name != PICTURE]
    names = given
    for _ in range(DEEPEST):
        names = Names(names).bound_by(*others) | given
    return names


@each_template
def test_every_name_that_a_template_uses_exists(language: str, template: str) -> None:
    bound = Names(dict(names_outside(language)))
    for binding in parsed(language, template).find_all((nodes.Assign, nodes.For)):
        bound.values |= dict(bound.bound_in(binding))
    for node in parsed(language, template).find_all((nodes.Name, nodes.Getattr, nodes.Getitem)):
        if isinstance(node, nodes.Name) and (node.ctx == "store" or node.name == "loop"):
            continue
        try:
            bound.of(node)
        except AssertionError as error:
            pytest.fail(f"{language}/{template}:{node.lineno}: {error}")


@each_language
def test_templates_are_given_three_functions_and_no_other(language: str) -> None:
    assert set(environment_of(language).globals) == {"cite", "may_cite", "unsuitable"}


ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Pos)


def _of_a_path(template: nodes.Template) -> set[int]:
    """The sums that are the name of an included template, put together from strings."""
    return {id(inner) for node in template.find_all(nodes.Include) for inner in node.find_all(nodes.Add)}


def _of_a_count(node: Any) -> bool:
    """`contacts|length - 1`: a count of a list, not a figure."""
    parts = (node.left, node.right) if isinstance(node, nodes.BinExpr) else (node.node,)
    return all(
        isinstance(part, nodes.Const) or (isinstance(part, nodes.Filter) and part.name == "length") for part in parts
    )


@each_template
def test_a_template_does_no_arithmetic(language: str, template: str) -> None:
    tree = parsed(language, template)
    paths = _of_a_path(tree)
    found = [node for node in tree.find_all(ARITHMETIC) if id(node) not in paths and not _of_a_count(node)]
    assert [f"{language}/{template}:{node.lineno}" for node in found] == []


RECKONING = {"sum", "round", "abs", "int", "float", "max", "min"}
HIDING = {"default", "d", "safe", "escape", "e", "forceescape", "string", "format", "tojson", "pprint"}


@each_template
def test_a_template_hides_no_gap_and_makes_no_markup_of_a_value(language: str, template: str) -> None:
    tree = parsed(language, template)
    assert list(tree.find_all(nodes.Concat)) == [], "~ turns a blank into its repr"
    filters = {node.name for node in tree.find_all(nodes.Filter)}
    assert filters & HIDING == set()
    assert filters & (RECKONING - {"abs"}) == set(), "figures come from letters.figures"
    assert {node.name for node in tree.find_all(nodes.Test)} & {"defined", "undefined"} == set()
    assert list(tree.find_all((nodes.Macro, nodes.CallBlock, nodes.FromImport, nodes.Import, nodes.AssignBlock))) == []


@each_language
def test_the_environment_itself_refuses_a_default_and_a_name_that_is_not_there(language: str) -> None:
    for text in ("{{ x|default('0.00') }}", "{{ x|safe }}", "{{ x.__class__|e }}"):
        with pytest.raises(jinja2.TemplateAssertionError):
            environment_of(language).from_string(text)
    page = Page(read_language(library(), language), TODAY, "bank", "credit-card")
    with pytest.raises(jinja2.UndefinedError):
        environment_of(language).from_string("{{ amonut }}").render({PAGE: page})


@every(language=TEMPLATES, kind=ALL_KINDS)
def test_a_letter_says_what_it_is_for(kind: str, language: str) -> None:
    head = front_matter(environment_of(language), f"{kind}.md.j2")
    assert set(head) - {"for", "role", "admits", "asks", "when", "heirs", "unless"} == {
        "title",
        "purpose",
        "use",
        "needs",
    }
    assert set(head["needs"]) <= set(read_language(library(), language).labels)


@every(language=TEMPLATES, hardship=HARDSHIPS)
def test_a_hardship_has_the_passages_that_letters_ask_for_and_says_what_it_is(hardship: str, language: str) -> None:
    passages = {f"hardship/{hardship}/{name}.md.j2" for name in ("reasons", "script")}
    assert passages <= set(TEMPLATES[language])
    head = front_matter(environment_of(language), f"hardship/{hardship}/reasons.md.j2")
    assert {"about", "cause", "event", "document"} <= set(head)
