"""Tables that people keep: what their heads mean, and their rows as scenarios."""
