"""Pages of issues and risks."""
