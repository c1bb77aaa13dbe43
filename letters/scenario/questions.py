"""Every field of a scenario as a question: the one list that a page, the terminal and an editor's schema are made from.

Titles, helps, examples, order and validation are the model's (`scenario/model/scenario_file.py`). They stand there in
English; `say` tells them in another language, as `cli` tells every message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from letters.base.errors import Message, UnknownName, borrowed, unnumbered
from letters.base.field_types import Typed, Waive
from letters.base.record import Declared, Record, declared, is_list, record_in, typed_in
from letters.reference_data.catalogue import choices, our_name
from letters.reference_data.letter_kinds import EXTRA, Role, kinds_of, own_facts_of, read_letter_kind
from letters.reference_data.template_library import Library, library
from letters.scenario.model.hardship import FACTS_OF_KIND
from letters.scenario.model.scenario_file import Scenario

Say = Callable[[str], str]
"""Tells a Message in the reader's language."""

KINDS = ("text", "long", "money", "date", "rate", "share", "waive", "whole", "choice", "file", "group", "list")
"""How a form asks: one line, several lines, an amount, a day, …; `group` and `list` hold further questions."""
_WORDS = re.compile(r"[^@]*[a-z]{2}[^@]*")
"""An example in English words has a translation; a number, an address or a Chinese name has none."""

_OWN = "extra"
"""The group of the facts that the user's own letters bring."""
_FIRST = frozenset(
    {
        "lender.profile",
        "lender.daily_rate",
        "bills[].due_date",
        "bills[].amount",
        "bills[].payments",
        *map("loans[].{}".format, ("label", "principal", "contract_annual_rate", "penalty_multiple", "method")),
        *map("loans[].{}".format, ("instalments", "first", "paid_instalments", "payments", "called_in")),
        "request.waive",
        "request.plan.instalments",
    }
)
"""What figures and the request stand on, though it may be missing."""
_OWN_EXAMPLES = {"hardship.event": "event", "hardship.evidence[].document": "document"}
"""Examples that the front matter of a hardship's reasons has, as the starter shows them."""
_NAMED = {
    "hardships": Message("hardship"),
    "lenders": Message("lender profile"),
    "languages": Message("language"),
    "kinds": Message("letter kind"),
}
"""Groups of `catalogue.choices` that a field can be `listed` in, and what one of each is called."""


class Choice(NamedTuple):
    """One of the values that a field accepts, and what it means."""

    value: str
    title: str


class Question(NamedTuple):
    """A field of the scenario as a form asks for it.

    `path` is without indices: `bills[].payments[].date`. `required` holds where the parent stands. `first`
    marks what a useful first letter needs. `default` is what stands for an empty answer, as it is typed.
    `rule` marks what stands in a mapping that may take the place of an amount (`bills[].late_fee.share`).
    """

    path: str
    title: str
    help: str
    example: str
    kind: str
    choices: tuple[Choice, ...]
    required: bool
    default: str
    first: bool
    rule: bool
    opened: bool = False
    """Whether it is a group or list that was chosen already, so that nobody asks whether there is one."""

    @property
    def key(self) -> str:
        """The key in its mapping: `due_date`."""
        return self.path.rpartition(".")[2].removesuffix("[]")

    @property
    def parent(self) -> str:
        """The path of the group or list that it stands in, `""` at the top: `bills` of `bills[].due_date`."""
        return self.path.rpartition(".")[0].removesuffix("[]")

    @property
    def holds(self) -> bool:
        """Whether it is a group or a list of further questions, and takes no text itself."""
        return self.kind in {"group", "list"}


class Field(NamedTuple):
    """A field of the model with its place; `rule` as in Question, `repeated` for a list of mappings."""

    path: str
    info: Declared
    typed: Typed | None
    model: type[Record] | None
    repeated: bool
    rule: bool

    @property
    def kind(self) -> str:
        """One of KINDS."""
        if self.typed:
            return self.typed.kind
        return "list" if self.repeated else "group"


def fields(model: type[Record] = Scenario, above: str = "", rule: bool = False) -> Iterator[Field]:
    """Yields every field of a scenario in the order of the model; the fields inside a mapping follow it."""
    for name, info in declared(model).items():
        typed, inner = typed_in(info.annotation), record_in(info.annotation)
        repeated = inner is not None and is_list(info.annotation)
        field = Field(f"{above}{info.alias or name}", info, typed, inner, repeated, rule)
        yield field
        if inner:
            yield from fields(inner, f"{field.path}{'[]' if repeated else ''}.", rule or typed is not None)


def questions(
    language: str, say: Say = str, shelf: Library | None = None, kinds: tuple[str | Role, ...] = ()
) -> tuple[Question, ...]:
    """Returns the questions in the order of the model, told by `say`; choices are named in `language`, from `shelf`.

    `kinds` are the letters, by name or role, that a first letter means: what they leave blank is asked first. If a
    letter of `shelf` brings its own facts, these are asked, too.
    """
    shelf = shelf or library()
    own = list(_own_questions(shelf, language, say))
    asked: list[Question] = []
    for one in model_questions(language, say, shelf, kinds):
        if one.path != _OWN:
            asked.append(one)
        elif own:
            asked += [one._replace(first=True), *own]
    return tuple(asked)


def model_questions(
    language: str, say: Say = str, shelf: Library | None = None, kinds: tuple[str | Role, ...] = ()
) -> tuple[Question, ...]:
    """Returns a question for every field of the model. The arguments are those of `questions`."""
    shelf = shelf or library()
    found = list(fields())
    first = _first(found, language, shelf, kinds)
    names = choices(shelf, language)
    return tuple(_question(field, say, names, field.path in first) for field in found)


def _own_questions(shelf: Library, language: str, say: Say) -> Iterator[Question]:
    """Yields a question for each fact that a letter itself brings. It is not in the model, so it accepts any text."""
    for path, (label, title) in own_facts_of(shelf, language).items():
        yield Question(
            path=path,
            title=label,
            help=say(Message("For the letter “{title}”", title=title)),
            example="",
            kind="text",
            choices=(),
            required=False,
            default="",
            first=True,
            rule=False,
        )


def fitted(asked: Sequence[Question], hardship: str, language: str, shelf: Library) -> tuple[Question, ...]:
    """Returns the questions that fit a hardship, with its own examples of what happened and of a document that shows
    it; the questions as they are where there is no such hardship.
    """
    if hardship not in shelf.hardships(language):
        return tuple(asked)
    foreign = {f"hardship.{key}" for kind, keys in FACTS_OF_KIND.items() if kind != hardship for key in keys}
    asked = [one for one in asked if one.path not in foreign]
    head = shelf.front_matter(language, f"hardship/{hardship}/reasons.md.j2")
    own = {path: str(head[key]) for path, key in _OWN_EXAMPLES.items() if head.get(key)}
    return tuple(one._replace(example=own.get(one.path, one.example)) for one in asked)


def _question(field: Field, say: Say, names: dict[str, list[dict[str, str]]], first: bool) -> Question:
    info, typed = field.info, field.typed
    told = {name: say(borrowed(text)) if text else "" for name, text in texts(field).items()}
    options: tuple[Choice, ...] = ()
    if typed and typed.listed:
        options = tuple(Choice(row["name"], row["about"]) for row in names[typed.listed])
    elif typed:
        options = tuple(Choice(name, say(borrowed(text)) if text else name) for name, text in typed.says.items())
    example = told["example"] or next(iter(info.examples or ()), "")
    return Question(
        path=field.path,
        title=told["title"],
        help=told["help"],
        example=example,
        kind=field.kind,
        choices=options,
        required=info.is_required,
        default=_default(info),
        first=first,
        rule=field.rule,
    )


def texts(field: Field) -> dict[str, str]:
    """Returns the English texts of a field that have to be translated, by name: title, help, example."""
    example = next(filter(in_words, field.info.examples or ()), "") if field.kind in {"text", "long"} else ""
    return {"title": field.info.title or "", "help": field.info.description or "", "example": example}


def in_words(example: str) -> bool:
    """Says whether an example is written in words, which need a translation."""
    return bool(_WORDS.fullmatch(example))


def problem(path: str, text: str, shelf: Library | None = None, language: str = "zh") -> Message | None:
    """Returns what is wrong with an answer, found by the model's own validators; None for a sound answer.

    `path` may have indices, `bills[0].amount`. An empty answer is wrong only if the field is required.
    """
    wanted = unnumbered(path)
    if wanted.startswith(EXTRA):
        return None
    field = _by_path()[wanted]
    if not text.strip():
        return Message("is empty; it is needed") if field.info.is_required else None
    if field.typed is None:
        return Message("expects `key: value` lines, not a single value")
    try:
        value = field.typed.read(our_name(shelf or library(), path, text))
    except ValueError as error:
        found: Message = error.args[0]
        return found
    if group := field.typed.listed:
        known = [row["name"] for row in choices(shelf or library(), language)[group]]
        if value not in known:
            return UnknownName(_NAMED[group], value, known).message  # type: ignore[return-value]
    return None


@cache
def _by_path() -> dict[str, Field]:
    return {field.path: field for field in fields()}


def _first(found: list[Field], language: str, shelf: Library, kinds: tuple[str | Role, ...]) -> set[str]:
    asked = {*_FIRST}
    for kind in kinds_of(shelf, language, kinds):
        asked |= {*read_letter_kind(shelf, language, kind).needs}
    first = {path[: cut.start()] for path in asked for cut in re.finditer(r"(\[\])?\.|$", path)}
    for field in found:  # parents come before what they hold
        above = field.path.rpartition(".")[0].removesuffix("[]")
        if field.info.is_required and not field.rule and (not above or above in first):
            first.add(field.path)
    return first


def _default(info: Declared) -> str:
    default = info.default
    if isinstance(default, Waive):
        return "all"
    return default if isinstance(default, str) else ""
