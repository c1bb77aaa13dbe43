"""What is made of bundled files, kept from one run to the next."""
