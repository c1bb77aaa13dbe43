"""Every kind of letter, of every bundled case, in every language: as Word validates it and as it is printed."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import paper
import pytest
from ooxml_integrity import check
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]
from paper import Page

from letters.documents.formats import write_as
from letters.documents.markdown import Block, Heading, Paragraph, parse, plain
from letters.drafting.draft import Draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEFT, RIGHT, POINT = 90.0, 90.0, 1.0  # 3.18 cm in points; what rounding may add
HANGING = 12.5  # a full stop may hang over the right edge, as Chinese type is set
MOST_PAGES = {
    "authorisation": 2, "collection-conduct": 3, "counter-offer": 3, "deferral-request": 3, "refund-request": 2,
    "review-request": 3, "receipt-request": 2,
    "incoming-call": 2, "budget": 1, "call-log": 1, "call-script": 2, "chat-messages": 2, "debt-verification": 2,
    "evidence-checklist": 2, "follow-up": 2, "hardship-statement": 2,
    "ledger": 3, "legal-notice": 3, "lender-complaint": 4, "mediation-request": 3, "petition": 6,
    "prevention-plan": 2, "regulator-complaint": 3, "relief-application": 2, "repayment-plan": 3, "waiver-email": 3,
}  # fmt: skip
"""With the fonts of a Linux machine, whose lines are a tenth higher than those of Word; annex and own page included."""


@cache
def drafts() -> dict[str, Draft]:
    return paper.drafts()


@cache
def words() -> dict[str, bytes]:
    return {name: write_as("docx", draft.markdown, draft.title, draft.language) for name, draft in drafts().items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    for name, content in words().items():
        (folder / f"{name}.docx").write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[str, list[Page]]:
    """What LibreOffice prints."""
    paper.printed(sorted(folder.glob("*.docx")), folder)
    return paper.all_pages(sorted(folder.glob("*.pdf")))


@pytest.mark.slow
def test_every_kind_of_every_case_is_looked_at() -> None:
    kinds = {name.split(".")[2] for name in drafts()}
    assert kinds == set(MOST_PAGES)
    assert {name.split(".")[1] for name in drafts()} == set(paper.LANGUAGES)


# As a package


@pytest.mark.slow
def test_two_validators_find_nothing_in_any_letter(folder: Path) -> None:
    strict = OpenXmlValidator(FileFormat.OFFICE_2007, security_validation=True)
    found = {
        path.name: [*map(str, strict.validate(path).errors), *map(str, check(str(path)))]
        for path in sorted(folder.glob("*.docx"))
    }
    assert {name: findings for name, findings in found.items() if findings} == {}


@pytest.mark.slow
def test_headings_descend_one_level_at_a_time() -> None:
    for name, content in words().items():
        levels = outline(content)
        assert levels[:1] in ([], [0]), name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_every_table_has_a_header_row_with_words_that_repeats() -> None:
    for name, content in words().items():
        for table in body(content).iter(f"{W}tbl"):
            header = table.find(f"{W}tr")
            assert header is not None, name
            assert header.find(f"{W}trPr/{W}tblHeader") is not None, name
            assert all("".join(cell.itertext()).strip() for cell in header.iter(f"{W}tc")), name


def test_no_empty_paragraph_makes_space() -> None:
    for name, content in words().items():
        for paragraph in body(content).findall(f"{W}body/{W}p"):
            if not "".join(paragraph.itertext()).strip():
                assert style(paragraph) in {"TableGap", "TableEnd"}, name  # Word asks for it after a table


def test_the_title_and_the_language_are_set() -> None:
    for name, content in words().items():
        core = read(content, "docProps/core.xml")
        draft = drafts()[name]
        headings = (one for one in parse(draft.markdown) if isinstance(one, Heading) and one.level == 1)
        title = next((plain(one.runs) for one in headings), draft.title)
        assert [element.text for element in core] == [title, draft.language], name
        latin = read(content, "word/styles.xml").find(f".//{W}rPrDefault//{W}lang")
        assert latin is not None and latin.get(f"{W}eastAsia") == "zh-CN", name


# As printed


@pytest.mark.office
def test_no_letter_is_longer_than_its_kind(printed: dict[str, list[Page]]) -> None:
    too_long = {name: len(pages) for name, pages in printed.items() if len(pages) > MOST_PAGES[name.split(".")[2]]}
    assert too_long == {}
    assert printed.keys() == words().keys()


@pytest.mark.office
def test_no_word_leaves_the_text_area(printed: dict[str, list[Page]]) -> None:
    for name, pages in printed.items():
        for page in pages:
            for word in page.words:
                hangs = HANGING if unicodedata.category(word.text[-1]).startswith("P") else POINT
                assert word.left >= LEFT - POINT, (name, word)
                assert word.right <= page.width - RIGHT + hangs, (name, word)


@pytest.mark.office
def test_every_page_has_its_number_at_the_foot(printed: dict[str, list[Page]]) -> None:
    for name, pages in printed.items():
        form = "第{}页共{}页" if ".zh." in name else "Page{}of{}"
        for number, page in enumerate(pages, 1):
            assert page.lines[-1] == form.format(number, len(pages)), name


@pytest.mark.office
def test_no_page_is_empty(printed: dict[str, list[Page]]) -> None:
    assert [name for name, pages in printed.items() for page in pages if len(page.lines) < 3] == []


@pytest.mark.office
def test_no_page_holds_only_a_signature(printed: dict[str, list[Page]]) -> None:
    looked = 0
    parted: list[str] = []
    for name, pages in printed.items():
        signing = signature(drafts()[name])
        for page in pages:
            lines = page.lines[:-1]
            if signing and lines and signing[-1] in lines:
                looked += 1
                others = [line for line in lines if line not in signing]
                parted += [name] if len(others) < 2 else []
                parted += [name for line in signing if line not in lines]
    assert looked > 60
    assert len(parted) <= 2, parted  # LibreOffice 7.4 overlooks "keep with next" here, too


@pytest.mark.office
def test_no_page_ends_with_a_heading(printed: dict[str, list[Page]]) -> None:
    found = []
    for name, pages in printed.items():
        headings = {
            squeezed(plain(block.runs)) for block in parse(drafts()[name].markdown) if isinstance(block, Heading)
        }
        found += [name for page in pages[:-1] if page.lines[-2] in headings]
    assert len(found) <= len(printed) // 30, found  # LibreOffice 7.4 overlooks "keep with next" in some arrangements


@pytest.mark.office
def test_no_page_begins_with_the_line_that_closes_a_table(printed: dict[str, list[Page]]) -> None:
    closing = re.compile("未还本金[0-9,.]+元|Principalunpaid:")
    found = [name for name, pages in printed.items() for page in pages if closing.match(page.lines[0])]
    # All rows of debt-sold's last table say "keep with next", and LibreOffice 7.4 overlooks it, as with headings above.
    assert len(found) <= len(printed) // 100, found


def signature(draft: Draft) -> list[str]:
    """The lines from 此致 to the date."""
    blocks = parse(draft.markdown)
    while any(top_of_letter(one) for one in blocks):
        blocks = blocks[1:]  # a date at the top is no signature's
    lines = [
        squeezed(plain(block.runs))
        for block in blocks
        if isinstance(block, Paragraph) and block.style in {"Closing", "Signature", "Date"}
    ]
    return [*(["此致"] if draft.language == "zh" and len(lines) == 3 else []), *lines]


def top_of_letter(block: Block) -> bool:
    """Whether it is the salutation, or the heading of a letter that has none."""
    return (isinstance(block, Heading) and block.level == 1) or (
        isinstance(block, Paragraph) and block.style == "Salutation"
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def read(content: bytes, part: str) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return ElementTree.fromstring(package.read(part))


def body(content: bytes) -> ElementTree.Element:
    return read(content, "word/document.xml")


def style(paragraph: ElementTree.Element) -> str:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    assert named is not None
    return named.get(f"{W}val", "")


def outline(content: bytes) -> list[int]:
    """The outline levels of the headings, in order."""
    levels: dict[str, int] = {}
    bases: dict[str, str] = {}
    for one in read(content, "word/styles.xml").iter(f"{W}style"):
        name, level, base = one.get(f"{W}styleId", ""), one.find(f".//{W}outlineLvl"), one.find(f"{W}basedOn")
        if level is not None:
            levels[name] = int(level.get(f"{W}val", "0"))
        bases[name] = "" if base is None else base.get(f"{W}val", "")
    found = []
    for paragraph in body(content).iter(f"{W}p"):
        name = style(paragraph)
        while name and name not in levels:
            name = bases.get(name, "")
        if name:
            found.append(levels[name])
    return found
