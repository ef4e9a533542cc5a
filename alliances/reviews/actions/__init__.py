"""What can be done about reviews; each action is one transaction."""
