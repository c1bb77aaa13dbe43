"""Each kind of case told question by question, with corrections and ways back, and the letters that come of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from command import letters
from every import others_slow
from told_stories import STORIES, Teller, Typed, lines_of, new_interview, tell

from letters.files.yaml_reader import read
from letters.pipeline import write_letters
from letters.reference_data.letter_kinds import MAIN_ROLES
from letters.scenario.asking.draft import take_up, unseen_answers


@pytest.mark.parametrize("name", others_slow(STORIES, 3))
def test_a_case_is_told_by_the_questions_alone_and_its_letters_are_right(name: str, tmp_path: Path) -> None:
    story = STORIES[name]
    done = letters("new", "--ask", cwd=tmp_path, stdin=lines_of(story.typed), LETTERS_LANG="")
    assert done.code == 0, done.err
    path = tmp_path / done.out.splitlines()[0]
    written = write_letters(path.read_bytes(), path.name, today=date.today(), kinds=MAIN_ROLES)
    assert {one.kind for one in written.drafts} == {*story.letters.split()}
    assert "截至" in done.err
    texts = {one.kind: one.markdown for one in written.drafts}
    for kind, words in story.says.items():
        if kind not in texts:
            (one,) = write_letters(path.read_bytes(), path.name, today=date.today(), kinds=(kind,)).drafts
            texts[kind] = one.markdown
        assert [said for said in words if said not in texts[kind]] == []
    for kind in story.letters.split():
        if kind != "ledger":
            assert [(kind, said) for said in story.never if said in texts[kind]] == []


def test_a_case_that_is_broken_off_goes_on_from_its_draft() -> None:
    goes_on(STORIES["bill"].typed, [17])


@pytest.mark.slow
@pytest.mark.parametrize("name", STORIES)
def test_a_case_of_each_kind_goes_on_from_its_draft_wherever_it_was_broken_off(name: str) -> None:
    goes_on(STORIES[name].typed, range(1, 80, 6))


def goes_on(typed: Typed, places: Iterable[int]) -> None:
    whole = new_interview()
    count = len(tell(whole, Teller(typed)))
    for place in places:
        if place >= count:
            break
        begun, teller = new_interview(), Teller(typed)
        tell(begun, teller, place)
        draft = "\n".join([*(f"# {line}" for line in unseen_answers(begun)), begun.text()])
        resumed = new_interview()
        take_up(resumed, read(draft.encode(), "draft.yaml").data, draft)
        assert begun.answers.items() <= resumed.answers.items(), f"after {place} lines"
        tell(resumed, teller)
        assert resumed.text() == whole.text(), f"after {place} lines"
