"""`letters import`: the rows of a table become folders, and what the desk wrote there is never written over."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from command import everything_in, letters
from desk_table import desk_table

from letters.desk.merge import changes, place_of, values_of
from letters.scenario.writing.yaml_insert import UnclearPlaceError, with_value

HEADS = "姓名,手机号,平台,困难原因,账单金额,到期日,每日利率\n"
WANG = "王小明,13800005602,花呗,生病,3200元,2025年12月10日,万分之五\n"
LI = "李红,13800005603,借呗,失业,5000,2025/11/10,0.05%\n"


def imported(tmp_path: Path, table: str, code: int = 0, *more: str) -> str:
    (tmp_path / "clients.csv").write_text(table, "utf-8")
    done = letters("import", "clients.csv", "desk", *more, cwd=tmp_path, LETTERS_LANG="en")
    assert done.code == code, done.err
    return done.out + done.err


def case(tmp_path: Path, name: str = "王小明") -> Path:
    return tmp_path / "desk" / name / "case.yaml"


def test_each_row_becomes_a_folder_with_a_case_that_can_be_followed(tmp_path: Path) -> None:
    assert imported(tmp_path, HEADS + WANG + LI).startswith("desk: 2 new cases, 0 changed, 0 as they were, 0 failed\n")
    assert {path.name for path in (tmp_path / "desk").iterdir()} == {"王小明", "李红"}
    folder = tmp_path / "desk" / "王小明"
    assert {path.name for path in folder.iterdir()} == {
        "case.yaml", ".import.json", "evidence", "letters", "sent", "calendar"
    }  # fmt: skip
    assert stat.S_IMODE(case(tmp_path).stat().st_mode) == 0o600
    assert letters("check", "desk/王小明/case.yaml", cwd=tmp_path).code == 0
    total = json.loads(letters("figures", "desk/王小明/case.yaml", "--json", "--as-of", "2026-03-20", cwd=tmp_path).out)
    assert total["total"]["penalty_outstanding"] == "160.00"


def test_letters_and_what_is_sent_stay_in_the_folder_of_the_case(tmp_path: Path) -> None:
    imported(tmp_path, HEADS + WANG)
    asked = ["-k", "waiver-email", "-f", "md", "--as-of", "2026-03-20"]
    assert letters("render", "desk/王小明/case.yaml", *asked, cwd=tmp_path).code == 0
    done = letters("sent", "desk/王小明/case.yaml", "waiver-email", "--on", "2026-03-20", cwd=tmp_path)
    assert done.code == 0, done.err
    assert letters("calendar", "desk/王小明/case.yaml", "--on", "2026-03-20", cwd=tmp_path).code == 0
    inside = set(everything_in(tmp_path / "desk" / "王小明"))
    assert {"letters/waiver-email.md", "calendar/case.ics", "sent/2026-03-20-waiver-email/manifest.json"} <= inside
    assert {path.name for path in tmp_path.iterdir()} == {"clients.csv", "desk"}


def test_what_the_table_changed_is_brought_and_what_the_desk_wrote_stays(tmp_path: Path) -> None:
    imported(tmp_path, HEADS + WANG + LI)
    letters("log", "add", "desk/王小明/case.yaml", "--date", "2026-03-02", "--said", "申请减免", cwd=tmp_path)
    letters("log", "pay", "desk/王小明/case.yaml", "2026-03-02", "100", cwd=tmp_path)
    text = (
        case(tmp_path)
        .read_text("utf-8")
        .replace("13800005602", "13900005602")
        .replace("  story:", "  story: 自己的话 #")
    )
    case(tmp_path).write_text("# the desk's own line\n" + text, "utf-8")
    untouched = case(tmp_path, "李红").read_bytes()
    mended = WANG.replace("3200元", "3300元").replace("13800005602", "13800005699")
    said = imported(tmp_path, HEADS + mended + LI)
    assert "desk: 0 new cases, 1 changed, 1 as they were, 0 failed\n" in said
    assert "Mobile stays '13900005602', as the file has it; the table says '13800005699' now" in said
    new = case(tmp_path).read_text("utf-8")
    assert new == "# the desk's own line\n" + text.replace("3200元", "3300元")
    assert case(tmp_path, "李红").read_bytes() == untouched
    again = imported(tmp_path, HEADS + mended + LI)
    assert "0 changed, 2 as they were" in again
    assert case(tmp_path).read_text("utf-8") == new


def test_a_further_bill_is_added_and_a_mended_due_date_is_no_further_bill(tmp_path: Path) -> None:
    imported(tmp_path, HEADS + WANG)
    letters("log", "pay", "desk/王小明/case.yaml", "2026-03-02", "100", "--bill", "2025-12-10", cwd=tmp_path)
    further = WANG + WANG.replace("3200元,2025年12月10日", "1980,2026-01-10")
    assert "1 changed" in imported(tmp_path, HEADS + further.replace("2025年12月10日", "2025年12月11日"))
    bills = json.loads(letters("figures", "desk/王小明/case.yaml", "--json", "--as-of", "2026-03-20", cwd=tmp_path).out)
    assert [(bill["due_date"], bill["amount"]) for bill in bills["bills"]] == [
        ("2025-12-10", "3200.00"),  # one went and two came: nobody can say which of them it is
        ("2025-12-11", "3200.00"),
        ("2026-01-10", "1980.00"),
    ]
    imported(tmp_path, HEADS + further.replace("2025年12月10日", "2025年12月12日"))
    bills = json.loads(letters("figures", "desk/王小明/case.yaml", "--json", "--as-of", "2026-03-20", cwd=tmp_path).out)
    assert [bill["due_date"] for bill in bills["bills"]] == ["2025-12-10", "2025-12-12", "2026-01-10"]
    assert bills["bills"][0]["paid"] == "100.00"


def test_one_person_with_two_lenders_has_two_folders_and_a_name_no_system_takes_is_mended(tmp_path: Path) -> None:
    rows = WANG + WANG.replace("花呗", "借呗") + WANG.replace("王小明", "CON").replace("05602", "05604")
    rows += WANG.replace("王小明", "a/b: 张").replace("05602", "05605")
    imported(tmp_path, HEADS + rows)
    assert {path.name for path in (tmp_path / "desk").iterdir()} == {"王小明", "王小明-借呗", "CON_", "a_b_ 张"}
    assert "0 new" in imported(tmp_path, HEADS + rows)


def test_a_row_with_a_mistake_is_told_and_no_folder_is_made_and_one_that_lacks_something_is_written(
    tmp_path: Path,
) -> None:
    said = imported(tmp_path, "姓名,账单金额,到期日\n王小明,3200,2025-12-10\n李红,32OO,2025-12-10\n", 5)
    assert "error: clients.csv B3: 账单金额: '32OO' is not an amount of money; write 3200.00" in said
    assert "1 case lacks what letters need; letters check desk says what" in said
    assert [path.name for path in (tmp_path / "desk").iterdir()] == ["王小明"]
    record = json.loads(letters("import", "clients.csv", "desk", "--json", cwd=tmp_path, LETTERS_LANG="en").out)
    assert (record["schema"], record["new"], record["same"], record["failed"]) == (1, 0, 1, 1)
    by_row = {one["row"]: one for one in record["cases"]}
    assert by_row[3]["problems"] == [
        {
            "path": "bills[0].amount",
            "row": 3,
            "column": 2,
            "message": "'32OO' is not an amount of money; write 3200.00",
        }
    ]


def test_a_folder_that_no_table_made_is_not_touched(tmp_path: Path) -> None:
    case(tmp_path).parent.mkdir(parents=True)
    case(tmp_path).write_text("mine", "utf-8")
    imported(tmp_path, HEADS + WANG)
    assert case(tmp_path).read_text("utf-8") == "mine"
    assert case(tmp_path, "王小明-花呗").exists()


def test_a_value_is_set_in_the_text_and_every_other_character_stays() -> None:
    text = "a: 1  # one\nb: {c: 2}\nd:\n  - {e: 3}\nf:   # none\ng: []\n"
    for path, value, after in (
        (("a",), "x, y", text.replace("a: 1 ", "a: 'x, y' ")),
        (("b", "h"), "3", text.replace("{c: 2}", "{c: 2, h: '3'}")),
        (("d", 0, "e"), "4", text.replace("{e: 3}", "{e: '4'}")),
        (("d", 1, "e"), "4", text.replace("{e: 3}\n", "{e: 3}\n  - {e: '4'}\n")),
        (("d", 0, "p", 0, "q"), "z", text.replace("{e: 3}", "{e: 3, p: [{q: z}]}")),
        (("f",), "z", text.replace("f:   #", "f: z   #")),
        (("g", 0, "k"), "z", text.replace("[]", "[{k: z}]")),
        (("n", "m"), "z", text + "n: {m: z}\n"),
    ):
        assert with_value(text, path, value) == after
    for path in (("b",), ("d", 2, "e"), ("a", "b")):
        with pytest.raises(UnclearPlaceError):
            with_value(text, path, "x")


def test_entries_of_a_list_are_told_apart_by_what_names_them() -> None:
    before = values_of({"bills": [{"due_date": "2025-12-10", "amount": "1"}]})
    now = values_of({"bills": [{"due_date": "2025.12.10", "amount": "2"}, {"amount": "3", "due_date": "2026-01-10"}]})
    data = {"bills": [{"due_date": "2025-11-10", "amount": "9"}, {"due_date": "2025-12-10", "amount": "1"}]}
    to_set, left = changes(before, now, data)
    assert [(place_of(data, one), one.value) for one in to_set] == [
        (("bills", 1, "due_date"), "2025.12.10"),
        (("bills", 2, "due_date"), "2026-01-10"),
        (("bills", 1, "amount"), "2"),
        (("bills", 2, "amount"), "3"),
    ]
    assert left == []


@pytest.mark.slow
def test_a_table_of_three_hundred_clients_is_imported_with_its_two_slips_alone(tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_bytes(desk_table())
    done = letters("import", "clients.csv", "desk", cwd=tmp_path, LETTERS_LANG="en")
    assert done.code == 5
    assert "desk: 298 new cases" in done.out
    errors = [line for line in done.err.splitlines() if line.startswith("error")]
    assert len(errors) == 2, errors
    again = letters("import", "clients.csv", "desk", cwd=tmp_path, LETTERS_LANG="en")
    assert "desk: 0 new cases, 0 changed, 298 as they were, 2 failed" in again.out
