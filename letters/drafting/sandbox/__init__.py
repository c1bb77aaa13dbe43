"""Where templates run: without arithmetic, without reach, and with an end."""
