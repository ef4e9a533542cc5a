"""Forms of agreements and programmes."""
