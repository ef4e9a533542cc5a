"""Action items as a part of the record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.action_items.items import items_of
from alliances.core import parts
from alliances.core.models import Alliance
from alliances.core.news import Names, NewsRow, NewsSource, news_rows
from alliances.core.owners import owner_options
from alliances.core.parts import Offer, Overview, Page, Panel, Part, RecordPage, RecordTab
from coe_hub.action_items.forms import ActionItemForm
from coe_hub.action_items.history import STORY
from coe_hub.action_items.models import ActionItem, ActionItemQuerySet, ItemState
from coe_hub.people.accounts.readers import ForReader
from coe_hub.people.models import User

_SHOWN = 5


def _overview(page: RecordPage) -> Overview:
    """The open items that are due first, one more than are shown, and the form for another one."""
    context = {
        "items": _FIRST.objects(page.user, scope=page.alliance.scope_id),
        "shown_items": _SHOWN,
        "item_form": ActionItemForm(**owner_options(page.alliance, page.user)),
    }
    return Overview(panels=[Panel("alliances/_actions.html", context, place=10)])


def _in_use() -> Exists:
    return Exists(ActionItem.objects.active().filter(scope=OuterRef("scope")))


def _first(user: User, *, scope: int) -> ActionItemQuerySet:
    return items_of(user, scope).open().with_row().marked_for(user).in_order()[: _SHOWN + 1]


_FIRST = ForReader(_first)


def _news(alliances: "QuerySet[Any]", user: User, since: datetime) -> "QuerySet[Any]":
    """Actions that others finished; people at partners do so without an account."""
    scopes = Alliance.objects.filter(pk__in=alliances).values("scope")
    items = ActionItem.objects.filter(scope__in=scopes, state=ItemState.DONE, closed_at__gt=since)
    return news_rows(
        items.exclude(closed_by=user.person_id),
        code="action",
        detail="pk",
        text="text",
        at="closed_at",
        person="closed_by",
        alliance="scope__alliance",
    )


def _sentences(rows: Sequence[NewsRow], names: Names) -> Iterable[str]:
    return (_("%(who)s finished an action") % {"who": names[row.person_id]} for row in rows)


def register_all() -> None:
    """Put action items on the record, into its history and into Today's news."""
    parts.register(
        Part(
            code="actions",
            place=25,
            pages=[Page(RecordTab.WORK, gettext_lazy("Actions"), "alliance_actions", 10)],
            overview=_overview,
            stories=[(STORY, lambda alliance: {"scope_id": alliance.scope_id})],
            news=[NewsSource("action", _news, _sentences)],
            offer=Offer(gettext_lazy("Actions"), "alliance_actions", _in_use),
        )
    )
