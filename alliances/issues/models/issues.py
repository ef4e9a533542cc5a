"""An issue between two sides, framed by both: what each contributed, what lies behind their positions, and what could
be done. On which level it stands, and since when, its steps tell (`steps.py`)."""

from typing import Self, TypedDict

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.agreements.models import Programme
from alliances.core.models import Alliance
from coe_hub.attachments.models import folder_column
from coe_hub.lib.history import tracked
from coe_hub.lib.records import Record, Unworded
from coe_hub.lib.sql import folded_words, found_by
from coe_hub.lib.text import ONE_LINE, refuse_control_characters
from coe_hub.people.models import Person, Scope, ScopedQuerySet, Side


class Severity(models.TextChoices):
    """What an issue can cost the alliance while it stays open."""

    MINOR = "minor", _("Minor: it costs time")
    SERIOUS = "serious", _("Serious: a milestone or the budget is at stake")
    SEVERE = "severe", _("Severe: the alliance is at stake")


class Turn(models.TextChoices):
    """Whose move it is."""

    OURS = "ours", _("Our side")
    THEIRS = "theirs", _("The partner")
    BOTH = "both", _("Both together")


class IssueQuerySet(ScopedQuerySet):
    """Issues as their readers see them."""

    def of_active_alliances(self) -> Self:
        """Without those of alliances that were put away."""
        return self.filter(alliance__archived_at__isnull=True)

    def with_page(self) -> Self:
        """With all that its page shows."""
        signed = IssueSignature.objects.select_related("person__organisation").order_by("-signed_at", "-pk")
        return self.select_related(
            "alliance__scope", "alliance__stage", "alliance__lead__site", "scope", "programme__alliance", "folder",
            "owner__user", "owner__site", "owner__organisation",
            "counterpart__user", "counterpart__site", "counterpart__organisation",
        ).prefetch_related(Prefetch("signatures", signed))  # fmt: skip


class IssueValues(TypedDict, total=False):
    """What people edit of an issue, and what each of it is."""

    title: str
    severity: str
    programme: Programme | None
    turn: str
    owner: Person | None
    counterpart: Person | None
    our_contribution: str
    their_contribution: str
    our_interests: str
    their_interests: str
    shared_interests: str
    options: str
    agreed_text: str


def _text(name: object, help_text: object = "") -> "models.TextField[str, str]":
    return models.TextField(
        name,  # type: ignore[arg-type]
        max_length=4000,
        blank=True,
        validators=[refuse_control_characters],
        help_text=help_text,  # type: ignore[arg-type]
    )


@tracked()
class Issue(Record):
    """Something that both sides have to settle. Its scope is its programme's or, without one, its alliance's."""

    EDITABLE = tuple(IssueValues.__annotations__)

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="issues")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="issues", editable=False)
    title = models.CharField(
        _("what is at issue"),
        max_length=300,
        validators=ONE_LINE,
        help_text=_("One sentence that both sides would sign. It may stand in mails."),
    )
    severity = models.CharField(_("severity"), max_length=8, choices=Severity, default=Severity.SERIOUS)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("programme")
    )
    turn = models.CharField(_("whose move it is"), max_length=6, choices=Turn, default=Turn.BOTH)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("our alliance manager")
    )
    counterpart = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("alliance manager at the partner"),
    )
    our_contribution = _text(
        _("what our side contributed to it"), _("Facts, without excuses: what we did or left undone.")
    )
    their_contribution = _text(_("what the partner contributed to it"), _("As they would say it themselves."))
    our_interests = _text(
        _("interests behind our position"), _("Not what we demand, but what we need it for. Read on our side alone.")
    )
    their_interests = _text(
        _("interests behind the partner’s position"),
        _("What we know of them; ask before you guess. Read on our side alone."),
    )
    shared_interests = _text(_("interests that both share"))
    options = _text(_("options"), _("One a line. Several, before either side commits to one."))
    agreed_text = _text(
        _("text that both alliance managers stand by"),
        _("What goes up when it climbs, in words of both sides. The partner reads it, and the title, by a link."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    folder = folder_column()

    folded = models.GeneratedField(expression=folded_words("title"), output_field=models.TextField(), db_persist=True)
    words = models.GeneratedField(
        expression=found_by(
            title=["title"],
            body=[
                "our_contribution", "their_contribution", "our_interests", "their_interests", "shared_interests",
                "options", "agreed_text",
            ],
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )  # fmt: skip

    objects = Unworded.from_queryset(IssueQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="issue_title_given"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="issue_severity_known"),
            models.CheckConstraint(condition=Q(turn__in=Turn.values), name="issue_turn_known"),
        ]
        indexes = [
            GinIndex(OpClass("folded", "gin_trgm_ops"), name="issue_folded_trgm"),
            GinIndex(fields=["words"], name="issue_words"),
            models.Index(fields=["alliance", "scope"], name="issue_by_alliance"),
            models.Index(fields=["-created_at"], name="issue_by_created"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("issue_detail", args=[self.public_id])


@tracked()
class IssueSignature(models.Model):
    """An alliance manager of one side stands by the text as it was. Rows are only added: where the text says something
    else by now, the signature is of what was."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=6, choices=Side)
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    remark = models.TextField(_("remark"), max_length=2000, blank=True, validators=[refuse_control_characters])
    title = models.CharField(max_length=300)
    text = models.TextField(max_length=4000)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="issue_signature_side_known"),
            models.CheckConstraint(condition=~Q(text=""), name="issue_signature_text_given"),
        ]
        indexes = [models.Index(fields=["issue", "-signed_at"], name="issue_signature_by_issue")]

    def __str__(self) -> str:
        return f"{self.person}: {self.title}"

    def is_of(self, issue: Issue) -> bool:
        """Whether the issue still says what was signed."""
        return (self.title, self.text) == (issue.title, issue.agreed_text)
