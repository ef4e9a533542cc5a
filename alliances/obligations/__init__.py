"""What both sides owe each other, by when and why by then, and the events from which days are reckoned."""
