"""Where somebody is signed in, and whether this browser was seen before: in words, without naming places."""

import ipaddress
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coe_hub.lib.dates import date_text
from coe_hub.lib.tasks import send_in_background
from coe_hub.people.models import User

# A browser keeps who signed in with it; no longer than browsers keep anything.
_COOKIE, _SALT, _KEPT = "known_browser", "known-browser", timedelta(days=400)
_MOST_KNOWN = 20
# When a session was used is noted this often, not at each request.
NOTED_EVERY = timedelta(minutes=15)
_NOTED = "seen_at"

# As browsers call themselves; most of them call themselves what stands further down, too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_text(user_agent: str) -> str:
    """A browser and its machine in words, as far as it says."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another program")


def masked_address(address: str) -> str:
    """A network address without the part that tells one machine from its neighbours."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 4:
        return f"{str(found).rpartition('.')[0]}.…"
    return f"{ipaddress.ip_network((found, 48), strict=False).network_address}…"


# --- Sessions -----------------------------------------------------------------------------------------------------
def sessions_of(request: HttpRequest) -> list[UserSession]:
    """The reader's sessions that still open something, this one first, then by last use."""
    if not UserSession.objects.filter(session_key=request.session.session_key).exists():
        UserSession.objects.create_from_request(request)  # it began before there was a list
        begin_noting(request)
    rows = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    return sorted(rows, key=lambda one: (one.session_key != here, -one.last_seen_at.timestamp()))


def note_seen(request: HttpRequest) -> None:
    """The session was used; written down at most every `NOTED_EVERY`."""
    now = timezone.now()
    noted = request.session.get(_NOTED)
    if noted is None or now.timestamp() - noted < NOTED_EVERY.total_seconds():
        return
    request.session[_NOTED] = now.timestamp()
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def begin_noting(request: HttpRequest) -> None:
    """From now on it is noted when this session is used."""
    request.session[_NOTED] = timezone.now().timestamp()


@transaction.atomic
def end_sessions(account: User) -> None:
    """Nobody is signed in as this account any more, on whatever device; a session ended so never opens again."""
    User.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)
    account.refresh_from_db(fields=["session_round"])
    UserSession.objects.filter(user=account).delete()


def end_other_sessions(request: HttpRequest) -> None:
    """The reader stays signed in here, and nowhere else."""
    row = UserSession.objects.filter(session_key=request.session.session_key).first()
    account: Any = request.user
    end_sessions(account)
    update_session_auth_hash(request, account)
    if row:
        request.session.save()
        UserSession.objects.create(
            user=account,
            session_key=request.session.session_key,
            ip=row.ip,
            user_agent=row.user_agent,
            created_at=row.created_at,
        )


# --- A browser that was not seen before ------------------------------------------------------------------------------
def _mark(user: User) -> str:
    """What a browser keeps of an account: nothing that names it."""
    return salted_hmac(_SALT, str(user.pk), algorithm="sha256").hexdigest()[:16]


def _known(request: HttpRequest) -> list[str]:
    try:
        kept = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=int(_KEPT.total_seconds()))
    except BadSignature:
        return []
    return kept.split(".") if kept else []


def meet_browser(request: HttpRequest, response: HttpResponse, user: User, *, is_first: bool) -> None:
    """Let the browser remember that this account signed in with it. The account's owner is told of one that was not
    seen before, unless they come in for the first time."""
    known, mark = _known(request), _mark(user)
    if mark not in known and not is_first:
        _tell(request, user)
    marks = [mark, *(one for one in known if one != mark)][:_MOST_KNOWN]
    response.set_signed_cookie(
        _COOKIE,
        ".".join(marks),
        salt=_SALT,
        max_age=int(_KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _tell(request: HttpRequest, user: User) -> None:
    adapter = get_adapter()
    with translation.override(user.language), timezone.override(user.time_zone):
        context = {
            "name": user.person.display_name,
            "when": date_text(timezone.now(), "time"),
            "device": device_text(adapter.get_http_user_agent(request)),
            "address": masked_address(adapter.get_client_ip(request)),
            "url": settings.HUB_URL + reverse("session_list"),
        }
    send_in_background("new_browser", to=user.email, language=user.language, context=context)
