"""Agreements and programmes."""
