"""What can be done with issues, their ladder and risks."""
