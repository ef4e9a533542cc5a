"""The whole hub in one file, and back: database and attached files as they were at one moment."""
