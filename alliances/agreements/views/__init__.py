"""Pages of agreements and programmes."""
