"""Dates as the hub writes them."""
