"""Situations of the call to the lender."""
