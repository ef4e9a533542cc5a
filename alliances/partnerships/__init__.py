"""Partnerships are logged, listed, read, edited and put away."""
