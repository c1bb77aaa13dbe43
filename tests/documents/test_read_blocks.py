"""An edited Word file becomes the blocks that a reader sees, and blocks become Markdown that reads as the same."""

from __future__ import annotations

from datetime import date

import pytest
from desk import SCENARIO, with_xml
from hypothesis import given
from hypothesis import strategies as st

from letters.documents.docx.read_blocks import document_blocks, tidy_runs
from letters.documents.formats import write_as
from letters.documents.markdown import Block, ListBlock, Paragraph, Run, TableBlock, parse, plain
from letters.documents.markdown_writer import to_markdown
from letters.pipeline import write_letters

LETTERS = write_letters(SCENARIO.encode(), "case.yaml", today=date(2026, 3, 20), kinds=["all"])
FILES = LETTERS.files(["docx"])
EMAIL = FILES["waiver-email.docx"]
STRUCK = "the line through words that are struck out"
OLD = "没能按时还上，很抱歉。"


def blocks(raw: bytes) -> tuple[Block, ...]:
    return document_blocks(raw, "waiver-email.docx").blocks


def test_the_blocks_of_a_word_file_and_their_markdown_make_the_same_word_file() -> None:
    offenders = []
    for drafted in LETTERS.drafts:
        raw = FILES[f"{drafted.kind}.docx"]
        seen = document_blocks(raw, "x.docx")
        again = to_markdown(seen.blocks)
        if seen.lacking or parse(again) != seen.blocks or write_as("docx", again, drafted.title, "zh") != raw:
            offenders.append(drafted.kind)
    assert offenders == []


RUNS = st.lists(
    st.builds(Run, st.text("a字 。（*_`\\<#1.-|~!\n", min_size=1, max_size=6), st.booleans(), st.booleans()), max_size=6
).map(tidy_runs)


@given(RUNS)
def test_whatever_the_words_and_their_look_markdown_reads_as_them(runs: tuple[Run, ...]) -> None:
    [read] = parse(to_markdown([Paragraph(runs)])) or [Paragraph(())]
    assert isinstance(read, Paragraph)
    same = [line.strip(" ") for line in plain(runs).split("\n")]
    assert [line.strip(" ") for line in plain(read.runs).split("\n")] == same
    for look in (1, 2):
        read_so, written = ("".join(run.text for run in of if run[look]).replace(" ", "") for of in (read.runs, runs))
        assert read_so == written


def test_a_list_that_a_paragraph_interrupts_goes_on_counting() -> None:
    item = (
        '<w:p><w:pPr><w:pStyle w:val="ListNumber"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    )
    between = "<w:p><w:r><w:t>插入的一段</w:t></w:r></w:p>"
    second = f'{item}<w:r><w:t xml:space="preserve">今天我先还'
    lists = [one for one in blocks(with_xml(EMAIL, second, between + second)) if isinstance(one, ListBlock)]
    assert [(one.start, len(one.items)) for one in lists] == [(1, 1), (2, 4)]


@pytest.mark.parametrize(
    ("xml", "words", "lacking"),
    [
        (
            "<w:r><w:rPr><w:strike/></w:rPr><w:t>划掉</w:t></w:r>",
            "划掉",
            ["the line through words that are struck out"],
        ),
        ("<w:r><w:drawing/></w:r>", "", ["a picture"]),
        ('<w:ins w:id="1" w:author="a"><w:r><w:t>加的</w:t></w:r></w:ins>', "加的", []),
        ('<w:del w:id="1" w:author="a"><w:r><w:delText>删的</w:delText></w:r></w:del>', "", []),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件里</w:t></w:r></w:sdtContent></w:sdt>", "控件里", []),
    ],
)
def test_what_people_put_into_a_sentence_is_read_or_named(xml: str, words: str, lacking: list[str]) -> None:
    halves = '</w:t></w:r>%s<w:r><w:t xml:space="preserve">'
    seen = document_blocks(with_xml(EMAIL, OLD, f"没能按时还上，{halves % xml}很抱歉。"), "a.docx")
    assert any(f"没能按时还上，{words}很抱歉。" in plain(one.runs) for one in seen.blocks if isinstance(one, Paragraph))
    assert [str(one) for one in seen.lacking] == lacking


def test_cells_that_span_and_cells_of_two_lines_keep_their_columns() -> None:
    cell = "<w:tc><w:tcPr>%s</w:tcPr>%s</w:tc>"
    line = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
    rows = (
        "<w:tr>" + "".join(cell % ("", line % name) for name in "甲乙丙") + "</w:tr>",
        "<w:tr>" + cell % ('<w:gridSpan w:val="2"/>', line % "一" + line % "二") + cell % ("", line % "三") + "</w:tr>",
    )
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"
    seen = blocks(with_xml(EMAIL, "<w:body>", f"<w:body>{table}"))[0]
    assert isinstance(seen, TableBlock)
    assert [[plain(one) for one in row] for row in (seen.header, *seen.rows)] == [
        ["甲", "乙", "丙"],
        ["一 二", "", "三"],
    ]
