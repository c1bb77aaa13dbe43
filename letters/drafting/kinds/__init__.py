"""Which letters a case bears, and what the letters that few cases need state beside the figures."""
