"""`letters.toml`: what a desk sets for its cases, where it is looked for, and how far a stranger's counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases import MINIMAL, TODAY
from command import Done, letters

from letters import ScenarioError, load
from letters.cli.speech import told
from letters.reference_data.template_library import library
from letters.scenario.own_lenders import own_lenders
from letters.web.preview import Visit

TOML = """\
language = "en"
formats = ["md"]
kinds = ["waiver-email"]
reply_days = 7

[writer]
name = "王顾问"
phone = "0571-88880000"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A case two folders below a letters.toml; the user's configuration is empty."""
    (tmp_path / "desk" / "a").mkdir(parents=True)
    (tmp_path / "desk" / "letters.toml").write_text(TOML, "utf-8")
    (tmp_path / "desk" / "a" / "case.yaml").write_text(MINIMAL, "utf-8")
    return tmp_path


def run(desk: Path, *arguments: str, code: int = 0) -> Done:
    done = letters(*arguments, cwd=desk, XDG_CONFIG_HOME=str(desk / "config"), LETTERS_LANG="en")
    assert done.code == code, done.err
    return done


def test_a_file_that_nobody_trusts_sets_language_formats_and_kinds_alone(desk: Path) -> None:
    done = run(desk, "render", "desk/a/case.yaml", "-o", "out")
    assert done.out == "out/waiver-email.md\n"
    assert "letters.toml is not trusted: of it only language, formats and kinds count" in done.err
    text = (desk / "out" / "waiver-email.md").read_text("utf-8")
    assert "Yours faithfully" in text
    assert "王顾问" not in text
    assert "27 March 2026" not in text


def test_a_trusted_file_brings_the_desk_and_its_days_and_a_changed_one_asks_again(desk: Path) -> None:
    run(desk, "config", "trust", "desk")
    done = run(desk, "render", "desk/a/case.yaml", "-o", "out")
    assert "not trusted" not in done.err
    text = (desk / "out" / "waiver-email.md").read_text("utf-8")
    assert "王顾问, for the borrower 林晓梅" in text
    assert "27 March 2026" in text
    (desk / "desk" / "letters.toml").write_text(TOML.replace("= 7", "= 9"), "utf-8")
    assert "is not trusted" in run(desk, "render", "desk/a/case.yaml", "-o", "out", "--force").err
    run(desk, "config", "trust", "desk")
    run(desk, "config", "untrust", "desk")
    assert "is not trusted" in run(desk, "check", "desk/a/case.yaml").err


def test_what_the_case_says_itself_counts_before_what_the_desk_has_set(desk: Path) -> None:
    run(desk, "config", "trust", "desk")
    own = "language: zh\nwriter: {name: 李红, relation: 妻子}\nrequest: {reply_within_days: 10}\n"
    (desk / "desk" / "a" / "case.yaml").write_text(MINIMAL + own, "utf-8")
    run(desk, "render", "desk/a/case.yaml", "-o", "out", "-f", "txt", "-k", "waiver-email")
    text = (desk / "out" / "waiver-email.txt").read_text("utf-8")
    assert "李红" in text
    assert "2026年3月30日" in text


def test_config_shows_what_holds_and_which_file_gives_it(desk: Path) -> None:
    (desk / "config" / "letters").mkdir(parents=True)
    (desk / "config" / "letters" / "letters.toml").write_text('reply_days = 20\nlanguage = "zh"\n', "utf-8")
    found = json.loads(run(desk, "config", "desk/a", "--json").out)
    assert found["untrusted"] == [str(desk / "desk" / "letters.toml")]
    rows = {row["key"]: (row["value"], Path(row["from"]).parent.name) for row in found["settings"]}
    assert rows == {
        "language": ("en", "desk"),
        "formats": (["md"], "desk"),
        "kinds": (["waiver-email"], "desk"),
        "reply_days": (20, "letters"),
    }
    shown = run(desk, "config", "desk").out
    assert "reply_days" in shown
    assert run(desk, "config").out.splitlines()[0].split() == ["language", "zh"]
    assert run(desk, "render", "illness.yaml", "-k", "petition", "-f", "md", "-o", "out").out == "out/petition.md\n"


def test_a_batch_and_the_desk_take_them_too(desk: Path) -> None:
    run(desk, "config", "trust", "desk")
    (desk / "desk" / "people.csv").write_text(
        "姓名,平台,困难原因,账单金额,到期日,每日利率\n林晓梅,花呗,生病,3200,2025-12-10,0.05%\n", "utf-8"
    )
    run(desk, "batch", "desk/people.csv", "-o", "out", "--as-of", "2026-03-20")
    assert {path.name for path in (desk / "out" / "row-2").iterdir() if path.name[0] != "."} == {"waiver-email.md"}
    assert "王顾问" in (desk / "out" / "row-2" / "waiver-email.md").read_text("utf-8")
    assert "林晓梅" in run(desk, "desk", "desk", "--on", "2026-03-20").out


def test_lenders_of_the_desk_s_own_are_known_by_their_names_once_they_are_trusted(desk: Path) -> None:
    (desk / "desk" / "lenders").mkdir()
    own = "also: [江畔小贷]\nprofile: generic\ntype: small-loan\nname: 江畔小额贷款有限公司\ndaily_rate: 万分之五\n"
    (desk / "desk" / "lenders" / "jiangpan.yaml").write_text(own, "utf-8")
    case = desk / "desk" / "a" / "case.yaml"
    case.write_text(MINIMAL.replace("{profile: generic, daily_rate: 0.05%}", "江畔小贷"), "utf-8")
    run(desk, "check", "desk/a/case.yaml", code=1)
    run(desk, "config", "trust", "desk")
    found = json.loads(run(desk, "figures", "desk/a/case.yaml", "--json").out)
    assert (found["lender"]["name"], found["lender"]["daily_rate"]) == ("江畔小额贷款有限公司", "0.0005")
    run(desk, "log", "pay", "desk/a/case.yaml", "2026-02-01", "10")
    run(desk, "log", "add", "desk/a/case.yaml", "--on", "2026-02-02", "--said", "问")
    run(desk, "sent", "desk/a/case.yaml", "-k", "petition", "--on", "2026-03-20")
    case.write_text(case.read_text("utf-8").replace("江畔小贷", "{profile: jiangpan, daily_rate: 0.04%}"), "utf-8")
    assert json.loads(run(desk, "figures", "desk/a/case.yaml", "--json").out)["lender"]["daily_rate"] == "0.0004"
    assert json.loads(run(desk, "config", "desk", "--json").out)["lenders"] == ["jiangpan", "江畔小贷"]
    (desk / "desk" / "lenders" / "jiangpan.yaml").write_text(own.replace("五", "六"), "utf-8")
    assert "is not trusted" in run(desk, "check", "desk/a/case.yaml", code=1).err


def test_lenders_of_the_desk_s_own_are_known_to_list_import_the_page_and_programs(desk: Path) -> None:
    own = "also: [江畔小贷]\nprofile: generic\ntype: small-loan\nname: 江畔小额贷款有限公司\ndaily_rate: 万分之五\n"
    for folder in (desk / "lenders", desk / "desk" / "lenders"):
        folder.mkdir()
        (folder / "jiangpan.yaml").write_text(own, "utf-8")
    (desk / "letters.toml").write_text('language = "zh"\n', "utf-8")
    people = "姓名,平台,困难原因,账单金额,到期日\n林晓梅,江畔小贷,生病,3200,2025-12-10\n"
    (desk / "people.csv").write_text(people, "utf-8")
    lacking = json.loads(run(desk, "import", "people.csv", "desk", "--json").out)["cases"][0]
    run(desk, "config", "trust", "desk")
    run(desk, "config", "trust", ".")
    known = json.loads(run(desk, "import", "people.csv", "desk", "--json").out)
    assert "lender.daily_rate" in [*lacking["lacking"], *[one["path"] for one in lacking["problems"]]]
    assert known["failed"] == 0
    run(desk, "check", "desk/林晓梅/case.yaml")
    listed = json.loads(run(desk, "list", "--json").out)["lenders"]
    assert {"name": "jiangpan", "about": "江畔小额贷款有限公司"} in listed
    said = MINIMAL.replace("{profile: generic, daily_rate: 0.05%}", "江畔小贷")
    assert load(said, TODAY, lenders=desk / "lenders").lender.name == "江畔小额贷款有限公司"
    with pytest.raises(ScenarioError):
        load(said, TODAY)
    visit = Visit(TODAY, told, "zh", library(), {"lenders": own_lenders(desk / "lenders")})
    assert visit.letters(said.encode(), ("ledger",)).case.lender.name == "江畔小额贷款有限公司"


def test_the_letterhead_and_templates_of_a_trusted_file_are_used(desk: Path) -> None:
    own = desk / "desk" / "ours" / "zh" / "note.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntitle: 便条\npurpose: 便条\nuse: 随时\nneeds: []\n---\n好。\n", "utf-8")
    (desk / "desk" / "letters.toml").write_text('templates = "ours"\nletterhead = "head.docx"\n', "utf-8")
    run(desk, "config", "trust", "desk")
    assert "ours is there and not used" in run(desk, "check", "desk/a/case.yaml").err
    run(desk, "templates", "trust", "desk/ours")
    run(desk, "render", "desk/a/case.yaml", "-k", "note", "-f", "md", "-o", "out", code=3)  # there is no head.docx
    (desk / "desk" / "letters.toml").write_text('templates = "ours"\n', "utf-8")
    run(desk, "config", "trust", "desk")
    run(desk, "render", "desk/a/case.yaml", "-k", "note", "-f", "md", "-o", "out")
    assert (desk / "out" / "note.md").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("langage = 'en'", "'langage' is no setting; did you mean 'language'?"),
        ("reply_days = 0", "reply_days: expects a number of days"),
        ("formats = 'md'", "formats: expects a list of names"),
        ("[writer]\nphone = '1'", "writer: expects texts"),
        ("[writer]\nname = 'a'\nfax = '1'", "'writer.fax' is no setting"),
        ("language = ", "letters.toml cannot be read"),
    ],
)
def test_a_mistake_in_a_file_is_told_and_a_strangers_stands_in_nobodys_way(desk: Path, text: str, said: str) -> None:
    (desk / "desk" / "letters.toml").write_text(text, "utf-8")
    assert said in run(desk, "check", "desk/a/case.yaml").err
    assert said in run(desk, "config", "trust", "desk", code=3).err
    (desk / "config" / "letters").mkdir(parents=True)
    (desk / "config" / "letters" / "letters.toml").write_text(text, "utf-8")
    assert said in run(desk, "check", "desk/a/case.yaml", code=3).err


def test_a_folder_without_a_file_is_told(desk: Path) -> None:
    assert "there is no letters.toml in desk/a" in run(desk, "config", "trust", "desk/a", code=3).err
    (desk / "desk" / "letters.toml").unlink()
    assert (
        run(desk, "config").out == "nothing is set: write letters.toml beside your cases, or into your configuration\n"
    )
