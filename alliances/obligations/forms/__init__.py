"""Forms of obligations, their due days and their events."""
