"""Markdown as events, read by whichever reader is there, and how deep they may stand in each other."""
