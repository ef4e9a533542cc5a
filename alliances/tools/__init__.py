"""Tools for an alliance, filled in with what the hub knows of it."""
