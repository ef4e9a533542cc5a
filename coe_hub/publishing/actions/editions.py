"""An edition's way from the desk to readers. Every step is refused where the edition moved on since it was read."""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import save_record
from coe_hub.people.models import Person, User
from coe_hub.publishing.models import (
    DESK,
    BlockTranslation,
    Content,
    Edition,
    EditionState,
    PilotComment,
    PilotReader,
)
from coe_hub.reminders.review_days import settle_one_review_day


@transaction.atomic
def submit(*, draft: Edition, version: int | None = None) -> None:
    """Ask for a second person's look. Raises `DomainError` where nobody says what changed."""
    _expect(draft, EditionState.DRAFT)
    _ask_for_a_note(draft)
    draft.state = EditionState.IN_REVIEW
    save_record(draft, fields=["state"], version=version)


@transaction.atomic
def take_back(*, draft: Edition, version: int | None = None) -> None:
    """Back to the desk from review or from being tried out; what was said of it stays."""
    _expect(draft, EditionState.IN_REVIEW, EditionState.PILOT)
    draft.state, draft.approved_by, draft.pilot_since = EditionState.DRAFT, None, None
    save_record(draft, fields=["state", "approved_by", "pilot_since"], version=version)


@transaction.atomic
def start_pilot(
    *, draft: Edition, question: str, by: User, people: Collection[Person] = (), version: int | None = None
) -> None:
    """Let `people`, or everybody where none are named, try the edition out, to find out one thing; what readers see
    stays as it is.

    Raises `DomainError` where a second person must approve and `by` wrote it, or the content is retired.
    """
    _expect(draft, EditionState.DRAFT, EditionState.IN_REVIEW)
    _check_approval(draft, by)
    if not question:
        raise DomainError(_("Say in one sentence what you want to find out."), field="question")
    draft.state, draft.approved_by = EditionState.PILOT, by
    draft.pilot_question, draft.pilot_since = question, timezone.now()
    draft.full_clean()
    save_record(draft, fields=["state", "approved_by", "pilot_question", "pilot_since"], version=version)
    draft.pilot_readers.exclude(person__in=people).delete()
    for person in people:
        PilotReader.objects.get_or_create(edition=draft, person=person)


@transaction.atomic
def comment_on_pilot(*, edition: Edition, text: str, by: User) -> PilotComment:
    """Say how it went. Raises `DomainError` where the edition is no longer being tried out."""
    if edition.state != EditionState.PILOT:
        raise DomainError(_("This edition is no longer being tried out."))
    comment = PilotComment(edition=edition, author=by, text=text)
    comment.full_clean()
    comment.save()
    return comment


@transaction.atomic
def publish(*, draft: Edition, by: User, alone: bool = False, version: int | None = None) -> None:
    """Make the edition what readers see; the one before stays readable as history.

    Raises `DomainError` where a second person must approve and `by` wrote it, or the content is retired. Translations
    of blocks whose wording alone changed move on with them.
    """
    _expect(draft, *DESK)
    _check_approval(draft, by, alone=alone)
    before = published(draft.content)
    if before is not None:
        _carry_translations(before, draft)
        before.state = EditionState.ARCHIVED
        save_record(before, fields=["state"])
    draft.state, draft.approved_by, draft.published_at = EditionState.PUBLISHED, by, timezone.now()
    save_record(draft, fields=["state", "approved_by", "published_at"], version=version)
    content = draft.content
    content.last_reviewed_on = timezone.localdate()
    save_record(content, fields=["last_reviewed_on"])
    settle_one_review_day(content, leader="owner")


def on_the_desk(content: Content) -> Edition | None:
    """The edition being written, reviewed or tried out, if any."""
    people = ("author__person", "last_writer__person", "approved_by__person")
    return content.editions.on_the_desk().select_related(*people).first()


def published(content: Content) -> Edition | None:
    """The edition readers see, if any."""
    return content.editions.filter(state=EditionState.PUBLISHED).first()


def may_approve(draft: Edition, user: User) -> bool:
    """Whether this person may: anybody but who wrote on it last, unless the company wants no second look."""
    return not settings.SECOND_PERSON_APPROVES or (draft.last_writer_id or draft.author_id) != user.pk


def not_written_by(user: User) -> Q:
    """Condition on editions: somebody else wrote on it last. The same as `may_approve` asks of one."""
    return ~Q(last_writer=user) & (Q(last_writer__isnull=False) | ~Q(author=user))


def _ask_for_a_note(draft: Edition) -> None:
    if draft.number > 1 and not draft.change_note:
        raise DomainError(_("Say in one line what changed; readers of the former edition will see it."))


def _check_approval(draft: Edition, by: User, *, alone: bool = False) -> None:
    if draft.content.is_archived:
        raise DomainError(_("It is retired. Give it back to its readers first."))
    if not alone and not may_approve(draft, by):
        raise DomainError(_("Somebody else than its author approves an edition. Ask another curator."))
    if not alone:
        _ask_for_a_note(draft)


def _expect(draft: Edition, *states: EditionState) -> None:
    if draft.state not in states:
        raise DomainError(_("This edition has moved on meanwhile. Look where it is now, then decide."))


def _carry_translations(before: Edition, draft: Edition) -> None:
    """Translations made from a text whose wording alone changed are as good for the new wording."""
    old = dict(before.blocks.values_list("key", "text_hash"))
    for key, new in draft.blocks.filter(is_wording_only=True).values_list("key", "text_hash"):
        if key in old and old[key] != new:
            rows = BlockTranslation.objects.filter(content=draft.content, key=key, source_hash=old[key])
            rows.update(source_hash=new)
