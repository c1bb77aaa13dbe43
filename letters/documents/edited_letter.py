"""A letter that somebody edited in the folder of the letters: what is sent is made from it, not from the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from letters.base.errors import InputError, Message, UnfinishedLetter
from letters.documents.markdown import Block, Heading, Paragraph, parse
from letters.documents.plain_text import paragraphs
from letters.files.disk import is_held_open, said_to_be_open
from letters.files.manifest import Manifest, read_manifest

SOURCES = ("docx", "md")
"""The formats of which an edited file is what the other formats are made from, the first that there is."""
_DIGITS = re.compile(r"\d+")


class EditedLetter(NamedTuple):
    """An edited file and its words as Markdown.

    `lacking` names what stands in the file and not in the Markdown; `traces` names what a Word file shows to whoever
    gets it, beside the letter; `passed_over` are other files of the letter that
    were edited, too, and are not used; `made_from` is the Markdown that the file was made from, the newest first.
    """

    path: Path
    content: bytes
    markdown: str
    lacking: tuple[Message, ...] = ()
    passed_over: tuple[str, ...] = ()
    made_from: tuple[str, ...] = ()
    traces: tuple[Message, ...] = ()

    @property
    def extension(self) -> str:
        """The format of the file."""
        return self.path.suffix[1:]

    def check_names(self, letter: str, names: Sequence[Sequence[str]]) -> None:
        """Raises InputError if the letter, as Markdown, has a name of each of some groups and the file has none of it:
        it is a letter of another case. Text that is no Word file may be what somebody wrote instead.
        """
        for group in names if self.extension == "docx" else ():
            known = [name for name in group if name in letter]
            if known and not any(name in self.markdown for name in known):
                raise InputError(
                    Message(
                        "{path} does not name {name}: it is a letter of another case, or no letter; nothing was written"
                        " (`letters render --from-scenario` makes the letter of the case)",
                        path=self.path,
                        name=known[0],
                    )
                )


def unfinished_in(text: str, forms: Sequence[str]) -> tuple[str, ...]:
    """Returns the blanks and the marked conflicts that stand in a text, each once.

    `forms` are a language's patterns of them: 【待填:{label}】, 【您的改动:{words}】.
    """
    signs = "|".join(re.escape(form.partition("{")[0].rstrip(":： ")) for form in forms)
    found = re.finditer(rf"(?:{signs})\s*[:：][^】\n]*】?", text, re.IGNORECASE)
    return tuple(dict.fromkeys(one[0] for one in found))


def edited_letters(folder: Path, letters: Mapping[str, str], names: Sequence[Sequence[str]]) -> dict[str, EditedLetter]:
    """Returns the letters of a folder that somebody edited or put there, by the name of their files without the ending.

    `letters` is what is looked for: that name → the letter of the case as Markdown. `names` are groups of names of the
    case, of each of which a Word file has to have one that the letter has. Raises InputError.
    """
    manifest = read_manifest(folder)
    found = {stem: one for stem in letters if (one := _edited_letter(folder, stem, manifest))}
    for stem, one in found.items():
        one.check_names(letters[stem], names)
    return found


def _edited_letter(folder: Path, stem: str, known: Manifest) -> EditedLetter | None:
    """Returns the letter that is called `stem` in a folder, if somebody edited it there or put it there.

    Raises InputError for a file that cannot be read, or that Word or LibreOffice holds open.
    """
    names = [f"{stem}.{extension}" for extension in SOURCES]
    for path in (folder / name for name in names):
        if path.is_file() and (lock := is_held_open(path)):
            raise held_open(path, lock)
    found = {name: content for name in names if (content := _edited(folder / name, known)) is not None}
    if not found:
        return None
    name, content = next(iter(found.items()))
    path = folder / name
    return read_edited(path, content, known.made_from(name))._replace(passed_over=tuple(found)[1:])


def edited_files(folder: Path, names: Iterable[str]) -> list[Path]:
    """Returns those of some files of a folder that are not as letters wrote them, or that letters never wrote.

    Raises InputError for one that cannot be read.
    """
    known = read_manifest(folder)
    return [folder / name for name in names if _edited(folder / name, known) is not None]


def check_finished(letters: Iterable[EditedLetter | None], forms: Sequence[str]) -> None:
    """Raises UnfinishedLetter if a letter has something left to decide or to fill in, by the `forms` of both."""
    for one in letters:
        if one is not None and (left := unfinished_in(one.markdown, forms)):
            words = ", ".join(text if len(text) <= 40 else f"{text[:39]}…" for text in left[:3])
            raise UnfinishedLetter(
                Message(
                    "{path}: something is left to decide or to fill in ({words}); nothing was written (--anyway takes"
                    " it as it is)",
                    path=one.path,
                    words=words + " …" * (len(left) > 3),
                )
            )


def held_open(path: Path, lock: Path) -> InputError:
    """Returns the error for a file that Word or LibreOffice holds open, as `lock` says."""
    return InputError(said_to_be_open(path, lock))


def read_edited(path: Path, content: bytes, made_from: Sequence[str]) -> EditedLetter:
    """Returns an edited letter from the content of its file and the Markdown that this was made from. Raises
    InputError.
    """
    from letters.documents.markdown_writer import to_markdown  # needed only where somebody edited a letter

    if path.suffix == ".docx":
        from letters.documents.docx.read_blocks import document_blocks

        seen = document_blocks(content, str(path))
        words = to_markdown(seen.blocks)
        return EditedLetter(path, content, words, seen.lacking, made_from=tuple(made_from), traces=seen.traces)
    from letters.files.safe_zip import decoded

    blocks = parse(decoded(content, str(path)))
    styled = _with_styles(blocks, parse(made_from[0])) if made_from else blocks
    return EditedLetter(path, content, to_markdown(styled), made_from=tuple(made_from))


def _edited(path: Path, known: Manifest) -> bytes | None:
    """Returns the content of a file that is there and not as letters wrote it."""
    if not path.is_file():
        return None
    from letters.files.safe_zip import read_file

    content = read_file(path)
    return None if sha256(content).hexdigest() in known.files.get(path.name, ()) else content


def _with_styles(blocks: Sequence[Block], made_from: Sequence[Block]) -> list[Block]:
    """Returns the blocks of a Markdown file with the styles of the letter, which its file does not hold."""
    result = list(blocks)
    old_words, new_words = (
        [_DIGITS.sub("0", " ".join(paragraphs([one]))) for one in side] for side in (made_from, blocks)
    )
    for kind, i, j, k, m in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and j - i == m - k):
            for old, at in zip(made_from[i:j], range(k, m), strict=True):
                here = result[at]
                if isinstance(old, Paragraph | Heading) and isinstance(here, type(old)):
                    result[at] = replace(here, style=old.style)
    return result
