"""What a template may hold, so that a lawyer can read it: words, names and quoted words, and no reckoning."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import jinja2
from jinja2 import nodes

from letters.drafting.call.replies import FOLDER, read_reply
from letters.drafting.short_form import ShortForm
from letters.drafting.templates import environment
from letters.reference_data.letter_kinds import read_letter_kind
from letters.reference_data.template_library import library
from letters.situation.situations import situation_names

ROOT = Path(__file__).parents[2] / "templates"
LANGUAGES = ("zh", "en")
MOST_IFS = 2
FILTERED = {"selectattr", "rejectattr", "select", "reject", "sum", "round"}
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
CODE = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
IF = re.compile(r"\?\?|\{%-? ?(?:el)?if |\bif .*? else ")
HAN = re.compile(r"[\u4e00-\u9fff]")


def letters_and_parts(language: str) -> dict[str, str]:
    """The text of each template of letters, by its place; pictures have axes to reckon and are none."""
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / language).rglob("*.md.j2")}


def everything() -> dict[str, str]:
    return dict(chain.from_iterable(letters_and_parts(language).items() for language in LANGUAGES))


def in_jinja(text: str) -> str:
    return ShortForm(jinja2.Environment()).preprocess(text, None)


def parsed(place: str, text: str) -> nodes.Template:
    return environment(library(), place.partition("/")[0]).parse(FRONT_MATTER.sub(_blank_lines, text))


def _blank_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _is_word(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _compares_figures(node: nodes.Compare) -> bool:
    """Whether it compares with anything else than a quoted word."""
    return not any(_is_word(one) for one in (node.expr, *(operand.expr for operand in node.ops)))


def test_a_template_compares_with_quoted_words_alone() -> None:
    assert [
        f"{place}:{node.lineno}"
        for place, text in everything().items()
        for node in parsed(place, text).find_all(nodes.Compare)
        if _compares_figures(node)
    ] == []


def test_a_template_selects_no_rows_and_adds_up_nothing() -> None:
    assert [
        f"{place}:{node.lineno}: {node.name}"
        for place, text in everything().items()
        for node in parsed(place, text).find_all(nodes.Filter)
        if node.name in FILTERED
    ] == []


def test_a_line_of_a_template_has_at_most_two_conditions() -> None:
    assert [
        f"{place}:{number}"
        for place, text in everything().items()
        for number, line in enumerate(text.split("\n"), 1)
        if len(IF.findall(line)) > MOST_IFS
    ] == []


def test_a_chinese_letter_is_more_chinese_than_code() -> None:
    """Over all letters and parts, without front matter, comments and tables; code is what Jinja's braces hold, so that
    the names of the short form are not counted."""
    chinese = code = 0
    for text in letters_and_parts("zh").values():
        body = COMMENT.sub("", FRONT_MATTER.sub("", text))
        body = "\n".join(line for line in body.split("\n") if not line.startswith("|"))
        code += sum(len(found[1] or found[2]) for found in CODE.finditer(body))
        chinese += len(HAN.findall(CODE.sub("", body)))
    assert chinese > code


def test_both_languages_choose_by_the_same_situations() -> None:
    known = set(situation_names())
    used = {
        language: {
            node.name
            for place, text in letters_and_parts(language).items()
            for node in parsed(place, text).find_all(nodes.Name)
        }
        & known
        for language in LANGUAGES
    }
    assert used["zh"] == used["en"]
    shelf = library()
    heads = [read_letter_kind(shelf, "zh", kind) for kind in shelf.kinds("zh")]
    used["zh"] |= {name for head in heads for name in (*head.when, *head.unless)}
    replies = [read_reply(shelf, "zh", name) for name in shelf.parts_in("zh", FOLDER)]
    used["zh"] |= {name for reply in replies for name in (*reply.when, *reply.unless)}
    assert known - used["zh"] == set(), "a situation that no template names"
