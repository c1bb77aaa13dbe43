"""The layout holds where other fonts stand in for Word's: numbers stay whole, and two pages stay two."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import paper
import pytest
from cases import SCENARIOS, bundled, letters_of

pytestmark = [pytest.mark.office, pytest.mark.needs("fonts-dejavu-core")]
KINDS = ("waiver-email", "petition")
CALLS = ("call-script", "incoming-call")


@pytest.mark.parametrize("font", ["Liberation Serif", "DejaVu Serif", "Noto Serif CJK SC"])
def test_no_font_breaks_a_number_or_adds_a_page(font: str, tmp_path: Path) -> None:
    amounts: dict[str, set[str]] = {}
    for scenario in SCENARIOS:
        letters = letters_of(bundled(scenario), kinds=KINDS)
        for drafted in letters.drafts:
            stem = f"{Path(scenario).stem}.{drafted.kind}"
            amounts[stem] = set(re.findall(r"\d{1,3}(?:,\d{3})*\.\d\d", drafted.markdown))
        for name, content in letters.files(["docx"]).items():
            (tmp_path / f"{Path(scenario).stem}.{name}").write_bytes(content)
    files = [tmp_path / f"{stem}.docx" for stem in amounts]
    paper.printed(files, tmp_path, paper.with_latin(font, tmp_path))
    found = []
    for stem, numbers in amounts.items():
        pdf = tmp_path / f"{stem}.pdf"
        used = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True).stdout
        assert font.replace(" ", "")[:9] in used
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
        ).stdout
        pages = [re.sub(r"\s", "", page) for page in text.rstrip("\f").split("\f")]
        own = next(
            (at for at, page in enumerate(pages) if re.match("附件1(?:罚息|利息|息费)逐笔计算明细", page)), len(pages)
        )
        broken = {number for number in numbers if number not in text}
        found += [(stem, own, broken)] if own > 2 or broken else []
    assert found == []


@pytest.mark.parametrize("font", ["Liberation Serif", "DejaVu Serif", "Noto Serif CJK SC"])
def test_the_sheets_for_a_call_are_one_leaf_with_a_side_each_in_every_font(font: str, tmp_path: Path) -> None:
    """An English sheet fits in the fonts that are as wide as Word's; a Chinese one in the widest, too."""
    languages = ("zh", "en") if font == "Liberation Serif" else ("zh",)
    for scenario in SCENARIOS:
        for language in languages:
            made = letters_of(bundled(scenario), kinds=CALLS, language=language)
            for name, content in made.files(["docx"]).items():
                (tmp_path / f"{language}.{Path(scenario).stem}.{name}").write_bytes(content)
    files = sorted(tmp_path.glob("*.docx"))
    assert len(files) == len(languages) * len(CALLS) * len(SCENARIOS)
    paper.printed(files, tmp_path, paper.with_latin(font, tmp_path))
    offenders = []
    for pdf in sorted(tmp_path.glob("*.pdf")):
        sides = said("pdftotext", "-layout", str(pdf), "-").rstrip("\f").split("\f")
        is_leaf = len(sides) == 2 and re.match(r"\s*(?:反面|Overleaf)", sides[1])
        is_one_sentence = "old-debt.call-script" in pdf.name and len(sides) <= 2
        offenders += [] if is_leaf or is_one_sentence else [(pdf.name, len(sides))]
    assert offenders == []


def said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
