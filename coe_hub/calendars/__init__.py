"""What is due and agreed for one person, as a feed that their own calendar reads."""
