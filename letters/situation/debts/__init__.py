"""Situations of one kind of debt: loans in instalments, and debts that are old."""
