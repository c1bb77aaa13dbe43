"""What the commands share: their arguments and options, completion, and the way to a case's letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letters.base.errors import InputError, Message
from letters.cli.inputs.option_values import day
from letters.cli.scenario_input import ScenarioInput, read_scenario
from letters.cli.settings import note_once, settings_at, settings_for
from letters.cli.speech import hear
from letters.cli.tables import note
from letters.documents.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from letters.pipeline import Letters
    from letters.reference_data.letter_kinds import Role
    from letters.reference_data.template_library import Library
    from letters.scenario.load import Case

*_FIRST, _LAST = FORMATS
_FORMATS_HELP = f"{', '.join(_FIRST)} or {_LAST} (repeatable)."


def kinds_known() -> list[str]:
    """Returns the letter kinds that there are, and `all`."""
    shelf = own_library(None, None)
    return ["all", *sorted({kind for language in shelf.languages() for kind in shelf.kinds(language)})]


def _languages() -> list[str]:
    return own_library(None, None).languages()


def _hardships() -> list[str]:
    shelf = own_library(None, None)
    return sorted({name for language in shelf.languages() for name in shelf.hardships(language)})


def examples() -> list[str]:
    """Scenario files here, else the bundled ones."""
    from letters.reference_data.catalogue import scenarios

    return sorted(path.name for path in Path().glob("*.y*ml")) or scenarios()


ScenarioArgument = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario file, - for stdin, or the name of a bundled example.",
        autocompletion=examples,
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The day the figures include; the scenario's, or today."),
]
Json = Annotated[bool, typer.Option("--json", help="The documented JSON, and nothing else, on stdout.")]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANGUAGE", help="Another language than the scenario's.", autocompletion=_languages),
]
OwnLang = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANGUAGE", help="The language: zh or en.", autocompletion=_languages),
]
Templates = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", help="Your own templates: DIR/<language>/ is looked in first."),
]
FilesFrom = Annotated[
    Path | None,
    typer.Option(
        "--files-from", metavar="DIR", help="The folder of the files that the scenario names, if not its own."
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind", "-k", metavar="KIND", help="A letter kind (repeatable), or all.", autocompletion=kinds_known
    ),
]
OneKind = Annotated[
    str | None, typer.Option("--kind", "-k", metavar="KIND", help="The letter kind.", autocompletion=kinds_known)
]
ScriptOrKind = Annotated[
    str | None,
    typer.Option(
        "--kind", "-k", metavar="KIND", help="A letter kind; the call script when absent.", autocompletion=kinds_known
    ),
]
OldKind = Annotated[str | None, typer.Argument(metavar="KIND", hidden=True, autocompletion=kinds_known)]
"""Where the kind of a letter was written once, without -k."""
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=_FORMATS_HELP,
        autocompletion=lambda: list(FORMATS),
    ),
]
ReferenceDoc = Annotated[
    Path | None,
    typer.Option(
        "--reference-doc",
        metavar="DOCX",
        help="Your own Word document: its styles, header, footer, page and margins; kept for later; none ends that.",
    ),
]
FromScenario = Annotated[
    bool, typer.Option("--from-scenario", help="The words of the case, even where you edited the letter's file.")
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help="Also where an edited letter has something left to decide or to fill in.")
]
WithOffice = Annotated[
    bool,
    typer.Option(
        "--with-office", help="PDF and OpenDocument by LibreOffice from the Word file, with all that is in it."
    ),
]
LettersAt = Annotated[Path | None, typer.Option("--letters", metavar="DIR", help="The folder that the letters are in.")]
OldLettersAt = Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", hidden=True)]
"""How --letters was called once where it names what is read."""
Redact = Annotated[
    bool,
    typer.Option(
        "--redact", help="Hide who everybody is, keep figures and reasons: to show to an adviser, as KIND.redacted.EXT."
    ),
]
HardshipArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="HARDSHIP",
        help="What happened (see `letters list`), illness when absent; with --ask also a draft to go on with.",
        autocompletion=_hardships,
    ),
]


def own_library(scenario: ScenarioInput | None, templates: Path | None) -> Library:
    """Returns the templates of --templates, else of the trusted folder beside the scenario or in its `letters.toml`,
    before the bundled ones.
    """
    if scenario is None:
        return _shelf(templates, None)
    return _shelf(templates, scenario.own_templates or settings_for(scenario).file("templates"))


def library_here(templates: Path | None = None) -> Library:
    """Returns the templates of --templates, else of the trusted folder `templates` here, before the bundled ones."""
    return _shelf(templates, Path("templates"))


def own_library_at(folder: Path, templates: Path | None) -> Library:
    """Returns the templates of --templates, else of the trusted folder `templates` beside cases, before the bundled
    ones.
    """
    beside = folder / "templates"
    return _shelf(templates, beside if beside.is_dir() else settings_at(folder).file("templates"))


def _shelf(named: Path | None, beside: Path | None) -> Library:
    """Returns the library of a command.

    One line on stderr says whose templates it uses, or that a folder there is not used. --templates is trust for this
    run; a folder beside a case may be a stranger's, and counts once it is trusted.
    """
    from letters.cli.trust import is_bundled, is_trusted
    from letters.reference_data.template_library import library

    if named is not None:
        if not named.is_dir():
            raise InputError(Message("{path} is not a folder of templates", path=named))
        if not is_bundled(named):
            note_once(Message("templates of {path} go before the bundled ones", path=named))
        return library(named)
    if beside is None or not beside.is_dir() or is_bundled(beside):
        return library()
    if is_trusted(beside):
        note_once(Message("templates of {path} go before the bundled ones", path=beside))
        return library(beside)
    note_once(
        Message(
            "{path} is there and not used; read the templates in it, then `letters templates trust {path}` lets them"
            " write your letters",
            path=beside,
        )
    )
    return library()


def read(argument: str, files_from: Path | None = None) -> ScenarioInput:
    """Read the scenario that an argument names; a note on stderr says if it is a bundled example."""
    if files_from is not None and not files_from.is_dir():
        raise InputError(Message("{path} is not a folder", path=files_from))
    source = read_scenario(argument, files_from)
    hear(source.language)
    if source.is_gbk:
        note(Message("{path} is in GBK and was read as that; save it as UTF-8", path=source.name))
    if source.is_example:
        note(Message("{path}: no such file here; using the bundled example {name}", path=argument, name=source.name))
    return source


def letters_of(
    source: ScenarioInput,
    *,
    kinds: Iterable[str | Role] | None = None,
    lang: str | None = None,
    as_of: str | None = None,
    templates: Path | None = None,
    today: date | None = None,
    withheld: tuple[str, ...] = (),
    dated: bool = True,
    redact: bool = False,
) -> Letters:
    """Returns a scenario's letters, the main ones unless others are asked for. `today` stands in for the clock."""
    from letters import pipeline
    from letters.reference_data.letter_kinds import MAIN_ROLES

    today = today or date.today()
    case = case_of(source, as_of=as_of, templates=templates, today=today, dated=dated)
    made = pipeline.letters_of(
        case, kinds=MAIN_ROLES if kinds is None else kinds, language=lang, withheld=withheld, redact=redact
    )
    if source.is_example or as_of is not None:
        return made
    from letters.situation.cautions import stale_caution

    return replace(made, stale=stale_caution(case, today))


def case_of(
    source: ScenarioInput,
    *,
    as_of: str | None = None,
    templates: Path | None = None,
    today: date | None = None,
    dated: bool = True,
) -> Case:
    """Returns a scenario's checked case. `today` stands in for the clock."""
    from letters.scenario.load import load

    settings = settings_for(source)
    return load(
        source.raw,
        source.name,
        today=today or date.today(),
        as_of=day(as_of),
        shelf=_shelf(templates, source.own_templates or settings.file("templates")),
        beside=source.read_beside,
        dated=dated,
        defaults=settings.defaults,
    )
