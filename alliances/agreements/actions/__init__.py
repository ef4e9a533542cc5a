"""What can be done about agreements and programmes; each action is one transaction."""
