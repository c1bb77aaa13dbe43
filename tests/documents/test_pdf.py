"""Blocks → a PDF: the words of the Markdown, on the pages of the Word file, or a clear reason why not."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import paper
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import Page
from strategies import examples

from letters.base.errors import OutputError, UnknownName
from letters.cli import main
from letters.documents.markdown import Block, Heading, ListBlock, Paragraph, Quote, Run, TableBlock, parse, plain
from letters.documents.pdf import fonts
from letters.documents.pdf.glyphs import lacking
from letters.documents.pdf.write import string, to_pdf

pytestmark = pytest.mark.needs("poppler-utils", "fonts-noto-cjk")
HOSTILE = (
    '#import "@preview/x:1.0.0" $x$ `a` *b* _c_ \\ "q" @ref <label> // no /* no */ = h - l + e ~ #(1+1) \'a\' --- ...'
)


def pdf(markdown: str, language: str = "zh") -> bytes:
    return to_pdf(parse(markdown), title="申请书", language=language)


def read(data: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


FOOTER = re.compile("第\\d+页共\\d+页|Page\\d+of\\d+")


def body(data: bytes) -> str:
    """The words in reading order without spaces, page by page without its number."""
    return "".join(FOOTER.sub("", squeezed(page)) for page in read(data, "-raw").split("\f"))


def expected(blocks: tuple[Block, ...], depth: int = 0) -> Iterator[str]:
    """The words of the blocks with the marks of lists, in order."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield plain(block.runs)
            case TableBlock():
                yield from (plain(cell) for row in (block.header, *block.rows) for cell in row)
            case Quote():
                yield from expected(block.blocks, depth)
            case ListBlock():
                for number, item in enumerate(block.items, block.start):
                    yield mark(block, number, depth, item)
                    yield from expected(item, depth + 1)


def mark(block: ListBlock, number: int, depth: int, item: tuple[Block, ...]) -> str:
    if block.ordered:
        return (f"{number}.", f"({number})", f"{chr(96 + number)})")[min(depth, 2)]
    is_check = item and isinstance(item[0], Paragraph) and plain(item[0].runs).startswith(("☐", "☑"))
    return "" if is_check else ("•", "–", "•")[min(depth, 2)]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return {
        name: to_pdf(parse(draft.markdown), title=draft.title, language=draft.language)
        for name, draft in paper.drafts().items()
    }


@pytest.fixture(scope="module")
def pages(printed: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    folder = tmp_path_factory.mktemp("pdf")
    for name, data in printed.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return paper.all_pages(sorted(folder.glob("*.pdf")))


# The same words


@pytest.mark.slow
def test_every_letter_reads_back_as_the_words_of_its_markdown(printed: dict[str, bytes]) -> None:
    for name, draft in paper.drafts().items():
        words = squeezed("".join(expected(parse(draft.markdown))))
        found = body(printed[name])
        if len(found) == len(words):
            assert found == words, name
        else:  # a table that goes on on the next page repeats its header there
            more = Counter(found) - Counter(words)
            heads = "".join(
                plain(cell) for block in parse(draft.markdown) if isinstance(block, TableBlock) for cell in block.header
            )
            assert not Counter(words) - Counter(found), name
            assert not more - Counter(squeezed(heads)), name


@pytest.mark.slow
def test_pages_are_numbered_and_no_word_leaves_the_text_area(pages: dict[str, list[Page]]) -> None:
    for name, of_letter in pages.items():
        for number, page in enumerate(of_letter, 1):
            form = "第{}页共{}页" if ".zh." in name else "Page{}of{}"
            assert page.lines[-1] == form.format(number, len(of_letter)), name
            assert len(page.lines) > 2, name
            for word in page.words:
                # a mark at either end of a line hangs, its empty half outside: 7 points of a large spoken sentences
                assert 90 - 7.1 <= word.left <= word.right <= page.width - 90 + 12.5, (name, word)


@pytest.mark.slow
def test_no_page_of_a_pdf_holds_only_a_signature(pages: dict[str, list[Page]]) -> None:
    for name, of_letter in pages.items():
        for page in of_letter:
            lines = page.lines
            if "敬礼" in lines:
                assert len(lines) > 6, (name, lines)


def test_a_total_stays_with_the_row_above_it_and_rows_to_fill_in_have_room(tmp_path: Path) -> None:
    path, sizes, lengths = tmp_path / "a.pdf", range(34, 42), set[int]()
    for rows in sizes:
        path.write_bytes(pdf(paper.long_table(rows)))
        assert not paper.has_lonely_total(path), rows
        lengths.add(len(paper.pages(path)))
    assert lengths == {1, 2}
    blank = "|  |  |\n" * 40
    path.write_bytes(pdf(f"<!-- style: Call Record -->\n\n| 几点 | 说了什么 |\n|---|---|\n{blank}"))
    assert len(paper.pages(path)) == 2


def test_a_pdf_has_a_title_a_language_and_tags(tmp_path: Path) -> None:
    petition = paper.draft_of("illness", "petition")
    path = tmp_path / "a.pdf"
    path.write_bytes(to_pdf(parse(petition.markdown), title=petition.title, language=petition.language))
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search("Title: +关于减免逾期罚息", info)
    assert re.search("Tagged: +yes", info)
    assert re.search("Page size: .*A4", info)
    assert "Date" not in info
    assert b"/Lang(zh-CN)" in path.read_bytes()
    tags = subprocess.run(["pdfinfo", "-struct", str(path)], capture_output=True, check=True).stdout
    for tag in (b"H1", b"Table", b"TH", b"TD", b"L (", b"LI", b"P ("):
        assert tag in tags


def test_the_same_letter_gives_the_same_bytes_in_another_process_too(tmp_path: Path) -> None:
    first = pdf("# 申请书\n\n正文 **粗**。")
    code = (
        "import sys; from letters.documents.pdf.write import to_pdf; from letters.documents.markdown import parse;"
        "sys.stdout.buffer.write(to_pdf(parse('# 申请书\\n\\n正文 **粗**。'), title='申请书', language='zh'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=paper.ROOT)
    assert done.stdout == first == pdf("# 申请书\n\n正文 **粗**。")


# Nothing in a letter is markup


def test_what_looks_like_typst_is_text() -> None:
    runs = (Run(HOSTILE), Run(HOSTILE, bold=True), Run(HOSTILE, italic=True, blank=True))
    table = TableBlock(("none",), (runs,), ((runs,),))
    items = ListBlock(True, 3, ((Paragraph(runs),), (Quote((Paragraph(runs),)),), ()))
    data = to_pdf((Heading(1, runs), Paragraph(runs), table, items), title=HOSTILE, language="en")
    assert body(data).count(squeezed(HOSTILE)) == 18


@given(st.lists(st.text(st.characters(max_codepoint=0x17F), max_size=30), min_size=1, max_size=4))
@settings(max_examples=examples(25), deadline=None)
def test_any_text_is_a_pdf(words: list[str]) -> None:
    runs = tuple(Run(text, bold=True, blank=True) for text in words)
    table = TableBlock(("right",), (runs,), ((runs,), ((),)))
    assert to_pdf((Heading(3, runs), Quote((Heading(4, runs), Paragraph(runs))), table), title="", language="fr")


@pytest.mark.parametrize(
    "markdown", ["", "# 只有标题", "| a |\n|---|", "> | a |\n> |---|\n\n| b |\n|---|", "-", "1. > a"]
)
def test_odd_documents_are_pdfs_too(markdown: str) -> None:
    assert pdf(markdown).startswith(b"%PDF")


def test_a_word_longer_than_a_line_stays_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf("a" * 10_000))
    [*all_pages] = paper.pages(tmp_path / "a.pdf")
    assert max(word.right for page in all_pages for word in page.words) <= 595.3 - 90 + 1


def test_a_string_of_typsts_cannot_be_left() -> None:
    assert string('a"b\\c\nd') == '"a\\"b\\\\c d"'


def test_an_unknown_style_is_named() -> None:
    with pytest.raises(UnknownName, match="no paragraph style is called 'Salutaton'"):
        pdf("<!-- style: Salutaton -->\n某公司：")


# Fonts


def alone() -> Any:
    """typst without any font of the machine."""
    return typst.Fonts(include_system_fonts=False)


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    fonts.chosen.cache_clear()
    monkeypatch.setattr(fonts, "installed", lambda _: alone())
    yield
    fonts.chosen.cache_clear()


def test_without_a_chinese_font_the_character_and_the_package_are_named(no_fonts: None) -> None:
    with pytest.raises(OutputError) as error:
        pdf("张伟")
    assert error.value.message.startswith("no font here has 书 (U+4E66), 伟 (U+4F1F), 共 (U+5171), 张 (U+5F20), ")
    assert "apt install fonts-noto-cjk" in error.value.message


def test_an_english_letter_needs_no_font_of_the_machine(no_fonts: None) -> None:
    data = to_pdf(parse("# Letter\n\nDear Sir or Madam, “quoted” – Zoë.\n\n- ☐ ID card"), title="Letter", language="en")
    assert body(data) == "LetterDearSirorMadam,“quoted”–Zoë.☐IDcard"


@pytest.mark.parametrize(
    ("char", "package"), [("🦄", "a font with symbols"), ("\U0002ebf0", "fonts-hanazono")], ids=["symbol", "rare"]
)
def test_a_character_that_no_font_has_is_named_with_its_package(char: str, package: str) -> None:
    with pytest.raises(OutputError, match=rf"no font here has {char} \(U\+{ord(char):X}\).*{package}"):
        pdf(f"张{char}")


@pytest.mark.slow
def test_the_characters_of_a_font_are_those_that_fonttools_finds() -> None:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    seen: set[str] = set()
    for font in fonts.installed(typst).fonts():
        if not font.path or font.style != "normal" or font.weight != 400:
            continue
        if font.path in seen:
            continue
        seen.add(font.path)
        theirs = set(TTFont(font.path, fontNumber=font.index, lazy=True).getBestCmap())
        tried = [chr(code) for code in (*range(0x20, 0xD800), *range(0xE000, 0xFFFE), *range(0x1F000, 0x20400))]
        assert lacking(tried, Path(font.path), font.index) == {char for char in tried if ord(char) not in theirs}
    assert len(seen) > 3


def test_a_file_that_is_no_font_has_no_character(tmp_path: Path) -> None:
    for content in (b"", b"ttcf", b"\0\1\0\0" + b"\xff" * 40, b"x" * 2000):
        path = tmp_path / f"{len(content)}.ttf"
        path.write_bytes(content)
        assert lacking("a", path, 0) == {"a"}


# The extra


def test_without_the_extra_the_command_to_install_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["letters", "render", "illness", "-k", "petition", "-f", "pdf"])
    with pytest.raises(SystemExit) as ended:
        copy_context().run(main)
    assert ended.value.code == 3
    assert "pip install 'negotiation-letters[pdf]' (in a checkout: pip install '.[pdf]')" in capsys.readouterr().err
    assert not (tmp_path / "illness").exists()


def test_word_and_markdown_are_written_without_loading_typst(tmp_path: Path) -> None:
    code = (
        "import sys; from letters.documents.formats import write_as;"
        "[write_as(form, '# a', 'a', 'zh') for form in ('md', 'txt', 'docx')];"
        "print(sorted({'typst', 'letters.documents.pdf.write', 'zipfile', 'xml.parsers.expat'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=paper.ROOT)
    assert done.stdout == "[]\n"
