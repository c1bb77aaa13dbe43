"""Many cases at once: found in a folder or a table, written on all cores, each once, the bad ones told apart."""
