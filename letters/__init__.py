"""Letters that ask a lender to waive penalty interest, with every figure right to the fen."""
