"""Who signs in, with which roles and preferences."""
