"""What the core holds due: once a year, a look at why an alliance exists."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.actions.partnerships import LOOK
from alliances.core.answerable import for_whom_answers
from alliances.core.models import Alliance, title_in_mail
from alliances.value.actions import confirm_value
from coe_hub.due import COLUMNS, DueItem, DueText, Source, register
from coe_hub.people.models import Person, User
from coe_hub.reminders.review_days import settle_review_days

if TYPE_CHECKING:
    from django.db.models import Model

VALUE_LOOK = "value_look"


def value_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Rationales and value hypotheses, a year after the last look; each told to whoever answers for the alliance."""
    alliances: QuerySet[Model] = Alliance.objects.with_value_to_look_at()
    if user is not None:
        alliances = Alliance.objects.visible_to(user).with_value_to_look_at()
    told = {
        "kind": Value(VALUE_LOOK, output_field=CharField()),
        "object_id": F("pk"),
        "key": F("public_id"),
        "title": F("name"),
        "mail_title": title_in_mail(),
        "detail": Value("", output_field=CharField()),
        "due_date": F("value_look_due_on"),
    }
    return [rows.annotate(**told).values(*COLUMNS) for rows in for_whom_answers(alliances)]


def value_text(_item: DueItem, name: str) -> DueText:
    """How the yearly look is told."""
    return DueText(
        title=_("Yearly look at why: %(name)s") % {"name": name},
        why=_("Do its rationale and value hypothesis still hold?"),
        ask=_("Read the two texts. If they still hold, say so with one click; if not, rewrite them."),
        because=_(
            "You get this mail because you lead this alliance or answer for it on our side. If somebody else does "
            "now, change the lead on its page."
        ),
        act=_("Look at it"),
    )


def settle() -> None:
    """As reviews: none that is still to come falls on a day without work."""
    to_come = Alliance.objects.with_value_to_look_at().filter(value_look_due_on__gte=timezone.localdate())
    settle_review_days(to_come, leader="lead", rhythm=LOOK)


def finish(object_id: int, _person: Person) -> None:
    """One click says that both texts still hold."""
    confirm_value(alliance=Alliance.objects.get(pk=object_id))


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=VALUE_LOOK,
            label=gettext_lazy("Yearly looks at why an alliance exists"),
            rows=value_rows,
            text=value_text,
            url_name="alliance_detail",
            act_url_name="value_look",
            finish=finish,
            settle=settle,
            done_label=gettext_lazy("Still true"),
            row_template="due/value_look.html",
            usual={"lead_days": [14, 0]},
        )
    )
