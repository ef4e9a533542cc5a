"""For admins: how the engine does, what it sent to whom, and the company's rules."""

from smtplib import SMTPException

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub import due
from coe_hub.lib.access import GlobalRole, SignedInRequest, requires
from coe_hub.lib.lists import form_values
from coe_hub.lib.mail import message_for, render_mail
from coe_hub.operations.engine import backup_state, engine_state, given_up
from coe_hub.reminders.addresses import trust_again
from coe_hub.reminders.forms import DeliveryFilterForm, RulesForm
from coe_hub.reminders.models import Delivery, RefusedAddress
from coe_hub.reminders.responses import set_rules
from coe_hub.usage.models import TEST_MAIL, note_visit

PAGE_SIZE = 50


@requires(GlobalRole.ADMIN)
@require_safe
def reminder_engine(request: SignedInRequest) -> HttpResponse:
    """Whether reminders go out, what keeps any of them, what was given up, and whether there is a backup."""
    context = {"state": engine_state(), "backup": backup_state(), "given_up": given_up()}
    return render(request, "operations/reminder_engine.html", context)


@requires(GlobalRole.ADMIN)
@require_POST
def test_mail(request: SignedInRequest) -> HttpResponse:
    """Send the admin a mail now, past the worker, so that what the mail server says is read at once."""
    user = request.user
    mail = render_mail("test_mail", language=user.language, context={"name": user.person.display_name})
    try:
        message_for(mail, to=user.email).send()
    except (SMTPException, OSError) as error:
        words = {"email": user.email, "error": str(error)}
        messages.error(request, _("No mail went to %(email)s. The mail server said: %(error)s") % words)
    else:
        note_visit(user=user, page=TEST_MAIL)
        messages.success(request, _("A test mail is on its way to %(email)s.") % {"email": user.email})
    return redirect("reminder_engine")


@requires(GlobalRole.ADMIN)
@require_safe
def delivery_list(request: SignedInRequest) -> HttpResponse:
    """Every mail: to whom, when, with what result. What it was about is said by kind; the words are confidential."""
    form = DeliveryFilterForm(request.GET)
    wanted = form_values(form)
    found = Delivery.objects.none() if wanted is None else Delivery.objects.filter(**wanted)
    mails = found.select_related("person__user").order_by("-planned_at", "-pk")
    rows = mails.annotate(things=Count("reminders"), about=Min("reminders__kind"))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    labels = {source.kind: source.label for source in due.sources()}
    lines = [(row, labels.get(getattr(row, "about", ""), "")) for row in page.object_list]
    context = {"page": page, "lines": lines, "form": form, "is_narrowed": wanted != {}}
    return render(request, "operations/delivery_list.html", context)


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
def reminder_rules(request: SignedInRequest) -> HttpResponse:
    """How long before people are told, how long after, and when the sponsor is."""
    form = RulesForm(request.POST or None)
    if form.is_bound and form.is_valid():
        set_rules(**form.action_values())
        messages.success(request, _("Saved. It counts from the next reminder on."))
        return redirect("reminder_rules")
    return render(request, "operations/reminder_rules.html", {"form": form})


@requires(GlobalRole.ADMIN)
@require_POST
def address_trust(request: SignedInRequest, pk: int) -> HttpResponse:
    """A refused address is right after all."""
    address = get_object_or_404(RefusedAddress.objects.select_related("person"), pk=pk)
    trust_again(address=address)
    messages.success(request, _("Mails go to %(email)s again.") % {"email": address.email})
    return redirect("reminder_engine")
