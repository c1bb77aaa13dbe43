"""What there is to choose from, with a line on each: found by listing folders, so that adding is adding a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

from letters.base.errors import DraftError, UnknownName, unnumbered
from letters.base.resources import bundled
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.languages import read_language
from letters.reference_data.letter_kinds import read_letter_kind, role_of
from letters.reference_data.template_library import Library
from letters.reference_data.words import FactWords, told_first

Names = dict[str, list[dict[str, str]]]
_OURS = re.compile(r"[a-z]+(-[a-z]+)*")
"""How our own names are written."""


def scenarios() -> list[str]:
    """Returns the file names of the bundled examples."""
    return sorted(path.name for path in bundled("scenarios").glob("*.yaml"))


def translated_scenarios() -> list[str]:
    """Returns the bundled examples that are told in another language than Chinese, each below the folder of that:
    en/illness.yaml.
    """
    return sorted(path.relative_to(bundled("scenarios")).as_posix() for path in bundled("scenarios").glob("*/*.yaml"))


def examples_of(hardship: str, language: str | None = None) -> list[str]:
    """Returns the bundled examples of a hardship, that of the language first, if it is there."""
    name = f"{hardship}.yaml"
    found = [one for one in (*scenarios(), *translated_scenarios()) if one in {name, f"{one.partition('/')[0]}/{name}"}]
    return sorted(found, key=lambda one: one != f"{language}/{name}")


def choices(shelf: Library, language: str) -> Names:
    """Returns kinds, hardships, languages, lenders and scenarios: of each, `name` and `about`.

    A kind also says when to `use` it (`when` is the same sentence, for programs that read that key), what it `needs` of
    the scenario, and its `role`, empty if it has none. `from` names the user's own folder if it comes from there. What
    the language lacks is told in another that has it.
    """
    known = shelf.languages()
    kinds = sorted({kind for name in known for kind in shelf.kinds(name)})
    hardships = sorted({hardship for name in known for hardship in shelf.hardships(name)})
    return {
        "kinds": [_kind(shelf, language, kind) for kind in kinds],
        "hardships": [_hardship(shelf, language, name) for name in hardships],
        "languages": [{"name": name, "about": _language(shelf, name)} for name in shelf.languages()],
        "lenders": [{"name": name, "about": _lender(shelf, name, language)} for name in fact_names("lenders")],
        "scenarios": [{"name": name, "about": _scenario(name, language)} for name in scenarios()],
    }


@cache
def spoken_names(shelf: Library) -> Mapping[str, Mapping[str, str]]:
    """Returns what people call lenders, hardships and types of lenders, in every language: group → name → our name.

    The groups are `lenders`, `hardships`, `types` and `methods`; the names are in small letters.
    """
    found: dict[str, dict[str, str]] = {"lenders": {}, "hardships": {}, "types": {}, "methods": {}}
    for spoken in shelf.languages():
        words = read_language(shelf, spoken)
        for group, called in (("types", words.types), ("methods", words.methods)):
            for kind, names in called.items():
                found[group] |= {name.lower(): kind for name in names}
        for name in fact_names("lenders"):
            with suppress(DraftError, UnknownName):  # a language of the user's own need not know every lender
                said = FactWords(shelf, spoken).lender(name)
                found["lenders"] |= {one.lower(): name for one in (said.product, *said.also)}
        for name in shelf.hardships(spoken):
            also = shelf.front_matter(spoken, f"hardship/{name}/reasons.md.j2").get("also")
            found["hardships"] |= {str(one).lower(): name for one in (also if isinstance(also, list) else ())}
    return found


_SPOKEN = {
    "hardship.kind": "hardships",
    "lender.profile": "lenders",
    "lender.type": "types",
    "loans[].method": "methods",
}
"""The fields that understand what people say, and the group of `spoken_names` that each of them reads."""


def our_name(shelf: Library, path: str, text: str) -> str:
    """Returns our name for what was typed at a field path (`huabei` for 花呗 at `lender.profile`), or else the text
    itself.
    """
    path = unnumbered(path)
    said = spoken_names(shelf)[_SPOKEN[path]] if path in _SPOKEN else {}
    return said.get(text.strip().lower(), text)


def is_our_name(shelf: Library, path: str, text: str) -> bool:
    """Returns whether a text looks like a name of ours at a field path: `illness` is one, `ill` is what people say."""
    if not _OURS.fullmatch(text):
        return False
    if path == "hardship.kind":
        return any(text in shelf.hardships(language) for language in shelf.languages())
    return path != "lender.profile" or text in fact_names("lenders")


def _kind(shelf: Library, language: str, kind: str) -> dict[str, str]:
    part = f"{kind}.md.j2"
    language = _having(shelf, language, part)
    known, role = read_letter_kind(shelf, language, kind), role_of(shelf, kind)
    row = {
        "name": kind,
        "about": known.purpose,
        "when": known.use,
        "use": known.use,
        "needs": ", ".join(known.needs),
        "role": role.value if role else "",
    }
    return row | _origin(shelf, language, part)


def _hardship(shelf: Library, language: str, name: str) -> dict[str, str]:
    part = f"hardship/{name}/reasons.md.j2"
    language = _having(shelf, language, part)
    head = shelf.front_matter(language, part)
    return {"name": name, "about": str(head.get("about") or "")} | _origin(shelf, language, part)


def _having(shelf: Library, language: str, part: str) -> str:
    """Returns the language, or the first other one that has a part."""
    return next((name for name in (language, *shelf.languages()) if shelf.find(name, part)), language)


def _origin(shelf: Library, language: str, part: str) -> dict[str, str]:
    path = shelf.find(language, part)
    return {"from": str(path)} if path is not None and shelf.is_own(path) else {}


def _language(shelf: Library, name: str) -> str:
    path = shelf.find(name, "language.yaml")
    data = shelf.data(path) if path else None
    return str(data.get("about") or "") if isinstance(data, dict) else ""


def _lender(shelf: Library, name: str, language: str) -> str:
    return told_first(shelf, language, lambda words: words.lender(name).about)


def _scenario(name: str, language: str) -> str:
    """Returns what an example is about: its comment `# en: …` in that language, or else its first comment."""
    lines = (bundled("scenarios") / name).read_text("utf-8").splitlines()
    comments = [line.removeprefix("# ") for line in lines if line.startswith("# ") and "yaml-language" not in line]
    told = (line.removeprefix(f"{language}: ") for line in comments if line.startswith(f"{language}: "))
    return next(told, comments[0] if comments else "")
