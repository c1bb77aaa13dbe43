"""What programs may call: `load` and `render` do what docs/python-api.md says of them."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from cases import ALL_KINDS, MINIMAL, ROOT, TODAY, bundled

import letters
from letters import InputError, OutputError, ScenarioError, UnknownName, UnsuitableKind, load, render

PAGE = (ROOT / "docs" / "python-api.md").read_text("utf-8")
SESSION = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_of_the_page_give_what_stands_below_them(here: Path) -> None:
    sessions = SESSION.findall(PAGE)
    assert len(sessions) >= 5
    test = doctest.DocTestParser().get_doctest("\n".join(sessions), {}, "python-api.md", None, None)
    said: list[str] = []
    failed = doctest.DocTestRunner(verbose=False).run(test, out=said.append).failed
    assert failed == 0, "".join(said)


def test_the_page_names_every_public_name_and_the_package_has_each() -> None:
    assert [name for name in letters.__all__ if f"`{name}" not in PAGE and f".{name}`" not in PAGE] == []
    assert [name for name in letters.__all__ if not hasattr(letters, name)] == []
    assert sorted(letters.__all__) == sorted(dir(letters))


def test_the_page_says_that_all_else_is_private() -> None:
    assert "every other module, and every attribute that this page does not name, is private" in PAGE


def test_a_name_that_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="compute_figures"):
        letters.compute_figures  # noqa: B018


@pytest.mark.parametrize("name", ["illness.yaml", "illness"])
def test_a_bundled_example_is_loaded_by_its_name(here: Path, name: str) -> None:
    (here / "illness").mkdir()  # the folder of its letters does not hide it
    assert load(name).scenario.borrower.name == "林晓梅"


def test_a_file_a_text_and_a_dict_of_one_scenario_are_one_case(here: Path) -> None:
    text = MINIMAL.replace("as_of: 2026-03-20\n", "")
    (here / "mine.yaml").write_text(text, "utf-8")
    data = {
        "hardship": {"kind": "illness"},
        "borrower": {"name": "林晓梅"},
        "lender": {"profile": "generic", "daily_rate": "0.05%"},
        "bills": ({"due_date": date(2025, 12, 10), "amount": Decimal("3.2E+3")},),
    }
    cases = [load(source, today=TODAY) for source in ("mine.yaml", here / "mine.yaml", text, data)]
    assert [case.scenario for case in cases] == [cases[0].scenario] * 4
    assert [case.as_of for case in cases] == [TODAY] * 4
    drafted = [render(case)["petition"].markdown for case in cases]
    assert drafted == [drafted[0]] * 4


def test_without_a_day_the_day_is_today() -> None:
    before = date.today()
    assert before <= load(MINIMAL.replace("as_of: 2026-03-20\n", "")).as_of <= date.today()


def test_the_day_of_the_figures_can_be_given() -> None:
    assert load(MINIMAL, as_of=date(2026, 4, 1)).as_of == date(2026, 4, 1)


def test_all_problems_come_at_once_of_a_dict_also_what_is_no_text() -> None:
    with pytest.raises(ScenarioError) as caught:
        load({"bills": [{"amount": 3200.1}], "hardship": object(), 5: "five"})  # type: ignore[dict-item]
    assert [problem.path for problem in caught.value.problems] == [("bills", 0, "amount"), ("hardship",), ()]
    with pytest.raises(ScenarioError) as caught:
        load({"bills": [{"amount": "32OO.00", "due_date": "2025-12-10"}], "hardship": {"kind": "ilness"}})
    assert {("bills", 0, "amount"), ("hardship", "kind"), ("borrower",), ("lender",)} <= {
        problem.path for problem in caught.value.problems
    }


def test_a_dict_that_holds_itself_is_a_problem_and_no_crash() -> None:
    data: dict[str, object] = {}
    data["bills"] = data
    with pytest.raises(ScenarioError, match="nested too deeply"):
        load(data)


def test_a_file_that_is_not_there_is_an_input_error_that_says_so(here: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file ilness\.yaml; did you mean the bundled example illness"):
        load("ilness.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        load(here / "illness.yaml")  # a Path is always a file
    with pytest.raises(InputError, match="is not a folder of templates"):
        load("illness.yaml", templates=here / "none")


def test_a_templates_folder_beside_a_scenario_is_used_only_where_it_is_named(here: Path) -> None:
    own = here / "templates" / "zh"
    own.mkdir(parents=True)
    (own / "ledger.md.j2").write_text("---\ntitle: 我的\n---\n我的", "utf-8")
    (here / "mine.yaml").write_bytes(bundled("illness.yaml").encode())
    assert render(load("mine.yaml"), ["ledger"])["ledger"].title != "我的"
    assert render(load("mine.yaml", templates="templates"), ["ledger"])["ledger"].title == "我的"


def test_a_text_cannot_have_a_file_read(here: Path) -> None:
    (here / "b.csv").write_text("name\n", "utf-8")
    with pytest.raises(ScenarioError, match="no file can be read from here"):
        load(MINIMAL + "signatories: b.csv\n")


def test_letters_are_asked_for_by_kind_and_say_which_there_are() -> None:
    made = render(load("illness.yaml"), kinds=["petition", "ledger"], language="en")
    assert list(made) == ["petition", "ledger"]
    assert "petition" in made and "budget" not in made and len(made) == 2
    assert made["petition"].language == "en"
    with pytest.raises(UnknownName, match="letter kind"):
        made["budget"]


def test_all_leaves_out_what_does_not_suit_and_gives_the_reason_when_asked() -> None:
    made = render(load("illness.yaml"), kinds="all")
    assert sorted([*made, *(kind for kind, _ in made.left_out)]) == sorted(ALL_KINDS)
    kind, reason = made.left_out[0]
    with pytest.raises(UnsuitableKind, match=re.escape(reason)):
        made[kind]
    with pytest.raises(UnsuitableKind):
        render(load("illness.yaml"), kinds=[kind])


def test_letters_are_saved_and_an_edited_one_is_not_overwritten(here: Path) -> None:
    made = render(load("illness.yaml"), kinds=["petition"])
    [path] = made.save("out", formats="txt")
    assert path == Path("out/petition.txt")
    path.write_text("edited", "utf-8")
    with pytest.raises(OutputError, match="nothing was written"):
        made.save("out", formats=["txt"])
    made.save(here / "out", formats=["txt"], force=True)
    assert (here / "out" / "petition.1.bak.txt").read_text("utf-8") == "edited"
    with pytest.raises(UnknownName, match="no format is called 'rtf'"):
        made.save("out", formats=["rtf"])


def test_redacted_letters_hide_the_name() -> None:
    assert "林晓梅" not in render(load("illness.yaml"), kinds=["petition"], redact=True)["petition"].markdown


def test_python_m_letters_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "letters", "--version"], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == letters.__version__


def test_the_package_imports_nothing_before_a_name_is_asked_for() -> None:
    code = "import sys, letters; print(*sorted(name for name in sys.modules if name.startswith('letters')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["letters"]


PROGRAM = """
from datetime import date
from decimal import Decimal
from pathlib import Path

from letters import Case, Draft, Figures, Letters, LettersError, ScenarioError, __version__, load, render

case: Case = load(Path("mine.yaml"), today=date(2026, 3, 20))
made: Letters = render(case, kinds=["waiver-email"], language="zh")
penalty: Decimal = made.figures.total.penalty_outstanding
text: str = made["waiver-email"].markdown
paths: list[Path] = made.save("out", formats=["docx"])
version: str = __version__
reveal_type(made["waiver-email"])
load(5)
"""


@pytest.mark.slow
def test_a_typed_program_checks_and_a_wrong_call_does_not(here: Path) -> None:
    (here / "program.py").write_text(PROGRAM, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "program.py"],
        cwd=here,
        env={"MYPYPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 1 and 'Argument 1 to "load" has incompatible type "int"' in errors[0], done.stdout
    assert 'note: Revealed type is "letters.drafting.draft.Draft"' in done.stdout
