"""Commands of the alliances room."""
