"""The node peers, kept warm in one process: each is asked for one letter at a time, right after ours."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Self

NAMES = ("easy-template-x", "docxtemplater", "carbone", "docx (npm)")
WARM = 40
"""Letters that a peer makes before it is measured: V8 compiles what runs often."""

Fields = tuple[Callable[[int], str], Callable[[int, int], str]]
"""How a template names a word by its place, and a cell by its place and that of the last."""

BRACES: Fields = (
    lambda at: f"{{w{at}}}",
    lambda at, last: f"{'{#rows}' * (not at)}{{c{at}}}{'{/rows}' * (at == last)}",
)
CARBONE: Fields = (lambda at: f"{{d.w{at}}}", lambda at, last: f"{{d.rows[i].c{at}}}")
CARBONE_NEXT: Fields = (CARBONE[0], lambda at, last: f"{{d.rows[i+1].c{at}}}")


class Peers:
    """The process, where node and the folder of `npm install` are there."""

    def __init__(self, folder: Path, letter: dict[str, object], templates: dict[str, bytes]) -> None:
        script = Path(__file__).with_name("peers.mjs")
        self._node = subprocess.Popen(
            [shutil.which("node") or "node", str(script)],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        packed = {name: base64.b64encode(content).decode() for name, content in templates.items()}
        self._say(json.dumps(letter | {"templates": packed}))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self._node.kill()
        self._node.wait()

    def _say(self, line: str) -> None:
        assert self._node.stdin
        self._node.stdin.write(line + "\n")
        self._node.stdin.flush()

    def milliseconds(self, name: str) -> float | None:
        """What one letter took, measured in the process; None for a peer that is not installed."""
        self._say(name)
        assert self._node.stdout
        answer = self._node.stdout.readline().strip()
        if not answer:
            raise RuntimeError(f"{name} failed; see above")
        return None if answer == "missing" else float(answer)
