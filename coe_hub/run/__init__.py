"""Starts the whole hub with one command: `make run`, that is `python -m coe_hub.run`.

A supervisor without Django: it starts the real parts where none are given (Postgres, Valkey, a mailbox), prepares the
database, starts web, worker and beat, keeps them running, and stops every process when it is told to.
`python -m coe_hub.run.testing` lends the same parts to the test suite.
"""
