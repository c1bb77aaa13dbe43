"""`letters new --ask`: a case told question by question, from nothing or from a draft."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from letters.base.errors import InputError, Message, Problem, ScenarioError, UnknownName, unnumbered
from letters.base.money import ZERO, grouped
from letters.cli.error_messages import visible
from letters.cli.inputs.prompts import BACK, NO_SAID, STOP, YES_SAID, Asker, find_asker
from letters.cli.options import library_here, read
from letters.cli.settings import settings_at
from letters.cli.speech import spoken, told
from letters.cli.tables import aside
from letters.files.disk import put, read_ordinary
from letters.files.letter_folder import write_new
from letters.reference_data.catalogue import our_name
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.reference_data.template_library import Library, check_language
from letters.scenario.asking.answer_data import NO, YES
from letters.scenario.asking.draft import take_up, unseen_answers
from letters.scenario.asking.forks import WRITER
from letters.scenario.asking.interview import Interview
from letters.scenario.asking.interview_step import InterviewStep
from letters.scenario.asking.plain_help import in_plain_words, titles
from letters.scenario.checks_of_slips import whose_is_it
from letters.scenario.model.hardship import whose_trouble
from letters.scenario.questions import Choice, questions
from letters.situation.cautions import refused_as_admitting
from letters.situation.told.event_sentence import sentence_of
from letters.situation.told.teller import Teller

if TYPE_CHECKING:
    from letters.figures.figures import Figures
    from letters.pipeline import Letters

_EVENT, _NAME, _WRITER = "hardship.event", "borrower.name", "writer.name"
_LEAVE = Message("leave it open")
_NOTE = re.compile(r"(?:^|\s)(#.*)$", re.MULTILINE)


class Telling(NamedTuple):
    """A case that is being told: its interview, how things are asked, and the draft that it goes on with, if any."""

    interview: Interview
    asker: Asker
    draft: Path | None = None
    raw: bytes = b""
    """What the draft held when it was read."""
    notes: bool = False
    """Whether the draft has comments that letters did not write, which the file of the answers would not have."""

    @property
    def name(self) -> str:
        """What the file is to be called, without the extension."""
        return self.interview.answers.get("hardship.kind") or "case"

    @property
    def is_begun(self) -> bool:
        """Whether anything was answered that a draft would keep."""
        return any(key not in self.interview.fixed for key in self.interview.answers)

    def text(self) -> str:
        """Returns the text of the file that the answers become."""
        head = [
            told(
                Message("Your case. After each colon stands your own fact; what is open shows in letters as a blank.")
            ),
            told(Message("Lines that begin with # are examples: they count once the # is taken away.")),
        ]
        return self.interview.text(head, told(Message("(needed)")))

    def text_of_draft(self, path: Path) -> str:
        """Returns the text of the draft that the answers so far become, which goes on from a file of that name."""
        head = [
            told(Message("Half told. Go on where you stopped: letters new --ask {path}", path=path)),
            *unseen_answers(self.interview),
        ]
        return self.interview.text(head, told(Message("(needed)")))

    def keep(self, *, half_told: bool = False) -> Path:
        """Writes the file of the answers, whole or not at all, and returns its path: that of the draft, unless
        somebody else has changed it or it has notes that would be lost; then, as without a draft, a name that no file
        has.
        """
        path = None if self.notes else self.draft
        if path is None or not path.is_file() or read_ordinary(path) != self.raw:
            path = _free(self.draft.with_suffix("") if self.draft else Path(self.name))
        text = self.text_of_draft(path) if half_told else self.text()
        if path == self.draft:
            put(path, text.encode(), lambda old: old == self.raw)
        else:
            write_new(path, text.encode())
        return path

    def is_agreed(self, what: Message) -> bool:
        """Returns whether the user says yes to what is offered; no where the answers end, or are broken off."""
        try:
            return self.asker.agrees(told(what))
        except (InputError, KeyboardInterrupt):
            return False


def _free(stem: Path) -> Path:
    """Returns a name that no file has, so that no answer is lost: illness.yaml, illness-2.yaml …"""
    names = (stem.with_name(f"{stem.name}-{number}.yaml" if number > 1 else f"{stem.name}.yaml") for number in count(1))
    return next(path for path in names if not os.path.lexists(path))


def begin(argument: str | None, language: str, today: date) -> Telling:
    """Returns a case to be told of a hardship, or as the draft of that name has it so far.

    Raises UnknownName of the hardship or the language, InputError and ScenarioError of a draft.
    """
    shelf = library_here()
    if argument is not None and (argument.endswith((".yaml", ".yml")) or Path(argument).is_file()):
        return _go_on(Path(argument), shelf, today)
    check_language(shelf, language)
    interview = _interview(shelf, language, today)
    if argument is not None:
        hardship = our_name(shelf, "hardship.kind", argument)
        if hardship not in shelf.hardships(language):
            raise UnknownName(Message("hardship"), hardship, shelf.hardships(language))
        interview.answers["hardship.kind"] = hardship
        interview.fixed.add("hardship.kind")
    return Telling(interview, find_asker())


def _interview(shelf: Library, language: str, today: date) -> Interview:
    reader = spoken() if spoken() in shelf.languages() else language
    interview = Interview(questions(reader, told, shelf, MAIN_ROLES), today, shelf, language, told)
    if writer := settings_at(Path()).defaults.get("writer"):  # a desk's own
        interview.suggested[WRITER.key] = "instead"
        interview.suggested |= {f"writer.{key}": text for key, text in writer.items()}
    return interview


def _go_on(path: Path, shelf: Library, today: date) -> Telling:
    from letters.files.yaml_reader import read as read_yaml

    if not path.exists():
        raise InputError(Message("{path}: there is no such file here", path=path))
    source = read(str(path))
    data = read_yaml(source.raw, source.name, strict=False).data
    if not isinstance(data, dict):
        raise ScenarioError(source.name, [Problem(Message("expects `key: value` lines"))])
    if isinstance(data.get("lender"), str):  # a profile's name alone
        data = data | {"lender": {"profile": data["lender"]}}
    interview = _interview(shelf, source.language, today)
    take_up(interview, data, source.raw.decode(errors="replace"))
    telling = Telling(interview, find_asker(), path, source.raw)
    ours = {found[1] for text in (telling.text(), telling.text_of_draft(path)) for found in _NOTE.finditer(text)}
    notes = any(found[1] not in ours for found in _NOTE.finditer(source.raw.decode(errors="replace")))
    return telling._replace(notes=notes)


def ask(telling: Telling) -> None:
    """Asks until everything is answered, or until the user says stop. Raises InputError where the answers end."""
    aside(Message("Every answer can be changed later in the file. Leave open what you do not know."))
    aside(Message("{back} goes back to the question before, {stop} writes down what there is.", back=BACK, stop=STOP))
    interview, asker = telling.interview, telling.asker
    while True:
        while step := interview.step():
            said = _ask(asker, interview, step)
            if said == STOP:
                return
            if said == BACK:
                if not interview.back():
                    aside(Message("this is the first question"))
            elif wrong := interview.answer(step, said):
                aside(Message("  ! {what}", what=_plainly(interview, wrong)))
                if asker.edits:
                    interview.suggested[step.key] = said
            else:
                _tell_of_event(interview, step.key)
        contradicted = interview.mend()
        if not contradicted:
            return
        for key, wrong in contradicted:
            aside(Message("  ! {path}: {what}", path=_called(interview, key), what=_plainly(interview, wrong)))


def _plainly(interview: Interview, wrong: Message) -> str:
    """Returns what is wrong, in which keys of the file are called as the questions call them."""
    return in_plain_words(told(wrong), titles(interview.all))


def _called(interview: Interview, key: str) -> str:
    """Returns what the questions call a field, by its key: bills[1].due_date is Bills 2 · Due date."""
    names = {one.path: one.title for one in interview.all}
    name = names.get(unnumbered(key), key)
    list_, entry, rest = key.rpartition("[")
    if not entry or unnumbered(list_) not in names:
        return name
    return f"{names[unnumbered(list_)]} {int(rest.partition(']')[0]) + 1} · {name}"


def _tell_of_event(interview: Interview, key: str) -> None:
    """Says how the event will read, once it is known who tells it, and asks to look again where it names somebody
    else.
    """
    event, borrower = (interview.answers.get(one, "") for one in (_EVENT, _NAME))
    has_writer = interview.answers.get(WRITER.key, WRITER.usual) != WRITER.usual
    if not event or key != (_NAME if has_writer else _EVENT):
        return
    kind, who = (interview.answers.get(f"hardship.{one}") for one in ("kind", "who"))
    teller = Teller(kind or "", whose_trouble(kind or "", who), borrower if has_writer else None)
    aside(Message("what happened will read: {sentence}", sentence=sentence_of(event, teller, interview.language)))
    if doubt := whose_is_it(kind or "", who, event):
        aside(Message("  ! {what}", what=doubt))


def _ask(asker: Asker, interview: Interview, step: InterviewStep) -> str:
    suggested = interview.suggested.get(step.key, "")
    question = step.question
    if question is None:
        options = [Choice(NO, told(NO_SAID)), Choice(YES, told(YES_SAID))]
        return asker.choice(told(step.decision or ""), "", options, suggested or NO)
    title = f"{step.place[0]} {step.place[1]} · {question.title}" if step.place else question.title
    about = in_plain_words(question.help, titles(interview.all))
    if question.choices:
        options = list(question.choices)
        if not question.required:
            options.append(Choice("", told(_LEAVE)))
        return asker.choice(title, about, options, suggested or question.default)
    if question.example:
        example = Message("for example {example}", example=question.example)
        about = told(Message("{help}; {example}", help=about, example=example) if about else example)
    return asker.text(title, about, suggested or question.default)


def offer_draft(telling: Telling) -> None:
    """Offers to keep what was answered so far, and says how to go on with it."""
    if telling.is_begun and telling.is_agreed(Message("Keep what you have answered as a draft?")):
        path = telling.keep(half_told=True)
        print(visible(str(path)), flush=True)
        aside(Message("kept; go on with: letters new --ask {path}", path=path))


def tell_figures(name: str, letters: Letters) -> None:
    """Says on stderr what is owed, what of it is penalty, and what is asked for; first that a debt is old, if so."""
    from letters.cli import findings

    findings.tell_first(name, letters)
    for line in _figures(letters.figures):
        aside(line)


def _figures(figures: Figures) -> Iterator[Message]:
    sums = figures.total
    yield Message(
        "owed on {day}: {total} in all, of it principal {principal}, penalty {penalty}",
        day=figures.as_of,
        total=grouped(sums.total_due),
        principal=grouped(sums.principal_outstanding),
        penalty=grouped(sums.penalty_outstanding),
    )
    if refused_as_admitting(figures) is not None:
        return
    if figures.waivers.sum:
        yield Message("asked to be waived: {sum}", sum=grouped(figures.waivers.sum))
    if pause := figures.defer:
        yield Message("asked for: a pause until {day}", day=pause.until)
    if offer := figures.plan:
        yield Message(
            "plan: {total} in {count} payments from {first}, {largest} at most",
            total=grouped(offer.to_pay),
            count=len(offer.plan),
            first=offer.plan[0].date,
            largest=grouped(max(one.amount for one in offer.plan)),
        )
        if figures.affordability.fits is False:
            left = figures.affordability.for_plan
            yield Message("that is more than a month leaves, {left}", left=grouped(left if left is not None else ZERO))
