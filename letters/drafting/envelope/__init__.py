"""What is put around a letter that is sent."""
