"""What the bundled YAML files hold: parsing them in each run would be a tenth of the first letter."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from letters.files import yaml_reader
from letters.files.kept_files.store import Kept, stamp_of
from letters.files.yaml_reader import Data, read


@cache
def kept_files() -> Kept[Data]:
    """Returns what is kept of YAML files, by this version of their reader."""
    return Kept(__file__, "data", str(stamp_of(Path(yaml_reader.__file__))))


def bundled_data(path: Path, name: str) -> Data:
    """Returns what a bundled YAML file holds; callers share it and must not change it.

    Raises ScenarioError, which calls the file `name`.
    """
    return kept_files().of(path, lambda: read(path.read_bytes(), name).data)


def kept_mapping(path: Path, made: Callable[[], dict[str, Data]]) -> dict[str, Data]:
    """Returns what `made` reads of a bundled file, or has read of it in an earlier run; callers must not change it."""
    found = kept_files().of(path, made)
    assert isinstance(found, dict)
    return found
