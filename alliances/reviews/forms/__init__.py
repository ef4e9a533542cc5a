"""Forms of reviews and their appointments."""
