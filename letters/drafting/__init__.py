"""Scenario and figures become a letter in Markdown."""
