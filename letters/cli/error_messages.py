"""What went wrong, said once and clearly; and the exit code for it."""

from __future__ import annotations

import os
import re
import sys
import traceback
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from json.encoder import encode_basestring_ascii as ascii_json
from typing import TextIO

from letters.base.errors import (
    LettersError,
    Message,
    Problem,
    ScenarioError,
    UnborneStatement,
    UnfinishedLetter,
    UnknownName,
    UnsuitableKind,
    borrowed,
    dotted,
)
from letters.cli.shown.progress import clear_progress
from letters.cli.speech import told

ERROR, WARNING, NOTE = "error:", "warning:", "note:"
"""How a message begins: what went wrong, what deserves a look, what is good to know; the same in every language."""
_COLOURS = {ERROR: "\x1b[1;31m", WARNING: "\x1b[1;33m", NOTE: "\x1b[1;36m"}
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
CASE, USAGE, FILES, DIFFERENT, BUG, INTERRUPTED = 1, 2, 3, 4, 70, 130
MOST_SHOWN = 50
"""How many problems are printed; a file with more has one mistake many times."""
WIDEST = 100
"""How many columns of a source line are shown around a problem."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e01ff]"
)
_UNSEEN_OR_HALF = re.compile(f"{_UNSEEN.pattern}|[\ud800-\udfff]")


@contextmanager
def reported(debug: bool) -> Iterator[None]:
    """Turns every way of ending early into a message on stderr and an exit code; no traceback gets out."""
    try:
        yield
        sys.stdout.flush()
    except LettersError as error:
        say_failure(error)
        _trace(error, debug)
        raise SystemExit(code_of(error)) from None
    except OSError as error:
        reason = borrowed(error.strerror or str(error))
        say_error(Message("the result cannot be written: {reason}", reason=reason))
        silence(sys.stdout)
        _trace(error, debug)
        raise SystemExit(FILES) from None
    except KeyboardInterrupt:
        say_error(Message("interrupted"))
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:  # a mistake of ours: the user is told so, without a traceback
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
        say_error(
            Message(
                "this is our mistake, not yours: {error} at {where}; please report it, `letters --debug …` shows more",
                error=type(error).__name__,
                where=where,
            )
        )
        _trace(error, debug)
        raise SystemExit(BUG) from None


def code_of(error: LettersError) -> int:
    """Returns the exit code of an error."""
    if isinstance(error, ScenarioError | UnsuitableKind):
        return CASE
    if isinstance(error, UnborneStatement):
        return BUG
    if isinstance(error, UnfinishedLetter):
        return DIFFERENT
    return USAGE if isinstance(error, UnknownName) else FILES


def say_failure(error: LettersError) -> None:
    """Prints on stderr what went wrong with a case."""
    if isinstance(error, ScenarioError):
        say_problems(error.name, error.problems)
    else:
        say_error(error.message)


def say_error(message: str) -> None:
    """Print on stderr what went wrong."""
    _say_marked(ERROR, visible(told(message)))


def say_warning(message: str) -> None:
    """Print on stderr what deserves a look."""
    _say_marked(WARNING, visible(told(message)))


def say_note(message: str) -> None:
    """Print on stderr what is good to know."""
    _say_marked(NOTE, visible(told(message)))


def say_problems(name: str, problems: list[Problem] | tuple[Problem, ...]) -> None:
    """Print the problems of a file on stderr, as `problem_lines` makes them."""
    for lines in _lines_of_each(name, problems):
        _say_marked(ERROR, "\n".join(lines))


def _say_marked(mark: str, text: str) -> None:
    clear_progress()
    print(f"{_COLOURS[mark]}{mark}{PLAIN}" if shows_colours(sys.stderr) else mark, text, file=sys.stderr)


def shows_colours(stream: TextIO) -> bool:
    """Returns whether a stream is a terminal that shows colours, and nobody asked for none.

    Of the consoles of Windows those that say so; an older one would show the codes themselves.
    """
    if sys.platform == "win32" and not {"WT_SESSION", "TERM", "ANSICON"} & set(os.environ):
        return False
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _trace(error: Exception, debug: bool) -> None:
    """Prints the frames alone: messages and variables may hold what the user wrote."""
    if debug:
        for frame in traceback.extract_tb(error.__traceback__):
            where = {"file": frame.filename, "line": frame.lineno, "function": frame.name}
            print(told(Message("  {file}:{line} in {function}", **where)), file=sys.stderr)
        print(f"  {type(error).__name__}", file=sys.stderr)


def silence(stream: object) -> None:
    """Keeps a closed pipe from being flushed again at exit."""
    with suppress(OSError, AttributeError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[attr-defined]


def visible(text: str) -> str:
    """Returns a text from a file with every character that could steer a terminal, or hide, made visible."""
    return _UNSEEN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Returns JSON with the same characters written as its escapes, and with those that no encoding has."""
    return _UNSEEN_OR_HALF.sub(lambda found: ascii_json(found[0])[1:-1], text)


def problem_lines(name: str, problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    """Returns each problem with file, line and column, its source line and a caret under the place."""
    return [line for lines in _lines_of_each(name, problems) for line in lines]


def _lines_of_each(name: str, problems: list[Problem] | tuple[Problem, ...]) -> Iterator[list[str]]:
    for problem in problems[:MOST_SHOWN]:
        lines = [visible(f"{place(name, problem)}: {described(problem)}")]
        if problem.mark and problem.source.strip():
            lines += _excerpt(problem.mark.line, problem.mark.column, visible(problem.source))
        yield lines
    if len(problems) > MOST_SHOWN:
        more = Message("{name}: and {count} more; mend these first", name=name, count=len(problems) - MOST_SHOWN)
        yield [visible(told(more))]


def place(name: str, problem: Problem) -> str:
    """Returns a place as editors and compilers write it: illness.yaml:14:11."""
    return f"{name}:{problem.mark.line}:{problem.mark.column}" if problem.mark else name


def described(problem: Problem, say: Callable[[str], str] = told) -> str:
    """Returns the message of a problem, with the field path before it if the problem has one."""
    message = say(problem.message)
    return f"{dotted(problem.path)}: {message}" if problem.path else message


def _excerpt(line: int, column: int, source: str) -> list[str]:
    begin = max(0, column - 1 - WIDEST // 2) if columns(source) > WIDEST else 0
    shown = source[begin : begin + WIDEST].replace("\t", " ")
    cut = "…" if begin else ""
    ahead = cut + shown[: column - 1 - begin]
    return [f"{line:>6} | {cut}{shown}", " " * 6 + " | " + " " * columns(ahead) + "^"]


def columns(text: str) -> int:
    """Count the columns that a terminal gives a text; a Chinese character takes two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
