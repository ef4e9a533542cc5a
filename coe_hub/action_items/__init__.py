"""Action items: what somebody took on, by when, and where that came from."""
