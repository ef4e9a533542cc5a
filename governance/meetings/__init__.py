"""Meetings of committees: agenda, attendance, minutes."""
