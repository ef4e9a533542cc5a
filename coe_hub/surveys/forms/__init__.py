"""Forms of questionnaires: answering, and the desk."""
