"""The head of the e-mail that a letter is sent with: who writes to whom, about which account, on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from letters.base.placeholders import fill
from letters.documents.mailing import Mailbox, Mailing
from letters.drafting.draft import Draft, Drafter
from letters.drafting.wording import tail
from letters.figures.figures import Figures
from letters.reference_data.languages import read_language
from letters.reference_data.letter_kinds import Role, kinds_of
from letters.scenario.attachments import named
from letters.scenario.load import Case


def mailing_of(case: Case, title: str, language: str, attached: Sequence[tuple[str, bytes]]) -> Mailing:
    """Returns what is put around a letter of the case. Raises UnknownName for the language."""
    words = read_language(case.library, language)
    borrower, lender = case.scenario.borrower, case.lender
    called = words.facts.lender(case.scenario.lender.profile).account_name or words.account_name
    account = fill(words.mail_account, {"called": called, "tail": tail(borrower.account)})
    facts = {"title": title, "name": borrower.name, "account": account if borrower.account else ""}
    return Mailing(
        to=Mailbox(lender.name or "", lender.email) if lender.email else None,
        sender=Mailbox(borrower.name, borrower.email) if borrower.email else None,
        subject=fill(words.mail_subject, facts),
        day=case.date,
        attached=attached,
    )


def ledger_beside(drafted: Draft, case: Case, figures: Figures) -> list[Draft]:
    """Returns the calculation that goes with a letter, in its language; nothing with the calculation itself."""
    if drafted.role is Role.LEDGER:
        return []
    drafter = Drafter(case, figures, drafted.language)
    return [drafter.draft(kind) for kind in kinds_of(case.library, drafted.language, [Role.LEDGER])[:1]]


def with_names_in(case: Case, language: str) -> Case:
    """Returns the case with its files of evidence called as a language of letters calls them."""
    if language == case.scenario.language or not case.attachments:
        return case
    return replace(case, attachments=named(case.attachments, read_language(case.library, language).evidence_file))
