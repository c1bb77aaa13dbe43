"""What is owed, day by day: accounts, entries, payments, fees and totals."""
