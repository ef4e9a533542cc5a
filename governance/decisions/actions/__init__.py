"""What can be done with decisions."""
