"""Organisations out of a list."""
