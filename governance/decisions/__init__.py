"""What committees decide, and what follows from it."""
