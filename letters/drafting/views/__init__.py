"""What a template sees of contacts and of the lender's pages."""
