"""What letters say of themselves: roles are complete and the same in each language, and what is wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import ROOT

from letters.base.errors import DraftError
from letters.files.yaml_reader import Data
from letters.reference_data.letter_kinds import (
    MAIN_ROLES,
    ROLE_TITLES,
    Role,
    kinds_of,
    parse_letter_kind,
    read_letter_kind,
    role_of,
)
from letters.reference_data.template_library import library


def test_a_letter_does_the_same_in_each_language() -> None:
    shelf = library()
    for kind in shelf.kinds("zh"):
        zh, en = (read_letter_kind(shelf, language, kind) for language in ("zh", "en"))
        assert (zh.role, zh.admits, zh.asks, zh.when) == (en.role, en.admits, en.asks, en.when), kind
        assert zh.use, kind
        assert en.use, kind


def test_each_role_has_a_letter_a_title_and_a_row_in_the_reference() -> None:
    reference = (ROOT / "docs" / "reference.md").read_text("utf-8")
    for role in Role:
        assert len(kinds_of(library(), "zh", [role])) == 1, role
        assert role in ROLE_TITLES
        assert f"\n| `{role.value}` |" in reference


def test_the_letters_written_unasked_are_those_of_four_roles() -> None:
    assert kinds_of(library(), "en", MAIN_ROLES) == ("waiver-email", "call-script", "petition", "ledger")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"when": "随时"}, "write `use: 随时`"),
        ({"role": "complain"}, "no role is called 'complain'; did you mean 'complaint'?"),
        ({"admits": "yes"}, "`admits` is true or false"),
        ({"needs": "borrower.phone"}, "`needs` is a list: needs: [borrower.phone, lender.name]"),
        ({"needs": [{"borrower.phone": "电话"}]}, "`borrower.phone` has its label already"),
    ],
)
def test_front_matter_that_is_wrong_is_told_what_to_write(head: dict[str, Data], said: str) -> None:
    with pytest.raises(DraftError) as error:
        parse_letter_kind({"title": "信", **head}, "zh/note.md.j2")
    assert error.value.message.startswith("zh/note.md.j2: ")
    assert said in error.value.message


def test_a_fact_of_ones_own_has_the_label_that_the_template_gives_it_or_its_key() -> None:
    needs: list[Data] = ["borrower.phone", {"extra.union_name": "工会名称"}, "extra.fee"]
    known = parse_letter_kind({"title": "信", "needs": needs}, "zh/note.md.j2")
    assert known.needs == ("borrower.phone", "extra.union_name", "extra.fee")
    assert known.labels == {"extra.union_name": "工会名称", "extra.fee": "fee"}


def test_ones_own_version_of_a_letter_has_its_role_without_saying_so(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "petition.md.j2").write_text("---\ntitle: 申请\n---\n好。\n", "utf-8")
    (tmp_path / "zh" / "mine.md.j2").write_text("---\ntitle: 申请\nrole: petition\n---\n好。\n", "utf-8")
    shelf = library(tmp_path)
    assert role_of(shelf, "petition") is Role.PETITION
    assert set(kinds_of(shelf, "zh", [Role.PETITION])) == {"petition", "mine"}
    assert kinds_of(shelf, "en", [Role.PETITION]) == ("petition",)
    assert role_of(shelf, "../zh/petition") is None
