"""Named properties of a case: what may be said, and what the user is warned of."""
