"""How the changes of agreements and programmes are told: on their own pages and, of what stands in the alliance's own
scope, in its history. What is behind a wall is told behind it alone."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from alliances.agreements.models import Agreement, AgreementParty, Ending, EndingKind, Programme, RenewalDecision
from coe_hub.attachments.history import EDITIONS, FILES_AND_LINKS
from coe_hub.audit.history import Names, Sentence, Story, tell, titled
from coe_hub.lib.dates import date_text
from coe_hub.people.models import Organisation, Person, ScopeGrant


def _party(event: Any, names: Names) -> dict[str, str]:
    return {
        "name": names.of(Organisation, event.organisation_id),
        "title": names.of(Agreement, event.agreement_id),
    }


def _declared(event: Any, names: Names) -> str:
    words = {
        "what": EndingKind(event.kind).label,
        "title": names.of(Agreement, event.agreement_id),
        "date": date_text(event.ends_on),
    }
    return _("wrote down for “%(title)s”: %(what)s, last day %(date)s") % words


def _taken_back(earlier: Any, event: Any, names: Names) -> list[str]:
    if earlier.voided_at or not event.voided_at:
        return []
    title, reason = names.of(Agreement, event.agreement_id), event.void_reason
    words = {"what": EndingKind(event.kind).label, "title": title, "reason": reason}
    return [_("took back for “%(title)s”: %(what)s (%(reason)s)") % words]


def _renewed(event: Any, names: Names) -> dict[str, str]:
    return {"title": names.of(Agreement, event.agreement_id), "date": date_text(event.term_ends_on)}


def _let_renew(event: Any, names: Names) -> str:
    words = _renewed(event, names) | {"reason": event.reason}
    return _("let “%(title)s” renew itself after %(date)s: %(reason)s") % words


def _renewal_taken_back(earlier: Any, event: Any, names: Names) -> list[str]:
    if earlier.voided_at or not event.voided_at:
        return []
    words = _renewed(event, names) | {"reason": event.void_reason}
    return [_("took back that “%(title)s” renews itself after %(date)s (%(reason)s)") % words]


def _title(event: Any) -> dict[str, str]:
    return {"title": event.title}


AGREEMENT = Story(
    Agreement,
    (*Agreement.EDITABLE, "archived_at"),
    # A former programme may stand behind a wall that the agreement came out of.
    unnamed=("programme",),
    created=lambda event, _names: _("added the agreement “%(title)s”") % _title(event),
)
PARTY = Story(
    AgreementParty,
    named=("organisation", "agreement"),
    created=lambda event, names: _("added %(name)s as a party to “%(title)s”") % _party(event, names),
    deleted=lambda event, names: _("took %(name)s off the parties to “%(title)s”") % _party(event, names),
)
ENDING = Story(Ending, named=("agreement",), created=_declared, changed=_taken_back)
RENEWAL = Story(RenewalDecision, named=("agreement",), created=_let_renew, changed=_renewal_taken_back)
PROGRAMME = Story(
    Programme,
    (*Programme.EDITABLE, "archived_at"),
    created=lambda event, _names: _("added the programme “%(name)s”") % {"name": event.name},
)
LET_IN = Story(
    ScopeGrant,
    ("role",),
    named=("person",),
    created=lambda event, names: _("let %(name)s in") % {"name": names.of(Person, event.person_id)},
    deleted=lambda event, names: _("let %(name)s in no more") % {"name": names.of(Person, event.person_id)},
)


def _in_the_open(path: str) -> Any:
    """The filter for events of rows that stand in the alliance's own scope now."""
    return lambda alliance: {f"{path}alliance_id": alliance.pk, f"{path}scope_id": alliance.scope_id}


STORIES = (
    (titled(PROGRAMME, "name"), _in_the_open("pgh_obj__")),
    (titled(AGREEMENT, "title"), _in_the_open("pgh_obj__")),
    (PARTY, _in_the_open("agreement__")),
    (ENDING, _in_the_open("agreement__")),
    (RENEWAL, _in_the_open("agreement__")),
)


def agreement_sentences(agreement: Agreement) -> list[Sentence]:
    """Everything that happened to one agreement, newest first."""
    rows: list[tuple[Story, Mapping[str, Any]]] = [
        (AGREEMENT, {"pgh_obj_id": agreement.pk}),
        (PARTY, {"agreement_id": agreement.pk}),
        (ENDING, {"agreement_id": agreement.pk}),
        (RENEWAL, {"agreement_id": agreement.pk}),
        *_files(agreement),
    ]
    return tell(rows)


def programme_sentences(programme: Programme) -> list[Sentence]:
    """Everything that happened to one programme, newest first; behind a wall, who was let in as well."""
    rows: list[tuple[Story, Mapping[str, Any]]] = [(PROGRAMME, {"pgh_obj_id": programme.pk}), *_files(programme)]
    if programme.is_firewalled:
        rows.append((LET_IN, {"scope_id": programme.scope_id}))
    return tell(rows)


def _files(record: Agreement | Programme) -> list[tuple[Story, Mapping[str, Any]]]:
    if record.folder_id is None:
        return []
    return [
        (FILES_AND_LINKS, {"folder_id": record.folder_id}),
        (EDITIONS, {"attachment__folder_id": record.folder_id}),
    ]
