"""What an alliance has that its rows may speak of, as their writer sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliances.agreements.models import Agreement, Programme
from alliances.core.models import Alliance
from alliances.core.owners import refuse_other_side
from alliances.intake.rules import Rule
from alliances.obligations.models import Obligation, Point, TriggerEvent
from coe_hub.lib.text import as_seen
from coe_hub.people.directory.lookup import SEPARATOR, find_person
from coe_hub.people.models import Person, Side, Sight, User

# Days of a contract that lists count from by many names.
_POINTS: dict[Point, tuple[Promise, tuple[str, ...]]] = {
    Point.EFFECTIVE: (
        gettext_lazy("Effective date"),
        ("effective", "effective date of the agreement", "commencement", "commencement date", "発効", "発効日",
         "契約発効日", "効力発生日"),
    ),
    Point.EXPIRY: (
        gettext_lazy("Expiry of the agreement"),
        ("expiry", "expiration", "expiry date", "expiration date", "expiration of the agreement", "end of term",
         "end of the term", "満了", "満了日", "契約満了", "契約満了日", "契約期間満了", "契約期間満了日"),
    ),
    Point.SIGNED: (
        gettext_lazy("Signature of the agreement"),
        ("signature", "signing", "signature date", "signing date", "execution", "execution date", "締結", "締結日",
         "契約締結", "契約締結日", "署名", "署名日"),
    ),
}  # fmt: skip


@lru_cache(maxsize=2**16)
def compared(text: str) -> str:
    """A name as names are compared here; rows of one alliance are held against each other many times."""
    return as_seen(text)


@dataclass(frozen=True)
class NewEvent:
    """An event that a row counts from and the alliance does not have yet. `point`: it is a day of its agreement."""

    name: str
    agreement: Agreement | None = None
    point: str = ""


class Holdings:
    """The agreements, programmes, events and obligations of one alliance that `by` sees; of None all there are.

    `needs_programme`: they may add to a programme behind a wall and not to the alliance at large.
    """

    def __init__(self, alliance: Alliance, by: User | None, *, needs_programme: bool = False) -> None:
        self.alliance, self.by, self.needs_programme = alliance, by, needs_programme

    def _rows(self, model: Any, *, to_edit: bool = False) -> Any:
        rows = model.objects.filter(alliance=self.alliance)
        if self.by is None:
            return rows
        return rows.editable_by(self.by) if to_edit else rows.visible_to(self.by)

    @cached_property
    def agreements(self) -> list[Agreement]:
        """Those a row may stand in."""
        return list(self._rows(Agreement).active().select_related("scope", "alliance").order_by("title", "pk"))

    @cached_property
    def programmes(self) -> list[Programme]:
        """Those a row may belong to: what it says there, its writer may change."""
        return list(self._rows(Programme, to_edit=True).active().select_related("scope", "alliance").in_order())

    @cached_property
    def events(self) -> list[TriggerEvent]:
        """Those a row may be counted from; what is made meanwhile comes to it."""
        return list(self._rows(TriggerEvent).active().select_related("alliance").order_by("pk"))

    @cached_property
    def obligations(self) -> list[Obligation]:
        """What is owed already, put away or not; what is put down meanwhile comes to it."""
        return list(
            self._rows(Obligation).select_related("alliance__scope", "event", "after", "implies").order_by("pk")
        )

    @cached_property
    def editable(self) -> set[int]:
        """Ids of the obligations that the writer may change."""
        return set(self._rows(Obligation, to_edit=True).values_list("pk", flat=True))

    @cached_property
    def sides(self) -> dict[str, Side]:
        """The sides of the table by the names of the organisations on them."""
        found: dict[str, Side] = {}
        for party in self.alliance.parties.select_related("organisation"):
            for name in (party.organisation.name, party.organisation.local_name):
                if name:
                    found[compared(name)] = Side(party.side)
        return found

    def agreement(self, text: str) -> Agreement:
        """The one called so, by title or reference. Raises `ValidationError`."""
        return _one(self.agreements, text, lambda one: (one.title, one.reference), _("agreement"))

    def programme(self, text: str) -> Programme:
        """The one called so, by name or asset. Raises `ValidationError`."""
        return _one(self.programmes, text, lambda one: (one.name, one.asset), _("programme"))

    def base(self, rule: Rule, *, scope: int, agreement: Agreement | None) -> TriggerEvent | Obligation | NewEvent:
        """What a rule is counted from: an event or an obligation of that name, else an event that is to be made.

        Only what may be told in `scope` counts, so that what stands behind another wall has no part in it.
        """
        told = {scope, self.alliance.scope_id}
        key, point = compared(rule.name), point_of(rule.name)
        if rule.is_fulfilment and (owed := self._owed(key, told)):
            return owed
        events = [one for one in self.events if one.scope_id in told]
        named = [one for one in events if compared(one.name) == key]
        if point:
            # A day of another agreement is called the same and is another day.
            wanted = {agreement.pk if agreement else None, None}
            same = [one for one in events if (one.point or point_of(one.name)) == point]
            named = [one for one in named or same if one.agreement_id in wanted or (agreement is None and one in named)]
        if found := sorted(named, key=lambda one: (one.agreement_id is None, one.scope_id != scope, one.pk)):
            return found[0]
        if owed := self._owed(key, told):
            return owed
        if point:
            return NewEvent(str(_POINTS[Point(point)][0]), agreement, point if agreement else "")
        return NewEvent(rule.name[:1].upper() + rule.name[1:])

    def _owed(self, key: str, told: set[int]) -> Obligation | None:
        """What is owed under that title, the oldest first."""
        titled = (one for one in self.obligations if compared(one.title) == key)
        return next((one for one in titled if one.scope_id in told and not one.is_archived), None)

    def knows(self, name: str) -> bool:
        """Whether something that is counted from is called so."""
        key = compared(name)
        named = [*(one.name for one in self.events), *(one.title for one in self.obligations)]
        return bool(point_of(name)) or key in map(as_seen, named)

    def same(self, *, clause: str, title: str) -> list[Obligation]:
        """What is owed already by that clause and under that title."""
        key = (compared(clause), compared(title))
        return [one for one in self.obligations if (compared(one.clause), compared(one.title)) == key]

    def person(self, text: str, *, side: Side) -> Person:
        """The one person on that side whom `text` names. Raises `ValidationError`."""
        person = find_person(user=self.by, text=text) if self.by else _anybody(text)
        refuse_other_side(self.alliance, person, side)
        return person

    def reaches(self, person: Person, scope: int) -> bool:
        """Whether that person may read what stands there."""
        return Sight.of(people=[person.pk], scopes=[scope]).reaches(person.pk, scope)


def point_of(name: str) -> str:
    """Which day of a contract is called so, whatever the language; "" of none."""
    key = compared(name)
    for point, (label, others) in _POINTS.items():
        if key in {compared(other) for other in others}:
            return point
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                if key == compared(str(label)):
                    return point
    return ""


def _one(rows: Iterable[Any], text: str, names: Any, noun: str) -> Any:
    key = compared(text)
    found = [one for one in rows if key in {compared(name) for name in names(one) if name}]
    if len(found) == 1:
        return found[0]
    sentence = _("Several are called “%(text)s”. Choose one on the page of the obligation afterwards.")
    if not found:
        sentence = _("There is no %(noun)s “%(text)s” here that you may use. Write it down first, or leave this empty.")
    raise ValidationError(sentence, params={"text": text, "noun": noun}, code="not_one")


def _anybody(text: str) -> Person:
    """Whom an operator means, who looks at everybody: by e-mail or the whole name."""
    name = text.split(SEPARATOR)[0].strip()
    meant = Q(email__iexact=name) | Q(user__email__iexact=name) if "@" in name else Q(name_keys__names=name)
    found = list(Person.objects.available().filter(meant).select_related("site", "organisation", "user").distinct()[:2])
    if len(found) != 1:
        sentence = _("Several people are called “%(text)s”. Give their e-mail address.")
        if not found:
            sentence = _("Nobody is called “%(text)s”. Give their e-mail address.")
        raise ValidationError(sentence, params={"text": text}, code="person")
    return found[0]
