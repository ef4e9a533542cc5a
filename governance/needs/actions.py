"""What is done to campaigns and needs: asked, heard, voted for, delivered, told back."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.editing import set_values
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record, save_record
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.models import Scope, ScopeKind, Site, User
from coe_hub.surveys.actions.waves import Invitee, SideToAsk, begin_wave
from coe_hub.surveys.inviting import invite
from coe_hub.surveys.models import Questionnaire
from coe_hub.vocabulary.models import Function
from governance.needs.models import Campaign, Need, NeedState, NeedValues, Vote


@transaction.atomic
def begin_campaign(
    *,
    name: str,
    questionnaire: Questionnaire,
    sites: Sequence[Site],
    functions: Sequence[Function],
    closes_on: date,
    is_anonymous: bool,
    minimum: int,
    again_of: Campaign | None,
    by: User,
) -> Campaign:
    """Ask everybody with an account at these sites, of these functions or, where none is named, of all.

    Sites with fewer people than are told together are asked as one. Raises `DomainError` where even these are too few,
    and what `begin_wave` raises.
    """
    wave = begin_wave(
        scope=Scope.objects.create(kind=ScopeKind.OPEN),
        questionnaire=questionnaire,
        subject=name,
        sides=_sites_to_ask(sites, functions, minimum=minimum if is_anonymous else 1),
        opens_on=timezone.localdate(),
        closes_on=closes_on,
        is_anonymous=is_anonymous,
        minimum=minimum,
        by=by,
    )
    campaign = Campaign(name=name, wave=wave, again_of=again_of)
    campaign.full_clean()
    campaign.save()
    invite(wave=wave, by=by)
    return campaign


def _sites_to_ask(sites: Sequence[Site], functions: Sequence[Function], *, minimum: int) -> list[SideToAsk]:
    users = User.objects.active().filter(person__site__in=sites).select_related("person")
    if functions:
        users = users.filter(person__function__in=functions)
    people: dict[int, list[Invitee]] = {site.pk: [] for site in sites}
    for user in users.order_by("pk"):
        if user.person.site_id is not None:
            people[user.person.site_id].append(Invitee(user.person))
    asked = [SideToAsk(site.name, True, people[site.pk], site.organisation) for site in sites if people[site.pk]]
    large = [side for side in asked if len(side.people) >= minimum]
    rest = [one for side in asked if len(side.people) < minimum for one in side.people]
    if rest and len(rest) < minimum and large:
        # Too few even together: they are asked with the smallest of the others.
        smallest = min(large, key=lambda side: (len(side.people), side.label))
        large.remove(smallest)
        rest += smallest.people
    return [*large, SideToAsk(_("Other sites"), True, rest)] if rest else large


@transaction.atomic
def write_need(*, by: User, campaign: Campaign | None = None, **values: Unpack[NeedValues]) -> Need:
    """A need that was heard. Raises `ValidationError` where a value is refused."""
    need = Need(by=by, campaign=campaign)
    set_values(need, values)
    _settle_day(need)
    need.full_clean()
    need.save()
    return need


@transaction.atomic
def edit_need(*, need: Need, version: int, **values: Unpack[NeedValues]) -> None:
    """Say how far it is. Raises `LostUpdateError` where it was saved since `version`."""
    fields = set_values(need, values)
    _settle_day(need)
    need.full_clean()
    save_record(need, fields=[*fields, "delivered_on"], version=version)


def _settle_day(need: Need) -> None:
    delivered = need.state == NeedState.DELIVERED
    need.delivered_on = (need.delivered_on or timezone.localdate()) if delivered else None


@transaction.atomic
def vote(*, need: Need, by: User) -> None:
    """Say that one needs it too or, where one has said so, take it back."""
    found = Vote.objects.filter(need=need, person=by.person)
    if found.exists():
        found.delete()
    else:
        Vote.objects.create(need=need, person=by.person)


@transaction.atomic
def tell_those_who_asked(*, need: Need, by: User) -> int:
    """Write to everybody who was asked in its campaign or voted for it what became of it; return how many.

    Who of them asked for it nobody knows. Raises `DomainError` where it is neither delivered nor declined, or they
    were told.
    """
    lock_record(need)
    if need.state not in {NeedState.DELIVERED, NeedState.DECLINED}:
        raise DomainError(_("Say first that it is delivered, or declined and why."))
    if need.told_at:
        raise DomainError(_("Those who asked were told already."))
    people = set(need.votes.values_list("person", flat=True))
    if need.campaign:
        people |= set(need.campaign.wave.participants.values_list("person", flat=True))
    readers = list(User.objects.active().filter(person__in=people).select_related("person").order_by("pk"))
    for reader in readers:
        context = {"person": reader.person, "need": need, "url": settings.HUB_URL + need.get_absolute_url()}
        send_in_background("need_answered", to=reader.email, language=reader.language, context=context)
    need.told_at = timezone.now()
    save_record(need, fields=["told_at"])
    return len(readers)
