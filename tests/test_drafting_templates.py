"""Templates place facts and figures: every name they use exists, and nothing in them reckons or hides a gap."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2
import pytest
from cases import COMPLETE, KINDS, MINIMAL, ROOT, SCENARIOS, TODAY, bundled, changed
from jinja2 import nodes

from letters.case.language import language
from letters.case.load import load
from letters.drafting import draft
from letters.drafting.facts import context
from letters.drafting.wording import Blank, Page
from letters.figures.reckon import reckon

FOLDER = ROOT / "templates" / "zh"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.j2"))
LOOP = {"index", "index0", "first", "last", "length", "revindex"}

# Every figure there is: an overpaid bill, a plan that does not come out even, a bill not due, no exact rounding.
SAMPLES = [
    COMPLETE,
    MINIMAL,
    changed(COMPLETE, ("date: 2025-12-20, amount: 500.00", "date: 2025-12-20, amount: 9500.00")),
    *map(bundled, SCENARIOS),
]


@cache
def environment() -> jinja2.Environment:
    return draft._environment("zh")


@cache
def parsed(template: str) -> nodes.Template:
    loader = environment().loader
    assert loader
    return environment().parse(loader.get_source(environment(), template)[0])


@cache
def facts() -> list[dict[str, Any]]:
    """What templates are given, for each sample."""
    given = []
    for text in SAMPLES:
        case = load(text.encode(), "case.yaml", today=TODAY)
        given.append(context(case, reckon(case), language("zh"), "因病"))
    return given


class Names:
    """What each name of a template stands for: all the values that it has in the samples."""

    def __init__(self, template: str) -> None:
        self.values: dict[str, list[Any]] = {"cite": [None]}
        for given in facts():
            for name, value in given.items():
                self.values.setdefault(name, []).append(value)
        # A name that another template sets (me, annex) is seen by those that it includes.
        others = [node for other in TEMPLATES for node in parsed(other).find_all(nodes.Assign)]
        for node in [*others, *parsed(template).find_all((nodes.Assign, nodes.For))]:
            self._bind(node)

    def _bind(self, node: Any) -> None:
        if isinstance(node, nodes.Assign):
            self._set(node.target, self.of(node.node))
        else:
            items = [item for many in self.of(node.iter) if isinstance(many, list | tuple) for item in many]
            self._set(node.target, items)

    def _set(self, target: Any, values: list[Any]) -> None:
        if isinstance(target, nodes.Tuple):
            for place, part in enumerate(target.items):
                self._set(part, [value[place] for value in values])
        else:
            self.values[target.name] = values

    def of(self, node: Any) -> list[Any]:
        """The values of an expression in the samples, as far as they matter for the names inside it."""
        found: list[Any] = []
        match node:
            case nodes.Name():
                assert node.name in self.values, f"{node.name} is not a name that templates are given"
                found = self.values[node.name]
            case nodes.Getattr():
                found = self.attribute(node)
            case nodes.Getitem(arg=nodes.Const(value=place)):
                found = [value[place] for value in self.of(node.node) if value]
            case nodes.Filter(name="last"):
                found = [value[-1] for value in self.of(node.node) if value]
            case nodes.Filter(name="items"):
                found = [list(value.items()) for value in self.of(node.node)]
            case nodes.Call(node=nodes.Getattr(node=owner, attr="get"), args=[nodes.Const(value=key)]):
                found = [value.get(key) for value in self.of(owner)]
        return found

    def attribute(self, node: nodes.Getattr) -> list[Any]:
        """The attribute's values; it must exist wherever there is something to have it."""
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            assert node.attr in LOOP
            return []
        values = [value for value in self.of(node.node) if value is not None and not isinstance(value, Blank)]
        assert values, f"no sample has a value for what stands before .{node.attr}"
        having = [value for value in values if hasattr(value, node.attr)]
        assert having, f".{node.attr} does not exist on {type(values[0]).__name__}"
        # The lines of a ledger are of three types, told apart by their kind; everything else is of one.
        if not all(hasattr(value, "kind") for value in values):
            assert len(having) == len(values), f".{node.attr} exists on some only"
        return [getattr(value, node.attr) for value in having]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_name_that_a_template_uses_exists(template: str) -> None:
    bound = Names(template)
    for node in parsed(template).find_all((nodes.Name, nodes.Getattr, nodes.Getitem)):
        if isinstance(node, nodes.Name) and (node.ctx == "store" or node.name == "loop"):
            continue
        try:
            bound.of(node)
        except AssertionError as error:
            pytest.fail(f"{template}:{node.lineno}: {error}")


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


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_does_no_arithmetic(template: str) -> None:
    tree = parsed(template)
    paths = _of_a_path(tree)
    found = [node for node in tree.find_all(ARITHMETIC) if id(node) not in paths and not _of_a_count(node)]
    assert [f"{template}:{node.lineno}" for node in found] == []


RECKONING = {"sum", "round", "abs", "int", "float", "max", "min"}
HIDING = {"default", "d", "safe", "escape", "e", "forceescape", "string", "format", "tojson", "pprint"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_hides_no_gap_and_makes_no_markup_of_a_value(template: str) -> None:
    tree = parsed(template)
    assert list(tree.find_all(nodes.Concat)) == [], "~ turns a blank into its repr"
    filters = {node.name for node in tree.find_all(nodes.Filter)}
    assert filters & HIDING == set()
    assert filters & (RECKONING - {"abs"}) == set(), "figures come from letters.figures"
    assert {node.name for node in tree.find_all(nodes.Test)} & {"defined", "undefined"} == set()
    assert list(tree.find_all((nodes.Macro, nodes.CallBlock, nodes.FromImport, nodes.Import, nodes.AssignBlock))) == []


def test_the_environment_itself_refuses_a_default_and_a_name_that_is_not_there() -> None:
    for text in ("{{ x|default('0.00') }}", "{{ x|safe }}", "{{ x.__class__|e }}"):
        with pytest.raises(jinja2.TemplateAssertionError):
            environment().from_string(text)
    with pytest.raises(jinja2.UndefinedError):
        environment().from_string("{{ amonut }}").render(page=Page(language("zh"), facts()[0]["date"], "bank"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_it_is_for(kind: str) -> None:
    head = draft._head(environment(), f"{kind}.md.j2")
    assert {"title", "purpose", "when", "needs"} == set(head)
    assert set(head["needs"]) <= set(language("zh").labels)
