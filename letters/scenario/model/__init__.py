"""The records of a scenario file, in the order in which people fill it in."""
