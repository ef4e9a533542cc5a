"""Pages of the training room: learning, and the curators' desk."""
