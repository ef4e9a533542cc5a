"""Forms of the alliances room."""
