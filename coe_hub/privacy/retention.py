"""How long what is kept of people stays, by kind; each night what is older goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coe_hub.api.models import WebhookCall
from coe_hub.imports.models import ImportRow
from coe_hub.lib.history import acting
from coe_hub.people.models import Invitation, PartnerLink, User
from coe_hub.privacy.models import RetentionRule, RetentionRun
from coe_hub.reminders.models import Delivery, Reminder
from coe_hub.usage.models import LastSeen, UnmetSearch, UsageEvent

Rows = Callable[[datetime], "Sequence[QuerySet[Any]]"]
REASON = "kept as long as the company said"


@dataclass(frozen=True)
class Kind:
    """One kind of thing that goes with time: `rows(before)` are what is older, in the order in which it can go.

    `usual` days hold where the company said nothing (None: it stays); fewer than `least` would lose what is in use.
    """

    code: str
    label: Promise
    usual: int | None
    least: int
    rows: Rows


def _mails(before: datetime) -> "Sequence[QuerySet[Any]]":
    old = Delivery.objects.filter(ended_at__lt=before)
    return [Reminder.objects.filter(delivery__in=old.values("pk")), old]


KINDS = (
    Kind(
        "usage", _("What was read and downloaded"), 730, 30, lambda before: [UsageEvent.objects.filter(at__lt=before)]
    ),
    Kind(
        "searches",
        _("What was searched in vain"),
        365,
        30,
        lambda before: [UnmetSearch.objects.filter(searched_on__lt=before.date())],
    ),
    Kind(
        "visits", _("When a page was last seen"), 365, 30, lambda before: [LastSeen.objects.filter(seen_at__lt=before)]
    ),
    # A reminder is what keeps a thing from being told twice; the longest lead time is a year.
    Kind("mails", _("Notes of mails that were sent"), 730, 400, _mails),
    Kind(
        "partner_links",
        _("Links of partners, after they ran out"),
        365,
        30,
        lambda before: [PartnerLink.objects.filter(expires_at__lt=before)],
    ),
    Kind(
        "invitations",
        _("Invitations that nobody took up"),
        90,
        14,
        lambda before: [Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=before)],
    ),
    Kind(
        "import_rows",
        _("Rows of imports, after which these cannot be taken back"),
        365,
        30,
        lambda before: [ImportRow.objects.filter(run__finished_at__lt=before)],
    ),
    Kind(
        "webhook_calls",
        _("Messages to other programs"),
        90,
        7,
        lambda before: [WebhookCall.objects.filter(ended_at__lt=before)],
    ),
    Kind(
        "sessions",
        _("Sessions, after they ended"),
        1,
        0,
        lambda before: [Session.objects.filter(expire_date__lt=before)],
    ),
)


@dataclass(frozen=True)
class Standing:
    """One kind with what the company says of it, and how many would go tonight."""

    kind: Kind
    days: int | None
    would_go: int


def days_of(kinds: Sequence[Kind] = KINDS) -> dict[str, int | None]:
    """For how many days each kind is kept; None for good."""
    said = dict(RetentionRule.objects.values_list("kind", "days"))
    return {kind.code: said.get(kind.code, kind.usual) for kind in kinds}


def standing(now: datetime | None = None) -> list[Standing]:
    """The dry run: what would go tonight. Nothing goes."""
    days = days_of()
    return [Standing(kind, days[kind.code], sum(rows.count() for rows in _old(kind, days, now))) for kind in KINDS]


def _old(kind: Kind, days: dict[str, int | None], now: datetime | None) -> "Sequence[QuerySet[Any]]":
    kept = days[kind.code]
    return [] if kept is None else kind.rows((now or timezone.now()) - timedelta(days=kept))


def set_retention(*, days: dict[str, int | None], by: User, reason: str) -> None:
    """Keep for how long each kind stays; what is as before is not written."""
    before = days_of()
    with transaction.atomic(), acting(by=by, reason=reason):
        for code, count in days.items():
            if before[code] != count:
                RetentionRule.objects.update_or_create(kind=code, defaults={"days": count})


def keep_only_what_is_needed(now: datetime | None = None) -> RetentionRun:
    """Remove what is older than the company keeps it; doing so twice removes nothing more."""
    days, removed = days_of(), {}
    with transaction.atomic(), acting(by=None, reason=REASON):
        for kind in KINDS:
            removed[kind.code] = sum(rows.delete()[0] for rows in _old(kind, days, now))
        return RetentionRun.objects.create(at=now or timezone.now(), removed=removed)


def long_closed(now: datetime | None = None, *, days: int = 730) -> "QuerySet[Any]":
    """Accounts that were closed so long ago that whoever they were of could be forgotten, with `closed_at`."""
    before = (now or timezone.now()) - timedelta(days=days)
    events = User.pgh_event_model.objects.values("pgh_obj_id").annotate(last=Max("pgh_created_at"))  # type: ignore[attr-defined]
    old = events.filter(last__lt=before).values("pgh_obj_id")
    return User.objects.filter(is_active=False, pk__in=old, person__redactions__isnull=True).select_related("person")
