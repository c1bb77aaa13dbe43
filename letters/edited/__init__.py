"""Letters that came back from the user: verified against the case, or updated with new figures."""
