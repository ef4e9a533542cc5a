"""What can be done to an alliance; each action is one transaction."""
