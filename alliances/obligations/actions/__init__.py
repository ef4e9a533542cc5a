"""What can be done about obligations, their due days and their events; each action is one transaction."""
