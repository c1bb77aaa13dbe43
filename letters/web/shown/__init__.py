"""What the page shows of a case beside its letters: how values were read, why a figure is so, what can be agreed."""
