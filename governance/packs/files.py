"""The files of a pack, made of its figures and of nothing else."""

import secrets
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.utils import timezone

from coe_hub.documents.deck_pages import write_deck_pdf
from coe_hub.documents.decks import Deck
from coe_hub.documents.pdf import makes_pdf
from coe_hub.documents.slides import write_deck_pptx
from coe_hub.lib.downloads import file_name
from governance.packs.models import Pack

WRITERS: dict[str, Callable[[Deck], bytes]] = {"pptx": write_deck_pptx, "pdf": write_deck_pdf}


def write_files(*, pack: Pack) -> None:
    """Write what is missing: PowerPoint, and PDF where one can be made here. What fails is noted, and raised."""
    try:
        for kind, write in WRITERS.items():
            if getattr(pack, kind) or (kind == "pdf" and not makes_pdf()):
                continue
            getattr(pack, kind).save(f"{secrets.token_urlsafe(16)}.{kind}", ContentFile(write(pack.deck)), save=False)
            pack.save(update_fields=[kind])
    except Exception:
        pack.failed_at = timezone.now()
        pack.save(update_fields=["failed_at"])
        raise
    pack.finished_at, pack.failed_at = timezone.now(), None
    pack.save(update_fields=["finished_at", "failed_at"])


def give_up(*, pack: Pack) -> None:
    """Its files kill whatever makes them: nobody tries again by itself, and its page says so."""
    Pack.objects.filter(pk=pack.pk, finished_at=None).update(failed_at=timezone.now(), stops_workers=True)


def name_of_file(pack: Pack, kind: str) -> str:
    """What the file is called on the reader's disk: its title and its day."""
    return file_name(pack.deck.title, pack.day.isoformat(), kind=kind)
