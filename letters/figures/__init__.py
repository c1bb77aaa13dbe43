"""The one object with everything that a letter may state, and where the case stands by its log."""
