"""The table to fill in that `letters new --table` writes: its columns, what is said of each, and two example rows."""

from __future__ import annotations

from letters.base.errors import Message, borrowed
from letters.reference_data.template_library import Library
from letters.reference_data.words import FactWords
from letters.scenario.questions import Say, model_questions
from letters.scenario.tables.heads import OUTPUT

COLUMNS = (
    "borrower.name",
    "borrower.id_number",
    "borrower.phone",
    "borrower.email",
    "borrower.account",
    "lender.profile",
    "lender.name",
    "lender.daily_rate",
    "hardship.kind",
    "hardship.event",
    "hardship.started",
    "income.before",
    "income.now",
    "bills[].label",
    "bills[].due_date",
    "bills[].amount",
    "bills[].claimed_penalty",
    "bills[].payments[].date",
    "bills[].payments[].amount",
    "request.plan.instalments",
    "request.plan.first",
)
_EXAMPLES = {"lender.daily_rate": "0.05%", "request.plan.instalments": "6", "request.plan.first": "2026-04-10"}
_SECOND = {"bills[].due_date": "2026-01-10", "bills[].amount": "1980.00"}
"""What the second example row says: the next bill of the same person."""


def table_to_fill_in(language: str, say: Say, shelf: Library) -> tuple[list[tuple[str, str]], list[list[str]]]:
    """Returns the heads, each with its note, and two example rows, in a language."""
    asked = {one.path: one for one in model_questions(language, say, shelf)}
    kind = shelf.front_matter(language, "hardship/illness/reasons.md.j2")
    also = kind.get("also")
    examples = _EXAMPLES | {
        "lender.profile": FactWords(shelf, language).lender("huabei").product,
        "hardship.kind": str(also[0]) if isinstance(also, list) and also else "illness",
        "hardship.event": str(kind.get("event") or ""),
        "borrower.name": say(Message("Li Example")),
    }
    heads, first, second = [], [], []
    for path in COLUMNS:
        question = asked[path]
        example = examples.get(path) or question.example
        said = Message(
            "{help}; {example}", help=question.help, example=Message("for example {example}", example=example)
        )
        heads.append((question.title, say(said)))
        first.append(example)
        second.append(example if path == "borrower.name" else _SECOND.get(path, ""))
    note = Message("The folder of the case; the name of the borrower when absent. Delete the two example rows.")
    heads.append((say(borrowed(OUTPUT)), say(note)))
    return heads, [[*first, ""], [*second, ""]]
