"""What a letter says of itself in its front matter, and which letters of a library do what.

The code asks for a role and never for the name of a letter, so a letter of the user's own, under any name, takes part
in `next`, the log and the bundle once it names its role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from typing import NamedTuple

from letters.base.errors import DraftError, Message, suggestion
from letters.files.yaml_reader import Data
from letters.reference_data.template_library import KIND_SUFFIX, Library


class Role(Enum):
    """What a letter does, as its front matter names it in `role:`. CONTRIBUTING.md lists what follows from each."""

    REQUEST = "request"
    SCRIPT = "script"
    PETITION = "petition"
    LEDGER = "ledger"
    STATEMENT = "statement"
    LOG = "log"
    REMINDER = "reminder"
    COUNTER_OFFER = "counter-offer"
    ACCEPTANCE = "acceptance"
    COMPLAINT = "complaint"
    REGULATOR = "regulator"
    MEDIATION = "mediation"
    RECEIPT = "receipt"
    VERIFICATION = "verification"
    DEFERRAL = "deferral"
    REFUND = "refund"
    CONDUCT = "conduct"
    AUTHORITY = "authority"
    REVIEW = "review"
    INCOMING = "incoming"


ROLE_TITLES: Mapping[Role, Message] = {
    Role.REQUEST: Message("the first request in writing"),
    Role.SCRIPT: Message("what to say on the telephone"),
    Role.PETITION: Message("the formal, signed application"),
    Role.LEDGER: Message("the calculation, line by line"),
    Role.STATEMENT: Message("the account of what happened"),
    Role.LOG: Message("the record of contacts"),
    Role.REMINDER: Message("the question where an answer stays out"),
    Role.COUNTER_OFFER: Message("the answer to an offer that goes part of the way"),
    Role.ACCEPTANCE: Message("what was agreed, to be confirmed in writing"),
    Role.COMPLAINT: Message("the complaint to the lender"),
    Role.REGULATOR: Message("the complaint to the regulator"),
    Role.MEDIATION: Message("the request for mediation"),
    Role.RECEIPT: Message("the request for proof of settlement"),
    Role.VERIFICATION: Message("the request for proof of a debt, which admits nothing"),
    Role.DEFERRAL: Message("the request for a pause"),
    Role.REFUND: Message("the request for penalty back that was paid"),
    Role.CONDUCT: Message("what collectors did, and how they may reach you"),
    Role.AUTHORITY: Message("the authority of somebody who writes for you"),
    Role.REVIEW: Message("the request that the superior office reviews a refusal"),
    Role.INCOMING: Message("what to say when somebody rings for money"),
}
"""What each role is, for those who choose a letter."""

MAIN_ROLES = (Role.REQUEST, Role.SCRIPT, Role.PETITION, Role.LEDGER)
"""The roles of the letters that are written if nobody asks for others."""

EXTRA = "extra."
"""How the path of a fact begins that a template brings itself."""

_ROLES = {role.value: role for role in Role}


class LetterKind(NamedTuple):
    """The front matter of a letter: its `title`, what it is for, when to use it, and what it needs of the scenario.

    `needs` are field paths of the scenario; `labels` says what those of them are called that the template itself
    brings, such as `extra.union_name`. `admits` says that whoever signs it admits the debt, `asks` that it asks the
    lender to waive or to wait, `private` that it is for the borrower alone, `heirs` that an heir may send it when the
    borrower has died. `when` names the situations in which it applies; empty means any. `unless` names those in which
    it is not written unless it is asked for by name.
    """

    title: str
    purpose: str
    use: str
    needs: tuple[str, ...]
    labels: Mapping[str, str]
    role: Role | None
    admits: bool
    asks: bool
    private: bool
    heirs: bool
    when: tuple[str, ...]
    unless: tuple[str, ...]


def parse_letter_kind(head: Mapping[str, Data], name: str) -> LetterKind:
    """Returns the front matter of the template that messages call `name`.

    Raises DraftError with what to write instead.
    """
    if "title" not in head:
        raise _wrong(name, Message("the front matter has no `title`"))
    needs, labels = _needs(head.get("needs"), name)
    return LetterKind(
        title=str(head["title"]),
        purpose=str(head.get("purpose") or ""),
        use=str(head.get("use") or ""),
        needs=needs,
        labels=labels,
        role=_role(head.get("role"), name),
        admits=_yes(head, "admits", name),
        asks=_yes(head, "asks", name),
        private=head.get("for") == "yourself",
        heirs=_yes(head, "heirs", name),
        when=_situations(head.get("when"), name),
        unless=_unless(head.get("unless"), name),
    )


@cache
def read_letter_kind(shelf: Library, language: str, kind: str) -> LetterKind:
    """Returns what the template of a letter in a language says of itself. Raises DraftError."""
    part = f"{kind}{KIND_SUFFIX}"
    path = shelf.find(language, part)
    return parse_letter_kind(shelf.front_matter(language, part), shelf.shown(path) if path else part)


@cache
def role_of(shelf: Library, kind: str | None) -> Role | None:
    """Returns the role of a letter, or None for one that has none or is not known.

    It is the same in every language and for the user's own version of a letter of ours: the first that names it counts.
    """
    for root in shelf.roots:
        for language in shelf.languages():
            if kind not in shelf.kinds(language):
                continue
            try:
                found = Library((root,)).front_matter(language, f"{kind}{KIND_SUFFIX}").get("role")
            except DraftError:  # not in this folder, or broken, which is told where that letter is asked for
                continue
            if found is not None:
                return _ROLES.get(str(found))
    return None


def kinds_of(shelf: Library, language: str, asked: Iterable[str | Role]) -> tuple[str, ...]:
    """Returns the letters asked for, each once: those named, and for a role all in the language that have it, ours
    first.
    """
    found: dict[str, None] = {}
    for one in asked:
        found |= dict.fromkeys(_having(shelf, language, one) if isinstance(one, Role) else (one,))
    return tuple(found)


@cache
def _having(shelf: Library, language: str, role: Role) -> tuple[str, ...]:
    """Returns the letters of a language that have a role, ours first."""
    having = [kind for kind in shelf.kinds(language) if role_of(shelf, kind) is role]
    return tuple(sorted(having, key=lambda kind: _is_own(shelf, language, kind)))


def own_facts_of(shelf: Library, language: str) -> dict[str, tuple[str, str]]:
    """Returns the facts that the letters of a language bring themselves: field path → label, and the title of the
    letter.
    """
    found: dict[str, tuple[str, str]] = {}
    for name in shelf.kinds(language):
        try:
            kind = read_letter_kind(shelf, language, name)
        except DraftError:  # told where that letter is asked for
            continue
        for path, label in kind.labels.items():
            found.setdefault(path, (label, kind.title))
    return found


def _is_own(shelf: Library, language: str, kind: str) -> bool:
    path = shelf.find(language, f"{kind}{KIND_SUFFIX}")
    return path is not None and shelf.is_own(path)


def _needs(given: Data, name: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Returns the field paths, and the labels of those that are written `{extra.union_name: 工会名称}`."""
    if given is None:
        return (), {}
    if not isinstance(given, list):
        raise _wrong(name, Message("`needs` is a list: needs: [borrower.phone, lender.name]"))
    paths: list[str] = []
    labels: dict[str, str] = {}
    for need in given:
        labelled = need if isinstance(need, dict) else {str(need): None}
        for path, label in labelled.items():
            if path.startswith(EXTRA):
                labels[path] = str(label or path.removeprefix(EXTRA))
            elif isinstance(need, dict):
                raise _wrong(
                    name,
                    Message("`{path}` has its label already; only a fact of your own, extra.…, takes one", path=path),
                )
        paths += labelled
    return tuple(paths), labels


def _role(given: Data, name: str) -> Role | None:
    if given is None:
        return None
    if str(given) not in _ROLES:
        known = suggestion(str(given), list(_ROLES))
        raise _wrong(name, Message("no role is called '{role}'{suggestion}", role=given, suggestion=known))
    return _ROLES[str(given)]


def _yes(head: Mapping[str, Data], key: str, name: str) -> bool:
    given = head.get(key)
    if given not in {None, "true", "false"}:
        raise _wrong(name, Message("`{key}` is true or false", key=key))
    return given == "true"


def _situations(given: Data, name: str) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise _wrong(
            name,
            Message(
                "`when` is now a list of situations; the sentence that says when to use the letter is called `use`:"
                " write `use: {sentence}`",
                sentence=given,
            ),
        )
    return tuple(str(one) for one in given)


def _unless(given: Data, name: str) -> tuple[str, ...]:
    if given is not None and not isinstance(given, list):
        raise _wrong(name, Message("`unless` is a list of situations: unless: [small_matter]"))
    return tuple(str(one) for one in given or ())


def _wrong(name: str, what: Message) -> DraftError:
    return DraftError(Message("{name}: {what}", name=name, what=what))
