"""Health checks as a part of the record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.core import parts
from alliances.core.history import of_alliance
from alliances.core.models import AllianceQuerySet
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.parts import ListColumns, Matter, Offer, Overview, Page, Part, RecordPage, RecordTab, Tab
from alliances.health.culture import differences_proposed
from alliances.health.models import HealthCheck, JointAction
from coe_hub.action_items.models import ActionItem
from coe_hub.audit.history import Names as EventNames
from coe_hub.audit.history import Story
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.tables import Column
from coe_hub.people.models import User
from coe_hub.vocabulary.models import Phase

_PHASES = (Phase.LAUNCHING, Phase.RUNNING)


# --- On the overview ------------------------------------------------------------------------------------------------
def _overview(page: RecordPage) -> Overview:
    """A check whose answers wait to be talked about; where there was none yet, that one helps."""
    last = _LAST.first(alliance=page.alliance.pk)
    if last is None:
        return Overview(gaps=list(_gaps(page)))
    if last.wave and last.wave.is_counted and last.shared_at is None and page.may_edit:
        title = _("The answers of the health check are in")
        text = _("Look at them, and show them to both sides.")
        return Overview(matters=[Matter(title, text, last.on, _("Open the results"), last.get_absolute_url())])
    return Overview()


def _last(*, alliance: int) -> "QuerySet[HealthCheck]":
    return HealthCheck.objects.active().filter(alliance=alliance).newest_first().select_related("wave")[:1]


_LAST = Prepared(_last)


def _gaps(page: RecordPage) -> Iterable[Matter]:
    if page.alliance.stage.phase in _PHASES:
        text = _("How do both sides see it? It takes each of them five minutes.")
        url = reverse("health_create", args=[page.alliance.public_id])
        yield Matter(_("No health check yet"), text, None, _("Ask both sides"), url)


def _in_use() -> Exists:
    return Exists(HealthCheck.objects.active().filter(alliance=OuterRef("pk")))


# --- In the history -------------------------------------------------------------------------------------------------
def _begun(event: Any, _names: EventNames) -> str:
    if event.talked_on:
        return _("wrote down a talk about the health of the alliance")
    return _("began a health check")


def _shown(earlier: Any, event: Any, _names: EventNames) -> Iterable[str]:
    if event.shared_at and event.shared_at != earlier.shared_at:
        yield _("showed the results of the health check to both sides")


def _joint(event: Any, names: EventNames) -> str:
    return _("took on with the partner: “%(text)s”") % {"text": names.of(ActionItem, event.ours_id)}


_STORIES = (
    (Story(HealthCheck, created=_begun, changed=_shown), of_alliance),
    (
        Story(JointAction, named=("ours",), created=_joint),
        lambda alliance: {"check_made__alliance_id": alliance.pk},
    ),
)


# --- In Today's news ------------------------------------------------------------------------------------------------
def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    shown = HealthCheck.objects.active().filter(alliance__in=alliances, shared_at__gt=since).exclude(by=user)
    return news_rows(shown, code="health", at="shared_at", text="note", detail="note")


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    for row in rows:
        yield _("%(who)s showed the results of the health check") % {"who": names[row.person_id]}


# --- In files -------------------------------------------------------------------------------------------------------
def _columns() -> list[Column]:
    label = _("Last health check")
    return [Column("last_health_check_on", label, lambda one: one.last_health_check_on, width=13, is_usual=False)]


def _with_last_check(alliances: AllianceQuerySet) -> AllianceQuerySet:
    last = HealthCheck.objects.active().of_health().filter(alliance=OuterRef("pk")).last_days()
    return alliances.annotate(last_health_check_on=Subquery(last))


def register_all() -> None:
    """Put health checks on the record, into its history and into Today's news."""
    parts.register(
        Part(
            code="health",
            place=45,
            pages=[Page(RecordTab.HEALTH, gettext_lazy("Health checks"), "alliance_health", 0)],
            over_all=Tab(gettext_lazy("Health"), "health_list", 25),
            overview=_overview,
            stories=_STORIES,
            panels_on={"alliance_differences": differences_proposed},
            news=[NewsSource("health", _news, _sentences)],
            list_columns=ListColumns(_columns, _with_last_check),
            offer=Offer(gettext_lazy("Health checks"), "alliance_health", _in_use),
        )
    )
