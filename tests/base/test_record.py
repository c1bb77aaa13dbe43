"""Records: declared once, read from plain data with every mistake at once, and never changed."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import pytest

from letters.base.field_types import Amount, Date, Text
from letters.base.record import Field, Record, as_plain, declared
from letters.base.record_reading import Unreadable, read_record


class Part(Record):
    on: Date = Field(alias="from", title="From")
    amount: Amount = Decimal("0.00")


class Whole(Record):
    name: Text
    part: Part | None = None
    parts: tuple[Part, ...] = ()
    words: dict[Text, Text] = Field(default_factory=dict)


class Free(Record, others=Text):
    known: Text = "as it was"


SOUND = {"name": " 林  晓梅 ", "part": {"from": "2026-03-20"}, "parts": [{"from": "2026年3月1日", "amount": "1,200"}]}


def test_sound_data_are_read_as_the_declared_types() -> None:
    made = read_record(Whole, SOUND)
    assert (made.name, made.parts[0].amount, made.words) == ("林 晓梅", Decimal("1200.00"), {})
    assert made.part and made.part.on.isoformat() == "2026-03-20"
    assert made.given == {"name", "part", "parts"} and made.part.given == {"on"}
    assert as_plain(made.parts[0]) == {"on": "2026-03-01", "amount": "1200.00"}


def test_every_mistake_is_found_at_once_in_the_order_of_the_keys() -> None:
    with pytest.raises(Unreadable) as error:
        read_record(Whole, {"nmae": "x", "part": [], "parts": [{"from": "31"}, {"from": None}], "words": "x"})
    assert [(one.path, one.kind) for one in error.value.mistakes] == [
        (("name",), "missing"),
        (("part",), "no mapping"),
        (("parts", 0, "from"), "value"),
        (("parts", 1, "from"), "value"),
        (("words",), "no mapping"),
        (("nmae",), "unknown"),
    ]


def test_keys_of_the_users_own_are_taken_where_a_record_says_so() -> None:
    made = read_record(Free, {"union_name": "工会", "known": "new"})
    assert (made.known, made.others) == ("new", {"union_name": "工会"})
    assert made != read_record(Free, {"known": "new"})


def test_a_record_is_equal_to_its_like_and_comes_whole_out_of_a_copy_and_a_pickle() -> None:
    made = read_record(Whole, SOUND)
    assert made == read_record(Whole, SOUND) == copy.deepcopy(made) == pickle.loads(pickle.dumps(made))
    assert made.copy_with({"name": "她"}) != made != SOUND
    assert len({made.parts[0], read_record(Part, SOUND["parts"][0])}) == 1  # type: ignore[index]


def test_a_record_made_by_hand_has_its_keys_and_no_other() -> None:
    assert Free().known == "as it was"
    with pytest.raises(TypeError, match="name"):
        Whole()
    with pytest.raises(TypeError, match="nmae"):
        Whole(name="x", nmae="y")


def test_what_a_class_declares_stands_after_what_its_bases_do() -> None:
    class More(Part):
        note: Text | None = Field(None, description="More of it")

    assert list(declared(More)) == ["on", "amount", "note"]
    assert declared(More)["on"].is_required and not declared(More)["note"].is_required
