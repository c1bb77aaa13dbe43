"""The commands in groups, each where its function stands, and an example of each as it is typed."""

from __future__ import annotations

from typing import NamedTuple

from letters.base.errors import Message


class CommandGroup(NamedTuple):
    """Commands that belong together: a title, a line to begin with, and each command's module and name in it."""

    title: Message
    example: str
    commands: dict[str, str]


GROUPS = (
    CommandGroup(
        Message("To begin"),
        "letters new --ask",
        {"new": "cases.new", "guide": "choices.guide", "list": "choices.list_", "help": "choices.help_"},
    ),
    CommandGroup(
        Message("One case"),
        "letters render my.yaml",
        {
            "check": "cases.check",
            "figures": "cases.figures",
            "reconcile": "cases.reconcile",
            "render": "render.render",
            "copy": "render.copy",
            "call": "rehearsal.call",
        },
    ),
    CommandGroup(
        Message("Following a case through"),
        "letters next my.yaml",
        {
            "log": "paid.log",
            "next": "due.next_",
            "sent": "followup.sent",
            "calendar": "due.calendar",
            "bundle": "followup.bundle",
        },
    ),
    CommandGroup(
        Message("Letters that you have edited"),
        "letters update my.yaml",
        {"verify": "edited.verify", "update": "edited.update"},
    ),
    CommandGroup(
        Message("Many cases"),
        "letters import clients.xlsx cases",
        {"import": "desk.import_", "desk": "desk.desk", "batch": "batch.batch"},
    ),
    CommandGroup(
        Message("On a page, without YAML"),
        "letters serve",
        {"serve": "serve.serve", "page": "page.page"},
    ),
    CommandGroup(
        Message("Settings, templates of your own, and sources"),
        "letters config",
        {
            "config": "config.config",
            "templates": "choices.templates",
            "law": "choices.law",
            "schema": "choices.schema",
        },
    ),
)
"""All commands, in the order of the page."""

EXAMPLES = {
    "new": ("letters new job-loss", "letters new --ask", "letters new --table clients.xlsx"),
    "guide": ("letters guide", "letters guide today"),
    "list": ("letters list --lang en",),
    "help": ("letters help render", "letters help days"),
    "check": ("letters check my.yaml", "letters check cases"),
    "figures": ("letters figures my.yaml --explain", "letters figures my.yaml total.total_due"),
    "reconcile": ("letters reconcile my.yaml",),
    "render": ("letters render my.yaml", "letters render my.yaml -k petition -f pdf -o out"),
    "copy": ("letters copy my.yaml", "letters copy my.yaml -k chat-messages"),
    "call": ("letters call my.yaml",),
    "log": ("letters log my.yaml", "letters log add my.yaml", "letters log pay my.yaml 2026-03-20 500.00"),
    "log add": ("letters log add my.yaml --heard only-half", "letters log add my.yaml --on 2026-03-02 --said …"),
    "log pay": ("letters log pay my.yaml 2026-03-20 500.00", "letters log pay my.yaml --from alipay.csv"),
    "log waived": ("letters log waived my.yaml 2026-03-20 100.00",),
    "next": ("letters next my.yaml", "letters next cases --json"),
    "sent": ("letters sent my.yaml -k waiver-email --on 2026-03-20",),
    "calendar": ("letters calendar my.yaml", "letters calendar cases -o desk.ics"),
    "bundle": ("letters bundle my.yaml", "letters bundle my.yaml --without-identity"),
    "verify": ("letters verify my.yaml", "letters verify my.yaml my/petition.docx"),
    "update": ("letters update my.yaml",),
    "import": ("letters import clients.xlsx cases",),
    "desk": ("letters desk cases", "letters desk cases --due 7d"),
    "batch": ("letters batch cases.csv -k petition -o out",),
    "serve": ("letters serve", "letters serve my.yaml"),
    "page": ("letters page --single letters.html",),
    "config": ("letters config cases", "letters config trust cases"),
    "config trust": ("letters config trust cases",),
    "config untrust": ("letters config untrust cases",),
    "templates": ("letters templates eject -k petition", "letters templates trust templates"),
    "templates eject": ("letters templates eject -k petition --lang zh",),
    "templates trust": ("letters templates trust templates",),
    "templates untrust": ("letters templates untrust templates",),
    "templates list": ("letters templates list",),
    "law": ("letters law",),
    "schema": ("letters schema",),
}
"""What stands at the end of a command's page."""
