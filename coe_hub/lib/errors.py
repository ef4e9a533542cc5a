"""What an action raises when it cannot do what was asked; views turn it into an error on the form."""


class DomainError(Exception):
    """A request the rules refuse. `message` says what to do; `field` names the form field it belongs to, if any."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class LostUpdateError(DomainError):
    """Somebody else saved the record since this person opened it."""
