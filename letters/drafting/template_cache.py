"""The bundled templates compiled, kept from one run to the next: compiling is most of what a single render would take.

What is kept holds the templates alone, nothing of a case. An edited template, another Jinja or Python, or another
environment is compiled anew.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2

from letters.files.kept_files.store import Kept, stamp_of


class CompiledTemplates:
    """The compiled templates of one environment, which `made_by` makes: their state decides what code a template is.

    `name` tells one environment from another.
    """

    def __init__(self, name: str, made_by: Sequence[Path]) -> None:
        made = [jinja2.__version__, *map(stamp_of, made_by)]
        self.kept: Kept[bytes] = Kept(__file__, f"templates-{name}", str(made))

    def template(
        self, environment: jinja2.Environment, name: str, path: Path, names: dict[str, Any]
    ) -> jinja2.Template:
        """Returns a template of which `path` is the file, with the global names. Raises what Jinja and its loader
        raise.
        """

        def compiled() -> bytes:
            assert environment.loader is not None
            source, _, _ = environment.loader.get_source(environment, name)
            return marshal.dumps(environment.compile(source, name, str(path)))

        code = marshal.loads(self.kept.of(path, compiled))
        return environment.template_class.from_code(environment, code, names)
