"""Word files: the static parts, the body, the letterhead, and the words of an edited file."""
