"""The borrower's file: the model of every key, its questions and checks, and how it is written back."""
