"""Who sits on a committee now, where they work, and who may be given something to do there."""

from collections.abc import Callable, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core.models import Member, Party
from alliances.core.participants import side_on
from coe_hub.people.models import Person, ScopeGrant, ScopeKind, Side
from coe_hub.reminders.working_days import WorkCalendar
from governance.committees.models import Committee, Seat


def sitting(committee: Committee, day: date) -> list[Seat]:
    """Who sits on it on that day, our side first; one query."""
    return list(committee.seats.taken_on(day).with_people().in_order())


def work_calendars(people: Iterable[Person]) -> set[WorkCalendar]:
    """Where these people work; who has no site counts for nothing. Needs their sites."""
    sites = {person.site for person in people if person.site}
    return {WorkCalendar(site.time_zone or "UTC", site.country, site.subdivision) for site in sites}


def side_in(committee: Committee, person: Person) -> Side:
    """The side somebody is on; on the Center of Excellence's own committees everybody is on ours."""
    return Side(side_on(committee.alliance, person)) if committee.alliance else Side.OURS


def sees(committee: Committee, person: Person) -> bool:
    """Whether somebody with an account could open what stands in the committee's scope."""
    if committee.scope.kind == ScopeKind.OPEN:
        return True
    return ScopeGrant.objects.filter(scope=committee.scope, person=person).exists()


def belongs(committee: Committee, person: Person) -> bool:
    """Whether somebody of the partner takes part in the committee's alliance."""
    of_party = Party.objects.filter(alliance=committee.alliance, side=Side.THEIRS, organisation=person.organisation_id)
    return of_party.exists() or Member.objects.filter(alliance=committee.alliance, person=person).exists()


def owner_side(committee: Committee) -> Callable[[Person], Side]:
    """For forms: the side of somebody who can be given an action here. Raises `ValidationError` for others: colleagues
    must be able to open it, people of the partner must belong to the alliance."""

    def side(person: Person) -> Side:
        found = side_in(committee, person)
        fits = sees(committee, person) if found == Side.OURS else belongs(committee, person)
        if not fits:
            raise ValidationError(
                _("%(name)s does not take part in this. Add them to the committee first."),
                params={"name": person.display_name},
                code="not_on_it",
            )
        return found

    return side


def suggest_url(committee: Committee) -> str:
    """Where pickers ask for people of the committee's alliance."""
    if committee.alliance:
        return reverse("member_suggest", args=[committee.alliance.public_id])
    return reverse("person_suggest")
