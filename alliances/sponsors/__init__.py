"""Sponsors: when each was last in touch, what they took on, and what an alliance asks them and the committee for."""
