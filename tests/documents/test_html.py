"""A letter as one HTML file: the words of the Markdown, nothing loaded, no script, in print the pages of the PDF."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from shutil import which

import paper
import pytest
from html_reader import HtmlReader
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, sync_playwright
from strategies import examples

from letters.base.errors import UnknownName
from letters.documents.formats import write_as
from letters.documents.html.page import to_html
from letters.documents.markdown import Heading, Paragraph, Quote, Run, TableBlock, parse
from letters.documents.pdf.write import to_pdf
from letters.documents.plain_text import paragraphs

HOSTILE = "</style><script>alert(1)</script><img src=//x.example> \" ' & <!-- --> \\"


def page(markdown: str, language: str = "zh") -> bytes:
    return to_html(parse(markdown), title="申请书", language=language)


@pytest.mark.slow
def test_every_letter_reads_back_as_the_words_of_its_markdown() -> None:
    for name, draft in paper.drafts().items():
        data = to_html(parse(draft.markdown), title=draft.title, language=draft.language)
        assert HtmlReader(data).paragraphs == paragraphs(parse(draft.markdown)), name
        loads_nothing(data)


def loads_nothing(data: bytes) -> None:
    found = HtmlReader(data)
    known = "html head meta title style body main h1 h2 h3 p br strong em mark ul ol li blockquote div table colgroup"
    assert found.tags <= {*known.split(), "col", "thead", "tbody", "tr", "th", "td"}
    names = {"lang", "charset", "http-equiv", "content", "name", "class", "style", "scope", "start"}
    assert {name for name, _ in found.attributes} <= names
    assert not re.search(rb"url\(|@import|javascript:", data)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in found.attributes


def test_what_looks_like_html_is_text() -> None:
    runs = (Run(HOSTILE), Run(HOSTILE, bold=True), Run(HOSTILE, italic=True, blank=True))
    table = TableBlock(("right",), (runs,), ((runs,), ((),)))
    data = to_html((Heading(1, runs), Paragraph(runs), Quote((Paragraph(runs),)), table), title=HOSTILE, language="en")
    assert HtmlReader(data).paragraphs == [HOSTILE * 3] * 5
    loads_nothing(data)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
@settings(max_examples=examples(25), deadline=None)
def test_any_text_is_a_page(words: list[str]) -> None:
    loads_nothing(page("\n\n".join(words)))


def test_an_unknown_style_is_named() -> None:
    with pytest.raises(UnknownName, match="no paragraph style is called 'Salutaton'"):
        page("<!-- style: Salutaton -->\n某公司：")


def test_the_title_of_a_file_is_the_heading_of_its_letter() -> None:
    for form in ("docx", "html", "odt", "pdf"):
        made, plain = (write_as(form, text, "Kind", "en") for text in ("# The heading\n\nWords.", "Words."))
        if form in {"docx", "odt"}:
            name = "docProps/core.xml" if form == "docx" else "meta.xml"
            made, plain = (zipfile.ZipFile(BytesIO(one)).read(name) for one in (made, plain))
        assert (b"The heading" in made, b"Kind" in plain) == (True, True), form
        assert b"Kind" not in made, form


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.browser
def test_a_browser_prints_the_pages_of_the_pdf_numbered_and_asks_for_no_file(chromium: Browser, tmp_path: Path) -> None:
    asked: list[str] = []
    for language in paper.LANGUAGES:
        for kind in ("petition", "waiver-email", "evidence-checklist", "call-script"):
            draft = paper.cases()[f"illness.{language}"][kind]
            (tmp_path / "a.html").write_bytes(to_html(parse(draft.markdown), title=draft.title, language=language))
            tab = chromium.new_page(viewport={"width": 390, "height": 844})
            asked.clear()
            tab.on("request", lambda request: asked.append(request.url))
            tab.goto((tmp_path / "a.html").as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth") <= 390, draft.kind
            (tmp_path / "a.pdf").write_bytes(tab.pdf(prefer_css_page_size=True))
            tab.close()
            assert asked == [(tmp_path / "a.html").as_uri()]
            (tmp_path / "b.pdf").write_bytes(to_pdf(parse(draft.markdown), title=draft.title, language=language))
            mine, theirs = paper.pages(tmp_path / "a.pdf"), paper.pages(tmp_path / "b.pdf")
            assert abs(len(mine) - len(theirs)) <= (kind != "call-script"), (language, kind)
            form = "第{}页共{}页" if language == "zh" else "Page{}of{}"
            for number, one in enumerate(mine, 1):
                assert one.lines[-1] == form.format(number, len(mine))
                assert max(word.right for word in one.words) <= one.width - 90 + 12.5
            done = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True)
            assert "【" in done.stdout.decode() or "【" not in draft.markdown
