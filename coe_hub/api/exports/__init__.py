"""What one takes along: a whole alliance, and what the hub has of oneself."""
