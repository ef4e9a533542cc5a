"""How the changes of people and organisations are told. Event rows hold no names and no addresses of people, so of
these it is told that they changed, and not from what to what."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coe_hub.audit.history import Names, Sentence, Story, event_model, register_stories, tell
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.text import join_words
from coe_hub.people.models import (
    Invitation,
    Merge,
    MergeKind,
    Organisation,
    Person,
    PersonLanguage,
    Site,
    User,
)
from coe_hub.vocabulary.models import Language

_KEPT_OUT = set(Person.EDITABLE) - {column.name for column in event_model(Person)._meta.fields}
_TOLD = tuple(name for name in Person.EDITABLE if name not in _KEPT_OUT)


def _roles(codes: Iterable[str]) -> str:
    return join_words(str(GlobalRole(code).label) for code in codes)


# --- People ---------------------------------------------------------------------------------------------------------
def _otherwise(before: Any, event: Any, _names: Names) -> str | None:
    """A save of which no event row holds anything: then it was what is kept out of them."""
    columns: list[Any] = [Person._meta.get_field(name) for name in (*_TOLD, "archived_at")]
    if any(getattr(before, one.attname) != getattr(event, one.attname) for one in columns):
        return None
    return _("changed the name, the ways to reach them or the words about them, which no history keeps")


def _opened(event: Any, _names: Names) -> str:
    if event.roles:
        return _("opened the account, with the roles: %(roles)s") % {"roles": _roles(event.roles)}
    return _("opened the account")


def _account(before: Any, event: Any, _names: Names) -> Iterable[str]:
    given = [code for code in event.roles if code not in before.roles]
    taken = [code for code in before.roles if code not in event.roles]
    if given:
        yield _("gave the role: %(roles)s") % {"roles": _roles(given)}
    if taken:
        yield _("took the role: %(roles)s") % {"roles": _roles(taken)}
    if before.is_active != event.is_active:
        yield _("opened the account again") if event.is_active else _("closed the account")
    if before.factor_reset_at != event.factor_reset_at:
        yield _("took the second factor away")
    for name in ("language", "time_zone", "theme"):
        old, new = getattr(before, name), getattr(event, name)
        if old != new:
            column: Any = User._meta.get_field(name)
            choices = dict(column.flatchoices)
            yield _("changed “%(field)s” from %(old)s to %(new)s") % {
                "field": column.verbose_name,
                "old": choices.get(old, old),
                "new": choices.get(new, new),
            }


def _invited(event: Any, _names: Names) -> str:
    if event.roles:
        return _("invited them, with the roles: %(roles)s") % {"roles": _roles(event.roles)}
    return _("invited them")


def _language(event: Any, names: Names) -> dict[str, str]:
    return {"language": names.of(Language, event.language_id)}


def _merged(event: Any, _names: Names) -> str:
    count = len(event.gone)
    words = ngettext("merged %(count)d double into this entry", "merged %(count)d doubles into this entry", count)
    return words % {"count": count}


def _unmerged(before: Any, event: Any, _names: Names) -> Iterable[str]:
    if event.undone_at and not before.undone_at:
        yield _("undid the merging of doubles")


PERSON = Story(
    Person,
    (*_TOLD, "archived_at", "version"),
    created=lambda _event, _names: _("added the entry"),
    told={"version": _otherwise},
)
LANGUAGES = Story(
    PersonLanguage,
    named=("language",),
    created=lambda event, names: _("added the language %(language)s") % _language(event, names),
    deleted=lambda event, names: _("took the language %(language)s off") % _language(event, names),
)
INVITATION = Story(
    Invitation,
    created=_invited,
    deleted=lambda _event, _names: _("took the invitation back"),
)
ACCOUNT = Story(User, created=_opened, changed=_account)
MERGES = Story(Merge, created=_merged, changed=_unmerged)


def person_sentences(person: Person, *, reader: User) -> list[Sentence]:
    """What happened to somebody's entry and account, newest first; what they take part in is told there."""
    of_person = {"person_id": person.pk}
    return tell(
        [
            (PERSON, {"pgh_obj_id": person.pk}),
            (LANGUAGES, of_person),
            (INVITATION, of_person),
            (ACCOUNT, of_person),
            (MERGES, {"kind": MergeKind.PERSON, "kept_id": person.pk}),
        ],
        reader=reader,
    )


# --- Organisations --------------------------------------------------------------------------------------------------
def _site(event: Any, _names: Names) -> str:
    return _("added the site %(name)s") % {"name": event.name}


def _site_changed(before: Any, event: Any, _names: Names) -> Iterable[str]:
    if before.archived_at != event.archived_at:
        words = _("archived the site %(name)s") if event.archived_at else _("restored the site %(name)s")
        yield words % {"name": event.name}
    for name in _SITE:
        old, new = getattr(before, name), getattr(event, name)
        if old != new:
            column: Any = Site._meta.get_field(name)
            choices = dict(column.flatchoices)
            yield _("changed “%(field)s” of the site %(name)s from %(old)s to %(new)s") % {
                "field": column.verbose_name,
                "name": before.name,
                "old": choices.get(old, old) or "–",
                "new": choices.get(new, new) or "–",
            }


_SITE = ("name", "local_name", "city", "country", "subdivision", "time_zone")
ORGANISATION = Story(
    Organisation,
    (*Organisation.EDITABLE, "archived_at"),
    created=lambda _event, _names: _("added the entry"),
)
SITES = Story(Site, created=_site, changed=_site_changed)


def organisation_sentences(organisation: Organisation, *, reader: User) -> list[Sentence]:
    """What happened to an organisation's entry and its sites, newest first."""
    return tell(
        [
            (ORGANISATION, {"pgh_obj_id": organisation.pk}),
            (SITES, {"organisation_id": organisation.pk}),
            (MERGES, {"kind": MergeKind.ORGANISATION, "kept_id": organisation.pk}),
        ],
        reader=reader,
    )


def register_all() -> None:
    """Say how these are told wherever the whole trail is read."""
    register_stories((PERSON, LANGUAGES, INVITATION, ACCOUNT, MERGES, ORGANISATION, SITES))
