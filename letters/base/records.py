"""Frozen records that are made quickly: the standard library's `dataclass`, in a fifth of the time.

`dataclasses` compiles six functions for each frozen class, and a command makes sixty classes before its first line.
Here only `__init__` is compiled; what compares, hashes, shows, refuses, copies and pickles is shared by all. Fields,
`replace` and `match` are the standard library's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(*, frozen: bool, slots: bool) -> Any:
        """`@dataclass(frozen=True, slots=True)`; a class that needs anything else takes the standard library's."""
        assert frozen and slots, "others take the standard library's"
        return _made

    def _made(plain: type) -> type:
        made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
        fields = dataclasses.fields(made)
        names = tuple(field.name for field in fields)
        assert not hasattr(made, "__post_init__"), "a record that is more than its fields takes the standard library's"
        assert all(one.init and one.repr and one.compare and not one.kw_only for one in fields)
        made.__init__ = _init(made, fields)
        made._values = _values(names)
        for name, method in _SHARED.items():
            if name not in plain.__dict__:
                setattr(made, name, method)
        return made

    def _values(names: tuple[str, ...]) -> Any:
        """What gives a record's values as a tuple."""
        if len(names) > 1:
            return staticmethod(attrgetter(*names))
        return staticmethod(lambda record: tuple(getattr(record, name) for name in names))

    def _init(made: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
        """Sets each field by its slot, which no `__setattr__` guards."""
        known: dict[str, Any] = {"__name__": made.__module__}
        heads, lines = ["self"], []
        for field in fields:
            name = field.name
            known[f"_set_{name}"] = getattr(made, name).__set__
            value = name
            if field.default is not dataclasses.MISSING:
                known[f"_default_{name}"] = field.default
                heads.append(f"{name}=_default_{name}")
            elif field.default_factory is not dataclasses.MISSING:
                known[f"_make_{name}"], known["_given"] = field.default_factory, dataclasses.MISSING
                heads.append(f"{name}=_given")
                value = f"_make_{name}() if {name} is _given else {name}"
            else:
                heads.append(name)
            lines.append(f" _set_{name}(self, {value})")
        exec(f"def __init__({', '.join(heads)}):\n" + ("\n".join(lines) or " pass"), known)
        made_init = known["__init__"]
        made_init.__qualname__ = f"{made.__qualname__}.__init__"
        made_init.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
        return made_init

    def _eq(self: Any, other: object) -> Any:
        return self._values(self) == self._values(other) if other.__class__ is self.__class__ else NotImplemented

    def _hash(self: Any) -> int:
        return hash(self._values(self))

    def _repr(self: Any) -> str:
        shown = zip((field.name for field in dataclasses.fields(self)), self._values(self), strict=True)
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in shown)})"

    def _setattr(self: Any, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(name)

    def _delattr(self: Any, name: str) -> None:
        raise dataclasses.FrozenInstanceError(name)

    def _getstate(self: Any) -> list[Any]:
        return list(self._values(self))

    def _setstate(self: Any, state: list[Any]) -> None:
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)

    _SHARED = {
        "__eq__": _eq,
        "__hash__": _hash,
        "__repr__": _repr,
        "__setattr__": _setattr,
        "__delattr__": _delattr,
        "__getstate__": _getstate,
        "__setstate__": _setstate,
    }
