"""A fact that is made when a template first names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Later:
    """A fact that few letters speak of: it is made when one does, and then kept for the others."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make: Callable[[], Any] | None = make

    @property
    def value(self) -> Any:
        """The fact."""
        if self._make is not None:
            self._made = self._make()
            self._make = None
        return self._made
