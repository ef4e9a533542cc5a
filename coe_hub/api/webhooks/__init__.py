"""Addresses that are told of changes: what changed, how it is sent, who says so."""
