"""Committees: who sits on them, and by which charter they work."""
