"""Search over everything the reader may see: what matches, how it is shown, and what nobody finds."""
