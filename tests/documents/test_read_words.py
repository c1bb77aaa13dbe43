"""An edited Word file is read as a person sees it, and nothing that it brings can do harm."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import date

import pytest
from desk import DOCUMENT, SCENARIO, packed, parts_of, with_xml
from docx2python import docx2python
from every import every
from hypothesis import given
from hypothesis import strategies as st

from letters.base.errors import InputError
from letters.documents.docx.read_words import document_words
from letters.documents.markdown import parse
from letters.documents.plain_text import paragraphs
from letters.documents.read_back import read_words
from letters.files.xml_nodes import MOST_DEPTH
from letters.pipeline import write_letters

LETTERS = write_letters(SCENARIO.encode(), "case.yaml", today=date(2026, 3, 20), kinds=["all"])
FILES = LETTERS.files(["docx"])
PETITION = FILES["petition.docx"]
OLD = "没能按时还上，很抱歉。"
W14 = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def everything(raw: bytes) -> list[str]:
    read = document_words(raw, "a.docx")
    return read.letter + read.margins


def words(raw: bytes) -> str:
    return "\n".join(everything(raw))


def with_run(xml: str) -> bytes:
    """The petition with XML set between two halves of a sentence."""
    halves = '</w:t></w:r>%s<w:r><w:t xml:space="preserve">'
    return with_xml(PETITION, OLD, f"没能按时还上，{halves % xml}很抱歉。")


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


# What is visible


@every(name=FILES)
def test_the_words_of_a_letter_are_those_of_its_markdown(name: str) -> None:
    drafted = next(one for one in LETTERS.drafts if name.startswith(f"{one.kind}."))
    read = document_words(FILES[name], name)
    assert read.letter == paragraphs(parse(drafted.markdown))
    assert [re.sub(r"\d", "", found) for found in read.margins] == ["第  页 共  页"]


@every(name=FILES)
@pytest.mark.slow
def test_another_reader_finds_the_same_words(name: str) -> None:
    with docx2python(io.BytesIO(FILES[name])) as oracle:
        theirs = re.sub(r"\d+\)\t|--\t|[•–]\t|\s", "", oracle.text)
    for paragraph in document_words(FILES[name], name).letter:
        assert re.sub(r"\s", "", paragraph) in theirs


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(f'<w:ins w:id="1" w:author="a">{run("【看见】")}</w:ins>', id="tracked insertion"),
        pytest.param(f'<w:moveTo w:id="1" w:author="a">{run("【看见】")}</w:moveTo>', id="moved here"),
        pytest.param(f"<w:sdt><w:sdtPr/><w:sdtContent>{run('【看见】')}</w:sdtContent></w:sdt>", id="content control"),
        pytest.param(f'<w:hyperlink w:anchor="a">{run("【看见】")}</w:hyperlink>', id="link"),
        pytest.param(f'<w:fldSimple w:instr="DATE">{run("【看见】")}</w:fldSimple>', id="simple field"),
        pytest.param(f"<w:smartTag>{run('【看见】')}</w:smartTag>", id="smart tag"),
        pytest.param(run("【看见】", '<w:vanish w:val="0"/>'), id="not hidden after all"),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>FORMTEXT 7</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'{run("【看见】")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            id="field",
        ),
        pytest.param(
            "<w:r><w:ruby><w:rt><w:r><w:t>音</w:t></w:r></w:rt><w:rubyBase>"
            f"{run('【看见】')}</w:rubyBase></w:ruby></w:r>",
            id="word with its reading above",
        ),
    ],
)
def test_words_that_are_seen_are_read_where_they_stand(xml: str) -> None:
    assert "没能按时还上，【看见】很抱歉。" in words(with_run(xml))


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param('<w:del w:id="1" w:author="a"><w:r><w:delText>【删】</w:delText></w:r></w:del>', id="deletion"),
        pytest.param(f'<w:moveFrom w:id="1" w:author="a">{run("【移走】")}</w:moveFrom>', id="moved away"),
        pytest.param(run("【藏】", "<w:vanish/>"), id="hidden"),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF 1=1</w:instrText></w:r>'
            f'{run("【码】")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            id="inside a field's code",
        ),
        pytest.param("<w:r><w:rPr><w:vanish/></w:rPr><w:tab/></w:r>", id="hidden tab"),
    ],
)
def test_words_that_are_not_seen_are_not_read(xml: str) -> None:
    assert "没能按时还上，很抱歉。" in words(with_run(xml))


def test_a_style_hides_words_and_a_run_may_show_them_again() -> None:
    style = (
        '<w:style w:type="character" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:basedOn w:val="Base"/></w:style>'
    )
    raw = with_run(
        run("【藏】", '<w:rStyle w:val="Gone"/>') + run("【见】", '<w:rStyle w:val="Gone"/><w:vanish w:val="0"/>')
    )
    assert "没能按时还上，【见】很抱歉。" in words(
        with_xml(raw, "</w:styles>", f"{style}</w:styles>", "word/styles.xml")
    )


def test_a_text_box_is_read_once_though_it_is_written_twice() -> None:
    box = f"<w:txbxContent><w:p>{run('【盒子】')}</w:p></w:txbxContent>"
    xml = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice xmlns:wps="{W14}" Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    read = everything(with_run(xml))
    assert read.count("【盒子】") == 1
    assert any("没能按时还上，很抱歉。" in found for found in read)  # the sentence around it is whole


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    style = '<w:pPr><w:pStyle w:val="Salutation"/>'
    raw = with_xml(PETITION, style, f'{style}<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>')
    assert "重庆蚂蚁消费金融有限公司：我是花呗用户林晓梅" in words(raw)


def test_a_deleted_row_is_not_read() -> None:
    row = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
    raw = with_xml(PETITION, row, '<w:tr><w:trPr><w:cantSplit/><w:del w:id="1" w:author="a"/></w:trPr>')
    assert "2025年11月账单（2025年12月10日到期）" in words(PETITION).splitlines()
    assert "2025年11月账单（2025年12月10日到期）" not in words(raw).splitlines()


def test_footnotes_and_headers_are_read_and_comments_are_not() -> None:
    parts = parts_of(with_run('<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for part, tag, inner in (
        ("footnotes", "footnotes", f'<w:footnote w:id="1"><w:p>{run("旧注")}</w:p></w:footnote>'
                                   f'<w:footnote w:id="2"><w:p>{run("脚注 9.99 元")}</w:p></w:footnote>'),
        ("header9", "hdr", f"<w:p>{run('页眉')}</w:p>"),
        ("comments", "comments", f'<w:comment w:id="0"><w:p>{run("批注")}</w:p></w:comment>'),
    ):  # fmt: skip
        parts[f"word/{part}.xml"] = f"<w:{tag} {space}>{inner}</w:{tag}>".encode()
    links = parts["word/_rels/document.xml.rels"].decode()
    for number, part in enumerate(("footnotes", "header9", "comments")):
        link = f'<Relationship Id="rX{number}" Type="{kind}/{part.rstrip("9")}" Target="{part}.xml"/>'
        links = links.replace("</Relationships>", f"{link}</Relationships>")
    parts["word/_rels/document.xml.rels"] = links.encode()
    raw = with_xml(packed(parts), "<w:sectPr>", '<w:sectPr><w:headerReference w:type="default" r:id="rX1"/>')
    read = document_words(raw, "a.docx")
    assert read.letter[-1] == "脚注 9.99 元"
    assert read.margins[0] == "页眉"
    assert not {"旧注", "批注"} & set(read.letter)


def test_a_letter_in_utf_16_or_of_the_strict_kind_is_read_too() -> None:
    parts = parts_of(PETITION)
    strict = parts[DOCUMENT].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    wide = parts[DOCUMENT].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    for document in (strict, wide):
        assert words(packed(parts | {DOCUMENT: document})).splitlines()[:20] == words(PETITION).splitlines()[:20]


# What is refused


def refusal(raw: bytes, name: str = "a.docx") -> str:
    with pytest.raises(InputError) as refused:
        read_words(raw, name)
    return refused.value.message


def test_a_password_an_old_format_and_a_spreadsheet_are_told_apart() -> None:
    ole = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000)
    assert refusal(ole + "EncryptedPackage".encode("utf-16-le")) == (
        "a.docx is protected by a password; save it without one"
    )
    assert "protected by a password" in refusal(ole)
    assert "old format (.doc)" in refusal(ole + "WordDocument".encode("utf-16-le"), "a.doc")
    sheet = parts_of(PETITION)["[Content_Types].xml"].replace(b"wordprocessingml.document", b"spreadsheetml.sheet")
    assert "not a Word document" in refusal(packed(parts_of(PETITION) | {"[Content_Types].xml": sheet}))
    assert "OpenDocument" in refusal(packed({"mimetype": b"application/vnd.oasis.opendocument.text"}))


def test_macros_are_refused_whatever_the_file_is_called() -> None:
    parts = parts_of(PETITION)
    assert "contains macros" in refusal(packed(parts | {"word/vbaProject.bin": b"x"}))
    types = parts["[Content_Types].xml"].replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )
    assert "contains macros" in refusal(packed(parts | {"[Content_Types].xml": types}))
    assert "contains macros" in refusal(PETITION, "a.docm")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "not a Word file"),
        (b"hello", "not a Word file"),
        (b"PK\x03\x04 and then nothing", "is damaged"),
        (PETITION[:-400], "is damaged"),
        (PETITION[: len(PETITION) // 2], "is damaged"),
        (packed({"a.txt": b"x"}), "not a Word file"),
        (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MiB"),
    ],
)
def test_what_is_no_word_file_is_said_so(raw: bytes, said: str) -> None:
    assert said in refusal(raw)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "zip bomb" in refusal(packed(parts_of(PETITION) | {"word/media/a.bin": bytes(60 * 1024 * 1024)}))
    assert "zip bomb" in refusal(packed(parts_of(PETITION) | {"word/a.xml": bytes(5 * 1024 * 1024)}))
    assert "zip bomb" in refusal(packed(parts_of(PETITION) | {f"word/{n}.xml": b"" for n in range(5001)}))


def test_a_zip_that_lies_about_its_sizes_is_damaged() -> None:
    raw = bytearray(packed(parts_of(PETITION) | {"word/a.xml": bytes(500_000)}))
    entry = raw.rindex(b"word/a.xml") - 46
    assert raw[entry : entry + 4] == b"PK\1\2"
    raw[entry + 24 : entry + 28] = struct.pack("<L", 100)
    assert "is damaged" in refusal(bytes(raw))


def test_an_encrypted_member_and_one_name_twice_are_refused() -> None:
    raw = bytearray(PETITION)
    for at in [found.start() for found in re.finditer(re.escape(b"PK\1\2"), PETITION)]:
        raw[at + 8] |= 1
    assert "password" in refusal(bytes(raw))
    out = io.BytesIO(PETITION)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as package:
        package.writestr(DOCUMENT, "<a/>")
    assert "is damaged" in refusal(out.getvalue())


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w:document SYSTEM "http://127.0.0.1/a.dtd">',
    ],
)
def test_a_document_type_is_refused_with_all_entities_in_it(declared: str) -> None:
    document = parts_of(PETITION)[DOCUMENT].decode().replace("<w:document", f"{declared}<w:document", 1)
    assert "declares a document type" in refusal(packed(parts_of(PETITION) | {DOCUMENT: document.encode()}))


def test_xml_that_is_too_deep_too_long_or_broken_is_refused() -> None:
    deep = with_run("<w:smartTag>" * MOST_DEPTH + "</w:smartTag>" * MOST_DEPTH)
    assert "far more than a letter" in refusal(deep)
    assert "cannot be read" in refusal(with_run("<w:smartTag>"))
    assert "cannot be read" in refusal(packed(parts_of(PETITION) | {DOCUMENT: b""}))
    parts = parts_of(PETITION)
    del parts[DOCUMENT]
    assert "no document in it" in refusal(packed(parts))
    assert "far longer than a letter" in refusal("字".encode() * 500_000, "a.md")


@given(st.binary(max_size=300), st.integers(0, len(PETITION) - 1))
def test_no_damage_does_more_than_to_be_said(noise: bytes, at: int) -> None:
    for raw in (noise, b"PK\x03\x04" + noise, PETITION[:at] + noise + PETITION[at + len(noise) :]):
        try:
            document_words(raw, "a.docx")
        except InputError as error:
            assert "a.docx" in error.message


def test_a_member_without_a_name_is_damage() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as package:
        package.writestr("x", b"")
    with pytest.raises(InputError, match=r"a\.docx"):
        document_words(raw.getvalue().replace(b"x", b"\0"), "a.docx")


# Text


def test_text_is_read_in_every_encoding_that_editors_write() -> None:
    text = "您好。\r\n\r\n欠款 254.94 元，\r\n请减免。\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        assert read_words(text.encode(encoding), "a.txt").letter == ["您好。", "欠款 254.94 元，\n请减免。\n"]
    assert "neither a Word file nor text" in refusal(b"\xff\xff\x00\x01", "a.md")


def test_pasted_text_is_markdown_only_if_it_looks_so() -> None:
    assert read_words("**主题**：甲\n\n1. 乙".encode(), "stdin").letter == ["主题：甲", "乙"]
    assert read_words("身份证号 330***********2847\n\n1. 乙".encode(), "stdin").letter == [
        "身份证号 330***********2847",
        "1. 乙",
    ]
    assert read_words(PETITION, "stdin") == document_words(PETITION, "a.docx")
