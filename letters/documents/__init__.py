"""A letter in Markdown becomes blocks, and blocks become a file; an edited file becomes words again."""
