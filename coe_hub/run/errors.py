"""The one error of the runner."""


class CannotRun(Exception):
    """Why the hub cannot run and what to do about it, in one line for the terminal."""
