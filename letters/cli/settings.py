"""What `letters.toml` says: beside the cases, in the folders above, and in the user's configuration.

The nearest file that gives a key counts. One outside the user's configuration may have come with somebody's cases:
until `letters config trust` only its language, formats and kinds are taken.
"""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from letters.base.errors import InputError, Message, suggestion
from letters.cli.tables import note
from letters.files.disk import read_ordinary

if TYPE_CHECKING:
    from letters.cli.scenario_input import ScenarioInput

NAME = "letters.toml"
LENDERS = "lenders"
"""The folder of the desk's own lenders, beside that file."""
FREE = ("language", "formats", "kinds")
"""What is taken from a file that nobody trusts: it can do no harm."""
KEYS = (*FREE, "letterhead", "templates", "reply_days", "writer")
WRITER = ("name", "relation", "id_number", "phone", "email", "address", "authority", "until")
_MOST_DAYS = 365


class Setting(NamedTuple):
    """A value and the file that gives it."""

    value: Any
    path: Path


class DeskSettings(NamedTuple):
    """What holds for a folder of cases; `unused` are files with keys that do not count until they are trusted, and
    `broken` says why others are not read at all. `lenders` are the desk's own by each of their names.
    """

    known: dict[str, Setting]
    unused: tuple[Path, ...]
    broken: tuple[str, ...]
    lenders: dict[str, dict[str, Any]]

    def names(self, key: str) -> list[str] | None:
        """Returns a list of names, or None if it is not set."""
        found = self.known.get(key)
        return list(found.value) if found else None

    def file(self, key: str) -> Path | None:
        """Returns a file or folder, which stands relative to the configuration that names it; None if not set."""
        found = self.known.get(key)
        return found.path.parent / found.value if found else None

    @property
    def language(self) -> str | None:
        """The language of letters and of new files, where one is set."""
        found = self.known.get("language")
        return str(found.value) if found else None

    @property
    def defaults(self) -> dict[str, Any]:
        """What a scenario lacks: its language, the writer, the days for an answer."""
        made: dict[str, Any] = {"lenders": self.lenders} if self.lenders else {}
        if found := self.known.get("language"):
            made["language"] = found.value
        if found := self.known.get("writer"):
            made["writer"] = dict(found.value)
        if found := self.known.get("reply_days"):
            made["request"] = {"reply_within_days": str(found.value)}
        return made


def settings_of(folder: Path | None) -> DeskSettings:
    """Returns what holds for the cases of a folder; of None what the user's configuration alone says.

    Raises InputError where the user's own configuration cannot be read, or says what it may not. Any other file in
    which that is so may be a stranger's, in a folder above, and stands in nobody's way.
    """
    from letters.cli.trust import is_trusted_file
    from letters.scenario.own_lenders import lender_files, own_lenders

    known: dict[str, Setting] = {}
    unused: list[Path] = []
    broken: list[str] = []
    lenders: dict[str, dict[str, Any]] = {}
    for path, is_own in _files(folder):
        try:
            data, raw = read_settings(path)
        except InputError as error:
            if is_own:
                raise
            broken.append(error.message)
            continue
        counts = is_own or is_trusted_file(path, raw)
        if not counts and (set(data) - set(FREE) or lender_files(path.parent / LENDERS)):
            unused.append(path)
        if counts:
            lenders = own_lenders(path.parent / LENDERS) | lenders
        for key, value in data.items():
            if counts or key in FREE:
                known.setdefault(key, Setting(value, path))
    return DeskSettings(known, tuple(unused), tuple(broken), lenders)


def read_settings(path: Path) -> tuple[dict[str, Any], bytes]:
    """Returns what a `letters.toml` says, and the bytes that are trusted: its own, and those of the lenders beside it.

    Raises InputError.
    """
    from letters.files.toml_reader import read_toml  # few have such a file
    from letters.scenario.own_lenders import lender_files

    data, raw = read_toml(path)
    _check(path, data)
    return data, b"\0".join([raw, *map(read_ordinary, lender_files(path.parent / LENDERS))])


def _files(folder: Path | None) -> list[tuple[Path, bool]]:
    """Returns the files that may say something, the nearest first, each with whether it is the user's own."""
    from letters.cli.trust import config_folder  # which knows templates, and those YAML

    own = config_folder() / NAME
    above = [] if folder is None else [folder.resolve(), *folder.resolve().parents]
    found = [(one / NAME, False) for one in above if (one / NAME).is_file() and one / NAME != own]
    return [*found, *([(own, True)] if own.is_file() else [])]


def _check(path: Path, data: dict[str, Any]) -> None:
    """Raises InputError for a key that is none, and for a value of another kind."""
    for key, value in data.items():
        if key not in KEYS:
            hint = suggestion(key, list(KEYS))
            raise InputError(Message("{path}: '{key}' is no setting{suggestion}", path=path, key=key, suggestion=hint))
        if not _fits(key, value):
            raise InputError(Message("{path}: {key}: {what}", path=path, key=key, what=_WHAT[_kind(key)]))
    unknown = [key for key in data.get("writer", {}) if key not in WRITER]
    if unknown:
        hint = suggestion(unknown[0], list(WRITER))
        raise InputError(
            Message("{path}: '{key}' is no setting{suggestion}", path=path, key=f"writer.{unknown[0]}", suggestion=hint)
        )


_WHAT = {
    "names": Message('expects a list of names, like ["md", "docx"]'),
    "days": Message("expects a number of days, from 1 to 365"),
    "writer": Message('expects texts, like writer = {name = "…", phone = "…"}, the name at least'),
    "text": Message("expects a text between quotes"),
}


def _kind(key: str) -> str:
    return {"formats": "names", "kinds": "names", "reply_days": "days", "writer": "writer"}.get(key, "text")


def _fits(key: str, value: Any) -> bool:
    kind = _kind(key)
    if kind == "names":
        return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
    if kind == "days":
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_DAYS
    if kind == "writer":
        return isinstance(value, dict) and bool(value.get("name")) and all(isinstance(v, str) for v in value.values())
    return isinstance(value, str) and bool(value.strip())


def configuration(path: Path) -> Path:
    """Returns the file that a path means: itself, or the `letters.toml` in it. Raises InputError."""
    file = path / NAME if path.is_dir() else path
    if not file.is_file():
        raise InputError(Message("there is no {name} in {path}", name=NAME, path=path))
    return file


_noted: ContextVar[frozenset[str]] = ContextVar("_noted", default=frozenset())
"""What this run has said on stderr already."""


def note_once(message: Message) -> None:
    """Prints a message on stderr, the first time that a run has it to say."""
    if message not in _noted.get():
        _noted.set(_noted.get() | {message})
        note(message)


def settings_at(folder: Path | None) -> DeskSettings:
    """Returns what `letters.toml` says for the cases of a folder; a note names one that does not count yet."""
    found = settings_of(folder)
    for message in found.broken:
        note_once(Message("not read: {what}", what=message))
    for path in found.unused:
        note_once(
            Message(
                "{path} is not trusted: of it only language, formats and kinds count; read it, then `letters config"
                " trust {folder}`",
                path=path,
                folder=path.parent,
            )
        )
    return found


def settings_for(source: ScenarioInput) -> DeskSettings:
    """Returns what `letters.toml` says for a scenario; for a bundled example only what the user's own says."""
    return settings_at(None if source.is_example else source.folder)
