"""A record made quickly is one of the standard library's, as far as its users can tell."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from letters.base import records


@records.dataclass(frozen=True, slots=True)
class Ours:
    """A record."""

    kind: ClassVar[str] = "a"
    name: str
    amount: int = 3
    says: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def double(self) -> int:
        return self.amount * 2


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """A record."""

    kind: ClassVar[str] = "a"
    name: str
    amount: int = 3
    says: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def double(self) -> int:
        return self.amount * 2


@records.dataclass(frozen=True, slots=True)
class Longer(Ours):
    """A record with one field more."""

    more: tuple[int, ...] = ()


@records.dataclass(frozen=True, slots=True)
class Single:
    """A record of one field."""

    name: str


def shapes(record: Any) -> list[object]:
    """What can be seen of a record and its class."""
    made = type(record)
    return [
        repr(record).replace("Theirs", "Ours"),
        [(one.name, one.type, one.default) for one in dataclasses.fields(record)],
        dataclasses.asdict(record),
        made.__match_args__,
        made.__slots__,
        hasattr(record, "__dict__"),
        record.kind,
        record.double,
    ]


@pytest.mark.parametrize("values", [("a",), ("a", 4), ("a", 4, {"b": "c"})])
def test_a_record_shows_itself_as_the_standard_librarys_does(values: tuple[Any, ...]) -> None:
    assert shapes(Ours(*values)) == shapes(Theirs(*values))
    assert shapes(dataclasses.replace(Ours(*values), name="b")) == shapes(
        dataclasses.replace(Theirs(*values), name="b")
    )


def test_records_are_equal_by_their_values_and_their_class() -> None:
    assert Ours("a") == Ours("a", 3) != Ours("a", 4)
    assert Ours("a") != Longer("a")
    assert Ours("a").__eq__(("a", 3, {})) is NotImplemented
    assert Single("a") == Single("a") != Single("b")
    assert hash(Single("a")) == hash(Single("a")) == hash(("a",))
    keys: Any = (Single("a"), Single("a"))
    assert {keys[0]: "found"}[keys[1]] == "found"
    assert Ours("a").says is not Ours("a").says


def test_a_record_stays_as_it_was_made() -> None:
    record: Any = Longer("a", 1, {}, (2,))
    for name in ("name", "more", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, name, "b")
    with pytest.raises(dataclasses.FrozenInstanceError):
        del record.name


@pytest.mark.parametrize("record", [Ours("a", 4, {"b": "c"}), Longer("a", 1, {}, (2,)), Single("a")])
def test_a_record_is_copied_and_sent_to_another_process(record: Any) -> None:
    assert pickle.loads(pickle.dumps(record)) == copy.copy(record) == copy.deepcopy(record) == record


def test_a_wrong_call_is_refused() -> None:
    calls: list[tuple[Any, ...]] = [(), ("a", 1, {}, 4)]
    for values in calls:
        with pytest.raises(TypeError, match=r"Ours\.__init__\(\)"):
            Ours(*values)


def test_what_is_more_than_its_fields_is_refused() -> None:
    class Checked:
        """A record that looks at itself."""

        name: str

        def __post_init__(self) -> None:
            raise AssertionError

    with pytest.raises(AssertionError, match="standard library"):
        records.dataclass(frozen=True, slots=True)(Checked)
    with pytest.raises(AssertionError, match="standard library"):
        records.dataclass(frozen=False, slots=True)(Single)
