"""docs/make_site.py: the site has every page, says what the program says, and no link of it leads nowhere."""

from __future__ import annotations

import importlib.util
import re
import shutil
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cases import ROOT
from every import every
from reference_page import COMMANDS, KEYS


def _make_site() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_site", ROOT / "docs" / "make_site.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_site = _make_site()
LANGUAGES = ["zh", "en"]


def test_every_page_can_be_reached() -> None:
    nav = pages_in(tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["nav"])
    pages = {*make_site.PAGES.values(), *make_site.MADE}
    assert pages - set(nav) == set(), "write them into nav of zensical.toml"
    assert sorted(pages) == sorted(nav)


def pages_in(nav: Any) -> list[str]:
    return [page for entry in nav for to in entry.values() for page in ([to] if isinstance(to, str) else pages_in(to))]


@every(language=LANGUAGES)
def test_the_page_of_the_scenario_has_every_key_once(language: str) -> None:
    found = re.findall(
        r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \| [^|]* \| [^|]+", make_site.scenario_page(language), re.MULTILINE
    )
    assert sorted(found) == sorted(KEYS)


@every(language=LANGUAGES)
def test_the_page_of_the_commands_has_every_command_and_option_in_its_language(language: str) -> None:
    page = make_site.commands_page(language)
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(COMMANDS)
    for name, command in COMMANDS.items():
        part = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            shown = [option for option in parameter.opts if option.startswith("-") and not parameter.hidden]
            assert all(option in part for option in shown), (name, shown)
    assert ("显示这份说明。" in page, "Show this message and exit." in page) == (language == "zh", language == "en")


@pytest.mark.slow
def test_the_site_is_built_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    site = make_site.build(tmp_path)
    assert {path.stem for path in site.glob("*.html")} == {
        "404",
        *(name.removesuffix(".md") for name in (*make_site.PAGES.values(), *make_site.MADE)),
    }
    assert "罚息" in (site / "guide.zh.html").read_text("utf-8")
    spoken = {
        path.name: re.findall(r'<html[^>]*\slang="([^"]*)"', path.read_text("utf-8")) for path in site.glob("*.html")
    }
    chinese = {"index.html", "404.html", *(name for name in spoken if name.endswith(".zh.html"))}
    assert spoken == {name: ["zh" if name in chinese else "en"] for name in spoken}


def test_a_link_to_what_the_site_has_not_is_told() -> None:
    with pytest.raises(ValueError, match=r"docs/x\.md: nowhere\.md is no page of the site"):
        make_site._relinked("[a](../README.md#top) [b](nowhere.md)", Path("docs/x.md"))
    assert make_site._relinked("[a](../README.md#top) [b](#top)", Path("docs/x.md")) == "[a](readme.md#top) [b](#top)"


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<a href="gone.html">', "index.html: gone.html leads nowhere"),
        ('<a href="index.html#gone">', "index.html: index.html#gone leads to no place in that page"),
        ('<img src="gone.png">', "index.html: gone.png leads nowhere"),
        (
            '<script src="https://elsewhere.example/a.js">',
            "index.html: loads https://elsewhere.example/a.js from another host",
        ),
    ],
)
def test_a_built_page_with_a_fault_is_told(tmp_path: Path, html: str, told: str) -> None:
    (tmp_path / "index.html").write_text(html)
    assert told in make_site.faults(tmp_path)
