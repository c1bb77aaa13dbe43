"""The call on a phone: what the screen shows of the sheet, and its words."""
