"""What there is to choose from: found by listing folders, so that adding is adding a file."""

from __future__ import annotations

from pathlib import Path

from letters.base.errors import DraftError, Message, ScenarioError, UnknownName
from letters.base.resources import bundled
from letters.case.lender import LenderProfile
from letters.case.source import Data, read

FENCE = "---\n"


def languages() -> list[str]:
    """Languages that have templates."""
    return sorted(path.parent.name for path in bundled("templates").glob("*/language.yaml"))


def kinds(language: str) -> list[str]:
    """Letter kinds of a language."""
    names = (path.name.removesuffix(".md.j2") for path in (bundled("templates") / language).glob("*.md.j2"))
    return sorted(name for name in names if not name.startswith("_"))


def hardships(language: str) -> list[str]:
    """Hardships that a language has passages for."""
    return sorted(path.parent.name for path in (bundled("templates") / language / "hardship").glob("*/reasons.md.j2"))


def lenders() -> list[str]:
    """Lender profiles."""
    return sorted(path.stem for path in (bundled("reference") / "lenders").glob("*.yaml"))


def scenarios() -> list[str]:
    """Bundled examples, by file name."""
    return sorted(path.name for path in bundled("scenarios").glob("*.yaml"))


def lender_profile(name: str) -> LenderProfile:
    """A lender profile by name. Raises UnknownName."""
    if name not in lenders():
        raise UnknownName("lender profile", name, lenders())
    path = bundled("reference") / "lenders" / f"{name}.yaml"
    return LenderProfile.model_validate(read(path.read_bytes(), path.name).data)


def split_front_matter(text: str, name: str) -> tuple[dict[str, Data], str]:
    """A template's front matter (title, purpose, when, needs …) and the template after it."""
    if not text.startswith(FENCE) or FENCE not in text[len(FENCE) :]:
        raise DraftError(Message("{name}:1: the template does not begin with front matter (---)", name=name))
    head, _, body = text[len(FENCE) :].partition(FENCE)
    try:
        data = read(head.encode(), name).data
    except ScenarioError as error:
        problem = error.problems[0]
        line = (problem.mark.line if problem.mark else 1) + 1
        raise DraftError(Message("{name}:{line}: {what}", name=name, line=line, what=problem.message)) from None
    assert isinstance(data, dict)
    return data, body


def abouts(language: str) -> dict[str, list[tuple[str, str]]]:
    """Every name there is to choose, with a line on each: kinds, hardships, languages, lenders, scenarios."""
    folder = bundled("templates") / language
    return {
        "kinds": [(kind, _about(folder / f"{kind}.md.j2", "purpose")) for kind in kinds(language)],
        "hardships": [
            (name, _about(folder / "hardship" / name / "reasons.md.j2", "about")) for name in hardships(language)
        ],
        "languages": [(name, _yaml_about(bundled("templates") / name / "language.yaml")) for name in languages()],
        "lenders": [(name, lender_profile(name).about) for name in lenders()],
        "scenarios": [(name, _first_comment(bundled("scenarios") / name)) for name in scenarios()],
    }


def front_matter(path: Path) -> dict[str, Data]:
    """The front matter of a template file."""
    return split_front_matter(path.read_text("utf-8"), path.name)[0]


def _about(path: Path, key: str) -> str:
    return str(front_matter(path).get(key) or "")


def _yaml_about(path: Path) -> str:
    data = read(path.read_bytes(), path.name).data
    return str(data.get("about") or "") if isinstance(data, dict) else ""


def _first_comment(path: Path) -> str:
    lines = path.read_text("utf-8").splitlines()
    return next((line.lstrip("# ") for line in lines if line.startswith("# ") and "yaml-language" not in line), "")
