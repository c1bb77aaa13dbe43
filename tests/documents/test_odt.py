"""A letter as an OpenDocument text: the words of the Markdown, as LibreOffice reads them, on the Word file's pages."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import paper
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from letters.base.errors import UnknownName
from letters.documents.markdown import ListBlock, Paragraph, Quote, Run, TableBlock, clean, parse
from letters.documents.odt.write import to_odt
from letters.documents.plain_text import paragraphs
from letters.drafting.draft import Draft

OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE = f"{OASIS}text:1.0}}", f"{OASIS}style:1.0}}"


def odt(markdown: str, language: str = "zh") -> bytes:
    return to_odt(parse(markdown), title="申请书", language=language)


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return ElementTree.fromstring(package.read(name))


def words(data: bytes) -> list[str]:
    """The paragraphs that have words, as OpenDocument says: spaces in a row are one, but for those that are told."""
    found = []
    for node in part(data, "content.xml").iter():
        if node.tag in {f"{TEXT}p", f"{TEXT}h"}:
            found.append("".join(_words(node)))
    return [one for one in found if one.strip()]


def _words(node: ElementTree.Element) -> Iterator[str]:
    if node.tag == f"{TEXT}s":
        yield " " * int(node.get(f"{TEXT}c", "1"))
    if node.tag == f"{TEXT}line-break":
        yield "\n"
    yield re.sub(" +", " ", node.text or "")
    for child in node:
        yield from _words(child)
        yield re.sub(" +", " ", child.tail or "")


def shown(text: str) -> str:
    """A text as XML can hold it: with plain spaces, and nothing that no XML has."""
    return re.sub("[\t\n\r]", " ", clean(text))


@pytest.mark.slow
def test_every_letter_reads_back_as_the_words_of_its_markdown_in_styles_that_the_file_has() -> None:
    for name, draft in paper.drafts().items():
        data = to_odt(parse(draft.markdown), title=draft.title, language=draft.language)
        assert words(data) == paragraphs(parse(draft.markdown)), name
        known = {
            node.get(f"{STYLE}name")
            for file in ("styles.xml", "content.xml")
            for node in part(data, file).iter()
            if node.tag in {f"{STYLE}style", f"{TEXT}list-style"}
        }
        for node in part(data, "content.xml").iter():
            for key, value in node.attrib.items():
                assert not key.endswith("}style-name") or value in known, (name, value)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
@settings(max_examples=examples(25), deadline=None)
def test_any_text_reads_back(texts: list[str]) -> None:
    runs = tuple(Run(text, bold=True, blank=True) for text in texts if text != "\n")
    table = TableBlock(("right",), (runs,), ((runs,), ((),)))
    blocks = (Paragraph(runs), Quote((Paragraph(runs),)), table, ListBlock(True, 3, ((Paragraph(runs), table), ())))
    expected = shown("".join(run.text for run in runs))
    assert words(to_odt(blocks, title="\x00<&", language="en")) == [expected] * 7 * bool(expected.strip())


def test_the_kind_of_file_stands_first_and_the_same_letter_gives_the_same_bytes() -> None:
    data = odt("# 申请书\n\n正文 **粗**。\n\n1. 甲\n2. 乙")
    assert data == odt("# 申请书\n\n正文 **粗**。\n\n1. 甲\n2. 乙")
    assert data[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"
    [title] = [node.text for node in part(data, "meta.xml").iter() if node.tag.endswith("}title")]
    assert title == "申请书"


def test_a_change_of_the_body_reaches_the_styles_that_rest_on_it() -> None:
    found = {node.get(f"{STYLE}name"): node for node in part(odt("甲"), "styles.xml").iter(f"{STYLE}style")}
    kept = found["Keep_20_With_20_Next"]
    assert kept.get(f"{STYLE}parent-style-name") == "Text_20_body"
    assert [key.partition("}")[2] for key in kept[0].attrib] == ["keep-with-next"]


def test_an_unknown_style_is_named() -> None:
    with pytest.raises(UnknownName, match="no paragraph style is called 'Salutaton'"):
        odt("<!-- style: Salutaton -->\n某公司：")


def test_the_sheet_for_a_call_has_styles_margins_and_lists_of_its_own() -> None:
    record = "<!-- style: Call Record -->\n\n| 几点 | 说了什么 |\n|---|---|\n|  |  |\n"
    sentences = "<!-- style: Call Sentence Number -->\n\n1. 「您好。」\n   - 对方会核对身份。\n"
    content = part(odt(f"{sentences}\n{record}"), "content.xml")
    used = {node.get(f"{TEXT}style-name") for node in content.iter()}
    assert {"Call_20_Head", "Call_20_Blank", "Call_20_Sentence_20_Number", "Call_20_Aside"} <= used
    lists = {node.get(f"{STYLE}name") for node in content.iter(f"{TEXT}list-style")}
    assert {f"List_20_of_20_{name}" for name in ("Call_20_Sentence_20_Number", "Call_20_Aside")} == lists <= used
    styles = {node.get(f"{STYLE}name"): node for node in part(odt("a"), "styles.xml").iter(f"{STYLE}style")}
    exact = next(styles["Call_20_Blank"].iter(f"{STYLE}paragraph-properties"))
    assert "22pt" in exact.attrib.values()


@pytest.mark.office
def test_libreoffice_keeps_a_total_with_the_row_above_it(tmp_path: Path) -> None:
    sizes = range(30, 42)
    for rows in sizes:
        (tmp_path / f"{rows}.odt").write_bytes(odt(paper.long_table(rows)))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    files = [str(path) for path in sorted(tmp_path.glob("*.odt"))]
    subprocess.run([*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=300)
    lengths = [len(paper.pages(tmp_path / f"{rows}.pdf")) for rows in sizes]
    assert set(lengths) == {1, 2}
    assert [rows for rows in sizes if paper.has_lonely_total(tmp_path / f"{rows}.pdf")] == []


@pytest.mark.office
def test_libreoffice_reads_the_words_and_lays_them_out_on_the_pages_of_the_word_file(tmp_path: Path) -> None:
    found = {f"{language}.{draft.kind}": draft for language in paper.LANGUAGES for draft in _of_illness(language)}
    for name, draft in found.items():
        blocks = parse(draft.markdown)
        (tmp_path / f"{name}.odt").write_bytes(to_odt(blocks, title=draft.title, language=draft.language))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    files = [str(path) for path in sorted(tmp_path.glob("*.odt"))]
    for form in ("txt:Text (encoded):UTF8", "pdf"):
        subprocess.run(
            [*command, "--convert-to", form, "--outdir", str(tmp_path), *files],
            check=True,
            capture_output=True,
            timeout=300,
        )
    for name, draft in found.items():
        read = (tmp_path / f"{name}.txt").read_text("utf-8-sig")
        for paragraph in paragraphs(parse(draft.markdown)):
            assert re.sub(r"\s", "", paragraph) in re.sub(r"\s", "", read), name
        pages = paper.pages(tmp_path / f"{name}.pdf")
        form = "第{}页共{}页" if draft.language == "zh" else "Page{}of{}"
        assert [page.lines[-1] for page in pages] == [form.format(at, len(pages)) for at in range(1, len(pages) + 1)]
    assert {name: len(paper.pages(tmp_path / f"zh.{name}.pdf")) for name in ("waiver-email", "call-script")} == {
        "waiver-email": 2,
        "call-script": 2,
    }


def _of_illness(language: str) -> list[Draft]:
    return list(paper.cases()[f"illness.{language}"].drafts)
