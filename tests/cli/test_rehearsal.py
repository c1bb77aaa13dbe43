"""`letters call`, the rehearsal, and `letters log add --heard` after the real call."""

from __future__ import annotations

import re
from pathlib import Path

from cases import TODAY, bundled
from command import letters

from letters.scenario.load import load

SPOKEN = {"LETTERS_LANG": "zh"}


def own_case(here: Path) -> Path:
    path = here / "my.yaml"
    path.write_text(bundled("illness.yaml"), "utf-8")
    return path


def test_enter_alone_goes_through_the_whole_call_and_ends_with_a_record_to_throw_away(tmp_path: Path) -> None:
    path = own_case(tmp_path)
    before = path.read_bytes()
    done = letters("call", "my.yaml", cwd=tmp_path, stdin="\n" * 80, **SPOKEN)
    assert done.code == 0, done.err
    assert done.out.index("「您好，我叫林晓梅") < done.out.index("减不了") < done.out.index("说到录音")
    assert len(re.findall(r"^\d+/20 ", done.out, re.MULTILINE)) == 20
    assert done.out.index("说到录音") < done.out.index("我复述一下") < done.out.index("127.47")
    assert "letters log add my.yaml --heard only-half" in done.out
    assert path.read_bytes() == before


def test_the_end_of_input_ends_the_rehearsal_wherever_it_comes(tmp_path: Path) -> None:
    own_case(tmp_path)
    for lines in (0, 1, 7, 20):
        done = letters("call", "my.yaml", cwd=tmp_path, stdin="\n" * lines, **SPOKEN)
        assert done.code == 0, done.err
        assert "127.47" not in done.out.partition("我复述一下")[2]


def test_an_old_debt_is_not_rehearsed(tmp_path: Path) -> None:
    done = letters("call", "old-debt.yaml", cwd=tmp_path, stdin="", **SPOKEN)
    assert done.code == 1
    assert "letters copy" in done.err


def test_after_the_call_the_log_asks_only_what_the_reply_leaves_open(tmp_path: Path) -> None:
    path = own_case(tmp_path)
    done = letters("log", "add", "my.yaml", "--heard", "只能减一半", cwd=tmp_path, stdin="14:30\n7788\n", **SPOKEN)
    assert done.code == 0, done.err
    assert done.err.count("]: ") + done.err.count(": ") <= 6
    last = load(path.read_bytes(), "my.yaml", today=TODAY).scenario.contacts[-1]
    assert (last.channel, last.outcome, str(last.waived), last.time, last.agent) == (
        "电话", "partly", "127.47", "14:30", "7788",
    )  # fmt: skip
    assert (last.said, last.promised) == ("申请减免罚息", "只能减一半")


def test_what_is_given_beside_the_reply_is_kept_and_a_reply_that_no_sheet_has_is_told(tmp_path: Path) -> None:
    path = own_case(tmp_path)
    done = letters(
        "log", "add", "my.yaml", "--heard", "needs-approval", "--agent", "9", cwd=tmp_path, stdin="", **SPOKEN
    )
    assert done.code == 0, done.err
    last = load(path.read_bytes(), "my.yaml", today=TODAY).scenario.contacts[-1]
    assert (last.agent, last.outcome, last.promised) == ("9", "waiting", "要上级审批")
    assert letters("log", "add", "my.yaml", "--heard", "nothing", cwd=tmp_path, stdin="", **SPOKEN).code == 2


def test_the_next_letter_starts_from_the_answer(tmp_path: Path) -> None:
    own_case(tmp_path)
    letters("log", "add", "my.yaml", "--heard", "only-half", "--date", "2026-03-20", cwd=tmp_path, stdin="", **SPOKEN)
    assert "counter-offer" in letters("next", "my.yaml", "--on", "2026-03-21", cwd=tmp_path, **SPOKEN).out
    done = letters("render", "my.yaml", "-k", "counter-offer", "-f", "md", cwd=tmp_path, **SPOKEN)
    assert "127.47" in (tmp_path / "my" / "counter-offer.md").read_text("utf-8"), done.err
