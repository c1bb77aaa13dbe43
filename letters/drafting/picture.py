"""The figures as a picture: the template `_plot.svg.j2` of the scenario's language, filled with places."""

from __future__ import annotations

from hashlib import sha256

import jinja2

from letters.base.errors import DraftError, Message
from letters.drafting.sandbox.allowance import PAGE
from letters.drafting.templates import drawing_board
from letters.drafting.wording import Page
from letters.figures.figures import Figures
from letters.reference_data.languages import read_language
from letters.report.chart import plot
from letters.scenario.load import Case

TEMPLATE = "_plot.svg.j2"


def picture(case: Case, figures: Figures) -> str:
    """Returns the SVG. Its last line tells an untouched picture of ours from one that somebody edited.

    Raises DraftError for a template that cannot be filled.
    """
    words = read_language(case.library, case.scenario.language)
    page = Page(words, case.date, case.lender.type, case.scenario.lender.profile)
    board = drawing_board(case.library, words.name)
    facts = {"plot": plot(case, figures), "as_of": case.as_of, "total": figures.total, "plan": figures.letters_plan}
    facts |= {
        "lender": case.lender.name or words.facts.lender(case.scenario.lender.profile).product,
        "cost_of_waiting": figures.cost_of_waiting,
    }
    facts |= {"low_rate": None if figures.at_high is None else case.lender.daily_rate}
    try:
        drawn = board.get_template(TEMPLATE).render(facts, **{PAGE: page})
    except jinja2.TemplateNotFound as error:
        raise DraftError(Message("there is no template '{name}' for this picture", name=error.name)) from error
    except DraftError:
        raise
    except Exception as error:  # whatever a template can do wrong, as in a letter
        said = error.args[0] if error.args and isinstance(error.args[0], Message) else str(error)
        message = Message("{template}: the picture cannot be drawn: {reason}", template=TEMPLATE, reason=said)
        raise DraftError(message) from error
    text = "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip()) + "\n"
    return f"{text}<!-- letters {sha256(text.encode()).hexdigest()} -->\n"


def is_untouched(content: bytes) -> bool:
    """Returns whether a file is a picture of ours that nobody changed since."""
    body, _, seal = content.rstrip(b"\n").rpartition(b"\n")
    return seal == b"<!-- letters %s -->" % sha256(body + b"\n").hexdigest().encode()
