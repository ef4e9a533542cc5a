"""Calendars as the standards say: events and feeds (RFC 5545), and mails of invitation (RFC 5546, 6047)."""
