"""A letter in Markdown becomes blocks, and blocks become files."""
