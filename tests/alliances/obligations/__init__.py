"""Obligations, their due days and their events."""
