"""Many cases at once, as a desk has them: rows that become folders, where each stands, what came of them."""
