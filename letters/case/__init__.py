"""From a file to a checked case: YAML with positions, field types, lender profiles, the scenario model."""
