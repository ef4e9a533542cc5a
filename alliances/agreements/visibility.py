"""What being let in behind a wall makes visible: the parties and owners of what stands there; and what it is called."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf

from alliances.agreements.models import Agreement, AgreementParty, Programme
from alliances.core.models import Member, Party
from coe_hub.people.access import participation, scope_titles
from coe_hub.people.directory import visibility
from coe_hub.people.models import Side


def _titled() -> "QuerySet[Any]":
    """Programmes behind a wall; the others stand in their alliance's scope, which has its title already."""
    whole = Concat("name", Value(" ("), "alliance__name", Value(")"), output_field=CharField())
    return Programme.objects.firewalled().annotate(
        title=whole, mail_title=Coalesce(NullIf("alliance__code_name", Value("")), whole), key=F("public_id")
    )


def _taking_part(people: Collection[int], scopes: Collection[int]) -> Iterator[tuple[int, int]]:
    """Of a programme behind a wall, whoever takes part in its alliance at the partner: what they are told of is what
    somebody behind the wall gave to them. Our own people are let in, each by name."""
    walled = Programme.objects.firewalled().filter(scope__in=scopes).values_list("scope", "alliance")
    behind: dict[int, set[int]] = defaultdict(set)
    for scope, alliance in walled:
        behind[alliance].add(scope)
    members = Member.objects.filter(side=Side.THEIRS, person__in=people, alliance__in=behind)
    parties = Party.objects.filter(side=Side.THEIRS, organisation__people__in=people, alliance__in=behind)
    for rows in (members.values_list("person", "alliance"), parties.values_list("organisation__people", "alliance")):
        yield from ((person, scope) for person, alliance in rows for scope in behind[alliance])


def register_all() -> None:
    """Register what agreements make visible, and what the scope of a firewalled programme stands around."""
    participation.register(_taking_part)
    scope_titles.register(rows=_titled, url_name="programme_detail", action_url_name="programme_action_edit")
    visibility.register(
        persons=lambda user, one: [Agreement.objects.visible_to(user).filter(owner=one)],
        organisations=lambda user, one: [
            AgreementParty.objects.filter(agreement__in=Agreement.objects.visible_to(user), organisation=one)
        ],
    )
