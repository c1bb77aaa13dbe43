"""Hides who everybody is in a case, so that its letters can be shown to an adviser."""
