"""The sandbox of a folder of the user's own templates: what they do is counted, and ends soon."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import jinja2
import jinja2.filters
import jinja2.tests
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro

from letters.base.errors import Message
from letters.drafting.sandbox.allowance import A_CALL, A_PART, PAGE, Allowance, check_filter, counted, length_of
from letters.drafting.sandbox.code import BoundedCode
from letters.drafting.sandbox.plain import Sandbox
from letters.drafting.wording import Blank

FILTERS = frozenset(
    {
        "abs",
        "batch",
        "capitalize",
        "count",
        "dictsort",
        "first",
        "groupby",
        "items",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "replace",
        "reverse",
        "select",
        "selectattr",
        "sort",
        "string",
        "title",
        "trim",
        "truncate",
        "unique",
        "upper",
    }
)
"""Jinja's own filters that a letter has a use for; none pads a text, repeats one or writes code."""
TESTS = frozenset(
    {
        "boolean",
        "defined",
        "divisibleby",
        "even",
        "eq",
        "equalto",
        "false",
        "ge",
        "gt",
        "in",
        "le",
        "lower",
        "lt",
        "mapping",
        "ne",
        "none",
        "number",
        "odd",
        "sequence",
        "string",
        "true",
        "undefined",
        "upper",
        "==",
        "!=",
        ">",
        ">=",
        "<",
        "<=",
    }
)
"""Jinja's own tests that remain."""
METHODS: dict[type, frozenset[str]] = {
    str: frozenset({"endswith", "lower", "removeprefix", "removesuffix", "startswith", "strip", "upper"}),
    dict: frozenset({"get", "items", "keys", "values"}),
}
"""What may be called of a plain value."""


def may_call(found: Any, free: Iterable[Any]) -> bool:
    """Returns whether a template may call what it found: a macro, a function that it is given, a harmless method."""
    if isinstance(found, Macro | BlockReference | LoopContext):
        return True
    owner, name = getattr(found, "__self__", None), getattr(found, "__name__", "")
    if isinstance(owner, LoopContext):
        return True
    for kind, names in METHODS.items():
        if isinstance(owner, kind):
            return name in names
    return any(found is one for one in free)


def _allowance(ctx: Context) -> Allowance:
    allowance: Allowance = ctx.parent[PAGE].allowance
    return allowance


class Bounded(Sandbox):
    """The sandbox of a folder of the user's own templates, in which each step counts (see `allowance`)."""

    code_generator_class = BoundedCode

    def is_safe_callable(self, obj: Any) -> bool:
        """Returns whether obj is a macro, what a template is given to call, or a harmless method."""
        counts = getattr(obj, "__self__", None) is self  # what `code` has a template ask for
        return counts or (super().is_safe_callable(obj) and may_call(obj, self.globals.values()))

    def call(self, context: Context, found: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Calls what a template names, counted with all that it is given. Raises SecurityError."""
        owner = getattr(found, "__self__", None)
        if owner is not self:
            if not isinstance(found, jinja2.Undefined) and not self.is_safe_callable(found):
                name = getattr(found, "__name__", type(found).__name__)
                raise SecurityError(Message("{name}() is nothing that a template may call", name=name))
            allowance = _allowance(context)
            allowance.spend(A_CALL)
            for one in (owner, *args, *kwargs.values()):
                allowance.weigh(one)
        return super().call(context, found, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Joins as in any template, and counts it."""
        allowance = _allowance(context)
        allowance.weigh(left)
        allowance.weigh(right)
        if isinstance(left, str) and isinstance(right, str):
            allowance.make_text(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    @jinja2.pass_context
    def looped(self, context: Context, values: Any) -> Any:
        """Returns what a loop goes over, with each of its turns counted."""
        allowance = _allowance(context)
        if isinstance(values, str | list | tuple | dict):
            allowance.spend(len(values))
            return values
        return values if isinstance(values, jinja2.Undefined | Blank) else counted(allowance, values)

    @jinja2.pass_context
    def joined(self, context: Context, *parts: Any) -> str:
        """Returns the text of parts, one after the other."""
        _allowance(context).make_text(sum(map(length_of, parts)))
        return "".join(map(str, parts))

    @jinja2.pass_context
    def weighed(self, context: Context, value: Any) -> Any:
        """Returns a value, and counts it with all that is in it."""
        _allowance(context).weigh(value)
        return value

    def shown(self, context: Context, characters: int) -> None:
        """Counts text that is printed."""
        _allowance(context).show(characters)

    def placed(self, context: Context) -> None:
        """Counts a template that another places or imports."""
        _allowance(context).spend(A_PART)

    def bind(self) -> None:
        """Counts what filters and tests do, and takes away those of Jinja's that a letter has no use for."""
        own = frozenset(self.filters) - frozenset(jinja2.filters.FILTERS)
        plain = self.overlay()
        plain.filters, plain.tests = self.filters, self.tests
        kept = {name for name in self.filters if name in own or name in FILTERS}
        self.filters = {name: _counting_filter(plain, name) for name in kept}
        known = frozenset(self.tests) - frozenset(jinja2.tests.TESTS)
        self.tests = {name: _counting_test(plain, name) for name in self.tests if name in known or name in TESTS}


def _counting_filter(plain: jinja2.Environment, name: str) -> Callable[..., Any]:
    @jinja2.pass_context
    def filtered(ctx: Context, value: Any, *args: Any, **named: Any) -> Any:
        value = check_filter(_allowance(ctx), name, value, args, named)
        return plain.call_filter(name, value, args, named, context=ctx)

    return filtered


def _counting_test(plain: jinja2.Environment, name: str) -> Callable[..., Any]:
    @jinja2.pass_context
    def tested(ctx: Context, value: Any, *args: Any, **named: Any) -> Any:
        for one in (value, *args, *named.values()):
            _allowance(ctx).weigh(one)
        return plain.call_test(name, value, args, named, context=ctx)

    return tested
