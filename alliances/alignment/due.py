"""What is due of alignment: to say where one stands, from those of ours who were asked."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.alignment.actions import stand_url
from alliances.alignment.models import Stand
from alliances.core.models import title_in_mail
from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import Phase

if TYPE_CHECKING:
    from coe_hub.people.models import User

STAND = "alignment"


def stand_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Those who were asked and not heard, each for themselves, by the day it is needed."""
    stands = Stand.objects.all() if user is None else Stand.objects.visible_to(user)
    rows = stands.to_hear().filter(asked_at__isnull=False, check_made__archived_at__isnull=True)
    rows = rows.filter(check_made__alliance__archived_at__isnull=True)
    rows = rows.exclude(check_made__alliance__stage__phase=Phase.CLOSED)
    told = {
        "kind": Value(STAND, output_field=CharField()),
        "object_id": F("pk"),
        "key": F("public_id"),
        "scope_id": F("check_made__alliance__scope_id"),
        "owner_id": F("person_id"),
        "backup_id": NOBODY,
        "title": F("check_made__alliance__name"),
        "mail_title": title_in_mail("check_made__alliance__"),
        "detail": F("check_made__occasion"),
        "due_date": F("check_made__needed_on"),
    }
    return [rows.annotate(**told).values(*COLUMNS)]


def stand_text(item: DueItem, name: str) -> DueText:
    """How somebody of ours is asked again."""
    return DueText(
        title=_("Where do you stand: %(name)s") % {"name": name},
        why=item.detail if name == item.title else "",
        ask=_("Say where your department stands and what is open, before we speak to the partner."),
        because=_("You get this mail because you speak for a department of ours on this alliance."),
        act=_("Say where you stand"),
    )


def _stand(item: DueItem) -> Stand:
    related = ("person__user", "check_made__alliance__scope", "check_made__by__person__organisation")
    return Stand.objects.select_related(*related).get(pk=item.object_id)


def own_url(item: DueItem, _person: Person) -> str:
    """Where somebody of ours without an account says it."""
    return stand_url(_stand(item))


def asked_by(item: DueItem) -> Person | None:
    """Who begun the check."""
    by = _stand(item).check_made.by
    return by.person if by.is_active else None


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=STAND,
            label=gettext_lazy("Where our departments stand"),
            rows=stand_rows,
            text=stand_text,
            url_name="stand_answer",
            act_url_name="stand_answer",
            partner_url=own_url,
            sender=asked_by,
            usual={"lead_days": [7, 2]},
        )
    )
