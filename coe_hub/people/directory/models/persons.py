"""People: colleagues and people at partners, with or without an account."""

from typing import Any, TypedDict

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record
from coe_hub.lib.sql import LocalSortKey, NameKeys, SortKey, folded_words, found_by
from coe_hub.lib.text import ONE_LINE, has_japanese, in_reader_script, refuse_control_characters
from coe_hub.people.directory.models.organisations import Organisation, Site
from coe_hub.people.directory.visibility import PersonQuerySet
from coe_hub.vocabulary.models import Function, Language

_SPACE = models.Value(" ")
# The family name on both sides of the given name, as either order is typed.
_NAMES = ("family_name", "given_name", "family_name", "latin_name", "reading")
_IN_ORDER = Concat("family_name", _SPACE, "given_name", output_field=models.TextField())
_TURNED = Concat("given_name", _SPACE, "family_name", output_field=models.TextField())


def _turned(name: str, pattern: str) -> models.Func:
    """The name with its last or its first word on the other side."""
    turn = models.Value(pattern), models.Value(r"\2 \1")
    return models.Func(name, *turn, function="regexp_replace", output_field=models.TextField())


def _first_given(*names: Any) -> Coalesce:
    """The first of these that is not empty; there is always a family name."""
    *others, last = names
    return Coalesce(*[NullIf(name, models.Value("")) for name in others], last, output_field=models.TextField())


# An address is looked for as a whole; of its parts only what stands before the sign says something of the person.
_MAILBOX = models.Func(
    "email", models.Value("@"), models.Value(1), function="split_part", output_field=models.TextField()
)
_LATIN_TURNED = _turned("latin_name", r"^(.*\S)\s+(\S+)$")


class PersonValues(TypedDict, total=False):
    """What people edit of somebody's entry, and what each of it is."""

    family_name: str
    given_name: str
    latin_name: str
    reading: str
    job_title: str
    local_job_title: str
    function: Function | None
    site: Site | None
    phone: str
    about: str
    organisation: Organisation
    email: str
    is_public: bool


@tracked(exclude=("family_name", "given_name", "latin_name", "reading", "email", "phone", "about"))
class Person(Record):
    """Somebody who takes part in alliances. A person may have no account; a user always has a person."""

    EDITABLE = tuple(PersonValues.__annotations__)

    family_name = models.CharField(_("family name"), max_length=80, validators=ONE_LINE)
    given_name = models.CharField(_("given name"), max_length=80, blank=True, validators=ONE_LINE)
    latin_name = models.CharField(
        _("name in Latin letters"),
        max_length=160,
        blank=True,
        validators=ONE_LINE,
        help_text=_("For names in another script, such as Aiko Nakamura for 中村 愛子."),
    )
    reading = models.CharField(
        _("reading (kana)"), max_length=160, blank=True, validators=ONE_LINE, help_text=_("Used to sort and to find.")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", verbose_name=_("organisation")
    )
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("site"))
    function = models.ForeignKey(
        Function, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("function")
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True, validators=ONE_LINE)
    local_job_title = models.CharField(
        _("job title in the local script"), max_length=120, blank=True, validators=ONE_LINE
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=ONE_LINE)
    about = models.TextField(_("about"), max_length=2000, blank=True, validators=[refuse_control_characters])
    is_public = models.BooleanField(
        _("visible to every member"),
        default=False,
        help_text=_("Otherwise only people who share a visible alliance find this person."),
    )
    sort_key = models.GeneratedField(
        expression=SortKey(_first_given(_LATIN_TURNED, "reading", _IN_ORDER)),
        output_field=models.TextField(),
        db_persist=True,
    )
    local_sort_key = models.GeneratedField(
        expression=LocalSortKey(_first_given("reading", _IN_ORDER)),
        output_field=models.TextField(),
        db_persist=True,
    )
    name_keys = models.GeneratedField(
        expression=NameKeys(
            _IN_ORDER,
            _TURNED,
            "latin_name",
            _LATIN_TURNED,
            "reading",
            _turned("reading", r"^(\S+)\s+(\S.*)$"),
        ),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    folded = models.GeneratedField(
        expression=folded_words(*_NAMES),
        output_field=models.TextField(),
        db_persist=True,
    )
    words = models.GeneratedField(
        expression=found_by(title=_NAMES, body=["job_title", "local_job_title", "about", _MAILBOX]),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(family_name=""), name="person_family_name_given")]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="person_folded_trgm"),
            GinIndex(fields=["words"], name="person_words"),
            GinIndex(fields=["name_keys"], name="person_name_keys"),
            models.Index(fields=["sort_key"], name="person_sort_key"),
            models.Index(fields=["local_sort_key"], name="person_local_sort_key"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the order and script the reader expects: 中村 愛子 in Japanese, Aiko Nakamura in English."""
        if self.latin_name and not (get_language() or "").startswith("ja"):
            return self.latin_name
        if self.latin_name or has_japanese(self.family_name):
            return f"{self.family_name} {self.given_name}".strip()
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def title_text(self) -> str:
        """The job title as the reader's language writes it."""
        return in_reader_script(self.job_title, self.local_job_title)

    @property
    def initials(self) -> str:
        """Two letters for the chip; the family name where it is written in kanji, whole where it has up to three."""
        name = self.display_name
        if has_japanese(name):
            return self.family_name[:3]
        words = name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def is_gone(self) -> bool:
        """Whether their account was closed; somebody who never had one is not gone. Read with `user`, no query."""
        user = getattr(self, "user", None)
        return user is not None and not user.is_active

    def get_absolute_url(self) -> str:
        return reverse("person_detail", args=[self.public_id])


@tracked()
class PersonLanguage(models.Model):
    """A language a person works in."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="language_rows")
    language = models.ForeignKey(Language, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="person_language_once")]

    def __str__(self) -> str:
        return str(self.language)
