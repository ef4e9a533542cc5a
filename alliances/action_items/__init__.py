"""What somebody took on for an alliance."""
