"""The files and links of an alliance, wherever on it they lie."""
