"""The letters of the bundled scenarios, as reviewed prose and as the outline of their Word files.

After a change that is meant, write them anew, read them as prose, and commit them with the change:

    python -m pytest tests/drafting/test_golden_letters.py --regenerate
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from answered import suited
from cases import ALL_KINDS, KINDS, OLD_DEBTS, PAUSED, ROOT, SCENARIOS, TODAY, bundled, letters_of
from docx import Document
from docx.table import Table
from every import every_row

GOLDEN = ROOT / "tests" / "golden"


def outline(word: bytes) -> str:
    """A Word file as one line a paragraph, `Style: words`, and one line a row of a table."""
    lines = []
    for block in Document(BytesIO(word)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["  | " + " | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            assert block.style
            lines.append(f"{block.style.name}: {block.text}".rstrip())
    return "\n".join(lines) + "\n"


def golden(path: Path, written: str, config: pytest.Config) -> str:
    """What the letter was when it was last reviewed; with --regenerate, what it is now."""
    if config.getoption("--regenerate"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, "utf-8")
    return path.read_text("utf-8")


# Of every scenario the main letters in Chinese; of one, every kind in both languages (the notice needs a dispute,
# letters of answer need an answer).
LETTERS = {(scenario, kind, "zh") for scenario in [*SCENARIOS, *PAUSED] for kind in KINDS}
LETTERS |= {("old-debt.yaml", kind, "zh") for kind in ("debt-verification", "call-script", "ledger")}
LETTERS |= {
    ("job-loss.yaml" if kind == "legal-notice" else "illness.yaml", kind, language)
    for kind in ALL_KINDS
    for language in ("zh", "en")
}
LETTERS |= {("no-income.yaml", "deferral-request", language) for language in ("zh", "en")}
# Letters for few cases, with the facts of cases that bear them.
OF_FEW = {path.stem: path.read_text("utf-8") for path in (ROOT / "tests" / "letter_cases").glob("*.yaml")}
LETTERS |= {(kind, kind, language) for kind in OF_FEW for language in ("zh", "en")}
each_letter = every_row(("scenario", "kind", "language"), sorted(LETTERS))


def text_of(scenario: str, kind: str) -> str:
    if scenario in OF_FEW:
        return OF_FEW[scenario]
    return bundled(scenario) if scenario in {*OLD_DEBTS, *PAUSED} else suited(bundled(scenario), kind, TODAY)


def path_of(scenario: str, kind: str, language: str, form: str) -> Path:
    return GOLDEN / Path(scenario).stem / f"{kind}{'' if language == 'zh' else '.' + language}.{form}"


@each_letter
def test_a_letter_reads_as_it_was_reviewed(
    scenario: str, kind: str, language: str, pytestconfig: pytest.Config
) -> None:
    text = text_of(scenario, kind)
    made = letters_of(text, kinds=(kind,), language=language)
    [written], pages = made.files(["md"]).values(), list(made.pages(["md"]).values())
    path, own = (path_of(scenario, kind, language, form) for form in ("md", "for-you.md"))
    assert written.decode() == golden(path, written.decode(), pytestconfig)
    assert [page.decode() for page in pages] == [golden(own, page.decode(), pytestconfig) for page in pages]


@pytest.mark.slow
@each_letter
def test_a_word_file_has_the_outline_that_was_reviewed(
    scenario: str, kind: str, language: str, pytestconfig: pytest.Config
) -> None:
    text = text_of(scenario, kind)
    [(_, written)] = letters_of(text, kinds=(kind,), language=language).files(["docx"]).items()
    path = path_of(scenario, kind, language, "outline")
    assert outline(written) == golden(path, outline(written), pytestconfig)


def test_every_golden_letter_is_one_that_can_be_written() -> None:
    expected = {path_of(*letter, form) for letter in LETTERS for form in ("md", "outline")}
    pages = {path_of(*letter, "for-you.md") for letter in LETTERS}
    assert expected <= {path for path in GOLDEN.rglob("*") if path.is_file()} <= expected | pages
