"""Texts with `{name}` in them, filled in without `str.format`.

The texts of a template folder may come from a stranger, and `str.format` would let them reach into the values:
`{amount.__class__}` names an attribute, `{amount:>999999999}` makes a text of a gigabyte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{([a-z_]+)\}")


def fill(form: str, values: Mapping[str, object], missing: str | None = None) -> str:
    """Returns the text with each `{name}` replaced by its value.

    A name without a value is replaced by `missing`, or stays as it is if there is no `missing`; any other brace stays
    too.
    """
    return _NAME.sub(lambda found: str(values.get(found[1], found[0] if missing is None else missing)), form)
