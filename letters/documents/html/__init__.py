"""Letters as HTML: one file that any browser shows and prints, and the body of an e-mail."""
