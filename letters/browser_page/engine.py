"""The program as it runs in a browser: its files and the wheels it needs, compiled beforehand by Pyodide in node."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

from letters.base.errors import InputError, Message, borrowed
from letters.base.resources import bundled
from letters.browser_page.parts import MOST_SECONDS, PinnedParts, PublishedFile
from letters.browser_page.warm_up import packed

NAME = "negotiation-letters"
PACKAGE = Path(__file__).resolve().parent.parent
WARM_UP = Path(__file__).with_name("warm_up.mjs")
FROM_NPM = ("pyodide.asm.mjs", "pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
_NOT_OURS = frozenset({".js", ".mjs", ".css", ".svg", ".po", ".pot", ".pyc"})
"""Files of ours that do not run in the worker: the page's own script and style stand in the page."""
_NOT_RUN = (".pyi", ".pyx", ".c", ".h", "-linux-gnu.so", "/py.typed")


def make_engine(asked: PinnedParts, folder: Path, today: str) -> dict[str, bytes]:
    """Returns the parts that the page's worker starts, by name. `folder` holds the pinned files.

    Raises InputError where node is not there or cannot run them.
    """
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        [runtime] = asked.npm
        with tarfile.open(folder / runtime.file) as archive:
            for wanted in (*FROM_NPM, LOCK):
                member = archive.extractfile(f"package/{wanted}")
                assert member is not None
                (place / wanted).write_bytes(member.read())
        (place / "site").write_bytes(packed(dict(_site(asked.wheels, folder))))
        _warm_up(place, today)
        lock = json.loads((place / LOCK).read_bytes()) | {"packages": {}}
        parts = {wanted: (place / wanted).read_bytes() for wanted in (*FROM_NPM, "site")}
        return parts | {LOCK: json.dumps(lock).encode()}


def _site(wheels: Sequence[PublishedFile], folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yields the files that the program needs to run, as they are installed; of wheels nothing compiled for Linux."""
    for wheel in wheels:
        with ZipFile(folder / wheel.file) as archive:
            for name in archive.namelist():
                is_about = ".dist-info/" in name and not name.endswith("/METADATA")
                if not (is_about or name.endswith(("/", *_NOT_RUN))):
                    yield name, archive.read(name)
    own = f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {version(NAME)}\n"
    yield f"{NAME.replace('-', '_')}-{version(NAME)}.dist-info/METADATA", own.encode()
    for path in _files(PACKAGE):
        yield f"letters/{path.relative_to(PACKAGE).as_posix()}", path.read_bytes()
    for name in ("templates", "scenarios"):
        beside = bundled(name)
        if not beside.is_relative_to(PACKAGE):
            for path in _files(beside):
                yield f"letters/{name}/{path.relative_to(beside).as_posix()}", path.read_bytes()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in _NOT_OURS and "__pycache__" not in path.parts:
            yield path


def _warm_up(place: Path, today: str) -> None:
    """Has Pyodide compile what is in a folder, in place."""
    node = shutil.which("node")
    if not node:
        raise InputError(Message("the page in one file needs {program}, which is not installed", program="node"))
    try:
        done = subprocess.run(
            [node, str(WARM_UP), str(place), today], capture_output=True, text=True, timeout=MOST_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(_not_run(str(error))) from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise InputError(_not_run(next((one for one in reversed(said) if "Error" in one), said[-1] if said else "")))


def _not_run(why: str) -> Message:
    return Message("node could not run the program as the page would: {reason}", reason=borrowed(why[:500]))
