"""Signing in and out by the company; and for admins: who signs in by what, what groups give, and the directory."""

from datetime import timedelta
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from coe_hub.audit.views import history_page
from coe_hub.identity.directory import leavers
from coe_hub.identity.errors import SignInRefused
from coe_hub.identity.forms import GroupRoleForm, SecretForm
from coe_hub.identity.group_roles import add_group_role, known_groups, remove_group_role
from coe_hub.identity.history import sentences
from coe_hub.identity.models import DirectorySecret, GroupRole
from coe_hub.identity.openid import CompanyAdapter
from coe_hub.identity.secrets import make_secret, revoke_secret
from coe_hub.identity.sign_in import LEAVES_BY, LEAVING, leaving_address, refusal
from coe_hub.lib.access import GlobalRole, SignedInRequest, public, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.identity_providers import IdentityProvider
from coe_hub.lib.once import once
from coe_hub.people.accounts.factors import COMPANY_FACTOR
from coe_hub.people.models import User


def _provider(code: str) -> IdentityProvider:
    found = next((one for one in settings.IDENTITY_PROVIDERS if one.code == code), None)
    if found is None:
        raise Http404
    return found


@public("how people of the company get in")
@never_cache
@require_POST
def company_sign_in(request: HttpRequest, code: str) -> HttpResponse:
    """Off to the provider. By a page that leads on and not by a redirection: the policy of our pages lets a form lead
    to the hub alone, and who knows through which addresses a provider sends people on."""
    provider = _provider(code)
    try:
        answer = get_adapter(request).get_provider(request, code).redirect_from_request(request)
    except (RequestException, SignInRefused) as error:
        return refusal(request, code, exception=error)
    return _lead_on(request, provider, answer.url) if answer.status_code == 302 else answer


def _lead_on(request: HttpRequest, provider: IdentityProvider, address: str) -> HttpResponse:
    return render(request, "identity/company_sign_in.html", {"provider": provider, "address": address})


@public("where the provider sends people back to")
@never_cache
@require_safe
def company_return(request: HttpRequest, code: str) -> HttpResponse:
    """Back from the provider: in, or told why not."""
    provider = _provider(code)
    adapter = CompanyAdapter(request, code)
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except (RequestException, SignInRefused) as error:  # before there was a conversation
        return refusal(request, code, exception=error)
    claims = getattr(adapter, "claims", None)
    if claims is not None and response.status_code == 302:
        # A moment, and no number of seconds: these would begin anew each time something is written into the session
        request.session.set_expiry(timedelta(hours=settings.COMPANY_SESSION_HOURS))
        if claims.used_factor:
            request.session[COMPANY_FACTOR] = True
        address = leaving_address(provider, end_session=claims.end_session, id_token=claims.id_token)
        if address:
            request.session[LEAVES_BY] = [code, address]
    return response


@public("says that somebody has signed out")
@never_cache
@require_safe
def company_sign_out(request: HttpRequest) -> HttpResponse:
    """Signed out of the hub; off to tell the provider."""
    code, address = request.session.pop(LEAVING, ["", ""])
    provider = next((one for one in settings.IDENTITY_PROVIDERS if one.code == code), None)
    if provider is None:
        return redirect("account_login")
    return render(request, "identity/company_sign_out.html", {"provider": provider, "address": address})


@requires(GlobalRole.ADMIN)
@require_safe
def company_directory(request: SignedInRequest) -> HttpResponse:
    """Who signs in by what, which groups give which roles, how the directory comes in, and who left."""
    emergency = User.objects.active().filter(email__in=settings.BREAK_GLASS_ADMINS).select_related("person")
    context = {
        "providers": [(one, _callback(one)) for one in settings.IDENTITY_PROVIDERS],
        "password_sign_in": settings.PASSWORD_SIGN_IN,
        "emergency": emergency.order_by("pk"),
        "session_hours": settings.COMPANY_SESSION_HOURS,
        "group_roles": GroupRole.objects.order_by("group", "role"),
        "secrets": DirectorySecret.objects.filter(revoked_at__isnull=True).order_by("made_at"),
        "scim_address": settings.HUB_URL + "/scim/v2",
        "leavers": leavers(request.user),
    }
    return render(request, "identity/company_directory.html", context)


def _callback(provider: IdentityProvider) -> str:
    return settings.HUB_URL + reverse("company_return", args=[provider.code])


@requires(GlobalRole.ADMIN)
@require_safe
def company_directory_history(request: SignedInRequest) -> HttpResponse:
    """Who changed what groups give, and who let the directory in."""
    page = history_page(request, sentences(reader=request.user))
    return render(request, "identity/company_directory_history.html", {"page": page})


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@once
def group_role_create(request: SignedInRequest) -> HttpResponse:
    """Let a group give a role."""
    form = GroupRoleForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            row = add_group_role(**form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Whoever is in “%(group)s” has the role now.") % {"group": row.group})
            return redirect("company_directory")
    return render(request, "identity/group_role_create.html", {"form": form, "known_groups": known_groups()})


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
def group_role_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then let a group give a role no longer."""
    row = get_object_or_404(GroupRole, pk=pk)
    if request.method == "POST":
        remove_group_role(row=row)
        messages.success(request, _("The group gives this role no longer. Roles given by hand stay."))
        return redirect("company_directory")
    return render(request, "identity/group_role_remove.html", {"row": row})


@requires(GlobalRole.ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
@confirmed
def directory_secret_create(request: SignedInRequest) -> HttpResponse:
    """Let the company's directory in; its secret is shown in this answer and never again."""
    form = SecretForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "scim_address": settings.HUB_URL + "/scim/v2", "text": ""}
    if form.is_bound and form.is_valid():
        secret, text = make_secret(by=request.user, **form.action_values())
        context |= {"secret": secret, "text": text}
    return render(request, "identity/directory_secret_create.html", context)


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
def directory_secret_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then let the secret open nothing any more."""
    secret = get_object_or_404(DirectorySecret, pk=pk)
    if request.method == "POST":
        revoke_secret(secret=secret)
        messages.success(request, _("The secret opens nothing any more."))
        return redirect("company_directory")
    return render(request, "identity/directory_secret_revoke.html", {"secret": secret})
