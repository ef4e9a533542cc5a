"""A pack: the dashboard's figures as they stood when somebody made it, and the files made of them."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.documents.decks import Deck, deck_of
from coe_hub.documents.pdf import makes_pdf
from coe_hub.lib.access import GlobalRole
from coe_hub.lib.records import Record, RecordQuerySet
from coe_hub.lib.text import ONE_LINE

if TYPE_CHECKING:
    from coe_hub.people.models import User

# Longer than the files ever take: then whatever made them has died.
_TAKES_AT_MOST = timedelta(minutes=3)


class Readers(models.TextChoices):
    """Whom a pack is made for."""

    MAKER = "maker", _("Only me")
    COMMITTEE = "committee", _("Everybody on the steering committee")


class PackQuerySet(RecordQuerySet):
    """Packs as their readers find them."""

    def visible_to(self, user: "User") -> Self:
        """Those one made, and for members of the steering committee those made for it.

        A pack for the committee names open alliances alone, so that every member may read it; one that names
        restricted ones, as its maker may open them, is the maker's own.
        """
        own = Q(by=user)
        return self.filter(own | Q(readers=Readers.COMMITTEE) if user.has_role(GlobalRole.COMMITTEE) else own)

    def newest_first(self) -> Self:
        """The one made last on top."""
        return self.order_by("-created_at", "-pk")


class Pack(Record):
    """What a committee takes to a meeting. What it says never changes; only its files come, and may be made again."""

    day = models.DateField(_("for the meeting on"))
    occasion = models.CharField(_("what for"), max_length=120, blank=True, validators=ONE_LINE)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    readers = models.CharField(_("for whom"), max_length=9, choices=Readers)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    figures = models.JSONField(help_text="a Deck as data; the files are made of it and of nothing else")
    pptx = models.FileField(upload_to="packs/", max_length=200, blank=True)
    pdf = models.FileField(upload_to="packs/", max_length=200, blank=True)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    failed_at = models.DateTimeField(null=True, blank=True, editable=False)
    stops_workers = models.BooleanField(default=False, db_default=False, editable=False)

    objects = PackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | (Q(failed_at__isnull=True) & ~Q(pptx="")),
                name="pack_finished_with_a_file",
            ),
        ]
        indexes = [models.Index(fields=["by", "-created_at"], name="pack_by_maker")]
        triggers = [
            pgtrigger.ReadOnly(
                name="frozen", fields=["day", "occasion", "language", "readers", "by", "figures", "created_at"]
            )
        ]

    def __str__(self) -> str:
        return self.deck.title

    def get_absolute_url(self) -> str:
        return reverse("pack_detail", args=[self.public_id])

    @property
    def deck(self) -> Deck:
        """What it says, page by page."""
        return deck_of(self.figures)

    @property
    def is_being_made(self) -> bool:
        """Whether its files are still to come, and somebody is at it."""
        return not (self.finished_at or self.has_failed)

    @property
    def has_failed(self) -> bool:
        """Whether its files did not come: something went wrong, or whatever made them stopped."""
        if self.finished_at:
            return False
        return self.failed_at is not None or timezone.now() - self.started_at > _TAKES_AT_MOST

    @property
    def steps(self) -> tuple[int, int]:
        """How many steps are done, and of how many: counted, PowerPoint, PDF."""
        whole = 3 if makes_pdf() else 2
        return 1 + bool(self.pptx) + bool(self.pdf), whole
