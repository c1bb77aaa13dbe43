"""Files that a person edited, read back as words, paragraph by paragraph."""
