"""No passage of a letter lies there that no letter includes."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
SHORT = re.compile(r"\(\(> (hardship/)?([\w-]+)\??\)\)")
JINJA = re.compile(r"{%-?\s*(?:include|extends|import|from)\s+(.*?)%}", re.DOTALL)
BY_NAME = {"_parts/yours", "reasons"}
"""Passages that Python asks for: the page for oneself, and what makes a hardship."""


def test_every_passage_is_included_by_a_letter() -> None:
    """Follows the short form and Jinja's own tags from the letters; a name made at run time stands for its folder."""
    offenders = []
    for language in sorted(path for path in TEMPLATES.iterdir() if path.is_dir()):
        texts = {path.relative_to(language).as_posix(): path.read_text("utf-8") for path in language.rglob("*.j2")}
        waiting = [name for name in texts if "/" not in name or _asked_by_name(name)]
        waiting += [name for name in texts if f'"{name}"' in (language / "language.yaml").read_text("utf-8")]
        reached = set(waiting)
        while waiting:
            found = {
                one for wanted in _wanted(texts[waiting.pop()]) for one in texts if wanted.fullmatch(one)
            } - reached
            reached |= found
            waiting += found
        offenders += [f"{language.name}/{name}" for name in sorted(texts.keys() - reached)]
    assert offenders == []


def _asked_by_name(name: str) -> bool:
    return name.removesuffix(".md.j2") in BY_NAME or Path(name).name.removesuffix(".md.j2") in BY_NAME


def _wanted(text: str) -> list[re.Pattern[str]]:
    """The files that a template includes, as patterns of their names."""
    found = []
    for own, name in SHORT.findall(text):
        found.append(re.compile(rf"_parts/{name}\.md\.j2"))
        if own:
            found.append(re.compile(rf"hardship/[\w-]+/{name}\.md\.j2"))
    for named in JINJA.findall(text):
        first, plus, _ = named.partition("+")
        for quoted in re.findall(r'"([^"]+)"', first):
            found.append(re.compile(re.escape(quoted) + (r"[\w./-]+" if plus else "")))
    return found
