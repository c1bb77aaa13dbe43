"""The commands about what there is: list, law, guide, schema, templates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from letters.cli.options import Json, OneKind, Templates, own_library
from letters.cli.show import as_json, listing, page

templates = typer.Typer(name="templates", help="Your own letters.", no_args_is_help=True, rich_markup_mode=None)


def list_(templates: Templates = None, json: Json = False) -> None:
    """List letter kinds, hardships, languages, lender profiles and bundled examples."""
    from letters.case.catalogue import choices

    beside = Path("templates")
    shelf = own_library(None, templates or (beside if beside.is_dir() else None))
    groups = choices(shelf, "zh")
    if json:
        as_json(groups)
        return
    for title, rows in groups.items():
        print(f"{title}:")
        listing([(row["name"], _line(row)) for row in rows])


def _line(row: dict[str, str]) -> str:
    more = [row["about"]]
    more += [
        f"{label}：{row[key]}"
        for key, label in (("when", "何时用"), ("needs", "需要"), ("from", "来自"))
        if row.get(key)
    ]
    return "\n".join(more)


def law(json: Json = False) -> None:
    """List what letters may cite: each law with its article, source and the day it was verified."""
    from letters.case import reference

    laws = [(name, reference.law(name)) for name in reference.names("law")]
    if json:
        rows: list[dict[str, Any]] = [{"name": name} | one.model_dump(mode="json") for name, one in laws]
        as_json({"schema": 1, "laws": rows})
        return
    for name, one in laws:
        since = f"，{one.in_force} 起施行" if one.in_force else ""
        print(f"{name}: 《{one.title['zh']}》（{one.rank}{since}）")
        suits = ", ".join(one.applies_to) or "不用于书信"
        print(f"  适用：{suits}{'；' + ', '.join(one.profiles) if one.profiles else ''}")
        print(f"  来源：{one.source}（{one.status}，核对于 {one.verified_on}，{one.review_by} 前复核）")
        for article in one.articles:
            print(f"  {'第 ' + article.number + ' 条：' if article.number else ''}{article.says['zh']}")


def _topics() -> list[str]:
    from letters import guide as guidance

    return [*(topic.name for topic in guidance.topics("zh")), guidance.ALL]


def guide(
    topic: Annotated[
        str | None,
        typer.Argument(help="A topic, or all; without one, the topics are listed.", autocompletion=_topics),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="The language: zh or en.")] = "zh",
) -> None:
    """Read what to do when a payment was missed: whom to ask, for what, in which order, and what to avoid."""
    from letters import guide as guidance

    if topic is None:
        listing([(one.name, one.title) for one in guidance.topics(lang)])
    else:
        page(guidance.passage(topic, lang))


def schema() -> None:
    """Print the JSON Schema of a scenario, for editors."""
    from letters import starter

    print(starter.schema(), end="")


@templates.command()
def eject(
    kind: OneKind,
    lang: Annotated[str, typer.Option("--lang", help="The language.")] = "zh",
) -> None:
    """Copy a letter's template to ./templates/<language>/, to edit it there; never overwrites."""
    from letters.base.errors import Message, UnknownName
    from letters.case.library import check_language, library
    from letters.writers.folder import write_new

    shelf = library()
    check_language(shelf, lang)
    path = shelf.find(lang, f"{kind}.md.j2")
    if path is None:
        raise UnknownName(Message("letter kind"), kind, shelf.kinds(lang))
    target = Path("templates") / lang / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    write_new(target, path.read_bytes())
    print(target)
