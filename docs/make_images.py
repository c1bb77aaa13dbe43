"""The picture in the README: `python docs/make_images.py` makes docs/images/waiver-email.png from the real output.

It needs LibreOffice (soffice), pdftoppm of poppler-utils, and a Chinese font; no test runs it.
"""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from letters.base.resources import bundled
from letters.pipeline import write_letters

IMAGES = Path(__file__).with_name("images")
SCENARIO, KIND = "illness.yaml", "waiver-email"
DOTS_PER_INCH = 75
MOST_BYTES = 150_000


def main() -> None:
    raw = (bundled("scenarios") / SCENARIO).read_bytes()
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        letters = write_letters(raw, SCENARIO, today=date.min, kinds=[KIND])
        (word,) = letters.save(folder, ["docx"])
        _run("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
             "--outdir", str(folder), str(word))  # fmt: skip
        picture = folder / KIND
        _run("pdftoppm", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-singlefile", "-gray", "-png",
             str(word.with_suffix(".pdf")), str(picture))  # fmt: skip
        content = picture.with_suffix(".png").read_bytes()
    if len(content) > MOST_BYTES:
        raise SystemExit(f"{KIND}.png has {len(content)} bytes, more than {MOST_BYTES}; lower DOTS_PER_INCH")
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / f"{KIND}.png").write_bytes(content)
    print(f"docs/images/{KIND}.png: {len(content)} bytes")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
