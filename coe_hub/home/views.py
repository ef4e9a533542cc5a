"""Today, search, and the two switches in every page's menu."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from alliances.activity import activity_since
from alliances.models import Alliance
from alliances.tooling import helps_now
from coe_hub.home.finding.forms import SearchForm
from coe_hub.home.finding.searching import Found, search_everything
from coe_hub.home.waiting import remember_count
from coe_hub.lib.access import MEMBER, SignedInRequest, public, requires
from coe_hub.lib.dates import local_date
from coe_hub.people.actions import set_preferences
from coe_hub.people.forms import PreferenceForm
from coe_hub.people.middleware import THEME_COOKIE
from coe_hub.reminders import due
from coe_hub.usage.models import note_visit

MY_ALLIANCES = 8
NEWS = 10
# On a first visit there is no last one: the past fortnight is news enough.
FIRST_VISIT_LOOKS_BACK = timedelta(days=14)
A_YEAR = 60 * 60 * 24 * 365


@requires(MEMBER)
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """What needs me, my alliances, and what changed since I was here."""
    user = request.user
    day = timezone.localdate()
    items = due.items(until=due.horizon(day), user=user, owner_id=user.person_id)
    this_week = sum(item.due_date <= due.week(day) for item in items)
    remember_count(user, this_week)
    mine = Alliance.objects.visible_to(user).living().of_person(user.person_id)
    seen_before = note_visit(user=user, page="today")
    alliances = list(mine.with_row().order_by("next_review_on", "name")[:MY_ALLIANCES])
    since: datetime = seen_before or timezone.now() - FIRST_VISIT_LOOKS_BACK
    context: dict[str, Any] = {
        "today": day,
        "items": items,
        "this_week": this_week,
        "alliances": alliances,
        "alliance_count": mine.count(),
        "tools_for": alliances[0] if alliances else None,
        "tools": helps_now(alliances[0], user.language, most=2) if alliances else [],
        "news": activity_since(user=user, since=since, limit=NEWS),
        "since": local_date(since),
        "is_first_visit": seen_before is None,
    }
    return render(request, "home/today.html", context)


@requires(MEMBER)
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Everything the reader may see whose words match, or fifty of one kind."""
    form = SearchForm(request.GET or None)
    text, found = "", Found(groups=[], chips=[])
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["q"]
        found = search_everything(user=request.user, text=text, **form.asked())
    context = {"form": form, "q": text, "found": found, "groups": found.groups}
    return render(request, "home/search.html", context)


@public("visitors choose the language and colours of the sign-in page")
@require_POST
def preference_set(request: HttpRequest) -> HttpResponse:
    """Language or theme: kept on the account of members, and in cookies for the pages before sign-in."""
    form = PreferenceForm(request.POST)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = settings.LOGIN_REDIRECT_URL
    response = HttpResponse(status=204) if request.headers.get("HX-Request") else redirect(target)
    if not form.is_valid():
        return response
    language, theme = form.cleaned_data["language"], form.cleaned_data["theme"]
    if request.user.is_authenticated:
        set_preferences(user=request.user, language=language, theme=theme)
    options: dict[str, Any] = {"max_age": A_YEAR, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    if language:
        translation.activate(language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, httponly=True, **options)
    if theme:
        response.set_cookie(THEME_COOKIE, theme, httponly=True, **options)
    return response
