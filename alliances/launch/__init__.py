"""What a partnership has in place once it is signed and goes well: a check that helps, and blocks nothing."""
