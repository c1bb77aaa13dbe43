"""LibreOffice, or on Windows Word, which makes PDF and OpenDocument of a Word file as it stands, pictures and all.

It works in a profile of its own: beside a window that is open, without macros, and without asking another machine.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from letters.base.errors import Message, OutputError
from letters.cli.programs.child_process import run
from letters.documents.office_copy import office_copy
from letters.files.disk import create, make_folder, read_ordinary

PATIENCE = 180.0  # seconds; the first start on a busy machine takes twenty
_SETTINGS = {
    ("Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("Writer/Content/Update", "Link"): "0",
    ("Common/Filter/PDF/Export", "ExportNotes"): "false",
    ("Common/Filter/PDF/Export", "UseTaggedPDF"): "true",
}
"""What the profile says: (place, name) → value."""
_WORD = """$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
try {
  $word.DisplayAlerts = 0
  $word.AutomationSecurity = 3
  $letter = $word.Documents.Open($env:LETTERS_IN, $false, $true, $false)
  try {
    $letter.ActiveWindow.View.RevisionsFilter.Markup = 0
    if ($env:LETTERS_OUT.EndsWith('.pdf')) { $letter.ExportAsFixedFormat($env:LETTERS_OUT, 17) }
    else { $letter.SaveAs2($env:LETTERS_OUT, 23) }
  } finally { $letter.Close(0) }
} finally { $word.Quit() }
"""
"""What PowerShell is told; the paths come as variables, so that no name of a file is ever a command."""


@dataclass(frozen=True, slots=True)
class OfficeProgram:
    """The program that is there; calling it makes a file of a Word file, as `Office` says."""

    path: str
    environ: Mapping[str, str]
    is_word: bool = False

    def __call__(self, word: bytes, extension: str) -> bytes:
        """Returns the Word file as a file with this extension, pdf or odt. Raises InputError and OutputError."""
        safe = office_copy(word, f"letter.{extension}")
        with TemporaryDirectory(prefix="letters-", ignore_cleanup_errors=True) as place:
            folder = Path(place)
            create(folder / "letter.docx", safe)
            made = folder / f"letter.{extension}"
            command, environ = self._command(folder, made)
            ended = run(command, environ, patience=PATIENCE)
            if ended != 0 or not made.is_file():
                raise OutputError(
                    Message(
                        "{program} could not make a .{ending} of the Word file; leave out --with-office, or export it"
                        " there yourself",
                        program=self.path,
                        ending=extension,
                    )
                )
            return read_ordinary(made)

    def _command(self, folder: Path, made: Path) -> tuple[list[str], dict[str, str]]:
        environ = dict(self.environ)
        word = folder / "letter.docx"
        if self.is_word:
            environ |= {"LETTERS_IN": str(word), "LETTERS_OUT": str(made)}
            return [self.path, "-NoProfile", "-NonInteractive", "-Command", _WORD], environ
        profile = folder / "profile"
        make_folder(profile / "user")
        create(profile / "user" / "registrymodifications.xcu", _profile().encode())
        options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        return [self.path, *options, "--convert-to", made.suffix[1:], "--outdir", str(folder), str(word)], environ


def office_program(environ: Mapping[str, str]) -> OfficeProgram:
    """Returns the office program of this machine. Raises OutputError if there is none."""
    for place in _places(environ):
        if found := shutil.which(place, path=environ.get("PATH")):
            return OfficeProgram(found, environ)
    if sys.platform == "win32" and (found := shutil.which("powershell", path=environ.get("PATH"))) and _has_word():
        return OfficeProgram(found, environ, is_word=True)
    raise OutputError(
        Message(
            "--with-office needs LibreOffice (Debian and Ubuntu: libreoffice-writer), or Word on Windows, and finds"
            " neither; install it, or leave the option out"
        )
    )


def _places(environ: Mapping[str, str]) -> Iterator[str]:
    """Yields the names and places of LibreOffice, as its installers choose them."""
    yield from ("soffice", "libreoffice")
    if sys.platform == "darwin":
        yield "/Applications/LibreOffice.app/Contents/MacOS/soffice"
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)") if sys.platform == "win32" else ():
        if programs := environ.get(variable):
            yield str(Path(programs, "LibreOffice", "program", "soffice.com"))


def _has_word() -> bool:
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application"):
            return True
    return False


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{place}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for (place, name), value in _SETTINGS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
