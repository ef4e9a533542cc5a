"""Pages of reviews and their appointments."""
