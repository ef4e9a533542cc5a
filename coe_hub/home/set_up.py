"""What makes an empty hub the company's own: steps in any order, each of which is seen to be done by what is there."""

from typing import TYPE_CHECKING

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from alliances.core.models import Alliance
from coe_hub.audit.history import event_model
from coe_hub.lib.set_up import Step, steps_of_rooms
from coe_hub.people.models import Invitation, Site, User
from coe_hub.reminders.models import Delivery, DeliveryState
from coe_hub.usage.models import TEST_MAIL, LastSeen, note_visit
from coe_hub.vocabulary.kinds import KINDS
from toolkits.models import Tool

if TYPE_CHECKING:
    from django.db.models import QuerySet


# What may be right as it came, so that only a word of an admin tells that it was looked at.
WORDS, SIGN_IN = "words", "sign_in"
RIGHT_AS_IT_IS = (WORDS, SIGN_IN)
_PAGE = "set_up_"


def set_up_steps(user: User) -> list[Step]:
    """All of them, as this admin sees the hub; a dozen short queries."""
    company = user.person.organisation
    said = LastSeen.objects.filter(page__in=map(_page, RIGHT_AS_IT_IS)).values_list("page", flat=True)
    right = {page.removeprefix(_PAGE) for page in said}
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
            WORDS in right or _is_worded(),
            WORDS,
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
            SIGN_IN in right or SocialAccount.objects.exists(),
            "" if settings.IDENTITY_PROVIDERS else SIGN_IN,
        ),
        *steps_of_rooms(user),
    ]


def say_right(*, user: User, code: str) -> None:
    """Note that a step is right as it is. Raises `ValueError` of a step that is seen to be done."""
    if code not in RIGHT_AS_IT_IS:
        raise ValueError(code)
    note_visit(user=user, page=_page(code))


def _page(code: str) -> str:
    return f"{_PAGE}{code}"


def _others() -> "QuerySet[User]":
    """Accounts beside the first one."""
    first = User.objects.order_by("pk").values("pk")[:1]
    return User.objects.exclude(pk__in=first)


def _is_worded() -> bool:
    """Whether somebody changed or added a word: what came with the hub was written by nobody."""
    return any(event_model(kind.model).objects.filter(pgh_context__user__gte=1).exists() for kind in KINDS.values())
