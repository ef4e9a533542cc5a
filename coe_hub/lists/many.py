"""Many rows of a list changed at once: each by the form, the rights and the action of its own page, all or none.

What would come of it is tried and taken back, so that it is told before anything is kept, with what an action refuses.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from coe_hub.lib.access import SignedInRequest, allows
from coe_hub.lib.dates import date_text
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error, as_posted
from coe_hub.lib.listing import Listing
from coe_hub.lib.resources import Draft, Resource, Way, resources

MOST = 5000
"""Rows at a time."""
SHOWN = 200
"""Of how many rows the changes are listed; the figures are of all."""


@dataclass(frozen=True)
class Wish:
    """What is to become of the rows: other values of fields, as a form would post them, or a step such as putting them
    away."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    step: str = ""


@dataclass
class Change:
    """What becomes of one row: its fields before and after, or why it cannot be so."""

    key: str
    label: str
    version: int
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    refused: str = ""

    @property
    def is_change(self) -> bool:
        """Whether anything of it is to be written."""
        return bool(self.changes) and not self.refused


@dataclass
class Outcome:
    """What becomes of all of them, and how many of them are not the reader's to change."""

    rows: list[Change] = field(default_factory=list)
    others: int = 0

    @property
    def refused(self) -> list[Change]:
        """Those that cannot be changed so."""
        return [row for row in self.rows if row.refused]

    @property
    def changed(self) -> list[Change]:
        """Those that something becomes of."""
        return [row for row in self.rows if row.is_change]

    @property
    def refused_shown(self) -> list[Change]:
        """Those of the former that are listed."""
        return self.refused[:SHOWN]

    @property
    def changed_shown(self) -> list[Change]:
        """Those of the latter that are listed, after these."""
        return self.changed[: SHOWN - len(self.refused_shown)]

    @property
    def more(self) -> int:
        """How many of both are not listed."""
        return len(self.refused) + len(self.changed) - len(self.refused_shown) - len(self.changed_shown)

    @property
    def unchanged(self) -> int:
        """How many are so already."""
        return len(self.rows) - len(self.refused) - len(self.changed)

    @property
    def told(self) -> dict[str, Any]:
        """Its figures and first rows, as the page shows them and JSON holds them."""
        return {
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "others": self.others,
            "refused": len(self.refused),
            "refused_shown": [[row.label, row.refused] for row in self.refused_shown],
            "changed_shown": [[row.label, row.changes] for row in self.changed_shown],
            "more": self.more,
        }

    @property
    def versions(self) -> dict[str, int]:
        """What was looked at."""
        return {row.key: row.version for row in self.rows}


def resource_of(listing: Listing) -> Resource | None:
    """What the rows of the list are for other programs: their forms and actions stand there."""
    return next((one for one in resources() if one.code == listing.code), None)


def may_change_many(request: SignedInRequest, listing: Listing) -> bool:
    """Whether the list has something that is changed together, by somebody like the reader."""
    way = _change_of(listing)
    return bool(listing.many or listing.steps) and request.user.may_write and way is not None and allows(
        way.guard, request.user
    )  # fmt: skip


def many_url(request: SignedInRequest, listing: Listing) -> str:
    """Where many rows of the list are changed together; empty where that is not the reader's to do."""
    if listing.many_url_name:
        return reverse(listing.many_url_name) if request.user.may_write else ""
    return reverse("many_edit", args=[listing.code]) if may_change_many(request, listing) else ""


def _change_of(listing: Listing) -> Way | None:
    resource = resource_of(listing)
    return resource.change if resource else None


def keys_of(rows: Any, listing: Listing) -> list[str]:
    """What their records are named by, each once, in the order of the rows."""
    return list(dict.fromkeys(rows.values_list(listing.record_key, flat=True)))


def sample(request: SignedInRequest, listing: Listing, keys: Iterable[str]) -> forms.BaseForm | None:
    """The form of the first row that the reader may change; None where there is none among a few."""
    way = _change_of(listing)
    for key in keys if way else ():
        if (draft := _begun(request, way, key, None)) is not None:  # type: ignore[arg-type]
            return draft.form
    return None


def _begun(request: SignedInRequest, way: Way, key: str, data: Any) -> Draft | None:
    """None for what is not the reader's to change."""
    try:
        return way.begin(request, key, data)
    except (PermissionDenied, Http404):
        return None


@transaction.atomic
def change_many(
    *,
    request: SignedInRequest,
    listing: Listing,
    keys: Sequence[str],
    wish: Wish,
    seen: Mapping[str, int] | None,
    told: Callable[[int], None] = lambda _rows: None,
) -> Outcome:
    """What becomes of the records of these keys. Kept only where they were `seen` before, in these versions, and none
    is refused; else all of it is taken back. `told` hears how many rows are through."""
    outcome = Outcome()
    for number, key in enumerate(keys, 1):
        change = _one(request, listing, key, wish, None if seen is None else seen.get(key, 0))
        if change is None:
            outcome.others += 1
        else:
            outcome.rows.append(change)
        told(number)
    if seen is None or outcome.refused or outcome.others:
        transaction.set_rollback(True)
    return outcome


def _one(request: SignedInRequest, listing: Listing, key: str, wish: Wish, version: int | None) -> Change | None:
    resource, way = resource_of(listing), _change_of(listing)
    assert resource is not None  # noqa: S101  CONFIG: the page asks `may_change_many`
    assert way is not None  # noqa: S101
    draft = _begun(request, way, key, None)
    if draft is None:
        return None
    change = Change(key, str(draft.record), draft.record.version)
    if version is not None and change.version != version:
        change.refused = _("Somebody changed it meanwhile. Look again.")
    elif wish.step:
        stepped = _begun(request, resource.steps[wish.step], key, QueryDict())
        if stepped is None:
            return None
        change.changes = [("", "", str(listing.steps[wish.step]))]
        _try(change, stepped)
    else:
        posted = _posted(draft.form, wish)
        filled = _begun(request, way, key, posted)
        if filled is None:
            return None
        _fill(change, draft, filled, wish)
    return change


def _posted(form: forms.BaseForm, wish: Wish) -> QueryDict:
    """The form as it is opened, with what is wished in its place."""
    data = QueryDict(mutable=True)
    for name, texts in as_posted(form).items():
        data.setlist(name, texts)
    for name, wished in wish.values.items():
        if name in form.fields:
            data.setlist(name, list(wished))
    for name in ("version", "base"):
        if name in form.fields:
            data[name] = str(form.get_initial_for_field(form.fields[name], name))
    return data


def _fill(change: Change, before: Draft, filled: Draft, wish: Wish) -> None:
    form = filled.form
    if missing := [name for name in wish.values if name not in form.fields]:
        change.refused = _("It has no “%(name)s” that you may change.") % {"name": missing[0]}
        return
    if not form.is_valid():
        change.refused = _errors(form)
        return
    for name in wish.values:
        was, now = _was(before, name), form.cleaned_data.get(name)
        if (was or None) != (now or None):
            label = str(form.fields[name].label or name)
            change.changes.append((label, _told(form, name, was), _told(form, name, now)))
    if change.changes:
        _try(change, filled)


def _was(draft: Draft, name: str) -> Any:
    """What the record says now: its own column, or what the form opens with."""
    if hasattr(draft.record, name):
        return getattr(draft.record, name)
    return draft.form.get_initial_for_field(draft.form.fields[name], name)


def _told(form: forms.BaseForm, name: str, value: Any) -> str:
    if value in (None, "", False):
        return _("No") if isinstance(form.fields[name], forms.BooleanField) else ""
    if value is True:
        return _("Yes")
    if isinstance(value, date):
        return date_text(value)
    field = form.fields[name]
    choices = {} if isinstance(field, forms.ModelChoiceField) else dict(getattr(field, "choices", ()))
    return str(choices.get(value, choices.get(str(value), value)))


def _try(change: Change, draft: Draft) -> None:
    """Do it; what refuses is told, and nothing of this row stays."""
    if not draft.form.is_valid():
        change.refused = _errors(draft.form)
        return
    try:
        with transaction.atomic():
            draft.save()
    except (DomainError, ValidationError) as error:
        add_domain_error(draft.form, error)
        change.refused = _errors(draft.form)


def _errors(form: forms.BaseForm) -> str:
    return " ".join(str(one) for errors in form.errors.values() for one in errors)
