"""What is done to a change of many rows: asked for, looked through, saved; its state says how it ended."""

import zoneinfo
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.history import acting
from coe_hub.lib.long_work import forget_progress, tell_progress
from coe_hub.lib.tasks import give_to_worker
from coe_hub.lists import tasks
from coe_hub.lists.changers import changer_of
from coe_hub.lists.models import ChangeJob, ChangeState, ManyChange
from coe_hub.lists.models.changes import KEPT_FOR
from coe_hub.people.models import User

_TOLD_EVERY = 10  # rows


def ask_change(
    *, by: User, code: str, address: str, back: str, sent: QueryDict, wish: Mapping[str, Any], keys: list[str]
) -> ManyChange:
    """Have the worker look what would come of it. Raises `DomainError` while another change of theirs is under way."""
    kept = sent.copy()
    for name in ("csrfmiddlewaretoken", "do", "seen"):
        kept.pop(name, None)
    change = ManyChange(
        by=by, list_code=code, address=address, back=back, sent=kept.urlencode(), wish=dict(wish),
        keys=[[key, 0] for key in keys],
    )  # fmt: skip
    _queue(change, ChangeJob.LOOK)
    return change


def start(*, change: ManyChange, job: str, without: bool = False) -> None:
    """Have the worker save what was looked at, or look again, `without` the rows that cannot be changed so. Raises
    `DomainError` where that is not the next step."""
    with transaction.atomic():
        fresh = ManyChange.objects.select_for_update().get(pk=change.pk)
        allowed = {ChangeJob.LOOK: {ChangeState.LOOKED, ChangeState.FAILED}, ChangeJob.SAVE: {ChangeState.LOOKED}}
        if fresh.state not in allowed[ChangeJob(job)] and not fresh.is_unheard:
            raise DomainError(_("This change has gone on meanwhile. Look at it again."))
        if job == ChangeJob.SAVE and fresh.outcome.get("refused"):
            raise DomainError(_("Some of these cannot be changed so. Leave them out, or choose something else."))
        if job == ChangeJob.SAVE or without:
            fresh.keys = fresh.outcome.get("versions") or fresh.keys
        _queue(fresh, ChangeJob(job))


def _queue(change: ManyChange, job: ChangeJob) -> None:
    # One that was killed and said nothing keeps nobody from the next.
    for one in ManyChange.objects.visible_to(change.by).under_way().exclude(pk=change.pk):
        if one.is_unheard:
            _end(one)
    change.job, change.state, change.message, change.begun_at = job, ChangeState.WAITING, "", timezone.now()
    try:
        with transaction.atomic():
            change.save()
            forget_progress(change.work)
            give_to_worker(tasks.change_many_rows, change.pk, without=lambda: tasks.change_many_rows(change.pk))
    except IntegrityError:
        raise DomainError(
            _("Another change of many rows of yours is under way. Wait until it has ended, then start this one.")
        ) from None


def work_on(change: ManyChange) -> None:
    """Do what the worker was asked to do, as whoever asked may do it now. How it ended is written down whatever
    happens."""
    user, is_through = change.by, False
    try:
        with (
            translation.override(user.language or "en"),
            timezone.override(zoneinfo.ZoneInfo(user.time_zone)),
            acting(by=user),
            transaction.atomic(),
        ):
            _try(change, user)
        is_through = True
    except DomainError as error:
        change.message = error.message
    except IntegrityError:
        change.message = _("Somebody changed the same records meanwhile. Nothing was changed; start again.")
    finally:
        if not is_through:
            change.state = ChangeState.FAILED
            change.message = change.message or _("Something went wrong. Nothing was changed; start again.")
            change.save(update_fields=["state", "message"])
        forget_progress(change.work)


def _try(change: ManyChange, user: User) -> None:
    """What was changed and that it was, in one transaction."""
    if not user.is_active:
        raise DomainError(_("These are not yours to change any more."))
    saves = change.job == ChangeJob.SAVE

    def told(rows: int) -> None:
        if rows % _TOLD_EVERY == 0:
            tell_progress(change.work, rows)

    tried = changer_of(change.list_code)(
        user=user,
        code=change.list_code,
        keys=[key for key, _version in change.keys],
        wish=change.wish,
        seen=dict(change.keys) if saves else None,
        told=told,
    )
    change.outcome = tried.outcome | {"versions": list(tried.versions.items())}
    change.state = ChangeState.DONE if tried.is_kept else ChangeState.LOOKED
    if saves and not tried.is_kept:
        change.message = _("Nothing was changed. Look at the rows again.")
    change.save()


def give_up(change: ManyChange) -> None:
    """Whoever was at it was killed. What they had changed was in one transaction, and is not there."""
    with translation.override(change.by.language or "en"):
        _end(change)


def _end(change: ManyChange) -> None:
    change.state = ChangeState.FAILED
    change.message = _("The hub stopped in the middle of it. Nothing was changed; start it again.")
    change.save(update_fields=["state", "message"])
    forget_progress(change.work)


def take_up() -> None:
    """Hand over once more what waits and nobody began, since Redis was away or lost what it held; and forget what was
    asked for a week ago."""
    for change in ManyChange.objects.filter(state=ChangeState.WAITING).select_related("by"):
        if change.is_unheard:
            _queue(change, ChangeJob(change.job))
    ManyChange.objects.filter(asked_at__lt=timezone.now() - KEPT_FOR).delete()
