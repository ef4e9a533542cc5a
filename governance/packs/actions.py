"""Making a pack: what it says at once, its files in the background."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.core.restricted import counts_restricted
from coe_hub.lib.errors import DomainError
from coe_hub.lib.records import lock_record
from coe_hub.lib.tasks import give_to_worker
from governance.packs.composing import compose
from governance.packs.models import Pack, Readers
from governance.packs.tasks import make_pack_files

if TYPE_CHECKING:
    from coe_hub.people.models import User


@transaction.atomic
def make_pack(*, by: "User", day: date, language: str, readers: str, occasion: str = "") -> Pack:
    """Freeze what the dashboard says now, for the meeting on `day`, and have the files made.

    Raises `DomainError` where it is made for the steering committee by somebody who is not on it: whoever makes it sees
    its figures.
    """
    if readers == Readers.COMMITTEE and not counts_restricted(by):
        raise DomainError(_("Only members of the steering committee make packs for it. Make one for yourself."))
    deck = compose(reader=by, readers=readers, day=day, language=language, occasion=occasion)
    pack = Pack(by=by, day=day, language=language, readers=readers, occasion=occasion, figures=deck.as_data())
    pack.full_clean()
    pack.save()
    _hand_over(pack)
    return pack


@transaction.atomic
def make_files_again(*, pack: Pack) -> None:
    """Have the files made once more, of the same figures. Raises `DomainError` while they are being made."""
    lock_record(pack)
    if pack.is_being_made:
        raise DomainError(_("The files of this pack are being made right now. Look again in a moment."))
    pack.pptx = pack.pdf = ""
    pack.started_at, pack.finished_at, pack.failed_at = timezone.now(), None, None
    pack.stops_workers = False
    pack.save(update_fields=["pptx", "pdf", "started_at", "finished_at", "failed_at", "stops_workers"])
    _hand_over(pack)


def _hand_over(pack: Pack) -> None:
    give_to_worker(make_pack_files, pack.pk)
