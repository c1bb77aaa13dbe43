"""New figures for letters that the user has edited: a three-way merge, paragraph by paragraph."""
