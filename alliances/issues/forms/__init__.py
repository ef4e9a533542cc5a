"""Forms of issues, their steps, the ladder and risks."""
