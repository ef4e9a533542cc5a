"""What committees tell issues: how long each level has, who sits on it, and which meeting speaks of one next; and what
could be put on an agenda: issues that stand with the committee, and decisions that are ready."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from alliances.issues import agendas, ladder
from alliances.issues.agendas import Agenda, Agendas
from alliances.issues.ladder import Chartered
from alliances.issues.models import Issue, IssueStep, Level
from coe_hub.people.models import Person, Scope, User
from coe_hub.vocabulary.models import Layer
from governance.committees.charters import ladder_for
from governance.committees.models import VOTING, Committee
from governance.committees.models import Level as CharterLevel
from governance.committees.seats import sitting
from governance.decisions.models import Decision, Readiness
from governance.meetings import proposals
from governance.meetings.actions.agenda import add_item
from governance.meetings.models import ItemKind, Meeting
from governance.meetings.proposals import Proposal

_LEVELS: Mapping[CharterLevel, Level] = {
    CharterLevel.MANAGERS: Level.MANAGERS,
    CharterLevel.TEAM: Level.TEAM,
    CharterLevel.FUNCTIONAL: Level.COMMITTEE,
    CharterLevel.STEERING: Level.STEERING,
    CharterLevel.EXECUTIVES: Level.EXECUTIVES,
    CharterLevel.FINAL_SAY: Level.FINAL_SAY,
}
_LAYERS: Mapping[Level, Layer] = {
    Level.TEAM: Layer.TEAM,
    Level.COMMITTEE: Layer.FUNCTIONAL,
    Level.STEERING: Layer.STEERING,
    Level.EXECUTIVES: Layer.EXECUTIVE,
}


def _chartered(alliance: Alliance, scope: Scope) -> Mapping[Level, Chartered]:
    """The ladder of the alliance's charters, in the calendar days that contracts count."""
    programme = alliance.programmes.filter(scope=scope).exclude(scope=alliance.scope_id).first()
    rungs = ladder_for(alliance, timezone.localdate(), programme=programme.pk if programme else None)
    label = _("the charter of a committee")
    return {_LEVELS[rung.level]: Chartered(label, rung.days, is_calendar=True) for rung in rungs}


def _committees(issue: Issue, level: Level) -> list[Committee]:
    """Committees of that level that everybody who reads the issue may know of, those of its programme first."""
    if level not in _LAYERS:
        return []
    found = Committee.objects.at_work(timezone.localdate()).filter(
        alliance=issue.alliance_id, scope=issue.scope_id, kind__layer=_LAYERS[level]
    )
    fitting = found.filter(Q(programme__isnull=True) | Q(programme=issue.programme_id))
    return sorted(fitting.select_related("alliance", "kind"), key=lambda one: (one.programme_id is None, one.pk))


def _sitting(issue: Issue, level: Level) -> Iterable[Person]:
    """Who speaks for a side on the committees of that level."""
    today = timezone.localdate()
    seats = [seat for committee in _committees(issue, level) for seat in sitting(committee, today)]
    return dict.fromkeys(seat.person for seat in seats if seat.role in VOTING)


def _next_meeting(issue: Issue, level: Level) -> Meeting | None:
    coming = Meeting.objects.active().to_come().filter(starts_at__gt=timezone.now())
    coming = coming.filter(committee__in=_committees(issue, level)).select_related("committee__alliance", "minutes")
    return coming.order_by("starts_at", "pk").first()


def _next_of(issue: Issue, level: Level) -> Agenda | None:
    meeting = _next_meeting(issue, level)
    return Agenda(str(meeting), meeting.get_absolute_url()) if meeting else None


def _put(issue: Issue, level: Level, _by: User | None) -> Agenda | None:
    """Once, however often the issue comes there."""
    meeting = _next_meeting(issue, level)
    if meeting is None:
        return None
    url = issue.get_absolute_url()
    if not meeting.agenda.filter(source_url=url).exists():
        label = (_("Issue: %(title)s") % {"title": issue.title})[:200]
        add_item(meeting=meeting, source_label=label, source_url=url, title=issue.title, kind=ItemKind.DECIDE)
    return Agenda(str(meeting), meeting.get_absolute_url())


# --- On the agenda --------------------------------------------------------------------------------------------------
def _proposed(committee: Committee, user: User, on: date) -> Iterable[Proposal]:
    yield from _issues(committee, user)
    yield from _ready(committee, on)


def _issues(committee: Committee, user: User) -> Iterable[Proposal]:
    """Open issues that stand on the committee's level, and are for all its readers."""
    level = next((level for level, layer in _LAYERS.items() if layer == committee.kind.layer), None)
    if level is None or committee.alliance_id is None:
        return
    steps = IssueStep.objects.visible_to(user).active().current().open()
    steps = steps.filter(issue__alliance=committee.alliance_id, issue__scope=committee.scope_id, level=level)
    for step in steps.select_related("issue").defer("issue__words").in_order():
        yield Proposal(
            title=step.issue.title,
            source_label=(_("Issue: %(title)s") % {"title": step.issue.title})[:200],
            source_url=step.issue.get_absolute_url(),
            kind=ItemKind.DECIDE,
            why=_("An issue that climbed to this committee."),
        )


def _ready(committee: Committee, on: date) -> Iterable[Proposal]:
    """What the committee is about to decide, where it is ready, or was told not to press before a day that has come."""
    ripe = Q(not_before__isnull=True, readiness=Readiness.READY) | Q(not_before__lte=on)
    rows = Decision.objects.active().filter(ripe, committee=committee, decided_on__isnull=True)
    for one in rows.order_by("not_before", "pk"):
        is_ready = one.readiness == Readiness.READY
        yield Proposal(
            title=one.text[:300],
            source_label=_("A decision in preparation"),
            source_url=one.get_absolute_url(),
            kind=ItemKind.DECIDE if is_ready else ItemKind.DISCUSS,
            why=_("Ready to decide.") if is_ready else _("The day before which nobody was to press for it has come."),
        )


def register_all() -> None:
    """Tell issues of committees, and agendas of issues and decisions."""
    ladder.register(_chartered)
    ladder.register_sitting(_sitting)
    agendas.register(Agendas(next_of=_next_of, put=_put))
    proposals.register(_proposed)
