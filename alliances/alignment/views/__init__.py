"""Pages of alignment checks."""
