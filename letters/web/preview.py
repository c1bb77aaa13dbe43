"""A scenario's bytes → what the page shows of it: figures, every letter, and what is still to do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from letters.base.errors import FieldPath, Message, Problem, ScenarioError, UnsuitableKind, dotted
from letters.base.placeholders import fill
from letters.documents.markdown import Block, parse
from letters.documents.plain_text import to_text
from letters.drafting.call.call_sheet import read_sheet
from letters.drafting.call.incoming_call import read_incoming
from letters.drafting.draft import Draft, Drafter
from letters.drafting.kinds.chosen import why_left_out
from letters.drafting.picture import picture
from letters.files.case_folder import leaves_folder
from letters.files.yaml_reader import read
from letters.pipeline import Letters, write_letters
from letters.reference_data.catalogue import choices
from letters.reference_data.languages import read_language
from letters.reference_data.letter_kinds import MAIN_ROLES, Role, kinds_of
from letters.reference_data.template_library import Library
from letters.reference_data.words import told_first
from letters.scenario.asking.plain_help import titles
from letters.scenario.checks import second_look
from letters.scenario.defaults import Defaults, with_defaults
from letters.scenario.load import Case, check, in_our_names
from letters.scenario.problems import unfit
from letters.scenario.questions import questions
from letters.scenario.starter import still_examples
from letters.situation.cautions import stale_caution
from letters.situation.told.event_sentence import event_sentence
from letters.web.calling.call_view import CallView
from letters.web.letter_html import to_html
from letters.web.shown.amounts import known_amounts
from letters.web.shown.headline import Headline
from letters.web.shown.outlook import Outlook
from letters.web.shown.reasons import Reasons
from letters.web.shown.values import ReadBack
from letters.web.whats_next import WhatsNext
from letters.web.words import PAGE, Say

NAME = "scenario.yaml"
"""How messages call what the page sends."""
_NAME = re.compile(
    r"(?:(?<=[\u4e00-\u9fff]) )?(?<![\w.@'-])[a-z]+(?:[._-][a-z]+)*(?![\w.@'-])(?: (?=[\u4e00-\u9fff]))?"
)
"""What may be a key of the file or a profile's name, with the spaces that set it off from 汉字."""


_FILE = re.compile(rb"\bfile\b")
"""What a file of evidence is named by; `profile` is none."""


class Visit(NamedTuple):
    """One request's work: on which day, and in whose words.

    No file is opened for a scenario that comes from the page, whatever it names: `beside` is never given.
    """

    today: date
    say: Say
    language: str
    shelf: Library
    defaults: Defaults | None = None

    def letters(self, raw: bytes, kinds: tuple[str, ...] | None = None) -> Letters:
        """Returns the letters of a scenario: all that suit it, or those named. Raises LettersError."""
        return self._drafted(raw, kinds)[0]

    def _drafted(self, raw: bytes, kinds: tuple[str, ...] | None = None) -> tuple[Letters, Drafter]:
        """Returns the letters, and the drafter that wrote them."""
        content, files = without_files(raw)
        case = write_letters(content, NAME, today=self.today, kinds=(), shelf=self.shelf, defaults=self.defaults)
        _refuse_outside(case.case, files)
        spoken = case.case.scenario.language
        drafter = Drafter(case.case, case.figures, spoken)
        drafts: list[Draft] = []
        left_out: list[tuple[str, str]] = []
        for kind in kinds or _ordered(case.case.library, spoken):
            if not kinds and (reason := why_left_out(drafter, kind)):
                left_out.append((kind, reason))
                continue
            try:
                drafts.append(drafter.draft(kind))
            except UnsuitableKind as error:
                if kinds:
                    raise
                left_out.append((kind, error.message))
        stale = () if self._is_example(case.case) else stale_caution(case.case, self.today)
        return replace(case, drafts=tuple(drafts), left_out=tuple(left_out), stale=stale), drafter

    def _is_example(self, case: Case) -> bool:
        return bool(still_examples(case.source, case.scenario.hardship.kind))

    def preview(self, raw: bytes) -> dict[str, Any]:
        """Returns what the page shows, as data for JSON: only `problems` if there are any, else figures and letters."""
        try:
            letters, drafter = self._drafted(raw)
        except ScenarioError as error:
            problems = [self._problem(problem) for problem in self._named(raw, error)[:50]]
            return {"problems": problems, "read": self._read_back(_data(raw))}
        purposes = _purposes(letters.case.library, self.language)
        places, known = _places(letters), known_amounts(letters)

        def html(blocks: Sequence[Block]) -> str:
            return to_html(blocks, places, known)

        headline = Headline(letters, self.say, self.language)
        shown = drafter.fill("_figures")
        blocks = {one.kind: self._parsed(one) for one in letters.drafts}
        of_role = {one.role: blocks[one.kind] for one in reversed(letters.drafts)}  # ours stand before the user's
        unread = [Problem(PAGE["unread"], place) for place in without_files(raw)[1]]
        told = event_sentence(letters.case.scenario, letters.case.scenario.language)
        unread += [Problem(Message("what happened will read: {sentence}", sentence=told), ("hardship", "event"))]
        warnings = [
            *letters.first_warnings,
            *unread,
            *letters.warnings[len(letters.first_warnings) :],
            *second_look(letters.case.scenario, letters.case.source, letters.case.date),
        ]
        titles = {one.kind: f"“{one.title}”" for one in letters.drafts}
        profile = letters.case.scenario.lender.profile
        product = {
            profile: told_first(letters.case.library, self.language, lambda words: words.lender(profile).product)
        }
        return {
            "read": self._read_back(letters.case.source.data),
            "figures": html(parse(shown.markdown)),
            "sums": headline.sums(),
            "bars": headline.bars(),
            "outlook": Outlook(letters, self.say, self.language).as_data(),
            "chart": picture(letters.case, letters.figures),
            "ledger": html(of_role.get(Role.LEDGER, ())),
            "letters": [
                {
                    "kind": one.kind,
                    "title": one.title,
                    "language": one.language,
                    "purpose": purposes[one.kind],
                    "html": html(blocks[one.kind]),
                    "for_you": html(parse(one.for_you)),
                    "text": to_text(blocks[one.kind]),
                }
                for one in letters.drafts
            ],
            "left_out": [
                {"kind": kind, "purpose": purposes[kind], "reason": self._plainly(reason, titles)}
                for kind, reason in letters.left_out
            ],
            "blanks": [{"path": path, "label": label} for path, label in letters.blanks.items()],
            "warnings": [self._problem(warning, product) for warning in warnings],
            "next": WhatsNext(letters, self._day(letters.case), self.say, self.language).as_data(),
            "language": letters.case.scenario.language,
            "channel": self.say(PAGE["channel"], letters.case.scenario.language),
            "call": self._call(drafter, of_role, places),
        }

    def _call(
        self, drafter: Drafter, of_role: Mapping[Role | None, Sequence[Block]], places: Mapping[str, str]
    ) -> dict[str, Any]:
        """Returns the call as data for JSON: `outgoing` and `incoming`, each None where the case has none; `page` is
        the letter itself, as HTML, where it is no sheet that can be cut into screens.
        """
        view = CallView(self.say, drafter.words)
        script = of_role.get(Role.SCRIPT, ())
        sheet, card = read_sheet(drafter, script), read_incoming(of_role.get(Role.INCOMING, ()))
        return {
            "outgoing": view.outgoing(sheet, drafter.figures) if sheet else None,
            "incoming": view.incoming(card) if card else None,
            "page": "" if sheet else to_html(script, places, {}),
        }

    def why(self, raw: bytes, names: Sequence[str]) -> list[dict[str, Any]]:
        """Returns where figures come from, by their names, as data for JSON. Raises LettersError."""
        content, _ = without_files(raw)
        letters = write_letters(content, NAME, today=self.today, kinds=(), shelf=self.shelf, defaults=self.defaults)
        return Reasons(letters, self.say, self.language).of(list(names))

    def _read_back(self, data: object) -> list[dict[str, Any]]:
        return ReadBack(self.today, self.say, self.language, self.shelf).of(data)

    def _day(self, case: Case) -> date:
        """Returns the day on which the next step is told: today, and of an example its own, which is long past."""
        return case.date if self._is_example(case) else self.today

    def _parsed(self, draft: Draft) -> Sequence[Block]:
        return parse(draft.markdown)

    def _named(self, raw: bytes, error: ScenarioError) -> Sequence[Problem]:
        """Returns what is wrong with a case; for a character that no letter can hold, with the field it stands in."""
        try:
            source = read(without_files(raw)[0], NAME, strict=False)
        except ScenarioError:
            return error.problems
        if not (found := unfit(source)):
            return error.problems
        named = {problem.path for problem in found}
        try:
            check(with_defaults(source, self.defaults), today=self.today, shelf=self.shelf)
        except ScenarioError as other:
            found += [problem for problem in other.problems if problem.path not in named]
        return found

    def _problem(self, problem: Problem, names: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Returns a problem as data for JSON: `path`, and `message`, in which keys of the file are called as in the
        form.
        """
        return {"path": dotted(problem.path), "message": self._plainly(problem.message, names)}

    def _plainly(self, message: str, names: Mapping[str, str] | None = None) -> str:
        """Returns a message in which keys of the file are called as in the form, and others as `names` has them."""
        known = {**_titles(self.say, self.language, self.shelf), **(names or {})}
        said = self.say(message, self.language)
        return _NAME.sub(lambda found: known.get(found[0].strip(), found[0]), said)

    def opened(self, raw: bytes) -> dict[str, Any]:
        """Returns a scenario file as the data of the form, or the `problems` of its form; its values are not
        checked.
        """
        try:
            data: Any = in_our_names(read(raw, NAME, strict=False), self.shelf).data  # 生病 chooses illness in the form
        except ScenarioError as error:
            return {"problems": [self._with_line(problem) for problem in error.problems[:20]]}
        if isinstance(data.get("lender"), str):  # a profile's name alone
            data = data | {"lender": {"profile": data["lender"]}}
        return {"data": data}

    def _with_line(self, problem: Problem) -> dict[str, Any]:
        return self._problem(problem) | {"line": problem.mark.line if problem.mark else None}


def _data(raw: bytes) -> object:
    """Returns the values of a scenario, whatever is wrong with it, or None if it cannot be read at all."""
    try:
        return read(raw, NAME, strict=False).data
    except ScenarioError:
        return None


def without_files(raw: bytes) -> tuple[bytes, dict[FieldPath, str]]:
    """Returns a scenario without the files of its evidence, which the page does not open, and their names by place.

    Raises ScenarioError if it cannot be read.
    """
    if not _FILE.search(raw):
        return raw, {}
    data: Any = read(raw, NAME, strict=False).data
    hardship = data.get("hardship")
    papers = hardship.get("evidence") if isinstance(hardship, dict) else None
    found: dict[FieldPath, str] = {}
    for place, paper in enumerate(papers or ()):
        if isinstance(paper, dict) and (name := paper.pop("file", None)):
            found["hardship", "evidence", place, "file"] = str(name)
    return json.dumps(data).encode() if found else raw, found


def _refuse_outside(case: Case, files: dict[FieldPath, str]) -> None:
    """Raises ScenarioError for files of evidence that cannot lie in the folder of the case, wherever it is kept."""
    problems = [
        case.source.problem(place, Message("{path} lies outside the folder of the case; put the file there", path=name))
        for place, name in files.items()
        if leaves_folder(name)
    ]
    if problems:
        raise ScenarioError(NAME, problems)


@cache
def _titles(say: Say, language: str, shelf: Library) -> dict[str, str]:
    """Returns what the form calls each key of the file."""
    return titles(questions(language, lambda text: say(text, language), shelf))


@cache
def _purposes(shelf: Library, language: str) -> dict[str, str]:
    """Returns what each letter kind is for."""
    return {row["name"]: row["about"] for row in choices(shelf, language)["kinds"]}


def _ordered(shelf: Library, language: str) -> tuple[str, ...]:
    """Returns all letters of a language, the main ones first."""
    return kinds_of(shelf, language, (*MAIN_ROLES, *shelf.kinds(language)))


def _places(letters: Letters) -> dict[str, str]:
    """Returns, for each blank as it is printed, where it is filled in: the first field of that name."""
    found: dict[str, str] = {}
    for one in letters.drafts:
        form = read_language(letters.case.library, one.language).blank
        for blank in one.blanks:
            found.setdefault(fill(form, {"label": blank.label}), blank.path)
    return found
