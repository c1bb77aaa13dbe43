"""The commands about what there is: list, law, guide, schema, templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letters.base.errors import Message
from letters.base.record import as_plain, declared
from letters.cli.error_messages import visible
from letters.cli.help.groups import EXAMPLES
from letters.cli.help.old_spellings import named_kind
from letters.cli.help.pages import Command, Group
from letters.cli.options import Json, OldKind, OneKind, OwnLang, Templates, library_here
from letters.cli.settings import settings_at
from letters.cli.shown.layout import window, wrapped
from letters.cli.speech import offered, teller, told
from letters.cli.tables import as_json, listing, note, page

if TYPE_CHECKING:
    from letters.reference_data.law import Law

templates = typer.Typer(
    cls=Group,
    name="templates",
    help="Your own letters.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

TemplateFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of templates.")]

HEADINGS = {
    "kinds": Message("kinds:"),
    "hardships": Message("hardships:"),
    "languages": Message("languages:"),
    "lenders": Message("lenders:"),
    "scenarios": Message("scenarios:"),
}


def list_(lang: OwnLang = None, templates: Templates = None, json: Json = False) -> None:
    """List letter kinds, hardships, languages, lender profiles and bundled examples."""
    from letters.reference_data.catalogue import choices
    from letters.reference_data.template_library import check_language
    from letters.scenario.own_lenders import lender_rows

    language, shelf = offered(lang), library_here(templates)
    check_language(shelf, language)
    groups = choices(shelf, language)
    groups["lenders"] += lender_rows(settings_at(Path()).lenders)
    if json:
        as_json(groups)
        return
    for title, rows in groups.items():
        print(told(HEADINGS[title]))
        listing([(row["name"], _line(row)) for row in rows])


def _line(row: dict[str, str]) -> str:
    from letters.reference_data.letter_kinds import ROLE_TITLES, Role

    more = [
        Message("when: {when}", when=row["use"]) if row.get("use") else None,
        Message("needs: {needs}", needs=row["needs"]) if row.get("needs") else None,
        Message("role: {role}, {title}", role=row["role"], title=ROLE_TITLES[Role(row["role"])])
        if row.get("role")
        else None,
        Message("from: {path}", path=row["from"]) if row.get("from") else None,
    ]
    return "\n".join([row["about"], *(told(line) for line in more if line)])


def law(json: Json = False) -> None:
    """List what letters may cite: each law with its article, source and the day it was verified."""
    from letters.reference_data.dated_fact import fact_names
    from letters.reference_data.law import read_law

    laws = [(name, read_law(name)) for name in fact_names("law")]
    if json:
        as_json({"schema": 1, "laws": [_law_row(name, one) for name, one in laws]})
        return
    language = offered(None)
    for name, one in laws:
        for line in map(told, _law_lines(name, one, language)):
            print("\n".join(wrapped(line, window(), "    ")))


def _law_row(name: str, one: Law) -> dict[str, Any]:
    """Returns a law as JSON: its facts, and its title and sentences in every language that has them."""
    from letters.reference_data.dated_fact import DatedFact
    from letters.reference_data.parameters import read_parameter
    from letters.reference_data.template_library import library
    from letters.reference_data.words import FactWords

    shelf = library()
    said = {language: FactWords(shelf, language).law(name) for language in reversed(shelf.languages())}
    articles = [
        {"number": number, "says": {language: words.articles[number] for language, words in said.items()}}
        | _as_read(one, number)
        for number in one.articles
    ]
    articles += [
        {"number": "", "says": {language: words.unnumbered[place] for language, words in said.items()}}
        | _as_read(one, f"unnumbered {place + 1}")
        for place in range(one.unnumbered)
    ]
    days = read_parameter("complaint-days").values[-1]
    facts = {key: value for key, value in as_plain(one).items() if key not in {"articles", "unnumbered", "texts"}}
    row = {"name": name} | {key: facts.pop(key) for key in declared(DatedFact)}
    row |= {"title": {language: words.title for language, words in said.items()}}
    return row | facts | {"limits": days.counts if days.law == name else (), "articles": articles}


def _as_read(one: Law, number: str) -> dict[str, Any]:
    """Returns when an article was read, and the SHA-256 of what it says in Chinese."""
    read = one.texts.get(number)
    return {"read_on": read.read_on.isoformat(), "sha256": read.sha256} if read else {"read_on": None, "sha256": None}


def _law_lines(name: str, one: Law, language: str) -> Iterator[Message]:
    from letters.reference_data.template_library import library
    from letters.reference_data.words import told_first

    said = told_first(library(), language, lambda words: words.law(name))
    since = Message(", in force since {day}", day=one.in_force) if one.in_force else ""
    version = Message(", version of {day}", day=one.version) if one.version else ""
    what = {"rank": one.rank, "version": version, "since": since}
    yield Message("{name}: {title} ({rank}{version}{since})", name=name, title=said.title, **what)
    suits = ", ".join(one.applies_to) if one.used == "letters" else Message("no letter cites it")
    profiles = f"; {', '.join(one.profiles)}" if one.profiles else ""
    yield Message("  applies to: {lenders}{profiles}", lenders=suits, profiles=profiles)
    yield Message(
        "  source: {source} ({status}, verified {verified}, to be read again by {review})",
        source=one.source,
        status=one.status,
        verified=one.verified_on,
        review=one.review_by,
    )
    for number in one.articles:
        yield Message("  article {number}: {says}", number=number, says=said.articles[number])
    for says in said.unnumbered:
        yield Message("  {says}", says=says)


def _topics() -> list[str]:
    from letters.reference_data import guide as guidance

    return [*(topic.name for topic in guidance.topics("zh")), guidance.ALL]


def guide(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC", help="A topic, or all; without one, the topics are listed.", autocompletion=_topics
        ),
    ] = None,
    lang: OwnLang = None,
    json: Json = False,
) -> None:
    """Read what to do when a payment was missed: whom to ask, for what, in which order, and what to avoid."""
    from letters.reference_data.guide import GUIDE

    _read_topic(GUIDE, topic, lang, json)


def _help_topics() -> list[str]:
    from letters.reference_data import guide as guidance

    return [*(topic.name for topic in guidance.topics("zh", guidance.HELP)), guidance.ALL, *EXAMPLES]


def help_(
    context: typer.Context,
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TOPIC",
            help="A topic, or a command; without one, the topics are listed.",
            autocompletion=_help_topics,
        ),
    ] = None,
    lang: OwnLang = None,
    json: Json = False,
) -> None:
    """Read about days, files, many cases, exit codes, Windows and other topics, or a command's page."""
    from letters.cli.help.pages import page_of
    from letters.reference_data.guide import HELP

    if topic and (found := page_of(context, topic)):
        print(found)
        return
    _read_topic(HELP, " ".join(topic) if topic else None, lang, json)


def _read_topic(book: str, topic: str | None, lang: str | None, json: bool) -> None:
    """Prints a topic of the guide or of the help, or lists the topics."""
    from letters.reference_data import guide as guidance

    language = offered(lang)
    if json:
        chosen = [one for one in guidance.topics(language, book) if topic in {None, guidance.ALL, one.name}]
        if not chosen:
            guidance.passage(topic or "", language, book)  # which raises UnknownName
        rows = [{"name": one.name, "title": one.title, "markdown": one.markdown} for one in chosen]
        as_json({"schema": 1, "language": language, "topics": rows})
    elif topic is None:
        listing([(one.name, one.title) for one in guidance.topics(language, book)])
    else:
        page(guidance.passage(topic, language, book))


def schema(
    lang: OwnLang = None,
    templates: Templates = None,
    figures: Annotated[bool, typer.Option("--figures", help="That of `letters figures --json` instead.")] = False,
) -> None:
    """Print the JSON Schema of a scenario, for editors."""
    from letters.scenario import starter

    language = offered(lang)
    if figures:
        from letters.report.figures_schema import figures_schema

        as_json(figures_schema(language))
        return
    print(starter.schema(teller(language), library_here(templates), language), end="")


@templates.command(cls=Command)
def eject(
    old_kind: OldKind = None,
    kind: OneKind = None,
    lang: OwnLang = None,
) -> None:
    """Copy a letter's template to ./templates/<language>/, to edit it there; never overwrites."""
    from letters.base.errors import UnknownName
    from letters.files.disk import make_folder, telling
    from letters.files.letter_folder import write_new
    from letters.reference_data.template_library import check_language, library

    language, shelf = offered(lang), library()
    kind = named_kind(kind, old_kind, "templates eject")
    if kind is None:
        raise typer.BadParameter(told(Message("say which letter's template, like -k petition")), param_hint="-k")
    check_language(shelf, language)
    path = shelf.find(language, f"{kind}.md.j2")
    if path is None:
        raise UnknownName(Message("letter kind"), kind, shelf.kinds(language))
    target = Path("templates") / language / path.name
    with telling(target):
        make_folder(target.parent)
    write_new(target, path.read_bytes())
    print(visible(str(target)))


@templates.command(cls=Command)
def trust(folder: TemplateFolder) -> None:
    """Let the templates of a folder write your letters, as they are now; a changed file asks again."""
    from letters.cli.trust import template_folder
    from letters.cli.trust import trust as note_trust

    found = template_folder(folder)
    note_trust(found)
    note(Message("{path} is trusted as it is now; after a change in it, say so again", path=found))


@templates.command(cls=Command)
def untrust(folder: TemplateFolder) -> None:
    """Use the templates of a folder no more."""
    from letters.cli.trust import template_folder
    from letters.cli.trust import untrust as forget

    found = template_folder(folder) if folder.is_dir() else folder
    known = forget(found)
    note(Message("{path} is trusted no more", path=found) if known else Message("{path} was not trusted", path=found))


@templates.command("list", cls=Command)
def list_trusted(json: Json = False) -> None:
    """List the folders whose templates may write your letters, and whether they have changed since."""
    from letters.cli.trust import is_unchanged, trusted

    found = {path: is_unchanged(path) for path in trusted()}
    if json:
        as_json({"schema": 1, "folders": [{"path": path, "trusted": known} for path, known in found.items()]})
        return
    changed = told(Message("changed or gone since it was trusted: not used"))
    listing([(path, "" if known else changed) for path, known in found.items()])
