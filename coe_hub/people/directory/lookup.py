"""People and organisations by what somebody typed: suggestions while typing, and the one meant on submit.

Only what the reader may see is ever suggested, matched or named in an error.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Case, FloatField, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from coe_hub.lib.addresses import one_address
from coe_hub.lib.lists import name_column
from coe_hub.lib.places import country_name, time_zones
from coe_hub.lib.sql import Fold
from coe_hub.lib.text import as_seen, is_seen, quoted
from coe_hub.people.directory.findable import person_found
from coe_hub.people.models import Organisation, Person, User
from coe_hub.vocabulary.matching import find_words, words_found

SEPARATOR = " · "
_LIKELY, _LIKELY_PERSON = 0.45, 0.6
_SHOWN = 8
# How many are named in an error, and how many of one name are looked at.
_NAMED, _READ = 4, 50


@dataclass(frozen=True)
class Suggestion:
    """One row under a picker: what will stand in the field, and what tells it from its like."""

    label: str
    detail: str


def with_organisation(person: Person) -> str:
    """Name and organisation, as lists of both sides write a person."""
    return f"{person.display_name} · {person.organisation}"


def person_label(person: Person) -> str:
    """Name and site, as a picker writes a person."""
    return SEPARATOR.join(filter(None, [person.display_name, str(person.site or person.organisation)]))


def _people_like(user: User, text: str) -> "QuerySet[Person]":
    people = Person.objects.visible_to(user).available().select_related("site", "organisation", "function")
    return find_words(people, text, found=person_found).order_by(name_column(), "pk")


def suggest_people(*, user: User, text: str, first: Collection[int] = ()) -> list[Suggestion]:
    """People whose names, titles or addresses have what was typed, as the search finds them; those whose ids are in
    `first` before the others."""
    people = _people_like(user, text.split(SEPARATOR)[0])
    if first:
        is_later = Case(When(pk__in=first, then=0), default=1, output_field=IntegerField())
        people = people.order_by(is_later, name_column(), "pk")
    return [
        Suggestion(person_label(person), person.title_text or str(person.organisation)) for person in people[:_SHOWN]
    ]


def find_person(*, user: User, text: str) -> Person:
    """The one visible person that `text` names: by label, by the whole name in any script and order, or by e-mail.

    A part of a name names nobody, even where one alone has it: who was meant, whoever typed it says. Raises
    `ValidationError` saying what to type instead where nobody or several are meant.
    """
    text, address = text.strip(), one_address(text)
    people = _seen_people(user)
    found = _at_address(people, address) if "@" in address else _called(people, text)
    exact = [person for person in found if as_seen(person_label(person)) == as_seen(text)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        raise ValidationError(
            _("Several people match “%(text)s”. Type one of: %(names)s."),
            params={"text": text, "names": either(map(person_label, found[:_NAMED]))},
            code="ambiguous_person",
        )
    _refuse_gone(user, text)
    if similar := people_alike(user=user, name=text):
        raise ValidationError(
            _("Nobody is called exactly “%(text)s”. Type the whole name; you may mean %(names)s."),
            params={"text": text, "names": either(map(person_label, similar))},
            code="part_of_a_name",
        )
    raise ValidationError(
        _("Nobody you can see is called “%(text)s”. Check the spelling, or type their e-mail address."),
        params={"text": text},
        code="unknown_person",
    )


def _refuse_gone(user: User, text: str) -> None:
    """Where `text` names somebody whose account is closed, say that and not that nobody is called so."""
    gone = Person.objects.visible_to(user).active().filter(user__is_active=False)
    gone = gone.select_related("site", "organisation")
    address = one_address(text)
    if found := (_at_address(gone, address) if "@" in address else _called(gone, text)):
        raise ValidationError(
            _("The account of %(name)s is closed. Name somebody else."),
            params={"name": found[0].display_name},
            code="gone",
        )


def either(names: Iterable[str]) -> str:
    """Names to choose from, in the quotation marks of the active language."""
    return _(" or ").join(map(quoted, names))


def _seen_people(user: User) -> "QuerySet[Person]":
    return Person.objects.visible_to(user).available().select_related("site", "organisation")


def _at_address(people: "QuerySet[Person]", address: str) -> list[Person]:
    """Who is written to there; of several, those who sign in with it."""
    found = list(people.filter(Q(email__iexact=address) | Q(user__email__iexact=address))[: _NAMED + 1])
    return [person for person in found if hasattr(person, "user") and person.user.email == address] or found


def _called(people: "QuerySet[Person]", text: str) -> list[Person]:
    """Those whose whole name this is, in any script and kana, with or without spaces, its words in any order."""
    by_name = people.order_by(name_column(), "pk")
    if keyed := list(by_name.filter(name_keys__names=text.split(SEPARATOR)[0])[:_READ]):
        return keyed
    name = " ".join(re.split(r"[\s,、]+", text.split(SEPARATOR)[0]))
    words = Fold(Value(name))
    whole = {"western": Fold(Concat("given_name", Value(" "), "family_name"))}
    whole |= {"latin": Fold("latin_name"), "kana": Fold("reading")}
    people = by_name.annotate(typed=words, **whole)
    for word in name.split():
        people = people.filter(folded__holds=word)
    return [
        person
        for person in people[:_READ]
        if sorted(person.typed.split()) in [sorted(getattr(person, one).split()) for one in whole]
    ]


def people_alike(*, user: User, name: str, email: str = "") -> list[Person]:
    """Visible people whom somebody of this name and address may be: for a hint before a new one is made."""
    name = name.split(SEPARATOR)[0].strip()
    likeness = Func(Fold(Value(name)), "folded", function="word_similarity", output_field=FloatField())
    alike = Q(pk__in=())
    if is_seen(name):
        alike = Q(folded__holds=name) | Q(likeness__gt=_LIKELY_PERSON) | words_found(name, found=person_found)
    if email:
        alike |= Q(email__iexact=email) | Q(user__email__iexact=email)
    people = _seen_people(user).annotate(likeness=likeness).filter(alike)
    return list(people.order_by("-likeness", name_column(), "pk")[:_NAMED])


def suggest_organisations(*, user: User, text: str) -> list[Suggestion]:
    """Organisations whose name contains `text` or is spelt much like it."""
    if not text.strip():
        return []
    return [
        Suggestion(organisation.display_name, country_name(organisation.country) or organisation.get_kind_display())
        for organisation in _organisations_like(user, text.strip())[:_SHOWN]
    ]


def _organisations_like(user: User, text: str) -> "QuerySet[Organisation]":
    likeness = Func(Fold("name"), Fold(Value(text)), function="similarity", output_field=FloatField())
    organisations = Organisation.objects.visible_to(user).active().annotate(likeness=likeness)
    return organisations.filter(words_found(text) | Q(likeness__gt=_LIKELY)).order_by("-likeness", name_column(), "pk")


def find_organisation(*, user: User, text: str) -> Organisation | None:
    """The visible organisation called `text`, in either script, whatever its case, accents, kana, spaces and points;
    None where none is."""
    visible = Organisation.objects.visible_to(user).active()
    return visible.filter(name_keys__names=text).order_by("pk").first()


def likely_duplicates(*, user: User, text: str) -> Sequence[Organisation]:
    """Visible organisations that may be what `text` means; for a hint before a new one is made."""
    return list(_organisations_like(user, text.strip())[:_NAMED])


def unknown_organisation(sentence: str, *, user: User, text: str) -> ValidationError:
    """What refuses the name of an organisation nobody knows: `sentence`, with a %(text)s, and those it may mean."""
    said = sentence % {"text": text}
    if similar := likely_duplicates(user=user, text=text):
        said += " " + _("You may mean %(names)s.") % {"names": either(one.display_name for one in similar)}
    return ValidationError(said, code="unknown_organisation")


def suggest_time_zones(text: str) -> list[Suggestion]:
    """Time zones whose name contains `text`."""
    needle = text.strip().lower().replace(" ", "_")
    return [Suggestion(zone, "") for zone in sorted(time_zones()) if needle and needle in zone.lower()][:_SHOWN]
