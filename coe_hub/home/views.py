"""Today, search, and the two switches in every page's menu."""

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub import due
from coe_hub.home.due_count import remember_count
from coe_hub.home.on_alliances import due_on_alliances, due_tabs, with_owners
from coe_hub.home.search.forms import SearchForm
from coe_hub.home.search.searching import Found, search_everything
from coe_hub.home.set_up import RIGHT_AS_IT_IS, say_right, set_up_steps
from coe_hub.home.today import tell_today
from coe_hub.lib.access import MEMBER, GlobalRole, SignedInRequest, public, requires
from coe_hub.lib.addresses import safe_target
from coe_hub.lib.cookies import cookie_name
from coe_hub.lib.limits import limited
from coe_hub.people.accounts.actions import set_preferences
from coe_hub.people.accounts.forms import PreferenceForm
from coe_hub.people.accounts.middleware import THEME_COOKIE

PAGE_SIZE = 50
A_YEAR = 60 * 60 * 24 * 365


@requires(MEMBER)
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """What needs me, my alliances, and what changed since I was here."""
    context = tell_today(user=request.user, now=timezone.now())
    remember_count(request.user, context["this_week"])
    return render(request, "home/today.html", context)


@requires(MEMBER)
@require_safe
def due_list(request: SignedInRequest) -> HttpResponse:
    """All that is due within the month from the reader, where Today shows only the first of it, or (`?of=alliances`)
    from anybody on the alliances the reader works on."""
    user, day = request.user, timezone.localdate()
    items: list[Any]
    if request.GET.get("of") == "alliances":
        context = due_on_alliances(user, day, chosen=request.GET.get("alliance", ""))
        page = Paginator(context["found"], PAGE_SIZE).get_page(request.GET.get("page"))
        items = with_owners(page.object_list, language=user.language)
    else:
        context = {}
        found = due.listed(until=due.horizon(day), user=user, owner_id=user.person_id)
        page = Paginator(found or (), PAGE_SIZE).get_page(request.GET.get("page"))
        items = due.named(page, user.language)
    context |= {"page": page, "items": items, "today": day, "tabs": due_tabs(user, request.GET.get("of", ""))}
    return render(request, "home/due_list.html", context)


@requires(GlobalRole.ADMIN)
@require_http_methods(["GET", "POST"])
def set_up(request: SignedInRequest) -> HttpResponse:
    """What makes an empty hub the company's own, and what of it is there; a step may be right as it is."""
    if request.method == "POST":
        if (code := request.POST.get("step", "")) not in RIGHT_AS_IT_IS:
            raise BadRequest
        say_right(user=request.user, code=code)
        return redirect("set_up")
    steps = set_up_steps(request.user)
    context = {"steps": steps, "done": sum(step.is_done for step in steps), "count": len(steps)}
    return render(request, "home/set_up.html", context)


@requires(MEMBER)
@require_safe
@limited("search")
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
    target = safe_target(request, request.POST.get("next", ""), default=settings.LOGIN_REDIRECT_URL)
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
        response.set_cookie(cookie_name(THEME_COOKIE), theme, httponly=True, **options)
    return response
