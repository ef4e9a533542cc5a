"""Why somebody does not come in."""

from allauth.socialaccount.providers.base import ProviderException


class SignInRefused(ProviderException):
    """A sign-in by the company that is refused; the message says why, in the reader's language, and what to do."""
