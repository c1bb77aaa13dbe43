"""Dated facts that ship with the program: laws, channels, lenders, evidence, holidays, languages, templates."""
