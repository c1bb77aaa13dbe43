"""What a letter states is read back: its amounts, dates, rates, names and citations."""
