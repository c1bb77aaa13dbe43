"""`letters batch` writes the letters of many cases: each once, bad ones told apart, and goes on where it stopped."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import pytest
from cases import MINIMAL, TODAY, bundled, changed
from command import LETTERS, everything_in, letters, plain_environment
from openpyxl import Workbook  # type: ignore[import-untyped]

from letters.base.errors import Counted, Mark, Message, OutputError, ScenarioError, dotted
from letters.batch.items import find_cases
from letters.batch.journal import NAME as JOURNAL
from letters.batch.run import run
from letters.batch.work import Order, Outcome
from letters.files import tables
from letters.reference_data.template_library import library

if sys.platform != "win32":
    import pty

AGAIN = "note: interrupted; run the same command again, which goes on from here"
ROW = {
    "output": "lin",
    "language": "zh",
    "as_of": "2026-03-20",
    "hardship.kind": "illness",
    "hardship.started": "2025-11-28",
    "borrower.name": "林晓梅",
    "borrower.id_number": "330100199003072847",
    "lender.profile": "huabei",
    "lender.daily_rate": "0.05%",
    "bills[0].due_date": "2025-12-10",
    "bills[0].amount": "3200.00",
    "bills[0].payments[0].date": "2025-12-20",
    "bills[0].payments[0].amount": "500.00",
}


def table(*rows: dict[str, str]) -> str:
    """A CSV with ROW's columns; each row is ROW with something else in it."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(ROW))
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    return file.getvalue()


def journal(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / JOURNAL).read_text("utf-8").splitlines()]


def report(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "report.csv").read_text("utf-8-sig"))))


def order(folder: Path, today: date = TODAY) -> Order:
    return Order(folder, today, ("ledger",), ("md",), library())


def run_here(path: Path, folder: Path, today: date = TODAY) -> list[Outcome]:
    return list(run(find_cases(path), order(folder, today), 1))


def states(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.item.output, outcome.state) for outcome in outcomes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three scenarios in a folder."""
    (tmp_path / "cases").mkdir()
    for name in ("illness", "job-loss", "family-emergency"):
        (tmp_path / "cases" / f"{name}.yaml").write_text(bundled(f"{name}.yaml"), "utf-8")
    return tmp_path / "cases"


def test_a_folder_of_scenarios_becomes_the_letters_that_render_writes_one_by_one(folder: Path) -> None:
    done = letters("batch", "cases", "--jobs", "2", cwd=folder.parent, LETTERS_LANG="en")
    assert (done.code, done.out, done.err) == (0, "cases-letters: 3 cases written, 0 done before, 0 failed\n", "")
    letters("render", "cases/illness.yaml", "-o", "one", cwd=folder.parent)
    together, alone = everything_in(folder.parent / "cases-letters" / "illness"), everything_in(folder.parent / "one")
    assert together == alone
    assert {row["output"] for row in journal(folder.parent / "cases-letters")} == {
        "illness",
        "job-loss",
        "family-emergency",
    }


def test_a_second_run_skips_what_is_done_and_does_what_was_edited_or_deleted(folder: Path, tmp_path: Path) -> None:
    run_here(folder, tmp_path / "out")
    (folder / "illness.yaml").write_text(changed(bundled("illness.yaml"), ("3200.00", "3300.00")), "utf-8")
    (tmp_path / "out" / "job-loss" / "ledger.md").unlink()
    again = run_here(folder, tmp_path / "out")
    assert states(again) == [("family-emergency", "skipped"), ("illness", "done"), ("job-loss", "done")]


def test_a_scenario_without_a_day_is_done_again_on_another_day_only(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    text = changed(bundled("illness.yaml"), ("as_of: 2026-03-20\n", ""))
    (tmp_path / "cases" / "a.yaml").write_text(text, "utf-8")
    days = [TODAY, TODAY, date(2026, 3, 21)]
    found = [run_here(tmp_path / "cases", tmp_path / "out", day)[0].state for day in days]
    assert found == ["done", "skipped", "done"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_a_table_from_excel_in_any_of_its_encodings_has_a_case_in_each_row(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "people.csv").write_bytes(table({}, {"output": "", "borrower.name": "王小明"}).encode(encoding))
    assert states(run_here(tmp_path / "people.csv", tmp_path / "out")) == [("lin", "done"), ("row-3", "done")]
    texts = [(tmp_path / "out" / name / "ledger.md").read_text("utf-8") for name in ("lin", "row-3")]
    assert "3,200.00" in texts[0]
    assert "2025-12-20" in texts[0]


def test_a_row_gives_the_same_letter_as_a_scenario_that_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(table({}), "utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "lin.yaml").write_text(
        "language: zh\nas_of: 2026-03-20\nhardship: {kind: illness, started: 2025-11-28}\n"
        "borrower: {name: 林晓梅, id_number: 330100199003072847}\nlender: {profile: huabei, daily_rate: 0.05%}\n"
        "bills: [{due_date: 2025-12-10, amount: 3200.00, payments: [{date: 2025-12-20, amount: 500.00}]}]\n",
        "utf-8",
    )
    run_here(tmp_path / "people.csv", tmp_path / "row")
    run_here(tmp_path / "cases", tmp_path / "file")
    assert everything_in(tmp_path / "row" / "lin") == everything_in(tmp_path / "file" / "lin")


def xlsx(rows: list[list[str | float]]) -> bytes:
    """The least workbook: texts inline, numbers as they are."""

    def cell(value: str | float) -> str:
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f"<c><v>{value!r}</v></c>"

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def test_a_workbook_is_read_and_an_id_that_excel_made_a_number_of_is_refused(tmp_path: Path) -> None:
    spoilt = [330100199003072847.0 if head == "borrower.id_number" else value for head, value in ROW.items()]
    whole: list[str | float] = [3200.5 if head == "bills[0].amount" else value for head, value in ROW.items()]
    spoilt[0], whole[0] = "spoilt", "whole"
    (tmp_path / "people.xlsx").write_bytes(xlsx([list(ROW), spoilt, whole]))
    bad, good = run_here(tmp_path / "people.xlsx", tmp_path / "out")
    assert (bad.state, good.state) == ("failed", "done")
    [problem] = bad.problems
    assert "Excel" in problem.message
    assert problem.mark is not None
    assert (problem.mark.line, problem.mark.column) == (2, 7)
    assert "3,200.50" in (tmp_path / "out" / "whole" / "ledger.md").read_text("utf-8")


def workbook(path: Path, *rows: Sequence[object]) -> None:
    """As openpyxl writes it: formulas that nothing has computed, dates as numbers with a format."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)


def test_what_is_empty_above_and_on_the_left_of_a_workbooks_table_counts_in_its_rows_and_columns(
    tmp_path: Path,
) -> None:
    bad = list((ROW | {"bills[0].amount": "3,2OO"}).values())
    workbook(tmp_path / "people.xlsx", [], [], [None, *ROW], [None, *bad])
    [outcome] = run_here(tmp_path / "people.xlsx", tmp_path / "out")
    assert [problem.mark for problem in outcome.problems] == [Mark(4, 12)]


def test_a_cell_of_a_workbook_is_read_as_excel_shows_it(tmp_path: Path) -> None:
    row = ROW | {
        "hardship.started": datetime(2025, 11, 28, 9, 30),
        "lender.daily_rate": 0.00005,
        "bills[0].amount": 0.1 + 0.2 + 100,
        "contacts[0].date": date(2026, 3, 2),
        "contacts[0].channel": "=A1",
        "contacts[0].time": clock(14, 5),
    }
    workbook(tmp_path / "people.xlsx", list(row), list(row.values()))
    [item] = find_cases(tmp_path / "people.xlsx").items
    cells = dict(zip(item.heads, item.cells, strict=True))
    assert cells["hardship.started"] == "2025-11-28"
    assert cells["lender.daily_rate"] == "0.00005"
    assert cells["bills[0].amount"] == "100.3"
    assert cells["contacts[0].channel"] == "=A1"
    assert cells["contacts[0].time"] == "14:05"


def test_a_number_is_read_as_its_format_shows_it_in_percent_and_with_the_zeros_it_begins_with(tmp_path: Path) -> None:
    row = ROW | {"lender.daily_rate": 0.0005, "borrower.account": 926, "request.waive": 0.57, "borrower.phone": 1}
    book = Workbook()
    book.active.append(list(row))
    book.active.append(list(row.values()))
    formats = {
        "lender.daily_rate": "0.00%",
        "borrower.account": "0000",
        "request.waive": "0%",
        "borrower.phone": "00-00",
    }
    for head, shown in formats.items():
        book.active.cell(2, list(row).index(head) + 1).number_format = shown
    book.save(tmp_path / "people.xlsx")
    [item] = find_cases(tmp_path / "people.xlsx").items
    cells = dict(zip(item.heads, item.cells, strict=True))
    assert {head: cells[head] for head in formats} == {
        "lender.daily_rate": "0.05%",
        "borrower.account": "0926",
        "request.waive": "57%",
        "borrower.phone": "0001",
    }


@pytest.mark.parametrize("shown", ['0"%"', "0\\%", "0!%", "0\uff05", '[=0]"-";0"%"', '0.0"\uff05";-0.0"\uff05"'])
def test_a_number_that_excel_shows_with_a_percent_sign_written_behind_it_is_a_share(tmp_path: Path, shown: str) -> None:
    book = Workbook()
    book.active.append([*ROW, "request.waive"])
    book.active.append([*ROW.values(), 60])
    book.active.cell(2, len(ROW) + 1).number_format = shown
    book.save(tmp_path / "people.xlsx")
    [item] = find_cases(tmp_path / "people.xlsx").items
    assert item.cells[-1] == "60%"


OPEN, SPACE = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"


@pytest.mark.parametrize(
    "changes",
    [
        [(f"{OPEN}(spreadsheetml|officeDocument)/2006/", rf"{SPACE}\1/")],
        [(r'<c r="\w+"', "<c")],
        [(r'<c r="\w+"', "<c"), (r'<row r="\d+"', "<row")],
        [(r'(<c r="[A-Z]+\d+" (?:s|t))="(\w+)"', r"\1='\2'")],
    ],
    ids=["strict", "cells that do not say where they are", "rows neither", "other quotes"],
)
def test_shares_zeros_and_formulas_are_read_in_every_form_that_a_workbook_may_have(
    tmp_path: Path, changes: list[tuple[str, str]]
) -> None:
    book = Workbook()
    book.active.append([*ROW, "request.waive", "borrower.account", "claimed_penalty"])
    book.active.append([*ROW.values(), 0.6, 926, "=100+20"])
    for column, shown in enumerate(("0%", "0000"), len(ROW) + 1):
        book.active.cell(2, column).number_format = shown
    book.save(tmp_path / "made.xlsx")
    with zipfile.ZipFile(tmp_path / "made.xlsx") as made, zipfile.ZipFile(tmp_path / "people.xlsx", "w") as other:
        for name in made.namelist():
            content = made.read(name).decode()
            for old, new in changes if name.startswith("xl/") else ():
                content = re.sub(old, new, content)
            other.writestr(name, content)
    [item] = find_cases(tmp_path / "people.xlsx").items
    assert item.cells == (*ROW.values(), "60%", "0926", "=100+20")


def test_a_bare_share_in_a_table_is_not_taken_for_yuan(tmp_path: Path) -> None:
    rows = [(name, *list(ROW.values())[1:], waive) for name, waive in (("share", 0.6), ("whole", 1), ("yuan", 1.5))]
    workbook(tmp_path / "people.xlsx", [*ROW, "request.waive"], *rows)
    share, whole, yuan = run_here(tmp_path / "people.xlsx", tmp_path / "out")
    assert [(problem.message, problem.mark) for problem in share.problems] == [
        ("'0.6' would be 0.6 yuan; write a share like 60%, or the amount", Mark(2, len(ROW) + 1))
    ]
    assert (whole.state, yuan.state) == ("failed", "done")


def test_the_first_sheet_that_is_not_hidden_is_read_and_named(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["code"])
    book.active.sheet_state = "hidden"
    book.active = people = book.create_sheet("people")
    people.append(list(ROW))
    people.append(list(ROW.values()))
    book.save(tmp_path / "people.xlsx")
    done = letters("batch", "people.xlsx", "-o", "out", "-k", "ledger", cwd=tmp_path, LETTERS_LANG="en")
    assert done.code == 0
    assert done.err.splitlines()[0] == "note: people.xlsx: the sheet 'people' is read, the first that is not hidden"
    assert (tmp_path / "out" / "lin").is_dir()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_nul_in_one_cell_fails_its_row_alone_and_shifts_no_other(tmp_path: Path, kind: str) -> None:
    rows = [ROW | {"output": "bad", "borrower.name": "张\0三"}, ROW | {"output": "good"}]
    if kind == "csv":
        (tmp_path / "people.csv").write_text(table(*rows), "utf-16")
    else:
        escaped = [[value.replace("\0", "_x0000_") for value in row.values()] for row in rows]
        workbook(tmp_path / "people.xlsx", list(ROW), *escaped)
    bad, good = run_here(tmp_path / f"people.{kind}", tmp_path / "out")
    assert [problem.message for problem in bad.problems] == ["the character U+0000 cannot stand in a letter; delete it"]
    assert (good.state, good.item.cells) == ("done", tuple(rows[1].values()))


@pytest.mark.slow
def test_folders_of_scenarios_with_a_dot_in_their_names_have_each_their_own_output(tmp_path: Path) -> None:
    for name in ("2026.03", "2026.04"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lin.yaml").write_text(MINIMAL, "utf-8")
        assert letters("batch", name, "-k", "ledger", cwd=tmp_path).code == 0
    assert (tmp_path / "2026.03-letters" / "lin").is_dir()
    assert (tmp_path / "2026.04-letters" / "lin").is_dir()


def test_a_mistake_is_told_with_the_tables_own_column_where_items_before_it_are_left_out(tmp_path: Path) -> None:
    heads = [*ROW, "bills[1].due_date", "bills[1].amount", "bills[2].due_date", "bills[2].amount"]
    workbook(tmp_path / "people.xlsx", heads, [*ROW.values(), None, None, "2026-01-10", "3,2OO"])
    [outcome] = run_here(tmp_path / "people.xlsx", tmp_path / "out")
    assert [(dotted(problem.path), problem.mark) for problem in outcome.problems] == [
        ("bills[2].amount", Mark(2, len(heads)))
    ]


def test_a_stray_quote_fails_its_row_alone_and_an_open_one_is_told_where_it_opens(tmp_path: Path) -> None:
    lines = table({"output": "a"}, {"output": "b"}, {"output": "c"}).splitlines()
    stray = lines[2].replace("林晓梅", '"林"晓"梅"')
    (tmp_path / "people.csv").write_text("\n".join([*lines[:2], stray, lines[3]]), "utf-8")
    bad, *good = run_here(tmp_path / "people.csv", tmp_path / "out")
    assert (bad.item.output, [problem.mark for problem in bad.problems]) == ("row-3", [Mark(3, 1)])
    assert states(good) == [("a", "done"), ("c", "done")]
    (tmp_path / "people.csv").write_text("\n".join([*lines[:2], lines[2].replace("b,zh", 'b,"zh'), lines[3]]), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        find_cases(tmp_path / "people.csv")
    assert [problem.mark for problem in caught.value.problems] == [Mark(3, 1)]


def test_a_row_of_spaces_is_an_empty_row(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(f"{table({})}   \n , ,　\n", "utf-8")
    assert states(run_here(tmp_path / "people.csv", tmp_path / "out")) == [("lin", "done")]


@pytest.mark.parametrize("before", ["sep=;\n", "\n\n", ""])
def test_the_separator_is_found_behind_empty_lines_and_excels_own_first_line(tmp_path: Path, before: str) -> None:
    (tmp_path / "people.csv").write_text(before + table({}).replace(",", ";"), "utf-8-sig")
    [outcome] = run_here(tmp_path / "people.csv", tmp_path / "out")
    assert (outcome.state, outcome.item.row) == ("done", 2 + before.count("\n\n") * 2)


def test_a_formula_without_a_value_and_an_error_of_excel_are_told_and_not_taken_for_nothing(tmp_path: Path) -> None:
    heads = [*ROW, "claimed_penalty"]
    workbook(
        tmp_path / "people.xlsx",
        heads,
        [*(ROW | {"output": "formula"}).values(), "=100+20"],
        [*(ROW | {"output": "error"}).values(), "#REF!"],
    )
    formula, error = run_here(tmp_path / "people.xlsx", tmp_path / "out")
    assert [problem.message for problem in formula.problems] == [
        "'=100+20' is not an amount of money; write it like 3200.00"
    ]
    assert [problem.message for problem in error.problems] == [
        "'#REF!' is what Excel shows instead of a value; write the value"
    ]


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    workbook(tmp_path / "made.xlsx", [*ROW, "hardship.event"], [*ROW.values(), '=IF(A2="","",B2)'])
    with (
        zipfile.ZipFile(tmp_path / "made.xlsx") as made,
        zipfile.ZipFile(tmp_path / "people.xlsx", "w") as computed,
    ):
        for name in made.namelist():  # Excel keeps what it has computed with its type
            computed.writestr(name, made.read(name).replace(b"><f>", b' t="str"><f>'))
    [item] = find_cases(tmp_path / "people.xlsx").items
    assert item.cells[-1] == ""


def test_a_narrow_column_and_a_cell_shown_as_money_are_read_as_people_expect(tmp_path: Path) -> None:
    rows = [{"bills[0].amount": "￥3,200.00", "borrower.name": "￥5"}, {"output": "narrow", "as_of": "########"}]
    (tmp_path / "people.csv").write_bytes(table(*rows).encode("gbk"))
    money, narrow = run_here(tmp_path / "people.csv", tmp_path / "out")
    assert money.state == "done"
    ledger = (tmp_path / "out" / "lin" / "ledger.md").read_text("utf-8")
    assert "3,200.00" in ledger
    assert "￥5" in ledger  # only an amount loses its sign
    assert [problem.mark for problem in narrow.problems] == [Mark(3, 3)]


def test_excels_unicode_text_is_a_table_too(tmp_path: Path) -> None:
    (tmp_path / "people.txt").write_text(table({}).replace(",", "\t"), "utf-16")
    assert states(run_here(tmp_path / "people.txt", tmp_path / "out")) == [("lin", "done")]


def test_an_empty_cell_is_called_empty_and_nobody_is_told_to_add_a_line(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(table({"bills[0].amount": ""}), "utf-8")
    [outcome] = run_here(tmp_path / "people.csv", tmp_path / "out")
    assert [(problem.message, problem.mark) for problem in outcome.problems] == [
        ("is empty; it is needed", Mark(2, 11)),
    ]


def test_a_case_is_done_again_when_a_file_that_it_names_has_changed(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    scan = tmp_path / "cases" / "scan.pdf"
    scan.write_bytes(b"one")
    evidence = "kind: illness\n  evidence: [{document: 诊断证明书, file: scan.pdf}]"
    (tmp_path / "cases" / "lin.yaml").write_text(MINIMAL.replace("kind: illness", evidence), "utf-8")
    assert states(run_here(tmp_path / "cases", tmp_path / "out")) == [("lin", "done")]
    assert states(run_here(tmp_path / "cases", tmp_path / "out")) == [("lin", "skipped")]
    scan.write_bytes(b"two")
    assert states(run_here(tmp_path / "cases", tmp_path / "out")) == [("lin", "done")]
    scan.unlink()
    assert states(run_here(tmp_path / "cases", tmp_path / "out")) == [("lin", "failed")]


@pytest.mark.slow
def test_scenarios_that_a_batch_leaves_lying_are_named(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "illness.yaml").rename(folder / "more" / "illness.yaml")
    (folder / "job-loss.yaml").rename(folder / "job-loss.YML")
    done = letters("batch", "cases", "-o", "out", "-k", "ledger", cwd=folder.parent, LETTERS_LANG="en")
    assert done.code == 0
    assert "2 cases written" in done.out
    assert "cases/more: not read" in done.err


@pytest.mark.slow
def test_two_batches_in_one_folder_do_not_both_write(folder: Path, tmp_path: Path) -> None:
    first = run(find_cases(folder), order(tmp_path / "out"), 1)
    done = letters("batch", "cases", "-o", "out", "-k", "ledger", cwd=tmp_path, LETTERS_LANG="en")
    assert (done.code, done.err) == (3, "error: another `letters batch` is at work in out; wait for it\n")
    assert [outcome.state for outcome in first] == ["done"] * 3
    assert letters("batch", "cases", "-o", "out", "-k", "ledger", cwd=tmp_path).code == 0


@pytest.mark.slow
@pytest.mark.parametrize("address", ["nonsense", "http://10.0.0.1:8786", "tcp://10.0.0.1"])
def test_what_is_no_address_of_a_scheduler_is_a_mistake_in_the_option(folder: Path, address: str) -> None:
    done = letters("batch", "cases", "--dask", address, cwd=folder.parent, LETTERS_LANG="en")
    assert done.code == 2
    assert f"'{address}' is no scheduler's address" in " ".join(done.err.split())
    assert not (folder.parent / "cases-letters").exists()


def test_a_row_of_more_cells_than_heads_is_told_and_no_half_of_an_amount_is_reckoned_with(tmp_path: Path) -> None:
    text = table({"output": "good"}, {"output": "bad"}).splitlines()
    text[2] = text[2].replace("3200.00", "3,200.00")
    (tmp_path / "people.csv").write_text("\n".join(text), "utf-8")
    bad, good = run_here(tmp_path / "people.csv", tmp_path / "out")
    assert (good.item.output, good.state) == ("good", "done")
    assert [(problem.message, problem.mark) for problem in bad.problems] == [
        ("the row has more cells than the first row; put a value with a comma between quotes", Mark(3, len(ROW) + 1))
    ]


def test_a_mistake_in_a_cases_table_of_signatories_is_told_with_its_place_there(tmp_path: Path) -> None:
    (tmp_path / "others.csv").write_text("姓名,到期日,账单金额\n李四,2025-12-10,2OO\n", "utf-8")
    text = table({}).splitlines()
    (tmp_path / "people.csv").write_text(f"{text[0]},signatories\n{text[1]},others.csv\n", "utf-8")
    [outcome] = run_here(tmp_path / "people.csv", tmp_path / "out")
    [problem] = outcome.problems
    assert problem.message.startswith("others.csv:2:3: row[2].账单金额: '2OO' is not an amount")
    assert problem.mark == Mark(2, len(ROW) + 1)


@pytest.mark.slow
def test_letters_of_a_batch_go_to_no_stdout_and_no_file(folder: Path) -> None:
    assert letters("batch", "cases", "-o", "-", cwd=folder.parent, LETTERS_LANG="en").code == 2
    done = letters("batch", "cases", "-o", "cases/illness.yaml", cwd=folder.parent, LETTERS_LANG="en")
    assert done.code == 3
    assert "cases/illness.yaml" in done.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are text there")
def test_a_file_whose_name_is_no_text_fails_alone_and_a_table_may_have_such_a_name(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    for name in (b"bad\xff.yaml", b"good.yaml"):
        (tmp_path / "cases" / os.fsdecode(name)).write_text(MINIMAL, "utf-8")
    done = letters("batch", "cases", "-o", "out", "-k", "ledger", cwd=tmp_path, LETTERS_LANG="en")
    assert (done.code, done.err.splitlines()[0]) == (
        5,
        "error: cases/bad?.yaml: 'bad?' cannot be the name of a folder",
    )
    assert [row["output"] for row in report(tmp_path / "out")] == ["bad?"]
    assert (tmp_path / "out" / "good" / "ledger.md").exists()
    people = os.fsdecode(b"\xc4\xe3.csv")
    (tmp_path / people).write_text(table({}, {"output": "wrong", "bills[0].amount": "3,2OO"}), "utf-8")
    done = letters("batch", people, "-k", "petition", cwd=tmp_path)
    folder = tmp_path / os.fsdecode(b"\xc4\xe3-letters")
    assert done.code == 5
    assert [row["file"] for row in report(folder)] == ["??.csv"]
    assert (folder / "lin" / "petition.md").exists()
    assert (folder / "notes.csv").read_text("utf-8-sig").splitlines()[1].startswith("??.csv,lin,2,")


def test_a_long_table_keeps_every_row_in_its_order_and_little_of_it_in_memory(tmp_path: Path) -> None:
    names = [f"case-{number}" for number in range(1000)]
    (tmp_path / "people.csv").write_text(table(*({"output": name} for name in names), {"output": "CASE-7"}), "utf-8")
    (tmp_path / "one.csv").write_text(table({}), "utf-8")
    find_cases(tmp_path / "one.csv")  # what is read once, whatever the table
    tracemalloc.start()
    found = find_cases(tmp_path / "people.csv")
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert [item.output for item in found.items] == [name for name in names if name != "case-7"]
    assert [item.row for item, _ in found.clashes] == [9, 1002]
    assert found.items[700].cells[1:] == tuple(ROW.values())[1:]
    assert kept < 400_000


@pytest.mark.slow
def test_bad_rows_are_told_by_row_and_column_and_the_others_are_written(tmp_path: Path) -> None:
    rows = [{"output": "a"}, {"output": "b", "bills[0].amount": "3,2OO"}, {"output": "c", "borrower.name": ""}]
    (tmp_path / "people.csv").write_text(table(*rows), "utf-8")
    done = letters("batch", "people.csv", "-o", "out", "-k", "ledger", "--json", cwd=tmp_path, LETTERS_LANG="en")
    assert done.code == 5
    assert json.loads(done.out) == {
        "schema": 1,
        "output": "out",
        "done": 1,
        "skipped": 0,
        "failed": 2,
        "report": "out/report.csv",
        "notes": "out/notes.csv",
        "with_blanks": 1,
        "with_warnings": 0,
    }
    found = [(row["output"], row["row"], row["column"], row["field"]) for row in report(tmp_path / "out")]
    assert found == [("b", "3", "11", "bills[0].amount"), ("c", "4", "6", "borrower.name")]
    assert "people.csv:3:11: bills[0].amount: '3,2OO' is not an amount of money; write 3200.00\n" in done.err
    (tmp_path / "people.csv").write_text(table(*({"output": name} for name in "abc")), "utf-8")
    mended = letters("batch", "people.csv", "-o", "out", "-k", "ledger", cwd=tmp_path, LETTERS_LANG="en")
    assert (mended.code, mended.out) == (0, "out: 2 cases written, 1 done before, 0 failed\n")
    assert not (tmp_path / "out" / "report.csv").exists()


@pytest.mark.slow
def test_what_the_letters_lack_and_what_deserves_a_look_stands_in_one_file_whatever_run_wrote_them(
    tmp_path: Path,
) -> None:
    good = {"output": "good", "bills[0].amount": "3300.00", "bills[0].payments[0].date": "2026-04-01"}
    (tmp_path / "people.csv").write_text(table({}, good), "utf-8")
    command = ["batch", "people.csv", "-o", "out", "-k", "ledger", "-f", "md"]
    done = letters(*command, cwd=tmp_path, LETTERS_LANG="en")
    assert (done.code, done.err) == (0, "note: 2 cases with blanks, 1 with warnings: see out/notes.csv\n")
    (tmp_path / "people.csv").write_text(table({"output": "new", "bills[0].amount": "x"}, {}, good), "utf-8")
    again = letters(*command, cwd=tmp_path, LETTERS_LANG="en")
    assert again.code == 5
    assert "2 cases with blanks, 1 with warnings: see out/notes.csv\n" in again.err
    notes = list(csv.DictReader(io.StringIO((tmp_path / "out" / "notes.csv").read_text("utf-8-sig"))))
    found = [tuple(row[head] for head in ("output", "row", "column", "field", "kind")) for row in notes]
    assert ("lin", "3", "", "borrower.account", "blank") in found
    assert ("good", "4", "12", "bills[0].payments[0]", "warning") in found


@pytest.mark.slow
def test_the_notes_speak_of_the_last_run_of_each_case(tmp_path: Path) -> None:
    def noted(kind: str, *rows: dict[str, str]) -> list[str]:
        (tmp_path / "people.csv").write_text(table(*rows), "utf-8")
        letters("batch", "people.csv", "-o", "out", "-k", kind, cwd=tmp_path)
        lines = csv.DictReader(io.StringIO((tmp_path / "out" / "notes.csv").read_text("utf-8-sig")))
        return list(dict.fromkeys(f"{line['output']} {line['field']}" for line in lines))

    one, other = {"output": "one"}, {"output": "other"}
    first = noted("petition", one, other)
    assert "one borrower.phone" in first
    assert "other borrower.phone" in first
    assert noted("petition", one, other) == first
    assert {line.split()[0] for line in noted("petition", one, other | {"bills[0].amount": "x"})} == {"one"}
    assert "one borrower.phone" not in noted("ledger", one, other)


def test_an_account_that_lost_its_zero_in_excel_is_noted(tmp_path: Path) -> None:
    workbook(tmp_path / "people.xlsx", [*ROW, "borrower.account"], [*ROW.values(), 926])
    [outcome] = run_here(tmp_path / "people.xlsx", tmp_path / "out")
    assert [(dotted(one.path), one.mark) for one in outcome.warnings] == [("borrower.account", Mark(2, len(ROW) + 1))]


@pytest.mark.slow
def test_the_report_says_where_letters_of_an_earlier_run_lie(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(table({}), "utf-8")
    letters("batch", "people.csv", "-o", "out", "-k", "ledger", cwd=tmp_path)
    rows = [{"bills[0].amount": "x"}, {"output": "new", "bills[0].amount": "x"}]
    (tmp_path / "people.csv").write_text(table(*rows), "utf-8")
    assert letters("batch", "people.csv", "-o", "out", "-k", "ledger", cwd=tmp_path, LETTERS_LANG="en").code == 5
    assert [(row["output"], row["letters"]) for row in report(tmp_path / "out")] == [
        ("lin", "of an earlier run"),
        ("new", ""),
    ]


@pytest.mark.slow
def test_a_formula_in_a_cell_is_text_in_the_letter_and_in_the_report(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x")'
    rows = [{"output": "a", "borrower.name": evil}, {"output": "b", "bills[0].amount": "=1+1"}, {"output": "=c|d"}]
    (tmp_path / "people.csv").write_text(table(*rows), "utf-8")
    letters("batch", "people.csv", "-o", "out", "-k", "petition", "-f", "txt", cwd=tmp_path)
    assert evil in (tmp_path / "out" / "a" / "petition.txt").read_text("utf-8")
    assert [row["output"] for row in report(tmp_path / "out")] == ["'=c|d", "b"]


def test_two_rows_with_one_output_name_are_named_and_neither_is_written(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(table({}, {"output": "LIN"}, {"output": "wang"}), "utf-8")
    outcomes = run_here(tmp_path / "people.csv", tmp_path / "out")
    assert states(outcomes) == [("lin", "failed"), ("LIN", "failed"), ("wang", "done")]
    assert outcomes[0].problems[0].message.startswith("the letters of row 3 would go to the folder 'lin', too")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("heads", "what"),
    [
        ("borower.name,bills[0].amount", "'borower' is not a key here; did you mean 'borrower'?"),
        ("lender,lender.name", "'lender' stands beside columns of its parts"),
        ("称呼,单号", "no column is known here; name the columns like 姓名"),
        ("bills[0].amount,bills[0]amount", "'bills[0]amount' is no field"),
        ("bills[0].amount,bills[00].amount", "'bills[00].amount' is the field of the column 'bills[0].amount', too"),
    ],
)
def test_a_head_that_is_no_field_stops_the_batch_before_it_begins(tmp_path: Path, heads: str, what: str) -> None:
    (tmp_path / "people.csv").write_text(f"{heads}\na,b\n", "utf-8")
    done = letters("batch", "people.csv", cwd=tmp_path, LETTERS_LANG="en")
    assert done.code == 1
    assert what in done.err
    assert set(everything_in(tmp_path)) == {"people.csv"}


@pytest.mark.slow
def test_a_batch_that_is_killed_goes_on_and_every_case_is_there_once_and_whole(tmp_path: Path) -> None:
    names = [f"case-{number}" for number in range(120)]
    (tmp_path / "people.csv").write_text(table(*({"output": name} for name in names)), "utf-8")
    command = [LETTERS, "batch", "people.csv", "-o", "out", "-k", "ledger", "--jobs", "2"]
    started = subprocess.Popen(command, cwd=tmp_path, env=plain_environment(), stdout=-3, stderr=-3)
    lines = tmp_path / "out" / JOURNAL
    end = time.monotonic() + 60
    while (not lines.exists() or lines.stat().st_size == 0) and time.monotonic() < end:
        time.sleep(0.005)
    started.send_signal(signal.SIGKILL)
    started.wait()
    with lines.open("ab") as file:
        file.write(b'{"schema": 1, "output": "case-')  # cut off
    done = letters("batch", "people.csv", "-o", "out", "-k", "ledger", cwd=tmp_path, LETTERS_LANG="en")
    assert done.code == 0, done.err
    good = [line for line in lines.read_text("utf-8").splitlines() if line.endswith("}")]
    assert sorted(json.loads(line)["output"] for line in good) == sorted(names)
    letters("batch", "people.csv", "-o", "whole", "-k", "ledger", cwd=tmp_path)
    for name in names:
        assert everything_in(tmp_path / "out" / name) == everything_in(tmp_path / "whole" / name)


def test_a_full_disk_ends_in_one_message_and_what_is_done_is_skipped_afterwards(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, room = os.write, 4000

    def write(descriptor: int, data: bytes) -> int:
        nonlocal room
        room -= len(data)
        if room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(OutputError, match=r"No space left on device.*what is done is skipped"):
        run_here(folder, tmp_path / "out")
    room = 1 << 30
    found = states(run_here(folder, tmp_path / "out"))
    assert found[0] == ("family-emergency", "skipped")
    assert {state for _, state in found} == {"skipped", "done"}
    assert not list((tmp_path / "out").rglob("*letters-tmp"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "what"),
    [(["-k", "petiton"], "did you mean 'petition'?"), (["--lang", "fr"], "fr"), (["-f", "rtf"], "rtf")],
)
def test_a_name_in_an_option_that_no_case_could_have_stops_the_batch_before_it_begins(
    folder: Path, options: list[str], what: str
) -> None:
    done = letters("batch", "cases", *options, cwd=folder.parent)
    assert (done.code, done.out) == (2, "")
    assert what in done.err
    assert not (folder.parent / "cases-letters").exists()


def test_a_terminal_shows_how_far_it_is_and_a_file_gets_no_bar(folder: Path) -> None:
    inside, outside = pty.openpty()
    command = [LETTERS, "batch", "cases", "-k", "ledger", "--jobs", "1"]
    subprocess.run(command, cwd=folder.parent, env=plain_environment(), stderr=outside, stdout=-3, check=True)
    os.close(outside)
    assert b"3/3" in os.read(inside, 1 << 16)
    os.close(inside)


@pytest.mark.slow
def test_ctrl_c_ends_in_one_line_and_the_next_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(table(*({"output": f"case-{number}"} for number in range(400))), "utf-8")
    command = [LETTERS, "batch", "people.csv", "-o", "out", "-k", "ledger", "-f", "md", "--jobs", "2"]
    started = subprocess.Popen(
        command, cwd=tmp_path, env=plain_environment(), stdout=-3, stderr=-1, start_new_session=True
    )
    lines = tmp_path / "out" / JOURNAL
    end = time.monotonic() + 60
    while (not lines.exists() or lines.stat().st_size == 0) and time.monotonic() < end:
        time.sleep(0.005)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to the workers, too
    _, err = started.communicate(timeout=30)
    assert (started.returncode, err.decode()) == (130, f"{AGAIN}\n")
    before = len(journal(tmp_path / "out"))
    done = letters("batch", "people.csv", "-o", "out", "-k", "ledger", "-f", "md", "--json", cwd=tmp_path)
    assert json.loads(done.out)["skipped"] == before > 0
    assert len(journal(tmp_path / "out")) == 400


def test_the_files_of_a_batch_are_private(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.yaml").write_text("bills: x\n", "utf-8")
    letters("batch", "cases", "-o", "out", "-k", "ledger", cwd=tmp_path)
    assert {oct(path.stat().st_mode & 0o077) for path in (tmp_path / "out").rglob("*")} == {"0o0"}


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["nowhere"], ["cases/illness.yaml"], ["cases/empty"]])
def test_what_is_neither_a_folder_of_scenarios_nor_a_table_is_refused(folder: Path, arguments: list[str]) -> None:
    (folder / "empty").mkdir()
    done = letters("batch", *arguments, cwd=folder.parent)
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)


def test_a_message_survives_the_way_to_another_process() -> None:
    import pickle

    message = Message("{what} of {count}", what=Counted("{count} a", "{count} b", count=2), count=3)
    again = pickle.loads(pickle.dumps(message))
    assert (again, again.template, again.params) == (message, message.template, message.params)


def test_the_first_row_does_not_count_among_the_rows_that_a_table_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    (tmp_path / "people.csv").write_text(table({}, {"output": "b"}), "utf-8")
    assert len(find_cases(tmp_path / "people.csv").items) == 2
    (tmp_path / "people.csv").write_text(table({}, {"output": "b"}, {"output": "c"}), "utf-8")
    with pytest.raises(ScenarioError, match="more than 2 rows"):
        find_cases(tmp_path / "people.csv")


@pytest.mark.slow
def test_many_rows_of_one_name_are_told_in_a_moment(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("output\n" + "same\n" * 20_000, "utf-8")
    start = time.monotonic()
    found = find_cases(tmp_path / "people.csv")
    assert len(found.clashes) == 20_000
    assert time.monotonic() - start < 5  # each looked for its like among all: a minute
    first, second = (problem.message for _, problem in found.clashes[:2])
    assert (first[:20], second[:20]) == ("the letters of row 3", "the letters of row 2")


def test_a_map_of_heads_is_no_case_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "lin.yaml").write_text(MINIMAL, "utf-8")
    (tmp_path / "clients.map.yaml").write_text("姓名: borrower.name\n", "utf-8")
    assert [item.output for item in find_cases(tmp_path).items] == ["lin"]
