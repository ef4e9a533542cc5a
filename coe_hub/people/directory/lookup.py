"""People and organisations by what somebody typed: suggestions while typing, and the one meant on submit.

Only what the reader may see is ever suggested, matched or named in an error.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Case, FloatField, Func, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from coe_hub.lib.places import country_name, time_zones
from coe_hub.lib.sql import Fold
from coe_hub.lib.text import quoted
from coe_hub.people.models import Organisation, Person, User

SEPARATOR = " · "
_LIKELY = 0.45
_SHOWN = 8


@dataclass(frozen=True)
class Suggestion:
    """One row under a picker: what will stand in the field, and what tells it from its like."""

    label: str
    detail: str


def person_label(person: Person) -> str:
    """Name and site, as a picker writes a person."""
    return SEPARATOR.join(filter(None, [person.display_name, str(person.site or person.organisation)]))


def _people_like(user: User, text: str) -> "QuerySet[Person]":
    people = Person.objects.visible_to(user).available().select_related("site", "organisation", "function")
    return people.filter(folded__contains=Fold(Value(text))).order_by("sort_key", "pk")


def suggest_people(*, user: User, text: str, first: Collection[int] = ()) -> list[Suggestion]:
    """People whose name, in any script, contains `text`; those whose ids are in `first` before the others."""
    name = text.split(SEPARATOR)[0].strip()
    if not name:
        return []
    people = _people_like(user, name)
    if first:
        is_later = Case(When(pk__in=first, then=0), default=1, output_field=IntegerField())
        people = people.order_by(is_later, "sort_key", "pk")
    return [
        Suggestion(person_label(person), person.title_text or str(person.organisation)) for person in people[:_SHOWN]
    ]


def find_person(*, user: User, text: str) -> Person:
    """The one visible person that `text` names: by label, name in any script, or e-mail.

    Raises `ValidationError` saying what to type instead where nobody or several are meant.
    """
    text = text.strip()
    people = Person.objects.visible_to(user).available().select_related("site", "organisation")
    if "@" in text:
        found = list(people.filter(Q(email__iexact=text) | Q(user__email__iexact=text))[:2])
    else:
        candidates = list(_people_like(user, text.split(SEPARATOR)[0].strip())[:50])
        exact = [person for person in candidates if text in {person_label(person), person.display_name}]
        found = exact or candidates
    if len(found) == 1:
        return found[0]
    if not found:
        _refuse_gone(user, text)
        raise ValidationError(
            _("Nobody you can see is called “%(text)s”. Check the spelling, or type their e-mail address."),
            params={"text": text},
            code="unknown_person",
        )
    names = _(" or ").join(quoted(person_label(person)) for person in found[:4])
    raise ValidationError(
        _("Several people match “%(text)s”. Type one of: %(names)s."),
        params={"text": text, "names": names},
        code="ambiguous_person",
    )


def _refuse_gone(user: User, text: str) -> None:
    """Where `text` names somebody whose account is closed, say that and not that nobody is called so."""
    gone = Person.objects.visible_to(user).active().filter(user__is_active=False)
    gone = gone.select_related("site", "organisation")
    if "@" in text:
        found = gone.filter(Q(email__iexact=text) | Q(user__email__iexact=text)).first()
    else:
        name = text.split(SEPARATOR)[0].strip()
        alike: list[Person] = list(gone.filter(folded__contains=Fold(Value(name)))[:50]) if name else []
        found = next((one for one in alike if text in {person_label(one), one.display_name}), None)
    if found:
        raise ValidationError(
            _("The account of %(name)s is closed. Name somebody else."),
            params={"name": found.display_name},
            code="gone",
        )


def suggest_organisations(*, user: User, text: str) -> list[Suggestion]:
    """Organisations whose name contains `text` or is spelt much like it."""
    if not text.strip():
        return []
    return [
        Suggestion(organisation.display_name, country_name(organisation.country) or organisation.get_kind_display())
        for organisation in _organisations_like(user, text.strip())[:_SHOWN]
    ]


def _organisations_like(user: User, text: str) -> "QuerySet[Organisation]":
    needle = Fold(Value(text))
    organisations = Organisation.objects.visible_to(user).active()
    return (
        organisations.annotate(likeness=Func(Fold("name"), needle, function="similarity", output_field=FloatField()))
        .filter(Q(folded__contains=needle) | Q(likeness__gt=_LIKELY))
        .order_by("-likeness", "name", "pk")
    )


def find_organisation(*, user: User, text: str) -> Organisation | None:
    """The visible organisation called `text`, in either script, whatever its case and accents; None where none is."""
    visible = Organisation.objects.visible_to(user).active()
    named = visible.annotate(folded_name=Fold("name"), folded_local=Fold("local_name"))
    needle = Fold(Value(text.strip()))
    return named.filter(Q(folded_name=needle) | Q(folded_local=needle)).order_by("pk").first()


def likely_duplicates(*, user: User, text: str) -> Sequence[Organisation]:
    """Visible organisations that may be what `text` means; for a hint before a new one is made."""
    return list(_organisations_like(user, text.strip())[:4])


def suggest_time_zones(text: str) -> list[Suggestion]:
    """Time zones whose name contains `text`."""
    needle = text.strip().lower().replace(" ", "_")
    return [Suggestion(zone, "") for zone in sorted(time_zones()) if needle and needle in zone.lower()][:_SHOWN]
