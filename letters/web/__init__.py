"""The local page: the same engine with a face, for one person on one machine."""
