"""The documentation as a small site: `python docs/make_site.py` builds build/site/ (the dependency group `docs`).

The pages are those of the project, with two that are made here from the program itself, in Chinese and in English:
the keys of a scenario (from its model) and the commands (from the command line). A link that leads nowhere, to a page
or to a heading, and a page that would load something from another host, end the build.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

from letters.cli.help.groups import EXAMPLES
from letters.cli.help.pages import parameter_row
from letters.cli.speech import teach_typer, teller
from letters.scenario.questions import Question, model_questions

ROOT = Path(__file__).resolve().parents[1]
STAGED, SITE = Path("build/site-pages"), Path("build/site")
"""Where the pages are put together, and where the site is built; zensical.toml names both."""

PAGES = {
    "README.zh.md": "index.md",
    "README.md": "readme.md",
    **{f"docs/{path.name}": path.name for path in sorted((ROOT / "docs").glob("*.md"))},
    "benchmarks/README.md": "benchmarks.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "LICENSE": "license.md",
}
"""The project's pages, and what the site calls them; zensical.toml says in which order."""
MADE = ("scenario.zh.md", "scenario.en.md", "commands.zh.md", "commands.en.md")

CHINESE = re.compile(r"(?:index|404|.+\.zh)\.html")
"""The built pages whose text is Chinese; the others are English."""

LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)#\s]+)")

WORDS = {
    "zh": {
        "scenario": "# 案卷的各项",
        "scenario_about": "这一页由程序的模型生成：`letters new --ask` 和本机页面照这里提问，"
        "`letters schema` 照这里写说明。怎样写各种值，见 [Reference](reference.md#the-scenario)。",
        "keys": "| 项 | 名称 | 填什么 | 例子 | 说明 |\n|---|---|---|---|---|",
        "needed": "（必填）",
        "top": "文件的第一层",
        "commands": "# 命令",
        "commands_about": "这一页由命令行生成，与 `letters COMMAND --help` 相同。"
        "退出码和 JSON 见 [Reference](reference.md#exit-codes)。",
        "options": "| 参数 | 说明 |\n|---|---|",
        "text": "文字",
        "long": "一段或几段文字",
        "money": "金额",
        "date": "日期",
        "rate": "每日利率",
        "share": "比例",
        "waive": "全部、比例或金额",
        "whole": "整数",
        "choice": "选一个",
        "file": "文件名",
        "group": "几项",
        "list": "列表",
    },
    "en": {
        "scenario": "# The keys of a scenario",
        "scenario_about": "This page is made from the program's own model: `letters new --ask` and the local page ask"
        " by it, `letters schema` describes by it. How each kind of value is written:"
        " [Reference](reference.md#the-scenario).",
        "keys": "| key | name | value | example | meaning |\n|---|---|---|---|---|",
        "needed": " (required)",
        "top": "The first level of the file",
        "commands": "# Commands",
        "commands_about": "This page is made from the command line, and says what `letters COMMAND --help` says."
        " Exit codes and JSON: [Reference](reference.md#exit-codes).",
        "options": "| parameter | meaning |\n|---|---|",
        "text": "text",
        "long": "text of one or more paragraphs",
        "money": "amount",
        "date": "date",
        "rate": "daily rate",
        "share": "share",
        "waive": "all, a share or an amount",
        "whole": "whole number",
        "choice": "one of",
        "file": "file name",
        "group": "mapping",
        "list": "list",
    },
}


def stage(folder: Path) -> None:
    """Writes every page of the site as Markdown. Raises ValueError for a link to what the site has not."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source, name in PAGES.items():
        text = (ROOT / source).read_text("utf-8")
        if name == "license.md":
            text = f"# License\n\n```text\n{text}```\n"
        (folder / name).write_text(_relinked(text, Path(source)), "utf-8")
    shutil.copytree(ROOT / "docs" / "images", folder / "images")
    for language in WORDS:
        (folder / f"scenario.{language}.md").write_text(scenario_page(language), "utf-8")
        (folder / f"commands.{language}.md").write_text(commands_page(language), "utf-8")


def _relinked(text: str, source: Path) -> str:
    """The links of a page of the project as those of the site: `../CONTRIBUTING.md` → `contributing.md`."""

    def target(found: re.Match[str]) -> str:
        path = Path(os.path.normpath(source.parent / unquote(found[1]))).as_posix()
        if path.startswith("docs/images/") and (ROOT / path).is_file():
            return path.removeprefix("docs/")
        if path not in PAGES:
            raise ValueError(f"{source}: {found[1]} is no page of the site; add it to PAGES of docs/make_site.py")
        return PAGES[path]

    return LINK.sub(target, text)


def scenario_page(language: str) -> str:
    """Every key of a scenario, from the model, by the parts of the file."""
    words = WORDS[language]
    asked = model_questions(language, teller(language))
    parts = [("", words["top"]), *((one.path, f"`{one.path}`: {one.title}") for one in asked if one.holds)]
    lines = [words["scenario"], "", words["scenario_about"]]
    for path, title in parts:
        rows = [one for one in asked if (one.parent == path if path else "." not in one.path)]
        lines += ["", f"## {title}", "", words["keys"], *(_row(one, words) for one in rows)]
    for one in asked:  # an amount that may be a mapping
        if not one.holds and (rows := [inner for inner in asked if inner.parent == one.path]):
            lines += ["", f"## `{one.path}`: {one.title}", "", words["keys"], *(_row(inner, words) for inner in rows)]
    return "\n".join(lines) + "\n"


def _row(one: Question, words: dict[str, str]) -> str:
    value = words[one.kind] + (words["needed"] if one.required else "")
    names = [
        f"`{choice.value}`" + (f" {choice.title}" if choice.title != choice.value else "") for choice in one.choices
    ]
    meaning = "<br>".join([one.help, *names])
    example = f"`{one.example}`" if one.example else ""
    return "| " + " | ".join(_cell(text) for text in (f"`{one.path}`", one.title, value, example, meaning)) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def commands_page(language: str) -> str:
    """Every command with its arguments and options, from the command line."""
    words = WORDS[language]
    lines = [words["commands"], "", words["commands_about"]]
    with patch.dict(os.environ, LETTERS_LANG=language):  # typer's pages speak it
        teach_typer()
        for name, command, above in _commands():
            context = command.make_context(name.rpartition(" ")[2], [], parent=above, resilient_parsing=True)
            lines += [
                "",
                f"## {name}",
                "",
                command.help,
                "",
                "```text",
                context.get_usage(),
                "```",
                "",
                words["options"],
            ]
            for param in command.get_params(context):
                if not param.hidden:
                    lines.append("| `{}` | {} |".format(*map(_cell, parameter_row(param))))
            if examples := EXAMPLES.get(name.partition(" ")[2]):
                lines += ["", "```text", *examples, "```"]
    return "\n".join(lines) + "\n"


def _commands() -> Iterator[tuple[str, Any, Any]]:
    """The program and its commands, `letters templates eject`, each with the context of what is above it."""
    import typer.main

    from letters.cli.app import app

    open_ones: list[tuple[str, Any, Any]] = [("letters", typer.main.get_command(app), None)]
    while open_ones:
        name, command, above = open_ones.pop(0)
        yield name, command, above
        inner = getattr(command, "commands", {})
        context = command.make_context(name.rpartition(" ")[2], [], parent=above, resilient_parsing=True)
        open_ones = [*((f"{name} {key}", one, context) for key, one in inner.items()), *open_ones]


class _Page(HTMLParser):
    """What a page of the site refers to, what it loads by itself, and the places in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") not in {"canonical", "next", "prev"}:
            self.loaded.append(given.get("href", ""))
        elif "src" in given:
            self.loaded.append(given["src"])


def faults(site: Path) -> list[str]:
    """Links of the built pages that lead nowhere, and what they would load from elsewhere."""
    pages = {path: _Page(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}
    found = []
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        found += [f"{name}: loads {url} from another host" for url in page.loaded if urlsplit(url).netloc]
        for url in {*page.links, *page.loaded}:
            parts = urlsplit(url)
            if parts.scheme or parts.netloc:
                continue
            target = Path(os.path.normpath(path.parent / unquote(parts.path))) if parts.path else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                found.append(f"{name}: {url} leads nowhere")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                found.append(f"{name}: {url} leads to no place in that page")
    return found


def name_language(path: Path) -> None:
    """Says in a built page which language its text is in: zensical has one for the whole site, its own words'."""
    language = "zh" if CHINESE.fullmatch(path.name) else "en"
    html = path.read_text("utf-8")
    named = re.sub(r'(<html[^>]*\slang=")[^"]*', rf"\g<1>{language}", html, count=1)
    if f'lang="{language}"' not in named.partition("<head")[0]:
        raise SystemExit(f"{path.name}: its first element says no language")
    path.write_text(named, "utf-8")


def build(root: Path) -> Path:
    """Builds the site in a folder that has zensical.toml; SystemExit says what is wrong with a page."""
    site = root / SITE
    stage(root / STAGED)
    shutil.rmtree(site, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "zensical", "build", "--strict"], cwd=root, check=False).returncode:
        raise SystemExit(f"the site was not built: see above; the pages stand in {STAGED}/")
    for path in site.rglob("*.html"):
        name_language(path)
    if found := faults(site):
        raise SystemExit("\n".join(found))
    return site


if __name__ == "__main__":
    pages = list(build(ROOT).glob("*.html"))
    print(f"{SITE}/index.html: {len(pages)} pages, every link leads somewhere")
