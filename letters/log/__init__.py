"""The log of a case: calls and messages, written into the scenario itself."""
