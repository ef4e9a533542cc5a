"""Tags of issues."""
