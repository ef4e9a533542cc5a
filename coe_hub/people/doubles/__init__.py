"""People and organisations that are there twice: found, merged, and taken apart again."""
