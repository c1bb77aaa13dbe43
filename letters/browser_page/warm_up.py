"""Run once while the page in one file is built, in the Python that will run in it: what that Python can do beforehand.

Modules and templates are compiled, so that the first letter is there in half the time.
"""

from __future__ import annotations

import json
import py_compile
import sys
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from letters.base.resources import bundled
from letters.browser_page.answers import Answers
from letters.files.kept_files.store import write_news

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The day of every file of the library, so that the same parts give the same page."""
_FORMATS = "&format=docx&format=md"


def exercise(answers: Answers, today: str) -> None:
    """Asks for everything that the page can ask for, of every bundled case, so that all it needs is loaded."""
    for language in answers.languages:
        for case in sorted(bundled("scenarios").glob("*.yaml")):
            for path in ("preview", "open", "scenario", "files"):
                content = case.read_bytes().replace(b"language: zh", f"language: {language}".encode())
                status, _, _, said = answers.answer(f"{path}?lang={language}{_FORMATS}", content, today)
                assert status == 200, (case.name, path, said.decode())
        answers.answer(f"?lang={language}", b"", today)
        answers.answer(f"preview?lang={language}", b"bills: [{amount: 3OO}]\n", today)


def compiled_site(site: Path, names: Iterable[str]) -> bytes:
    """Returns the program's files: a list of their names and sizes, then each.

    Loaded modules are compiled, and what was made of other files is kept.
    """
    write_news(for_good=True)  # the files of the page are unpacked anew at each start
    for name in names:
        path = Path(name)
        if path.suffix == ".py" and path.is_relative_to(site):
            py_compile.compile(name, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    return packed({path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()})


def packed(files: Mapping[str, bytes]) -> bytes:
    """Returns files as one: the length of a list in four bytes, the list of names and sizes as JSON, their content."""
    ordered = sorted(files)
    listed = json.dumps([(name, len(files[name])) for name in ordered]).encode()
    return len(listed).to_bytes(4, "big") + listed + b"".join(files[name] for name in ordered)


def compiled_library(library: Path, names: Iterable[str], place: Path) -> bytes:
    """Returns the standard library as a ZIP file in which the loaded modules are compiled."""
    loaded = {name.removeprefix(f"{library}/") for name in names if name.startswith(f"{library}/")}
    body = BytesIO()
    with ZipFile(library) as source, ZipFile(body, "w", ZIP_STORED) as packed_library:
        for member in source.infolist():
            if member.is_dir():
                continue
            content, name = source.read(member), member.filename
            if name in loaded:
                original, compiled = place / "module.py", place / "module.pyc"
                original.write_bytes(content)
                py_compile.compile(
                    str(original),
                    str(compiled),
                    f"{library}/{name}",
                    doraise=True,
                    invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
                )
                content, name = compiled.read_bytes(), f"{name}c"
            packed_library.writestr(ZipInfo(name, LONG_AGO), content)
    return body.getvalue()


def loaded_files() -> list[str]:
    """Returns the files of all modules that are loaded."""
    return [name for one in list(sys.modules.values()) if (name := getattr(one, "__file__", None))]
