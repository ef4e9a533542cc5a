"""Pages of the alliances room."""
