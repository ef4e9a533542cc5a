"""What can be done with committees."""
