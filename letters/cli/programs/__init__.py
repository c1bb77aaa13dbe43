"""Programs of the machine that a command runs."""
