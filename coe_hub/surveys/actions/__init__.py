"""What is done to waves: begun, asked, answered, closed."""
