"""What the days of the hardship say of the bills."""
