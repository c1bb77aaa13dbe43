"""Programs and fonts that tests need beside Python, and the Debian packages they come in."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

PROGRAMS = {
    "soffice": "libreoffice-writer-nogui",
    "pdftotext": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
    "chromium": "chromium",
    "fc-list": "fontconfig",
    "mu": "maildir-utils",
    "node": "nodejs",
    "npm": "npm",
}
"""Program → its Debian package."""
FONTS = {
    "Liberation Serif": "fonts-liberation",
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "DejaVu Serif": "fonts-dejavu-core",
}
"""Font family → its Debian package; pages are laid out with these where Word's own fonts are not there."""
PACKAGES_OF_MARKER = {
    "office": ("libreoffice-writer-nogui", "poppler-utils", "fonts-liberation", "fonts-noto-cjk"),
    "browser": ("chromium", "fonts-noto-cjk"),
}
"""What every test of a marker needs; others say it with `@pytest.mark.needs("poppler-utils")`."""


@cache
def missing_packages() -> frozenset[str]:
    """The Debian packages of all programs and fonts above that are not there."""
    packages = {package for program, package in PROGRAMS.items() if not shutil.which(program)}
    if shutil.which("fc-list"):
        done = subprocess.run(["fc-list", ":", "family"], check=True, capture_output=True, text=True, timeout=60)
        families = {name for line in done.stdout.splitlines() for name in line.split(",")}
        packages |= {package for family, package in FONTS.items() if family not in families}
    else:
        packages |= set(FONTS.values())  # nobody can say whether they are there
    return frozenset(packages)
