"""The edited letters that a command is given, as files and folders, each with its scenario and held against it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from letters.base.errors import InputError, Message
from letters.cli.help.old_spellings import say_new_spelling
from letters.cli.help.pages import placed
from letters.cli.options import letters_of, own_library
from letters.cli.speech import told
from letters.cli.tables import note
from letters.files.case_folder import find_example
from letters.files.disk import is_held_open, is_lock

if TYPE_CHECKING:
    from letters.cli.scenario_input import ScenarioInput
    from letters.drafting.draft import Draft
    from letters.edited.verify import Verified
    from letters.pipeline import Letters

_LETTERS = {".docx", ".md", ".txt"}
_BACKUP = re.compile(r"\.[0-9]+\.bak(?=\.[^.]+\Z)")


def letters_to_verify(
    words: list[str], scenario: str | None, folder_of: Callable[[str], Path]
) -> list[tuple[str, str]]:
    """Returns the letters that a line names, each with its scenario.

    The line is a scenario and perhaps its letters, or else scenarios and folders of cases; without letters, those in
    the folder that `folder_of` tells of a scenario are taken. Letters alone, and the scenario as an option, are what
    was written once.

    Raises typer.BadParameter for a letter whose scenario is not named and does not stand beside its folder, and
    InputError for a folder without letters. A file that only says that another is open is passed over.
    """
    named = [word for word in words if not _is_passed_over(word)]
    if named != words and all(map(_is_scenario, named)):
        raise InputError(Message("{path} is no letter; name the letter itself", path=words[-1]))
    found = _letters_of(named, scenario, folder_of)
    for file in (file for file, _ in found if file != "-"):
        if lock := is_held_open(Path(file)):
            note(
                Message(
                    "{path} is open in Word or LibreOffice: what is not saved there is not seen here ({lock} says so)",
                    path=file,
                    lock=lock.name,
                )
            )
    return found


def _is_passed_over(word: str) -> bool:
    """Returns whether a file only says that Word or LibreOffice has another open, and tells so."""
    if word == "-" or not is_lock(Path(word)):
        return False
    note(Message("{path}: passed over: it only says that Word or LibreOffice has a file open", path=word))
    return True


def _letters_of(words: list[str], scenario: str | None, folder_of: Callable[[str], Path]) -> list[tuple[str, str]]:
    if scenario is not None:
        say_new_spelling(f"letters verify {words[0]} -s {scenario}", f"letters verify {scenario} {words[0]}")
        return _with_scenario(words, scenario)
    if len(words) > 1 and _is_scenario(words[0]) and not any(map(_is_scenario, words[1:])):
        return _with_scenario(words[1:], words[0])
    if len(words) == 2 and words[1] == "-":
        return _with_scenario(words[1:], words[0])
    found = []
    for word in words:
        if _is_scenario(word):
            found += _with_scenario([str(folder_of(word))], word)
            continue
        letters = _with_scenario([word], None)
        if not Path(word).is_dir():
            say_new_spelling(f"letters verify {word}", f"letters verify {letters[0][1]} {word}")
        found += letters
    return found


def _is_scenario(word: str) -> bool:
    """Returns whether a word names a scenario, not a letter or a folder: by its ending, or as a bundled example."""
    suffix = Path(word).suffix.lower()
    return word == "-" or suffix in {".yaml", ".yml"} or (suffix not in _LETTERS and find_example(word) is not None)


def _with_scenario(named: list[str], scenario: str | None) -> list[tuple[str, str]]:
    """Returns the letters that are named, and those of folders, each with the scenario or the one beside its folder."""
    found = []
    for one in named:
        if one == "-" or not Path(one).is_dir():
            found.append((one, scenario or _scenario_of(one)))
            continue
        inside = sorted(set(_letters_in(Path(one))))
        if not inside:
            raise InputError(Message("{path} has no letters in it", path=one))
        found += [(str(file), scenario or _scenario_of(str(file))) for file in inside]
    return found


def _letters_in(folder: Path) -> Iterator[Path]:
    """Yields the letters of a folder, or else of the folders `letters` of the cases below it."""
    from letters.files.manifest import read_manifest

    own = [folder / name for name in read_manifest(folder).files if Path(name).suffix in _LETTERS]
    if own:
        yield from (path for path in own if path.is_file())
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            inner = path if path.name == "letters" else path / "letters"
            if inner.is_dir() and not inner.is_symlink():
                yield from _letters_in(inner)


def _scenario_of(file: str) -> str:
    """Returns the scenario beside the folder of a letter: `case.yaml` above `letters`, or `illness.yaml` beside
    `illness`.
    """
    folder = Path(file).parent
    name = folder.resolve().name
    for beside in (folder.parent / "case.yaml", folder.parent / f"{name}.yaml"):
        if beside.is_file():
            return str(beside)
    what = Message("{path}: name first the scenario it was made from", path=file)
    raise typer.BadParameter(told(what), param_hint=placed("SCENARIO"))


class Expected(NamedTuple):
    """What a letter is taken for: its kind and language, where its name does not say them, its day and templates."""

    kind: str | None
    lang: str | None
    as_of: str | None
    templates: Path | None


def verified(file: str, source: ScenarioInput, expected: Expected) -> Verified:
    """Returns what a letter, as it is now, has otherwise than its case. Raises typer.BadParameter where its kind is not
    known.
    """
    from letters.base.errors import LettersError
    from letters.documents.read_back import read_words
    from letters.drafting.draft import FOR_YOU
    from letters.edited.verify import verify as check
    from letters.files.manifest import Manifest, read_manifest
    from letters.files.safe_zip import read_file, read_stream

    kind, lang, as_of, templates = expected
    name = "stdin" if file == "-" else file
    raw = read_stream(sys.stdin.buffer, name) if file == "-" else read_file(Path(file))
    words = read_words(raw, name)
    named, spoken, redact = letter_named(Path(name).name, source, templates)
    chosen, language = kind or named, lang or spoken
    if chosen is None:
        raise typer.BadParameter(
            told(Message("{path}: say with --kind which letter this is", path=name)), param_hint="--kind"
        )
    draft = partial(letters_of, source, lang=language, templates=templates, redact=redact)
    is_page = f".{FOR_YOU}" in Path(name).name

    def drafted(as_of: str | None) -> Letters:
        made = draft(kinds=[chosen], as_of=as_of)
        return replace(made, drafts=tuple(one.page_for_you for one in made.drafts)) if is_page else made

    letters = drafted(as_of)
    try:
        others = draft(kinds=["all"], as_of=as_of).drafts
    except LettersError:
        others = ()  # a template of the user's own is broken; that is not this letter's matter

    def redraft(day: date) -> Draft | None:
        try:
            return drafted(day.isoformat()).drafts[0]
        except LettersError:
            return None  # that was not the day

    made = _BACKUP.sub("", Path(name).name)
    manifest = read_manifest(Path(file).parent) if file != "-" else Manifest()
    earlier, is_edited = manifest.made_from(made), sha256(raw).hexdigest() not in manifest.files.get(made, ())
    whole = replace(letters, drafts=(*letters.drafts, *others))
    return check(
        name, words.letter, whole, redraft=redraft, earlier=earlier, margins=words.margins, is_edited=is_edited
    )


def letter_named(name: str, source: ScenarioInput, templates: Path | None) -> tuple[str | None, str | None, bool]:
    """Returns kind, language, and whether it is redacted, of a name: petition.en.redacted.docx, petition (1).docx."""
    shelf = own_library(source, templates)
    languages = shelf.languages()
    kinds = {kind for language in languages for kind in shelf.kinds(language)}
    found = [kind for kind in kinds if re.match(rf"{re.escape(kind)}(?![a-z])", name)]
    spoken = next((part for part in name.split(".")[1:-1] if part in languages), None)
    return max(found, key=len, default=None), spoken, ".redacted." in name
