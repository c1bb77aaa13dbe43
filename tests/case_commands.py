"""Every command that reads a case and can run anywhere, as it is typed beside `my.yaml` and its letters in `my/`."""

from __future__ import annotations

COMMANDS = [
    "render my.yaml -k waiver-email -f eml",
    "render my.yaml -k petition -f pdf",
    "render my.yaml -k petition -o -",
    "render my.yaml --redact",
    "check my.yaml",
    "check my.yaml --json",
    "figures my.yaml",
    "figures my.yaml --json",
    "figures my.yaml --explain total.total_due",
    "reconcile my.yaml",
    "copy my.yaml",
    "copy my.yaml -k petition",
    "verify my.yaml my/waiver-email.md",
    "update my.yaml",
    "next my.yaml",
    "calendar my.yaml",
    "calendar my.yaml --json",
    "call my.yaml --json",
    "log my.yaml",
    "log add my.yaml --said x",
    "log pay my.yaml 2026-03-19 10.00",
    "log waived my.yaml 2026-03-19 1.00",
    "call my.yaml",
    "sent my.yaml -k waiver-email",
    "bundle my.yaml",
    "bundle my.yaml --without-identity",
]
"""Not among them: batch, serve and the API."""
