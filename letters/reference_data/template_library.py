"""Where templates are looked for: the user's own folders first, part by part, then the bundled one."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

from letters.base.errors import DraftError, Message, ScenarioError, UnknownName
from letters.base.resources import bundled
from letters.files.disk import check_ordinary, read_ordinary
from letters.files.kept_files.yaml_data import bundled_data, kept_mapping
from letters.files.text import decoded
from letters.files.yaml_reader import Data, read

FENCE = "---\n"
KIND_SUFFIX = ".md.j2"
MOST_FILES, MOST_BYTES = 2000, 1 << 20
MOST_PART, MOST_HEAD = 256 * 1024, 16 * 1024
"""Bytes of a file of the user's own, and characters of its front matter."""


class Library(NamedTuple):
    """Folders that each hold `<language>/` folders of templates; the first that has a part gives it.

    What is read or compiled of them is kept for as long as the process lives, by the library. If files may change
    meanwhile, `edition` stands for the state that they are in.
    """

    roots: tuple[Path, ...]
    edition: str = ""

    def languages(self) -> list[str]:
        """Returns the languages that have a language file."""
        return list(_names(self, "*", "language.yaml"))

    def kinds(self, language: str) -> list[str]:
        """Returns the letter kinds of a language."""
        names = (name.removesuffix(KIND_SUFFIX) for name in _names(self, language, f"*{KIND_SUFFIX}"))
        return [name for name in names if not name.startswith("_")]

    def hardships(self, language: str) -> list[str]:
        """Returns the hardships that a language has passages for."""
        return list(_names(self, language, f"hardship/*/reasons{KIND_SUFFIX}"))

    def parts_in(self, language: str, folder: str) -> list[str]:
        """Returns the names of the templates in a folder of a language, without their suffix."""
        return list(_parts_in(self, language, folder))

    def find(self, language: str, part: str) -> Path | None:
        """Returns the file of a part, `petition.md.j2` or `_parts/means.md.j2`, or None."""
        for root in self.roots:
            path = root.joinpath(language, part)
            if _is_there(path):
                return self._inside(root, path)
        return None

    def every(self, language: str, part: str) -> list[Path]:
        """Returns all files of a part, the user's own before the bundled one."""
        found = ((root, root / language / part) for root in self.roots)
        return [self._inside(root, path) for root, path in found if _is_there(path)]

    def front_matter(self, language: str, part: str) -> dict[str, Data]:
        """Returns what a template says of itself. Raises DraftError."""
        path = self.find(language, part)
        if path is None:
            raise DraftError(Message("there is no template '{name}'", name=f"{language}/{part}"))
        if self.is_bundled(path):
            return kept_mapping(path, lambda: split_front_matter(self.text(path), self.shown(path))[0])
        return split_front_matter(self.text(path), self.shown(path))[0]

    def data(self, path: Path) -> Data:
        """Returns what a YAML file that the library found holds; callers share it and must not change it.

        Raises ScenarioError and InputError.
        """
        if self.is_bundled(path):
            return bundled_data(path, self.shown(path))
        return read(self.content(path), self.shown(path)).data

    def content(self, path: Path) -> bytes:
        """Returns what a file that the library found holds. Raises InputError for one that is no file, or too large."""
        return read_ordinary(path, MOST_BYTES)

    def text(self, path: Path) -> str:
        """Returns a template as text. Raises DraftError for one that is not in UTF-8, or that no letter can hold."""
        try:
            return decoded(self.content(path), path.name).replace("\r\n", "\n")
        except ScenarioError as error:
            raise _broken(error, self.shown(path)) from None

    def _inside(self, root: Path, path: Path) -> Path:
        """Returns the path, of a file that lies in its folder.

        Raises DraftError for a link out of a folder of the user's and a file that is larger than a part, InputError for
        a pipe, a socket or a device there.
        """
        if root != bundled("templates"):
            _refuse_outside(root, path)
            check_ordinary(path)
            if path.stat().st_size > MOST_PART:
                raise DraftError(
                    Message("{path} is larger than 256 KiB; a file of templates is a few kilobytes", path=path)
                )
        return path

    @property
    def has_own(self) -> bool:
        """Whether it has a folder of the user's own."""
        return len(self.roots) > 1

    def is_own(self, path: Path) -> bool:
        """Returns whether a template is the user's, not a bundled one."""
        return not str(path).startswith(f"{self.roots[-1]}{os.sep}")

    def is_bundled(self, path: Path) -> bool:
        """Returns whether a template came with the program, so that nobody changes it while it runs."""
        return not self.is_own(path) and self.roots[-1] == bundled("templates")

    def shown(self, path: Path) -> str:
        """Returns how messages call a template: a bundled one by its place in `templates/`, the user's by its path."""
        return str(path) if self.is_own(path) else path.as_posix()[len(str(self.roots[-1])) + 1 :]


def _is_there(path: Path) -> bool:
    """Returns whether something other than a folder has that path; what it is has to be looked at."""
    try:
        return not S_ISDIR(path.stat().st_mode)
    except OSError:
        return path.exists()  # it may not be there, or nobody may look


def _refuse_outside(root: Path, path: Path) -> None:
    if not path.resolve().is_relative_to(root.resolve()):
        raise DraftError(Message("{path} is a link out of the folder of templates, and is not read", path=path))


def folder_digest(root: Path) -> str:
    """Returns the SHA-256 of all files of a template folder, with their paths.

    Raises DraftError for a link out of the folder, and for more files, or larger ones, than templates are, InputError
    for a pipe, a socket or a device in it.
    """
    digest, count = sha256(), 0
    for path in sorted(root.rglob("*")):
        _refuse_outside(root, path)
        if not _is_there(path):
            continue
        count += 1
        if count > MOST_FILES or path.stat().st_size > MOST_BYTES:
            raise DraftError(Message("{path} is more than a folder of templates holds", path=path))
        digest.update(path.relative_to(root).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        digest.update(sha256(read_ordinary(path, MOST_BYTES)).digest())
    return digest.hexdigest()


@cache
def _names(shelf: Library, language: str, pattern: str) -> tuple[str, ...]:
    """Returns the names that a pattern finds in all folders: of the file, or of the folder if only that differs."""
    found = [path for root in shelf.roots for path in root.glob(f"{language}/{pattern}")]
    return tuple(sorted({path.name if pattern.startswith("*") else path.parent.name for path in found}))


@cache
def _parts_in(shelf: Library, language: str, folder: str) -> tuple[str, ...]:
    found = {path.name for root in shelf.roots for path in (root / language / folder).glob(f"*{KIND_SUFFIX}")}
    return tuple(sorted(name.removesuffix(KIND_SUFFIX) for name in found))


def library(*own: Path) -> Library:
    """Returns the bundled templates behind the user's own folders; in a checkout, its `templates/` are the bundled
    ones.
    """
    ours = bundled("templates")
    return Library((*(root for root in own if not root.is_dir() or not root.samefile(ours)), ours))


def parted(text: str, name: str) -> tuple[str, str]:
    """Returns a template's front matter as text, without its fences, and the template after it. Raises DraftError."""
    if not text.startswith(FENCE) or FENCE not in text[len(FENCE) :]:
        raise DraftError(Message("{name}:1: the template does not begin with front matter (---)", name=name))
    head, _, body = text[len(FENCE) :].partition(FENCE)
    if len(head) > MOST_HEAD:
        raise DraftError(Message("{name}:1: the front matter is longer than 16 KiB", name=name))
    return head, body


def split_front_matter(text: str, name: str) -> tuple[dict[str, Data], str]:
    """Returns a template's front matter (title, purpose, use, needs …) and the template after it. Raises DraftError."""
    head, body = parted(text, name)
    try:
        data = read(head.encode(), name).data
    except ScenarioError as error:
        raise _broken(error, name, fence=1) from None
    assert isinstance(data, dict)
    return data, body


def _broken(error: ScenarioError, name: str, fence: int = 0) -> DraftError:
    """Returns the first problem of a template's text as an error; `fence` lines stand before that text."""
    problem = error.problems[0]
    line = (problem.mark.line if problem.mark else 1) + fence
    return DraftError(Message("{name}:{line}: {what}", name=name, line=line, what=problem.message))


def check_language(shelf: Library, language: str) -> None:
    """Raises UnknownName for a language without templates."""
    if language not in shelf.languages():
        raise UnknownName(Message("language"), language, shelf.languages())
