"""Reviews, and the hours agreed for them."""
