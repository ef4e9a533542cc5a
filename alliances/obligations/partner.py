"""What somebody at the partner is told of one due day, by a link, and how they say that it was delivered."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliances.obligations.forms.fulfilments import DeliveredForm
from alliances.obligations.models import PURPOSE, Fulfilment, Obligation, Responsible
from coe_hub.attachments.actions import attach_file
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.history import acting
from coe_hub.lib.records import lock_record, save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.access.participation import taking_part
from coe_hub.people.access.partner_links import (
    VALID_DAYS,
    answer_again,
    contact_for,
    make_partner_link,
    note_used,
    register,
)
from coe_hub.people.directory.correspondence import email_of, mail_language
from coe_hub.people.models import PartnerLink, Person, Sight, User

# What the button posts that takes the word back.
TAKE_BACK_BUTTON = "take_back"
_DELIVERED = ["delivered_on", "delivered_by", "delivered_note"]


def may_ask(obligation: Obligation) -> bool:
    """Whether there is somebody at the partner to ask for it."""
    return obligation.responsible != Responsible.OURS and obligation.counterpart is not None


@transaction.atomic
def send_link(*, fulfilment: Fulfilment, by: User) -> str:
    """Write to the counterpart with a link by which they say that it was delivered; return their address. The mail
    comes in the name of our company, and answers go to whoever sends it. Raises `DomainError` where there is nobody to
    write to, or nothing is owed any more."""
    one, person = fulfilment.obligation, fulfilment.obligation.counterpart
    if person is None or not may_ask(one) or fulfilment.is_settled or fulfilment.is_void:
        raise DomainError(_("Links are for what the partner owes, with a counterpart there, as long as it is open."))
    if not person.email:
        raise DomainError(_("No e-mail address of %(name)s is known. Add it under People.") % {"name": person})
    url = make_partner_link(purpose=PURPOSE, object_id=fulfilment.pk, scope=one.scope, person=person)
    language, company = mail_language(person), by.person.organisation
    context = {
        "person": person,
        "row": fulfilment,
        "title": one.alliance.title_in_mail,
        "contact": contact_for(one.scope) or by.person,
        "sender": by.person,
        "company": company,
        "url": url,
        "days": VALID_DAYS,
    }
    with translation.override(language):
        name = company.display_name
    send_in_background(
        "obligation_link",
        to=person.email,
        language=language,
        context=context,
        reply_to=email_of(by.person),
        company=name,
    )
    return person.email


@transaction.atomic
def say_delivered(*, fulfilment: Fulfilment, person: Person, note: str = "", file: UploadedFile | None = None) -> None:
    """The partner says that it was delivered, with a word or a file on it: whoever sees to it is told, and says whether
    it is so. Raises `DomainError` where it is settled by now, `ValidationError` where the file is not taken."""
    row = _locked(fulfilment)
    if row.is_settled or row.is_void:
        raise DomainError(_("This is settled already. Thank you."))
    row.delivered_on, row.delivered_by, row.delivered_note = timezone.localdate(), person, note
    row.full_clean()
    save_record(row, fields=_DELIVERED)
    if file is not None:
        attach_file(record=row, upload=file, by=None)
    _tell("obligation_delivered", row, partner=person)


def may_take_back(fulfilment: Fulfilment, link: PartnerLink) -> bool:
    """Whether the word given by this link can still be taken back: it is young, and nobody acted on it since."""
    is_theirs = fulfilment.delivered_on is not None and fulfilment.delivered_by_id == link.person_id
    return link.may_be_taken_back and is_theirs and not fulfilment.is_settled and not fulfilment.is_void


@transaction.atomic
def take_delivery_back(*, fulfilment: Fulfilment, link: PartnerLink) -> None:
    """As if the partner had not said that it was delivered; the link answers again, and whoever was told is told so.
    Raises `DomainError` where it is too late."""
    row = _locked(fulfilment)
    if not may_take_back(row, link):
        raise DomainError(_("This answer cannot be taken back any more. Write to your contact."))
    _forget_delivery(row)
    answer_again(link)
    _tell("obligation_taken_back", row, partner=link.person)


@transaction.atomic
def not_delivered(*, fulfilment: Fulfilment) -> Fulfilment:
    """What the partner said is not so, says our owner: it is open as before, and they can be asked again. A file that
    came with it stays. Raises `DomainError` where nobody says that it was delivered, or it is settled by now."""
    row = _locked(fulfilment)
    if row.delivered_on is None:
        raise DomainError(_("Nobody says that it was delivered."))
    if row.is_settled:
        raise DomainError(_("It is settled already. Take that back first."))
    _forget_delivery(row)
    return row


def _forget_delivery(row: Fulfilment) -> None:
    row.delivered_on, row.delivered_by, row.delivered_note = None, None, ""
    row.full_clean()
    save_record(row, fields=_DELIVERED)


@transaction.atomic
def not_theirs(*, fulfilment: Fulfilment) -> None:
    """The counterpart says that it is not theirs: they are reminded no more, and whoever sees to it is told."""
    row = _locked(fulfilment)
    one, person = row.obligation, row.obligation.counterpart
    lock_record(one)
    if one.tells_partner and person:
        one.tells_partner = False
        save_record(one, fields=["tells_partner"])
        _tell("obligation_returned", row, partner=person)


def _locked(fulfilment: Fulfilment) -> Fulfilment:
    rows = Fulfilment.objects.select_for_update(of=("self",))
    return rows.select_related(
        "obligation__alliance__scope",
        "obligation__scope",
        "obligation__event",
        "obligation__owner__user",
        "obligation__counterpart__organisation",
    ).get(pk=fulfilment.pk)


def _tell(name: str, row: Fulfilment, *, partner: Person) -> None:
    """To whoever sees to it or, where they cannot be told, whoever leads."""
    one = row.obligation
    owner = one.owner
    if (
        owner is None
        or not email_of(owner)
        or not Sight.of(people=[owner.pk], scopes=[one.scope_id]).reaches(owner.pk, one.scope_id)
    ):
        owner = contact_for(one.scope)
    if owner is None or not email_of(owner):
        return
    context = {"person": owner, "row": row, "partner": partner, "title": one.alliance.title_in_mail}
    context["url"] = settings.HUB_URL + row.get_absolute_url()
    send_in_background(name, to=email_of(owner), language=mail_language(owner), context=context, reply_to=partner.email)


def answer_page(request: HttpRequest, link: PartnerLink) -> HttpResponse:
    """Show what is owed and by when, with one answer; after it, or once it is settled, a friendly end."""
    row = _row(link)
    contact = contact_for(link.scope)
    is_open = row is not None and not row.is_settled and not row.is_void and not link.used_at
    if row is None or not is_open:
        return _after(request, row, link)
    form = DeliveredForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with acting(by=None), transaction.atomic():
                say_delivered(fulfilment=row, person=link.person, **form.action_values())
                note_used(link)
        except DomainError as error:
            add_domain_error(form, error)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("partner_page")
    context = {"form": form, "row": row, "link": link, "contact": contact}
    context["title"] = row.obligation.alliance.title_in_mail
    return render(request, "alliances/_partner_due.html", context)


def _after(request: HttpRequest, row: Fulfilment | None, link: PartnerLink) -> HttpResponse:
    """Thanks; and, for a while, the way back from a slip."""
    can_take_back, refused = row is not None and may_take_back(row, link), ""
    if row is not None and can_take_back and request.POST.get("answer") == TAKE_BACK_BUTTON:
        try:
            with acting(by=None):
                take_delivery_back(fulfilment=row, link=link)
        except DomainError as error:
            refused, can_take_back = error.message, False
        else:
            return redirect("partner_page")
    context = {
        "link": link,
        "row": row,
        "contact": contact_for(link.scope),
        "can_take_back": can_take_back,
        "refused": refused,
    }
    return render(request, "alliances/_partner_thanks.html", context)


def _row(link: PartnerLink) -> Fulfilment | None:
    """What the link is about, as long as its holder takes part and nothing was put away."""
    rows = Fulfilment.objects.living().filter(pk=link.object_id, obligation__scope=link.scope_id)
    row = rows.filter(obligation__counterpart=link.person_id).with_row().first()
    if row is None:
        return None
    scopes = [row.obligation.alliance.scope_id]
    return row if taking_part(people=[link.person_id], scopes=scopes) else None


def register_all() -> None:
    """Register what the links of due days lead to."""
    register(PURPOSE, answer_page)
