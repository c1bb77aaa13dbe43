"""Whether an edited letter still says what the case says."""
