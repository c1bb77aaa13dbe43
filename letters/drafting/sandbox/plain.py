"""The sandbox of every template: strict, without arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from letters.base.errors import Message
from letters.drafting.sandbox.later import Later
from letters.drafting.wording import Blank, Md


class _TemplateContext(Context):
    """What a template may name; what is made later is made when it is named."""

    def resolve_or_missing(self, key: str) -> Any:
        value = self.vars[key] if key in self.vars else self.parent.get(key, missing)
        return value.value if value.__class__ is Later else value


class Sandbox(ImmutableSandboxedEnvironment):
    """A template places figures and computes none: an operator between values is refused."""

    context_class = _TemplateContext
    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Jinja's own. What reads the short form, and the third person where `of_another` says how it is told, is
        imported by the first template that is read: compiled ones are kept.
        """
        if not self.extensions:
            from letters.drafting.short_form import ShortForm
            from letters.drafting.voice.third_person import ThirdPerson

            self.add_extension(ShortForm)
            if hasattr(self, "of_another"):
                self.add_extension(ThirdPerson)
        return super().preprocess(source, name, filename)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Jinja's own answer, which depends on the type and the name alone, asked once for each."""
        key = (type(obj), attr)
        known = self._safe.get(key)
        if known is None:
            known = self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return known

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Jinja's own, but for a plain value whose name is known to be safe on its type: most of a letter."""
        if self._safe.get((obj.__class__, attribute)):
            value = getattr(obj, attribute, missing)
            if value.__class__ in _PLAIN:
                return value
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Joins texts and lists with `+`. Raises SecurityError for any other operator and for `+` between numbers."""
        if operator == "+" and not isinstance(left, Decimal | int) and not isinstance(right, Decimal | int):
            return left + right
        raise SecurityError(
            Message("a template does not compute ({operator}); take the figure from the context", operator=operator)
        )


_PLAIN = frozenset({str, Md, Decimal, int, bool, type(None), date, Blank, tuple, list})
"""Types of values that nothing can be called of."""
