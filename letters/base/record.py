"""Records that are read from plain data: each declares its keys once, with their types, and cannot be changed.

    class Payment(Record):
        date: Date = Field(title="Date", description="The day of the payment")
        amount: Amount | None = Field(None, title="Amount", description="What was paid")

`read_record(Payment, {"date": "2026-01-20"})` returns a Payment, or raises Unreadable with every mistake at once. A
type is a `Typed` in `Annotated`, another record, `tuple[…, ...]`, `dict[Text, …]`, an Enum, one of these or None, or
any class whose instances are taken as they are. What a class declares is looked at when it is first read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from inspect import get_annotations
from typing import Annotated, Any, ClassVar, NamedTuple, NoReturn, Self, get_args, get_origin

from letters.base.field_types import Typed

REQUIRED: Any = object()
"""What stands for the default of a key that must be given."""


class Declared(NamedTuple):
    """What a record says of one of its keys. `annotation` is its type as it stands there."""

    annotation: Any
    default: Any = REQUIRED
    make: Callable[[], Any] | None = None
    alias: str | None = None
    title: str | None = None
    description: str | None = None
    examples: tuple[str, ...] = ()
    kept_out: bool = False
    """Whether it is left out where the record becomes plain data."""

    @property
    def is_required(self) -> bool:
        """Whether data without the key cannot be read."""
        return self.default is REQUIRED and self.make is None


def Field(  # noqa: N802, PLR0913 - stands where a value would, as a name of its own kind
    default: Any = REQUIRED,
    *,
    default_factory: Callable[[], Any] | None = None,
    alias: str | None = None,
    title: str | None = None,
    description: str | None = None,
    examples: Iterable[str] = (),
    exclude: bool = False,
) -> Any:
    """Returns what stands beside the type of a key: its default, and how people are asked for it."""
    return Declared(None, default, default_factory, alias, title, description, tuple(examples), exclude)


class Record:
    """The base of all records that are read. `given` names the keys that were there; `others` holds those of the
    user's own, if the record takes any: `class Extra(Record, others=ExtraValue)`.
    """

    __slots__ = ("__dict__", "__weakref__", "given", "others")
    given: frozenset[str]
    others: Mapping[str, Any]
    of_others: ClassVar[Any] = None
    """The type of what stands under a key of the user's own; None if such a key is a mistake."""

    def __init_subclass__(cls, others: Any = None) -> None:
        if others is not None:
            cls.of_others = others

    def __init__(self, **values: Any) -> None:
        """Makes a record of values that have their types already; what is not given is the default.

        Raises TypeError with the names of keys that it lacks or does not have.
        """
        keys = declared(type(self))
        made = {name: values[name] if name in values else _default(one) for name, one in keys.items()}
        if wrong := values.keys() - keys.keys() | {name for name, value in made.items() if value is REQUIRED}:
            raise TypeError(type(self).__name__, *sorted(wrong))
        fill(self, made, frozenset(values), {})

    @classmethod
    def prepared(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Returns what is read in place of the data; a record of another form says so here. Raises ValueError."""
        return data

    def copy_with(self, changes: dict[str, Any]) -> Self:
        """Returns the same with other values of some keys, which have their types already."""
        return self._made(vars(self) | changes, self.given | changes.keys(), self.others)

    def _made(self, values: Mapping[str, Any], given: frozenset[str], others: Mapping[str, Any]) -> Self:
        made = type(self).__new__(type(self))
        fill(made, values, given, others)
        return made

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(name)

    __delattr__ = __setattr__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return vars(self) == vars(other) and self.others == other.others

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in (vars(self) | dict(self.others)).items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), vars(self), self.given, self.others)


def fill(one: Record, values: Mapping[str, Any], given: frozenset[str], others: Mapping[str, Any]) -> None:
    """Gives a record that was just made its values."""
    one.__dict__.update(values)
    object.__setattr__(one, "given", given)
    object.__setattr__(one, "others", others)


def _restored(kind: type[Record], *parts: Any) -> Record:
    """Returns the record that was taken apart, for pickle and copy."""
    made = kind.__new__(kind)
    fill(made, *parts)
    return made


_DECLARED: dict[type[Record], dict[str, Declared]] = {}


def declared(kind: type[Record]) -> dict[str, Declared]:
    """Returns what a record says of its keys, by their names, those of its bases first, the last base before all."""
    if kind not in _DECLARED:
        own = [_own(base) for base in reversed(kind.__mro__) if issubclass(base, Record) and base is not Record]
        _DECLARED[kind] = {name: key for keys in own for name, key in keys.items()}
    return _DECLARED[kind]


def _own(kind: type[Record]) -> dict[str, Declared]:
    """Returns what a class itself says of keys."""
    texts, found = get_annotations(kind), {}
    annotations = eval(f"({','.join(texts.values())},)" if texts else "()", vars(sys.modules[kind.__module__]))
    for name, annotation in zip(texts, annotations, strict=True):
        said = vars(kind).get(name, REQUIRED)
        said = said if isinstance(said, Declared) else Declared(None, said)
        found[name] = said._replace(annotation=annotation)
    return found


def _default(one: Declared) -> Any:
    return one.make() if one.make else one.default


def record_in(annotation: Any) -> type[Record] | None:
    """Returns the record inside a type: `Bill`, `Plan | None`, `tuple[Bill, ...]` or `Annotated[…]`; None without
    one.
    """
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in get_args(annotation) if (found := record_in(part))), None)


def typed_in(annotation: Any) -> Typed | None:
    """Returns how a text is read as a type, or None if no text is."""
    if get_origin(annotation) is Annotated:
        return next((one for one in get_args(annotation) if isinstance(one, Typed)), None)
    return next((found for part in get_args(annotation) if (found := typed_in(part))), None)


def is_list(annotation: Any) -> bool:
    """Returns whether a type is a list of something, or that or None."""
    return get_origin(annotation) is tuple or any(get_origin(part) is tuple for part in get_args(annotation))


def as_plain(one: Any) -> Any:
    """Returns a record as JSON has it: mappings and lists of texts, amounts as texts, days as 2026-03-20."""
    if isinstance(one, Record):
        kept = (name for name, key in declared(type(one)).items() if not key.kept_out)
        return {name: as_plain(getattr(one, name)) for name in kept} | dict(one.others)
    if isinstance(one, dict):
        return {key: as_plain(value) for key, value in one.items()}
    if isinstance(one, tuple | list):
        return [as_plain(value) for value in one]
    if isinstance(one, Decimal):
        return str(one)
    return one.isoformat() if isinstance(one, date) else one.value if isinstance(one, Enum) else one
