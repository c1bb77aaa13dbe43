"""The steps from the first call to a written confirmation: `reference_data/escalation.yaml`, each with its source."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from letters.base.errors import Message, UnknownName
from letters.base.field_types import Date, Text, whole
from letters.base.record import Record
from letters.base.record_reading import read_record
from letters.base.resources import bundled
from letters.files.kept_files.yaml_data import bundled_data
from letters.reference_data.letter_kinds import Role

LADDER = "escalation.yaml"


class EscalationStep(Record):
    """What to do where a case stands so: the roles of the letters to write, and in how many days it is best done."""

    name: Text
    roles: tuple[Role, ...] = ()
    within_days: Annotated[int, whole(1, 60, 7)] | None = None
    """In how many days the step is best done: our own advice, not a limit of any law."""
    source: Text


class Escalation(Record):
    """The whole file: where the steps were read, and the steps in their order."""

    source: Text
    verified_on: Date
    review_by: Date
    note: Text | None = None
    steps: tuple[EscalationStep, ...]


@cache
def read_escalation() -> Escalation:
    """Returns the bundled escalation steps."""
    path = bundled("reference_data") / LADDER
    return read_record(Escalation, bundled_data(path, path.name))


def read_step(name: str) -> EscalationStep:
    """Returns a step by its name. Raises UnknownName."""
    known = {one.name: one for one in read_escalation().steps}
    if name not in known:
        raise UnknownName(Message("step"), name, list(known))
    return known[name]
