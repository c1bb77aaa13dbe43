"""Every figure, declared once: its name, unit, what it is in both languages, its function, how it is explained."""
