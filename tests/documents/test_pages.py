"""The letters on paper: as LibreOffice lays them out, short enough, and nothing alone on a page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from cases import KINDS, SCENARIOS, bundled, letters_of
from every import every

pytestmark = pytest.mark.office

Pages = dict[tuple[str, str], list[str]]
"""The pages of each letter, as text."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Every letter of every bundled scenario, converted to PDF in one call."""
    folder = tmp_path_factory.mktemp("pages")
    for scenario in SCENARIOS:
        for name, word in letters_of(bundled(scenario), kinds=("all",)).files(["docx"]).items():
            (folder / f"{Path(scenario).stem}.{name}").write_bytes(word)
    words = sorted(str(path) for path in folder.glob("*.docx"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *words]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    found: Pages = {}
    for scenario in SCENARIOS:
        for kind in KINDS:
            pdf = folder / f"{Path(scenario).stem}.{kind}.pdf"
            done = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True)
            found[scenario, kind] = done.stdout.rstrip("\f").split("\f")
    return found


def words(page: str) -> str:
    """The words of a page without its footer and spaces."""
    return re.sub(r"\s", "", re.sub(r"第 *\d+ *页 *共 *\d+ *页", "", page))


# The pages are made with Noto, whose lines are a tenth higher than those of Word's 宋体.


@every(scenario=SCENARIOS)
def test_the_email_and_the_petition_before_its_annex_have_two_pages_at_most(pages: Pages, scenario: str) -> None:
    assert len(pages[scenario, "waiver-email"]) <= 2
    found = pages[scenario, "petition"]
    begins = [at for at, page in enumerate(found) if re.match("附件1(?:罚息|利息|息费)逐笔计算明细", words(page))]
    assert len(begins) <= 1
    assert (begins or [len(found)])[0] <= 2


@every(scenario=SCENARIOS, kind=KINDS)
def test_no_page_holds_only_a_signature_or_a_few_last_words(pages: Pages, scenario: str, kind: str) -> None:
    for page in pages[scenario, kind]:
        without_signature = re.sub("此致|敬礼|申请人（签名）：|[0-9年月日]", "", words(page))
        assert len(without_signature) > 40, page


@every(scenario=SCENARIOS)
def test_the_signature_stands_on_the_page_of_the_last_paragraph(pages: Pages, scenario: str) -> None:
    [page] = [words(page) for page in pages[scenario, "petition"] if "申请人（签名）" in words(page)]
    assert len(page.partition("此致")[0]) > 40
    [page] = [words(page) for page in pages[scenario, "waiver-email"] if "以上情况属实" in words(page)]
    assert re.search("年[0-9]+月[0-9]+日", page.partition("以上情况属实")[2])  # the date, behind the name


@every(scenario=SCENARIOS, kind=KINDS)
def test_every_page_is_numbered_at_its_foot(pages: Pages, scenario: str, kind: str) -> None:
    count = len(pages[scenario, kind])
    for number, page in enumerate(pages[scenario, kind], 1):
        last = page.rstrip().splitlines()[-1]
        assert re.sub(r"\s", "", last) == f"第{number}页共{count}页"


@every(scenario=SCENARIOS, kind=KINDS)
def test_no_amount_is_broken_over_two_lines(pages: Pages, scenario: str, kind: str) -> None:
    text = "\n".join(pages[scenario, kind])
    [drafted] = letters_of(bundled(scenario), kinds=(kind,)).drafts
    for amount in set(re.findall(r"\d{1,3}(?:,\d{3})*\.\d\d", drafted.markdown)):
        assert amount in text, amount
