"""Where each figure comes from, as a tree of lines: the scenario, the ledger, the rate and the rounding."""
