"""Every file of a person's is opened by the few modules that look at it first."""

from __future__ import annotations

import re

from cases import ROOT

_OPENS = re.compile(r"\.read_bytes\(\)|\.read_text\(|\.open\(\s*\"rb\"|(?<![\w.])open\(|os\.open\(")
LOOKING_FIRST = {
    "batch/item.py",
    "batch/journal.py",
    "batch/notes.py",
    "batch/report.py",
    "files/case_folder.py",
    "files/disk.py",
    "files/safe_zip.py",
}
"""They look at a file of a person's (or just made it), and read no more of it than they may."""
BUNDLED = {
    "browser_page/engine.py",
    "browser_page/parts.py",
    "browser_page/single.py",
    "browser_page/warm_up.py",
    "cli/__init__.py",
    "cli/commands/choices.py",
    "cli/error_messages.py",
    "cli/scenario_input.py",
    "cli/speech.py",
    "documents/docx/static_parts.py",
    "documents/page_language.py",
    "documents/pdf/glyphs.py",
    "drafting/redaction/comparison.py",
    "drafting/redaction/names.py",
    "files/kept_files/store.py",
    "files/kept_files/yaml_data.py",
    "reference_data/catalogue.py",
    "reference_data/guide.py",
    "scenario/starter.py",
    "web/app.py",
    "web/jobs.py",
}
"""They open what the program or the system brings: facts, words, fonts, the null device."""


def test_only_modules_that_look_first_open_a_file_of_a_persons() -> None:
    opening = {
        path.relative_to(ROOT / "letters").as_posix()
        for path in (ROOT / "letters").rglob("*.py")
        if _OPENS.search(path.read_text("utf-8"))
    }
    assert opening - LOOKING_FIRST - BUNDLED == set()
    assert (LOOKING_FIRST | BUNDLED) - opening == set()
