"""Tables as people keep them: heads in their own words, merged cells, notes, several rows a person, a map beside."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from cases import TODAY
from command import letters
from openpyxl import Workbook  # type: ignore[import-untyped,unused-ignore]

from letters.base.errors import Mark, ScenarioError
from letters.batch.items import Cases, find_cases
from letters.batch.work import Order, write_case
from letters.cli.inputs.table_input import cell_name, known_heads
from letters.reference_data.template_library import library
from letters.reference_data.words import table_words
from letters.scenario.questions import fields
from letters.scenario.tables.heads import OUTPUT, KnownHeads, plain

DESK = """\
2026年客户登记表,,,,,,,,,,
客户信息,,,欠款情况,,,,,,,
客户姓名*,手机号,身份证号码,平台,困难原因,发生了什么,账单金额（元）,到期日,每日利率,备注,序号
王小明,13800005602,330100199003072847,花呗,生病,住院手术,"3,200.00元",2025年12月10日,万分之五,急,1
,,,,,,1980元,2026.1.10,,,
李红,13800005603,—,招商银行信用卡,失业,被公司裁员,5000,2025/11/10,0.05%,,2
张三,13800005604,,某某消费金融,失业,被公司裁员,5O00,2025/11/10,0.05%,,3
合计,,,,,,"10,180",,,,
"""


def cases(tmp_path: Path, text: str, name: str = "clients.csv", encoding: str = "gbk") -> Cases:
    (tmp_path / name).write_bytes(text.encode(encoding))
    return find_cases(tmp_path / name, known_heads(library()))


def data(found: Cases) -> list[object]:
    return [item.source(item.read()).data for item in found.items]


def problems(found: Cases) -> list[tuple[str, Mark | None]]:
    order = Order(Path("/nowhere"), TODAY, ("ledger",), ("md",), library())
    outcomes = [write_case(item, order) for item in found.items]
    return [(str(one.message), one.mark) for outcome in outcomes for one in outcome.problems]


def test_a_table_as_a_desk_keeps_it_is_read_row_by_row(tmp_path: Path) -> None:
    found = cases(tmp_path, DESK)
    assert found.passed == ("备注", "序号")
    assert [(item.row, item.more and item.more[0][0]) for item in found.items] == [(4, 5), (6, ()), (7, ())]
    first, second, third = data(found)
    assert first == {
        "borrower": {"name": "王小明", "phone": "13800005602", "id_number": "330100199003072847"},
        "lender": {"profile": "花呗", "daily_rate": "万分之五"},
        "hardship": {"kind": "生病", "event": "住院手术"},
        "bills": [
            {"amount": "3,200.00元", "due_date": "2025年12月10日"},
            {"amount": "1980元", "due_date": "2026.1.10"},
        ],
    }
    assert isinstance(second, dict)
    assert second["borrower"] == {"name": "李红", "phone": "13800005603"}  # the stroke stands for nothing
    assert second["lender"] == {"profile": "credit-card", "daily_rate": "0.05%", "product": "招商银行信用卡"}
    assert isinstance(third, dict)
    assert third["lender"] == {
        "profile": "generic",
        "type": "consumer-finance",
        "daily_rate": "0.05%",
        "product": "某某消费金融",
    }


def test_a_mistake_is_told_by_its_cell_and_in_the_words_of_the_table(tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_bytes(DESK.encode("gbk"))
    done = letters("batch", "clients.csv", "-o", "out", "-k", "ledger", "-f", "md", cwd=tmp_path, LETTERS_LANG="zh")
    assert done.code == 5
    assert "clients.csv：没有读的列：备注, 序号\n" in done.err
    assert "error: clients.csv G7: 账单金额（元）: '5O00' 不是金额，请写成 5000.00\n" in done.err
    assert done.err.count("error") == 1
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "report.csv").read_text("utf-8-sig"))))
    assert [(row["row"], row["column"], row["field"]) for row in rows] == [("7", "7", "账单金额（元）")]
    ledger = (tmp_path / "out" / "row-4" / "ledger.md").read_text("utf-8")
    assert "5,180.00" in ledger


def test_a_mistake_in_a_further_row_is_told_in_that_row(tmp_path: Path) -> None:
    found = cases(tmp_path, DESK.replace("1980元,2026.1.10", "1980元,2026.1.40"))
    assert found.items[0].row == 4
    assert [mark for what, mark in problems(found) if "2026.1.40" in what] == [Mark(5, 8)]


def test_rows_of_one_person_are_bills_of_one_case_and_of_two_persons_are_not(tmp_path: Path) -> None:
    text = "姓名,手机,平台,账单金额,到期日\n"
    text += "王小明,13800005602,花呗,1,2025-12-10\n李红,13800005603,花呗,2,2025-12-10\n"
    text += "王小明,13800005602,花呗,3,2026-01-10\n王小明,13800005609,花呗,4,2025-12-10\n王小明,,,5,2026-02-10\n"
    found = cases(tmp_path, text, encoding="utf-8")
    assert [(item.row, [row for row, _ in item.more]) for item in found.items] == [(2, [4]), (3, []), (5, [6])]


def test_a_second_bill_may_stand_in_columns_of_its_own(tmp_path: Path) -> None:
    text = "姓名,账单1金额,账单1到期日,第2期账单金额,第2期到期日\n王小明,1,2025-12-10,2,2026-01-10\n"
    [found] = data(cases(tmp_path, text))
    assert found == {
        "borrower": {"name": "王小明"},
        "bills": [{"amount": "1", "due_date": "2025-12-10"}, {"amount": "2", "due_date": "2026-01-10"}],
    }


def test_what_stands_above_several_columns_is_read_with_each_of_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户", None, "账单", None, "每月支出"])
    sheet.append(["姓名", "手机号", "本金", "到期日", "金额 2"])
    sheet.append(["王小明", "13800005602", 3200, "2025-12-10", None])
    for cells in ("A1:B1", "C1:D1"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "clients.xlsx")
    [item] = find_cases(tmp_path / "clients.xlsx").items
    assert item.heads[:4] == ("borrower.name", "borrower.phone", "bills[0].amount", "bills[0].due_date")


def test_a_map_beside_the_table_says_what_its_columns_are(tmp_path: Path) -> None:
    (tmp_path / "clients.map.yaml").write_text("称呼: borrower.name\n欠多少: 账单本金\n到期日:\n", "utf-8")
    found = cases(tmp_path, "称呼,欠多少,到期日\n王小明,3200,2025-12-10\n")
    assert data(found) == [{"borrower": {"name": "王小明"}, "bills": [{"amount": "3200"}]}]
    assert found.passed == ("到期日",)
    (tmp_path / "clients.map.yaml").write_text("称呼: borrower.nom\n", "utf-8")
    with pytest.raises(ScenarioError) as raised:
        cases(tmp_path, "称呼,欠多少\n王小明,3200\n")
    assert raised.value.problems[0].mark == Mark(1, 5)
    assert "clients.map.yaml" in raised.value.name


def test_a_table_in_which_nothing_is_known_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no column is known here"):
        cases(tmp_path, "称呼,欠多少\n王小明,3200\n")


def test_every_head_of_every_language_is_a_field(tmp_path: Path) -> None:
    paths = {one.path for one in fields()}
    for language in library().languages():
        words = table_words(library(), language)
        assert {path for path in words.heads.values() if path not in {*paths, OUTPUT}} == set()
        assert {path for path in words.cells if path not in paths} == set()


def test_a_head_is_known_by_every_title_in_every_language(tmp_path: Path) -> None:
    known = known_heads(library())
    for head, path in {
        "姓名": "borrower.name",
        " 姓 名（必填）": "borrower.name",
        "账单本金": "bills[0].amount",
        "Due date": "bills[0].due_date",
        "发生了什么": "hardship.event",
        "What happened, in one phrase": "hardship.event",
        "月收入": "income.now",
        "Mobile": "borrower.phone",
    }.items():
        assert known.path(head) == path, head
    assert KnownHeads().path("姓名") == ""  # no title in Chinese without the catalogue
    assert plain("账 单*金额（元）") == "账单金额"


def test_a_cell_is_named_as_a_spreadsheet_names_it() -> None:
    assert [cell_name(Mark(5, column)) for column in (1, 3, 26, 27, 52, 703)] == [
        "A5",
        "C5",
        "Z5",
        "AA5",
        "AZ5",
        "AAA5",
    ]
