"""The page without a server: one file with the program, its facts and Python for WebAssembly inside."""
