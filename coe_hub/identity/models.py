"""What the company says of accounts: by which name, in which groups, and what that lets them do."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coe_hub.lib.access import GlobalRole
from coe_hub.lib.history import tracked
from coe_hub.lib.records import new_public_id
from coe_hub.lib.text import ONE_LINE


@tracked()
class GroupRole(models.Model):
    """Whoever is in a group of the company's has a role in the hub, as long as they are. A group is named as the
    provider names it, by its name or its id; capitals count for nothing."""

    group = models.CharField(_("group"), max_length=200, validators=ONE_LINE)
    role = models.CharField(_("role"), max_length=20, choices=GlobalRole)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=GlobalRole.values), name="group_role_known"),
            models.CheckConstraint(condition=~Q(group=""), name="group_role_names_a_group"),
            models.UniqueConstraint(
                Lower("group"),
                "role",
                name="group_role_once",
                violation_error_message=_("This group gives this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_role_display()}"


class DirectoryAccountQuerySet(models.QuerySet["DirectoryAccount"]):
    """What the company says of accounts."""

    def left(self) -> Self:
        """Of those whom it has closed."""
        return self.filter(closed_at__isnull=False, user__is_active=False)


@tracked(exclude=("user_name", "external_id"))
class DirectoryAccount(models.Model):
    """What the company says of one account. `claimed_groups` are those of the last sign-in, `group_roles` the roles
    that came by groups and go with them; `closed_at` is when the company closed it, `removed_at` when it forgot it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="directory_account")
    user_name = models.CharField(max_length=254, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    claimed_groups = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    group_roles = ArrayField(models.CharField(max_length=20, choices=GlobalRole), default=list, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = DirectoryAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group_roles__contained_by=GlobalRole.values), name="directory_account_roles_known"
            ),
            models.UniqueConstraint(
                Lower("user_name"), condition=~Q(user_name=""), name="directory_account_user_name_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Directory account {self.pk}"


@tracked()
class DirectoryGroup(models.Model):
    """A group that the company's directory keeps in the hub."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    display_name = models.CharField(_("name"), max_length=200)
    external_id = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("display_name"), name="directory_group_name_once")]

    def __str__(self) -> str:
        return self.display_name


@tracked()
class DirectoryMember(models.Model):
    """That an account is in a group of the directory's."""

    group = models.ForeignKey(DirectoryGroup, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="directory_groups")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="directory_member_once")]

    def __str__(self) -> str:
        return f"Directory member {self.pk}"


@tracked(exclude=("token_hash", "last_used_at"))
class DirectorySecret(models.Model):
    """What the company's directory shows when it comes; only its hash is kept."""

    name = models.CharField(_("name"), max_length=80, validators=ONE_LINE)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="directory_secret_revoked_later",
            ),
        ]

    def __str__(self) -> str:
        return self.name
