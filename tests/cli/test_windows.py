"""What differs on Windows, as far as it can be tried elsewhere: encodings, line ends, open files, reserved names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from cases import MINIMAL, ROOT, bundled
from command import everything_in, letters
from posix_only import POSIX

from letters.base.errors import OutputError
from letters.files.disk import put
from letters.files.text import in_utf8


@pytest.mark.parametrize("command", ["check my.yaml", "figures my.yaml", "render my.yaml -k petition -f md"])
def test_a_scenario_in_gbk_is_read_and_that_is_said(tmp_path: Path, command: str) -> None:
    (tmp_path / "utf8").mkdir()
    (tmp_path / "my.yaml").write_bytes(bundled("illness.yaml").replace("\n", "\r\n").encode("gbk"))
    (tmp_path / "utf8" / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    done, same = letters(*command.split(), cwd=tmp_path), letters(*command.split(), cwd=tmp_path / "utf8")
    assert (done.code, done.out) == (same.code, same.out) == (0, same.out)
    assert "note: my.yaml is in GBK and was read as that; save it as UTF-8\n" in done.err
    assert "GBK" not in same.err


def test_what_is_no_chinese_text_is_not_taken_for_gbk() -> None:
    for raw in (b"\xff\xfea\x00", "naïve: café".encode("latin-1"), bytes(range(128, 256)), "中文".encode()):
        assert in_utf8(raw) == raw
    assert in_utf8("姓名：张三".encode("gbk")) == "姓名：张三".encode()


def test_nothing_is_added_to_a_file_in_gbk(tmp_path: Path) -> None:
    raw = MINIMAL.encode("gbk")
    (tmp_path / "my.yaml").write_bytes(raw)
    done = letters("log", "add", "my.yaml", "--said", "问", cwd=tmp_path)
    assert done.code == 1
    assert "save it as UTF-8" in done.err
    assert (tmp_path / "my.yaml").read_bytes() == raw


def test_line_ends_of_windows_are_kept_where_a_line_is_added(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_bytes(MINIMAL.replace("\n", "\r\n").encode())
    assert letters("log", "pay", "my.yaml", "2026-02-01", "10", cwd=tmp_path).code == 0
    raw = (tmp_path / "my.yaml").read_bytes()
    assert raw.startswith(MINIMAL.replace("\n", "\r\n").encode())
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_file_that_word_has_open_is_named_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my.yaml").write_text(bundled("illness.yaml"), "utf-8")
    letters("render", "my.yaml", "--as-of", "2026-03-19", cwd=tmp_path)
    before = everything_in(tmp_path)
    rename = Path.replace

    def held(self: Path, target: str | Path) -> Path:
        if Path(target).name == "petition.docx":
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        return rename(self, target)

    with monkeypatch.context() as system:
        system.setattr(Path, "replace", held)
        with pytest.raises(OutputError, match="close it where it is open"):
            put(tmp_path / "my" / "petition.docx", b"new", lambda old: True)
    assert everything_in(tmp_path) == before


def test_a_client_who_is_called_as_windows_calls_a_device_has_a_folder(tmp_path: Path) -> None:
    heads = "姓名,平台,困难原因,账单金额,到期日,每日利率\n"
    rows = "".join(f"{name},花呗,生病,3200,2025-12-10,0.05%\n" for name in ("CON", "nul", "COM1", "李?四"))
    (tmp_path / "clients.csv").write_bytes((heads + rows).replace("\n", "\r\n").encode("gbk"))
    assert letters("import", "clients.csv", "cases", cwd=tmp_path).code == 0
    assert sorted(path.name for path in (tmp_path / "cases").iterdir()) == ["COM1_", "CON_", "nul_", "李_四"]


def test_what_word_leaves_beside_an_open_document_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "cases" / "a").mkdir(parents=True)
    (tmp_path / "cases" / "a" / "case.yaml").write_text(MINIMAL, "utf-8")
    (tmp_path / "cases" / "~$clients.xlsx").write_bytes(b"\x00\x05")
    (tmp_path / "cases" / "~$case.yaml").write_bytes(b"\x00\x05")
    assert letters("check", "cases", cwd=tmp_path).code == 0
    letters("render", "cases/a/case.yaml", "-o", "cases/a/letters", cwd=tmp_path)
    (tmp_path / "cases" / "a" / "letters" / "~$tition.docx").write_bytes(b"\x00\x05")
    assert letters("verify", "cases/a/case.yaml", "cases/a/letters", cwd=tmp_path).code == 0


ELSEWHERE = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}
"""Modules that Python has not on Windows."""


def test_no_module_and_no_test_needs_a_module_that_windows_lacks_to_be_read() -> None:
    offenders = []
    for path in (path for folder in ("letters", "tests", "docs") for path in (ROOT / folder).rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:  # what stands behind `if sys.platform` is no import here
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            offenders += [f"{path.relative_to(ROOT)}: {name}" for name in names if name.partition(".")[0] in ELSEWHERE]
    assert offenders == []


def test_what_the_tests_leave_out_on_windows_is_less_than_a_tenth_of_them() -> None:
    tests = [
        ast.unparse(node)
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    left_out = [one for one in tests if POSIX.search(one)]
    assert 0 < len(left_out) < len(tests) / 10
