"""What the partner owes on the due list: told to the counterpart where an obligation says so."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.obligations.models import PURPOSE, Fulfilment
from alliances.obligations.partner import not_theirs, say_delivered
from coe_hub.due import COLUMNS, NOBODY, DueItem, DueText, Source, register
from coe_hub.people.access.partner_links import contact_for, make_partner_link
from coe_hub.people.directory.correspondence import email_of
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import Phase

if TYPE_CHECKING:
    from coe_hub.people.models import User

KIND = "partner_obligation"


def rows(user: "User | None") -> "list[QuerySet[Any]]":
    """What a counterpart without an account is reminded of, since somebody chose so: what is owed on a day that is
    certain, until they say that it was delivered. Nobody with an account sees these: they have the obligation."""
    if user is not None:
        return []
    found = Fulfilment.objects.living().unsettled().exclude(obligation__alliance__stage__phase=Phase.CLOSED)
    alliance = "obligation__alliance__"
    name = Coalesce(NullIf(f"{alliance}code_name", Value("")), f"{alliance}name")
    whole = Concat("obligation__title", Value(" ("), name, Value(")"), output_field=CharField())
    return [
        found.filter(
            obligation__tells_partner=True,
            obligation__counterpart__user__isnull=True,
            due_on__isnull=False,
            is_expected=False,
            delivered_on__isnull=True,
        )
        .annotate(
            kind=Value(KIND, output_field=CharField()),
            object_id=F("pk"),
            key=F("public_id"),
            scope_id=F("obligation__scope"),
            owner_id=F("obligation__counterpart"),
            backup_id=NOBODY,
            title=F("obligation__title"),
            mail_title=whole,
            detail=F("obligation__clause"),
            due_date=F("due_on"),
        )
        .values(*COLUMNS)
    ]


def text(item: DueItem, name: str) -> DueText:
    """How it is told to somebody at the partner."""
    return DueText(
        title=name,
        why=_("Clause %(clause)s") % {"clause": item.detail} if item.detail else "",
        ask=_("Tell us when it was delivered; you need no account. A word on it, or a file, can go with it."),
        because=_(
            "You get this mail because you are named as the one who sees to this on your side. If it is somebody "
            "else's, say so by “Not mine”, and we ask there."
        ),
        act=_("Say that it was delivered"),
    )


def partner_url(item: DueItem, person: Person) -> str:
    """Where they say so: a link to this one due day, good for as long as it is asked for."""
    scope = Fulfilment.objects.select_related("obligation__scope").get(pk=item.object_id).obligation.scope
    return make_partner_link(purpose=PURPOSE, object_id=item.object_id, scope=scope, person=person)


def finish(object_id: int, person: Person) -> None:
    """One click in the mail says that it was delivered."""
    say_delivered(fulfilment=Fulfilment.objects.get(pk=object_id), person=person)


def asked_by(item: DueItem) -> Person | None:
    """In whose name they are written to: whoever sees to it on our side, else whoever leads."""
    row = Fulfilment.objects.select_related("obligation__owner__organisation", "obligation__scope").get(
        pk=item.object_id
    )
    owner = row.obligation.owner
    return owner if owner and email_of(owner) else contact_for(row.obligation.scope)


def hand_back(object_id: int) -> None:
    """They say that it is not theirs."""
    not_theirs(fulfilment=Fulfilment.objects.get(pk=object_id))


def register_all() -> None:
    """Register what counterparts at partners are told."""
    register(
        Source(
            kind=KIND,
            label=gettext_lazy("What partners owe, told to their contact"),
            rows=rows,
            text=text,
            url_name="fulfilment_detail",
            act_url_name="fulfilment_detail",
            finish=finish,
            done_label=gettext_lazy("It was delivered"),
            partner_url=partner_url,
            hand_back=hand_back,
            sender=asked_by,
            usual={"lead_days": [14, 7, 1]},
        )
    )
