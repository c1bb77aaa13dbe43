"""The standard library's dataclass, without its guard at run time: mypy alone holds a frozen one to what it was made.

That guard sets each field by a call of its own, so a frozen value takes three times as long to make, and a letter is
made of hundreds. What is frozen has a hash here as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(*, frozen=False, eq=True, **options):
        """As `dataclasses.dataclass`, which it calls."""
        return dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **options)
