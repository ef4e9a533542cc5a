"""The list of alliances: its columns, whose codes are the importer's field names, and how its rows are read."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef
from django.db.models.utils import create_namedtuple_class
from django.utils.translation import gettext as _

from alliances.core import parts
from alliances.core.models import Alliance, AllianceQuerySet, Party, Side
from coe_hub.lib.dates import local_date
from coe_hub.lib.lists import name_column
from coe_hub.lib.tables import Column, column_of
from coe_hub.people.models import Person, ScopeKind

# Where in a file these columns stand. Two of them only where somebody chooses them: `next_review_on` says what comes of
# the rhythm, and a code name is not written beside the name that it hides unless it is asked for.
_PLACED = {"name", "reference", "alliance_type", "therapeutic_area", "lead", "purpose", "starts_on", "ends_on"} | {
    "review_months",
    "code_name",
}

_WORDS = ("stage", "alliance_type", "therapeutic_area")
_ONLY_SEARCHED = ("folded", "words", "sort_key")


def _parties(side: Side) -> ArraySubquery:
    parties = Party.objects.filter(alliance=OuterRef("pk"), side=side).order_by("position", "pk")
    return ArraySubquery(parties.values("organisation__name"))


def file_columns() -> list[Column]:
    """Every column that a file of alliances may have: the alliance's own, then what its parts say of it."""
    return [*alliance_columns(), *(column for part in parts.list_columns() for column in part.columns())]


def file_rows(alliances: AllianceQuerySet, columns: Sequence[Column]) -> Iterator[Alliance]:
    """The alliances with all that these columns need, a thousand at a time.

    With the names of partners alone: making an organisation of each took longer than all the rest.
    """
    searched = (f"lead__{name}" for name in _ONLY_SEARCHED)
    rows = alliances.select_related("lead", *_WORDS).defer(*_ONLY_SEARCHED, *searched)
    return _with_parts(rows, columns).iterator(chunk_size=1000)


def all_rows(alliances: AllianceQuerySet, columns: Sequence[Column]) -> Iterator[Any]:
    """The same for thousands of them, by values: what columns read of an alliance, with one lead and one word for all
    that have it. To make an alliance of each row took three times as long as all that a file says of it. Columns that
    need the alliance itself, since they prefetch what hangs on it, have it."""
    rows: Any = _with_parts(alliances.select_related(None), columns)
    if rows._prefetch_related_lookups:
        return file_rows(alliances, columns)
    return _by_values(rows)


def _by_values(rows: AllianceQuerySet) -> Iterator[Any]:
    own = [one.attname for one in Alliance._meta.concrete_fields if one.name not in _ONLY_SEARCHED]
    names = [*own, *rows.query.annotation_select]
    others = [(names.index(f"{name}_id"), known) for name, known in _others(rows)]
    read = create_namedtuple_class(*names, *_WORDS, "lead")._make
    for values in rows.values_list(*names).iterator(chunk_size=1000):
        yield read((*values, *(known.get(values[at]) for at, known in others)))


def _others(rows: AllianceQuerySet) -> list[tuple[str, dict[Any, Any]]]:
    """The rows that alliances refer to, by their ids."""
    words: list[Any] = [Alliance._meta.get_field(name) for name in _WORDS]
    leads = Person.objects.filter(pk__in=rows.order_by().values("lead")).defer(*_ONLY_SEARCHED)
    return [*((one.name, one.related_model.objects.in_bulk()) for one in words), ("lead", leads.in_bulk())]


def _with_parts(rows: AllianceQuerySet, columns: Sequence[Column]) -> AllianceQuerySet:
    codes = {column.code for column in columns}
    rows = rows.annotate(theirs=_parties(Side.THEIRS), ours=_parties(Side.OURS), scope_kind=F("scope__kind"))
    for part in parts.list_columns():
        if codes & {column.code for column in part.columns()}:
            rows = part.read(rows)
    return rows


def alliance_columns() -> list[Column]:
    """Headings are in the reader's language; codes and the words' own codes stay the same in every language."""
    of, kinds = partial(column_of, Alliance), {kind: str(ScopeKind(kind).label) for kind in ScopeKind.values}

    @cache
    def around_id() -> tuple[str, str]:
        """Of an address, which is asked for once and only with a row: an import that reads headings knows no pages."""
        before, _id, after = Alliance(public_id="0000").get_absolute_url().partition("0000")
        return before, after

    return [
        of("name", width=44, is_shown=True, order=lambda: F("sort_key").asc(), url=Alliance.get_absolute_url),
        of("reference", width=16, order="reference"),
        Column(
            "partners",
            _("Partners"),
            lambda alliance: "|".join(alliance.theirs),
            width=36,
            is_many=True,
            is_shown=True,
        ),
        Column("our_organisation", _("Our side"), lambda alliance: "|".join(alliance.ours), width=26, is_many=True),
        of("alliance_type", code="type", width=22, is_shown=True, order="alliance_type__position"),
        of("stage", is_shown=True, order=lambda: F("stage__position").asc()),
        of("therapeutic_area", width=20, order="therapeutic_area__position"),
        of("lead", width=22, is_shown=True, order=lambda: F(name_column("lead__")).asc(nulls_last=True)),
        of("purpose", width=60),
        of("starts_on", width=12, order="starts_on"),
        of("ends_on", width=12, is_shown=True, order="ends_on"),
        *(of(name, width=_width(name), order=_order(name)) for name in Alliance.EDITABLE if name not in _PLACED),
        of("next_review_on", width=13, is_shown=True, order="next_review_on"),
        Column("scope", _("Who may see it"), lambda alliance: kinds[alliance.scope_kind], width=24),
        Column("address", _("Address in the hub"), lambda one: one.public_id.join(around_id()), width=54, is_link=True),
        of("code_name", is_usual=False),
        Column(
            "phase",
            _("Phase"),
            lambda alliance: alliance.stage.get_phase_display(),
            is_usual=False,
            order="stage__position",
        ),
        of("review_months", is_usual=False, order="review_months"),
        Column(
            "logged_on",
            _("Logged on"),
            lambda alliance: local_date(alliance.created_at),
            is_usual=False,
            order="created_at",
        ),
        Column(
            "changed_on",
            _("Changed on"),
            lambda alliance: local_date(alliance.updated_at),
            is_usual=False,
            order=lambda: F("updated_at").asc(),
        ),
        Column("archived_on", _("Archived on"), _archived_on, is_usual=False, order="archived_at"),
    ]


def _order(name: str) -> str:
    """Texts of several lines are in no order."""
    return "" if isinstance(Alliance._meta.get_field(name), models.TextField) else name


def _width(name: str) -> int:
    return 60 if isinstance(Alliance._meta.get_field(name), models.TextField) else 18


def _archived_on(alliance: Alliance) -> date | None:
    return alliance.archived_at and local_date(alliance.archived_at)
