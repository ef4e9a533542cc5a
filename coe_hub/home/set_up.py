"""What makes an empty hub the company's own: steps in any order, each of which is seen to be done by what is there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.audit.history import event_model
from coe_hub.people.models import Invitation, Site, User
from coe_hub.reminders.models import Delivery, DeliveryState
from coe_hub.usage.models import TEST_MAIL, LastSeen
from coe_hub.vocabulary.kinds import KINDS
from toolkits.models import Tool

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Step:
    """One step. `is_done` is None for what is done outside the hub."""

    title: str
    text: str
    url: str = ""
    is_done: bool | None = None


def set_up_steps(user: User) -> list[Step]:
    """All of them, as this admin sees the hub; ten short queries."""
    company = user.person.organisation
    return [
        Step(
            _("Say what your company is called"),
            _("Name, country, and the name on Japanese pages. Seen to be done once it has a country."),
            reverse("organisation_edit", args=[company.public_id]),
            bool(company.country),
        ),
        Step(
            _("Add your sites"),
            _("Each brings its clock and holidays: mails go out in the morning there."),
            reverse("site_list"),
            Site.objects.active().exists(),
        ),
        Step(
            _("Look through the words"),
            _("Stages, types and roles are there to start with; call them as your company does."),
            reverse("word_kinds"),
            _is_worded(),
        ),
        Step(
            _("Add people and invite them"),
            _("Paste their addresses, or a part of a spreadsheet; alliance managers first."),
            reverse("invitations_create"),
            _others().exists() or Invitation.objects.exists(),
        ),
        Step(
            _("Bring in your alliances"),
            _("From a spreadsheet as it is: dates, words and doubles are settled before anything is written."),
            reverse("import_create"),
            Alliance.objects.visible_to(user).exists(),
        ),
        Step(
            _("Send yourself a test mail"),
            _("Invitations and reminders go the same way."),
            reverse("reminder_engine"),
            LastSeen.objects.filter(page=TEST_MAIL).exists()
            or Delivery.objects.filter(state=DeliveryState.SENT).exists(),
        ),
        Step(
            _("See that tools and courses are there"),
            _("They come with the hub. Where they are missing, load_tools and load_courses bring them."),
            reverse("toolkit_list"),
            Tool.objects.published().exists(),
        ),
        Step(
            _("Company sign-in"),
            _("By e-mail and password, until whoever runs the hub names a provider. Done once somebody came in by it."),
            reverse("company_directory"),
            SocialAccount.objects.exists() if settings.IDENTITY_PROVIDERS else None,
        ),
        Step(
            _("See that it is backed up"),
            _("Whoever runs the hub sets it up: docs/operations.md, “Backup and restore”. The last one stands here."),
            reverse("reminder_engine"),
        ),
    ]


def _others() -> "QuerySet[User]":
    """Accounts beside the first one."""
    first = User.objects.order_by("pk").values("pk")[:1]
    return User.objects.exclude(pk__in=first)


def _is_worded() -> bool:
    """Whether somebody changed or added a word: what came with the hub was written by nobody."""
    return any(event_model(kind.model).objects.filter(pgh_context__user__gte=1).exists() for kind in KINDS.values())
