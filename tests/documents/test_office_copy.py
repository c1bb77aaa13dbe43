"""What an office program is given of a Word file: the result of tracked changes, and nothing that reaches out."""

from __future__ import annotations

import pytest
from desk import parts_of, with_xml

from letters.base.errors import InputError
from letters.documents.formats import write_as
from letters.documents.office_copy import office_copy

LETTER = write_as("docx", "# 申请书\n\n请减免罚息。\n", "申请书", "zh")
RELATIONS = "word/_rels/document.xml.rels"
PICTURE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def test_the_copy_is_the_letter_and_shows_the_result_of_tracked_changes_once() -> None:
    parts = parts_of(office_copy(office_copy(LETTER, "a.docx"), "a.docx"))
    assert parts["word/settings.xml"].count(b"<w:revisionView") == 1
    assert {**parts, "word/settings.xml": b""} == {**parts_of(LETTER), "word/settings.xml": b""}


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (
            "</Relationships>",
            f'<Relationship Id="x" Type="{PICTURE}" Target="file:///x.png" TargetMode="External"/></Relationships>',
            RELATIONS,
        ),
        (
            "请减免罚息。</w:t></w:r>",
            '请</w:t></w:r><w:fldSimple w:instr="INCLUDETEXT &quot;/etc/passwd&quot;"/>',
            "word/document.xml",
        ),
    ],
    ids=["a picture from elsewhere", "a field that reads a file"],
)
def test_what_reaches_out_of_the_file_is_refused(old: str, new: str, part: str) -> None:
    with pytest.raises(InputError, match=r"a\.docx.*save it without"):
        office_copy(with_xml(LETTER, old, new, part), "a.docx")
