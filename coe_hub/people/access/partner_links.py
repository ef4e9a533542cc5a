"""One URL for people at partners: a token from a mail becomes a short visit to one thing, and nothing else.

Rooms above register, at start, what a purpose leads to. Opening a link changes nothing but the note that it was opened.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from coe_hub.lib.cookies import cookie_name
from coe_hub.lib.limits import Limit
from coe_hub.lib.tokens import new_token, token_hash
from coe_hub.people.models import PartnerLink, Person, Scope, ScopeGrant
from coe_hub.vocabulary.models import Access

VALID_DAYS = 14
# How long a browser that came with the token may go on without it.
VISIT = timedelta(hours=2)
_COOKIE, _SALT, _PATH = "partner_link", "partner-link", "/p/"
# Wrong tokens from one network address before it has to wait.
WRONG_TOKENS = Limit("partner_link", most=20, window=timedelta(minutes=10))

Handler = Callable[[HttpRequest, PartnerLink], HttpResponse]
_handlers: dict[str, Handler] = {}


def register(purpose: str, handler: Handler) -> None:
    """Say what a purpose's links lead to: `handler(request, link)` answers GET, which changes nothing, and POST."""
    _handlers[purpose] = handler


def handler_of(link: PartnerLink) -> Handler:
    """What answers this link. Raises `KeyError` for a purpose that nobody registered."""
    return _handlers[link.purpose]


def make_partner_link(*, purpose: str, object_id: int, scope: Scope, person: Person, days: int = VALID_DAYS) -> str:
    """A link by which `person` answers one thing for `days`; its full address, which is kept nowhere.

    For mails to that person. Earlier links go on until they run out, so that no mail they have is wrong.
    """
    token = new_token()
    PartnerLink.objects.create(
        purpose=purpose,
        object_id=object_id,
        scope=scope,
        person=person,
        token_hash=token_hash(token),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return settings.HUB_URL + reverse("partner_link_open", args=[token])


def find_link(token: str) -> PartnerLink | None:
    """The link of this token, whether it still leads somewhere or not; None for a token that is none."""
    return PartnerLink.objects.select_related("person", "scope").filter(token_hash=token_hash(token)).first()


def count_try(link: PartnerLink) -> None:
    """Its token was shown once more."""
    PartnerLink.objects.filter(pk=link.pk).update(tries=F("tries") + 1)


def begin_visit(response: HttpResponse, link: PartnerLink) -> None:
    """Let this browser go on without the token: a signed cookie that is good for this link alone, and no sign-in."""
    response.set_signed_cookie(
        cookie_name(_COOKIE, path=_PATH),
        str(link.pk),
        salt=_SALT,
        max_age=int(VISIT.total_seconds()),
        path=_PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def visited_link(request: HttpRequest) -> PartnerLink | None:
    """The link this browser came with, as long as it leads somewhere."""
    pk = request.get_signed_cookie(
        cookie_name(_COOKIE, path=_PATH), default="", salt=_SALT, max_age=int(VISIT.total_seconds())
    )
    link = PartnerLink.objects.select_related("person", "scope").filter(pk=pk).first() if pk else None
    return link if link and link.is_open(timezone.now()) else None


def note_opened(link: PartnerLink) -> None:
    """The page behind the link was looked at; only the first time counts."""
    PartnerLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=timezone.now())


def note_used(link: PartnerLink) -> None:
    """The person answered."""
    PartnerLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now())


def answer_again(link: PartnerLink) -> None:
    """What was answered was taken back: the link answers again."""
    PartnerLink.objects.filter(pk=link.pk).update(used_at=None)


def revoke(link: PartnerLink) -> None:
    """Let the link lead nowhere from now on."""
    PartnerLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def contact_for(scope: Scope) -> Person | None:
    """Whom somebody at a partner asks: who leads what the scope stands around, as long as their account is open."""
    leads = ScopeGrant.objects.filter(scope=scope, role=Access.LEAD).exclude(person__user__is_active=False)
    leads = leads.select_related("person__organisation")
    grant = leads.order_by("pk").first()
    return grant.person if grant else None
