"""How the two sides of an alliance work differently, how they bridge it, and what they gain from it."""
