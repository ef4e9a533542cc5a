"""Rows that the rules of the database take and refuse, for `test_constraints.py`."""
