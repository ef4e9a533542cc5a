"""Organisations and their sites. Which side one is on is said by an alliance's parties, never here."""

from typing import Any, TypedDict

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.places import country_choices, country_name, validate_time_zone
from coe_hub.lib.records import Record, RecordQuerySet
from coe_hub.lib.sql import LocalSortKey, NameKeys, SortKey, folded_words, found_by
from coe_hub.lib.text import ONE_LINE, in_reader_script
from coe_hub.people.directory.visibility import OrganisationQuerySet


class Side(models.TextChoices):
    """Which side of the table an organisation or a person sits on, where two work together."""

    OURS = "ours", _("Our side")
    THEIRS = "theirs", _("Partner side")


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    PHARMA = "pharma", _("Pharma company")
    BIOTECH = "biotech", _("Biotech company")
    ACADEMIA = "academia", _("University or institute")
    CRO = "cro", _("Contract research")
    CDMO = "cdmo", _("Contract development and manufacturing")
    FOUNDATION = "foundation", _("Foundation or funder")
    GOVERNMENT = "government", _("Government body")
    OTHER = "other", _("Other")


class OrganisationValues(TypedDict, total=False):
    """What people edit of an organisation, and what each of it is."""

    name: str
    local_name: str
    reading: str
    kind: str
    country: str
    parent: "Organisation | None"
    website: str
    is_public: bool


# A name in kana is its own reading; one in kanji without a reading comes after those that have one.
_JAPANESE_NAME = models.Func(
    *("local_name", models.Value("^[^\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff].*$"), models.Value("")),
    function="regexp_replace",
    output_field=models.TextField(),
)


def _given(name: Any) -> NullIf:
    return NullIf(name, models.Value(""))


@tracked()
class Organisation(Record):
    """A company, university or other body that takes part in alliances."""

    EDITABLE = tuple(OrganisationValues.__annotations__)

    name = models.CharField(_("name"), max_length=300, validators=ONE_LINE)
    local_name = models.CharField(
        _("name in the local script"),
        max_length=300,
        blank=True,
        validators=ONE_LINE,
    )
    reading = models.CharField(
        _("reading (kana)"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        validators=ONE_LINE,
        help_text=_("Used to sort and to find."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind, default=OrganisationKind.OTHER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="affiliates", verbose_name=_("belongs to")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, choices=country_choices)
    website = models.URLField(_("website"), blank=True)
    is_public = models.BooleanField(
        _("visible to every member"),
        default=False,
        help_text=_("Otherwise only people who see one of its alliances find it."),
    )
    sort_key = models.GeneratedField(expression=SortKey("name"), output_field=models.TextField(), db_persist=True)
    local_sort_key = models.GeneratedField(
        expression=LocalSortKey(Coalesce(_given("reading"), _given(_JAPANESE_NAME), "name")),
        output_field=models.TextField(),
        db_persist=True,
    )
    name_keys = models.GeneratedField(
        expression=NameKeys("name", "local_name", "reading"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    folded = models.GeneratedField(
        expression=folded_words("name", "local_name", "reading"),
        output_field=models.TextField(),
        db_persist=True,
    )
    words = models.GeneratedField(
        expression=found_by(title=["name", "local_name", "reading"]), output_field=SearchVectorField(), db_persist=True
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_name_given"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="organisation_not_its_own_parent",
            ),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="organisation_folded_trgm"),
            GinIndex(fields=["words"], name="organisation_words"),
            GinIndex(fields=["name_keys"], name="organisation_name_keys"),
            models.Index(fields=["sort_key"], name="organisation_sort_key"),
            models.Index(fields=["local_sort_key"], name="organisation_local_sort_key"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as the reader's language writes it."""
        return in_reader_script(self.name, self.local_name)

    @property
    def country_text(self) -> str:
        """The country's name in the active language."""
        return country_name(self.country)

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.public_id])


class SiteValues(TypedDict, total=False):
    """What people edit of a site, and what each of it is."""

    name: str
    local_name: str
    city: str
    country: str
    subdivision: str
    time_zone: str
    organisation: Organisation


@tracked()
class Site(Record):
    """A place where people of an organisation work; gives them holidays and a time zone."""

    EDITABLE = tuple(SiteValues.__annotations__)

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites", verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=120, validators=ONE_LINE)
    local_name = models.CharField(
        _("name in the local script"),
        max_length=120,
        blank=True,
        validators=ONE_LINE,
    )
    city = models.CharField(_("city"), max_length=120, validators=ONE_LINE)
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    subdivision = models.CharField(
        _("state or province"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[A-Z0-9-]*$", _("Use the code of the state or province, such as MA or BY."))],
        help_text=_("Code used for its public holidays, such as MA or BY; may stay empty."),
    )
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="site_name_once_per_organisation",
                violation_error_message=_("This organisation has a site of that name already."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def country_text(self) -> str:
        """The country's name in the active language."""
        return country_name(self.country)

    @property
    def display_name(self) -> str:
        """The name as the reader's language writes it."""
        return in_reader_script(self.name, self.local_name)
