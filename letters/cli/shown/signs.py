"""Signs that a stream cannot encode, as plain ones that say the same: a minus must not become a question mark."""

from __future__ import annotations

import unicodedata

PLAIN = {
    **dict.fromkeys("−–—‑‒―", "-"),
    **dict.fromkeys("·・．", "."),
    **dict.fromkeys("•●▪", "*"),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”「」『』", '"'),
    **dict.fromkeys("×✕", "x"),
    **dict.fromkeys("☐□", "[ ]"),
    **dict.fromkeys("☑☒", "[x]"),
    **dict.fromkeys("│┃", "|"),
    **dict.fromkeys("─━", "-"),
    **dict.fromkeys("├└┌┬┼┴┤┐┘", "+"),
    "■": "#",
    "█": "#",
    "✓": "v",
    "…": "...",
    "→": "->",
    "←": "<-",
    "÷": "/",
    "。": ".",
    "、": ",",
    "¥": "CNY ",
}
"""What stands for a sign of ours; full-width marks have their narrow ones by Unicode (NFKC)."""


def plainly(error: UnicodeError) -> tuple[str, int]:
    """Returns what stands for characters that an encoding lacks, and where to go on: an error handler of `codecs`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(_plain, lacking)), error.end


def _plain(char: str) -> str:
    found = PLAIN.get(char) or unicodedata.normalize("NFKC", char)
    return found if found.isascii() else "?"
