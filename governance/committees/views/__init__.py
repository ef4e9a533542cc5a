"""Pages of committees."""
