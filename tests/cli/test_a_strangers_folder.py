"""A folder from a stranger: whatever the command, no file outside of it is read and no template of it used."""

from __future__ import annotations

import csv
import json
import signal
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from shutil import copytree, rmtree
from zipfile import ZipFile, is_zipfile

import httpx2
import pytest
from case_commands import COMMANDS
from cases import ROOT, bundled, changed
from command import Done, everything_in, letters, served
from reference_page import COMMANDS as EVERY
from visitor import Visitor

from letters import load
from letters.base.errors import ScenarioError
from letters.cli.trust import trust
from letters.reference_data.template_library import parted

pytestmark = pytest.mark.slow

SECRET = b"SECRET"
PEOPLE = "name,account,due_date,amount\nSECRET,1234,2025-12-10,100.00\n"
KEYS = {"hardship.evidence[0].file": "diag.pdf", "signatories": "people.csv"}
"""Every key that names a file, and a file that it could name."""
NAMES = {
    "absolute": "{other}/{file}",
    "above": "../other/{file}",
    "round about": "inner/../../other/{file}",
    "a link": "link-{file}",
    "below a link": "link/{file}",
    "a share": "//other/{file}",
}
"""Ways to name a file of another person's folder."""


def naming(key: str, name: str) -> str:
    """The example with a file of that name under a key."""
    if key == "signatories":
        return changed(bundled("illness.yaml"), ("\nrequest:", f"\nsignatories: {json.dumps(name)}\nrequest:"))
    return changed(
        bundled("illness.yaml"), ("{document: 诊断证明书,", f"{{document: 诊断证明书, file: {json.dumps(name)},")
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case and its letters, and links into another person's folder beside it."""
    root = tmp_path_factory.mktemp("cases")
    other, mine = root / "other", root / "mine"
    other.mkdir()
    (other / "diag.pdf").write_bytes(SECRET)
    (other / "people.csv").write_text(PEOPLE)
    (mine / "inner").mkdir(parents=True)
    (mine / "link").symlink_to("../other")
    for file in KEYS.values():
        (mine / f"link-{file}").symlink_to(f"../other/{file}")
    (mine / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    assert letters("render", "my.yaml", "-k", "waiver-email", cwd=mine).code == 0
    return root


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    copytree(written, tmp_path / "here", symlinks=True)
    return tmp_path / "here" / "mine"


def each(folder: Path) -> Iterator[tuple[str, str]]:
    """Every key with every way to name the other folder's file."""
    for key, file in KEYS.items():
        for way in NAMES.values():
            yield key, way.format(file=file, other=folder.parent / "other")


def holds(words: bytes, content: bytes) -> bool:
    """Whether words stand there, plainly, as a file in an e-mail, or in a ZIP or Word file."""
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as packed:
            return any(holds(words, packed.read(name)) for name in packed.namelist())
    return words in content or b64encode(words).rstrip(b"=") in content


def holds_secret(content: bytes) -> bool:
    """Whether the other person's file stands there."""
    return holds(SECRET, content)


def test_every_command_that_reads_a_case_is_among_those_tried() -> None:
    reading = {
        name.removeprefix("letters ").removesuffix(" show")  # `letters log` shows the log
        for name, command in EVERY.items()
        if any(one.name == "scenario" for one in command.params)
    }
    tried = {name for name in reading if any(f"{line} ".startswith(f"{name} ") for line in COMMANDS)}
    assert reading - tried == {"serve"}
    assert len(reading) > 12


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_it_names_the_key_and_writes_nothing(folder: Path, command: str) -> None:
    offenders: list[tuple[str, str, Done]] = []
    for key, name in each(folder):
        (folder / "my.yaml").write_text(naming(key, name), "utf-8")
        before = everything_in(folder)
        done = letters(*command.split(), cwd=folder)
        said = done.out + done.err
        refused = key in said and ("outside the folder of the case" in said or "is no name of a file" in said)
        kept = everything_in(folder) == before
        if done.code != 1 or not refused or not kept or holds_secret(said.encode()):
            offenders.append((key, name, done))
    assert offenders == []


def test_a_case_from_stdin_reaches_no_further_than_the_folder_that_one_is_in(folder: Path) -> None:
    for key, name in each(folder):
        done = letters("render", "-", "-k", "waiver-email", "-f", "eml", cwd=folder, stdin=naming(key, name))
        assert (done.code, key in done.err) == (1, True), (key, name, done)
    assert not (folder / "case").exists()


def test_a_program_is_refused_it_too(folder: Path) -> None:
    for key, name in each(folder):
        (folder / "my.yaml").write_text(naming(key, name), "utf-8")
        with pytest.raises(ScenarioError) as refused:
            load(folder / "my.yaml")
        assert key in str(refused.value)


def test_a_batch_of_scenarios_fails_these_and_names_the_key(folder: Path) -> None:
    cases = [*each(folder)]
    (folder / "my.yaml").unlink()
    for number, (key, name) in enumerate(cases):
        (folder / f"case-{number}.yaml").write_text(naming(key, name), "utf-8")
    done = letters("batch", ".", "-o", "out", "-k", "waiver-email", "-f", "eml", "--jobs", "1", cwd=folder)
    assert done.code == 5
    told = csv.DictReader((folder / "out" / "report.csv").open(encoding="utf-8-sig"))
    assert {row["output"]: row["field"] for row in told} == {
        f"case-{number}": key for number, (key, _) in enumerate(cases)
    }
    assert not [name for name, content in everything_in(folder / "out").items() if holds_secret(content)]


def test_a_scenario_of_a_batch_reaches_into_no_other_cases_folder(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "diag.pdf").write_bytes(SECRET)
    (folder / "other.yaml").write_text(bundled("illness.yaml"), "utf-8")
    (folder / "my.yaml").write_text(naming("hardship.evidence[0].file", "other/diag.pdf"), "utf-8")
    done = letters("batch", ".", "-o", "out", "-k", "waiver-email", "-f", "eml", "--jobs", "1", cwd=folder)
    assert done.code == 5
    assert "hardship.evidence[0].file" in done.err
    assert not [name for name, content in everything_in(folder / "out").items() if holds_secret(content)]


def test_a_row_reaches_into_no_other_rows_folder(folder: Path) -> None:
    outside = ["zhao/diag.pdf", "{own}/../zhao/diag.pdf", "{own}/link.pdf", "../other/diag.pdf", "{root}/zhao/diag.pdf"]
    names = {f"lin-{number}": way for number, way in enumerate([*outside, "{own}/diag.pdf"])}
    table = "output,hardship.kind,hardship.evidence[0].document,hardship.evidence[0].file,borrower.name,"
    table += "lender.daily_rate,bills[0].due_date,bills[0].amount\n"
    for own, way in {**names, "zhao": "zhao/diag.pdf"}.items():
        (folder / own).mkdir()
        (folder / own / "diag.pdf").write_bytes(SECRET if own == "zhao" else b"mine")
        (folder / own / "link.pdf").symlink_to("../zhao/diag.pdf")
        named = way.format(own=own, root=folder)
        table += f"{own},illness,诊断证明书,{named},林晓梅,0.05%,2025-12-10,3200.00\n"
    (folder / "people.csv").write_text(table, "utf-8")
    done = letters("batch", "people.csv", "-o", "out", "-k", "waiver-email", "-f", "eml", "--jobs", "1", cwd=folder)
    assert done.code == 5
    told = csv.DictReader((folder / "out" / "report.csv").open(encoding="utf-8-sig"))
    key = "hardship.evidence[0].file"
    assert {row["output"]: row["field"] for row in told} == {f"lin-{number}": key for number in range(len(outside))}
    written = everything_in(folder / "out")
    assert [name for name, content in written.items() if holds_secret(content)] == ["zhao/waiver-email.eml"]
    assert "lin-5/waiver-email.eml" in written


def test_the_page_opens_no_file_and_names_the_key(folder: Path) -> None:
    visitor = Visitor()
    for key, name in each(folder):
        text = naming(key, name)
        shown = visitor.preview(text)
        is_seen = key == "signatories" or not name.startswith("link")  # a link is one only where the folder is
        told = shown["problems"] if is_seen else shown["warnings"]
        assert key in [problem["path"] for problem in told], (key, name, shown)
        for form in ("eml", "docx"):
            for path in (f"file?kind=waiver-email&format={form}", f"files?format={form}"):
                answer = visitor.post(path, text)
                assert answer.is_success != is_seen, (key, name, path)
                assert not holds_secret(answer.content)


READERS = ["bundle my.yaml", "bundle my.yaml --without-identity", "update my.yaml", "sent my.yaml waiver-email"]
"""Commands that read the folder of the letters, which may have come with the case."""


def link_to_a_file(folder: Path) -> None:
    (folder / "my" / "waiver-email.md").unlink()
    (folder / "my" / "waiver-email.md").symlink_to("../../other/diag.pdf")


def link_to_a_folder(folder: Path) -> None:
    (folder / "my" / "sent").mkdir()
    (folder / "my" / "sent" / "2026-03-20-petition").symlink_to("../../../other")


def link_to_itself(folder: Path) -> None:
    (folder / "my" / "round.md").symlink_to("round.md")


def link_instead_of_the_folder(folder: Path) -> None:
    (folder / "my").rename(folder.parent / "other" / "my")
    (folder / "my").symlink_to("../other/my")


@pytest.mark.parametrize(
    "link",
    [link_to_a_file, link_to_a_folder, link_to_itself, link_instead_of_the_folder],
    ids=lambda link: link.__name__,
)
def test_a_link_out_of_the_folder_of_the_letters_is_not_followed(folder: Path, link: Callable[[Path], None]) -> None:
    link(folder)
    before = {name: everything_in(folder.parent / name) for name in ("mine", "other")}
    writers = ["render my.yaml"] if link is link_instead_of_the_folder else []
    offenders = []
    for command in [*READERS, *writers]:
        done = letters(*command.split(), cwd=folder)
        after = {name: everything_in(folder.parent / name) for name in ("mine", "other")}
        if done.code != 3 or "is a link out of its folder" not in done.err or after != before:
            offenders.append((command, done))
    assert offenders == []


@pytest.mark.parametrize(("command", "ending"), [("calendar", ".ics"), ("bundle", ".zip")])
def test_a_link_to_another_cases_calendar_or_bundle_is_not_written_through(
    folder: Path, command: str, ending: str
) -> None:
    other = folder.parent / "other"
    (other / "my.yaml").write_text(bundled("job-loss.yaml"), "utf-8")
    assert letters(command, "my.yaml", cwd=other).code == 0
    before = (other / f"my{ending}").read_bytes()
    (folder / f"my{ending}").symlink_to(f"../other/my{ending}")
    done = letters(command, "my.yaml", cwd=folder)
    assert (done.code, "is a link out of its folder" in done.err) == (3, True)
    assert (other / f"my{ending}").read_bytes() == before


def test_a_link_to_a_folder_that_is_named_on_the_command_line_is_followed(folder: Path) -> None:
    link_instead_of_the_folder(folder)
    done = letters("render", "my.yaml", "-k", "petition", "-o", "my", cwd=folder)
    assert (done.code, done.out) == (0, "my/petition.md\nmy/petition.docx\n")


def test_a_link_in_place_of_the_folder_of_a_case_of_a_batch_is_not_followed(folder: Path) -> None:
    rmtree(folder / "my")
    (folder / "out").mkdir()
    (folder / "out" / "my").symlink_to("../../other")
    done = letters("batch", ".", "-o", "out", "--jobs", "1", cwd=folder)
    assert (done.code, "is a link out of its folder" in done.err) == (5, True)
    assert set(everything_in(folder.parent / "other")) == {"diag.pdf", "people.csv"}


# Templates


WITH_TEMPLATES = [
    *COMMANDS,
    "list --lang zh",
    "schema --lang zh",
    "new job-loss",
    "batch . -o out -k petition --jobs 1",
]
"""Every command that a template in the folder could speak through."""
THEIRS = "陌生人的话"
UNUSED = "templates is there and not used"
USED = "templates go before the bundled ones"


def with_templates(folder: Path) -> None:
    """A folder `templates/` in which each letter, a letter of its own and the words of facts say a stranger's words."""
    own = folder / "templates" / "zh"
    own.mkdir(parents=True)
    for kind in ("petition", "waiver-email", "call-script", "ledger", "_figures", "_log", "_reconcile"):
        head, _ = parted((ROOT / "templates" / "zh" / f"{kind}.md.j2").read_text("utf-8"), kind)
        (own / f"{kind}.md.j2").write_text(f"---\n{head}---\n{THEIRS}\n", "utf-8")
    head = f"title: {THEIRS}\npurpose: {THEIRS}\nuse: {THEIRS}\nneeds: [{{extra.theirs: {THEIRS}}}]\n"
    (own / "theirs.md.j2").write_text(f"---\n{head}---\n{THEIRS}\n", "utf-8")
    (own / "_parts").mkdir()
    (own / "_parts" / "regret.md.j2").write_text(f"{THEIRS}\n", "utf-8")
    words = ", ".join(f"{key}: {THEIRS}" for key in ("about", "product", "customer", "brand"))
    (own / "words.yaml").write_text(f"lenders/huabei: {{{words}}}\n", "utf-8")


def origin(address: str) -> dict[str, str]:
    return {"Origin": address.rpartition("/")[0].rpartition("/")[0]}


def speaks(folder: Path, done: Done) -> bool:
    """Whether a stranger's words stand in what a command printed or wrote."""
    written = (content for name, content in everything_in(folder).items() if not name.startswith("templates/"))
    return THEIRS in done.out + done.err or any(holds(THEIRS.encode(), content) for content in written)


@pytest.mark.parametrize("command", WITH_TEMPLATES)
def test_every_command_says_that_a_strangers_templates_are_there_and_uses_none(folder: Path, command: str) -> None:
    with_templates(folder)
    done = letters(*command.split(), cwd=folder)
    assert done.code in {0, 1, 4}, done  # nothing is claimed here that could be reconciled
    assert done.err.count(UNUSED) == 1
    assert not speaks(folder, done)


@pytest.mark.parametrize("command", WITH_TEMPLATES)
def test_every_command_says_that_it_uses_templates_that_are_trusted(folder: Path, command: str) -> None:
    with_templates(folder)
    trust(folder / "templates")
    done = letters(*command.split(), cwd=folder)
    assert done.err.count(USED) == 1, done
    assert UNUSED not in done.err


@pytest.mark.parametrize("trusted", [False, True], ids=["a stranger's", "trusted"])
def test_the_page_of_a_case_says_whose_templates_it_uses(folder: Path, trusted: bool) -> None:
    with_templates(folder)
    if trusted:
        trust(folder / "templates")
    with served(str(folder / "my.yaml")) as (address, process):
        answer = httpx2.post(
            f"{address}preview", content=bundled("illness.yaml").encode(), headers=origin(address), timeout=60
        )
        process.send_signal(signal.SIGINT)
        said = process.stderr.read() if process.stderr else ""
    assert answer.status_code == 200, answer.text
    assert (THEIRS in answer.text) == trusted
    assert (said.count(USED), said.count(UNUSED)) == ((1, 0) if trusted else (0, 1))


def test_the_page_asks_for_what_a_trusted_letter_brings(folder: Path) -> None:
    with_templates(folder)
    assert THEIRS not in Visitor().get().text
    assert THEIRS in Visitor(templates=folder / "templates").get("?lang=zh").text
