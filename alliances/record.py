"""What the record page says of an alliance, derived from its dates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliances.models import Alliance, Member, ReviewAppointment, Side
from coe_hub.lib.dates import date_text, local_date
from coe_hub.lib.places import zoned_span_text
from coe_hub.lib.text import join_words
from coe_hub.people.models import Person
from coe_hub.vocabulary.models import Access, Phase


def record_steps(alliance: Alliance) -> list[dict[str, str]]:
    """The five phases with when each was reached; one query. The phase it stands in is marked current."""
    reached: dict[str, date] = {}
    for change in alliance.stage_changes.select_related("stage").order_by("on_date", "pk"):
        reached.setdefault(change.stage.phase, change.on_date)
    phases = list(Phase)
    current = phases.index(Phase(alliance.stage.phase))
    steps = []
    for position, phase in enumerate(phases):
        state = "done" if position < current else "current" if position == current else "ahead"
        steps.append(
            {"label": str(phase.label), "detail": _step_detail(alliance, phase, state, reached), "state": state}
        )
    return steps


def _step_detail(alliance: Alliance, phase: Phase, state: str, reached: dict[str, date]) -> str:
    since = reached.get(phase)
    if state == "current" and since:
        return _("%(stage)s since %(date)s") % {"stage": alliance.stage.name, "date": date_text(since)}
    if state == "done" and since:
        return date_text(since, "month")
    if phase == Phase.ENDING and alliance.ends_on:
        return _("term ends %(date)s") % {"date": date_text(alliance.ends_on, "month")}
    return ""


@dataclass(frozen=True)
class Matter:
    """One thing that wants somebody's eye on a record."""

    title: str
    text: str
    date: date | None
    action_label: str
    action_url: str
    primary: bool = False


def what_matters(alliance: Alliance, today: date, appointment: ReviewAppointment | None) -> list[Matter]:
    """What is due or agreed, soonest first; nothing of an alliance that is closed or archived."""
    if alliance.is_archived or alliance.stage.phase == Phase.CLOSED:
        return []
    matters = []
    args: list[Any] = [alliance.public_id]
    if alliance.next_review_on:
        matters.append(
            Matter(
                title=_("Review"),
                text=_("Its outcome sets the date of the next one."),
                date=alliance.next_review_on,
                action_label=_("Do the review"),
                action_url=reverse("review_create", args=args),
                primary=(alliance.next_review_on - today).days <= 14,
            )
        )
    if appointment:
        matters.append(
            Matter(
                title=_("Time set for the review"),
                text=_appointment_text(appointment),
                date=local_date(appointment.starts_at),
                action_label=_("Change the time"),
                action_url=reverse("appointment_edit", args=[*args, appointment.public_id]),
            )
        )
    if alliance.ends_on and 0 <= (alliance.ends_on - today).days <= 365:
        matters.append(
            Matter(
                title=_("The term ends"),
                text=_("Renew, reshape or wind down: settle it with the partner well before."),
                date=alliance.ends_on,
                action_label=_("Change stage"),
                action_url=reverse("stage_change", args=args),
            )
        )
    return sorted(matters, key=lambda matter: matter.date or today)


def _appointment_text(appointment: ReviewAppointment) -> str:
    """When, on the reader's own clock; where; and how many are invited."""
    zone = timezone.get_current_timezone_name()
    when = zoned_span_text(appointment.starts_at, minutes=appointment.minutes, zone=zone)
    count = getattr(appointment, "invitee_count", 0)
    invited = ngettext("%(count)d person invited", "%(count)d people invited", count) % {"count": count}
    return " · ".join(filter(None, [when, appointment.place, invited]))


def gaps(alliance: Alliance, appointment: ReviewAppointment | None) -> list[Matter]:
    """What a record of this kind mostly has and this one lacks; offered as help."""
    args: list[Any] = [alliance.public_id]
    edit = reverse("alliance_edit", args=args)
    missing = [
        (not alliance.lead_id, _("Nobody leads it"), _("Without a lead nobody is reminded."), edit, _("Name a lead")),
        (
            not alliance.purpose,
            _("No purpose written down"),
            _("Two sentences now save a meeting later."),
            edit,
            _("Write it"),
        ),
        (
            not alliance.next_review_on,
            _("No review rhythm"),
            _("Nobody is reminded to look at it."),
            edit,
            _("Set one"),
        ),
        (
            alliance.review_is_due_some_day and not appointment,
            _("No time set for the review"),
            _("Invite both sides; it comes into their calendars."),
            reverse("appointment_create", args=args),
            _("Set a time"),
        ),
    ]
    return [Matter(title, text, None, label, url) for is_missing, title, text, url, label in missing if is_missing]


def side_of(alliance: Alliance, person: Person) -> Side:
    """The side the person's organisation is on; of a third organisation, colleagues with an account are on ours."""
    for party in alliance.parties.all():
        if party.organisation_id == person.organisation_id:
            return Side(party.side)
    return Side.OURS if hasattr(person, "user") else Side.THEIRS


@dataclass
class Participant:
    """A person on an alliance with everything they do there."""

    person: Person
    side: str
    is_lead: bool
    members: list[Member]

    @property
    def roles_text(self) -> str:
        """All roles in one line; the lead first."""
        names = [member.role.name for member in self.members]
        lead = [_("Lead")] if self.is_lead and not any(one.role.access == Access.LEAD for one in self.members) else []
        return join_words([*lead, *names])


def participants(alliance: Alliance) -> list[Participant]:
    """Everybody on the alliance once, the lead first, then by role; one query."""
    found: dict[int, Participant] = {}
    if alliance.lead:
        found[alliance.lead.pk] = Participant(alliance.lead, Side.OURS, is_lead=True, members=[])
    members = alliance.members.select_related("person__site", "person__organisation", "role")
    for member in members.order_by("side", "role__position", "person__sort_key", "pk"):
        known = found.setdefault(member.person_id, Participant(member.person, member.side, is_lead=False, members=[]))
        known.members.append(member)
    return list(found.values())


def person_ids(alliance: Alliance) -> set[int]:
    """Everybody on the alliance, on both sides, by id; one query."""
    lead = {alliance.lead_id} if alliance.lead_id else set()
    return lead | set(alliance.members.values_list("person", flat=True))
