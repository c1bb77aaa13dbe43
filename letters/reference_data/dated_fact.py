"""How a fact of the bundled reference data is read: dated, with its source, from one YAML file each."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, TypeVar

from letters.base.errors import Message, UnknownName
from letters.base.field_types import Date, Text, one_of
from letters.base.record import Record
from letters.base.record_reading import read_record
from letters.base.resources import bundled
from letters.files.kept_files.yaml_data import bundled_data

HowRead = Annotated[str, one_of("VT", "VP")]
"""How a fact was read: VT in the text itself, VP on a secondary page. A fact that was not read stands in no file."""


Kind = TypeVar("Kind", bound=Record)


class DatedFact(Record):
    """Where something was read, when, and when it has to be read again."""

    source: Text
    verified_on: Date
    review_by: Date
    note: Text | None = None

    def is_old(self, day: date) -> bool:
        """Returns whether the day to read it again has passed."""
        return day > self.review_by


@cache
def fact_names(folder: str) -> list[str]:
    """Returns the names of the files of a reference folder."""
    files = (bundled("reference_data") / folder).iterdir()
    return sorted(path.stem for path in files if path.suffix == ".yaml")


def load_fact(folder: str, what: Message, name: str, kind: type[Kind]) -> Kind:
    """Returns one file of a reference folder as a record of `kind`. Raises UnknownName, which calls it `what`."""
    if name not in fact_names(folder):
        raise UnknownName(what, name, fact_names(folder))
    path = bundled("reference_data") / folder / f"{name}.yaml"
    return read_record(kind, bundled_data(path, path.name))
