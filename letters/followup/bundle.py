"""One ZIP for a mediator or legal aid: letters, evidence, the log, what was sent, an index with the hash of each."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any

from letters.base.record import as_plain
from letters.pipeline import Letters
from letters.reference_data.letter_kinds import Role
from letters.scenario.model.contacts import Contact, in_order

ROLES = (Role.PETITION, Role.LEDGER, Role.STATEMENT, Role.LOG)
"""The roles of the letters that a mediator reads, unless other letters are asked for."""
SCHEMA = 1
WITHHELD = ("id_number", "phone", "email", "address")
"""What a mediator can do without at first: the account's last digits and the name say whose case it is."""
_DATE = (1980, 1, 1, 0, 0, 0)


def bundle(letters: Letters, raw: bytes, sent: Mapping[str, bytes], *, identity: bool) -> bytes:
    """Returns the ZIP; the same case gives the same bytes.

    `sent` is what was sent, by its path in the case's folder. Without `identity`, the scenario itself and
    the copies that were sent stay out: both hold who the borrower is.
    """
    case = letters.case
    files: dict[str, bytes] = {}
    made = letters.files(["docx"])
    files |= {f"letters/{name}": content for name, content in made.items()}
    for one in case.attachments:
        files[f"evidence/{one.name}"] = one.content
    if identity:
        files["case.yaml"] = raw
        files |= {name: sent[name] for name in sorted(sent)}
    index = {
        "schema": SCHEMA,
        "as_of": case.as_of.isoformat(),
        "identity": identity,
        "files": [{"name": name, "bytes": len(one), "sha256": sha256(one).hexdigest()} for name, one in files.items()],
        "evidence": [
            {"number": one.number, "document": one.document, "file": f"evidence/{one.name}", "sha256": one.digest}
            for one in case.attachments
        ],
        "log": [_noted(contact) for contact in in_order(case.scenario.contacts)],
    }
    text = json.dumps(index, ensure_ascii=False, indent=1) + "\n"
    return _zip(
        {"index.json": text.encode(), "index.txt": _contents(letters, made), "SHA256SUMS": _sums(files), **files}
    )


def _noted(contact: Contact) -> dict[str, Any]:
    """Returns what was noted of a contact."""
    return {key: value for key, value in as_plain(contact).items() if value is not None}


def _contents(letters: Letters, made: Iterable[str]) -> bytes:
    """Returns the table of contents: a line with name and title for each file that a person reads."""
    rows = [(f"letters/{name}", one.title) for name, one in zip(made, letters.drafts, strict=True)]
    rows += [(f"evidence/{one.name}", one.document) for one in letters.case.attachments]
    return "".join(f"{name}  {title}\n" for name, title in rows).encode()


def is_ours(old: bytes) -> bool:
    """Returns whether a file is a ZIP that `bundle` made."""
    return old.startswith(b"PK\3\4") and b"index.json" in old[:64] and b"SHA256SUMS" in old


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Returns the checksums of the files in the form that `sha256sum -c` reads."""
    return "".join(f"{sha256(one).hexdigest()}  {name}\n" for name, one in files.items()).encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            archive.writestr(entry, content)
    return body.getvalue()
