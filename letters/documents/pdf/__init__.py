"""PDF files through typst, and the fonts they need."""
