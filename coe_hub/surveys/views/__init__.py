"""Pages of questionnaires: read, answered, written."""
