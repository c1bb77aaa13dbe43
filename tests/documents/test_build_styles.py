"""The house style of Word files."""

from __future__ import annotations

import re
from pathlib import Path

from docx.oxml import parse_xml

from letters.documents.docx import build_styles


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_committed_parts_are_those_that_the_house_writes(tmp_path: Path) -> None:
    build_styles.write(tmp_path)
    assert files(tmp_path) == files(build_styles.PARTS)


def test_every_language_has_the_same_parts_and_the_same_styles() -> None:
    first, *others = [build_styles.build(build_styles.style_language(name)) for name in ("zh", "en")]
    for other in others:
        assert other.keys() == first.keys()
        assert style_names(other) == style_names(first)


def test_built_in_styles_bear_words_own_names_and_ours_say_that_they_are_ours() -> None:
    styles = parse_xml(build_styles.build(build_styles.style_language("zh"))["word/styles.xml"])
    custom = {
        style.xpath("./w:name/@w:val")[0] for style in styles.xpath("./w:style") if style.xpath("./@w:customStyle")
    }
    assert custom == {
        "Subject", "Page Break", "Keep With Next", "After Table", "After Table Kept",
        "List Check", "List Quote", "List Bullet Kept", "List Number Kept", "Letter Table", "Letter Table Dense",
        "Table Text", "Table Number", "Table Center", "Table Text Kept", "Table Number Kept", "Table Center Kept",
        "Table Blank", "Table Header", "Table Gap", "Table End",
        "Call Note", "Call Sentence", "Call Sentence Number", "Call Aside", "Call Head", "Call Number", "Call Cell",
        "Call Blank", "Call Numbers", "Call Table", "Call Record",
    }  # fmt: skip


def test_a_chinese_word_shows_a_chinese_name_of_every_style_of_ours() -> None:
    styles = parse_xml(build_styles.build(build_styles.style_language("zh"))["word/styles.xml"])
    ours = [style for style in styles.xpath("./w:style") if style.xpath("./@w:customStyle")]
    called = [str(style.xpath("string(./w:aliases/@w:val)")) for style in ours]
    assert len(set(called)) == len(ours) > 20
    assert [name for name in called if not re.fullmatch("[\u4e00-\u9fff（）]+", name)] == []


def style_names(parts: dict[str, bytes]) -> list[str]:
    return [str(name) for name in parse_xml(parts["word/styles.xml"]).xpath("./w:style/w:name/@w:val")]
