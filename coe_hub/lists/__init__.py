"""What people keep of lists: views, how close rows stand; and what is done to many rows at once."""
