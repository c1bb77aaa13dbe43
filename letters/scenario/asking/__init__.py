"""The questions one after another: what decides which of them are asked, and the answers so far."""
