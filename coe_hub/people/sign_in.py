"""How allauth behaves here: nobody signs up, accounts come by invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from django.utils import translation

from coe_hub.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """The hub is for people who were invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to members in their own language, whatever the browser that asked speaks."""
        user = context.get("user")
        language = user.language if isinstance(user, User) else translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)


class EmailBackend(AuthenticationBackend):
    """Sign-in by e-mail; the account comes with the person that every page's frame shows."""

    def get_user(self, user_id: Any) -> User | None:
        """The active account, read with its person in one query."""
        with_person = User.objects.active().select_related("person__site", "person__function", "person__organisation")
        return with_person.filter(pk=user_id).first()
