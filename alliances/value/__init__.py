"""Why an alliance exists: its rationale and value hypothesis, looked at once a year."""
