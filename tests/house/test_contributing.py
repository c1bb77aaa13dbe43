"""CONTRIBUTING.md's recipes, followed to the letter in a copy of the project."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from cases import ROOT

from letters.documents.formats import FORMATS

FENCED = re.compile(r"([^\n]+(?:\n[^\n]+)*)\n\n```(?:jinja|yaml)\n(.*?)^```", re.DOTALL | re.MULTILINE)
"""A paragraph, and what stands fenced after it; the paragraph names the file."""
CHANGE = re.compile(r"([^\n]+(?:\n[^\n]+)*)\n\n```diff\n(.*?)^```", re.DOTALL | re.MULTILINE)
"""A paragraph, and a change fenced after it: lines that are there, and below them those to add (+)."""
NAME = re.compile(r"`((?:letters|templates)/[^`<]+)`")


PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
WORDS = "words.yaml"
BOTH_WORDS = [f"templates/en/{WORDS}", f"templates/zh/{WORDS}"]


class Copy:
    """The program, its templates and its examples, copied; and an empty folder to run it in."""

    def __init__(self, folder: Path) -> None:
        self.project, self.here = folder / "project", folder / "here"
        self.here.mkdir()
        for name in ("letters", "templates", "scenarios"):
            shutil.copytree(ROOT / name, self.project / name, ignore=shutil.ignore_patterns("__pycache__"))

    def follow(self, recipe: str) -> list[str]:
        """Writes the files that a recipe shows, or adds to the words of a language; returns their names."""
        files = shown(recipe)
        for name, content in files.items():
            path = self.project / name
            there = path.read_text("utf-8") if path.name == WORDS else ""
            assert there or not path.exists(), f"{name} is there already: the recipe needs another example"
            path.parent.mkdir(exist_ok=True)
            path.write_text(there + content, "utf-8")
        return sorted(files)

    def change(self, recipe: str) -> list[str]:
        """Adds the lines that a recipe adds to files; returns the names of the files."""
        names = []
        for paragraph, change in CHANGE.findall(section(recipe)):
            names.append(NAME.findall(paragraph)[-1])
            path = self.project / names[-1]
            lines = change.splitlines(keepends=True)
            there, added = ("".join(line[1:] for line in lines if line.startswith(sign)) for sign in (" ", "+"))
            text = path.read_text("utf-8")
            assert text.count(there) == 1, f"{path.name} does not have these lines once:\n{there}"
            path.write_text(text.replace(there, there + added), "utf-8")
        return names

    def example(self, name: str, old: str, new: str) -> str:
        """A copy of a bundled example with some words replaced; the name of its file."""
        text = (ROOT / "scenarios" / name).read_text("utf-8")
        assert text.count(old) == 1
        (self.here / "mine.yaml").write_text(text.replace(old, new), "utf-8")
        return "mine.yaml"

    def own(self, kind: str, block: str, body: str) -> None:
        """Adds a letter kind of one block to the project."""
        head = "---\ntitle: T\npurpose: P\nuse: W\n---\n"
        text = f'{head}{{% extends "_base.md.j2" %}}\n{{% block {block} %}}\n{body}\n{{% endblock %}}\n'
        (self.project / "templates" / "zh" / f"{kind}.md.j2").write_text(text, "utf-8")

    def letters(self, *arguments: str) -> str:
        """What the copy's `letters` prints, in the language that it speaks by itself."""
        return self.python("from letters.cli import main; main()", *arguments)

    def python(self, code: str, *arguments: str) -> str:
        """What some code prints that runs in the copy."""
        plain = {name: value for name, value in os.environ.items() if name != "LETTERS_LANG"}
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=self.here,
            env=plain | {"PYTHONPATH": str(self.project), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def section(recipe: str) -> str:
    """The text of a section of CONTRIBUTING.md."""
    return (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition(f"\n## {recipe}\n")[2].partition("\n## ")[0]


def shown(recipe: str) -> dict[str, str]:
    """The files that a section of CONTRIBUTING.md shows: name → content."""
    return {NAME.findall(paragraph)[-1]: content for paragraph, content in FENCED.findall(section(recipe))}


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_the_recipe_for_a_letter_gives_a_letter(copy: Copy) -> None:
    assert copy.follow("Add a letter") == ["templates/zh/statement-request.md.j2"]
    assert "statement-request" in copy.letters("list")
    letter = copy.letters("render", "job-loss.yaml", "-k", "statement-request", "-o", "-")
    assert "请提供罚息逐笔计收明细（赵磊，账号尾号5518）" in letter
    assert "未还罚息为111.58元" in letter
    assert "\n3. 另收违约金或其他费用的" in letter
    copy.letters("render", "job-loss.yaml", "-k", "statement-request", "-f", "docx")
    assert (copy.here / "job-loss" / "statement-request.docx").stat().st_size > 5_000


@pytest.mark.slow
def test_the_recipe_for_a_situation_lets_a_letter_choose_by_it(copy: Copy) -> None:
    assert copy.change("Add a situation") == ["letters/situation/hardship.py"]
    [line] = re.findall(r"^\(\(tells_phone.*", section("Add a situation"), re.MULTILINE)
    letter = f"---\ntitle: 我的信\npurpose: 试\nuse: 试\n---\n{line}\n"
    (copy.project / "templates" / "zh" / "mine.md.j2").write_text(letter, "utf-8")
    assert "您也可以打电话答复我：13800005602。" in copy.letters("render", "illness.yaml", "-k", "mine", "-o", "-")
    mine = copy.example("illness.yaml", "  phone: 13800005602\n", "")
    assert "请书面答复我。" in copy.letters("render", mine, "-k", "mine", "-o", "-")


@pytest.mark.slow
def test_the_recipe_for_a_figure_gives_it_to_json_the_schema_explanations_and_letters(copy: Copy) -> None:
    assert copy.change("Add a figure") == ["letters/negotiation/budget.py", "letters/figures/declared/means.py"]
    assert json.loads(copy.letters("figures", "illness.yaml", "--json"))["budget"]["expense_count"] == 3
    schema = json.loads(copy.letters("schema", "--figures"))
    assert schema["properties"]["budget"]["properties"]["expense_count"]["type"] == "integer"
    assert "budget.expense_count = 3" in copy.letters("figures", "illness.yaml", "--explain", "budget.expense_count")
    copy.own("counts", "letter", "每月支出 ((budget.expense_count)) 项。")
    assert "每月支出3项。" in copy.letters("render", "illness.yaml", "-k", "counts", "-o", "-")


def test_from_a_word_of_a_letter_to_the_code_of_its_figure_are_two_steps() -> None:
    word, page = re.findall(r"`grep -n (\S+) (\S+)`", section("Find the code of a figure"))[0]
    rows = [line for line in (ROOT / page).read_text("utf-8").splitlines() if word in line]
    [(name, function, module)] = re.findall(
        r"^\| (total\.penalty_outstanding) .*`(\w+)` in `([\w/.]+)` \|$", "\n".join(rows), re.MULTILINE
    )
    assert f"def {function}(" in (ROOT / "letters" / module).read_text("utf-8")
    assert all(f"`{one}`" in section("Find the code of a figure") for one in (name, function, f"letters/{module}"))


@pytest.mark.slow
def test_the_recipe_for_a_step_of_the_escalation_is_what_next_says(copy: Copy) -> None:
    assert copy.change("Add a step of the escalation") == [
        "letters/reference_data/escalation.yaml",
        "templates/zh/words.yaml",
        "templates/en/words.yaml",
        "letters/figures/case_status.py",
    ]
    days = {"complaint": "04-01", "regulator": "05-20", "mediation": "07-01"}
    log = [f"  - {{date: 2026-{day}, channel: letter, kind: {kind}, said: 已寄出}}" for kind, day in days.items()]
    log.append("  - {date: 2026-07-20, channel: letter, said: 不同意, outcome: refused}")
    mine = copy.example("illness.yaml", "contacts:\n", "\n".join(["contacts:", *log, ""]))
    found = copy.letters("next", mine, "--on", "2026-07-22")
    assert "带着全部材料去咨询法律援助" in found
    assert "hardship-statement" in found


@pytest.mark.slow
def test_the_recipe_for_a_rule_explains_the_lenders_figure(copy: Copy) -> None:
    assert copy.change("Add a rule that a lender may reckon by") == ["letters/negotiation/lender_rules.py"]
    assert len(copy.follow("Add a rule that a lender may reckon by")) == 2
    raised = "lender: {profile: huabei, name: 重庆蚂蚁消费金融有限公司, daily_rate: 0.06%}\nclaimed_penalty: 408.58"
    old = "lender: {profile: huabei, name: 重庆蚂蚁消费金融有限公司, daily_rate: 0.05%}"
    found = copy.letters("reconcile", copy.example("illness.yaml", old, raised))
    assert re.search(r"将日利率上浮三分之一计收 +408\.58 +0\.00  rate-raised-third", found), found


def test_every_recipe_is_followed_by_a_test() -> None:
    recipes = re.findall(r"^## (Add .*)$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    followed = Path(__file__).read_text("utf-8")
    assert [recipe for recipe in recipes if f'("{recipe}")' not in followed] == []


@pytest.mark.slow
def test_the_recipe_for_a_hardship_gives_its_letters_and_its_starter(copy: Copy) -> None:
    folder = "templates/zh/hardship/wage-arrears"
    passages = [f"{folder}/{name}.md.j2" for name in ("evidence", "opening", "reasons", "script")]
    assert copy.follow("Add a hardship") == passages
    copy.letters("new", "wage-arrears")
    assert "例如:单位连续三个月没有发放工资" in (copy.here / "wage-arrears.yaml").read_text("utf-8")
    mine = copy.example("job-loss.yaml", "kind: job-loss", "kind: wage-arrears")
    copy.letters("render", mine, "-f", "md")
    email, script = ((copy.here / "mine" / f"{kind}.md").read_text("utf-8") for kind in ("waiver-email", "call-script"))
    assert "因被拖欠工资，申请减免借呗罚息" in email
    assert "这期间每月收入2,124元，此前每月9,800元。" in email
    assert "问起收入，就念：「这段时间每月只有两千一百多。」" in script
    assert "待填" not in email + script


@pytest.mark.slow
def test_the_recipe_for_a_reply_puts_it_on_the_sheet_of_the_cases_that_it_is_for(copy: Copy) -> None:
    assert copy.follow("Add a reply") == ["templates/zh/replies/meet-in-person.md.j2"]
    row = "| **约当面谈** | 「我只在App里谈，要谈的请发文字。」 | 不答应，不见面 |"
    assert row in copy.letters("render", "illness.yaml", "-k", "call-script", "-o", "-")
    assert row not in copy.letters("render", "income-drop.yaml", "-k", "call-script", "-o", "-")


@pytest.mark.slow
def test_the_recipe_for_a_lender_gives_its_letters(copy: Copy) -> None:
    assert copy.follow("Add a lender") == ["letters/reference_data/lenders/example-bank.yaml", *BOTH_WORDS]
    assert "示例银行信用卡（虚构）" in copy.letters("list")
    old = "lender: {profile: huabei, name: 重庆蚂蚁消费金融有限公司, daily_rate: 0.05%}"
    new = "lender: {profile: example-bank, name: 示例银行股份有限公司, daily_rate: 0.05%}"
    mine = copy.example("illness.yaml", old, new)
    assert "**400-000-0000**（示例银行客服，号码以卡背、官网公布为准）。" in copy.letters(
        "render", mine, "-k", "call-script", "-o", "-"
    )
    email = copy.letters("render", mine, "-k", "waiver-email", "-o", "-")
    assert "示例银行股份有限公司（示例银行）客户服务负责人：" in email
    assert "贵行" in email


@pytest.mark.slow
def test_the_recipe_for_a_law_gives_a_law_that_a_letter_can_cite(copy: Copy) -> None:
    assert copy.follow("Add a law") == ["letters/reference_data/law/postal-law.yaml", *BOTH_WORDS]
    assert "第 3 条：公民的通信自由和通信秘密受法律保护。" in copy.letters("law")
    copy.own("cites", "letter", '依据{{ cite("postal-law", 3) }}。')
    assert "依据《邮政法》第三条。" in copy.letters("render", "illness.yaml", "-k", "cites", "-o", "-")


@pytest.mark.slow
def test_the_recipe_for_a_number_of_the_law_gives_its_value_by_date(copy: Copy) -> None:
    assert copy.follow("Add a number of the law") == ["letters/reference_data/parameters/example-days.yaml"]
    ask = "from datetime import date; from letters.reference_data.parameters import parameter as p; "
    days = "print([p('example-days', on=date(year, 6, 1)).count for year in (2019, 2026, 2027)])"
    assert copy.python(ask + days) == "[15, 15, 10]\n"


@pytest.mark.slow
def test_the_recipe_for_a_channel_gives_a_channel_that_a_letter_can_name(copy: Copy) -> None:
    assert copy.follow("Add a channel") == ["letters/reference_data/channels/example-line.yaml", *BOTH_WORDS]
    copy.own("names", "letter", '{% if "example-line" in channel %}{{ channel["example-line"].name }}{% endif %}')
    old = "lender: {profile: huabei, name: 重庆蚂蚁消费金融有限公司, daily_rate: 0.05%}"
    mine = copy.example("illness.yaml", old, "lender: {profile: generic, name: 某某公司, daily_rate: 0.05%}")
    assert "示例热线（虚构）" in copy.letters("render", mine, "-k", "names", "-o", "-")


@pytest.mark.slow
def test_the_recipe_for_the_papers_of_a_hardship_lists_them(copy: Copy) -> None:
    copy.follow("Add a hardship")
    assert copy.follow("Add the papers of a hardship") == [
        "letters/reference_data/evidence/wage-arrears.yaml",
        *BOTH_WORDS,
    ]
    mine = copy.example("job-loss.yaml", "kind: job-loss", "kind: wage-arrears")
    listed = copy.letters("render", mine, "-k", "evidence-checklist", "-o", "-")
    assert "| 劳动仲裁受理通知书 | 劳动人事争议仲裁委员会 | 复印件或照片 |" in listed


@pytest.mark.slow
def test_the_recipe_for_a_format_is_found_by_the_option_its_help_the_page_and_update(copy: Copy) -> None:
    function, entry = PYTHON.findall(section("Add a format"))
    path = copy.project / "letters" / "documents" / "formats.py"
    before, table, after = path.read_text("utf-8").partition("FORMATS = {\n")
    entries, _, rest = after.partition("    )\n}\n")
    path.write_text(f"{before}{function}\n\n{table}{entries}        {entry.rstrip()},\n    )\n}}\n{rest}", "utf-8")
    assert f"{', '.join(FORMATS)} or json (repeatable)." in " ".join(copy.letters("render", "--help").split())
    copy.letters("render", "illness.yaml", "-k", "petition", "-f", "json", "-o", "made")
    made = copy.here / "made" / "petition.json"
    assert made.read_text("utf-8").startswith('{"title": "关于减免逾期罚息')
    page = copy.python("from letters.web.pages import make_page; print(make_page(lambda text, _: text, 'en', ('en',)))")
    assert '<button type="button" data-download="json" data-label="For programs">' in page
    assert '<input type="checkbox" name="format" value="json"> For programs' in page
    (copy.here / "illness.yaml").write_bytes((ROOT / "scenarios" / "illness.yaml").read_bytes())
    assert "petition.json" in copy.letters("update", "illness.yaml", "-o", "made")


@pytest.mark.slow
def test_the_recipe_for_a_language_renders_every_kind_in_every_format_and_changes_no_module(copy: Copy) -> None:
    recipe, templates = section("Add a language"), copy.project / "templates"
    assert "cp -r templates/en templates/xx" in recipe
    assert "python -m letters.documents.docx.build_styles" in recipe
    shutil.copytree(templates / "en", templates / "xx")
    words = templates / "xx" / "words.yaml"
    marked = re.sub(
        r"^(  (?:about|product|customer|brand|name|title): )(.+)$", r"\1xx \2", words.read_text("utf-8"), flags=re.M
    )
    words.write_text(marked, "utf-8")
    language = templates / "xx" / "language.yaml"
    text = language.read_text("utf-8").replace("name: en\n", "name: xx\n", 1)
    language.write_text(text.replace("Page {page} of {pages}", "Sheet {page} out of {pages}"), "utf-8")
    parts = copy.project / "letters" / "documents" / "docx" / "parts"
    copy.python("import runpy; runpy.run_module('letters.documents.docx.build_styles', run_name='__main__')")
    assert sorted(path.name for path in parts.iterdir()) == ["en", "xx", "zh"]
    formats = [option for form in ("md", "docx", "pdf") for option in ("-f", form)]
    copy.letters("render", "illness.yaml", "-k", "all", "--lang", "xx", *formats, "-o", "made")
    made = sorted(path.name for path in (copy.here / "made").iterdir() if ".xx." in path.name)
    kinds = {name.partition(".")[0] for name in made}
    stems = {name.rpartition(".")[0] for name in made}  # of a letter, and of a page that stays with the borrower
    assert made == sorted(f"{stem}.{form}" for stem in stems for form in ("md", "docx", "pdf"))
    assert (
        {f"{kind}.xx" for kind in kinds} <= stems <= {f"{kind}.xx{page}" for kind in kinds for page in ("", ".for-you")}
    )
    copy.letters("render", "illness.yaml", "-k", "all", "--lang", "en", "-f", "md", "-o", "english")
    assert kinds == {path.name.partition(".")[0] for path in (copy.here / "english").glob("*.md")}
    email = (copy.here / "made" / "waiver-email.xx.md").read_text("utf-8")
    assert "xx Huabei" in email
    with ZipFile(copy.here / "made" / "waiver-email.xx.docx") as word:
        assert any(b"Sheet " in word.read(name) for name in word.namelist() if "footer" in name)


def test_a_word_that_a_language_lacks_is_told_with_its_file_and_its_key(copy: Copy) -> None:
    templates = copy.project / "templates"
    shutil.copytree(templates / "en", templates / "xx")
    for name, old, new in (("language", "name: en", "name: xx"), ("words", "  customer: Huabei customer\n", "")):
        path = templates / "xx" / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(AssertionError, match=r"templates/xx/words\.yaml.*lenders/huabei: customer"):
        copy.letters("render", "illness.yaml", "-k", "petition", "--lang", "xx")
