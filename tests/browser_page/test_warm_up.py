"""What is compiled while the page in one file is built is the same whenever it is built."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from letters.browser_page.warm_up import compiled_library


def test_the_library_bears_no_day_so_that_the_same_parts_give_the_same_page(tmp_path: Path) -> None:
    library = tmp_path / "library.zip"
    with ZipFile(library, "w") as archive:
        archive.writestr("loaded.py", "NAMES = frozenset({'b', 'a'})\n")
        archive.writestr("other.py", "A = 1\n")
    made = compiled_library(library, [f"{library}/loaded.py"], tmp_path)
    assert made == compiled_library(library, [f"{library}/loaded.py"], tmp_path)
    with ZipFile(BytesIO(made)) as archive:
        assert {one.filename: one.date_time for one in archive.infolist()} == {
            "loaded.pyc": (1980, 1, 1, 0, 0, 0),
            "other.py": (1980, 1, 1, 0, 0, 0),
        }
