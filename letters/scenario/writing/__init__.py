"""A scenario file as it is written: new from data, or one entry added to a file that exists."""
