"""Pages of the toolkits room."""
