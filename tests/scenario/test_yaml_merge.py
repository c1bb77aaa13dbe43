"""Changed values go into the text of a file, which keeps every other character; hypothesis changes any file anyhow."""

from __future__ import annotations

import copy
from typing import Any

from cases import COMPLETE, bundled
from hypothesis import given
from hypothesis import strategies as some

from letters.files.yaml_reader import read
from letters.reference_data.catalogue import scenarios
from letters.scenario.writing.yaml_merge import comments, merged

TEXTS = [
    COMPLETE,
    *map(bundled, scenarios()),
    "# 一\r\na: 1  # 二\r\nb:\r\n  - x: 1\r\n    # 三\r\n    y: |\r\n      多行\r\n",
]
VALUES = some.sampled_from(["新值", "a: b # c", "[x], {y}", "多行\n文本", "3,200.00", "'", "yes", "# 号", ""])


def data_of(text: str) -> Any:
    return read(text.encode(), "case.yaml", strict=False).data


def without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: kept for key, one in value.items() if (kept := without_empty(one)) not in (None, "", {})}
    if isinstance(value, list):
        return [without_empty(one) for one in value]
    return value.strip() if isinstance(value, str) else value


def boxes(value: Any) -> list[Any]:
    """Every mapping and list in a value, itself included."""
    if not isinstance(value, dict | list):
        return []
    inside = value.values() if isinstance(value, dict) else value
    return [value, *(one for inner in inside for one in boxes(inner))]


@given(some.data())
def test_whatever_changes_the_text_reads_as_it_and_no_comment_is_lost_but_with_its_row(draws: some.DataObject) -> None:
    text = draws.draw(some.sampled_from(TEXTS))
    data = copy.deepcopy(data_of(text))
    removed = False
    for _ in range(draws.draw(some.integers(0, 3))):
        box = draws.draw(some.sampled_from(boxes(data)))
        how = draws.draw(some.sampled_from(["change", "add", "remove"]))
        if isinstance(box, dict):
            key = "new_key" if how == "add" else draws.draw(some.sampled_from(sorted(box) or ["new_key"]))
        else:
            key = len(box) - 1
        if how == "remove" and box:
            del box[key]
            removed = True
        elif isinstance(box, list) and (how == "add" or not box):
            box.append({"label": draws.draw(VALUES), "amount": "1"})
        else:
            removed |= how != "add"
            box[key] = draws.draw(VALUES)
    found = merged(text, data)
    if found is not None:
        assert without_empty(data_of(found)) == without_empty(data)
        if not removed:
            assert [one for one in comments(text) if one not in comments(found)] == []


def test_an_unchanged_file_is_the_same_text() -> None:
    assert [text for text in TEXTS if merged(text, data_of(text)) != text] == []


def test_rows_and_keys_are_taken_out_with_their_lines_alone() -> None:
    rows = "bills:\n  # 第一张\n  - label: a  # 甲\n    amount: 1\n  # 第二张\n"
    text = rows + "  - label: b\n    amount: 2\n# 完\nx: {p: 1, q: 2, r: 3}\n"
    data = data_of(text)
    del data["bills"][1]
    del data["x"]["q"]
    assert (
        merged(text, data)
        == "bills:\n  # 第一张\n  - label: a  # 甲\n    amount: 1\n  # 第二张\n# 完\nx: {p: 1, r: 3}\n"
    )
    data = data_of(text)
    del data["bills"][1]["label"]
    data["bills"].append({"label": "c, d", "amount": "3"})
    assert merged(text, data) == text.replace(
        "- label: b\n    amount: 2\n", '- amount: 2\n  - {label: "c, d", amount: 3}\n'
    )


def test_what_cannot_be_read_or_repeats_itself_takes_no_change() -> None:
    assert merged("a: [", {"a": "1"}) is None
    assert merged("a: &x {b: 1}\nc: *x\n", {"a": {"b": "1"}, "c": {"b": "2"}}) is None
    assert comments("# 一\na: '# 不是' # 尾\n  # 二 \n# yaml-language-server: x\n") == ["一", "二"]
