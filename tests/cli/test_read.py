"""`letters check`, `figures`, `list`, `schema`, `--version` and `--help`: results on stdout, in words or as JSON."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import ALL_KINDS, COMPLETE, HARDSHIPS, MINIMAL, SCENARIOS, TERMS, bundled, changed
from command import Done, letters
from jsonschema import Draft202012Validator  # type: ignore[import-untyped,unused-ignore]

from letters.documents.plain_text import width

LIMITATION = (
    "a letter that admits the debt restarts the limitation period of 3 years (PRC Civil Code, Art. 195);"
    " ask legal aid first if the debt is that old"
)


def run(here: Path, text: str, *arguments: str, **environ: str) -> Done:
    """Runs a command on a scenario my.yaml."""
    (here / "my.yaml").write_text(text, "utf-8")
    command, *options = arguments
    return letters(command, "my.yaml", *options, cwd=here, **environ)


def data_of(done: Done) -> Any:
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


# check


OF_THAT_DAY = ("--as-of", "2026-03-20")


def test_check_of_a_good_case_tells_the_limitation_period_and_counts(tmp_path: Path) -> None:
    done = run(tmp_path, bundled("illness.yaml"), "check", *OF_THAT_DAY)
    assert (done.code, done.err) == (0, "")
    first, limitation, copied, *_, last = done.out.splitlines()
    assert first == "what happened will read: 我因急性胰腺炎住院做了手术"
    assert limitation == f"my.yaml: {LIMITATION}"
    assert "still the example's" in copied
    assert last == "my.yaml: no problems, 0 blanks, 2 warnings"


def test_check_of_a_bad_case_tells_every_problem_on_stdout_and_ends_with_one(tmp_path: Path) -> None:
    done = run(tmp_path, changed(COMPLETE, ("kind: illness", "kind: ilness"), ("2865.40", "2865.4O")), "check")
    assert (done.code, done.err) == (1, "")
    messages = [line for line in done.out.splitlines() if line.startswith("my.yaml")]
    assert [message.split(": ")[:2] for message in messages] == [
        ["my.yaml:5:9", "hardship.kind"],
        ["my.yaml:60:50", "bills[1].amount"],
    ]


def test_check_tells_blanks_and_warnings_with_their_places(tmp_path: Path) -> None:
    done = run(tmp_path, changed(MINIMAL, ("{profile: generic, daily_rate: 0.05%}", "huabei")), "check", *OF_THAT_DAY)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert "my.yaml:4:1: borrower.phone: blank in the letters, 【待填:手机】" in lines
    assert any(line.startswith("my.yaml:6:9: lender: the daily rate 0.05% is only the usual one") for line in lines)
    assert f"my.yaml: {LIMITATION}" in lines
    assert re.fullmatch(r"my\.yaml: no problems, \d+ blanks, 2 warnings", lines[-1])


def test_check_as_json_of_a_good_case(tmp_path: Path) -> None:
    data = data_of(run(tmp_path, MINIMAL, "check", "--json", *OF_THAT_DAY))
    assert list(data) == ["schema", "problems", "blanks", "warnings"]
    assert (data["schema"], data["problems"]) == (1, [])
    assert {frozenset(blank) for blank in data["blanks"]} == {frozenset({"path", "line", "column", "message", "label"})}
    assert [warning["message"] for warning in data["warnings"]] == [LIMITATION]


def test_check_as_json_of_a_bad_case(tmp_path: Path) -> None:
    done = run(tmp_path, changed(COMPLETE, ("2025-12-20, amount: 500", "2025-12-32, amount: 500")), "check", "--json")
    assert (done.code, done.err) == (1, "")
    data = json.loads(done.out)
    assert (data["schema"], data["blanks"], data["warnings"]) == (1, [], [])
    [problem] = data["problems"]
    assert (problem["path"], problem["line"], problem["column"]) == ("bills[0].payments[0].date", 58, 23)
    assert problem["message"] == "'2025-12-32' does not exist: that month has 31 days; write it like 2025-12-31"


def test_check_takes_another_day(tmp_path: Path) -> None:
    done = letters("check", "illness", "--as-of", "2025-12-01", cwd=tmp_path)
    assert done.code == 0
    assert "no bill is overdue on 2025-12-01" in done.out


# figures


def test_figures_are_a_table_with_columns_that_stand_below_each_other(tmp_path: Path) -> None:
    done = run(tmp_path, bundled("illness.yaml"), "figures", COLUMNS="120")
    assert (done.code, done.err) == (0, "")
    for part in done.out.split("\n\n"):
        lines = part.splitlines()
        if lines[0].startswith(("账单", "再等", "方案")):
            # The last column is right-aligned: every line ends below the one above it.
            assert len({width(line) for line in lines}) == 1
    assert "2025年12月账单  2026-01-10  2,865.40    0.00  2,865.40        69" in done.out
    assert "欠款合计7,618.34元。" in done.out


def test_columns_stand_below_each_other_with_wide_narrow_and_combining_characters(tmp_path: Path) -> None:
    text = changed(COMPLETE, ("十一月账单", "Nov"), ("十二月账单", "ｆｕｌｌ１２"), ("四月账单", "e\u0301te\u0301花"))
    parts = run(tmp_path, text, "figures", COLUMNS="120").out.split("\n\n")
    [table] = [part.splitlines() for part in parts if part.startswith("账单")]
    assert len({width(line) for line in table}) == 1


def test_figures_explained_are_the_ledger(tmp_path: Path) -> None:
    explained = run(tmp_path, bundled("illness.yaml"), "figures", "--explain", COLUMNS="200")
    ledger = letters("render", "my.yaml", "-k", "ledger", "-f", "txt", "-o", "-", cwd=tmp_path)
    assert (explained.code, explained.err) == (0, "")
    assert explained.out == ledger.out


def keys_of(entry: dict[str, Any]) -> tuple[str, ...]:
    """The keys of a line of the ledger but for the last, its line in the file."""
    *keys, line = entry
    assert line == "line"
    return tuple(keys)


def test_figures_as_json_carry_the_documented_keys(tmp_path: Path) -> None:
    data = data_of(run(tmp_path, COMPLETE, "figures", "--json"))
    assert list(data) == [
        "schema", "as_of", "currency", "lender", "bills", "total", "due", "loans", "to_come", "not_due_principal",
        "paid_to_principal", "asked", "remaining_penalty", "asked_interest", "asked_late_fee", "asked_fees",
        "asked_in_all", "remaining_interest", "remaining_late_fee", "remaining_fees", "disputed", "waiting", "offers",
        "defer", "affordability", "meanwhile", "budget", "accept_from",
        "script", "cost_of_waiting", "agreed", "counter", "since", "force_majeure", "reply_by", "waited",
        "limitation", "joint", "prevention", "range", "situations", "blanks", "warnings",
    ]  # fmt: skip
    assert (data["schema"], data["as_of"], data["currency"]) == (2, "2026-03-20", "CNY")
    assert list(data["lender"]) == [
        "name", "daily_rate", "annual_rate", "year_days", "allocation", "compounding", "rate_source", "rates",
    ]  # fmt: skip
    assert data["lender"]["rates"] == [
        {"from": None, "daily_rate": "0.0005", "source": None},
        {"from": "2026-05-01", "daily_rate": "0.00045", "source": "2026年3月的公告"},
    ]
    assert (data["lender"]["daily_rate"], data["lender"]["annual_rate"]) == ("0.0005", "0.1825")
    assert list(data["bills"][0]) == [
        "label", "due_date", "amount", "paid", "overpaid", "principal_outstanding", "days_overdue", "penalty_accrued",
        "penalty_paid", "penalty_outstanding", "interest", "interest_paid", "late_fee", "daily_accrual",
        "claimed_penalty", "difference", "kind", "loan", "number", "state", "interest_billed", "penalty_on_interest",
        "penalty_waived", "interest_waived", "late_fee_waived", "daily_fees", "shown_on", "entries",
    ]  # fmt: skip
    assert list(data["total"]) == [
        "amount", "paid", "overpaid", "principal_outstanding", "overdue_principal", "penalty_accrued", "penalty_paid",
        "penalty_outstanding", "interest", "interest_paid", "late_fee", "total_due", "daily_accrual", "claimed_penalty",
        "difference", "interest_billed", "penalty_on_interest", "penalty_waived", "interest_waived", "late_fee_waived",
        "daily_fees", "annual_cost", "above_line",
    ]  # fmt: skip
    assert list(data["due"]) == list(data["total"])
    assert {tuple(row) for row in data["waiting"]} == {("days", "penalty_outstanding", "total_due")}
    offer = (
        "name", "waived", "waived_interest", "waived_late_fee", "waived_fees", "to_pay", "plan", "rest", "pay_now",
        "within_30_days", "per_month", "last", "saving", "fits", "verdict", "own",
    )  # fmt: skip
    assert {tuple(row) for row in [*data["offers"], *data["script"]["offers"]]} == {offer}
    assert list(data["cost_of_waiting"]) == ["day", "week", "month", "threshold", "on", "days"]
    assert {tuple(row) for offer in data["offers"] for row in offer["plan"]} == {("date", "amount")}
    assert list(data["affordability"]) == [
        "income", "expenses", "available", "largest_instalment", "fits", "minimums", "regular", "for_plan",
        "largest_plan",
    ]  # fmt: skip
    assert list(data["budget"]) == [
        "income", "categories", "expenses", "available", "debts", "balances", "minimums", "after_minimums",
        "months_to_clear", "holes",
    ]  # fmt: skip
    assert {tuple(row) for row in data["budget"]["debts"]} == {("creditor", "balance", "minimum", "note", "pro_rata")}
    assert all(entry["line"] for bill in data["bills"] for entry in bill["entries"])
    entries = {keys_of(entry) for bill in data["bills"] for entry in bill["entries"]}
    charged = changed(
        COMPLETE,
        ("compounding: none", "compounding: monthly"),
        ("interest: 12.40", "interest: {since: 2025-11-12}"),
        ("    late_fee: 20.00\n", ""),
    )
    card = data_of(run(tmp_path, charged, "figures", "--json"))
    assert entries | {keys_of(entry) for bill in card["bills"] for entry in bill["entries"]} == {
        ("from", "to", "days", "balance", "daily_rate", "interest"),
        ("from", "to", "days", "balance", "daily_rate", "ordinary_interest"),
        ("date", "ordinary_interest"),
        ("date", "payment", "to_fees", "to_penalty", "to_principal"),
        ("date", "payment", "to_fees", "to_interest", "to_penalty", "to_principal"),
        ("date", "late_fee", "share", "unpaid_minimum", "bound"),
        ("date", "capitalised"),
        ("date", "rounding"),
    }
    terms = data_of(run(tmp_path, TERMS, "figures", "--json"))
    days = ("from", "to", "days", "balance")
    assert {keys_of(entry) for bill in terms["bills"] for entry in bill["entries"]} == {
        ("date", "opening"),
        (*days, "annual_rate", "year_days", "interest"),
        (*days, "annual_rate", "year_days", "interest", "on"),
        (*days, "daily_rate", "interest"),
        (*days, "daily_rate", "fee", "label"),
        ("date", "fee", "label"),
        ("date", "rounding"),
        ("date", "rounding", "on"),
        ("date", "waived", "of"),
        ("date", "payment", "to_fees", "to_daily_fees", "to_interest", "to_penalty", "to_principal"),
        ("date", "capitalised"),
    }


def test_no_number_in_the_json_is_a_float(tmp_path: Path) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is a float")

    done = run(tmp_path, COMPLETE, "figures", "--json")
    json.loads(done.out, parse_float=refuse)


def test_json_is_readable_text_and_ends_in_a_newline(tmp_path: Path) -> None:
    out = run(tmp_path, COMPLETE, "figures", "--json").out
    assert "十一月账单" in out
    assert out.endswith("}\n")


@pytest.mark.parametrize("options", [(), ("--json",), ("--explain",)])
def test_figures_of_a_bad_case_are_no_figures(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = run(tmp_path, changed(MINIMAL, ("3200.00", "3,20.00")), "figures", *options)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: my.yaml:8:")


# list and schema


GROUPS = ["kinds", "hardships", "languages", "lenders", "scenarios"]


def test_list_names_everything_there_is_with_a_line_on_each(tmp_path: Path) -> None:
    done = letters("list", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert re.findall(r"^(\w+):$", done.out, re.MULTILINE) == GROUPS
    for group in re.split(r"^\w+:\n", done.out, flags=re.MULTILINE)[1:]:
        rows = re.findall(r"^  (\S+)( +)\S", group, re.MULTILINE)
        named = [row for row in group.splitlines() if re.match(r"  \S", row)]
        assert len(rows) == len(named), "something has no line about it"
        assert len({len(name + gap) for name, gap in rows}) == 1, "what is said of each stands in a column"
    named = re.findall(r"^  (\S+) ", done.out, re.MULTILINE)
    assert {*ALL_KINDS, *HARDSHIPS, *SCENARIOS, "huabei", "zh", "en"} <= set(named)
    for more in ("when: ", "needs: "):
        assert len(re.findall(rf"^ +{more}\S", done.out, re.MULTILINE)) == len(ALL_KINDS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_list_is_in_the_language_asked_for_and_chinese_unless_asked(tmp_path: Path, language: str) -> None:
    done = letters("list", "--lang", language, cwd=tmp_path, LETTERS_LANG="")
    assert ("信的种类：" in done.out, "kinds:" in done.out) == (language == "zh", language == "en")
    assert ("何时用：" in done.out) == (language == "zh")
    if language == "zh":
        assert letters("list", cwd=tmp_path, LETTERS_LANG="").out == done.out


@pytest.mark.parametrize("group", ["lenders", "scenarios", "hardships", "kinds"])
def test_what_there_is_to_choose_from_is_told_in_either_language(tmp_path: Path, group: str) -> None:
    """An English reader met the lenders and the examples in Chinese."""
    for language in ("zh", "en"):
        rows = data_of(letters("list", "--json", "--lang", language, cwd=tmp_path))[group]
        assert all((language == "zh") == bool(re.match(r"[“\u4e00-\u9fff]", row["about"])) for row in rows), rows


def test_list_as_json_has_the_same_names(tmp_path: Path) -> None:
    data = data_of(letters("list", "--json", cwd=tmp_path))
    assert list(data) == GROUPS
    assert [row["name"] for row in data["kinds"]] == ALL_KINDS
    assert all(row["name"] and row["about"] for rows in data.values() for row in rows)
    assert {tuple(row) for row in data["kinds"]} == {("name", "about", "when", "use", "needs", "role")}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return data_of(letters("schema", cwd=tmp_path_factory.mktemp("schema")))


def test_the_schema_is_valid_and_describes_every_key(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)
    for name, part in [("", schema), *schema["$defs"].items()]:
        assert (part["additionalProperties"] is False) == (name != "Extra")  # which takes keys of one's own
        for key, field in part.get("properties", {}).items():
            assert field.get("description") or "$ref" in field, key


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as an editor reads it for a JSON Schema: numbers are numbers; dates are texts, as JSON has none, and so
    are `on` and `no`.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - what PyYAML calls it
        first: [
            (tag, rule)
            for tag, rule in rules
            if tag != "tag:yaml.org,2002:timestamp" and (tag != "tag:yaml.org,2002:bool" or first in "tTfF")
        ]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize("text", [*map(bundled, SCENARIOS), COMPLETE, MINIMAL])
def test_the_schema_accepts_what_letters_accepts(schema: Any, text: str) -> None:
    data = yaml.load(text, EditorLoader)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(data)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: 林晓梅", "nmae: 林晓梅"),
        ("kind: illness", "kind: ilness"),
        ("due_date: 2025-12-10", "due_date: 10.12.2025"),
        ("amount: 3200.00", "amount: -3200.00"),
        ("profile: generic", "profile: generics"),
    ],
)
def test_the_schema_refuses_what_letters_refuses(schema: Any, old: str, new: str) -> None:
    data = yaml.load(changed(MINIMAL, (old, new)), yaml.BaseLoader)
    assert list(Draft202012Validator(schema).iter_errors(data))


# about itself


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    done = letters("--version", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, version("negotiation-letters") + "\n", "")


def test_help_names_every_command_and_each_has_help_of_its_own(tmp_path: Path) -> None:
    done = letters("--help", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    for command in ("render", "new", "check", "figures", "copy", "list", "law", "guide", "schema", "templates"):
        assert re.search(rf"^  {command} ", done.out, re.MULTILINE)
    assert letters("render", "-h", cwd=tmp_path).out.startswith("Usage: letters render SCENARIO [OPTIONS]")


def test_shell_completion_can_be_installed(tmp_path: Path) -> None:
    assert "--install-completion" in letters("--help", cwd=tmp_path).out
    completed = letters(
        cwd=tmp_path,
        _LETTERS_COMPLETE="complete_bash",
        COMP_WORDS="letters render illness.yaml -k pet",
        COMP_CWORD="4",
    )
    assert completed.out.split() == ["petition"]


def test_the_schema_of_figures_holds_for_what_figures_prints(tmp_path: Path) -> None:
    shape = data_of(letters("schema", "--figures", cwd=tmp_path))
    Draft202012Validator(shape).validate(data_of(run(tmp_path, COMPLETE, "figures", "--json")))
