"""What people type is read back beside its field, or asked about where it is likely a slip."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases import COMPLETE
from visitor import Visitor

from letters.cli.speech import told
from letters.files.yaml_reader import read
from letters.reference_data.template_library import library
from letters.scenario.questions import problem
from letters.web.shown.values import ReadBack

DAY = date(2026, 3, 20)
READ = [
    ("bills", "due_date", "2025.12.10", "10 December 2025, 100 days overdue today"),
    ("bills", "due_date", "20260410", "10 April 2026"),
    ("bills", "due_date", "２０２６年４月１０号", "10 April 2026"),
    ("bills", "amount", "￥3,200", "3,200.00 yuan"),
    ("bills", "amount", "3200元", "3,200.00 yuan"),
    ("bills", "daily_rate", "万分之五", "0.05% a day, 18.25% a year: on 1,000 yuan 0.50 yuan a day"),
    ("bills", "annual_rate", "15.4％", "15.4% a year"),
    ("borrower", "phone", "138 0000 5602", "11 digits"),
    (
        "borrower",
        "id_number",
        "330100199003072847",
        "the check digit fits; letters show the first three and the last four",
    ),
    ("request", "waive", "60%", "60% of it"),
    ("request", "waive", "全部", "the whole of it"),
]
ASKED = [
    ("bills", "daily_rate", "0.5%", "0.05%"),
    ("bills", "daily_rate", "0.05", "0.05%"),
    ("bills", "daily_rate", "0.0005%", "0.05%"),
    ("bills", "due_date", "12月10日", "2025-12-10"),
    ("bills", "due_date", "2028-01-10", "2026-01-10"),
    ("bills", "amount", "0.28万", "2800.00"),
    ("bills", "amount", "大概500元左右", "500.00"),
    ("income", "now", "没有", "0.00"),
    ("borrower", "account", "尾号6617", "6617"),
    ("contacts", "reply_by", "4月7日", "2026-04-07"),
    ("hardship", "applications", "31次", "31"),
]
LISTS = ("bills", "contacts")


def read_back(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["path"]: one for one in ReadBack(DAY, told, "en", library()).of(data)}


def in_case(part: str, key: str, text: str) -> tuple[str, dict[str, Any]]:
    """The path of a value and a case with nothing but it."""
    if part in LISTS:
        return f"{part}[0].{key}", {part: [{key: text}]}
    return f"{part}.{key}", {part: {key: text}}


def test_a_value_is_read_back_as_it_was_understood() -> None:
    offenders = []
    for part, key, text, said in READ:
        path, data = in_case(part, key, text)
        if read_back(data).get(path) != {"path": path, "read": said}:
            offenders.append((text, said, read_back(data).get(path)))
    assert offenders == []


def test_what_is_likely_a_slip_is_asked_about_and_the_answer_is_right_in_one_touch() -> None:
    offenders = []
    for part, key, text, wanted in ASKED:
        path, data = in_case(part, key, text)
        asked = read_back(data).get(path, {})
        values = [one["value"] for one in asked.get("fixes", [])]
        again = read_back(in_case(part, key, values[0])[1]).get(path, {}) if values else {}
        if values != [wanted] or "ask" in again or problem(path, values[0]) is not None:
            offenders.append((text, wanted, asked, again))
    assert offenders == []


def test_the_name_of_an_app_is_not_taken_for_the_lender_of_the_contract() -> None:
    offenders = []
    for name in ("支付宝", "花呗", "京东白条", "alipay"):
        asked = read_back({"lender": {"profile": "huabei", "name": name}}).get("lender.name", {})
        values = [one["value"] for one in asked.get("fixes", [])]
        if values != ["重庆蚂蚁消费金融有限公司", ""] or name not in asked["ask"] or name not in asked["keep"]:
            offenders.append((name, asked))
    assert offenders == []
    assert read_back({"lender": {"profile": "huabei", "name": "重庆蚂蚁消费金融有限公司"}}) == {}


def test_numbers_of_a_person_are_looked_at_twice_in_the_words_of_check() -> None:
    said = read_back({"borrower": {"phone": "1380000560", "id_number": "330100199003072848", "email": "linxiaomei"}})
    assert [said[f"borrower.{key}"]["ask"] for key in ("phone", "id_number", "email")] == [
        "a mobile number has 11 digits, this one 10; look at it again",
        "the check digit, date or region of this ID number does not fit; look at it again",
        "this is no e-mail address",
    ]
    assert all(one["keep"] == "It is right so" and not one["fixes"] for one in said.values())


def test_a_whole_case_is_read_back_and_nothing_of_it_is_asked_about() -> None:
    found = read_back(read(COMPLETE.encode(), "complete.yaml").data)  # type: ignore[arg-type]
    assert len(found) > 40
    assert [one for one in found.values() if "ask" in one and one["path"] != "lender.name"] == []


def test_the_page_reads_back_a_case_with_mistakes_and_one_without() -> None:
    visitor = Visitor()
    wrong = visitor.preview('{"bills": [{"amount": "3200元", "due_date": "2026.1.32"}]}')
    assert wrong["read"] == [{"path": "bills[0].amount", "read": "3,200.00 yuan"}]
    assert any(one["path"] == "bills[0].due_date" for one in wrong["problems"])
    assert {"path": "borrower.phone", "read": "11 digits"} in visitor.preview(visitor.get("example").text)["read"]
    assert visitor.preview("bills: [")["read"] == []
