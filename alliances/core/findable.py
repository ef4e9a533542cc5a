"""Alliances as search and lists find them: by their own words and by their parties' names."""

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alliances.core.models import Alliance, AllianceQuerySet, Party
from coe_hub.lib.findable import Findable, Text, Thing, in_use, register
from coe_hub.lib.prepared import Prepared
from coe_hub.lib.search import Term, Words, anywhere


def found(term: Term) -> Q:
    """Alliances in whose own words or parties' names the term is found."""
    of_partner = Party.objects.filter(anywhere(term, "organisation__")).values("alliance")
    return anywhere(term) | Q(pk__any=ArraySubquery(of_partner))


def _things(ids: Collection[int], _words: Words) -> dict[int, Thing]:
    alliances: list[Any] = _FOUND.objects(ids=list(ids))
    return {
        one.pk: Thing(
            title=Text(one.name),
            line=" · ".join([one.stage.name, *one.partner_names.shown]),
            url=one.get_absolute_url(),
            known_as=one.known_as,
            body=Text(one.about),
        )
        for one in alliances
    }


def _rows(*, ids: list[int]) -> AllianceQuerySet:
    return Alliance.objects.filter(pk__any=ids).with_row().annotate(known_as=F("folded"), about=F("purpose"))


_FOUND = Prepared(_rows)


def register_all() -> None:
    """Let alliances be found."""
    register(
        Findable(
            kind="alliances",
            label=_("Alliances"),
            place=30,
            rows=in_use(Alliance),
            things=_things,
            order=lambda: ("sort_key", "hit_id"),
            found=found,
            list_url_name="alliance_list",
        )
    )
