"""Problems, blanks and warnings of a case, as lines for people and as records for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from letters.base.errors import Counted, Message, Problem, borrowed, dotted, unnumbered
from letters.base.placeholders import fill
from letters.cli.error_messages import described, place, problem_lines, say_warning, visible
from letters.cli.speech import for_programs, told
from letters.cli.tables import note
from letters.reference_data.languages import read_language
from letters.reference_data.letter_kinds import Role

if TYPE_CHECKING:
    from pathlib import Path

    from letters.drafting.draft import Draft
    from letters.pipeline import Letters

SCHEMA = 1


_BY_MAIL = (Role.REQUEST, Role.DEFERRAL, Role.REFUND, Role.COUNTER_OFFER)
"""What is sent by e-mail, so that an address is missed."""


def check_record(problems: list[Problem], letters: Letters | None, left: Sequence[Problem] = ()) -> dict[str, Any]:
    """Returns the shape of `letters check --json`; `left` are warnings of the file alone."""
    blanks = _blank_problems(letters) if letters else []
    labels = letters.blanks if letters else {}
    return {
        "schema": SCHEMA,
        "problems": [at(problem) for problem in problems],
        "blanks": [at(blank) | {"label": labels[dotted(blank.path)]} for blank in blanks],
        "warnings": [at(warning) for warning in (*_warnings(letters), *left)] if letters else [],
    }


def at(problem: Problem) -> dict[str, Any]:
    """Returns the JSON of a problem: where it stands, and its message."""
    return {
        "path": dotted(problem.path),
        "line": problem.mark.line if problem.mark else None,
        "column": problem.mark.column if problem.mark else None,
        "message": for_programs(problem.message),
    }


def figures_record(letters: Letters) -> dict[str, Any]:
    """Returns the shape of `letters figures --json`."""
    from letters.report.as_json import borne_by, record

    figures = record(letters.case, letters.figures)
    fresh = replace(letters, stale=())  # which would depend on the day of the run
    return figures | {"situations": borne_by(letters.case, letters.figures)} | remarks(fresh)


def remarks(letters: Letters) -> dict[str, Any]:
    """Returns the blanks and warnings that go with figures and files."""
    return {
        "blanks": [{"path": path, "label": label} for path, label in letters.blanks.items()],
        "warnings": [described(warning, for_programs) for warning in letters.warnings],
    }


def summary(name: str, letters: Letters, left: Sequence[Problem] = ()) -> list[str]:
    """Returns the lines that `letters check` prints for a scenario without problems.

    `left` are warnings of the file alone.
    """
    warnings, first = [*_warnings(letters), *left], letters.first_warnings
    lines = problem_lines(name, list(first))
    lines += [visible(told(Message("what happened will read: {sentence}", sentence=_event(letters))))]
    lines += [visible(f"{place(name, blank)}: {told(blank.message)}") for blank in _blank_problems(letters)]
    lines += problem_lines(name, [one for one in warnings if one not in first])
    all_said = Message(
        "{name}: no problems, {blanks}, {warnings}",
        name=name,
        blanks=Counted("{count} blank", "{count} blanks", count=len(letters.blanks)),
        warnings=Counted("{count} warning", "{count} warnings", count=len(warnings)),
    )
    return [*lines, visible(told(all_said))]


def left_of_the_example(letters: Letters) -> tuple[Problem, ...]:
    """Return the warning that names every value of a file that is still the bundled example's, if there is one."""
    from letters.scenario.questions import fields
    from letters.scenario.starter import still_examples

    source = letters.case.source
    paths = still_examples(source, letters.case.scenario.hardship.kind)
    if not paths:
        return ()
    titles = {field.path: field.info.title for field in fields()}
    called = [titles.get(unnumbered(dotted(path))) or str(path[-1]) for path in paths]
    pairs = zip(called, paths, strict=True)
    names = ", ".join(f"{told(borrowed(title))} ({source.mark(path).line})" for title, path in pairs)
    return (
        source.problem(
            paths[0],
            Message(
                "these are still the example's (and their lines); write your own, or take them out: {names}",
                names=names,
            ),
        ),
    )


def _event(letters: Letters) -> str:
    from letters.situation.told.event_sentence import event_sentence

    return event_sentence(letters.case.scenario, letters.case.scenario.language)


def _warnings(letters: Letters) -> list[Problem]:
    from letters.scenario.checks import second_look

    return [*letters.warnings, *second_look(letters.case.scenario, letters.case.source, letters.case.date)]


def _blank_problems(letters: Letters) -> list[Problem]:
    if not letters.blanks:
        return []
    source, shelf = letters.case.source, letters.case.library
    form = read_language(shelf, letters.drafts[0].language).blank
    found = [
        source.problem(
            _path(path), Message("{path}: blank in the letters, {blank}", path=path, blank=fill(form, {"label": label}))
        )
        for path, label in letters.blanks.items()
    ]
    return sorted(found, key=lambda blank: (blank.mark.line, blank.mark.column) if blank.mark else (0, 0))


def _path(dotted_path: str) -> tuple[str | int, ...]:
    steps: list[str | int] = []
    for part in dotted_path.replace("]", "").split("."):
        name, *indices = part.split("[")
        steps += [name, *map(int, indices)]
    return tuple(steps)


def tell_first(name: str, letters: Letters) -> None:
    """Print on stderr what is to be read before all else: that a debt, or the file, is old."""
    _warn(name, letters.first_warnings)


def tell(name: str, letters: Letters) -> None:
    """Print on stderr what the letters still lack and what deserves a look, but for what `tell_first` tells."""
    first = letters.first_warnings
    for blank in _blank_problems(letters):
        note(f"{place(name, blank)}: {told(blank.message)}")
    for kind, reason in letters.left_out:
        note(Message("{kind} is left out: {reason}", kind=kind, reason=reason))
    for drafted in letters.drafts:
        if letters.case.lender.email is None and drafted.role in _BY_MAIL:
            note(
                Message(
                    "{kind} has no To: address, since none is verified: paste it in the lender's official app or post"
                    " it (`letters guide where-to-send`)",
                    kind=drafted.kind,
                )
            )
    _warn(name, [one for one in letters.warnings if one not in first])


def about_edits(letters: Letters, files: Callable[[Draft], Sequence[str]], folder: Path | None = None) -> None:
    """Print on stderr which letters come from an edited file; `files` names what is made of a letter.

    With a `folder`, also which edited files of theirs there are not used.
    """
    for drafted in letters.drafts:
        edit, made = letters.edit_of(drafted), files(drafted)
        if edit is None or not made:
            continue
        said = {"path": edit.path, "files": ", ".join(made)}
        note(Message("{path} was edited: {files}: made from it, not from the case", **said))
        if edit.made_from and drafted.markdown not in edit.made_from:
            note(Message("{path}: the case says something else today; `letters update` brings it in", **said))
        plain = [name for name in made if not (letters.office and _is_by_office(name))]
        for lacking in edit.lacking if plain else ():
            note(Message("{path}: {what} is not in {files}", what=lacking, path=edit.path, files=", ".join(plain)))
        carried = [name for name in made if name.rpartition(".")[2] in {"docx", "eml", "zip"}]
        for trace in edit.traces if carried else ():
            note(Message("{path}: whoever gets the Word file sees {what} in it; settle them first", what=trace, **said))
    _about_unused(letters, folder)


def _about_unused(letters: Letters, folder: Path | None) -> None:
    """Print which edited files nothing that is sent is made from, and from which it is."""
    from letters.documents.edited_letter import SOURCES, edited_files
    from letters.documents.formats import FORMATS
    from letters.files.manifest import read_manifest

    unused = [one.path.with_name(name) for one in letters.edits.values() for name in one.passed_over]
    if folder is not None:
        others = letters.sources(name for name in FORMATS if name not in SOURCES)
        unused += edited_files(folder, [name for name in others if name in read_manifest(folder).files])
    for path in unused:
        what = Message(
            "{path}: edited, and not used: what is sent comes from the Word file, else from the Markdown", path=path
        )
        note(what)


def _is_by_office(name: str) -> bool:
    """Returns whether an office program can make a file, given by its name or its extension."""
    from letters.documents.formats import FORMATS

    form = FORMATS.get(name.rpartition(".")[2])
    return form is not None and form.by_office


def about_mail(letters: Letters, formats: Iterable[str]) -> None:
    """Print on stderr what an e-mail lacks: a letter to send, an address, a file for a paper."""
    from letters.documents.formats import find_format

    if not any(find_format(name).is_sent for name in formats):
        return
    for drafted in letters.drafts:
        if drafted.private:
            note(Message("{kind} is for yourself alone: no e-mail is made of it", kind=drafted.kind))
    if letters.case.lender.email is None and all(drafted.role not in _BY_MAIL for drafted in letters.drafts):
        note(Message("the e-mails have no To: address; add it as lender.email, from the lender's own website"))
    source = letters.case.source
    for number, item in enumerate(letters.case.scenario.hardship.evidence):
        if item.file is None:
            path = ("hardship", "evidence", number)
            missing = Message("no file is named for {document}; it is not attached", document=item.document)
            problem = source.problem(path, missing)
            note(f"{place(source.name, problem)}: {described(problem)}")


def warn(name: str, letters: Letters) -> None:
    """Print the warnings of a case on stderr."""
    _warn(name, letters.warnings)


def _warn(name: str, warnings: Iterable[Problem]) -> None:
    for warning in warnings:
        say_warning(f"{place(name, warning)}: {described(warning)}")
