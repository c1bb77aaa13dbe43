"""What tests use that Windows lacks."""

from __future__ import annotations

import re

POSIX = re.compile(
    r"\b(?:fcntl|resource|pty)\.|\bos\.(?:mkfifo|fork|killpg|geteuid|umask|symlink|link)\b|signal\.(?:SIGALRM|SIGKILL|alarm|SIGINT)\b"
    r"|/dev/|\b(?:symlink_to|hardlink_to|chmod|st_mode|in_a_terminal|at_once|pipe|device|listener|killed_\w+)\b|#!/bin/sh"
)
"""What Windows lacks: pipes and devices with a name, links without rights, file modes, signals, terminals to drive."""
