"""Health checks of an alliance: how both sides see it, where they differ, and what they do about it together."""
