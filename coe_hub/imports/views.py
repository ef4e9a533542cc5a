"""Bringing lists in: the file, its columns, its words, what would come of it, and what did."""

import shlex
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coe_hub.imports.actions import begin, discard, is_unheard, lay_out, rows_read, settle_columns, settle_words, start
from coe_hub.imports.forms import AnswersForm, ColumnsForm, ImportForm, LayoutForm
from coe_hub.imports.kinds import kind_of, kinds_for
from coe_hub.imports.models import Import, Job, Result, State, Wrong
from coe_hub.imports.options import as_arguments, normal
from coe_hub.imports.questions import count_open, open_questions, settled_words
from coe_hub.imports.rejected import rejected_csv, rejected_reasons
from coe_hub.lib.access import SignedInRequest, requires
from coe_hub.lib.downloads import file_name, send_bytes
from coe_hub.lib.errors import DomainError
from coe_hub.lib.forms import add_domain_error
from coe_hub.lib.limits import limited
from coe_hub.lib.long_work import progress_part
from coe_hub.lib.once import once
from coe_hub.people.models import DIRECTORY_KEEPERS

PAGE_SIZE = 50
IMPORTERS = DIRECTORY_KEEPERS


def _own(request: SignedInRequest, public_id: str) -> Import:
    """One's own import, of a kind that one may import still."""
    codes = [one.code for one in kinds_for(request.user)]
    return get_object_or_404(
        Import.objects.visible_to(request.user).filter(kind__in=codes).select_related("by__person__organisation"),
        public_id=public_id,
    )


@requires(*IMPORTERS)
@require_http_methods(["GET", "POST"])
@limited("upload", methods=("POST",))
@once
def import_create(request: SignedInRequest) -> HttpResponse:
    """A new import, and one's earlier ones."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user, kind=request.GET.get("kind", ""))
    if form.is_bound and form.is_valid():
        try:
            run = begin(by=request.user, **form.action_values())
        except (DomainError, ValidationError) as error:
            if isinstance(error, DomainError):
                error.field = "file" if form.cleaned_data["file"] else "pasted"
            add_domain_error(form, error)
        else:
            return redirect("import_columns", run.public_id)
    codes = {one.code: one.label for one in kinds_for(request.user)}
    earlier = Import.objects.visible_to(request.user).filter(kind__in=codes).order_by("-created_at", "-pk")
    page = Paginator(earlier, PAGE_SIZE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.kind_label = codes[one.kind]
    context = {"form": form, "page": page, "kinds": kinds_for(request.user)}
    return render(request, "imports/import_create.html", context)


@requires(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def import_columns(request: SignedInRequest, public_id: str) -> HttpResponse:
    """How the file is laid out, and which column is which."""
    run = _own(request, public_id)
    if not run.is_open:
        return redirect(run)
    does_layout = request.POST.get("do") == "layout"
    layout = LayoutForm(request.POST if does_layout else None, run=run)
    form = ColumnsForm(request.POST if request.method == "POST" and not does_layout else None, run=run)
    if layout.is_bound and layout.is_valid():
        try:
            lay_out(run=run, **layout.action_values())
        except DomainError as error:
            add_domain_error(layout, error)
        else:
            return redirect("import_columns", public_id)
    if form.is_bound and form.is_valid():
        if not run.seen.get("is_sure"):
            form.add_error(
                None, _("Say first in which encoding the file was written: look whether its letters are right.")
            )
        else:
            try:
                settle_columns(run=run, **form.action_values())
            except DomainError as error:
                add_domain_error(form, error)
            else:
                return redirect(run)
    context = {"run": run, "kind": kind_of(run.kind), "layout": layout, "form": form}
    return render(request, "imports/import_columns.html", context)


@requires(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def import_answers(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What words of theirs mean here, and which names are one."""
    run = _own(request, public_id)
    if run.state != State.CHECKED:
        return redirect(run)
    kind = kind_of(run.kind)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        groups=open_questions(run, again=True),
        kind=kind,
        user=request.user,
    )
    if form.is_bound and form.is_valid():
        forgotten = [tuple(one.split(":", 1)) for one in request.POST.getlist("forget") if ":" in one]
        try:
            settle_words(run=run, forgotten=forgotten, **form.action_values())  # type: ignore[arg-type]
        except (DomainError, ValidationError) as error:
            add_domain_error(form, error)
        else:
            return redirect(run)
    context = {"run": run, "kind": kind, "form": form, "settled": settled_words(run)}
    return render(request, "imports/import_answers.html", context)


@requires(*IMPORTERS)
@require_safe
def import_detail(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Where an import stands: what it would do, how far it is, what it did."""
    run = _own(request, public_id)
    if run.state == State.DRAFT:
        return redirect("import_columns", public_id)
    kind = kind_of(run.kind)
    context: dict[str, Any] = {
        "run": run,
        "kind": kind,
        "read": rows_read(run),
        "wrongs": Wrong.choices,
        "page_url": run.get_absolute_url(),
        "is_heard": run.is_under_way and not is_unheard(run),
    }
    context["total"] = sum(run.outcome.get(name, 0) for name in ("created", "updated", "unchanged", "rejected"))
    if part := progress_part(request, "imports/_progress.html", context, is_under_way=run.is_under_way):
        return part
    if not run.is_under_way:
        context |= _found(request, run, kind)
    return render(request, "imports/import_detail.html", context)


def _found(request: SignedInRequest, run: Import, kind: Any) -> dict[str, Any]:
    """The rows of one kind, those that want looking at first, and what is missing in what came in."""
    labels = {one.code: str(one.label) for one in kind.fields()}
    places = {label: place for place, label in enumerate(labels.values())}
    counts = {result: run.rows.filter(result=result).count() for result in Result.values}
    noted = run.rows.exclude(problems=[]).exclude(result=Result.REJECTED)
    counts["noted"] = noted.count()
    order = [Result.REJECTED.value, "noted", Result.CHANGED.value, Result.CREATED.value]
    usual = next((name for name in order if counts[name]), Result.CREATED.value)
    shown = request.GET.get("show", usual)
    shown = shown if shown in counts else usual
    rows = (noted if shown == "noted" else run.rows.filter(result=shown)).order_by("line", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    urls = kind.urls([one.record_id for one in page.object_list if one.record_id], request.user)
    for one in page.object_list:
        one.url = urls.get(one.record_id, "") if run.state == State.DONE else ""
        one.told = [{**problem, "label": labels.get(problem["name"], problem["name"])} for problem in one.problems]
        one.changed = sorted(one.changes.items(), key=lambda pair: places.get(pair[0], len(places)))
    came = run.rows.filter(result=Result.CREATED).exclude(record_id=None).values_list("record_id", flat=True)
    groups = open_questions(run) if run.state == State.CHECKED else []
    return {
        "page": page,
        "shown": shown,
        "reasons": rejected_reasons(run, labels) if shown == Result.REJECTED and counts[shown] > 1 else [],
        "tabs": [(name, _tab(name), counts[name]) for name in order if counts[name] or name == shown],
        "open": count_open(groups),
        "groups": groups,
        "gaps": kind.gaps(list(came), request.user, run.public_id) if run.state == State.DONE else [],
        "command": _command(run, kind),
        "read_as": [(labels.get(name, name), heading) for name, heading in run.outcome.get("columns", {}).items()],
    }


def _tab(name: str) -> str:
    return _("With a remark") if name == "noted" else str(Result(name).label)


def _command(run: Import, kind: Any) -> str:
    """How an operator does the same by the command."""
    if not kind.command:
        return ""
    layout = []
    if run.encoding:
        layout += ["--encoding", run.encoding]
    if len(run.seen.get("sheets", [])) > 1:
        layout += ["--sheet", run.sheet]
    layout += ["--heading-row", str(run.heading_row)] if run.heading_row > 1 else []
    words = {name: said for name, said in run.words.items() if run.columns.get(name)}
    options = replace(run.options, columns=_said_columns(run, kind), values=words)
    skip = ["--skip-invalid"] if run.wrong != Wrong.NOTHING else []
    parts = ["manage.py", kind.command, run.name, *layout, *as_arguments(options), *skip, "--by", run.by.email]
    return shlex.join(parts)


def _said_columns(run: Import, kind: Any) -> dict[str, str]:
    """The columns without those that the command finds by itself, and leaves alone by itself."""
    own = {one.code: {normal(one.code), *one.headings} for one in kind.fields()}
    there = {normal(heading) for heading in run.seen.get("headings", [])}
    return {
        name: column
        for name, column in run.columns.items()
        if name in own and (normal(column) not in own[name] if column else own[name] & there)
    }


@requires(*IMPORTERS)
@require_POST
def import_start(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Look through it again, or write it."""
    run = _own(request, public_id)
    job = request.POST.get("job", "")
    wrong = request.POST.get("wrong", "")
    try:
        start(
            run=run,
            job=job if job in {Job.CHECK, Job.WRITE} else Job.CHECK,
            wrong=wrong if wrong in Wrong.values else "",
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(run)


@requires(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def import_undo(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take back all that an import wrote, as long as nobody changed it."""
    run = _own(request, public_id)
    if request.method == "POST":
        try:
            start(run=run, job=Job.UNDO)
        except DomainError as error:
            messages.error(request, error.message)
        return redirect(run)
    return render(request, "imports/import_undo.html", {"run": run, "kind": kind_of(run.kind)})


@requires(*IMPORTERS)
@require_POST
def import_discard(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Forget an import that wrote nothing."""
    run = _own(request, public_id)
    try:
        discard(run=run)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(run)
    messages.success(request, _("Discarded. Nothing was written."))
    return redirect("import_create")


@requires(*IMPORTERS)
@require_safe
def import_rejected(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    """The rejected rows as they were, with why, to be corrected and imported again."""
    run = _own(request, public_id)
    name = file_name(run.name.rsplit(".", 1)[0], _("rejected"), kind="csv")
    return send_bytes(rejected_csv(run), name=name, content_type="text/csv; charset=utf-8")
