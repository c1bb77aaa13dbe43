"""The call: what is said aloud, what may be heard, and both as a sheet, a phone or a rehearsal shows them."""
