"""What happened, as a sentence that a person would say."""
