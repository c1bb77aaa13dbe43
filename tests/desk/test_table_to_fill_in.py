"""`letters new --table`: a workbook with heads, notes and two example rows, which `letters import` reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import letters
from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

from letters.cli.inputs.table_input import known_heads
from letters.reference_data.template_library import library
from letters.scenario.tables.heads import find_heads
from letters.scenario.tables.template import COLUMNS


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_is_read_by_import_as_one_client_with_two_bills(tmp_path: Path, language: str) -> None:
    for name in ("clients.xlsx", "clients.csv"):
        done = letters("new", "--table", name, "--lang", language, cwd=tmp_path, LETTERS_LANG="en")
        assert (done.code, done.out) == (0, f"{name}\n")
        assert f"then: letters import {name} clients" in done.err
        made = letters("import", name, f"desk-{name}", cwd=tmp_path, LETTERS_LANG="en")
        assert made.code == 0, made.err
        assert "1 new case" in made.out
        assert "columns that are not read" not in made.err
        assert "lack" not in made.err
    sheet = load_workbook(tmp_path / "clients.xlsx").active
    assert sheet is not None
    heads = [str(cell.value) for cell in sheet[1]]
    assert all(cell.comment and len(cell.comment.text) > 5 for cell in sheet[1])
    assert all(cell.number_format == "@" for row in sheet.iter_rows() for cell in row if cell.value)
    assert sheet.max_row == 3
    found = find_heads("clients.xlsx", heads, (), 1, known_heads(library()))
    assert found.paths == (*(path.replace("[]", "[0]") for path in COLUMNS), "output")
    assert found.is_of_bills


def test_the_same_table_has_the_same_bytes_and_nothing_is_written_over(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        letters("new", "--table", name, cwd=tmp_path)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert letters("new", "--table", "a.xlsx", cwd=tmp_path).code == 3
    assert letters("new", "--table", "a.ods", cwd=tmp_path).code == 2
