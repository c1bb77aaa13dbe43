"""What a declaration of a figure says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from letters.figures.traces.asked import Explainer, stated


class FigureUnit(Enum):
    """What kind of value a figure is, which decides how JSON writes it."""

    AMOUNT = "amount"
    """Yuan with two decimals."""
    EXACT_AMOUNT = "exact amount"
    """Yuan with every digit there is, before it is rounded."""
    TEN_DECIMALS = "ten decimals"
    """Yuan with ten decimals: interest at a rate a year never ends."""
    RATE = "rate"
    """A fraction with every digit there is: 0.0005."""
    DAY = "date"
    COUNT = "number"
    TEXT = "text"
    YES_OR_NO = "yes or no"
    LINE = "line"
    """A line of the scenario file; what is read is the place of the key that stands there."""


class FigureDeclaration(NamedTuple):
    """One figure: its key in JSON and in templates, its unit, and what it is called in both languages.

    `read` takes it from the object that it belongs to; without it, it is the attribute of that name. `made_by` is the
    function that works it out, `explained` the one that says where it comes from; where they are None, those of the
    group hold.
    """

    name: str
    unit: FigureUnit
    zh: str
    en: str
    read: str | Callable[[Any], Any] | None = None
    made_by: Callable[..., Any] | None = None
    explained: Explainer | None = None
    may_lack: bool = False
    """Whether it can be null."""
    choices: tuple[str, ...] = ()
    """All values that a text can have, where there are few."""
    is_list: bool = False
    """Whether it is a list of such values."""
    only_if_any: bool = False
    """Whether JSON leaves the key out where the amount is nothing."""


class FigureGroup(NamedTuple):
    """Figures that belong together: an object of the JSON, or with `is_list` a list of such objects.

    `kinds` holds the figures of each class where the objects of a list are of several, like the entries of a ledger.
    """

    name: str
    zh: str
    en: str
    members: tuple[FigureDeclaration | FigureGroup, ...] = ()
    read: str | Callable[[Any], Any] | None = None
    made_by: Callable[..., Any] | None = None
    explained: Explainer | None = None
    may_lack: bool = False
    is_list: bool = False
    kinds: Mapping[type, tuple[FigureDeclaration | FigureGroup, ...]] | None = None


Declared = FigureDeclaration | FigureGroup


class FoundFigure(NamedTuple):
    """A declaration with its whole path, `bills[].paid`, and what its groups say where it is silent."""

    path: str
    declared: Declared
    made_by: Callable[..., Any] | None
    explained: Explainer
    kind: type | None = None
    """The class of the object that it belongs to, where a list has several."""


def value_of(declared: Declared, owner: Any) -> Any:
    """Returns the value of a figure or a group, read from the object that it belongs to."""
    if declared.read is None:
        return getattr(owner, declared.name)
    return getattr(owner, declared.read) if isinstance(declared.read, str) else declared.read(owner)


def found_in(group: FigureGroup, above: FoundFigure | None = None) -> list[FoundFigure]:
    """Returns a group and everything in it, each with its path, in the order of the JSON."""
    path = f"{above.path}.{group.name}" if above and above.path else group.name
    made_by = group.made_by or (above.made_by if above else None)
    explained = group.explained or (above.explained if above else stated)
    whole = FoundFigure(f"{path}[]" if group.is_list else path, group, made_by, explained)
    found = [FoundFigure(path, group, made_by, stated)]  # a group of its own is explained only where it is null
    rows: list[tuple[type | None, tuple[Declared, ...]]] = [(None, group.members), *(group.kinds or {}).items()]
    for kind, members in rows:
        for one in members:
            if isinstance(one, FigureGroup):
                found += found_in(one, whole)
            else:
                name = (f"{whole.path}.{one.name}" if whole.path else one.name) + ("[]" if one.is_list else "")
                found.append(FoundFigure(name, one, one.made_by or made_by, one.explained or explained, kind))
    return found
