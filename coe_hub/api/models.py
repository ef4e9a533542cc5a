"""Tokens, by which other programs act for somebody; webhooks, by which they are told that something changed."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.history import tracked
from coe_hub.lib.text import ONE_LINE


class TokenScope(models.TextChoices):
    """What a token is good for."""

    READ = "read", _("Read only")
    WRITE = "write", _("Read and write")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens."""

    def good(self, at: datetime) -> Self:
        """Those that open something at `at`: neither revoked nor expired, of an open account."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at, user__is_active=True)


@tracked(exclude=("token_hash", "last_used_at"))
class ApiToken(models.Model):
    """A person's token. Whoever has it acts with that person's eyes and rights; only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80, validators=ONE_LINE)
    scope = models.CharField(_("good for"), max_length=5, choices=TokenScope, default=TokenScope.READ)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("good until"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=TokenScope.values), name="api_token_scope_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="api_token_expires_later"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")), name="api_token_revoked_later"
            ),
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(revoked_at__isnull=True),
                name="api_token_name_once",
                violation_error_message=_("You have a token of this name. Choose another name, or revoke that one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_write(self) -> bool:
        """Whether it is good for more than reading."""
        return self.scope == TokenScope.WRITE

    def is_good(self, at: datetime) -> bool:
        """Whether it opens anything at `at`, as long as its account is open."""
        return self.revoked_at is None and self.expires_at > at


class KeptAnswer(models.Model):
    """What was answered to a request that named itself by an `Idempotency-Key`: asked again, the same is said and
    nothing is done twice. Kept for a day; no part of the audit trail, which has what was done."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=255)
    asked_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_answer_once")]

    def __str__(self) -> str:
        return self.key


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks."""

    def living(self) -> Self:
        """Those that are told: not stopped, of an open account."""
        return self.filter(stopped_at__isnull=True, user__is_active=True)


@tracked(exclude=("sealed_secret", "followed_until"))
class Webhook(models.Model):
    """An address that is told when something changed which its maker, an admin, sees. `followed_until` is the moment
    up to which changes were looked at."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks")
    name = models.CharField(_("name"), max_length=80, validators=ONE_LINE)
    address = models.URLField(_("address"), max_length=500)
    resources = ArrayField(models.CharField(max_length=40), verbose_name=_("tells of"))
    sealed_secret = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now)
    followed_until = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(resources=[]), name="webhook_tells_of_something"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("made_at")), name="webhook_stopped_later"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CallState(models.TextChoices):
    """How far a call is."""

    PLANNED = "planned", _("waiting")
    SENT = "sent", _("received")
    FAILED = "failed", _("given up")


class WebhookCall(models.Model):
    """One message to a webhook, which is tried until it was received or ten attempts were made. Not part of the audit
    trail, as no mail on its way is: it tells of changes that are."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="calls")
    body = models.JSONField()
    state = models.CharField(max_length=7, choices=CallState, default=CallState.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="webhook_call_state_known"),
            models.CheckConstraint(
                condition=Q(state=CallState.PLANNED, ended_at__isnull=True)
                | (~Q(state=CallState.PLANNED) & Q(ended_at__isnull=False)),
                name="webhook_call_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], condition=Q(state="planned"), name="webhook_call_waiting"),
            models.Index(fields=["webhook", "-planned_at"], name="webhook_call_by_planned"),
        ]

    def __str__(self) -> str:
        return f"Call {self.pk}"


# Its own page; Django finds it here.
from coe_hub.api.exports.models import Export as Export  # noqa: E402
