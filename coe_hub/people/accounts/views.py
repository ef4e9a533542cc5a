"""Profile, invitations, and what accounts may do."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coe_hub.lib.access import MEMBER, GlobalRole, SignedInRequest, public, requires
from coe_hub.lib.confirming import confirmed
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.limits import limited
from coe_hub.lib.lists import name_column
from coe_hub.lib.merge import edit_page
from coe_hub.lib.once import once
from coe_hub.people.accounts.actions import edit_account, edit_profile
from coe_hub.people.accounts.addresses import ask_for_address, asked_change, change_address
from coe_hub.people.accounts.factors import has_factor
from coe_hub.people.accounts.forms import (
    AcceptForm,
    AccountAddressForm,
    AccountForm,
    AddressForm,
    InvitationForm,
    InviteManyForm,
)
from coe_hub.people.accounts.invitations import accept, invite, open_invitation
from coe_hub.people.accounts.inviting import invite_all, without_account
from coe_hub.people.directory.forms.persons import ProfileForm
from coe_hub.people.models import Invitation, Person, User

PAGE_SIZE = 50


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def profile_edit(request: SignedInRequest) -> HttpResponse:
    """The reader's own entry and preferences."""
    return edit_page(
        request,
        read=lambda: User.objects.select_related("person").get(pk=request.user.pk),
        make_form=lambda user, data: ProfileForm(data, user=user),
        save=lambda user, form: edit_profile(user=user, **form.action_values()),
        show=lambda _user, form: render(request, "people/profile_edit.html", {"form": form}),
        title=_("Your profile"),
        url=request.path,
    )


@requires(MEMBER)
@require_safe
def account_email(request: SignedInRequest) -> HttpResponse:
    """allauth's page for changing one's address: leads to ours."""
    return redirect("address_change")


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def address_change(request: SignedInRequest) -> HttpResponse:
    """Ask for another address of one's own account; whom the company signs in has the company's."""
    if not request.user.has_usable_password():
        messages.info(request, _("Your company gives you this address and signs you in."))
        return redirect("profile_edit")
    form = AddressForm(request.POST or None, account=request.user)
    if form.is_bound and form.is_valid():
        try:
            ask_for_address(user=request.user, **form.action_values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The link is on its way to %(email)s.") % form.cleaned_data)
            return redirect("profile_edit")
    return render(request, "people/address_change.html", {"form": form})


@requires(MEMBER)
@require_http_methods(["GET", "POST"])
def address_confirm(request: SignedInRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads; opening it changes nothing."""
    change = asked_change(token)
    if change is None or change.user_id != request.user.pk:
        return render(request, "people/address_confirm.html", status=410)
    if request.method == "POST":
        try:
            change_address(account=request.user, email=change.new, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("From now on you sign in as %(email)s.") % {"email": change.new})
        return redirect("profile_edit")
    return render(request, "people/address_confirm.html", {"change": change})


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@confirmed
def account_address(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Change the address of somebody's account."""
    account = get_object_or_404(User.objects.select_related("person"), person__public_id=public_id)
    form = AccountAddressForm(request.POST or None, account=account)
    if form.is_bound and form.is_valid():
        try:
            change_address(account=account, by=request.user, **form.action_values())
        except ValidationError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Saved. Both addresses are told."))
            return redirect("account_edit", public_id)
    return render(request, "people/account_address.html", {"form": form, "account": account})


@requires(GlobalRole.ADMIN)
@require_safe
def account_list(request: SignedInRequest) -> HttpResponse:
    """Who can sign in, as what, and who is still invited."""
    accounts = User.objects.select_related("person__site", "person__function").order_by(name_column("person__"), "pk")
    waiting = Invitation.objects.filter(accepted_at__isnull=True).select_related("person__user", "invited_by__person")
    context = {
        "page": Paginator(accounts, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": waiting.order_by("created_at"),
    }
    return render(request, "people/account_list.html", context)


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@confirmed
def account_edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Roles of an account, and whether it may sign in. Closing it has a page that asks what becomes of its things."""
    account = get_object_or_404(User.objects.select_related("person"), person__public_id=public_id)
    form = AccountForm(request.POST or None, account=account)
    if form.is_bound and form.is_valid():
        closes = account.is_active and not form.cleaned_data["is_active"]
        stays = {"is_active": True} if closes and account != request.user else {}
        try:
            edit_account(account=account, by=request.user, **form.action_values() | stays)
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            if closes:
                return redirect("account_close", public_id)
            messages.success(request, _("Saved."))
            return redirect("account_list")
    loses_factor = account.is_active and account.pk != request.user.pk and has_factor(account)
    context = {"form": form, "account": account, "has_factor": loses_factor}
    return render(request, "people/account_edit.html", context)


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@limited("invitation", methods=("POST",))
@once
def invitation_create(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Invite somebody of the directory to open an account."""
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    form = InvitationForm(request.POST or None, person=person, by=request.user)
    if form.is_bound and form.is_valid():
        try:
            invitation = invite(person=person, by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
            return redirect("account_list")
    return render(request, "people/invitation_create.html", {"form": form, "person": person})


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
@limited("invitation", methods=("POST",))
@once
def invitations_create(request: SignedInRequest) -> HttpResponse:
    """Many asked in at once: first who they are, then all invitations."""
    initial = {"language": request.user.language}
    if "colleagues" in request.GET:
        initial["people"] = without_account(request.user)
    form = InviteManyForm(request.POST or None, by=request.user, initial=initial)
    is_looked_at = form.is_bound and form.is_valid()
    if is_looked_at and request.POST.get("do") == "invite":
        data = form.cleaned_data
        try:
            sent = invite_all(
                guests=form.guests,
                roles=data["roles"],
                language=data["language"],
                by=request.user,
                reason=data["reason"],
            )
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            words = ngettext(
                "%(count)d invitation is on its way.", "%(count)d invitations are on their way.", len(sent)
            )
            messages.success(request, words % {"count": len(sent)})
            return redirect("account_list")
    count = sum(not one.problem for one in form.guests)
    context = {"form": form, "guests": form.guests if is_looked_at else [], "count": count}
    return render(request, "people/invitations_create.html", context)


@public("whoever holds an invitation has no account yet")
@require_http_methods(["GET", "POST"])
@limited("invitation", methods=("POST",))
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password and come in; opening the page changes nothing."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "people/invitation_expired.html", status=410)
    form = AcceptForm(request.POST or None, person=invitation.person)
    if settings.PASSWORD_SIGN_IN and form.is_bound and form.is_valid():
        try:
            user = accept(invitation=invitation, **form.action_values())
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            record_authentication(request, user, method="password")
            return perform_login(request, user)
    return render(request, "people/invitation_accept.html", {"form": form, "invitation": invitation})
