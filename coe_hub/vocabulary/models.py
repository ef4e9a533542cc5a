"""The company's own words: stages, alliance types, functions … with a name per language and a code that never changes.

Code tests only a stage's `phase`, a type's `toolkit` and a role's `access`, and reads a synonym's `others`; everything
else about a word is the company's to decide.
"""

from typing import Self, TypedDict

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked


class WordQuerySet(models.QuerySet):
    """How words are listed."""

    def in_use(self) -> Self:
        """Offered in forms, in the order admins chose."""
        return self.filter(is_active=True).order_by("position", "pk")

    def offered(self, chosen: int | None) -> Self:
        """Offered to a record that has the word `chosen`, in use or not."""
        return self.filter(Q(is_active=True) | Q(pk=chosen)).order_by("position", "pk")


class WordValues(TypedDict, total=False):
    """What admins edit of a word, and what each of it is; the last four belong to one vocabulary each."""

    names: dict[str, str]
    position: int
    is_active: bool
    phase: str
    toolkit: str
    access: str
    layer: str


class Word(models.Model):
    """A row of a vocabulary."""

    EDITABLE: tuple[str, ...] = ("names", "position", "is_active")

    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Use small letters, digits and underscores."))],
        help_text=_("Never changes; imports and exports use it."),
    )
    names = models.JSONField(_("names"), default=dict)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The word in the active language, else in English, else its code."""
        language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        return self.names.get(language) or self.names.get("en") or self.code


class Phase(models.TextChoices):
    """Where in its life an alliance is; every stage lies in one. Mapped to ASAP phases and ISO 44001 stages."""

    FORMING = "forming", _("Forming")
    LAUNCHING = "launching", _("Launching")
    RUNNING = "running", _("Running")
    ENDING = "ending", _("Ending")
    CLOSED = "closed", _("Closed")


@tracked()
class Stage(Word):
    """A step of the company's own alliance life cycle."""

    EDITABLE = (*Word.EDITABLE, "phase")

    phase = models.CharField(_("phase"), max_length=12, choices=Phase)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(phase__in=Phase.values), name="stage_phase_known")]


class ToolkitKind(models.TextChoices):
    """Which toolkit serves an alliance type."""

    RESEARCH = "research", _("Research")
    DEVELOPMENT = "development", _("Development")
    COMMERCIAL = "commercial", _("Commercial")


@tracked()
class AllianceType(Word):
    """What kind of work the partners do together."""

    EDITABLE = (*Word.EDITABLE, "toolkit")

    toolkit = models.CharField(_("toolkit"), max_length=12, choices=ToolkitKind)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(toolkit__in=ToolkitKind.values), name="alliance_type_toolkit_known"
            )
        ]


class Symmetry(models.TextChoices):
    """How our side compares with the partner's: what helps the smaller of two does not help the larger."""

    NOT_SAID = "", _("Not said")
    LARGER = "larger", _("We are larger")
    EQUAL = "equal", _("Equal")
    SMALLER = "smaller", _("We are smaller")


class Tier(models.TextChoices):
    """How much alliance management an alliance asks for: what the hub offers follows from it."""

    NOT_SAID = "", _("Not said")
    LIGHT = "light", pgettext_lazy("tier", "Light")
    STANDARD = "standard", pgettext_lazy("tier", "Standard")
    FULL = "full", pgettext_lazy("tier", "Full")


class Access(models.TextChoices):
    """What a grant on a scope, or a role on an alliance, lets a person do there."""

    LEAD = "lead", _("Lead")
    SPONSOR = "sponsor", _("Sponsor")
    TEAM = "team", _("Team")
    VIEWER = "viewer", _("Viewer")


@tracked()
class AllianceRole(Word):
    """What somebody does on an alliance, and the access that comes with it for people on our side."""

    EDITABLE = (*Word.EDITABLE, "access")

    access = models.CharField(_("access"), max_length=12, choices=Access, default=Access.TEAM)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(access__in=Access.values), name="alliance_role_access_known")
        ]


@tracked()
class Function(Word):
    """Where in the company a person works: discovery, clinical, alliance management …"""


@tracked()
class TherapeuticArea(Word):
    """The field of medicine an alliance works in."""


@tracked()
class AgreementKind(Word):
    """What a contract is about: confidentiality, a licence, supply, the exchange of safety data …"""


class Layer(models.TextChoices):
    """How high a committee sits: what it cannot settle goes to the next one up."""

    TEAM = "team", _("Project team")
    FUNCTIONAL = "functional", _("Committee of a function")
    STEERING = "steering", _("Steering committee")
    EXECUTIVE = "executive", _("Executives")


@tracked()
class CommitteeKind(Word):
    """What a committee is for: steering, development, manufacturing, patents …"""

    EDITABLE = (*Word.EDITABLE, "layer")

    layer = models.CharField(_("layer"), max_length=12, choices=Layer)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(layer__in=Layer.values), name="committee_kind_layer_known")
        ]


@tracked()
class Language(Word):
    """A language people work in; its code is ISO 639-1."""


@tracked()
class Synonym(Word):
    """Words that mean the same to those who search: any of them finds all of them."""

    EDITABLE = (*Word.EDITABLE, "others")

    others = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name=_("other words for it"))

    @property
    def forms(self) -> list[str]:
        """All of them: its names in each language, and the others."""
        return [*self.names.values(), *self.others]
