"""A joint petition: the table of those who sign, read as people keep it, reckoned and checked row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from cases import TODAY, bundled
from docx import Document
from openpyxl import Workbook  # type: ignore[import-untyped]

from letters.base.errors import ScenarioError
from letters.cli.error_messages import described, place
from letters.negotiation.joint_petition import Joint
from letters.pipeline import Letters, write_letters

SCENARIO = bundled("natural-disaster.yaml") + "signatories: neighbours.csv\n"
TABLE = """\
姓名,账号尾号,到期日,账单金额,已还,还款日,未还本金,未还罚息,截至
李娜,1234,2026-07-20,1000.00,100.00,2026-07-25,,,
王芳,5678,,,,,500.00,12.30,2026-09-20
李娜,1234,2026-08-20,"2,000",,,,,
"""


def joint(raw: bytes, kind: str = "petition") -> Letters:
    return write_letters(SCENARIO.encode(), "case.yaml", today=TODAY, kinds=(kind,), beside=lambda name: raw)


def figures(raw: bytes) -> Joint:
    found = joint(raw).figures.joint
    assert found
    return found


def problems(raw: bytes) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        joint(raw)
    return [f"{place(refused.value.name, problem)}: {described(problem)}" for problem in refused.value.problems]


def xlsx(*rows: list[object]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_the_borrower_stands_first_and_everybody_is_reckoned_by_the_rules_of_the_case() -> None:
    found = figures(TABLE.encode())
    letters = joint(TABLE.encode())
    rate, day = letters.case.lender.daily_rate, letters.case.as_of
    assert rate is not None
    assert [row.name for row in found.rows] == [letters.case.scenario.borrower.name, "李娜", "王芳"]
    mine, li, wang = found.rows
    assert mine.penalty == letters.figures.total.penalty_outstanding
    # The 100.00 first pay the penalty of five days, then principal.
    first = (1000 * rate * 5).quantize(Decimal("0.01"))
    principal = 1000 - (100 - first)
    second = (principal * rate * (day - date(2026, 7, 25)).days).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    third = (2000 * rate * (day - date(2026, 8, 20)).days).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert (li.bills, li.principal, li.penalty, li.own) == (2, principal + 2000, second + third, False)
    assert (wang.principal, wang.penalty) == (Decimal(500), Decimal("12.30"))
    assert (wang.as_of, wang.own) == (date(2026, 9, 20), True)
    assert found.principal == mine.principal + li.principal + wang.principal
    assert found.owed == found.principal + found.penalty == sum(row.owed for row in found.rows)


def test_a_borrower_who_is_in_the_table_stands_there_once() -> None:
    borrower = joint(TABLE.encode()).case.scenario.borrower
    found = figures(TABLE.encode() + f"{borrower.name},{borrower.account},2026-07-20,300.00\n".encode())
    assert [row.name for row in found.rows] == ["李娜", "王芳", borrower.name]


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("gb18030"),
        lambda text: text.replace('"2,000"', "2000").replace(",", ";").encode(),
        lambda text: text.replace('"2,000"', "2000").replace(",", "\t").replace("\n", "\r\n").encode("gb18030"),
    ],
    ids=["UTF-8 with BOM", "GBK", "semicolons", "tabs, GBK, CRLF"],
)
def test_a_table_as_excel_saves_it_is_read(written: Callable[[str], bytes]) -> None:
    assert figures(written(TABLE)) == figures(TABLE.encode())


def test_a_workbook_is_read_with_its_numbers_and_dates() -> None:
    raw = xlsx(
        ["姓名", "账号尾号", "到期日", "账单金额", "已还", "还款日", "未还本金", "未还罚息", "截至"],
        ["李娜", "1234", datetime(2026, 7, 20), 1000, 100.0, date(2026, 7, 25)],
        ["王芳", "5678", None, None, None, None, 500, 12.3, "2026-09-20"],
        [],
        ["李娜", "1234", "2026/08/20", "2,000.00"],
    )
    assert figures(raw) == figures(TABLE.encode())


def test_english_columns_are_the_same() -> None:
    chinese, english = TABLE.splitlines()[0], "name,account,due_date,amount,paid,paid_on,principal,penalty,as_of"
    assert figures(TABLE.replace(chinese, english).encode()) == figures(TABLE.encode())


def test_every_bad_row_is_told_with_row_and_column() -> None:
    assert problems(
        "姓名,账号尾号,到期日,账单金额,已还,还款日,未还本金,未还罚息,截至\n"
        ",1,2026-07-20,1000,,,,,\n"
        "甲,2,2026-02-30,10.005,,,,,\n"
        "乙,3,2026-07-20,,,,,,\n"
        "丙,4,2026-07-20,100,5,,,,\n"
        "丁,5,2026-07-20,100,,,7,,\n"
        "戊,6,,,,,100,,\n".encode()
    ) == [
        "neighbours.csv:2:1: row[2].姓名: is empty; it is needed",
        "neighbours.csv:3:3: row[3].到期日: '2026-02-30' does not exist: that month has 28 days;"
        " write it like 2026-02-28",
        "neighbours.csv:3:4: row[3].账单金额: '10.005' has more than two decimals; write an amount to the fen",
        "neighbours.csv:4:4: row[4].账单金额: is empty; it is needed",
        "neighbours.csv:5:6: row[5].还款日: a payment needs both its amount and its day",
        "neighbours.csv:6:7: row[6].未还本金: give either a bill (到期日, 账单金额) or figures of one's own, not both",
        "neighbours.csv:7:8: row[7].未还罚息: is empty; it is needed",
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the table is empty"),
        ("姓名,到期日,账单金额\n".encode(), "nobody is in the table"),
        ("姓名,姓名\n甲,乙\n".encode(), "the column '姓名' is there twice"),
        ("姓名,电话\n甲,1\n".encode(), "'电话' is not a column here"),
        ("姓名,到期\n甲,1\n".encode(), "did you mean '到期日'?"),
        (b"\x00\x01\x02", "this is not a CSV file in UTF-8 or GBK, nor an XLSX file"),
        (b"PK\x03\x04 broken", "the XLSX file is damaged"),
    ],
)
def test_what_is_no_such_table_is_refused(raw: bytes, said: str) -> None:
    [problem, *_] = problems(raw)
    assert said in problem


def test_five_hundred_sign_and_the_table_repeats_its_head_over_the_pages() -> None:
    rows = "".join(f"邻居{number},{number:04d},2026-07-20,{1000 + number}.00\n" for number in range(499))
    letters = joint(f"姓名,账号尾号,到期日,账单金额\n{rows}".encode())
    assert letters.figures.joint
    assert len(letters.figures.joint.rows) == 500
    assert "我们共500人" in letters.drafts[0].markdown
    [word] = letters.files(["docx"]).values()
    table = max(Document(BytesIO(word)).tables, key=lambda one: len(one.rows))
    assert len(table.rows) == 502  # the head, five hundred people, the sums
    xml = [row._tr.xml for row in (table.rows[0], table.rows[250])]
    assert ["w:tblHeader" in row for row in xml] == [True, False]
    assert all("w:cantSplit" in row for row in xml)


def test_the_joint_petition_asks_lawfully_for_each_alone() -> None:
    text = joint(TABLE.encode()).drafts[0].markdown
    for said in ("各人的借款合同各自独立", "签名均出于本人意愿", "逐户核实", "不代他人作出承诺"):
        assert said in text


def test_signatories_change_no_other_letter() -> None:
    alone = write_letters(bundled("natural-disaster.yaml").encode(), "case.yaml", today=TODAY, kinds=("ledger",))
    assert joint(TABLE.encode(), "ledger").drafts[0].markdown == alone.drafts[0].markdown


def test_a_table_that_is_not_there_is_a_problem_of_the_scenario() -> None:
    with pytest.raises(ScenarioError) as refused:
        write_letters(SCENARIO.encode(), "case.yaml", today=TODAY)
    assert [problem.path for problem in refused.value.problems] == [("signatories",)]


LOAN = "姓名,借款本金,合同年利率,还款方式,期数,首期到期日,按时还清期数,已还,还款日,提前到期日\n"


def test_somebody_who_signs_may_owe_a_loan_in_instalments() -> None:
    raw = LOAN + "王小明,12000.00,14.4%,等额本息,12,2025-09-05,6,,,\n"
    raw += "李红,12000,14.4%,等额本金,12,2025-09-05,4,500,2026-01-20,2026-02-10\n"
    rows = figures(raw.encode()).rows
    # of the first six instalments are unpaid: 1,005.13 of March and 5,209.46 since
    assert (rows[1].bills, rows[1].principal) == (6, Decimal("6214.59"))
    # of the other 602.00 of January (500.00 paid 96.00 of interest and 6.00 of penalty first), 1,000.00 of February and
    # 6,000.00 called in; 268, 252 and 247 days at 0.04 %: 64.53 + 100.80 + 592.80
    assert (rows[2].bills, rows[2].principal, rows[2].penalty) == (3, Decimal("7602.00"), Decimal("758.13"))


def test_a_loan_that_contradicts_itself_is_told_with_row_and_column() -> None:
    raw = LOAN + "王小明,12000.00,,等额本息,12,2025-09-05,,,,\n李红,12000,14.4%,等额本息,12,2025-09-05,13,,,\n"
    assert [line.partition("].")[2] for line in problems(raw.encode())] == [
        "合同年利率: is empty; it is needed",
        "按时还清期数: there are 12 instalments in all",
    ]


def test_a_waiver_and_a_page_of_a_neighbour_are_reckoned() -> None:
    heads = "姓名,到期日,账单金额,已减免罚息,减免日,页面日期,页面本金,页面罚息\n"
    rows = "李娜,2026-07-20,1000.00,2.00,2026-08-01,,,\n王芳,2026-07-20,,,,2026-09-01,800.00,12.00\n"
    found = figures((heads + rows).encode())
    case = joint((heads + rows).encode()).case
    rate = case.lender.daily_rate
    assert rate is not None
    _, li, wang = found.rows
    accrued = (1000 * rate * (case.as_of - date(2026, 7, 20)).days).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    since = (800 * rate * (case.as_of - date(2026, 9, 1)).days).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert li.penalty in {accrued - 2, accrued - 2 + Decimal("0.01"), accrued - 2 - Decimal("0.01")}
    assert (wang.principal, wang.penalty) == (Decimal(800), 12 + since)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("李娜,2026-07-20,1000.00,99.00,2026-08-01,,,", "outstanding on 2026-08-01"),
        ("李娜,2026-07-20,1000.00,2.00,,,,", "a waiver needs both"),
        ("李娜,2026-07-20,1000.00,,,2026-08-01,900.00,1.00", "not both"),
        ("李娜,2026-07-20,,1.00,2026-07-30,2026-08-01,900.00,1.00", "stands on the page already"),
    ],
)
def test_a_waiver_or_page_that_contradicts_itself_is_told_in_its_row(row: str, said: str) -> None:
    [told] = problems(f"姓名,到期日,账单金额,已减免罚息,减免日,页面日期,页面本金,页面罚息\n{row}\n".encode())
    assert said in told
    assert "2" in told
