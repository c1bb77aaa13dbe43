"""The page of all figures, from their declarations: `python docs/figure_names.py` writes docs/figure-names.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from letters.figures.declared.declaration import FigureDeclaration, FoundFigure
from letters.figures.declared.every import every_figure

PAGE = Path(__file__).with_name("figure-names.md")
HEAD = """# Figures by name

Every figure of `letters figures --json`, in its order. `letters figures SCENARIO NAME` explains one,
`letters schema --figures` prints the JSON Schema of all, and a template places it under the same name:
`((total.penalty_outstanding))`. Where the rate is a range, JSON has the figures of the low rate and both ends in
`range`; in a template an amount that the rate moves is both ends at once, and anything else that it moves is that of
the high rate, but a line is passed only where the low rate passes it. In a template the days of an entry are `start`
and `end`, and the first day of a rate is `since`.

这一页由 `letters/figures/declared/` 里的声明生成（`python docs/figure_names.py`）：名称、单位、中文和英文的说法、计算
它的函数。

| name | unit | 中文 | meaning | made by |
|---|---|---|---|---|
"""


def page() -> str:
    """Returns the whole page, as Markdown."""
    return HEAD + "".join(f"{row}\n" for row in dict.fromkeys(_rows()))


def _rows() -> Iterator[str]:
    for found in every_figure():
        one, path = found.declared, found.path
        if isinstance(one, FigureDeclaration):
            unit = one.unit.value + (" or null" if one.may_lack else "")
        else:
            unit, path = ("list" if one.is_list else "group"), f"**{path}**"
            unit += " or null" if one.may_lack else ""
        yield f"| {path} | {unit} | {one.zh} | {one.en} | {_made_by(found)} |"


def _made_by(found: FoundFigure) -> str:
    if found.made_by is None:
        return ""
    room = found.made_by.__module__.removeprefix("letters.").replace(".", "/")
    return f"`{found.made_by.__name__}` in `{room}.py`"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
