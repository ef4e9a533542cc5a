"""What sponsors tell of an alliance: one who was in touch and went silent, and what is asked of them."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliances.core import signals
from alliances.core.rules import LIVING
from alliances.core.signals import Call, Sighted, Signal
from alliances.sponsors.models import SILENT_AFTER, SponsorContact, SupportRequest, sponsorships
from coe_hub.lib.dates import date_text


def _silent(today: date) -> Q:
    """With a sponsor, and none of them in touch for half a year though one was before."""
    sponsors = sponsorships().filter(alliance=OuterRef("alliance"), person=OuterRef("person"))
    contacts = SponsorContact.objects.filter(Exists(sponsors))
    lately = contacts.filter(on_date__gte=today - SILENT_AFTER)
    return LIVING & Q(pk__in=contacts.values("alliance")) & ~Q(pk__in=lately.values("alliance"))


def _last_contact() -> Subquery:
    rows = sponsorships().filter(alliance=OuterRef("pk"), last_contact_on__isnull=False)
    return Subquery(rows.order_by("-last_contact_on").values("last_contact_on")[:1])


def _silent_reason(one: Sighted, today: date) -> str:
    return _("No contact with its sponsor since %(day)s.") % {"day": date_text(one.day)}


def _asks(today: date) -> Q:
    return LIVING & Q(pk__in=SupportRequest.objects.open().values("alliance"))


def _first(column: str) -> Subquery:
    rows = SupportRequest.objects.open().filter(alliance=OuterRef("pk"))
    return Subquery(rows.order_by(F("needed_on").asc(nulls_last=True), "pk").values(column)[:1])


def _asks_reason(one: Sighted, today: date) -> str:
    if one.day:
        return _("Asks for support by %(day)s.") % {"day": date_text(one.day)}
    return _("Asks for support.")


def register_all() -> None:
    """Register them."""
    signals.register(
        Signal(
            code="sponsor_silent",
            call=Call.ATTEND,
            place=60,
            label=gettext_lazy("Its sponsor went silent"),
            rule=_silent,
            day=_last_contact,
            reason=_silent_reason,
            title=lambda count: (
                ngettext(
                    "%(count)d alliance has not heard of its sponsor for half a year",
                    "%(count)d alliances have not heard of their sponsor for half a year",
                    count,
                )
                % {"count": count}
            ),
        ),
        Signal(
            code="support_asked",
            call=Call.DECIDE,
            place=5,
            label=gettext_lazy("Asks for support"),
            rule=_asks,
            day=lambda: _first("needed_on"),
            reason=_asks_reason,
            quote=lambda: _first("text"),
            title=lambda count: (
                ngettext("%(count)d alliance asks for support", "%(count)d alliances ask for support", count)
                % {"count": count}
            ),
        ),
    )
