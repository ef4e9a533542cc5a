"""Goals of an alliance, short- and long-term, and who of both sides signed them."""
