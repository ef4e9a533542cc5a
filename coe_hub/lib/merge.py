"""One merge page for every record: shown when two people edited it at once, so that neither overwrites the other."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from coe_hub.lib.forms import VersionedForm

CHOICE = "choice-"
FormT = TypeVar("FormT", bound=VersionedForm)


def merge_page(request: HttpRequest, form: VersionedForm, *, title: str, back_url: str) -> HttpResponse:
    """What the other person changed, what clashes, and a form that goes on with the choices. Nothing typed is lost.

    `form` was bound to the typed data and built from the record as it is now. The page posts to the same address
    with `merge=1`; `posted_form` turns that into the data to save.
    """
    clashes = form.clashes()
    hidden = [
        (name, value)
        for name in [*form.as_posted(), "version", "base"]
        for value in form.data.getlist(name)  # type: ignore[attr-defined]
    ]
    context = {
        "title": title,
        "back_url": back_url,
        "conflicts": [clash for clash in clashes if clash.is_conflict],
        "changes": [clash for clash in clashes if not clash.is_conflict],
        "hidden": hidden,
        "choice": CHOICE,
        "seen_version": form.fields["version"].initial,
    }
    return render(request, "merge.html", context, status=409)


def posted_form(request: HttpRequest, make: Callable[[QueryDict | None], FormT]) -> FormT:
    """The form as opened, as typed, or, coming from the merge page, with the choices made there.

    `make` builds the form from the record as it is now. Choices made against a version that has been saved over
    since do not count: the form is then stale and brings the merge page again.
    """
    if request.method != "POST":
        return make(None)
    form = make(request.POST)
    if "merge" not in request.POST or request.POST.get("seen_version") != str(form.fields["version"].initial):
        return form
    theirs = [name for name in form.as_posted() if request.POST.get(CHOICE + name) == "theirs"]
    return make(form.merged_data(keep_theirs=theirs))
