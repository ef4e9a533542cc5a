"""One merge page for every record: shown when two people edited it at once, so that neither overwrites the other."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError, LostUpdateError
from coe_hub.lib.forms import VersionedForm, add_domain_error

CHOICE = "choice-"
RecordT = TypeVar("RecordT")
FormT = TypeVar("FormT", bound=VersionedForm)


def edit_page(
    request: HttpRequest,
    *,
    read: Callable[[], RecordT],
    make_form: Callable[[RecordT, QueryDict | None], FormT],
    save: Callable[[RecordT, FormT], Any],
    show: Callable[[RecordT, FormT], HttpResponse],
    title: str = "",
    url: str = "",
    saved: str = "",
) -> HttpResponse:
    """The whole of a page on which a record is edited: opened, refused, saved or, after somebody else's save, merged.

    `read` gets the record as it is now, `make_form` its form, `show` the page with it; `save` calls the one action,
    which may refuse. Whoever saved, or left theirs, goes on to `url` (the record's own where none is given) and, once
    saved, reads `saved`. `title` names the record on the merge page (by its own title or text where none is given).
    """
    record = read()
    form = _posted_form(request, partial(make_form, record))
    was_overtaken = form.is_stale
    if form.is_bound and not was_overtaken and form.is_valid():
        try:
            save(record, form)
        except LostUpdateError:
            # Saved by somebody else since `read`, a moment ago. Read anew: the record at hand does not know what they
            # wrote, and may be half changed by the action.
            record = read()
            form = _posted_form(request, partial(make_form, record))
            was_overtaken = True
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            messages.success(request, saved or _("Saved."))
            return redirect(url or _own_url(record))
    if was_overtaken:
        named = title or getattr(record, "title", "") or str(record)
        return _merge_page(request, form, title=named, back_url=url or _own_url(record))
    return show(record, form)


def _own_url(record: Any) -> str:
    return record.get_absolute_url()


def _merge_page(request: HttpRequest, form: VersionedForm, *, title: str, back_url: str) -> HttpResponse:
    """What the other person changed, what clashes, and a form that goes on with the choices. Nothing typed is lost.

    `form` was bound to the typed data and built from the record as it is now. The page posts to the same address
    with `merge=1`; `_posted_form` turns that into the data to save.
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


def _posted_form(request: HttpRequest, make: Callable[[QueryDict | None], FormT]) -> FormT:
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
