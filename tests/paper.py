"""Every letter of every bundled case as files, and what stands where on their pages."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from letters.drafting.draft import Draft
from letters.pipeline import Letters, write_letters

XHTML = "{http://www.w3.org/1999/xhtml}"
ROOT = Path(__file__).parent.parent
LANGUAGES = ("zh", "en")
SIGNATORIES = """姓名,账号尾号,到期日,账单金额,已还,还款日
钱一,1001,2025-12-10,2000.00,500.00,2025-12-20
孙二,1002,2026-01-10,1500.00,,
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page, in points from its upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def lines(self) -> list[str]:
        """The words of each line without spaces, from top to bottom; columns of a table stand in one line."""
        rows: list[list[Word]] = []
        for word in sorted(self.words, key=lambda word: (word.top + word.bottom, word.left)):
            middle = (word.top + word.bottom) / 2
            if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
                rows[-1].append(word)
            else:
                rows.append([word])
        return ["".join(word.text for word in sorted(row, key=lambda word: word.left)) for row in rows]


def cases() -> dict[str, Letters]:
    """All kinds of every bundled example in every language, and a joint petition in each: name → letters."""
    found = {}
    for language in LANGUAGES:
        for path in sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "tests" / "letter_cases").glob("*.yaml")]):
            found[f"{path.stem}.{language}"] = _letters(path.read_bytes(), ["all"], language)
        raw = (ROOT / "scenarios" / "illness.yaml").read_bytes() + b"signatories: others.csv\n"
        found[f"joint.{language}"] = _letters(raw, ["petition"], language)
    return found


def _letters(raw: bytes, kinds: list[str], language: str) -> Letters:
    return write_letters(
        raw,
        "case.yaml",
        today=date(2026, 11, 24),
        kinds=kinds,
        language=language,
        beside=lambda _: SIGNATORIES.encode(),
    )


def draft_of(scenario: str, kind: str) -> Draft:
    """One Chinese letter of a bundled example."""
    [draft] = _letters((ROOT / "scenarios" / f"{scenario}.yaml").read_bytes(), [kind], "zh").drafts
    return draft


def drafts() -> dict[str, Draft]:
    """Every letter: "illness.zh.petition" → draft."""
    return {f"{case}.{draft.kind}": draft for case, letters in cases().items() for draft in letters.drafts}


def with_latin(font: str, folder: Path) -> dict[str, str]:
    """The environment in which a program finds, of the fonts that stand in for Times New Roman, this one alone."""
    others = {"Liberation Serif", "DejaVu Serif", "Noto Serif CJK SC"} - {font, "Noto Serif CJK SC"}
    match = (
        '<match target="pattern"><test name="family"><string>{}</string></test>'
        '<edit name="family" mode="assign" binding="strong"><string>{}</string></edit></match>'
    )
    pairs = (("Times New Roman", font), ("宋体", "Noto Serif CJK SC"), ("黑体", "Noto Sans CJK SC"))
    reject = (
        '<selectfont><rejectfont><pattern><patelt name="family"><string>{}</string></patelt></pattern>'
        "</rejectfont></selectfont>"
    )
    path = folder / f"{font}.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir>'
        f"<cachedir>{folder}</cachedir>{''.join(map(reject.format, sorted(others)))}"
        f"{''.join(match.format(*pair) for pair in pairs)}</fontconfig>",
        "utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(path)}


def printed(files: Iterable[Path], folder: Path, environment: dict[str, str] | None = None) -> None:
    """Word files → PDF files in the folder, by one LibreOffice for all: starting it takes the most time."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder)]
    files = list(files)
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=600, env=environment)
    # LibreOffice leaves a file out now and then where there are hundreds.
    for _ in range(3):
        if missed := [str(file) for file in files if not (folder / f"{file.name.removesuffix('.docx')}.pdf").exists()]:
            subprocess.run([*command, *missed], check=True, capture_output=True, timeout=600, env=environment)


def pages(pdf: Path) -> list[Page]:
    """What pdftotext finds on the pages of a PDF file."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    root = ElementTree.fromstring(done.stdout)
    return [
        Page(
            float(page.get("width", 0)),
            float(page.get("height", 0)),
            tuple(
                Word(word.text or "", *(float(word.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax")))
                for word in page.iter(f"{XHTML}word")
            ),
        )
        for page in root.iter(f"{XHTML}page")
    ]


def long_table(rows: int) -> str:
    """Markdown with a table of so many rows and a total below."""
    body = "\n".join(f"| 2026年3月{row % 28 + 1}日 | 第{row}行 | {row}.00 |" for row in range(rows))
    return f"上文。\n\n| 日期 | 事 | 元 |\n|---|---|---:|\n{body}\n| **合计** | | **{rows}.00** |\n\n下文。\n"


def has_lonely_total(pdf: Path) -> bool:
    """Whether a page has of a `long_table` the total alone."""
    tables = [[line for line in page.lines if line[0] != "第"] for page in pages(pdf)]
    return any(lines[1:2] and lines[1].startswith("合计") for lines in tables)


def all_pages(pdfs: list[Path]) -> dict[str, list[Page]]:
    """The pages of many files, by name without extension."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip([pdf.stem for pdf in pdfs], pool.map(pages, pdfs), strict=True))
