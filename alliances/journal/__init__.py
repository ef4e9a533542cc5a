"""The journal of an alliance."""
