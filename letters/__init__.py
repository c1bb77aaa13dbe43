"""Letters that ask a lender to waive penalty interest, with every figure right to the fen.

`from letters import load, render` is the public Python API, which docs/python-api.md documents. Every other module is
private and may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letters.api import (
        Case,
        Draft,
        DraftError,
        Figures,
        InputError,
        Letters,
        LettersError,
        OutputError,
        Problem,
        ScenarioError,
        UnknownName,
        UnsuitableKind,
        load,
        render,
    )

    __version__: str

__all__ = [
    "Case",
    "Draft",
    "DraftError",
    "Figures",
    "InputError",
    "Letters",
    "LettersError",
    "OutputError",
    "Problem",
    "ScenarioError",
    "UnknownName",
    "UnsuitableKind",
    "__version__",
    "load",
    "render",
]


def __getattr__(name: str) -> object:
    """Returns a public name, imported when it is first asked for: the command line needs none of them."""
    if name == "__version__":
        from importlib.metadata import version

        return version("negotiation-letters")
    if name in __all__:
        from letters import api

        return getattr(api, name)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return __all__
