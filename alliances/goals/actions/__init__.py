"""What can be done with a goal, and how it is signed."""
