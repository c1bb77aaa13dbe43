"""Templates that try to exhaust the machine, made from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

HEAD = "---\ntitle: 便条\npurpose: 试\nuse: 试\n---\n"
_TEXT = "{% set text %}" + "y" * 20000 + "{% endset %}"
_PADS = ("center", "indent", "wordwrap", "slice")
_METHODS = ("ljust", "rjust", "center", "zfill", "expandtabs", "join", "translate")


def hostile_templates(seed: int) -> Iterator[tuple[str, str]]:
    """Yields a name and the text of each template."""
    chance = Random(seed)
    deep, wide, huge = chance.randint(40, 60), chance.randint(15, 30), chance.randint(10**8, 10**10)
    for join in "~", "+":
        yield f"doubled by {join}", "{% set x = 'ab' %}" + f"{{% set x = x {join} x %}}" * deep + "{{ x }}"
    yield "a list doubled", "{% set x = [1] %}" + "{% set x = x + x %}" * deep + "{{ x|length }}"
    yield "a list in itself", "{% set x = [1] %}" + "{% set x = [x, x] %}" * deep + "{{ x|length }}"
    yield "pairs as a key", "{% set x = (1,) %}" + "{% set x = (x, x) %}" * deep + "{{ {x: 1}|length }}"
    loops = "".join(f"{{% for a{number} in '{'q' * wide}' %}}" for number in range(9))
    yield "nested loops", loops + "{% if '' %}{% endif %}" + "{% endfor %}" * 9
    yield (
        "a macro that calls itself",
        "{% macro m(d) %}{% for i in d %}{{ m(d[1:]) }}{% endfor %}{% endmacro %}{{ m('" + "a" * wide + "') }}",
    )
    yield (
        "a passage again and again",
        (
            "{% for a in '" + "a" * 900 + "' %}{% for b in '" + "a" * wide * 9 + "' %}"
            "{% include '_parts/sums.md.j2' %}{% endfor %}{% endfor %}"
        ),
    )
    yield "a long text in a loop", _TEXT + "{% for a in text %}{{ text }}{% endfor %}"
    yield "a long letter in a loop", _TEXT + "{% for a in text %}" + "z" * 3000 + "{% endfor %}"
    yield "joined by a long text", _TEXT + "{{ text|list|join(text)|length }}"
    yield "replaced by a long text", _TEXT + "{{ text|replace('y', text)|length }}"
    yield (
        "a filter of many long texts",
        (
            _TEXT
            + "{% set all = ["
            + "text," * 9000
            + "] %}{% for i in all %}{{ all|map('upper')|list|length }}{% endfor %}"
        ),
    )
    pad = chance.choice(_PADS)
    yield f"the filter {pad}", f"{{{{ 'x'|{pad}({huge}) }}}}"
    yield "rows filled up", f"{{{{ 'x'|batch({huge}, 'y')|list|length }}}}"
    yield "rows filled up by map", f"{{{{ ['x']|map('batch', {huge}, 'y')|map('list')|list|length }}}}"
    yield "the filter format", f"{{{{ '%{huge}d'|format(1) }}}}"
    yield "the method format", f"{{{{ '{{:{huge}}}'.format('x') }}}}"
    method = chance.choice(_METHODS)
    yield f"the method {method}", f"{{{{ 'x'.{method}({huge}) }}}}"
    yield "a day as a text", f"{{{{ date.strftime('%{huge}d') }}}}"
    yield "a long file", "x" * chance.randint(70_000, 900_000)


def a_little_too_much(seed: int) -> dict[str, str]:
    """By the guard that stops it, a template that goes a little beyond: without that guard it does no harm."""
    more = Random(seed).randint(1, 9)
    return {
        "text": _TEXT + "{% set x = " + " ~ ".join(["text"] * (10 + more)) + " %}",
        "steps": f"{{% for a in '{'a' * 900}' %}}{{% for b in '{'a' * (680 + more)}' %}}{{% endfor %}}{{% endfor %}}",
        "weight": "{% set x = [1] %}" + "{% set x = [x, x] %}" * (18 + more),
        "printed": "{% for a in '" + "a" * (100 + more) + "' %}" + "z" * 5000 + "{% endfor %}",
        "filters": f"{{{{ 'x'|center({300_000 + more}) }}}}",
        "calls": f"{{{{ 'x'.ljust({300_000 + more}) }}}}",
        "source": "{#" + "x" * (70_000 + more) + "#}",
    }
