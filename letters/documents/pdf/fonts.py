"""The fonts of a PDF: what the machine has, and whether they can show every character of a letter."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from letters.base.errors import Message, OutputError
from letters.documents.pdf.glyphs import lacking

_LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "Libertinus Serif")
_SERIF = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Source Han Serif", "Noto Serif SC",
    "SimSun", "NSimSun", "Songti SC", "STSong", "FandolSong", "AR PL UMing CN", "AR PL SungtiL GB",
)  # fmt: skip
_SANS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Source Han Sans", "Noto Sans SC",
    "SimHei", "Heiti SC", "STHeiti", "PingFang SC", "Microsoft YaHei", "FandolHei",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback",
)  # fmt: skip
_RARE = ("SimSun-ExtB", "HanaMinA", "HanaMinB", "DejaVu Sans", "DejaVu Sans Mono")
"""Fonts for a rare character of a name, and for ☐, which few Chinese fonts have."""
_EMBEDDED = {
    "Libertinus Serif": {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))} | set("–—‘’“”…•−"),
    "DejaVu Sans Mono": {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))} | set("☐☑☒•−"),
}
"""What the fonts inside typst have for certain; their files cannot be looked into."""
_HAN, _RARE_FROM = range(0x2E80, 0xA000), 0x20000  # code points: Chinese in everyday use, and rare characters
_UNSEEN = frozenset("\u200b\u00ad")
_REGULAR = 400


class Fonts(NamedTuple):
    """Families in the order in which a character is looked for: of text and of headings."""

    latin: tuple[str, ...]
    body: tuple[str, ...]
    heading: tuple[str, ...]


@cache
def installed(typst: Any) -> Any:
    """Returns typst's own search for fonts, done once."""
    return typst.Fonts()


@cache
def chosen(typst: Any) -> Fonts:
    """Returns the first available font of each kind; one of headings stands in for a missing one of text, and vice
    versa.
    """
    have = set(installed(typst).families())
    serif, sans = ([name for name in names if name in have][:1] for names in (_SERIF, _SANS))
    latin = [name for name in _LATIN if name in have][:1]
    rare = [name for name in _RARE if name in have]
    return Fonts(tuple(latin), (*(serif or sans), *rare), (*(sans or serif), *rare))


def check(text: str, title: str, typst: Any) -> None:
    """Raises OutputError for a character that none of the fonts has, with the package to install."""
    fonts = chosen(typst)
    missing = {char for char in text if char not in _UNSEEN and not char.isspace()}
    files = {
        font.family: (Path(font.path), font.index)
        for font in installed(typst).fonts()
        if font.path and font.style == "normal" and font.weight == _REGULAR
    }
    for family in (*fonts.latin, *fonts.body):
        if not missing:
            return
        missing -= _EMBEDDED.get(family, set())
        if family in files:
            missing = lacking(missing, *files[family])
    if missing:
        raise _error(sorted(missing), title)


def _error(missing: list[str], title: str) -> OutputError:
    shown = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:5])
    if len(missing) > 5:
        shown = Message("{shown}, … ({count} in all)", shown=shown, count=len(missing))
    return OutputError(
        Message(
            "no font here has {characters}, so {title} cannot be a PDF: {advice}; or render docx, md or txt",
            characters=shown,
            title=title,
            advice=_advice(missing),
        )
    )


def _advice(missing: Iterable[str]) -> Message:
    if any(ord(char) in _HAN for char in missing):
        return Message(
            "install a Chinese font (Debian, Ubuntu: apt install fonts-noto-cjk; Fedora: google-noto-serif-cjk-fonts)"
        )
    if any(ord(char) >= _RARE_FROM for char in missing):
        return Message("install a font for rare characters (Debian, Ubuntu: apt install fonts-hanazono)")
    return Message(
        "install a font with symbols (Debian, Ubuntu: apt install fonts-noto-cjk fonts-dejavu-core), or leave it out"
    )
