"""What to ask and offer, what a month can carry, what waiting costs, and what explains the number of the lender."""
