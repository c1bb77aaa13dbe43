"""`letters render` writes what was asked, where it was asked, or says why it wrote nothing."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from cases import ALL_KINDS, HARDSHIPS, MINIMAL, OLD_DEBTS, PAUSED, SCENARIOS, bundled, changed
from command import LETTERS, Done, everything_in, letters, plain_environment

from letters.documents.formats import FORMATS

MAIN = ["waiver-email", "call-script", "petition", "ledger"]
NO_ADDRESS = (
    "note: waiver-email has no To: address, since none is verified: paste it in the lender's official app or post it"
    " (`letters guide where-to-send`)\n"
)
EXAMPLE = "note: illness.yaml: no such file here; using the bundled example illness.yaml\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a complete scenario, my.yaml."""
    (tmp_path / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    return tmp_path


def written(here: Path) -> set[str]:
    return {name for name in everything_in(here) if name != "my.yaml"}


def assert_nothing_written(done: Done, code: int, message: str, here: Path) -> None:
    assert (done.out, done.err, done.code) == ("", message, code)
    assert written(here) == set()


# What is written


def test_four_letters_as_markdown_and_word_go_into_a_folder_named_after_the_scenario(here: Path) -> None:
    done = letters("render", "my.yaml", cwd=here)
    files = [f"my/{kind}.{form}" for kind in MAIN for form in ("md", "docx")]
    assert (done.code, done.out.splitlines(), done.err) == (0, files, NO_ADDRESS)
    assert written(here) == {*files, "my/.letters.json"}


def test_the_same_scenario_gives_the_same_bytes(here: Path) -> None:
    for folder in ("one", "two"):
        assert letters("render", "my.yaml", "-o", folder, "-f", "md", "-f", "docx", "-f", "txt", cwd=here).code == 0
    assert everything_in(here / "one") == everything_in(here / "two")


def test_kinds_and_formats_can_be_chosen_and_the_folder_too(here: Path) -> None:
    done = letters("render", "my.yaml", "-k", "ledger", "--kind", "petition", "-f", "txt", "-o", "a/b", cwd=here)
    assert done.out.splitlines() == ["a/b/ledger.txt", "a/b/petition.txt"]
    assert written(here) == {"a/b/ledger.txt", "a/b/petition.txt", "a/b/.letters.json"}


def test_all_kinds_are_every_kind_that_suits_and_what_is_asked_twice_is_written_once(here: Path) -> None:
    done = letters("render", "my.yaml", "-k", "all", "-k", "ledger", "-f", "md", "-f", "md", cwd=here)
    names = [Path(line).stem for line in done.out.splitlines()]
    listed = json.loads(letters("list", "--json", cwd=here).out)["kinds"]
    assert done.code == 0
    unsuited = {"acceptance-confirmation", "counter-offer", "debt-verification", "follow-up", "receipt-request"}
    unsuited |= {"authorisation", "collection-conduct", "deferral-request", "legal-notice", "refund-request"}
    unsuited |= {"regulator-complaint", "review-request"}
    assert names == sorted(kind["name"] for kind in listed if kind["name"] not in unsuited)
    assert re.findall(r"^note: (\S+) is left out: ", done.err, re.MULTILINE) == sorted(unsuited)
    assert "legal-notice is left out: 金额没有争议" in done.err


def test_the_figures_day_can_be_another(here: Path) -> None:
    done = letters("render", "my.yaml", "-k", "ledger", "-o", "-", "--as-of", "2026/03/30", cwd=here)
    assert (done.code, done.err) == (0, "")
    assert "计算至2026年3月30日（含）" in done.out


def test_without_a_day_in_the_scenario_the_figures_are_of_today(here: Path) -> None:
    undated = changed(bundled("illness.yaml"), ("as_of: 2026-03-20\n", ""), ("2026-04-10", "2099-01-01"))
    (here / "my.yaml").write_text(undated, "utf-8")
    before = date.today()
    done = letters("render", "my.yaml", "--json", cwd=here)
    assert json.loads(done.out)["figures"]["as_of"] in {before.isoformat(), date.today().isoformat()}


# One letter to stdout


@pytest.mark.parametrize("form", ["md", "txt"])
def test_one_letter_goes_to_stdout_as_it_would_into_its_file(here: Path, form: str) -> None:
    done = letters("render", "my.yaml", "-k", "petition", "-f", form, "-o", "-", cwd=here)
    assert (done.code, done.err, written(here)) == (0, "", set())
    letters("render", "my.yaml", "-k", "petition", "-f", form, cwd=here)
    assert done.out == (here / "my" / f"petition.{form}").read_text("utf-8")


def test_stdout_gets_markdown_where_no_format_is_named(here: Path) -> None:
    assert letters("render", "my.yaml", "-k", "ledger", "-o", "-", cwd=here).out.startswith("# 罚息计算明细\n")


def test_the_page_for_the_borrower_alone_does_not_follow_its_letter_to_stdout(here: Path) -> None:
    alone = letters("render", "my.yaml", "-k", "lender-complaint", "-f", "txt", "-o", "-", cwd=here)
    assert (alone.code, alone.err, written(here)) == (0, "", set())
    letters("render", "my.yaml", "-k", "lender-complaint", "-f", "txt", cwd=here)
    page = (here / "my" / "lender-complaint.for-you.txt").read_text("utf-8")
    assert alone.out == (here / "my" / "lender-complaint.txt").read_text("utf-8")
    assert page.splitlines()[0] not in alone.out


def test_a_word_file_goes_to_stdout_byte_for_byte(here: Path) -> None:
    command = [LETTERS, "render", "my.yaml", "-k", "ledger", "-f", "docx", "-o", "-"]
    word = subprocess.run(command, cwd=here, capture_output=True, check=True, env=plain_environment()).stdout
    letters("render", "my.yaml", "-k", "ledger", cwd=here)
    assert word == (here / "my" / "ledger.docx").read_bytes()


ONE_AS_JSON = ("-k", "ledger", "--json")


@pytest.mark.parametrize(
    "options",
    [(), ("-k", "all"), ("-k", "ledger", "-k", "petition"), ("-k", "ledger", "-f", "md", "-f", "txt"), ONE_AS_JSON],
)
def test_stdout_takes_one_letter_in_one_format_and_no_json(here: Path, options: tuple[str, ...]) -> None:
    done = letters("render", "my.yaml", "-o", "-", *options, cwd=here)
    assert (done.code, done.out, written(here)) == (2, "", set())
    assert "-o - takes one kind (-k) and one format (-f), and no --json" in done.err


# Where the scenario comes from


def test_stdin_is_called_case(here: Path) -> None:
    done = letters("render", "-", "-k", "ledger", "-f", "md", cwd=here, stdin=bundled("illness.yaml"))
    assert (done.code, done.out, done.err) == (0, "case/ledger.md\n", "")


def test_a_bundled_example_is_used_by_its_name_and_that_is_said_on_stderr(tmp_path: Path) -> None:
    done = letters("render", "illness.yaml", "-k", "ledger", "-f", "md", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "illness/ledger.md\n", EXAMPLE)
    done = letters("render", "illness", "-k", "ledger", "-f", "md", cwd=tmp_path)
    assert (done.code, done.out) == (0, "illness/ledger.md\n")
    assert done.err == "note: illness: no such file here; using the bundled example illness.yaml\n"


def test_ones_own_file_comes_before_a_bundled_example_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "illness.yaml").write_text(changed(bundled("illness.yaml"), ("林晓梅", "王小明")))
    done = letters("render", "illness.yaml", "-k", "ledger", "-o", "-", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "王小明" in done.out


def test_a_scenario_elsewhere_is_written_about_here(here: Path) -> None:
    (here / "elsewhere").mkdir()
    (here / "my.yaml").rename(here / "elsewhere" / "my.yaml")
    assert letters("render", "elsewhere/my.yaml", "-k", "ledger", "-f", "md", cwd=here).out == "my/ledger.md\n"


# What cannot be read: exit 3


EXISTING = ", ".join(sorted([*SCENARIOS, *OLD_DEBTS, *PAUSED]))
KNOWN = ", ".join(ALL_KINDS)
FORMATS_KNOWN = ", ".join(FORMATS)


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        (".", "error: . is a folder; name a file in it\n"),
        ("/dev/zero", "error: /dev/zero is a pipe, a socket or a device; name a file\n"),
        ("big.yaml", "error: big.yaml is larger than 8 MiB; a scenario is a few kilobytes\n"),
        (
            "none.txt",
            f"error: there is no file none.txt (`letters new` writes one to fill in; bundled examples: {EXISTING})\n",
        ),
        (
            "ilness.yaml",
            "error: there is no file ilness.yaml; did you mean the bundled example illness.yaml?"
            f" (`letters new` writes one to fill in; bundled examples: {EXISTING})\n",
        ),
        (
            "my.yaml/x",
            f"error: there is no file my.yaml/x (`letters new` writes one to fill in; bundled examples: {EXISTING})\n",
        ),
        ("loop", "error: loop cannot be read: Too many levels of symbolic links\n"),
        ("gone", "error: gone cannot be read: No such file or directory\n"),
    ],
)
def test_what_is_no_scenario_file_is_told_and_ends_with_three(here: Path, scenario: str, message: str) -> None:
    with (here / "big.yaml").open("wb") as big:
        big.truncate(9 * 1024 * 1024)
    (here / "loop").symlink_to("loop")
    (here / "gone").symlink_to("nowhere")
    done = letters("render", scenario, cwd=here)
    assert (done.code, done.out, done.err) == (3, "", message)


def test_a_file_of_eight_mebibytes_is_read_and_one_more_byte_is_refused(here: Path) -> None:
    text = bundled("illness.yaml").encode()
    rest = 8 * 1024 * 1024 - len(text)
    (here / "my.yaml").write_bytes(text + b"#" * (rest - 1) + b"\n")
    assert letters("render", "my.yaml", "-k", "ledger", "-f", "md", cwd=here).code == 0
    (here / "my.yaml").write_bytes(text + b"#" * rest + b"\n")
    assert letters("render", "my.yaml", "-k", "ledger", "-f", "md", cwd=here).code == 3


def test_an_endless_stdin_is_refused(here: Path) -> None:
    with subprocess.Popen(["yes", "name: 林"], stdout=subprocess.PIPE) as endless:
        command, environ = [LETTERS, "render", "-"], plain_environment()
        done = subprocess.run(command, cwd=here, stdin=endless.stdout, capture_output=True, env=environ, check=False)
        endless.kill()
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode() == "error: stdin is larger than 8 MiB; a scenario is a few kilobytes\n"


# What cannot be written: exit 3


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        (
            "my.yaml",
            "error: cannot write my.yaml: File exists; move what stands there away, or choose another folder\n",
        ),
        (
            "my.yaml/out",
            "error: cannot write my.yaml/out: Not a directory; move what stands there away, or choose another folder\n",
        ),
        ("/proc/letters", "error: cannot write /proc/letters: No such file or directory; make its folder first\n"),
    ],
)
def test_a_folder_that_cannot_be_written_is_told_and_ends_with_three(here: Path, folder: str, message: str) -> None:
    assert_nothing_written(letters("render", "my.yaml", "-o", folder, cwd=here), 3, message, here)


def test_an_edited_file_stops_the_run_and_nothing_is_written(here: Path) -> None:
    letters("render", "my.yaml", cwd=here)
    (here / "my" / "petition.md").write_text("my own words")
    before = everything_in(here)
    done = letters("render", "my.yaml", "--as-of", "2026-03-30", cwd=here)
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "error: my/petition.md: edited since letters wrote it, or not written by letters; nothing was written."
        " Render only another kind with -k, choose another folder with -o, or use --force,"
        " which first keeps each as name.N.bak.ext\n"
    )
    assert everything_in(here) == before


def test_force_keeps_every_edited_file_under_its_next_number(here: Path) -> None:
    for number in (1, 2):
        letters("render", "my.yaml", cwd=here)
        (here / "my" / "petition.md").write_text(f"my words {number}")
        done = letters("render", "my.yaml", "--as-of", f"2026-03-2{number}", "--force", cwd=here)
        assert done.code == 0
    assert (here / "my" / "petition.1.bak.md").read_text() == "my words 1"
    assert (here / "my" / "petition.2.bak.md").read_text() == "my words 2"
    assert "2026年3月22日" in (here / "my" / "petition.md").read_text("utf-8")
    assert len(list((here / "my").glob("*.bak.*"))) == 2


def test_rendering_again_after_the_scenario_changed_replaces_what_letters_wrote(here: Path) -> None:
    letters("render", "my.yaml", cwd=here)
    (here / "my.yaml").write_text(changed(bundled("illness.yaml"), ("林晓梅", "王小明")), "utf-8")
    assert letters("render", "my.yaml", cwd=here).code == 0
    assert "王小明" in (here / "my" / "petition.md").read_text("utf-8")


# Unknown names: exit 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("-k", "petitoin"),
            f"error: no letter kind is called 'petitoin'; did you mean 'petition'? ({KNOWN})\n",
        ),
        (
            ("-k", "ledger", "-k", "xyz"),
            f"error: no letter kind is called 'xyz' ({KNOWN})\n",
        ),
        (("-f", "doc"), f"error: no format is called 'doc'; did you mean 'docx'? ({FORMATS_KNOWN})\n"),
        (("-f", "xyz"), f"error: no format is called 'xyz' ({FORMATS_KNOWN})\n"),
        (("--lang", "zz"), "error: no language is called 'zz'; did you mean 'zh'? (en, zh)\n"),
    ],
)
def test_an_unknown_name_in_an_option_is_told_with_the_nearest_and_ends_with_two(
    here: Path, options: tuple[str, ...], message: str
) -> None:
    assert_nothing_written(letters("render", "my.yaml", *options, cwd=here), 2, message, here)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("render", "my.yaml", "--as-of", "2026-02-30"), "'2026-02-30' does not exist: that month has 28 days"),
        (("render", "my.yaml", "--as-of", "tomorrow"), "'tomorrow' is not a date; write it like 2025-12-10"),
        (("render", "my.yaml", "--forced"), "No such option: --forced"),
        (("render",), "Missing argument 'SCENARIO'"),
        (("render", "my.yaml", "other.yaml"), "unexpected extra argument"),
        (("rendr", "my.yaml"), "No such command 'rendr'. Did you mean 'render'"),
    ],
)
def test_a_wrong_use_is_told_on_stderr_and_ends_with_two(here: Path, arguments: tuple[str, ...], words: str) -> None:
    done = letters(*arguments, cwd=here)
    assert (done.code, done.out, written(here)) == (2, "", set())
    assert words in " ".join(done.err.split())
    assert "Traceback" not in done.err


# A scenario with errors: exit 1


def test_errors_of_the_scenario_go_to_stderr_and_nothing_is_written(here: Path) -> None:
    (here / "my.yaml").write_text(changed(MINIMAL, ("kind: illness", "kind: ilness"), ("3200.00", "-1")), "utf-8")
    message = (
        "error: my.yaml:3:9: hardship.kind: no hardship is called 'ilness'; did you mean 'illness'?"
        f" ({', '.join(HARDSHIPS)})\n"
        "     3 |   kind: ilness\n"
        "       |         ^\n"
        "error: my.yaml:8:36: bills[0].amount: '-1' is negative; write the amount without a sign\n"
        "     8 |   - {due_date: 2025-12-10, amount: -1}\n"
        "       |                                    ^\n"
    )
    done = letters("render", "my.yaml", cwd=here)
    assert [line for line in done.err.splitlines() if "there is no bill" in line] == []
    assert_nothing_written(done, 1, message, here)


# Blanks


def test_blanks_are_told_on_stderr_and_the_letters_are_written(here: Path) -> None:
    (here / "my.yaml").write_text(MINIMAL, "utf-8")
    done = letters("render", "my.yaml", "-k", "ledger", "-f", "md", cwd=here)
    assert (done.code, done.out) == (0, "my/ledger.md\n")
    assert done.err.splitlines() == [
        "note: my.yaml:4:1: borrower.account: blank in the letters, 【待填:账号或尾号】",
        "note: my.yaml:6:1: lender.name: blank in the letters, 【待填:合同上的贷款机构全称】",
    ]


def test_a_blank_is_told_as_the_letters_show_it(here: Path) -> None:
    (here / "my.yaml").write_text(f"language: en\n{MINIMAL}", "utf-8")
    done = letters("render", "my.yaml", "-k", "ledger", "-f", "md", cwd=here)
    [blank] = re.findall(r"borrower.account: blank in the letters, (.*)", done.err)
    assert blank == "【to fill: account number or its last four digits】"
    assert blank in (here / "my" / "ledger.md").read_text("utf-8")


def test_strict_makes_a_blank_an_error_and_leaves_a_complete_case_alone(here: Path) -> None:
    fresh = ("--as-of", "2026-03-20")
    assert letters("render", "my.yaml", "--strict", *fresh, "-f", "md", "-o", "done", cwd=here).code == 0
    (here / "my.yaml").write_text(MINIMAL, "utf-8")
    done = letters("render", "my.yaml", "--strict", cwd=here)
    assert (done.code, done.out) == (1, "")
    assert "borrower.phone: blank in the letters" in done.err
    assert done.err.endswith("my.yaml: blanks are left, and --strict asks for none; nothing was written\n")
    assert not (here / "my").exists()


# JSON


def test_json_carries_files_figures_blanks_and_warnings_and_nothing_else(here: Path) -> None:
    (here / "my.yaml").write_text(changed(MINIMAL, ("{profile: generic, daily_rate: 0.05%}", "huabei")), "utf-8")
    done = letters("render", "my.yaml", "-k", "ledger", "--json", "--as-of", "2026-03-20", cwd=here)
    assert done.code == 0
    data = json.loads(done.out)
    assert list(data) == ["schema", "files", "figures", "blanks", "warnings"]
    assert data["schema"] == 1
    assert data["files"] == ["my/ledger.md", "my/ledger.docx"]
    assert data["figures"]["total"]["penalty_outstanding"] == "160.00"
    assert {blank["path"]: blank["label"] for blank in data["blanks"]} == {
        "borrower.account": "账号或尾号",
        "lender.name": "合同上的贷款机构全称",
    }
    [warning] = data["warnings"]
    assert "the daily rate 0.05% is only the usual one of huabei" in warning
