"""CONTRIBUTING.md's recipes, followed to the letter in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cases import ROOT

FENCED = re.compile(r"([^\n]+(?:\n[^\n]+)*)\n\n```(?:jinja|yaml)\n(.*?)^```", re.DOTALL | re.MULTILINE)
"""A paragraph, and what stands fenced after it; the paragraph names the file."""
NAME = re.compile(r"`((?:letters|templates)/[^`<]+)`")


class Copy:
    """The program, its templates and its examples, copied; and an empty folder to run it in."""

    def __init__(self, folder: Path) -> None:
        self.project, self.here = folder / "project", folder / "here"
        self.here.mkdir()
        for name in ("letters", "templates", "scenarios"):
            shutil.copytree(ROOT / name, self.project / name, ignore=shutil.ignore_patterns("__pycache__"))

    def follow(self, recipe: str) -> list[str]:
        """Writes the files that a recipe shows; returns their names."""
        files = shown(recipe)
        for name, content in files.items():
            path = self.project / name
            assert not path.exists(), f"{name} is there already: the recipe needs another example"
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, "utf-8")
        return sorted(files)

    def example(self, name: str, old: str, new: str) -> str:
        """A copy of a bundled example with some words replaced; the name of its file."""
        text = (ROOT / "scenarios" / name).read_text("utf-8")
        assert text.count(old) == 1
        (self.here / "mine.yaml").write_text(text.replace(old, new), "utf-8")
        return "mine.yaml"

    def letters(self, *arguments: str) -> str:
        """What the copy's `letters` prints, in the language that it speaks by itself."""
        plain = {name: value for name, value in os.environ.items() if name != "LETTERS_LANG"}
        done = subprocess.run(
            [sys.executable, "-c", "from letters.cli import main; main()", *arguments],
            cwd=self.here,
            env=plain | {"PYTHONPATH": str(self.project), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def shown(recipe: str) -> dict[str, str]:
    """The files that a section of CONTRIBUTING.md shows: name → content."""
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition(f"\n## {recipe}\n")[2].partition("\n## ")[0]
    return {NAME.findall(paragraph)[-1]: content for paragraph, content in FENCED.findall(section)}


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_the_recipe_for_a_letter_gives_a_letter(copy: Copy) -> None:
    assert copy.follow("Add a letter") == ["templates/zh/statement-request.md.j2"]
    assert "statement-request" in copy.letters("list")
    letter = copy.letters("render", "job-loss.yaml", "-k", "statement-request", "-o", "-")
    assert "请提供罚息逐笔计收明细（赵磊，账号尾号 5518）" in letter
    assert "未还罚息为 111.58 元" in letter
    assert "\n3. 另收违约金或其他费用的" in letter
    copy.letters("render", "job-loss.yaml", "-k", "statement-request", "-f", "docx")
    assert (copy.here / "job-loss" / "statement-request.docx").stat().st_size > 5_000


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
    assert "因被拖欠工资申请减免借呗逾期罚息" in email
    assert "被拖欠期间每月收入 2,124 元（此前每月 9,800 元）。" in email
    assert "这段时间每月只有 2,124 元。" in script
    assert "待填" not in email + script


@pytest.mark.slow
def test_the_recipe_for_a_lender_gives_its_letters(copy: Copy) -> None:
    assert copy.follow("Add a lender") == ["letters/reference_data/lenders/example-bank.yaml"]
    assert "示例银行信用卡（虚构）" in copy.letters("list")
    old = "lender: {profile: huabei, name: 重庆蚂蚁消费金融有限公司, daily_rate: 0.05%}"
    new = "lender: {profile: example-bank, name: 示例银行股份有限公司, daily_rate: 0.05%}"
    mine = copy.example("illness.yaml", old, new)
    assert "拨打 400-000-0000（示例银行客服，以卡背、官网公布为准）" in copy.letters(
        "render", mine, "-k", "call-script", "-o", "-"
    )
    email = copy.letters("render", mine, "-k", "waiver-email", "-o", "-")
    assert "示例银行股份有限公司（示例银行）客户服务负责人：" in email
    assert "恳请贵行考虑" in email
