"""Compiled templates, kept from one run to the next where Python keeps this module's own: in `__pycache__/`.

Compiling is most of what a single render would take. What is kept holds the templates alone, nothing of a case.
PYTHONDONTWRITEBYTECODE, which speaks of modules, does not matter here: it would double the time of each render.
An edited template, another Jinja or Python, or another environment is compiled anew: all are in the checksum.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket


class Compiled(jinja2.FileSystemBytecodeCache):
    """Jinja's own cache, for the bundled templates alone; if its folder cannot be written, nothing is kept.

    `made_by` are the files that make the environment: their text decides, too, what a template compiles to. What
    another `voice` makes of the same templates is kept beside it.
    """

    def __init__(self, bundled: Path, *, made_by: Sequence[str], voice: str = "") -> None:
        folder = Path(cache_from_source(made_by[0])).parent
        super().__init__(str(folder), f"template-{voice}%s.{sys.implementation.cache_tag}.bin")
        self.bundled = bundled
        made = sha256(b"".join(Path(name).read_bytes() for name in made_by))
        self._environment = f"{jinja2.__version__} {made.hexdigest()} ".encode()

    def get_source_checksum(self, source: str) -> str:
        return sha256(self._environment + source.encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # pickle's errors are of every type; what cannot be read is compiled anew
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is None or not Path(bucket.code.co_filename).is_relative_to(self.bundled):
            return  # the user's own stays with the user
        with suppress(OSError):  # installed where only an administrator writes
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)
