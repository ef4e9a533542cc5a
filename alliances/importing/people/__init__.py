"""People out of a list, with the roles they have on alliances."""
