"""`letters next`: where a case stands by its log, what to do by when, and the letter for it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cases import MINIMAL, changed
from command import Done, letters

from letters.base.errors import UnknownName
from letters.base.resources import bundled
from letters.figures.lender_answer import Answer, answer
from letters.followup.next_step import Next, what_next
from letters.pipeline import write_letters
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.escalation import read_escalation, read_step
from letters.reference_data.letter_kinds import kinds_of
from letters.reference_data.template_library import library
from letters.reference_data.words import FactWords

HUABEI = changed(MINIMAL, ("{profile: generic, daily_rate: 0.05%}", "{profile: huabei, daily_rate: 0.05%}"))
SMALL_LOAN = changed(HUABEI, ("profile: huabei", "profile: huabei, type: small-loan"))


def at(day: str, *contacts: str, text: str = HUABEI, more: str = "") -> Next:
    log = "contacts:\n" + "".join(f"  - {{{one}}}\n" for one in contacts) if contacts else ""
    on = date.fromisoformat(day)
    return what_next(write_letters((text + more + log).encode(), "case.yaml", today=on, kinds=()), on, "en")


CALL = "date: 2026-03-02, reply_by: 2026-03-09"
LETTER = "date: 2026-03-10, letter: waiver-email, asked_by: 2026-03-25"
REMINDER = "date: 2026-03-26, letter: follow-up, asked_by: 2026-04-02"
COMPLAINT = "date: 2026-04-03, letter: lender-complaint"
ACCEPTED = "date: 2026-04-10, outcome: accepted, waived: 100.00"
PARTLY = "date: 2026-04-10, outcome: partly, waived: 30.00"
REFUSED = "date: 2026-04-10, outcome: refused"

STORIES = [
    ("nothing was asked", "2026-03-01", [], "request", None),
    ("an answer is promised", "2026-03-05", [CALL], "wait", "2026-03-09"),
    ("on the promised day it is still waited for", "2026-03-09", [CALL], "wait", "2026-03-09"),
    ("the answer is overdue", "2026-03-10", [CALL], "remind", "2026-03-10"),
    ("they asked for a written request", "2026-03-20", [CALL, "date: 2026-03-12"], "request", "2026-03-20"),
    ("a letter was sent", "2026-03-20", [CALL, LETTER], "wait", "2026-03-25"),
    ("the letter's own day has passed", "2026-03-26", [CALL, LETTER], "remind", "2026-03-26"),
    ("the reminder runs", "2026-04-02", [CALL, LETTER, REMINDER], "wait", "2026-04-02"),
    ("the reminder too is unanswered", "2026-04-03", [LETTER, REMINDER], "complain", "2026-04-09"),
    ("a complaint runs 15 days", "2026-04-18", [LETTER, COMPLAINT], "wait", "2026-04-18"),
    ("15 days have passed", "2026-04-19", [LETTER, COMPLAINT], "extension", "2026-04-20"),
    (
        "whether it was extended was asked",
        "2026-04-20",
        [COMPLAINT, "date: 2026-04-19, letter: follow-up"],
        "wait",
        "2026-05-03",
    ),
    (
        "an extension was announced",
        "2026-05-20",
        [COMPLAINT, "date: 2026-04-15, reply_by: 2026-06-01"],
        "wait",
        "2026-06-01",
    ),
    (
        "no extension goes beyond 60 days",
        "2026-06-03",
        [COMPLAINT, "date: 2026-04-15, reply_by: 2026-07-01"],
        "regulator",
        None,
    ),
    ("30 days have passed", "2026-05-04", [COMPLAINT], "regulator", "2026-05-11"),
    ("a complaint by telephone counts as well", "2026-05-04", ["date: 2026-04-03, kind: complaint"], "regulator", None),
    (
        "a later day that the lender named with it",
        "2026-04-20",
        ["date: 2026-04-03, kind: complaint, reply_by: 2026-04-25"],
        "wait",
        "2026-04-25",
    ),
    ("they agreed", "2026-04-10", [LETTER, ACCEPTED], "confirm", "2026-04-13"),
    ("they agreed after a complaint", "2026-06-10", [COMPLAINT, ACCEPTED], "confirm", None),
    ("it was confirmed", "2026-04-12", [ACCEPTED, "date: 2026-04-11, letter: acceptance-confirmation"], "keep", None),
    ("they agreed to a part", "2026-04-10", [LETTER, PARTLY], "counter", "2026-04-13"),
    (
        "the counter-offer runs",
        "2026-04-20",
        [PARTLY, "date: 2026-04-11, letter: counter-offer, asked_by: 2026-04-25"],
        "wait",
        "2026-04-25",
    ),
    ("they refused", "2026-04-10", [LETTER, REFUSED], "complain", "2026-04-17"),
    (
        "they refused, and a complaint was made",
        "2026-04-15",
        [REFUSED, "date: 2026-04-12, letter: lender-complaint"],
        "wait",
        "2026-04-27",
    ),
    ("they refused the complaint", "2026-04-10", [COMPLAINT, REFUSED], "regulator", "2026-04-17"),
    (
        "the regulator has it",
        "2026-05-10",
        [COMPLAINT, "date: 2026-05-05, letter: regulator-complaint"],
        "mediation",
        None,
    ),
    (
        "mediation too",
        "2026-05-12",
        [COMPLAINT, "date: 2026-05-05, kind: regulator", "date: 2026-05-06, kind: mediation"],
        "wait",
        None,
    ),
    (
        "they refused again after the regulator",
        "2026-05-20",
        [COMPLAINT, REFUSED, "date: 2026-05-05, letter: regulator-complaint", "date: 2026-05-19, outcome: refused"],
        "mediation",
        None,
    ),
    (
        "after the regulator they agreed to a part, and were answered",
        "2026-05-22",
        [
            "date: 2026-05-05, letter: regulator-complaint",
            "date: 2026-05-19, outcome: partly, waived: 30.00",
            "date: 2026-05-20, letter: counter-offer, asked_by: 2026-06-01",
        ],
        "wait",
        "2026-06-01",
    ),
    (
        "a promise that comes sooner than a letter's day",
        "2026-03-15",
        ["date: 2026-03-02, reply_by: 2026-03-20", LETTER],
        "wait",
        "2026-03-20",
    ),
    (
        "that promise is broken while the letter's day is to come",
        "2026-03-22",
        ["date: 2026-03-02, reply_by: 2026-03-20", LETTER],
        "remind",
        "2026-03-23",
    ),
    (
        "a letter went out once it was broken",
        "2026-03-24",
        ["date: 2026-03-02, reply_by: 2026-03-20", LETTER, "date: 2026-03-23, letter: follow-up, asked_by: 2026-03-30"],
        "wait",
        "2026-03-30",
    ),
    (
        "after a reminder a promise was broken, too",
        "2026-04-01",
        [
            REMINDER,
            "date: 2026-03-28, reply_by: 2026-03-31",
            "date: 2026-03-30, letter: petition, asked_by: 2026-04-14",
        ],
        "complain",
        None,
    ),
    (
        "two promises, the first of them broken",
        "2026-03-10",
        [CALL, "date: 2026-03-05, reply_by: 2026-03-20"],
        "remind",
        None,
    ),
    (
        "what they promised upon a complaint comes before its limit",
        "2026-04-08",
        [COMPLAINT, "date: 2026-04-05, reply_by: 2026-04-08"],
        "wait",
        "2026-04-08",
    ),
    (
        "and is broken",
        "2026-04-09",
        [COMPLAINT, "date: 2026-04-05, reply_by: 2026-04-08"],
        "remind",
        None,
    ),
    ("what comes later is not known yet", "2026-03-05", [CALL, REFUSED], "wait", "2026-03-09"),
]


@pytest.mark.parametrize(("day", "log", "name", "by"), [one[1:] for one in STORIES], ids=[one[0] for one in STORIES])
def test_a_case_stands_where_its_log_says(day: str, log: list[str], name: str, by: str | None) -> None:
    found = at(day, *log)
    assert found.where.step == name
    if by is not None:
        assert str(found.by) == by


def test_the_hour_decides_which_of_two_answers_of_one_day_is_the_last() -> None:
    late = "date: 2026-04-10, time: '16:00', outcome: accepted, waived: 100.00"
    early = "date: 2026-04-10, time: '9:00', outcome: partly, waived: 30.00"
    assert at("2026-04-10", late, early).where.step == at("2026-04-10", early, late).where.step == "confirm"


def test_the_limits_are_counted_from_a_complaint_alone() -> None:
    assert at("2026-06-30", LETTER).where.limits == ()
    limits = at("2026-05-04", LETTER, COMPLAINT).where.limits
    first = date(2026, 4, 3)
    assert [(one.days, one.last, one.passed) for one in limits] == [
        (15, first + timedelta(15), True),
        (30, first + timedelta(30), True),
        (60, first + timedelta(60), False),
    ]


def test_a_lender_that_the_rules_do_not_bind_has_the_day_that_was_asked_for() -> None:
    complaint = "date: 2026-04-03, letter: lender-complaint, asked_by: 2026-04-20"
    assert at("2026-04-20", complaint, text=SMALL_LOAN).where.step == "wait"
    over = at("2026-04-21", complaint, text=SMALL_LOAN)
    assert (over.where.step, over.where.limits) == ("regulator", ())


def test_such_a_lender_is_given_a_reasonable_time_where_no_day_was_asked_for(tmp_path: Path) -> None:
    complaint = "date: 2026-04-10, said: by post, kind: complaint"
    at_once = at("2026-04-10", REFUSED, complaint, text=SMALL_LOAN)
    assert (at_once.where.step, str(at_once.by), at_once.where.assumed) == ("wait", "2026-04-27", 15)  # not a Saturday
    assert at("2026-04-28", complaint, text=SMALL_LOAN).where.step == "regulator"
    own = "request: {reply_within_days: 10}\n"
    assert str(at("2026-04-10", complaint, text=SMALL_LOAN, more=own).by) == "2026-04-20"
    for more, said in (("", "15 days are a reasonable time"), (own, "10 days, as `request.reply_within_days` says")):
        (tmp_path / "case.yaml").write_text(SMALL_LOAN + more + f"contacts:\n  - {{{complaint}}}\n")
        assert said in letters("next", "case.yaml", "--on", "2026-04-10", cwd=tmp_path, LETTERS_LANG="en").out


def test_asking_after_a_complaint_does_not_start_its_limits_again() -> None:
    chased = [COMPLAINT, "date: 2026-04-20, said: how far it is, kind: complaint"]
    assert at("2026-05-04", *chased).where == at("2026-05-04", COMPLAINT).where
    anew = at("2026-05-04", COMPLAINT, REFUSED, "date: 2026-04-20, kind: complaint").where
    assert anew.complaint == date(2026, 4, 20)


def test_a_case_that_was_agreed_and_paid_asks_for_the_receipt() -> None:
    agreed = "date: 2026-03-20, outcome: accepted, waived: 160.00"
    paid = "payments: [{date: 2026-04-01, amount: 3200.00}]\n"
    assert at("2026-04-02", agreed, more=paid).where.step == "receipt"
    assert at("2026-04-02", agreed, more=paid.replace("3200.00", "3000.00")).where.step == "confirm"
    asked = "date: 2026-04-02, letter: receipt-request"
    assert at("2026-04-03", agreed, asked, more=paid).where.step == "done"


@pytest.mark.parametrize("log", [[LETTER], [LETTER, REMINDER], [PARTLY], [REFUSED], [REFUSED, COMPLAINT]])
def test_a_debt_that_was_paid_in_full_asks_for_the_receipt_whatever_was_answered(log: list[str]) -> None:
    paid = "payments: [{date: 2026-04-15, amount: 9000.00}]\n"  # after the day that the scenario's figures are of
    assert at("2026-04-14", *log, more=paid).where.step not in {"receipt", "done"}
    found = at("2026-04-16", *log, more=paid)
    refund = [] if {PARTLY, REFUSED} & set(log) else [("refund-request", None)]
    assert (found.where.step, str(found.by)) == ("receipt", "2026-04-22")
    assert found.letters == (*refund, ("receipt-request", None))
    asked = "date: 2026-04-16, letter: receipt-request"
    assert at("2026-04-17", *log, asked, more=paid).where.step == "done"


def test_a_plan_that_was_asked_for_does_not_hinder_whoever_has_paid_in_full(tmp_path: Path) -> None:
    paid = "payments: [{date: 2026-04-15, amount: 9000.00}]\nrequest: {plan: {instalments: 6, first: 2026-05-10}}\n"
    text = changed(HUABEI, ("as_of: 2026-03-20\n", "")) + paid + f"contacts:\n  - {{{REFUSED}}}\n"
    (tmp_path / "case.yaml").write_text(text)
    found = json.loads(letters("next", "case.yaml", "--on", "2026-04-16", "--json", cwd=tmp_path).out)
    assert (found["step"], found["letters"][0]["unsuitable"]) == ("receipt", None)


def test_a_debt_is_not_called_paid_while_the_high_end_of_its_rate_leaves_something() -> None:
    text = changed(HUABEI, ("daily_rate: 0.05%", "daily_rate: 0.03%..0.05%"))
    low = write_letters(text.encode(), "case.yaml", today=date(2026, 3, 20), kinds=()).figures
    assert low.at_high
    for owed, name in ((low.total.total_due, "request"), (low.at_high.total.total_due, "receipt")):
        assert (
            at("2026-03-20", text=text, more=f"payments: [{{date: 2026-03-20, amount: {owed}}}]\n").where.step == name
        )


def test_a_written_confirmation_that_does_not_come_is_asked_after(tmp_path: Path) -> None:
    asked = "date: 2026-04-11, letter: acceptance-confirmation, asked_by: 2026-04-27"
    rows = [ACCEPTED, asked]
    assert at("2026-04-27", *rows).where.step == "keep"
    late = at("2026-04-28", *rows)
    assert (late.where.step, late.where.unconfirmed, late.letters) == ("remind", True, (("follow-up", None),))
    assert at("2026-04-28", *rows, "date: 2026-04-20, channel: e-mail, outcome: accepted").where.step == "keep"
    assert at("2026-04-29", *rows, "date: 2026-04-28, letter: follow-up, asked_by: 2026-05-12").where.step == "keep"
    assert at("2026-04-28", *rows, "date: 2026-04-27, said: it will come, reply_by: 2026-05-06").where.step == "keep"
    more = "request: {plan: {instalments: 2, first: 2026-04-20}}\n"
    (tmp_path / "case.yaml").write_text(HUABEI + more + "contacts:\n" + "".join(f"  - {{{one}}}\n" for one in rows))
    said = letters("next", "case.yaml", "--on", "2026-04-28", cwd=tmp_path, LETTERS_LANG="en").out
    assert "the written confirmation was asked for by 2026-04-27, 1 days ago" in said
    assert "the instalment of 2026-04-20 is not among the payments" in said
    assert "the day for the answer" not in said


def test_a_day_in_a_year_without_published_holidays_is_provisional() -> None:
    assert at("2027-03-10", "date: 2027-03-02, reply_by: 2027-03-09").provisional
    assert not at("2026-03-10", CALL).provisional


def test_the_day_to_act_is_a_working_day() -> None:
    assert str(
        at("2026-09-30", "date: 2026-09-20, reply_by: 2026-09-30", "date: 2026-09-30, outcome: accepted").by
    ) == ("2026-10-08")


def test_every_step_has_its_source_its_words_and_letters_that_exist() -> None:
    for one in read_escalation().steps:
        assert one.source
        for language in ("zh", "en"):
            assert all(kinds_of(library(), language, [role]) for role in one.roles)
        for place in one.source.replace("、", " ").replace("（", " ").split():
            folder, _, name = place.partition("/")
            assert not name or name in fact_names(folder)
    assert (bundled("reference_data") / "escalation.yaml").is_file()
    with pytest.raises(UnknownName):
        read_step("nowhere")


def test_the_command_says_it_in_lines_and_in_json(tmp_path: Path) -> None:
    (tmp_path / "my case.yaml").write_text(HUABEI + f"contacts:\n  - {{{CALL}}}\n")
    shown = letters("next", "my case.yaml", "--on", "2026-03-12", cwd=tmp_path, LETTERS_LANG="en")
    assert shown.code == 0, shown.err
    assert "the day for the answer, 2026-03-09, has passed by 3 days" in shown.out
    assert '  letters render "my case.yaml" -k follow-up --as-of 2026-03-12\n' in shown.out
    data = json.loads(letters("next", "my case.yaml", "--on", "2026-03-12", "--json", cwd=tmp_path).out)
    assert data == {
        "schema": 1,
        "on": "2026-03-12",
        "step": "remind",
        "does": FactWords(library(), "en").step("remind").does,
        "by": "2026-03-12",
        "provisional": False,
        "since": "2026-03-02",
        "due": "2026-03-09",
        "promised": True,
        "days_over": 3,
        "unconfirmed": False,
        "instalment": None,
        "assumed": None,
        "complaint": None,
        "limits": [],
        "letters": [
            {
                "kind": "follow-up",
                "command": 'letters render "my case.yaml" -k follow-up --as-of 2026-03-12',
                "unsuitable": None,
            }
        ],
        "source": read_step("remind").source,
    }
    assert letters("next", "my case.yaml", "--on", "soon", cwd=tmp_path).code == 2


def test_a_day_that_the_scenario_sets_for_its_letters_is_told(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(HUABEI + f"date: 2026-03-05\ncontacts:\n  - {{{CALL}}}\n")
    done = letters("next", "case.yaml", "--on", "2026-03-12", cwd=tmp_path, LETTERS_LANG="en")
    assert "date: is 2026-03-05, and letters bear that day" in done.err


def test_a_case_whose_plan_should_have_begun_is_followed_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        changed(HUABEI, ("as_of: 2026-03-20\n", "")) + "request: {plan: {instalments: 6, first: 2026-03-10}}\n"
    )
    flags = ["--date", "2026-03-12", "--said", "x", "--reply-by", "2026-03-16"]
    assert letters("log", "add", "case.yaml", *flags, cwd=tmp_path).code == 0
    assert letters("log", "case.yaml", cwd=tmp_path).code == 0
    assert letters("calendar", "case.yaml", "--on", "2026-03-17", cwd=tmp_path).code == 0

    def found(day: str) -> Any:
        return json.loads(letters("next", "case.yaml", "--on", day, "--json", cwd=tmp_path).out)

    reminded = found("2026-03-17")
    [follow_up] = reminded["letters"]  # prints no plan
    assert (reminded["step"], follow_up["unsuitable"]) == ("remind", None)
    assert letters("render", "case.yaml", "-k", "follow-up", "--as-of", "2026-03-17", cwd=tmp_path).code == 0
    asked = found("2026-03-11")  # before the call of the log
    [reason] = {one["unsuitable"] for one in asked["letters"]}
    assert (asked["step"], "its plan begins on 2026-03-10, before the date of the letters" in reason) == (
        "request",
        True,
    )


def test_a_plan_that_begins_before_it_was_agreed_is_told(tmp_path: Path) -> None:
    plan = "request: {plan: {instalments: 6, first: 2026-04-01}}\n"
    (tmp_path / "case.yaml").write_text(HUABEI + plan + f"contacts:\n  - {{{ACCEPTED}}}\n")
    done = letters("render", "case.yaml", "-k", "acceptance-confirmation", cwd=tmp_path, LETTERS_LANG="en")
    assert done.code == 1
    assert "2026-04-01 is before 2026-04-10, when the lender agreed; write the plan as it was agreed" in done.err


def test_a_plan_that_was_agreed_and_then_refused_must_begin_anew(tmp_path: Path) -> None:
    plan = "request: {plan: {instalments: 6, first: 2026-04-15}}\n"
    rows = "".join(f"  - {{{one}}}\n" for one in (ACCEPTED, "date: 2026-05-15, outcome: refused"))
    (tmp_path / "case.yaml").write_text(HUABEI + plan + "contacts:\n" + rows)

    def made(kind: str, day: str) -> Done:
        return letters("render", "case.yaml", "-k", kind, "--as-of", day, cwd=tmp_path, LETTERS_LANG="en")

    over = made("lender-complaint", "2026-05-15")
    assert (over.code, "begins on 2026-04-15, before the date of the letters, 2026-05-15" in over.err) == (1, True)
    assert made("acceptance-confirmation", "2026-04-16").code == 0


PLAN = "request: {plan: {instalments: 2, first: 2026-05-10}}\n"
COUNTERED = "date: 2026-04-11, letter: counter-offer, asked_by: 2026-04-25"
AGREED = "date: 2026-04-14, outcome: accepted"


def agreed(day: str, *contacts: str, more: str = PLAN) -> Answer:
    log = "contacts:\n" + "".join(f"  - {{{one}}}\n" for one in contacts)
    on = date.fromisoformat(day)
    text = changed(HUABEI, ("as_of: 2026-03-20\n", "")) + more + log
    made = write_letters(text.encode(), "case.yaml", today=on, kinds=(), dated=False)
    found = answer(made.case, made.figures, on)
    assert found
    return found


def test_an_acceptance_without_an_amount_agrees_to_the_counter_offer_in_its_own_figures() -> None:
    countered = agreed("2026-04-11", PARTLY, COUNTERED).counter
    given = agreed("2026-04-14", PARTLY, COUNTERED, AGREED)
    assert countered and given.offer
    assert (given.waived, given.offer.plan, given.as_of) == (countered.waived, countered.plan, date(2026, 4, 11))
    named = agreed("2026-04-14", PARTLY, COUNTERED, f"{AGREED}, waived: {countered.waived}")
    assert (named.waived, named.offer) == (given.waived, given.offer)
    other = agreed("2026-04-14", PARTLY, COUNTERED, f"{AGREED}, waived: 40.00")
    assert (str(other.waived), other.as_of) == ("40.00", date(2026, 4, 14))


def test_a_counter_offer_of_a_day_when_less_was_owed_than_is_asked_for_now_is_reckoned_too() -> None:
    more = PLAN.replace("{plan", "{waive: 198.00, plan")
    assert agreed("2026-04-14", PARTLY, COUNTERED, AGREED, more=more).as_of == date(2026, 4, 11)


def test_an_acceptance_after_an_offered_part_agrees_to_that_part_and_never_to_all() -> None:
    assert str(agreed("2026-04-14", PARTLY, AGREED).waived) == "30.00"
    assert agreed("2026-04-14", "date: 2026-04-10, outcome: partly", AGREED).waived is None


def test_a_confirmation_that_comes_in_writing_changes_nothing_of_what_was_agreed() -> None:
    confirmed = "date: 2026-04-15, letter: acceptance-confirmation, asked_by: 2026-05-06"
    written = "date: 2026-05-20, channel: e-mail, outcome: accepted"
    paid = f"{PLAN}payments: [{{date: 2026-05-10, amount: 1600.00}}]\n"
    log = (LETTER, AGREED, confirmed)
    assert agreed("2026-05-20", *log, written, more=paid).offer == agreed("2026-04-16", *log).offer
    assert at("2026-05-20", *log, written, more=paid).where.step == "keep"


def test_an_agreed_instalment_that_was_not_paid_is_said(tmp_path: Path) -> None:
    log = (f"{AGREED}, waived: 100.00", "date: 2026-04-15, letter: acceptance-confirmation")
    late = at("2026-05-12", *log, more=PLAN).where
    assert (late.step, late.due, late.days_over) == ("keep", date(2026, 5, 10), 2)
    paid = f"{PLAN}payments: [{{date: 2026-05-09, amount: 1700.00}}]\n"
    kept = at("2026-05-12", *log, more=paid).where
    assert (kept.due, kept.days_over) == (date(2026, 6, 10), 0)
    rows = "".join(f"  - {{{one}}}\n" for one in log)
    (tmp_path / "case.yaml").write_text(HUABEI + PLAN + "contacts:\n" + rows)
    said = letters("next", "case.yaml", "--on", "2026-05-12", cwd=tmp_path, LETTERS_LANG="en").out
    assert "the instalment of 2026-05-10 is not among the payments" in said


@pytest.mark.parametrize(
    ("language", "named", "whole"),
    [("zh", "减免罚息100.00元", "减免900.00元"), ("en", "interest of CNY 100", "waive CNY 900")],
)
def test_what_is_waived_beyond_the_penalty_is_not_called_penalty(language: str, named: str, whole: str) -> None:
    for amount, words in (("100.00", named), ("900.00", whole)):
        text = f"{HUABEI}{PLAN}contacts:\n  - {{date: 2026-03-20, outcome: accepted, waived: {amount}}}\n"
        day = date(2026, 3, 20)
        (made,) = write_letters(
            text.encode(), "case.yaml", today=day, kinds=["acceptance-confirmation"], language=language
        ).drafts
        assert words in made.markdown


def test_the_figures_say_what_was_agreed_as_the_letter_that_confirms_it_does(tmp_path: Path) -> None:
    rows = "".join(f"  - {{{one}}}\n" for one in (PARTLY, COUNTERED, AGREED))
    text = changed(HUABEI, ("as_of: 2026-03-20\n", "")) + PLAN + "payments: [{date: 2026-05-09, amount: 100}]\n"
    (tmp_path / "case.yaml").write_text(text + "contacts:\n" + rows)
    shown = letters("figures", "case.yaml", "--as-of", "2026-04-20", "--json", cwd=tmp_path)
    agreed = json.loads(shown.out)["agreed"]
    assert (agreed["on"], agreed["as_of"], agreed["paid"], agreed["settled"]) == (
        "2026-04-14",
        "2026-04-11",
        "0.00",
        False,
    )
    options = ["-k", "acceptance-confirmation", "--as-of", "2026-04-14", "-f", "md"]
    letters("render", "case.yaml", *options, cwd=tmp_path)
    written = (tmp_path / "case").glob("acceptance-confirmation*.md")
    letter = "".join(path.read_text("utf-8") for path in written).replace(",", "")
    assert all(amount in letter for amount in (agreed["waived"], agreed["to_pay"], agreed["plan"][0]["amount"]))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "我在2026年4月3日向被投诉人提出投诉，到今天已过30日。"),
        ("en", "I made my complaint to the lender on 3 April 2026; more than 30 days have passed."),
    ],
)
def test_the_regulator_is_told_the_days_since_the_complaint_and_not_since_the_first_call(
    language: str, said: str
) -> None:
    rows = "".join(f"  - {{{one}}}\n" for one in (CALL, COMPLAINT))
    text = changed(HUABEI, ("as_of: 2026-03-20\n", "")) + "contacts:\n" + rows
    day = date(2026, 5, 10)
    (made,) = write_letters(
        text.encode(), "case.yaml", today=day, kinds=["regulator-complaint"], language=language
    ).drafts
    assert said in made.markdown


def test_the_day_on_which_the_rest_of_a_plan_of_tokens_is_talked_about_is_the_next_step() -> None:
    tokens = "request: {plan: {per_month: 100.00, first: 2026-05-10, review: 2026-07-10}}\n"
    paid = "payments: [{date: 2026-05-09, amount: 100.00}, {date: 2026-06-09, amount: 100.00}]\n"
    log = (f"{AGREED}, waived: 100.00", "date: 2026-04-15, letter: acceptance-confirmation")
    before = at("2026-06-25", *log, more=tokens + paid).where
    near = at("2026-06-26", *log, more=tokens + paid).where
    assert (before.step, near.step, near.due) == ("keep", "rest", date(2026, 7, 10))
    assert at("2026-06-26", *log, more=tokens).where.step == "keep"  # what is late comes first
