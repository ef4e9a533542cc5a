"""Pages of the people of an alliance."""
