"""Scopes, grants, and the links of people without an account."""
