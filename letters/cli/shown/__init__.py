"""How results and messages are set in a terminal or a pipe: as wide as the window, with signs that it has."""
