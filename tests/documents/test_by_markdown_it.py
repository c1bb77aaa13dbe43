"""What the browser reads in a letter's Markdown is what the program reads everywhere else."""

from __future__ import annotations

from datetime import date

import pytest
from cases import ROOT
from hypothesis import given
from hypothesis import strategies as st

from letters.base.resources import bundled
from letters.documents.markdown import parse
from letters.documents.markdown_events.by_markdown_it import events
from letters.pipeline import write_letters


def same(text: str) -> bool:
    return parse(text, events) == parse(text)


@pytest.mark.slow
def test_both_readers_read_the_same_in_every_golden_letter_and_document() -> None:
    read = [*(ROOT / "tests" / "golden").rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    assert len(read) > 100
    assert [path.name for path in read if not same(path.read_text("utf-8"))] == []


@pytest.mark.slow
def test_both_readers_read_the_same_in_every_letter_of_every_bundled_case() -> None:
    offenders, count = [], 0
    for case in bundled("scenarios").glob("*.yaml"):
        for language in ("zh", "en"):
            made = write_letters(
                case.read_bytes(), case.name, today=date(2026, 3, 20), kinds=["all"], language=language
            )
            for draft in made.drafts:
                count += 1
                if not same(draft.markdown):
                    offenders.append((case.name, language, draft.kind))
    assert offenders == [] and count > 200


WORDS = st.sampled_from(
    [
        *(
            "中文",
            "a b",
            "。",
            "1,234.50",
            "“",
            "（元）",
            "【待填:姓名】",
            "\\*",
            "\\|",
            "\\_",
            "\\<",
            "&amp;",
            "&#42;",
            "&nbsp;",
        ),
        *(
            "**粗**",
            "*x*",
            "***y***",
            "_e_",
            "`c`",
            "[字](http://x.cn)",
            "<http://a.b>",
            "<a@b.c>",
            "<b>",
            "<!-- n -->",
        ),
        *("\u3000", "\u00a0", "!", "~", "^", "&", "1.", "|a", "“**（粗）**"),
    ]
)
LINE = st.lists(WORDS, min_size=1, max_size=5).map(lambda words: f"字{''.join(words)}")
LINES = st.lists(LINE, min_size=1, max_size=3).flatmap(
    lambda lines: st.sampled_from(["\n", "  \n", "\\\n"]).map(lambda ends: ends.join(lines))
)


def listed(mark: str) -> st.SearchStrategy[str]:
    return st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"{mark}{line}" for line in lines))


@st.composite
def table(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 3))
    cell = st.lists(WORDS.filter(lambda word: word != "|a"), max_size=3).map("".join)
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=3))
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    aligned = draw(st.lists(st.sampled_from(["---", "--:", ":-:", ":--"]), min_size=width, max_size=width))
    return "\n".join([head, f"|{'|'.join(aligned)}|", *body])


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


FLAT = st.one_of(
    LINES,
    LINE.map("## {}".format),
    listed("1. "),
    listed("- "),
    table(),
    st.sampled_from(["<!-- style: Small -->", "---", "```\nx\n\n```", "<div>\nx\n</div>"]),
)
TEXT = st.lists(st.one_of(FLAT, FLAT.map(quoted)), max_size=4).map("\n\n".join)


@given(TEXT)
def test_both_readers_read_the_same_in_whatever_a_template_may_write(text: str) -> None:
    assert same(text), (parse(text), parse(text, events))


def test_spaces_before_a_comment_are_read_by_both() -> None:
    text = " <!-- style: Small -->\nwords"
    assert parse(text, events) == parse(text) != ()
