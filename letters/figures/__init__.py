"""Everything a letter may state as a number."""
