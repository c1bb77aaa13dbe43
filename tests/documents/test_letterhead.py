"""The user's own document as letterhead: its page, header and styles, our words; and what is refused."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextvars import copy_context
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import paper
import pytest
from cases import ROOT
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from ooxml_integrity import check
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

from letters.base.errors import InputError
from letters.cli import main
from letters.documents.docx.letterhead import Letterhead
from letters.documents.docx.write import to_word
from letters.documents.markdown import parse
from letters.documents.pdf.write import to_pdf
from letters.pipeline import Letters, write_letters

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LETTER = "# 申请书\n\n正文。\n\n1. 一；\n2. 二。\n\n- 甲\n  - 乙\n\n| 金额 |\n|---:|\n| 1.00 |\n"


def picture() -> bytes:
    """A red PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xc8\x1e\x1e")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def own(change: Callable[[WordDocument], None] = lambda _: None) -> bytes:
    """A document as a user has it: A4 with a wide right margin, a logo and a name in its header, text in its body."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2), Cm(5)
    document.styles["Normal"].font.name = "Arial"
    line = section.header.paragraphs[0]
    line.add_run().add_picture(io.BytesIO(picture()), width=Cm(1))
    line.add_run("张记咨询")
    document.add_paragraph("机密正文")
    document.core_properties.author = "张某"
    change(document)
    return saved(document)


def changed(raw: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == part else data)
    return out.getvalue()


def written(raw: bytes, markdown: str = LETTER) -> bytes:
    house = Letterhead(raw, "my.docx").stationery("zh")
    return to_word(parse(markdown), title="申请书", language="zh", house=house)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part(data: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(members(data)[name])


def findings(data: bytes, folder: Path) -> list[str]:
    path = folder / "letter.docx"
    path.write_bytes(data)
    validator = OpenXmlValidator(FileFormat.OFFICE_2019, security_validation=True)
    return [*map(str, validator.validate(path).errors), *map(str, check(str(path)))]


# What is taken over


def test_the_page_the_header_and_its_picture_are_the_users() -> None:
    data = written(own())
    parts = members(data)
    section = next(part(data, "word/document.xml").iter(f"{W}sectPr"))
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size is not None and size.get(f"{W}w") == "11906"
    assert margins is not None and margins.get(f"{W}right") == "2835"
    assert "张记咨询" in parts["word/header1.xml"].decode()
    assert parts["word/media/image1.png"] == picture()
    assert b"media/image1.png" in parts["word/_rels/header1.xml.rels"]
    assert Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text == "张记咨询"


@pytest.mark.slow
def test_tables_are_as_wide_as_the_users_text() -> None:
    for columns in (1, 3, 8):
        row = "| " + " | ".join(["很长的一格"] * columns) + " |\n"
        table = next(part(written(own(), row + "|---" * columns + "|\n" + row), "word/document.xml").iter(f"{W}tbl"))
        assert sum(int(column.get(f"{W}w", 0)) for column in table.iter(f"{W}gridCol")) == 11906 - 1134 - 2835


def test_nothing_else_of_the_users_document_goes_into_a_letter() -> None:
    content = b"".join(members(written(own())).values()).decode("utf-8", "replace")
    assert "机密正文" not in content
    assert "张某" not in content


def test_a_style_of_the_users_is_used_under_whatever_id_it_has() -> None:
    def chinese(document: WordDocument) -> None:
        document.styles["Body Text"].element.set(qn("w:styleId"), "a3")
        document.styles["Body Text"].font.size = Pt(15)

    data = written(own(chinese))
    body = part(data, "word/document.xml")
    [paragraph] = [p for p in body.iter(f"{W}p") if "".join(p.itertext()) == "正文。"]
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    assert style is not None
    assert style.get(f"{W}val") in {"a3", "KeepWithNext"}
    styles = {s.get(f"{W}styleId"): s for s in part(data, "word/styles.xml").iter(f"{W}style")}
    assert styles["KeepWithNext"].find(f"{W}basedOn").get(f"{W}val") == "a3"  # type: ignore[union-attr]
    assert len(styles) == len(list(part(data, "word/styles.xml").iter(f"{W}style")))


@pytest.mark.slow
def test_headers_of_an_earlier_section_go_on_in_the_last_one() -> None:
    data = written(own(lambda document: document.add_section() and None))
    assert "张记咨询" in members(data)["word/header1.xml"].decode()


def test_a_first_page_of_its_own_and_a_landscape_page_are_kept() -> None:
    def change(document: WordDocument) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "首页"
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)

    document = Document(io.BytesIO(written(own(change))))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "首页"
    assert section.orientation == WD_ORIENT.LANDSCAPE


@pytest.mark.slow
def test_without_a_footer_ours_stands_on_every_page_and_a_footer_of_the_users_stays_alone() -> None:
    assert "共" in members(written(own()))["word/footer1.xml"].decode()
    theirs = own(lambda document: setattr(document.sections[0].footer.paragraphs[0], "text", "地址"))
    footers = [data.decode() for name, data in members(written(theirs)).items() if "word/footer" in name]
    assert len(footers) == 1
    assert "地址" in footers[0]


# Lists


def numbering(data: bytes) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """(number, level) of each numbered paragraph of the letter; w:num → w:abstractNum."""
    uses = [
        (p.find(f".//{W}numId").get(f"{W}val", ""), p.find(f".//{W}ilvl").get(f"{W}val", ""))  # type: ignore[union-attr]
        for p in part(data, "word/document.xml").iter(f"{W}p")
        if p.find(f".//{W}numPr") is not None
    ]
    nums = part(data, "word/numbering.xml").iter(f"{W}num")
    return uses, {n.get(f"{W}numId", ""): n.find(f"{W}abstractNumId").get(f"{W}val", "") for n in nums}  # type: ignore[union-attr]


@pytest.mark.slow
def test_numbers_are_those_of_the_users_list_style_and_restart() -> None:
    raw = own()
    styles = part(raw, "word/styles.xml")
    [theirs] = [
        number.get(f"{W}val", "")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}name[@{W}val='List Number']") is not None
        for number in style.iter(f"{W}numId")
    ]
    data = written(raw)
    uses, definitions = numbering(data)
    assert len(uses) == 2
    assert definitions[uses[0][0]] == definitions[theirs]
    assert uses[0][0] not in numbering(raw)[1]


@pytest.mark.slow
def test_a_list_style_without_numbers_gets_ours(tmp_path: Path) -> None:
    def bare(document: WordDocument) -> None:
        for name in ("List Number", "List Bullet"):
            element = document.styles[name].element
            element.pPr.remove(element.pPr.numPr)

    data = written(own(bare))
    uses, definitions = numbering(data)
    assert len(uses) == 3  # two numbers and the bullet of the first level
    assert all(number in definitions for number, _ in uses)
    assert findings(data, tmp_path) == []


@pytest.mark.slow
def test_a_document_without_any_list_gets_ours(tmp_path: Path) -> None:
    raw = own()
    rels = "word/_rels/document.xml.rels"
    raw = changed(raw, rels, lambda data: data.replace(b"relationships/numbering", b"relationships/comments"))
    assert findings(written(raw), tmp_path) == []


# Valid, whatever the user brings


def small(document: WordDocument) -> None:
    """As little as a document can have: three styles."""
    for style in list(document.styles):
        if style.name not in {"Normal", "Default Paragraph Font", "Normal Table"}:
            style.delete()


def clash(document: WordDocument) -> None:
    """Names and ids that the house uses, for something else."""
    styles = document.styles.element
    styles.append(
        parse_xml(f'<w:style {NS} w:type="character" w:styleId="Signature"><w:name w:val="Table Text"/></w:style>')
    )


@pytest.mark.slow
@pytest.mark.parametrize("change", [lambda _: None, small, clash], ids=["plain", "small", "clash"])
def test_two_validators_find_nothing_in_a_letter_over_the_users_document(
    change: Callable[[WordDocument], None], tmp_path: Path
) -> None:
    assert findings(written(own(change)), tmp_path) == []


def test_a_letter_of_ours_can_be_a_letterhead_again(tmp_path: Path) -> None:
    first = to_word(parse(LETTER), title="a", language="zh")
    head = Letterhead(first, "my.docx")
    second = to_word(parse(LETTER), title="a", language="zh", house=head.stationery("zh"))
    assert findings(second, tmp_path) == []
    assert head.notes() == []
    assert [p.text for p in Document(io.BytesIO(second)).paragraphs] == [
        p.text for p in Document(io.BytesIO(first)).paragraphs
    ]


def test_a_style_that_a_header_names_and_the_document_lacks_is_left_out(tmp_path: Path) -> None:
    def without(document: WordDocument) -> None:
        for name in ("Header", "Header Char"):
            document.styles[name].delete()

    raw = own(without)
    assert b'pStyle w:val="Header"' in members(raw)["word/header1.xml"]
    assert findings(written(raw), tmp_path) == []


@pytest.mark.office
def test_letters_are_printed_on_the_users_page(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(written(own(), LETTER + "\n一段话。" * 400))
    paper.printed([tmp_path / "letter.docx"], tmp_path)
    pages = paper.pages(tmp_path / "letter.pdf")
    assert len(pages) > 1
    for page in pages:
        assert "张记咨询" in "".join(page.lines)
        assert max(word.right for word in page.words) <= page.width - 141 + 13


def test_what_is_missing_is_named_once_and_only_if_a_letter_needed_it() -> None:
    head = Letterhead(own(), "my.docx")
    to_word(parse("<!-- style: Salutation -->\n某公司："), title="a", language="zh", house=head.stationery("zh"))
    assert [str(note) for note in head.notes()] == [
        "my.docx lacks these styles, for which ours were added: Salutation",
        "my.docx has no footer; ours, with page numbers, was added",
    ]


def test_settings_that_protect_or_merge_are_not_taken_over() -> None:
    def protect(document: WordDocument) -> None:
        document.settings.element.append(parse_xml(f'<w:documentProtection {NS} w:edit="readOnly"/>'))
        document.settings.odd_and_even_pages_header_footer = True

    settings = members(written(own(protect)))["word/settings.xml"]
    assert b"documentProtection" not in settings
    assert b"evenAndOddHeaders" in settings


# What is refused


def external(raw: bytes) -> bytes:
    """The logo is a link to a picture elsewhere."""
    return changed(
        raw,
        "word/_rels/header1.xml.rels",
        lambda data: data.replace(
            b'Target="media/image1.png"', b'Target="https://example.com/a.png" TargetMode="External"'
        ),
    )


def with_entity(data: bytes) -> bytes:
    return b'<!DOCTYPE a [<!ENTITY b "c">]>' + data[data.index(b"<w:doc") :]


def narrow(document: WordDocument) -> None:
    document.sections[0].right_margin = Cm(16)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (lambda: b"PK\x03\x04 and so on", "damaged"),
        (lambda: b"hello", "not a Word file"),
        (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (lambda: b"x" * (9 << 20), "larger than 8 MiB"),
        (lambda: own(narrow), "leaves 3.0 cm between its margins; a letter needs 4 cm at least"),
        (lambda: external(own()), "shows a picture that is not in the file itself; embed it"),
        (
            lambda: changed(own(), "word/document.xml", with_entity),
            "document type",
        ),
        (lambda: changed(own(), "word/styles.xml", lambda data: data[:-40]), "damaged"),
        (
            lambda: changed(own(), "[Content_Types].xml", lambda data: data.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )),
            "contains macros",
        ),
    ],
    ids=["cut", "text", "password", "large", "narrow", "linked", "doctype", "styles", "macros"],
)  # fmt: skip
def test_what_cannot_be_a_letterhead_is_refused_with_the_reason(raw: Callable[[], bytes], message: str) -> None:
    with pytest.raises(InputError, match=message):
        written(raw())


# The option


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    monkeypatch.setattr(sys, "argv", ["letters", *arguments])
    with pytest.raises(SystemExit) as ended:
        copy_context().run(main)
    return ended.value.code


def test_render_takes_the_letterhead_and_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.docx").write_bytes(own())
    assert run(monkeypatch, "render", "illness", "-k", "petition", "-f", "docx", "--reference-doc", "my.docx") in (
        0,
        None,
    )
    assert "my.docx lacks these styles, for which ours were added: Salutation, " in capsys.readouterr().err
    assert findings((tmp_path / "illness" / "petition.docx").read_bytes(), tmp_path) == []


def test_render_refuses_a_letterhead_before_it_writes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.docx").write_bytes(b"hello")
    assert run(monkeypatch, "render", "illness", "--reference-doc", "my.docx") == 3
    assert "my.docx is not a Word file (.docx)" in capsys.readouterr().err
    assert run(monkeypatch, "render", "illness", "--reference-doc", "none.docx") == 3
    assert run(monkeypatch, "render", "illness", "-f", "md", "--reference-doc", "my.docx") == 2
    assert not (tmp_path / "illness").exists()


@pytest.mark.slow
def test_every_kind_over_a_letterhead_is_valid(tmp_path: Path) -> None:
    letters: Letters = write_letters(
        (ROOT / "scenarios" / "illness.yaml").read_bytes(), "a.yaml", today=date(2026, 4, 1), kinds=["all"]
    )
    head = Letterhead(own(), "my.docx")
    assert {
        name: found for name, data in letters.on(head).files(["docx"]).items() if (found := findings(data, tmp_path))
    } == {}


# PDF


@pytest.mark.needs("poppler-utils", "fonts-noto-cjk")
def test_a_pdf_has_the_page_and_the_lines_of_the_letterhead(tmp_path: Path) -> None:
    def more(document: WordDocument) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "首页的抬头"
        line = section.footer.paragraphs[0]
        line.add_run("共 ")
        line._p.append(parse_xml(f'<w:fldSimple {NS} w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>'))
        line.add_run(" 页，第 ")
        for piece in ("begin", "", "separate", "result", "end"):
            inner = f'<w:fldChar w:fldCharType="{piece}"/>' if piece in {"begin", "separate", "end"} else ""
            inner = inner or ("<w:t>77</w:t>" if piece else "<w:instrText> PAGE </w:instrText>")
            line._p.append(parse_xml(f"<w:r {NS}>{inner}</w:r>"))
        line.add_run(" 页")
        section.first_page_footer.paragraphs[0].text = "首页的脚"

    for name, raw in (("sound", own(more)), ("broken", changed(own(more), "word/media/image1.png", lambda _: b"no"))):
        text = LETTER + "\n正文。\n" * 60
        paper_of_user = Letterhead(raw, "my.docx").paper
        assert (round(paper_of_user.left), round(paper_of_user.right)) == (57, 142)
        made = to_pdf(parse(text), title="申请书", language="zh", paper=paper_of_user)
        (tmp_path / f"{name}.pdf").write_bytes(made)
        first, *others = paper.pages(tmp_path / f"{name}.pdf")
        assert (first.lines[0], first.lines[-1]) == ("首页的抬头", "首页的脚")
        for number, page in enumerate(others, 2):
            assert page.lines[0] == "张记咨询"
            assert page.lines[-1] == f"共{len(others) + 1}页，第{number}页"
            assert max(word.right for word in page.words[1:-1]) <= page.width - 141.7 + 12.5
        assert (b"/Subtype/Image" in made) == (name == "sound")
