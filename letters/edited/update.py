"""Updates the files that letters wrote to a folder with today's figures, and carries the user's edits over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

from letters.base.errors import InputError, Message, UnknownName, UnsuitableKind
from letters.documents.edited_letter import SOURCES, EditedLetter, held_open, read_edited, unfinished_in
from letters.documents.formats import find_format, write_as
from letters.documents.read_back import read_words
from letters.drafting.draft import FOR_YOU, Draft
from letters.edited.merge_result import Clash, Marks, Merged, marks
from letters.edited.text_merge import merge_text
from letters.edited.word_merge import how_close, merge_word
from letters.files.disk import is_held_open
from letters.files.letter_folder import write
from letters.files.manifest import Manifest, read_manifest
from letters.files.safe_zip import decoded, read_file
from letters.pipeline import Letters
from letters.reference_data.languages import read_language

SCHEMA = 1
REDACTED = "redacted"
State = Literal["rewritten", "merged", "unchanged", "left"]


class Made(NamedTuple):
    """A file that letters wrote. `language` is None for the scenario's own language."""

    file: str
    kind: str
    language: str | None
    is_redacted: bool
    extension: str
    is_for_you: bool = False
    """Whether it is the page for the borrower alone."""


class Updated(NamedTuple):
    """What became of a file. `reason` says why a file was left as it is.

    `deleted` are today's words of paragraphs that the user had deleted; they stay deleted.
    """

    file: str
    state: State
    reason: str = ""
    clashes: tuple[Clash, ...] = ()
    deleted: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    """Today's words of paragraphs of which the user's stand, as decided after an earlier update."""
    unfinished: tuple[str, ...] = ()
    """What an edited file leaves to decide or to fill in, from an earlier update or a blank of the case."""
    backup: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether the user has nothing left to decide."""
        return not self.clashes and not self.unfinished and self.state != "left"


def made_in(folder: Path) -> list[Made]:
    """Returns the letters that the folder's manifest names and that are still there."""
    found = []
    for name in read_manifest(folder).files:
        if "." not in name:
            continue  # no letter of ours is called so: the manifest was changed by hand
        kind, *middle, extension = name.split(".")
        if is_for_you := middle[-1:] == [FOR_YOU.rstrip(".")]:
            middle.pop()
        if is_redacted := middle[-1:] == [REDACTED]:
            middle.pop()
        if (folder / name).is_file():
            found.append(Made(name, kind, middle[0] if middle else None, is_redacted, extension, is_for_you))
    return found


def update(folder: Path, made: Iterable[Made], drafted_anew: Callable[[Made], Letters]) -> list[Updated]:
    """Updates all files, or none if one fails. `drafted_anew` drafts the one letter that a file holds.

    An edited file is first kept as `name.N.bak.ext`. Raises OutputError.
    """
    manifest, results = read_manifest(folder), dict[str, Updated]()
    files: dict[str, bytes] = {}
    drafts: dict[str, str] = {}
    ours: dict[str, bytes] = {}
    asked: dict[str, tuple[str, ...]] = {}
    made = list(made)
    for one in sorted(
        made, key=lambda one: (*SOURCES, one.extension).index(one.extension)
    ):  # what others follow, first
        try:
            letters = drafted_anew(one).on_paper_of(folder)
        except (UnsuitableKind, UnknownName) as error:
            results[one.file] = Updated(one.file, "left", error.message)
            continue
        drafted = letters.drafts[0].page_for_you if one.is_for_you else letters.drafts[0]
        if not drafted.markdown:
            reason = Message("the letter has no page for yourself today")
            results[one.file] = Updated(one.file, "left", reason)
            continue
        try:
            follows = _edits_in(folder, one, letters, results, files)
        except InputError as error:
            results[one.file] = Updated(one.file, "left", error.message)
            continue
        [new] = replace(letters, edits=follows, drafts=(drafted,)).files([one.extension]).values()
        results[one.file], merged, own = _updated(folder, one, manifest, drafted, new, letters)
        if merged is not None:
            files[one.file], drafts[one.file], ours[one.file] = merged.content, drafted.markdown, own
            asked[one.file] = merged.asked
    before = {path.name for path in folder.iterdir()}
    write(folder, files, force=True, drafts=drafts, made=ours, asked=asked)
    backups = [path for path in folder.iterdir() if path.name not in before]
    return [results[one.file]._replace(backup=_backup(one.file, backups)) for one in made]


def _edits_in(
    folder: Path, one: Made, letters: Letters, results: Mapping[str, Updated], files: Mapping[str, bytes]
) -> dict[str, EditedLetter]:
    """Returns the edited letters, as they are now, that a file is made from which nobody edits: its own and others.

    Raises InputError where one of them cannot be read, or its own has something left to decide.
    """
    if find_format(one.extension).editable or one.is_for_you:
        return {}
    found = dict(letters.with_edits(folder).edits)
    for stem, edit in found.items():
        name = edit.path.name
        if name not in files:
            continue
        if not results[name].is_done and one.file.rpartition(".")[0] == stem:
            raise InputError(Message("{file} has something left to decide, and it is made from that", file=name))
        found[stem] = read_edited(edit.path, files[name], edit.made_from)
    return found


def update_record(results: Iterable[Updated], folder: Path) -> dict[str, Any]:
    """Returns the documented JSON: {schema, files: [{file, state, reason, backup, conflicts: [{new, yours}],
    deleted: [words], decided: [words], unfinished: [words]}]}, the last two only where there is any. `state` is
    rewritten, merged, unchanged or left; reason, backup and new may be null.
    """
    return {
        "schema": SCHEMA,
        "files": [
            {
                "file": str(folder / one.file),
                "state": one.state,
                "reason": one.reason or None,
                "backup": str(folder / one.backup) if one.backup else None,
                "conflicts": [{"new": clash.new, "yours": clash.mine} for clash in one.clashes],
                "deleted": list(one.deleted),
            }
            | ({"decided": list(one.decided)} if one.decided else {})
            | ({"unfinished": list(one.unfinished)} if one.unfinished else {})
            for one in results
        ],
    }


def _updated(  # noqa: PLR0913, PLR0917 - a file, all that is known of it, and what it shall be
    folder: Path, one: Made, manifest: Manifest, drafted: Draft, new: bytes, letters: Letters
) -> tuple[Updated, Merged | None, bytes]:
    """Returns the result, what to write (None: leave the file) and what counts as written by us."""
    words = read_language(letters.case.library, drafted.language)
    signs = marks(words.your_change)
    try:
        mine = read_file(folder / one.file)
        if find_format(one.extension).editable and (lock := is_held_open(folder / one.file)):
            raise held_open(folder / one.file, lock)
        bases = _bases(one, manifest, drafted)
        if sha256(mine).hexdigest() in manifest.files[one.file]:
            content = new if letters.letterhead else _on_its_own_paper(one, mine, bases, new, signs)
            state: State = "unchanged" if mine == content else "rewritten"
            return Updated(one.file, state), Merged(content, (), ()), content
        if one.extension == "docx" and not one.is_for_you:
            read_edited(Path(one.file), mine, ()).check_names(drafted.markdown, letters.case.names)
        merged = _merged(one, mine, bases, new, signs, manifest.asked.get(one.file, ()))
    except InputError as error:
        return Updated(one.file, "left", error.message), None, new
    # also where nothing is new: written again, the manifest knows what the user's words go with
    state = "unchanged" if merged.content == mine else "merged"
    paragraphs = read_words(merged.content, one.file).letter
    left = unfinished_in("\n".join(paragraphs), [words.blank, words.your_change])
    return Updated(one.file, state, "", merged.clashes, merged.deleted, merged.decided, left), merged, new


def _bases(one: Made, manifest: Manifest, drafted: Draft) -> list[bytes]:
    """Returns the versions that the file may have had when it was written, the latest first."""
    if not find_format(one.extension).editable:
        return []
    sources = manifest.made_from(one.file)
    return [write_as(one.extension, text, drafted.title, drafted.language) for text in sources]


def _on_its_own_paper(one: Made, mine: bytes, bases: list[bytes], new: bytes, signs: Marks) -> bytes:
    """Returns the new content of a file without edits; a Word file keeps the user's letterhead."""
    if find_format(one.extension).editable != "word" or not bases or mine in bases:
        return new
    return _merged(one, mine, bases, new, signs).content


def _merged(  # noqa: PLR0913, PLR0917 - three versions of a file, and what the merge has to know
    one: Made, mine: bytes, bases: list[bytes], new: bytes, signs: Marks, asked: Collection[str] = ()
) -> Merged:
    """Merges the edits. Raises InputError if they cannot be carried over."""
    if not (editable := find_format(one.extension).editable):
        raise InputError(Message("edited, and edits of a .{ending} file cannot be carried over", ending=one.extension))
    if not bases:
        raise InputError(
            Message(
                "edited, and what it was made from is not known; `letters render --force` keeps a copy and writes it"
            )
        )
    if editable == "word":
        base = max(bases, key=lambda raw: how_close(raw, mine, one.file)) if bases[1:] else bases[0]
        return merge_word(base, mine, new, signs, one.file, asked)
    text = decoded(mine, one.file)
    base = max(bases, key=lambda raw: len(_lines(raw.decode()) & _lines(text)))
    merged = merge_text(base.decode(), text, new.decode(), signs, markdown=one.extension == "md", asked=asked)
    return merged._replace(content=merged.content.replace(b"\n", b"\r\n")) if b"\r\n" in mine else merged


def _lines(text: str) -> set[str]:
    return set(text.splitlines())


def _backup(file: str, backups: Iterable[Path]) -> str | None:
    stem, _, ending = file.rpartition(".")
    found: Iterator[str] = (
        path.name for path in backups if path.name.startswith(f"{stem}.") and path.name.endswith(f".bak.{ending}")
    )
    return next((name for name in found if name[len(stem) + 1 : -len(f".bak.{ending}")].isdecimal()), None)
