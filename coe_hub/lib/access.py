"""The hub's own roles, and who may open a view: each carries `requires` or `public`, and a test walks the URLs."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

View = Callable[..., HttpResponseBase]

MEMBER = "member"
WRITER = "writer"


class GlobalRole(models.TextChoices):
    """What an account may do hub-wide; being a member needs no role."""

    ALLIANCE_MANAGER = "alliance_manager", _("Alliance manager")
    CURATOR = "curator", _("Curator")
    COMMITTEE = "committee", _("Steering committee")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Admin")


class SignedInRequest(HttpRequest):
    """A request behind `requires`: its user is an account, for certain (the people room's User). It has a person, says
    by `has_role` what it may do, and by `may_write` whether it may change anything at all."""

    user: Any
    htmx: Any


def allows(roles: Iterable[str], user: Any) -> bool:
    """Whether an account holds one of `roles`, as `requires` means them."""
    wanted = tuple(roles)
    return MEMBER in wanted or (WRITER in wanted and user.may_write) or user.has_role(*wanted)


def requires(*roles: str) -> Callable[[View], View]:
    """Only for accounts holding one of `roles`; "member" is every account, "writer" everyone but auditors.

    What a person may see of one record is decided by its queryset's `visible_to`, never here.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allows(roles, request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.guard = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Open without an account, for the stated reason."""

    def decorate(view: View) -> View:
        open_view = login_not_required(view)
        open_view.guard = ("public", reason)  # type: ignore[attr-defined]
        return open_view

    return decorate
