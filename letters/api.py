"""What programs may call: `load` makes a case, `render` its letters. docs/python-api.md documents it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from os import PathLike, fspath
from pathlib import Path

from letters.base.errors import (
    DraftError,
    InputError,
    LettersError,
    Message,
    OutputError,
    Problem,
    ScenarioError,
    UnknownName,
    UnsuitableKind,
)
from letters.drafting.draft import Draft
from letters.figures.figures import Figures
from letters.files.case_folder import find_example, read_beside, read_scenario_file
from letters.files.plain_data import yaml_of
from letters.pipeline import Letters, letters_of
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import library
from letters.scenario import load as scenario_load
from letters.scenario.attachments import Beside
from letters.scenario.defaults import LENDERS
from letters.scenario.load import Case
from letters.scenario.own_lenders import own_lenders

__all__ = [
    "Case",
    "Draft",
    "DraftError",
    "Figures",
    "InputError",
    "Letters",
    "LettersError",
    "OutputError",
    "Problem",
    "ScenarioError",
    "UnknownName",
    "UnsuitableKind",
    "load",
    "render",
]

UNNAMED = "scenario"
"""How messages call a scenario that is no file."""


def load(  # noqa: PLR0913 - what it looks in beside the scenario, all by name
    source: str | PathLike[str] | Mapping[str, object],
    today: date | None = None,
    *,
    as_of: date | None = None,
    templates: str | PathLike[str] | None = None,
    lenders: str | PathLike[str] | None = None,
    files_from: str | PathLike[str] | None = None,
) -> Case:
    """Read a scenario and check it; return the case.

    `source` is the path of a file, the name of a bundled example (`illness.yaml`), the text of a scenario (a str with a
    line end in it) or a dict of its keys. `today` is the day where the scenario has no `as_of`, by default the day of
    the machine's clock. `as_of` is used in place of the scenario's own. `templates` is a folder of templates of one's
    own, `templates/<language>/`, that is looked in before the bundled ones; a `templates` folder beside the scenario
    is not used unless it is named here. `lenders` is a folder of lenders of one's own, `<name>.yaml`, which
    a scenario may name; it is not used either unless it is named here. The files that a scenario names lie below its
    folder, or below `files_from`.

    Raises ScenarioError with every problem of the scenario at once, InputError where a file or the folder of templates
    or of lenders cannot be read.
    """
    raw, name, beside = _read(source, None if files_from is None else Path(files_from))
    if templates is not None and not Path(templates).is_dir():
        raise InputError(Message("{path} is not a folder of templates", path=templates))
    shelf = library() if templates is None else library(Path(templates))
    if lenders is not None and not Path(lenders).is_dir():
        raise InputError(Message("{path} is not a folder", path=lenders))
    own = {LENDERS: own_lenders(Path(lenders))} if lenders is not None else None
    day = today or date.today()
    return scenario_load.load(raw, name, today=day, as_of=as_of, shelf=shelf, beside=beside, defaults=own)


def render(
    case: Case,
    kinds: Iterable[str] | None = None,
    language: str | None = None,
    *,
    redact: bool = False,
) -> Letters:
    """Compute the figures of a case and draft its letters; nothing is written to disk.

    `kinds` are names of letters, as in `letters list`, by default those that `letters render` writes; `"all"` stands
    for all that suit the case. `language` is that of the letters, by default the scenario's own. `redact` hides who
    everybody is.

    Raises UnknownName for a kind or a language that does not exist, UnsuitableKind where a kind does not suit the case,
    DraftError where a template cannot be filled, ScenarioError where the request asks for more than there is.
    """
    chosen = [kinds] if isinstance(kinds, str) else MAIN_ROLES if kinds is None else kinds
    return letters_of(case, kinds=chosen, language=language, redact=redact)


def _read(source: str | PathLike[str] | Mapping[str, object], root: Path | None) -> tuple[bytes, str, Beside | None]:
    """Returns a scenario's bytes, how messages call it, and what reads the files that it names, if any may be."""
    if isinstance(source, Mapping):
        return yaml_of(source, UNNAMED), UNNAMED, None
    name = fspath(source)
    if isinstance(source, str) and ("\n" in name or "\r" in name):
        return name.encode("utf-8", "surrogatepass"), UNNAMED, None
    example = find_example(name) if isinstance(source, str) else None
    path = example or Path(name)
    return read_scenario_file(path), example.name if example else name, partial(read_beside, path.parent, root=root)
