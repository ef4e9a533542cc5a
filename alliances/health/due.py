"""What is due of health: the next check, half a year after the last one."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core.answerable import for_whom_answers
from alliances.core.models import Alliance, title_in_mail
from alliances.health.models import RHYTHM_MONTHS, HealthCheck
from coe_hub.due import COLUMNS, DueItem, DueText, Source, register
from coe_hub.lib.sql import AddMonths
from coe_hub.vocabulary.models import Phase

if TYPE_CHECKING:
    from coe_hub.people.models import User

HEALTH = "health_check"


def health_rows(user: "User | None") -> "list[QuerySet[Any]]":
    """Alliances at work that were checked before, each told to whoever answers for it."""
    alliances: Any = Alliance.objects.active() if user is None else Alliance.objects.visible_to(user).active()
    checks = HealthCheck.objects.active().of_health().filter(alliance=OuterRef("pk")).last_days()
    checked = alliances.exclude(stage__phase=Phase.CLOSED).annotate(last_check_on=Subquery(checks))
    checked = checked.filter(last_check_on__isnull=False)
    told = {
        "kind": Value(HEALTH, output_field=CharField()),
        "object_id": F("pk"),
        "key": F("public_id"),
        "title": F("name"),
        "mail_title": title_in_mail(),
        "detail": Value("", output_field=CharField()),
        "due_date": AddMonths("last_check_on", Value(RHYTHM_MONTHS)),
    }
    return [rows.annotate(**told).values(*COLUMNS) for rows in for_whom_answers(checked)]


def health_text(item: DueItem, name: str) -> DueText:
    """How the next check is told."""
    return DueText(
        title=_("Health check of %(name)s") % {"name": name},
        why=_("Half a year has gone since the last one."),
        ask=_("Ask both sides again, or talk it through with the talk guide: a few minutes for each."),
        because=_(
            "You get this mail because you lead this alliance or answer for it on our side. If somebody else does "
            "now, change the lead on its page."
        ),
        act=_("Ask both sides"),
    )


def register_all() -> None:
    """Register what is due here."""
    register(
        Source(
            kind=HEALTH,
            label=gettext_lazy("Health checks of alliances"),
            rows=health_rows,
            text=health_text,
            url_name="alliance_health",
            act_url_name="health_create",
            usual={"lead_days": [14, 0]},
        )
    )
